"""Beginning an assessment, in place on the first page: who the person is, and how deep the conversation goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from doorstep.assessment.facts import Route
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.date_fields import DateFields
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.routes import ROUTES
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from doorstep.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known before the conversation begins."""

    name: str
    preferred_name: str
    born: date | None
    route: Route


class NewAssessment(Group):
    """The place. ``wanted`` carries a NewPerson."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("New assessment", theme)
        self.setObjectName("new_assessment_form")
        self.column.setSpacing(theme.space("lanes"))
        self.column.addWidget(Words("New assessment", theme, "question"))
        self.name = Line(theme)
        self.name.setObjectName("new_name")
        self.preferred = Line(theme)
        self.preferred.setObjectName("new_preferred_name")
        self.born = DateFields(theme, "Date of birth")
        for part in (self.born.about, self.born.fold):
            part.hide()
        self.route = Pick("How deep will the conversation go?", ROUTES, theme, Route.FULL)
        self.notice = Notice(theme, "new_notice")
        self.column.addWidget(labelled("Their name", self.name, theme))
        self.column.addWidget(
            labelled("How they like to be called", self.preferred, theme, "For example: Mr Pennant, or Everald")
        )
        self.column.addWidget(Words("Date of birth", theme, "body_strong"))
        self.column.addWidget(self.born)
        self.column.addWidget(self.route)
        self.column.addWidget(self.notice)
        self.column.addWidget(
            flow_of(
                theme,
                button("Begin the assessment", "begin_assessment", theme, self.ask_for_it, Weight.FIRST),
                button("Not now", "cancel_new", theme, self.close_form),
            )
        )
        self.name.textChanged.connect(lambda name: self.setVisible(bool(name) or self.isVisible()))
        for line in (self.name, self.preferred):
            line.returnPressed.connect(self.ask_for_it)

    def begin(self) -> None:
        """Open the place; what was typed before is still there."""
        self.show()
        self.name.setFocus()

    def close_form(self) -> None:
        """Fold the place away without forgetting what was typed."""
        self.hide()

    def forget(self) -> None:
        """Empty every field: the assessment has begun."""
        for line in (self.name, self.preferred, self.born.day, self.born.month, self.born.year):
            line.clear()
        self.route.choose(Route.FULL)
        self.notice.clear()
        self.hide()

    def ask_for_it(self) -> None:
        """Begin, if there is a name; a date of birth may come later, but not a wrong one."""
        if not self.name.text().strip():
            self.notice.say("Write the person's name.", heading="One thing first")
            self.name.setFocus()
            return
        try:
            told = self.born.date()
        except ValueError as error:
            self.notice.say(str(error), heading="The date of birth")
            self.born.day.setFocus()
            return
        if told is not None and told.calendar() is None:
            self.notice.say(
                "Give day, month and year, or leave it empty and ask during the visit.", heading="The date of birth"
            )
            self.born.day.setFocus()
            return
        self.wanted.emit(
            NewPerson(
                self.name.text().strip(),
                self.preferred.text().strip(),
                told.calendar() if told else None,
                self.route.value,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape fold the place away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
            return
        super().keyPressEvent(event)
