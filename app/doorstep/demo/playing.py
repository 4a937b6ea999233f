"""Plays a sample through an assessment session, answer by answer, as a worker would give them.

The demonstration through the window, the tests and the measurements all start from the record that this gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from doorstep.assessment.answer import AnswerKey, AttachmentRef, Voice
from doorstep.assessment.beside import Link, LinkKind
from doorstep.assessment.carry_forward import Beginning, EarlierRecord, carry_forward
from doorstep.assessment.facts import RecordLinked, RowAdded
from doorstep.assessment.people import Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.demo.sample import SamplePicture

if TYPE_CHECKING:
    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.change import Change
    from doorstep.assessment.facts import Fact, Visit
    from doorstep.definition.model import FormDefinition
    from doorstep.demo.sample import PlainWords, Sample, SampleAnswer

KeepPicture: TypeAlias = Callable[[SamplePicture], AttachmentRef]
"""Takes in a picture of the sample and returns its reference."""
RowIds: TypeAlias = dict[tuple[str, tuple[int, ...]], str]
"""The id of each row that was added, by repeat and by the numbers that the sample gives its rows."""


class SampleClock:
    """A clock that stands at the visit being played and moves a second each time it is asked."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """Return the time, and let a second pass."""
        self._now += timedelta(seconds=1)
        return self._now

    def go_to(self, visit: Visit) -> None:
        """Move to the beginning of a visit."""
        hours, _, minutes = visit.started.partition(":")
        self._now = datetime.combine(visit.day, time(int(hours), int(minutes)), tzinfo=UTC)


class SamplePlay:
    """A sample on its way into a session. ``facts`` collects all that was appended.

    ``earlier`` are the records that this one follows, nearest first: what they hold is carried forward.
    """

    def __init__(
        self,
        sample: Sample,
        form: FormDefinition,
        keep: KeepPicture,
        record_id: str = "sample",
        earlier: Sequence[EarlierRecord] = (),
    ) -> None:
        ids = count(1)
        self.sample = sample
        self._keep = keep
        self._clock = SampleClock(datetime.combine(sample.visits[0].day, time(9), tzinfo=UTC))
        self._rows: RowIds = {}
        worker = next(party for party in sample.parties if isinstance(party, Worker))

        def new_id() -> str:
            return f"{record_id}-row{next(ids):04}"

        beginning = Beginning(form, self._clock(), worker.id, new_id)
        self.session, change = AssessmentSession.start(
            form,
            sample.person,
            worker,
            record_id=record_id,
            clock=self._clock,
            new_id=new_id,
            route=sample.route,
            known=(*_links(beginning, earlier), *carry_forward(beginning, earlier)),
        )
        self.facts: list[Fact] = list(change.facts)
        begun = self.session.freeze()
        self._carried_rows = {(rows.link_id, rows.parent): rows.rows for rows in begun.rows}
        for party in sample.parties:
            if party != worker:
                self._note(self.session.put_party(party))

    def play(self) -> AssessmentSession:
        """Play every visit and every answer, and return the session."""
        for visit in self.sample.visits:
            self._clock.go_to(visit)
            self._note(self.session.put_visit(visit))
            for answer in self.sample.answers:
                if answer.visit == visit.id:
                    self.give(answer)
        if self.sample.confirms:
            self.confirm_what_is_left()
        for plain in self.sample.plain_words:
            self.say_plainly(plain)
        return self.session

    def say_plainly(self, plain: PlainWords) -> None:
        """Approve plain words for what was said. Raises ValueError when nobody who was asked said such words."""
        key = AnswerKey(plain.link_id, (), Voice(self.session.definition.item(plain.link_id).asked_of))
        answer = self.session.state.current(key)
        start = str(answer.value if answer else "").index(plain.words)
        self._note(self.session.asides.say_plainly(key, start, start + len(plain.words), plain.plain))

    def confirm_what_is_left(self) -> None:
        """Say of everything that was carried forward, and is not answered anew, that it is still true.

        What that brings onto the form is confirmed as well.
        """
        state = self.session.state
        while left := [carried.key for topic in self.session.definition.topics for carried in state.to_confirm(topic)]:
            for key in left:
                self._note(self.session.still_true(key))

    def give(self, answer: SampleAnswer) -> None:
        """Give one answer, adding the rows that it stands in."""
        self.session.pen.worker_id = answer.recorded_by
        path = self.path_of(answer)
        if answer.value is None:
            change = self.session.leave_gap(
                answer.link_id, answer.state, reason=answer.reason or "", voice=answer.voice, path=path
            )
        else:
            value = self._keep(answer.value) if isinstance(answer.value, SamplePicture) else answer.value
            change = self.session.answer(answer.link_id, value, voice=answer.voice, path=path)
        self._note(change)

    def path_of(self, answer: SampleAnswer) -> RowPath:
        """Return the row ids of an answer, adding rows that are not there yet; the first rows are those carried in."""
        path: RowPath = ()
        repeats = self.session.definition.place(answer.link_id).repeats
        for depth, repeat in enumerate(repeats, start=1):
            place = (repeat.link_id, answer.rows[:depth])
            carried = self._carried_rows.get((repeat.link_id, path), ())
            if place not in self._rows and answer.rows[depth - 1] < len(carried):
                self._rows[place] = carried[answer.rows[depth - 1]]
            if place not in self._rows:
                change = self.session.add_row(repeat.link_id, path)
                self._note(change)
                self._rows.update((place, fact.row) for fact in change.facts if isinstance(fact, RowAdded))
            path = (*path, self._rows[place])
        return path

    def _note(self, change: Change) -> None:
        self.facts.extend(change.facts)


def _links(beginning: Beginning, earlier: Sequence[EarlierRecord]) -> Iterator[RecordLinked]:
    for record, definition in earlier:
        link = Link(LinkKind.FOLLOWS, record.id, definition.form, record.person.id, record.person.name)
        yield RecordLinked(beginning.at, beginning.by, link)
