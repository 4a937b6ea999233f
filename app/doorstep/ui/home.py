"""The first page: each person once, with their records, what is due, what has not left the laptop, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.ui.at_the_door import AtTheDoor
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.placed import widgets_in
from doorstep.ui.new_assessment import NewAssessment
from doorstep.ui.notice import Notice
from doorstep.ui.person_card import PersonCard
from doorstep.ui.sheet import Sheet, bare_column, empty, labelled, put_into
from doorstep.ui.shortcuts import Deed
from doorstep.ui.stopped import stopped_heading, stopped_words

if TYPE_CHECKING:
    from datetime import date

    from doorstep.services.workspace import Interruption, Workspace
    from doorstep.ui.assessment_card import AssessmentCard
    from doorstep.ui.theme import Theme

MOST: Final = 20
"""People shown at once; a search finds the others."""

_EMPTY: Final = (
    "Nobody is here yet. Choose “Someone new” to begin. The person then stands here once, with all their records, what "
    "is promised to them, and whether your office has received it."
)


class Home(Sheet):
    """The page. ``opened``, ``copies_wanted``, ``send_wanted`` carry a record id.

    ``wanted`` carries a Deed, ``begun`` a NewPerson, ``next_begun`` a BegunNext, ``together_wanted`` a Together.
    """

    opened = Signal(str)
    copies_wanted = Signal(str)
    send_wanted = Signal(str)
    begun = Signal(object)
    next_begun = Signal(object)
    together_wanted = Signal(object)
    office_wanted = Signal()
    safety_wanted = Signal()
    look_wanted = Signal()
    wanted = Signal(object)

    def __init__(self, workspace: Workspace, theme: Theme, today: date) -> None:
        super().__init__("Your people", "home", theme, width=theme.column * 5 // 4)
        self._workspace = workspace
        self._today = today
        self.stopped = Notice(theme, "stopped_notice")
        self.add(self.stopped)
        self.door = AtTheDoor(workspace, theme)
        self.add(self.door)
        someone_new = self.button("Someone new", "new_assessment", self.begin_new, Weight.FIRST)
        self.row(
            someone_new,
            self.button("Office connection", "office_connection", self.office_wanted.emit),
            self.button("If it were stolen", "safety", self.safety_wanted.emit),
            self.button("Screen and text size", "look", self.look_wanted.emit),
            self.button("Local help", "local_help", lambda: self.wanted.emit(Deed.LOCAL_HELP)),
            self.button("Your own page", "profile", lambda: self.wanted.emit(Deed.PROFILE)),
        )
        self.new = NewAssessment(theme, workspace.assessments.forms)
        self.new.hide()
        self.new.wanted.connect(self.begun)
        self.new.closed.connect(someone_new.setFocus)
        self.add(self.new)
        self.search = Line(theme)
        self.search.setObjectName("home_search")
        self._search = labelled("Search", self.search, theme)
        self.add(self._search)
        self.count = self.words("", "guidance", "home_count")
        self._list = QWidget()
        self._cards = bare_column(self._list, theme.space("lanes"))
        self.add(self._list)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._open_first)

    def begin_new(self) -> None:
        """Open the place for a new person's particulars."""
        self.new.begin()

    def tell_interruption(self, interruption: Interruption) -> None:
        """Say where the worker stopped when the program had no proper end, with a button that goes there."""
        definition, buttons = None, [self.button("All right", "dismiss_stopped", self.stopped.clear)]
        if interruption.record_id:
            record_id = interruption.record_id
            definition = self._workspace.assessments.state(record_id).definition
            buttons.insert(
                0, self.button("Go there", "go_where_stopped", lambda: self._go_there(record_id), Weight.FIRST)
            )
        self.stopped.say(
            stopped_words(interruption), heading=stopped_heading(interruption, definition), buttons=tuple(buttons)
        )
        self.stopped.setFocus()

    def _go_there(self, record_id: str) -> None:
        """Open where the worker stopped; the notice has done its work then."""
        self.stopped.clear()
        self.opened.emit(record_id)

    def refresh(self) -> None:
        """Show the people whose records hold the words of the search, the one last worked with first."""
        found = self._workspace.assessments.people(self.search.text().strip())
        self._list.hide()  # laid out once, when all are in it
        empty(self._cards)
        for person in found[:MOST]:
            card = PersonCard(person, self._workspace.assessments, self.theme, self._today)
            card.opened.connect(self.opened)
            card.copies_wanted.connect(self.copies_wanted)
            card.send_wanted.connect(self.send_wanted)
            card.begin_wanted.connect(self.next_begun)
            card.person_wanted.connect(self.go_to_person)
            card.together_wanted.connect(self.together_wanted)
            card.linked.connect(self._show_link)
            put_into(self._cards, card)
        self._list.show()
        self._search.setVisible(bool(found) or bool(self.search.text()))
        self.count.setText(self._count_words(len(found)))

    def people(self) -> tuple[PersonCard, ...]:
        """Return the people in sight, from top to bottom."""
        return tuple(widget for widget in widgets_in(self._cards) if isinstance(widget, PersonCard))

    def cards(self) -> tuple[AssessmentCard, ...]:
        """Return the records in sight, from top to bottom."""
        return tuple(card for person in self.people() for card in person.cards)

    def go_to_person(self, person_id: str) -> None:
        """Put the keyboard on a person's card, past any search."""
        if not any(card.person.person_id == person_id for card in self.people()):
            self.search.clear()
        for card in self.people():
            if card.person.person_id == person_id:
                self.bring_into_view(card)
                card.next_button.setFocus()

    def _show_link(self, person_id: str) -> None:
        """Show the list with the new link in it, and go back to the person."""
        self.refresh()
        self.go_to_person(person_id)

    def _count_words(self, found: int) -> str:
        if not found:
            return "Nothing here has those words." if self.search.text().strip() else _EMPTY
        if found > MOST:
            return f"The {MOST} people worked with last, of {found}. Search to find the others."
        return "1 person" if found == 1 else f"{found} people, the one worked with last first"

    def _open_first(self) -> None:
        card = next((card for card in self.cards() if not card.summary.kept_apart), None)
        if card is not None:
            self.opened.emit(card.summary.record_id)
