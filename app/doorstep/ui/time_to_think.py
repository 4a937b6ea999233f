"""Time to think: the person asks to stop for some days, and promised dates wait until they go on (TB-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.calendar import day_words
from doorstep.errors import AssessmentError
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.date_fields import DateFields
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from datetime import date

    from doorstep.assessment.beside import Pause
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme


class TimeToThink(Group):
    """Where a pause is begun and ended. ``changed`` carries each Change."""

    changed = Signal(object)

    def __init__(self, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__("Time to think", theme)
        self._assessment = assessment
        self.told = Words("", theme)
        self.told.setObjectName("pauses")
        self.reason = Line(theme)
        self.reason.setObjectName("pause_reason")
        self.until = DateFields(theme, "When to ask again")
        for tool in (self.until.about, self.until.fold):
            tool.hide()
        self.notice = Notice(theme, "pause_notice")
        self.pause = button("They want time to think", "begin_pause", theme, self.begin)
        self.resume = button("They are ready to go on", "end_pause", theme, self.end, Weight.FIRST)
        self._asked = labelled("What do they want to think about?", self.reason, theme, "In their words, if you can")
        self._when = Words("When to ask again, if they said", theme, "body_strong")
        row = flow_of(theme, self.pause, self.resume)
        for part in (self.told, self._asked, self._when, self.until, row, self.notice):
            self.column.addWidget(part)
        self.reason.returnPressed.connect(self.begin)

    def refresh(self) -> None:
        """Show what stands."""
        state = self._assessment.state
        paused = state.paused is not None
        self.told.setText("\n".join(map(_pause_words, state.pauses)))
        self.told.setVisible(bool(state.pauses))
        for part in (self._asked, self._when, self.until, self.pause):
            part.setVisible(not paused)
        self.resume.setVisible(paused)
        self.setVisible(state.signed is None or bool(state.pauses))

    def begin(self) -> None:
        """Record the pause: what they want to think about, and until when."""
        reason = self.reason.text().strip()
        if not reason:
            self.notice.say("Write a few words, so that whoever reads this knows why it waits.")
            self.reason.setFocus()
            return
        try:
            until = self._until()
            self.changed.emit(self._assessment.pause_clock(reason, until))
        except ValueError as error:
            self.notice.say(str(error), heading="When to ask again")
            self.until.day.setFocus()
            return
        except AssessmentError as error:
            self.notice.tell(message_for(error))
            return
        self.reason.clear()
        self.until.show_date(None)
        self.refresh()
        self.notice.say("Promised dates wait until they go on.", heading="Their time to think is kept.", role="done")
        self.resume.setFocus()

    def end(self) -> None:
        """Record that they go on."""
        try:
            self.changed.emit(self._assessment.resume_clock())
        except AssessmentError as error:
            self.notice.tell(message_for(error))
            return
        self.refresh()
        self.notice.say("Promised dates run again.", heading="You go on together.", role="done")
        self.reason.setFocus()

    def _until(self) -> date | None:
        """Return the day. Raises ValueError, with words for the page, when it is not whole."""
        told = self.until.date()
        day = told.calendar() if told is not None else None
        if told is not None and day is None:
            raise ValueError("Give day, month and year, or leave it empty.")
        return day


def _pause_words(pause: Pause) -> str:
    until = f", to ask again on {day_words(pause.until)}" if pause.until is not None and pause.ended is None else ""
    ended = f" to {day_words(pause.ended)}" if pause.ended is not None else ""
    return f"Time to think since {day_words(pause.begun)}{ended}{until}: {pause.reason}"
