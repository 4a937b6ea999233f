"""Who speaks in this assessment, its visits, and its route."""

from __future__ import annotations

from functools import partial
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
from doorstep.ui.from_before import FromBefore
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.routes import ROUTES, route_name
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into
from doorstep.ui.time_to_think import TimeToThink

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
        self._changing: Party | None = None
        self.notice = Notice(theme, "people_notice")
        self.from_before = FromBefore(theme)
        self.add(self.from_before)
        self._show_visits()
        self._show_people()
        self._show_route()
        self.refresh()

    def _show_people(self) -> None:
        self.heading("Who speaks in this assessment")
        self.words("Each carer and supporter has a space of their own beside a question. Nobody's words are mixed.")
        self.people = self.words("", name="people")
        changing = QWidget()
        self._change_column = bare_column(changing, 0)
        self.add(changing)
        self.changed_words = self.words("", "body_strong")
        self.kind = Pick("Add someone", _KINDS, self.theme, Speaker.CARER)
        self.add(self.kind)
        self.party_name = self.line("Their name", "party_name")
        self.relationship = self.line("How they belong to the person, or their job", "party_relationship")
        self.phone = self.line("Phone", "party_phone")
        self.keep_button = self.button("Add them", "add_party", self.add_party, Weight.FIRST)
        self.leave_button = self.button("Leave it as it was", "leave_party", self.leave_party)
        self._party_row = self.row(self.keep_button, self.leave_button)
        self._settle_party()

    def _show_visits(self) -> None:
        self.heading("Visits")
        self.visits = self.words("", name="visits")
        self.words("Who is here today?", "body_strong")
        present = QWidget()
        self._present_column = bare_column(present, 0)
        self.add(present)
        self.visit_button = self.button("Start a visit now", "start_visit", self.start_visit, Weight.FIRST)
        self.end_button = self.button("The visit ends now", "end_visit", self.end_visit)
        self._visit_row = self.row(self.visit_button, self.end_button)
        self.heading("Time to think")
        self.thinking = TimeToThink(self._assessment, self.theme)
        self.thinking.changed.connect(self.changed)
        self.add(self.thinking)

    def _show_route(self) -> None:
        self.heading("Route")
        self.route = Pick("How deep does the conversation go?", ROUTES, self.theme, self._assessment.state.route)
        self.add(self.route)
        self.route_reason = self.line("Why this route?", "route_reason", "It is printed on the copies")
        self._route_row = self.row(self.button("Take this route", "choose_route", self.choose_route))

    def refresh(self) -> None:
        """Show what stands."""
        state = self._assessment.state
        speakers = (state.person, *state.parties)
        self.people.setText("\n".join(_party_words(party) for party in speakers))
        self.visits.setText("\n".join(map(_visit_words, enumerate(state.visits, 1))) or "No visit has begun yet.")
        self.route.choose(state.route)
        under_way = self._under_way is not None
        self.visit_button.say(f"Start visit {len(state.visits) + 1} now")
        self.visit_button.setVisible(not under_way)
        self.end_button.setVisible(under_way)
        self.thinking.refresh()
        self._offer_present(speakers)
        self._offer_changes(state.parties)

    def add_party(self) -> None:
        """Add the person whose particulars were typed, or keep what was changed in those of somebody known."""
        name = self.party_name.text().strip()
        if not name:
            self._say_at(self._party_row, "Write their name.", "One thing first")
            self.party_name.setFocus()
            return
        about, phone = self.relationship.text().strip(), self.phone.text().strip()
        known = self._changing
        party = _party(self.kind.value, name, about, phone) if known is None else _changed(known, name, about, phone)
        if self._do(self._party_row, lambda: self._assessment.put_party(party)):
            self.leave_party()
            done = f"{name} has been added." if known is None else f"What is written about {name} has been changed."
            self._say_at(self._party_row, "", done, role="done")

    def change_party(self, party: Party) -> None:
        """Put somebody's particulars into the fields, to be changed; whose voice they are stays."""
        self._changing = party
        self.party_name.setText(party.name)
        self.relationship.setText(_about(party))
        self.phone.setText(getattr(party, "phone", ""))
        self.notice.clear()
        self._settle_party()
        self.party_name.setFocus()
        self.party_name.selectAll()

    def leave_party(self) -> None:
        """Empty the fields; who was being changed stays as they were."""
        self._changing = None
        for line in (self.party_name, self.relationship, self.phone):
            line.clear()
        self.keep_button.setFocus()
        self._settle_party()

    def start_visit(self) -> None:
        """Begin a visit: today, now, with the people who are ticked."""
        now = self._now()
        present = tuple(party for party, row in self._present.items() if row.isChecked())
        visit = Visit(uuid4().hex, now.date(), f"{now:%H:%M}", "", present)
        if self._do(self._visit_row, lambda: self._assessment.put_visit(visit)):
            self._say_at(self._visit_row, "", "The visit has begun.", role="done")
            self.end_button.setFocus()

    def end_visit(self) -> None:
        """End the visit under way, now."""
        visit = msgspec.structs.replace(self._assessment.state.visits[-1], ended=f"{self._now():%H:%M}")
        if self._do(self._visit_row, lambda: self._assessment.put_visit(visit)):
            self._say_at(self._visit_row, "Everything is kept for the next one.", "The visit has ended.", role="done")
            self.visit_button.setFocus()

    def choose_route(self) -> None:
        """Take the route that is picked, with its reason."""
        reason = self.route_reason.text().strip()
        if not reason:
            self._say_at(self._route_row, "Write why this route fits this person.", "One thing first")
            self.route_reason.setFocus()
            return
        if self._do(self._route_row, lambda: self._assessment.choose_route(self.route.value, reason)):
            self._say_at(self._route_row, "", f"The route is now {route_name(self.route.value)}.", role="done")

    @property
    def _under_way(self) -> Visit | None:
        """The visit that has begun and not ended."""
        visits = self._assessment.state.visits
        return visits[-1] if visits and not visits[-1].ended else None

    def _do(self, row: QWidget, verb: Callable[[], Change]) -> bool:
        if not self._keep(row, verb):
            return False
        self.refresh()
        return True

    def _keep(self, row: QWidget, verb: Callable[[], Change]) -> bool:
        try:
            change = verb()
        except AssessmentError as error:
            self._bring_notice_to(row)
            self.notice.tell(message_for(error))
            return False
        self.changed.emit(change)
        return True

    def _say_at(self, row: QWidget, words: str, heading: str, *, role: str = "needs") -> None:
        """Say something where the hand is: below the buttons that asked for it. The page is longer than the window."""
        self._bring_notice_to(row)
        self.notice.say(words, heading=heading, role=role)
        self.bring_into_view(self.notice)

    def _bring_notice_to(self, row: QWidget) -> None:
        self.column.removeWidget(self.notice)
        self.column.insertWidget(self.column.indexOf(row) + 1, self.notice)

    def _settle_party(self) -> None:
        """Let the fields say whether they add somebody or change somebody."""
        known = self._changing
        self.changed_words.setText("" if known is None else f"Change what is written about {known.name}")
        self.changed_words.setVisible(known is not None)
        self.kind.setVisible(known is None)
        self.keep_button.say("Add them" if known is None else "Keep this")
        self.leave_button.setVisible(known is not None)

    def _offer_changes(self, parties: tuple[Party, ...]) -> None:
        """Offer to change what is written about each, a misheard name above all."""
        empty(self._change_column)
        for party in sorted(parties, key=lambda party: isinstance(party, Worker)):  # carers first, workers last
            words, name = f"Change what is written about {party.name}", f"change_{party.id}"
            put_into(self._change_column, self.button(words, name, partial(self.change_party, party), Weight.QUIET))

    def _note_present(self) -> None:
        """Keep who is here, when somebody comes or goes while the visit is under way."""
        visit = self._under_way
        if visit is None:
            return
        present = tuple(party for party, row in self._present.items() if row.isChecked())
        put = msgspec.structs.replace(visit, present=present)
        if not self._keep(self._visit_row, lambda: self._assessment.put_visit(put)):
            self.refresh()

    def _offer_present(self, speakers: tuple[Person | Party, ...]) -> None:
        visit = self._under_way
        ticked = {party for party, row in self._present.items() if row.isChecked()}
        known = set(self._present)
        empty(self._present_column)
        self._present = {}
        for party in speakers:
            row = CheckRow(f"{party.name} ({_role(party)})", self.theme)
            here = party.id in ticked or party.id not in known
            row.setChecked(party.id in visit.present if visit is not None else here)
            row.clicked.connect(self._note_present)
            self._present[party.id] = row
            put_into(self._present_column, row)


