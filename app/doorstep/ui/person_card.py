"""One person on the first page: who they are, each of their records, who belongs to them, and what can come next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from doorstep.assessment.beside import LinkKind
from doorstep.assessment.people import Carer
from doorstep.errors import DoorstepError
from doorstep.ui.assessment_card import AssessmentCard
from doorstep.ui.begin_next import BeginNext
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.words import Words
from doorstep.ui.link_place import LinkPlace
from doorstep.ui.messages import message_for
from doorstep.ui.next_steps import carers_step, steps_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button, flow_of
from doorstep.ui.whereabouts import whereabouts_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from doorstep.services.assessments import Assessments, PersonSummary, Relative, Together
    from doorstep.ui.link_place import WantedLink
    from doorstep.ui.next_steps import NextStep
    from doorstep.ui.theme import Theme

_KINDS: Final = {
    LinkKind.CARER_OF: "{other} cares for {called}",
    LinkKind.CARED_FOR_BY: "{called} cares for {other}",
    LinkKind.PARENT_OF: "{other} is a parent of {called}",
    LinkKind.CHILD_OF: "{other} is a child of {called}",
}


class PersonCard(QWidget):
    """The card. Its signals carry a record id; ``begin_wanted`` a BegunNext, ``person_wanted`` a person's id.

    ``together_wanted`` carries the Together that two people agreed to look at, ``linked`` the id of the person who was
    linked to another.
    """

    opened = Signal(str)
    copies_wanted = Signal(str)
    send_wanted = Signal(str)
    begin_wanted = Signal(object)
    person_wanted = Signal(str)
    together_wanted = Signal(object)
    linked = Signal(str)

    def __init__(self, person: PersonSummary, assessments: Assessments, theme: Theme, today: date) -> None:
        super().__init__()
        self.person = person
        self.begin: BeginNext | None = None
        self.linking: LinkPlace | None = None
        self._assessments = assessments
        self._theme = theme
        self.setObjectName(f"person_{person.person_id}")
        self._column = QVBoxLayout(self)
        margin = theme.space("lanes")
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.space("related"))
        self.next_button = Button("What comes next", theme, Weight.QUIET)
        self.next_button.setObjectName("what_comes_next")
        self.next_button.setAccessibleName(f"What comes next for {person.called}")
        self.menu = QMenu(self.next_button)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.next_button.setMenu(self.menu)
        head = Flow(theme, "lanes")
        head.add(Words(person.called, theme, "question"))
        head.add(self.next_button)
        self._column.addWidget(head)
        if person.name != person.called:
            self._column.addWidget(Words(person.name, theme, "guidance", "quiet"))
        for relative in person.relatives:
            self._column.addWidget(self._link(relative))
        self.notice = Notice(theme, "person_notice")
        self._column.addWidget(self.notice)
        self._place = self._column.count()
        self.cards = tuple(AssessmentCard(record, theme, today) for record in person.records)
        for card in self.cards:
            card.opened.connect(self.opened)
            card.copies_wanted.connect(self.copies_wanted)
            card.send_wanted.connect(self.send_wanted)
            self._column.addWidget(card)
        for lent in person.lent:
            words, colour = whereabouts_words(lent)
            self._column.addSpacing(theme.space("inside"))
            self._column.addWidget(Words(lent.title, theme, "body_strong"))
            self._column.addWidget(Words(words, theme, "guidance", colour))

    def steps(self) -> tuple[NextStep, ...]:
        """Return what can come next: for the person, and for each carer who has no record of their own yet."""
        return (*steps_for(self.person, self._assessments.forms()), *self._carers_steps())

    def go_on(self, step: NextStep) -> None:
        """Open the place where a further record is begun."""
        self.close_place()
        try:
            known = self._assessments.known_for(step.record_id, step.form)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        again = any(record.form == step.form for record in self.person.all_records)
        self.begin = BeginNext(step, known, self._theme, again=again)
        self.begin.wanted.connect(self.begin_wanted)
        self.begin.closed.connect(self._fold)
        self._column.insertWidget(self._place, self.begin)
        self.begin.show()
        self.begin.focus_first()

    def link_somebody(self) -> None:
        """Open the place where it is said who belongs to this person."""
        self.close_place()
        self.linking = LinkPlace(self.person, self._assessments.people, self._theme)
        self.linking.wanted.connect(self._link_them)
        self.linking.closed.connect(self._fold)
        self._column.insertWidget(self._place, self.linking)
        self.linking.show()
        self.linking.kind.focus_picked()

    def close_place(self) -> None:
        """Take the place away in which something was to be begun or linked."""
        for place in (self.begin, self.linking):
            if place is not None:
                self._column.removeWidget(place)
                place.hide()
                place.deleteLater()
        self.begin = self.linking = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        del event
        painter = smooth_painter(self)
        draw_box(painter, self.rect(), self._theme.corner, self._theme.color("raised"), self._theme.color("line"))
        painter.end()

    def _link_them(self, link: WantedLink) -> None:
        try:
            self._assessments.link(link.record, link.kind, link.other)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        self.linked.emit(self.person.person_id)

    def _fold(self) -> None:
        self.close_place()
        self.next_button.setFocus()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for step in self.steps():
            action = QAction(step.words, self.menu)
            action.setObjectName(f"next_{step.form}{step.carer}")
            action.triggered.connect(partial(self._chosen, step))
            self.menu.addAction(action)
        if self.person.records:
            self.menu.addSeparator()
            belongs = QAction("Say who belongs to them", self.menu)
            belongs.setObjectName("link_somebody")
            belongs.triggered.connect(lambda _checked=False: self.link_somebody())
            self.menu.addAction(belongs)

    def _chosen(self, step: NextStep, _checked: object = None) -> None:
        self.go_on(step)

    def _carers_steps(self) -> Iterator[NextStep]:
        """Yield a step for each carer of the newest record that may be read, who has no record yet."""
        record = next((each for each in self.person.all_records if not each.kept_apart), None)
        if record is None:
            return
        known = {relative.person_id for relative in self.person.relatives}
        try:
            parties = self._assessments.state(record.record_id).parties
        except DoorstepError as error:
            self.notice.tell_beside(message_for(error))
            return
        for party in parties:
            if isinstance(party, Carer) and party.id not in known:
                yield carers_step(record, party.id, party.name)

    def _link(self, relative: Relative) -> QWidget:
        words = _KINDS[relative.kind].format(other=relative.name, called=self.person.called)
        made = button(words, f"to_{relative.person_id}", self._theme, partial(self._go_to, relative), Weight.QUIET)
        made.setAccessibleDescription(f"Go to {relative.name}")
        if relative.kind not in (LinkKind.CARER_OF, LinkKind.CARED_FOR_BY):
            return flow_of(self._theme, made)
        name = f"both_{relative.person_id}"
        both = button("Look at both side by side", name, self._theme, partial(self._look, relative), Weight.QUIET)
        both.setAccessibleName(f"Look at both side by side: {self.person.called} and {relative.name}")
        return flow_of(self._theme, made, both)

    def _look(self, relative: Relative) -> None:
        """Ask for both assessments side by side; without both people's yes, say whose is missing."""
        pair = (self.person.person_id, relative.person_id)
        if relative.kind is LinkKind.CARED_FOR_BY:
            pair = (relative.person_id, self.person.person_id)
        try:
            both = self._assessments.together(*pair)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        if both is not None and both.agreement.both:
            self.together_wanted.emit(both)
            return
        words = not_agreed_words(both) if both is not None else "There is not yet an assessment of each."
        self.notice.say(words, heading="Not side by side yet")
        self.notice.setFocus()

    def _go_to(self, relative: Relative) -> None:
        self.person_wanted.emit(relative.person_id)


def not_agreed_words(both: Together) -> str:
    """Say whose yes is there and whose is missing, and where it is asked (TB-21)."""
    agreement = both.agreement
    person = "agrees" if agreement.person else "has not said who may see what: that is asked in the next steps"
    carer = "agrees" if agreement.carer else "has not said that it may be together: that is asked first"
    return f"Both must agree. {both.person} {person}. {both.carer} {carer}."
