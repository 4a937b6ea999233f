"""Going on from an earlier record, in place on the first page: what is known, how deep, and whose yes it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from doorstep.assessment.facts import Route
from doorstep.calendar import day_words
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.next_steps import ASSESSMENT
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.routes import ROUTES
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from doorstep.services.assessments import Known
    from doorstep.ui.next_steps import NextStep
    from doorstep.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class BegunNext:
    """What was chosen: the step, the route and its reason. ``said_yes`` is the carer's own yes, where it takes one."""

    step: NextStep
    route: Route
    reason: str = ""
    said_yes: bool = False


class BeginNext(Group):
    """The place. ``wanted`` carries a BegunNext, ``closed`` says that it was folded away."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, step: NextStep, known: Known, theme: Theme, *, again: bool) -> None:
        super().__init__(f"{step.words}: {step.name}", theme)
        self.setObjectName("begin_next")
        self.step = step
        self.column.setSpacing(theme.space("lanes"))
        self.column.addWidget(Words(f"{step.words}: {step.name}", theme, "question"))
        self.known = Words(known_words(known, step), theme)
        self.known.setObjectName("known_before")
        self.column.addWidget(self.known)
        self.yes = CheckRow(f"{step.name} said yes to an assessment of their own", theme)
        self.yes.setAccessibleName(self.yes.words)
        self.yes.setObjectName("carers_yes")
        route = Route.REASSESSMENT if again else Route.FULL
        self.route = Pick("How deep will the conversation go?", ROUTES, theme, route)
        self.reason = Line(theme)
        self.reason.setObjectName("next_reason")
        reason = labelled("Why this route?", self.reason, theme, "It is printed on the copies")
        self.notice = Notice(theme, "next_notice")
        for part in (self.yes, self.route, reason, self.notice):
            self.column.addWidget(part)
        self.yes.setVisible(bool(step.carer))
        for part in (self.route, reason):
            part.setVisible(step.form == ASSESSMENT)
        begin = button("Begin", "begin_next_now", theme, self.ask_for_it, Weight.FIRST)
        begin.setAccessibleName(f"Begin: {step.words}, {step.name}")
        self.column.addWidget(flow_of(theme, begin, button("Not now", "cancel_next", theme, self.closed.emit)))
        self.reason.returnPressed.connect(self.ask_for_it)
        self.first = self.yes if step.carer else self.route if step.form == ASSESSMENT else begin

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to decide."""
        if isinstance(self.first, Pick):
            self.first.focus_picked()
        else:
            self.first.setFocus()

    def ask_for_it(self) -> None:
        """Begin: not without the carer's own yes, and a shorter route not without its reason (TB-14, TB-21)."""
        if self.step.carer and not self.yes.isChecked():
            name = self.step.name
            words = f"Ask {name} first. A record of their own is opened only when they say yes."
            self.notice.say(words, heading="One thing first")
            self.yes.setFocus()
            return
        route = self.route.value if self.step.form == ASSESSMENT else Route.FULL
        reason = self.reason.text().strip() if self.step.form == ASSESSMENT else ""
        if route is not Route.FULL and not reason:
            self.notice.say("Write why this route fits this person.", heading="One thing first")
            self.reason.setFocus()
            return
        self.wanted.emit(BegunNext(self.step, route, reason, self.yes.isChecked()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape fold the place away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def known_words(known: Known, step: NextStep) -> str:
    """Say plainly what a further record begins with: nobody should be asked twice, and nobody answers for them."""
    if step.carer:
        return f"{step.name} gets a record of their own. Nothing from the other record is in it."
    if not known.answers or known.said_on is None:
        return "Nothing from before is filled in here."
    count = "1 answer" if known.answers == 1 else f"{known.answers} answers"
    last = f"from {day_words(known.said_on)}" if known.answers == 1 else f"the last from {day_words(known.said_on)}"
    return f"{count} from before, {last}, to check with {step.name}. Nothing counts until it has been checked together."
