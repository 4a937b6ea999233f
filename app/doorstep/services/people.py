"""The people on this laptop, each once, with their records and the people they are linked to (TB-21)."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import AnswerState
from doorstep.assessment.facts import AnswerGiven
from doorstep.services.journey import Relative
from doorstep.services.summary import AssessmentSummary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.assessment.facts import Fact
    from doorstep.services.shelf import Shelf


class PersonSummary(msgspec.Struct, frozen=True):
    """One person of the list, with the records that were found, the latest change first.

    ``lent`` are earlier records from the office, in the same order. There is at least one record of either kind.
    """

    person_id: str
    name: str
    called: str
    records: tuple[AssessmentSummary, ...]
    relatives: tuple[Relative, ...] = ()
    lent: tuple[AssessmentSummary, ...] = ()

    @property
    def all_records(self) -> tuple[AssessmentSummary, ...]:
        """Every record that a further one can go on from, those on this laptop first."""
        return (*self.records, *self.lent)


class Known(msgspec.Struct, frozen=True):
    """What a further record would begin with: how many answers there are to check, and when the last one was said."""

    answers: int
    said_on: date | None = None


def people_on(shelf: Shelf, lines: Iterable[AssessmentSummary], search: str = "") -> tuple[PersonSummary, ...]:
    """Return the people of some lines, which stand person by person, in their order.

    Before them come those of whom nothing but what the office lent lies here, when ``search`` finds their names.
    """
    found = {person_id: tuple(theirs) for person_id, theirs in groupby(lines, lambda line: line.person_id)}
    lent = (person_id for person_id in shelf.lent_people(search) if person_id not in found)
    return (
        *(_person(shelf, person_id, ()) for person_id in lent),
        *(_person(shelf, person_id, theirs) for person_id, theirs in found.items()),
    )


def known_in(facts: Iterable[Fact]) -> Known:
    """Return what the facts that fill in a new record bring with them."""
    told = [
        fact.answer.provenance.recorded_at
        for fact in facts
        if isinstance(fact, AnswerGiven) and fact.answer.state is AnswerState.ANSWERED
    ]
    return Known(len(told), max(told).astimezone().date() if told else None)


def _person(shelf: Shelf, person_id: str, records: tuple[AssessmentSummary, ...]) -> PersonSummary:
    lent = shelf.lent_to_read(person_id)
    newest = (*records, *lent)[0]
    return PersonSummary(person_id, newest.name, newest.called, records, shelf.relatives_of(person_id), lent)
