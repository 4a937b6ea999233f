"""The decisions of a record: each with how, when, why and who, and whether it still rests on what was said (TB-06).

Everything is read from answers; nothing is decided here. A LEGAL question that was left out with a reason is a
decision too (TB-03): the gap says how and why, its record says who and when.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import AnswerKey, AnswerState
from doorstep.assessment.basis import out_of_date
from doorstep.assessment.change import ItemRef
from doorstep.assessment.completeness import ANSWERS_FOR, gap_settles
from doorstep.assessment.decision_table import (
    OWED,
    SHAPES,
    DecisionCode,
    PartName,
    Shape,
    Source,
    Told,
    says_all,
    taken,
)
from doorstep.assessment.standing import Standing, counts
from doorstep.definition.model import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import Answer


class DecisionPart(msgspec.Struct, frozen=True):
    """One part of a decision record. ``ref`` is where it is said; for ``told_by`` a record, where the decision is.

    ``owed`` parts keep the record from being signed until they are ``answered``.
    """

    name: PartName
    ref: ItemRef
    answered: bool
    owed: bool
    told_by: Told | None = None


class Decision(msgspec.Struct, frozen=True):
    """One decision that was taken. ``what`` is the place that holds it.

    ``recorded_by`` (a party id) and ``recorded_at`` are of the answer that took it. ``out_of_date`` names the reasons
    whose basis has changed since the worker chose it (``AssessmentState.basis_of``): only the worker makes it current.
    """

    code: DecisionCode
    what: ItemRef
    parts: tuple[DecisionPart, ...]
    recorded_by: str
    recorded_at: datetime
    out_of_date: tuple[AnswerKey, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it says how, when, why and by whom; nobody signs while it does not."""
        return all(part.answered for part in self.parts if part.owed)

    def part(self, name: PartName) -> DecisionPart | None:
        """Return the part of that name, or None when this decision has none."""
        return next((part for part in self.parts if part.name is name), None)


def decisions(standing: Standing) -> Iterator[Decision]:
    """Yield every decision that was taken, then every LEGAL question that was left out, in form order."""
    yield from taken_decisions(standing)
    for ref in _in_form_order(standing, standing.shown):
        gap = _legal_gap(standing, ref)
        if gap is not None:
            yield _left_out(standing, ref, gap)


def taken_decisions(standing: Standing) -> Iterator[Decision]:
    """Yield every decision that was taken, in the order of the table, row by row."""
    stale = out_of_date(standing)
    for shape in SHAPES:
        if shape.what in standing.outline.nodes:
            yield from _of_shape(standing, shape, stale)


def _of_shape(standing: Standing, shape: Shape, stale: tuple[AnswerKey, ...]) -> Iterator[Decision]:
    for path in standing.paths(shape.what):
        what = ItemRef(shape.what, path)
        answer = taken(standing, shape, what)
        if answer is None:
            continue
        parts = (_part(standing, shape, name, source, what, answer) for name, source in shape.parts.items())
        yield Decision(
            shape.code,
            what,
            tuple(part for part in parts if part is not None),
            answer.provenance.recorded_by,
            answer.provenance.recorded_at,
            tuple(key for key in stale if key.link_id in shape.reasons and key.path == path),
        )


def _part(
    standing: Standing, shape: Shape, name: PartName, source: Source, what: ItemRef, answer: Answer
) -> DecisionPart | None:
    owed = name in OWED
    if isinstance(source, Told):
        said = source is Told.BY_RECORD or says_all(standing, shape.what, answer)
        return DecisionPart(name, what, answered=said, owed=owed, told_by=source)
    ref = ItemRef(source, what.path)
    if not standing.is_shown(*ref):
        return None
    return DecisionPart(name, ref, answered=_is_said(standing, ref, or_by_worker=True), owed=owed)


def _is_said(standing: Standing, ref: ItemRef, *, or_by_worker: bool = False) -> bool:
    """Tell whether somebody who is asked answered a place, or the worker in their own words."""
    item = standing.definition.item(ref.link_id)
    if item.repeats:
        return standing.has_entries(*ref)
    speakers = ANSWERS_FOR[item.asked_of] | ({Speaker.WORKER} if or_by_worker else frozenset())
    return any(voice.kind in speakers and counts(answer) for voice, answer in standing.lanes(*ref).items())


def _legal_gap(standing: Standing, ref: ItemRef) -> Answer | None:
    """Return the gap that stands in the place of a LEGAL answer, or None."""
    item = standing.outline.nodes[ref.link_id].item
    if item is None or not item.legal or _is_said(standing, ref):
        return None
    gaps = (answer for answer in standing.lanes(*ref).values() if answer.state is not AnswerState.ANSWERED)
    return next((gap for gap in gaps if gap.state.settles), None)


def _left_out(standing: Standing, ref: ItemRef, gap: Answer) -> Decision:
    item = standing.definition.item(ref.link_id)
    reasoned = gap_settles(item, gap)
    said = {PartName.HOW: True, PartName.WHEN: True, PartName.WHY: reasoned, PartName.WHO: True}
    parts = (
        DecisionPart(name, ref, answered=answered, owed=True, told_by=Told.BY_RECORD) for name, answered in said.items()
    )
    recorded = gap.provenance
    return Decision(DecisionCode.GAP, ref, tuple(parts), recorded.recorded_by, recorded.recorded_at)


def _in_form_order(standing: Standing, refs: set[ItemRef]) -> list[ItemRef]:
    nodes = standing.outline.nodes
    return sorted(refs, key=lambda ref: (nodes[ref.link_id].order, ref.path))
