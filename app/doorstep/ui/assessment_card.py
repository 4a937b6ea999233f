"""One record on the card of its person: which form, how far, what is due, and whether the office has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.assessment.record import RecordStatus
from doorstep.calendar import day_words
from doorstep.ui.controls.painting import smooth_painter
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import near_day_words
from doorstep.ui.next_steps import ASSESSMENT
from doorstep.ui.routes import route_name
from doorstep.ui.sheet import button, flow_of
from doorstep.ui.whereabouts import whereabouts_words

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from doorstep.services.summary import AssessmentSummary, Due
    from doorstep.ui.theme import Theme

_NEXT: Final = 3
"""How many promises stand on the card; the others are counted."""
_LONGEST: Final = 70

_APART: Final = "What was said here is not for whoever did the assessment. It can be sent to the office."

_STATUS: Final = {
    RecordStatus.IN_PROGRESS: "In progress",
    RecordStatus.COMPLETED: "Signed",
    RecordStatus.AMENDED: "Signed, with an addendum",
}


class AssessmentCard(QWidget):
    """The record. Its signals carry the record id."""

    opened = Signal(str)
    copies_wanted = Signal(str)
    send_wanted = Signal(str)

    def __init__(self, summary: AssessmentSummary, theme: Theme, today: date) -> None:
        super().__init__()
        self.summary = summary
        self._theme = theme
        self.setObjectName(f"card_{summary.record_id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("lanes"), 0, 0)
        column.setSpacing(theme.space("inside"))
        column.addWidget(Words(summary.title, theme, "body_strong"))
        column.addWidget(Words(_state_words(summary, today), theme, "guidance", "quiet"))
        if summary.kept_apart:
            column.addWidget(Words(_APART, theme, "guidance", "quiet"))
        for due in summary.due[:_NEXT]:
            words, colour = due_words(due, today)
            column.addWidget(Words(words, theme, "guidance", colour))
        if later := summary.due[_NEXT:]:
            more = f"and {len(later)} more, the last on {day_words(later[-1].day)}"
            column.addWidget(Words(more, theme, "guidance", "quiet"))
        words, colour = whereabouts_words(summary)
        column.addWidget(Words(words, theme, "guidance", colour))
        column.addSpacing(theme.space("inside"))
        column.addWidget(self._buttons())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line that sets the record off from what stands above it."""
        del event
        painter = smooth_painter(self)
        painter.fillRect(0, self._theme.space("related"), self.width(), 1, self._theme.color("line"))
        painter.end()

    def _buttons(self) -> QWidget:
        record_id, who = self.summary.record_id, self.summary.called
        self.open_button = button("Open", "open", self._theme, lambda: self.opened.emit(record_id))
        copy = button("Make a copy", "make_copy", self._theme, lambda: self.copies_wanted.emit(record_id))
        send = button("Send to the office", "send", self._theme, lambda: self.send_wanted.emit(record_id))
        for each in (self.open_button, copy, send):
            each.setAccessibleName(f"{each.words}: {who}, {self.summary.title}")
        row = flow_of(self._theme, self.open_button, copy, send)
        for each in (self.open_button, copy):
            each.setVisible(not self.summary.kept_apart)
        return row


def due_words(due: Due, today: date) -> tuple[str, str]:
    """Return a promise with its day, and the colour role to say it in: overdue ones stand out by a mark as well."""
    words = due.words.rstrip(".:")
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rstrip()}…"
    if due.waits:
        return f"{words}: waits, because they asked for time", "quiet"
    if due.day < today:
        return f"! {words}: was due {near_day_words(due.day, today)}", "needs"
    return f"{words}: {near_day_words(due.day, today)}", "ink"


def _state_words(summary: AssessmentSummary, today: date) -> str:
    visit = f"last visit {near_day_words(summary.last_visit, today)}" if summary.last_visit else "no visit yet"
    route = [f"{route_name(summary.route)} route"] if summary.form == ASSESSMENT else []
    return " · ".join([_STATUS[summary.status], *route, visit])
