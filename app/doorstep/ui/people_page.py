"""Who speaks in this assessment, its visits, and its route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.facts import Visit
from doorstep.assessment.people import Carer, Supporter, Worker, voice_of
from doorstep.calendar import day_words
from doorstep.definition.model import Speaker
from doorstep.errors import AssessmentError
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.routes import ROUTES, route_name
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from doorstep.assessment.change import Change
    from doorstep.assessment.people import Party, Person
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

_KINDS: Final = (
    (Speaker.CARER, "A carer: someone who helps without pay"),
    (Speaker.SUPPORTER, "A supporter: friend, neighbour, advocate, interpreter"),
    (Speaker.WORKER, "A colleague"),
)


class PeoplePage(Sheet):
    """The page. ``changed`` carries each Change made here."""

    changed = Signal(object)

    def __init__(self, assessment: OpenAssessment, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__("People, visits and route", "people_page", theme, back=BACK)
        self._assessment = assessment
        self._now = now
        self._present: dict[str, CheckRow] = {}
        self.notice = Notice(theme, "people_notice")
        self.add(self.notice)
        self._show_visits()
        self._show_people()
        self._show_route()
        self.refresh()

    def _show_people(self) -> None:
        self.heading("Who speaks in this assessment")
        self.words("Each carer and supporter has a space of their own beside a question. Nobody's words are mixed.")
        self.people = self.words("", name="people")
        self.kind = Pick("Add someone", _KINDS, self.theme, Speaker.CARER)
        self.add(self.kind)
        self.party_name = self.line("Their name", "party_name")
        self.relationship = self.line("How they belong to the person, or their job", "party_relationship")
        self.phone = self.line("Phone", "party_phone")
        self.row(self.button("Add them", "add_party", self.add_party, Weight.FIRST))

    def _show_visits(self) -> None:
        self.heading("Visits")
        self.visits = self.words("", name="visits")
        self.words("Who is here today?", "body_strong")
        present = QWidget()
        self._present_column = bare_column(present, 0)
        self.add(present)
        self.visit_button = self.button("Start a visit now", "start_visit", self.start_visit, Weight.FIRST)
        self.end_button = self.button("The visit ends now", "end_visit", self.end_visit)
        self.row(self.visit_button, self.end_button)

    def _show_route(self) -> None:
        self.heading("Route")
        self.route = Pick("How deep does the conversation go?", ROUTES, self.theme, self._assessment.state.route)
        self.add(self.route)
        self.route_reason = self.line("Why this route?", "route_reason", "It is printed on the copies")
        self.row(self.button("Take this route", "choose_route", self.choose_route))

    def refresh(self) -> None:
        """Show what stands."""
        state = self._assessment.state
        speakers = (state.person, *state.parties)
        self.people.setText("\n".join(_party_words(party) for party in speakers))
        self.visits.setText("\n".join(map(_visit_words, enumerate(state.visits, 1))) or "No visit has begun yet.")
        self.route.choose(state.route)
        under_way = bool(state.visits) and not state.visits[-1].ended
        self.visit_button.say(f"Start visit {len(state.visits) + 1} now")
        self.visit_button.setVisible(not under_way)
        self.end_button.setVisible(under_way)
        self._offer_present(speakers)

    def add_party(self) -> None:
        """Add the person whose particulars were typed."""
        name = self.party_name.text().strip()
        if not name:
            self.notice.say("Write their name.", heading="One thing first")
            self.party_name.setFocus()
            return
        about, phone = self.relationship.text().strip(), self.phone.text().strip()
        if self._do(lambda: self._assessment.put_party(_party(self.kind.value, name, about, phone))):
            for line in (self.party_name, self.relationship, self.phone):
                line.clear()
            self.notice.say("", heading=f"{name} has been added.", role="done")

    def start_visit(self) -> None:
        """Begin a visit: today, now, with the people who are ticked."""
        now = self._now()
        present = tuple(party for party, row in self._present.items() if row.isChecked())
        visit = Visit(uuid4().hex, now.date(), f"{now:%H:%M}", "", present)
        if self._do(lambda: self._assessment.put_visit(visit)):
            self.notice.say("", heading="The visit has begun.", role="done")
            self.end_button.setFocus()

    def end_visit(self) -> None:
        """End the visit under way, now."""
        visit = msgspec.structs.replace(self._assessment.state.visits[-1], ended=f"{self._now():%H:%M}")
        if self._do(lambda: self._assessment.put_visit(visit)):
            self.notice.say("Everything is kept for the next one.", heading="The visit has ended.", role="done")
            self.visit_button.setFocus()

    def choose_route(self) -> None:
        """Take the route that is picked, with its reason."""
        reason = self.route_reason.text().strip()
        if not reason:
            self.notice.say("Write why this route fits this person.", heading="One thing first")
            self.route_reason.setFocus()
            return
        if self._do(lambda: self._assessment.choose_route(self.route.value, reason)):
            self.notice.say("", heading=f"The route is now {route_name(self.route.value)}.", role="done")

    def _do(self, verb: Callable[[], Change]) -> bool:
        try:
            change = verb()
        except AssessmentError as error:
            self.notice.tell(message_for(error))
            return False
        self.changed.emit(change)
        self.refresh()
        return True

    def _offer_present(self, speakers: tuple[Person | Party, ...]) -> None:
        ticked = {party for party, row in self._present.items() if row.isChecked()}
        known = set(self._present)
        empty(self._present_column)
        self._present = {}
        for party in speakers:
            row = CheckRow(f"{party.name} ({_role(party)})", self.theme)
            row.setChecked(party.id in ticked or party.id not in known)
            self._present[party.id] = row
            put_into(self._present_column, row)


def _party(kind: Speaker, name: str, about: str, phone: str) -> Party:
    if kind is Speaker.WORKER:
        return Worker(uuid4().hex, name, job=about, phone=phone)
    made = Carer if kind is Speaker.CARER else Supporter
    return made(uuid4().hex, name, relationship=about, phone=phone)


def _role(party: Person | Party) -> str:
    kind = voice_of(party).kind
    return "the person" if kind is Speaker.PERSON else kind.value


def _party_words(party: Person | Party) -> str:
    about = party.job if isinstance(party, Worker) else getattr(party, "relationship", "")
    return f"{party.name}: {', '.join(part for part in (_role(party), about) if part)}"


def _visit_words(numbered: tuple[int, Visit]) -> str:
    number, visit = numbered
    times = (
        f", {visit.started} to {visit.ended}" if visit.ended else f", since {visit.started}" if visit.started else ""
    )
    return f"Visit {number}: {day_words(visit.day)}{times}"
