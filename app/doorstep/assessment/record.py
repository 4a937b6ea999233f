"""The record: all that is known, frozen; and the builder that makes it from facts.

``Record`` is what vault, copies, bundle and interop take. ``RecordBuilder`` applies facts one at a time, in constant
time each, and freezes a ``Record`` when asked.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, get_args

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Answer, AnswerKey, RowPath, Voice
from doorstep.assessment.asides import applied
from doorstep.assessment.beside import Beside
from doorstep.assessment.people import Carer, Party, Person, Supporter, Worker, voice_of
from doorstep.errors import RecordFrozenError, RowNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ASIDES = get_args(f.Aside)


class RecordStatus(StrEnum):
    """FHIR QuestionnaireResponse status, in our words."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    AMENDED = "amended"


class RecordedAnswer(msgspec.Struct, frozen=True):
    """A current answer with its address."""

    key: AnswerKey
    answer: Answer


class Rows(msgspec.Struct, frozen=True):
    """The rows of one repeat under one parent path, in order."""

    link_id: str
    parent: RowPath
    rows: tuple[str, ...]


class Record(msgspec.Struct, frozen=True, dict=True):
    """One assessment as it stands, or stood when it was frozen.

    ``answers`` holds what is current in each lane, sorted by key; earlier answers live in the journal.
    """

    id: str
    form: f.FormReference
    status: RecordStatus
    route: f.Route
    person: Person
    parties: tuple[Party, ...]
    visits: tuple[f.Visit, ...]
    rows: tuple[Rows, ...]
    answers: tuple[RecordedAnswer, ...]
    started_at: datetime
    changed_at: datetime
    started_by: str
    signed: f.RecordSigned | None = None
    addenda: tuple[f.AddendumAdded, ...] = ()
    copies: tuple[f.CopyMade, ...] = ()
    exports: tuple[f.BundleExported, ...] = ()
    receipts: tuple[f.ReceiptAccepted, ...] = ()
    beside: Beside = Beside()

    @cached_property
    def by_key(self) -> Mapping[AnswerKey, Answer]:
        """Every current answer by its address."""
        return {entry.key: entry.answer for entry in self.answers}

    @cached_property
    def _rows(self) -> Mapping[tuple[str, RowPath], tuple[str, ...]]:
        return {(entry.link_id, entry.parent): entry.rows for entry in self.rows}

    def rows_of(self, link_id: str, parent: RowPath = ()) -> tuple[str, ...]:
        """Return the row ids of a repeat in order; empty when there are none."""
        return self._rows.get((link_id, parent), ())

    def party(self, party_id: str) -> Party | None:
        """Return a party by id, the person included."""
        return next((party for party in (self.person, *self.parties) if party.id == party_id), None)

    def speaker_name(self, voice: Voice) -> str:
        """Return the name to print for a lane: as the person likes to be called, else the party's name."""
        if voice == voice_of(self.person):
            return self.person.called
        if voice.party is None:
            worker = next((party for party in self.parties if isinstance(party, Worker)), None)
            return worker.name if worker else "Worker"
        party = self.party(voice.party)
        return party.name if party else voice.party

    def speakers(self) -> tuple[Carer | Supporter, ...]:
        """Return the carers, then the supporters, in the order in which they joined."""
        carers = tuple(party for party in self.parties if isinstance(party, Carer))
        return (*carers, *(party for party in self.parties if isinstance(party, Supporter)))


