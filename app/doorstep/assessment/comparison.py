"""Then and now (TB-28): what is different between two records of one person, question by question and row by row.

Records of the same form are compared by their questions; a record of another form by the questions that it was filled
in from (``Item.carries_from``), as a review is by the plan. Rows are the same when they have the same id, which they
keep when they are carried on. What nobody has said anything about this time is no difference.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Answer, AnswerState, RowPath, Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.standing import counts, is_unconfirmed
from doorstep.definition.model import CANNOT_CARRY, ItemType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item

_SILENT = CANNOT_CARRY | {ItemType.DISPLAY, ItemType.GROUP}


class Kind(StrEnum):
    """What became of an answer or a row."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Difference(msgspec.Struct, frozen=True):
    """One difference. ``then`` and ``now`` are the lanes' answers, and both None where a whole row came or went.

    ``ref`` is the place in the record of now; of what is gone, in the record of then. For a row it is the place of its
    repeat with the path of the row. ``voice`` is the lane, None for a row.
    """

    kind: Kind
    ref: ItemRef
    voice: Voice | None = None
    then: Answer | None = None
    now: Answer | None = None


class Comparison(msgspec.Struct, frozen=True):
    """All differences in form order; ``same`` counts answers that are as they were, ``unchecked`` those to check."""

    differences: tuple[Difference, ...]
    same: int
    unchecked: int


def compare(then: AssessmentState, now: AssessmentState) -> Comparison:
    """Return what is different in the record of now."""
    walk = _Walk(then, now)
    differences = tuple(walk.differences())
    return Comparison(differences, walk.same, walk.unchecked)


class _Walk:
    """Goes through the form of now and looks for each question in the record of then."""

    def __init__(self, then: AssessmentState, now: AssessmentState) -> None:
        self._then = then
        self._now = now
        self.same = 0
        self.unchecked = 0

    def differences(self) -> Iterator[Difference]:
        """Yield them in form order."""
        for section in self._now.definition.sections:
            for item in section.items:
                yield from self._below(item, ())

    def _below(self, item: Item, path: RowPath) -> Iterator[Difference]:
        if item.type is ItemType.GROUP:
            for child in item.items:
                yield from self._below(child, path)
            return
        source = self._source(item)
        if source is None or item.type in _SILENT:
            return
        if item.repeats:
            yield from self._rows(item, source, path)
        else:
            yield from self._lanes(item, source, path)

    def _source(self, item: Item) -> str | None:
        """Return the question of the earlier form that an item is to be compared with, or None."""
        form, places = self._then.definition.form, self._then.definition.places
        named = (name.partition("/")[2] for name in item.carries_from if name.startswith(f"{form}/"))
        own = (item.link_id,) if form == self._now.definition.form else ()
        found = (link_id for link_id in (*own, *named) if link_id in places)
        return next((link_id for link_id in found if places[link_id].item.type is item.type), None)

    def _rows(self, item: Item, source: str, path: RowPath) -> Iterator[Difference]:
        before, after = self._then.rows_of(source, path), self._now.rows_of(item.link_id, path)
        for row in after:
            if row not in before:
                yield Difference(Kind.NEW, ItemRef(item.link_id, (*path, row)))
                continue
            for child in item.items:
                yield from self._below(child, (*path, row))
        for row in before:
            if row not in after:
                yield Difference(Kind.GONE, ItemRef(source, (*path, row)))

    def _lanes(self, item: Item, source: str, path: RowPath) -> Iterator[Difference]:
        before = dict(self._then.answers_of(source, path)) if self._then.is_shown(source, path) else {}
        after = dict(self._now.answers_of(item.link_id, path)) if self._now.is_shown(item.link_id, path) else {}
        for voice, now in after.items():
            then = before.get(voice)
            said = then if then is not None and counts(then) else None
            if is_unconfirmed(now):
                self.unchecked += 1
            elif said is None:
                if now.state is AnswerState.ANSWERED:
                    yield Difference(Kind.NEW, ItemRef(item.link_id, path), voice, then, now)
            elif said.value == now.value:
                self.same += 1
            else:
                yield Difference(Kind.CHANGED, ItemRef(item.link_id, path), voice, said, now)
