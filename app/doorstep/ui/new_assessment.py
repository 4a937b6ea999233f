"""Beginning with somebody new, in place on the first page: who they are, with which form, and how deep it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from doorstep.assessment.facts import Route
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.date_fields import DateFields
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.next_steps import ASSESSMENT, CARERS, form_words, in_order
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.routes import ROUTES
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from doorstep.services.assessments import FormChoice
    from doorstep.ui.theme import Theme


_USUAL: Final = ((ASSESSMENT, "Assess needs"),)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known before the conversation begins."""

    name: str
    preferred_name: str
    born: date | None
    route: Route
    form: str = ""
    reason: str = ""


class NewAssessment(Group):
    """The place. ``wanted`` carries a NewPerson; ``closed`` tells that it was left without."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, forms: Callable[[], tuple[FormChoice, ...]]) -> None:
        """``forms`` tells the forms to choose from; it is asked when the place is first opened."""
        super().__init__("Someone new", theme)
        self.setObjectName("new_assessment_form")
        self.column.setSpacing(theme.space("lanes"))
        self.column.addWidget(Words("Someone new", theme, "question"))
        self.name = Line(theme)
        self.name.setObjectName("new_name")
        self.preferred = Line(theme)
        self.preferred.setObjectName("new_preferred_name")
        self.born = DateFields(theme, "Date of birth")
        for tool in (self.born.about, self.born.fold):
            tool.hide()
        self._forms = forms
        self.form = Pick("What do you begin?", _USUAL, theme, ASSESSMENT)
        self.form.changed.connect(self._settle)
        self.yes = CheckRow("They said yes to a carer's assessment of their own", theme)
        self.yes.setAccessibleName(self.yes.words)
        self.yes.setObjectName("new_carers_yes")
        self.route = Pick("How deep will the conversation go?", ROUTES, theme, Route.FULL)
        self.route.changed.connect(self._settle)
        self.reason = Line(theme)
        self.reason.setObjectName("new_reason")
        self._reason = labelled("Why this route?", self.reason, theme, "It is printed on the copies")
        self.notice = Notice(theme, "new_notice")
        self.column.addWidget(labelled("Their name", self.name, theme))
        self.column.addWidget(
            labelled("How they like to be called", self.preferred, theme, "For example: Mr Pennant, or Everald")
        )
        self.column.addWidget(Words("Date of birth", theme, "body_strong"))
        self.column.addWidget(self.born)
        for part in (self.form, self.yes, self.route, self._reason, self.notice):
            self.column.addWidget(part)
        self.column.addWidget(
            flow_of(
                theme,
                button("Begin", "begin_assessment", theme, self.ask_for_it, Weight.FIRST),
                button("Not now", "cancel_new", theme, self.close_form),
            )
        )
        self.name.textChanged.connect(lambda name: self.setVisible(bool(name) or self.isVisible()))
        for line in (self.name, self.preferred, self.reason):
            line.returnPressed.connect(self.ask_for_it)
        self._settle()

    def begin(self) -> None:
        """Open the place; what was typed before is still there."""
        choices = tuple((each.name, form_words(each)) for each in in_order(self._forms()))
        if choices:
            picked = self.form.value
            self.form.offer(choices, picked if picked in dict(choices) else choices[0][0])
        self.show()
        self.name.setFocus()

    def close_form(self) -> None:
        """Fold the place away without forgetting what was typed, and tell so."""
        self.hide()
        self.closed.emit()

    def forget(self) -> None:
        """Empty every field: the assessment has begun."""
        for line in (self.name, self.preferred, self.born.day, self.born.month, self.born.year, self.reason):
            line.clear()
        self.form.offer(_USUAL, ASSESSMENT)
        self.yes.setChecked(False)
        self.route.choose(Route.FULL)
        self._settle()
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
        if not self._agreed():
            return
        routed = self.form.value == ASSESSMENT
        self.wanted.emit(
            NewPerson(
                self.name.text().strip(),
                self.preferred.text().strip(),
                told.calendar() if told else None,
                self.route.value if routed else Route.FULL,
                self.form.value,
                self.reason.text().strip() if routed else "",
            )
        )

    def _agreed(self) -> bool:
        """Tell whether the carer's own yes is there, and the reason of a shorter route; say what is missing."""
        if self.form.value == CARERS and not self.yes.isChecked():
            self.notice.say("A carer's record is opened only when the carer says yes.", heading="One thing first")
            self.yes.setFocus()
            return False
        short = self.form.value == ASSESSMENT and self.route.value is not Route.FULL
        if short and not self.reason.text().strip():
            self.notice.say("Write why this route fits this person.", heading="One thing first")
            self.reason.setFocus()
            return False
        return True

    def _settle(self, _picked: object = None) -> None:
        """Ask only what the form and the route want to know."""
        routed = self.form.value == ASSESSMENT
        self.yes.setVisible(self.form.value == CARERS)
        self.route.setVisible(routed)
        self._reason.setVisible(routed and self.route.value is not Route.FULL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape fold the place away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
            return
        super().keyPressEvent(event)
