"""Small visits for the tests: facts about Mrs Bell, who does not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from doorstep.assessment.answer import (
    PERSON,
    Answer,
    AnswerKey,
    AnswerState,
    AttachmentRef,
    Choices,
    Contact,
    Provenance,
    RowPath,
    Value,
    Voice,
)
from doorstep.assessment.facts import (
    AnswerGiven,
    BundleExported,
    Fact,
    FormReference,
    PartyPut,
    ReceiptAccepted,
    RecordSigned,
    RecordStarted,
    RowAdded,
    RowRemoved,
    Visit,
    VisitPut,
)
from doorstep.assessment.people import Carer, Person, Worker
from doorstep.definition.model import Speaker
from doorstep.vault.keys import Kdf
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from doorstep.vault.database import Vault

CHEAP = Kdf(64, 1)
"""Argon2id at its cheapest, so that the tests are quick. Only an explicit argument lets a vault be opened with it."""
PASSPHRASE = "kettle borrowed window harbour"
START = datetime(2026, 10, 6, 13, 30, tzinfo=UTC)
ANN = Person("p1", "Ann Bell", "Annie", date(1940, 1, 2), "943 476 5919")
PRIYA = Carer("c1", "Priya Bell", "daughter")
WORKER = Worker("w1", "Jo Marsh")
CARER_LANE = Voice(Speaker.CARER, "c1")


class Clock:
    """A clock that goes on by a second each time it is read."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def key(link_id: str, path: RowPath = (), voice: Voice = PERSON) -> AnswerKey:
    return AnswerKey(link_id, path, voice)


def answered(value: Value, *, at: datetime = START) -> Answer:
    return Answer(AnswerState.ANSWERED, Provenance("w1", at, "v1"), value)


def given(
    link_id: str, value: Value, *, path: RowPath = (), voice: Voice = PERSON, at: datetime = START
) -> AnswerGiven:
    return AnswerGiven(at, "w1", key(link_id, path, voice), answered(value, at=at))


def started(record: str = "r1", person: Person = ANN) -> tuple[Fact, ...]:
    form = FormReference("needs-assessment", "1", "d" * 64)
    return (
        RecordStarted(START, "w1", record, form, person),
        PartyPut(START, "w1", WORKER),
        PartyPut(START, "w1", PRIYA),
        VisitPut(START, "w1", Visit("v1", date(2026, 10, 6), "13:30", present=("p1", "c1"))),
    )


def whole_visit(record: str = "r1") -> tuple[Fact, ...]:
    """One of everything: rows with an inner repeat, three lanes, a picture, a signature, a bundle and its receipt."""
    exported = BundleExported(START, "w1", 1, "b" * 64)
    return (
        *started(record),
        given("na_day", "I get up at six, the cat insists"),
        given("na_day", "She is up at five", voice=CARER_LANE),
        given("na_help", Choices(("often", "=Mr Okoro"), {"often": "with the stairs"})),
        given("na_surgery", Contact("Dr Shah", "GP", "Elm Surgery")),
        given("na_stairs", AttachmentRef("a" * 64, "image/jpeg", 10, 4, 3, "the stairs")),
        RowAdded(START, "w1", "na_people", (), "row1", 0),
        RowAdded(START, "w1", "na_people", (), "row2", 0),
        RowAdded(START, "w1", "na_calls", ("row1",), "inner", 0),
        given("na_people.name", "Aunt Grace", path=("row1",)),
        given("na_calls.when", "Sundays", path=("row1", "inner")),
        RowRemoved(START, "w1", "na_people", (), "row2"),
        RecordSigned(START, "w1", "as agreed"),
        exported,
        ReceiptAccepted(START, "w1", 1, "b" * 64, START, "Borchester"),
    )


def keep(vault: Vault, *facts: Fact, record: str = "r1") -> None:
    """Hand facts to the writer and wait until they are on the disk."""
    vault.writer.submit(Save(record, facts))
    assert vault.writer.flush(20), vault.writer.state()
