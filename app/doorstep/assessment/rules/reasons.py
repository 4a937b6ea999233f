"""Which decisions are not finished, and which reasons rest on answers that have changed (TB-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.basis import out_of_date
from doorstep.assessment.decision_table import SHAPES, Told
from doorstep.assessment.decisions import taken_decisions
from doorstep.assessment.derived import Rule

if TYPE_CHECKING:
    from doorstep.assessment.standing import Standing


def _decisions_open(standing: Standing) -> tuple[str, ...]:
    open_codes = (decision.code.value for decision in taken_decisions(standing) if not decision.complete)
    return tuple(dict.fromkeys(open_codes))


_SAID_AT = frozenset(
    source for shape in SHAPES for source in (shape.what, *shape.parts.values()) if not isinstance(source, Told)
)
RULES = {
    "decisions_open": Rule(_decisions_open, _SAID_AT | {shape.repeat for shape in SHAPES if shape.repeat}),
    "reasons_out_of_date": Rule(out_of_date, None),
}
