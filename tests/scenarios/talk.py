"""A talk in a test: a session on a form as it ships, with short verbs, people, and a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from doorstep.assessment.answer import PERSON, ApproximateDate, Choices, Voice
from doorstep.assessment.answer import WORKER as WORKERS_LANE
from doorstep.assessment.facts import Route, RowAdded, Visit
from doorstep.assessment.people import Carer, Person, Supporter, Worker, voice_of
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from doorstep.assessment.answer import RowPath, Value
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import FormDefinition

GRACE = Person("p0", "Grace Allen", "Mrs Allen", date(1945, 3, 14), "9434765919")
SAM = Worker("w1", "Sam Okoro", "social worker", "01632 960480")
DINA = Carer("c1", "Dina Allen", "daughter", "07700 900001")
PAUL = Carer("c2", "Paul Allen", "son")
ROSE = Supporter("s1", "Rose Bell", "neighbour")
DINAS, PAULS, ROSES = voice_of(DINA), voice_of(PAUL), voice_of(ROSE)


@cache
def form(name: str = "needs-assessment") -> FormDefinition:
    """Return a form that ships, read once."""
    return load_form(forms_folder() / name)


def codes(*chosen: str, **details: str) -> Choices:
    """Return ticked options, with the words that some of them asked for."""
    return Choices(chosen, details)


def day(text: str) -> ApproximateDate:
    """Return a calendar date written as 2026-10-06."""
    return ApproximateDate.of(date.fromisoformat(text))


class Talk:
    """One visit of 6 October 2026, half past two, with a daughter, a son and a neighbour."""

    def __init__(self, name: str = "needs-assessment", person: Person = GRACE, route: Route = Route.FULL) -> None:
        self.now = datetime(2026, 10, 6, 13, 30, tzinfo=UTC)
        ids = count(1)
        self.session, _ = AssessmentSession.start(
            form(name),
            person,
            SAM,
            record_id="r1",
            clock=self._clock,
            new_id=lambda: f"i{next(ids)}",
            route=route,
        )
        for party in (DINA, PAUL, ROSE):
            self.session.put_party(party)
        self.session.put_visit(Visit("v1", self.now.date(), "14:30"))

    def _clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def state(self) -> AssessmentState:
        """What stands now."""
        return self.session.state

    def say(self, link_id: str, value: Value | str, voice: Voice | None = None, path: RowPath = ()) -> None:
        """Answer; a bare word for a choice is its code."""
        item = self.session.definition.item(link_id)
        if isinstance(value, str) and item.options:
            value = Choices((value,))
        self.session.answer(link_id, value, voice=voice, path=path)

    def row(self, link_id: str, parent: RowPath = (), **cells: Value | str) -> RowPath:
        """Add a row and fill its cells."""
        [added] = [fact for fact in self.session.add_row(link_id, parent).facts if isinstance(fact, RowAdded)]
        path = (*parent, added.row)
        for column, value in cells.items():
            self.say(f"{link_id}.{column}", value, path=path)
        return path

    def shown(self, *link_ids: str) -> list[bool]:
        """Tell of each item whether it is on the form now."""
        return [self.state.is_shown(link_id) for link_id in link_ids]

    def open_items(self) -> set[str]:
        """Return the items that still stand in the way of signing."""
        return {missing.ref.link_id for missing in self.state.missing()}


def lanes(name: str, link_id: str) -> set[str]:
    """Return who may answer an item."""
    return {voice.value for voice in form(name).item(link_id).voices}


__all__ = ["DINAS", "GRACE", "PAULS", "PERSON", "ROSES", "SAM", "WORKERS_LANE", "Talk", "codes", "day", "form", "lanes"]