class RecordBuilder:
    """Applies facts in order. Holds the only mutable copy of a record."""

    def __init__(self, started: f.RecordStarted) -> None:
        self._started = started
        self.answers: dict[AnswerKey, Answer] = {}
        self.rows: dict[tuple[str, RowPath], list[str]] = {}
        self.parties: dict[str, Party] = {}
        self.visits: dict[str, f.Visit] = {}
        self.person = started.person
        self.route = started.route
        self.changed_at = started.at
        self.signed: f.RecordSigned | None = None
        self.addenda: list[f.AddendumAdded] = []
        self.copies: list[f.CopyMade] = []
        self.exports: list[f.BundleExported] = []
        self.receipts: list[f.ReceiptAccepted] = []
        self.beside = Beside()

    @classmethod
    def of(cls, facts: Iterable[f.Fact]) -> RecordBuilder:
        """Build from a whole journal. Raises ValueError when it does not begin with RecordStarted."""
        stream = iter(facts)
        first = next(stream, None)
        if not isinstance(first, f.RecordStarted):
            raise ValueError("a record begins with RecordStarted")
        builder = cls(first)
        for fact in stream:
            builder.apply(fact)
        return builder

    @classmethod
    def resume(cls, record: Record) -> RecordBuilder:
        """Build from a frozen record, so that further facts can be applied."""
        builder = cls(
            f.RecordStarted(record.started_at, record.started_by, record.id, record.form, record.person, record.route)
        )
        builder.answers = {entry.key: entry.answer for entry in record.answers}
        builder.rows = {(entry.link_id, entry.parent): list(entry.rows) for entry in record.rows}
        builder.parties = {party.id: party for party in record.parties}
        builder.visits = {visit.id: visit for visit in record.visits}
        builder.changed_at = record.changed_at
        builder.signed = record.signed
        builder.addenda = list(record.addenda)
        builder.copies = list(record.copies)
        builder.exports = list(record.exports)
        builder.receipts = list(record.receipts)
        builder.beside = record.beside
        return builder

    def apply(self, fact: f.Fact) -> None:
        """Apply one fact. Raises RecordFrozenError for content after signing, RowNotFoundError for a lost row."""
        if self.signed is not None and isinstance(fact, f.CHANGES_CONTENT):
            raise RecordFrozenError(record=self._started.record)
        match fact:
            case f.AnswerGiven():
                self.answers[fact.key] = fact.answer
            case f.AnswerCleared():
                self.answers.pop(fact.key, None)
            case f.RowAdded() | f.RowRemoved() | f.RowMoved():
                self._apply_row(fact)
            case f.PartyPut():
                self._put_party(fact.party)
            case f.VisitPut():
                self.visits.pop(fact.visit.id, None)
                self.visits[fact.visit.id] = fact.visit
            case f.RouteChosen():
                self.route = fact.route
            case _:
                self._apply_milestone(fact)
        if not isinstance(fact, f.RecordViewed):
            self.changed_at = fact.at

    def _put_party(self, party: Party) -> None:
        if isinstance(party, Person):
            self.person = party
        else:
            self.parties[party.id] = party

    def _apply_milestone(self, fact: f.Fact) -> None:
        if isinstance(fact, _ASIDES):
            self.beside = applied(self.beside, fact)
            return
        match fact:
            case f.RecordSigned():
                self.signed = fact
            case f.AddendumAdded():
                self.addenda.append(fact)
            case f.CopyMade():
                self.copies.append(fact)
            case f.BundleExported():
                self.exports.append(fact)
            case f.ReceiptAccepted():
                self.receipts.append(fact)
            case f.RecordStarted():
                raise ValueError("a record begins once")
            case _:
                pass

    def _apply_row(self, fact: f.RowAdded | f.RowRemoved | f.RowMoved) -> None:
        rows = self.rows.setdefault((fact.link_id, fact.parent), [])
        if isinstance(fact, f.RowAdded):
            rows.insert(fact.position, fact.row)
            return
        if fact.row not in rows:
            raise RowNotFoundError(link_id=fact.link_id, row=fact.row)
        rows.remove(fact.row)
        if isinstance(fact, f.RowMoved):
            rows.insert(fact.position, fact.row)
            return
        depth, path = len(fact.parent), (*fact.parent, fact.row)
        for key in [key for key in self.answers if key.path[: depth + 1] == path]:
            del self.answers[key]
        for place in [place for place in self.rows if place[1][: depth + 1] == path]:
            del self.rows[place]

    @property
    def record_id(self) -> str:
        """The id of the record that is being built."""
        return self._started.record

    @property
    def status(self) -> RecordStatus:
        """In progress until signed; amended once an addendum follows."""
        if self.signed is None:
            return RecordStatus.IN_PROGRESS
        return RecordStatus.AMENDED if self.addenda else RecordStatus.COMPLETED

    def freeze(self) -> Record:
        """Return the record as it stands now."""
        return Record(
            id=self._started.record,
            form=self._started.form,
            status=self.status,
            route=self.route,
            person=self.person,
            parties=tuple(self.parties.values()),
            visits=tuple(self.visits.values()),
            rows=tuple(
                Rows(link_id, parent, tuple(rows)) for (link_id, parent), rows in sorted(self.rows.items()) if rows
            ),
            answers=tuple(RecordedAnswer(key, self.answers[key]) for key in sorted(self.answers)),
            started_at=self._started.at,
            changed_at=self.changed_at,
            started_by=self._started.by,
            signed=self.signed,
            addenda=tuple(self.addenda),
            copies=tuple(self.copies),
            exports=tuple(self.exports),
            receipts=tuple(self.receipts),
            beside=self.beside,
        )


_decoder = msgspec.json.Decoder(Record)


def encode_record(record: Record) -> bytes:
    """Return a record as canonical JSON (UTF-8, sorted mapping keys): equal records give equal bytes."""
    return msgspec.json.encode(record, order="deterministic")


def decode_record(data: bytes) -> Record:
    """Return the record that ``encode_record`` wrote. Raises msgspec.ValidationError on anything else."""
    return _decoder.decode(data)
