"""How many disagreements are open (TB-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.derived import Rule
from doorstep.assessment.disagreements import DISAGREEMENTS, count_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.outline import Outline


def rules(outline: Outline) -> Mapping[str, Rule]:
    """Return the rule, which reads every column of the disagreements that this form has."""
    repeats = (outline.nodes[name] for name in DISAGREEMENTS if name in outline.nodes)
    reads = frozenset(name.key for repeat in repeats for name in (repeat, *repeat.below()))
    return {"open_disagreements": Rule(count_open, reads)}
