"""Reading a copy aloud from the page of copies: begin, stop, and what to do where the laptop has no voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.reading_aloud import ReadingAloud
from doorstep.ui.sheet import bare_column, button, flow_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.copies import Copies, CopyRequest
    from doorstep.ui.reading_aloud import Voice
    from doorstep.ui.theme import Theme

_HEARD: Final = "Everybody in the room hears it. It stops when you leave this page, lock the laptop or press F12."
_NO_VOICE: Final = "This laptop has no voice. Save the script to read aloud instead: it is written to be spoken."


class CopyAloud(QWidget):
    """One button that begins and stops. ``heard`` tells that a copy was read to its end, and is in the journal."""

    heard = Signal()

    def __init__(
        self, copies: Copies, record_id: str, request: Callable[[], CopyRequest], voice: Voice | None, theme: Theme
    ) -> None:
        super().__init__()
        self._copies = copies
        self._record_id = record_id
        self._request = request
        self._read: CopyRequest | None = None
        self.notice = Notice(theme, "aloud_notice")
        self.begin = button("Read it aloud", "read_aloud", theme, self._press)
        column = bare_column(self, theme.space("related"))
        column.addWidget(Words(_HEARD if voice is not None else _NO_VOICE, theme, "guidance", "quiet"))
        column.addWidget(flow_of(theme, self.begin))
        column.addWidget(self.notice)
        self._reading = ReadingAloud(voice, self) if voice is not None else None
        if self._reading is None:
            self.begin.hide()
        else:
            self._reading.ended.connect(self._end)

    def stop(self) -> None:
        """Fall silent."""
        self._read = None
        if self._reading is not None:
            self._reading.stop()
        self.begin.say("Read it aloud")

    def _press(self) -> None:
        if self._read is not None:
            self.stop()
            return
        request = self._read = self._request()
        self.notice.clear()
        self.begin.say("Stop reading")
        run_beside(self, lambda: self._copies.script(self._record_id, request), lambda told: self._speak(request, told))

    def _speak(self, request: CopyRequest, outcome: Outcome) -> None:
        if self._read is not request or self._reading is None:
            return  # stopped before the first word
        if isinstance(outcome.value, str):
            self._reading.start(outcome.value)
        elif outcome.error is not None:
            self.stop()
            self.notice.tell(message_for(outcome.error))

    def _end(self, whole: bool) -> None:
        request = self._read
        self.stop()
        if not whole:
            self.notice.say(_NO_VOICE, heading="The voice did not speak.")
            return
        if request is not None:
            run_beside(self, lambda: self._copies.note_read_aloud(self._record_id, request), self._noted)

    def _noted(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.notice.tell(message_for(outcome.error))
            return
        self.notice.say("", heading="Read to the end.", role="done")
        self.heard.emit()
