"""What stands now: the current answers, indexed by item, and which of them count.

An answer counts when its item is shown, it holds a value, and somebody said so: a value carried forward from an
earlier record is no answer until it is confirmed (TB-04). Hidden items keep their answers, which count nowhere.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, ApproximateDate, Choices, Contact, SourceKind
from doorstep.assessment.change import ItemRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from doorstep.assessment.answer import RowPath, Value, Voice
    from doorstep.assessment.outline import Outline
    from doorstep.assessment.record import RecordBuilder
    from doorstep.definition.model import FormDefinition


def counts(answer: Answer) -> bool:
    """Tell whether an answer holds a value that somebody stands by."""
    return answer.state is AnswerState.ANSWERED and not is_unconfirmed(answer)


def is_unconfirmed(answer: Answer) -> bool:
    """Tell whether an answer came from before and nobody has said yet that it is still true."""
    origin = answer.provenance
    carried = answer.state is AnswerState.ANSWERED and origin.source is SourceKind.CARRIED_FORWARD
    return carried and origin.confirmed_at is None


def settled_or_said(answer: Answer) -> bool:
    """Tell whether a lane has been talked about in this record: it counts, or it is an honest gap."""
    return answer.state is not AnswerState.ANSWERED or counts(answer)


def source_of(answer: Answer) -> SourceKind:
    """Return where what a lane holds came from; beside a gap, where what is kept there came from."""
    return (answer.earlier.provenance if answer.earlier else answer.provenance).source


class Standing:
    """The mutable heart of an open assessment: a builder, an index over its answers, and what is shown.

    ``shown`` holds every place that is on the form now, sections by their outline key; ``assessment/enablement``
    keeps it. ``today`` is the day that ages and overdue promises are counted from.
    """

    def __init__(self, outline: Outline, builder: RecordBuilder, settings: frozenset[str], today: date) -> None:
        self.outline = outline
        self.builder = builder
        self.settings = settings
        self.today = today
        self.shown: set[ItemRef] = set()
        self.sources: Counter[SourceKind] = Counter()
        """How many current answers come from where; what is kept beside a gap counts with what it is."""
        self.waiting = 0
        """How many answers from earlier records nobody has confirmed; this record's own beginning is not one."""
        self._lanes: dict[str, dict[RowPath, dict[Voice, Answer]]] = {}
        for key, answer in builder.answers.items():
            self._put(key, answer)

    @property
    def definition(self) -> FormDefinition:
        """The form that this record is made with."""
        return self.outline.definition

    def apply(self, fact: f.Fact) -> None:
        """Apply one fact to the builder and the index. Raises what the builder raises, and then changes nothing."""
        self.builder.apply(fact)
        match fact:
            case f.AnswerGiven():
                self._put(fact.key, fact.answer)
            case f.AnswerCleared():
                self._drop(fact.key)
            case f.RowRemoved():
                self._drop_row(fact)
            case _:
                pass

    def _put(self, key: AnswerKey, answer: Answer) -> None:
        lanes = self._lanes.setdefault(key.link_id, {}).setdefault(key.path, {})
        self._forget(lanes.get(key.voice))
        self.sources[source_of(answer)] += 1
        self.waiting += self._waits(answer)
        lanes[key.voice] = answer

    def _drop(self, key: AnswerKey) -> None:
        paths = self._lanes.get(key.link_id, {})
        lanes = paths.get(key.path, {})
        self._forget(lanes.pop(key.voice, None))
        if not lanes:
            paths.pop(key.path, None)

    def _drop_row(self, fact: f.RowRemoved) -> None:
        path = (*fact.parent, fact.row)
        for node in self.outline.nodes[fact.link_id].below():
            paths = self._lanes.get(node.key, {})
            for gone in [known for known in paths if known[: len(path)] == path]:
                for answer in paths.pop(gone).values():
                    self._forget(answer)

    def _forget(self, answer: Answer | None) -> None:
        if answer is not None:
            self.sources[source_of(answer)] -= 1
            self.waiting -= self._waits(answer)

    def _waits(self, answer: Answer) -> bool:
        return is_unconfirmed(answer) and answer.provenance.origin != self.builder.record_id

    def lanes(self, link_id: str, path: RowPath = ()) -> Mapping[Voice, Answer]:
        """Return what is in each lane of one place, whether it counts or not."""
        return self._lanes.get(link_id, {}).get(path, {})

    def instances(self, link_id: str, prefix: RowPath = ()) -> Iterator[tuple[RowPath, Mapping[Voice, Answer]]]:
        """Yield the paths under ``prefix`` at which an item holds anything, with its lanes."""
        depth = len(prefix)
        for path, lanes in self._lanes.get(link_id, {}).items():
            if path[:depth] == prefix:
                yield path, lanes

    def rows(self, link_id: str, parent: RowPath = ()) -> tuple[str, ...]:
        """Return the row ids of a repeat, in order."""
        return tuple(self.builder.rows.get((link_id, parent), ()))

    def paths(self, link_id: str, prefix: RowPath = ()) -> list[RowPath]:
        """Return every path at which an item can stand now, under a prefix, in row order."""
        paths = [prefix]
        for repeat in self.outline.nodes[link_id].repeats[len(prefix) :]:
            paths = [(*path, row) for path in paths for row in self.rows(repeat, path)]
        return paths

    def has_entries(self, link_id: str, parent: RowPath = ()) -> bool:
        """Tell whether some row of a repeat holds a value; a row that was only added is still blank."""
        if not self.builder.rows.get((link_id, parent)):
            return False
        depth = len(parent)
        return any(
            counts(answer)
            for node in self.outline.nodes[link_id].below()
            for path, lanes in self._lanes.get(node.key, {}).items()
            if path[:depth] == parent
            for answer in lanes.values()
        )

    def is_shown(self, link_id: str, path: RowPath = ()) -> bool:
        """Tell whether a place is on the form now."""
        return ItemRef(link_id, path) in self.shown

    def has_rows(self, link_id: str) -> bool:
        """Tell whether a repeat outside others is shown and some row of it holds a value."""
        return self.is_shown(link_id) and self.has_entries(link_id)

    def values(self, link_id: str, path: RowPath = ()) -> tuple[Value, ...]:
        """Return the values that count at one place, in lane order; empty when it is hidden or blank."""
        if not self.is_shown(link_id, path):
            return ()
        lanes = self.lanes(link_id, path)
        return tuple(
            answer.value
            for _, answer in sorted(lanes.items(), key=lambda lane: lane[0])
            if answer.value is not None and counts(answer)
        )

    def codes(self, link_id: str, path: RowPath = ()) -> tuple[str, ...]:
        """Return the option codes that are ticked at one place in any lane."""
        return tuple(code for value in self.values(link_id, path) if isinstance(value, Choices) for code in value.codes)

    def words(self, link_id: str, path: RowPath = ()) -> str:
        """Return the first value at one place as words: text, a contact's name or an option's text; else ''."""
        for value in self.values(link_id, path):
            if isinstance(value, str):
                return value.strip()
            if isinstance(value, Contact):
                return value.name.strip()
            if isinstance(value, Choices) and value.codes:
                return self.option_text(link_id, value.codes[0])
        return ""

    def option_text(self, link_id: str, code: str) -> str:
        """Return the words of an option; a code from another answer carries its own words after ``=``."""
        option = self.definition.item(link_id).option(code)
        return option.text if option else code.removeprefix("=")

    def day(self, link_id: str, path: RowPath = ()) -> date | None:
        """Return the first calendar date at one place, or None."""
        days = (value.calendar() for value in self.values(link_id, path) if isinstance(value, ApproximateDate))
        return next((day for day in days if day is not None), None)