def _party(kind: Speaker, name: str, about: str, phone: str) -> Party:
    if kind is Speaker.WORKER:
        return Worker(uuid4().hex, name, job=about, phone=phone)
    made = Carer if kind is Speaker.CARER else Supporter
    return made(uuid4().hex, name, relationship=about, phone=phone)


def _changed(party: Party, name: str, about: str, phone: str) -> Party:
    part = "job" if isinstance(party, Worker) else "relationship"
    return msgspec.structs.replace(party, **{"name": name, part: about, "phone": phone})


def _about(party: Party | Person) -> str:
    """Return how somebody belongs to the person, or what their job is."""
    return party.job if isinstance(party, Worker) else getattr(party, "relationship", "")


def _role(party: Person | Party) -> str:
    kind = voice_of(party).kind
    return "the person" if kind is Speaker.PERSON else kind.value


def _party_words(party: Person | Party) -> str:
    return f"{party.name}: {', '.join(part for part in (_role(party), _about(party)) if part)}"


def _visit_words(numbered: tuple[int, Visit]) -> str:
    number, visit = numbered
    times = (
        f", {visit.started} to {visit.ended}" if visit.ended else f", since {visit.started}" if visit.started else ""
    )
    return f"Visit {number}: {day_words(visit.day)}{times}"
