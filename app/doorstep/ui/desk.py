"""The desk: what stands in the middle of an assessment, and the jot pad beside it; below it where there is no room.

The pad never lies over the question that is being asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget
from shiboken6 import isValid

from doorstep.ui.jot_pad import JotPad

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from doorstep.assessment.change import Change
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.finder import Match
    from doorstep.ui.theme import Theme


class Desk(QWidget):
    """The middle and the pad, which is made when it is first opened. The signals are those of the pad."""

    changed = Signal(object)
    go_wanted = Signal(object)
    place_wanted = Signal()

    def __init__(self, middle: QWidget, assessment: OpenAssessment, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.pad: JotPad | None = None
        self._assessment = assessment
        self._theme = theme
        self._now = now
        self._narrow = False
        self._came_from: QWidget | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(middle, 1)

    def switch_pad(self) -> None:
        """Go to the pad, ready to type; from the pad, put it away and go back to where the keyboard was."""
        if self.pad is None:
            self._make_pad()
        pad, focus = self.pad, QApplication.focusWidget()
        if pad is None or (pad.isVisible() and focus is not None and pad.isAncestorOf(focus)):
            self.close_pad()
            return
        self._came_from = focus
        pad.show()
        self.fit(narrow=self._narrow)
        pad.focus_first()

    def close_pad(self) -> None:
        """Put the pad away and give the keyboard back."""
        if self.pad is not None:
            self.pad.hide()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus()

    def repaint_change(self, change: Change) -> None:
        """Show on the pad what a change did to it."""
        state = self._assessment.state
        in_rows = bool(change.rows) and any(key.path for jot in state.jots for key in jot.filed)
        if self.pad is not None and ("jots" in change.beside or in_rows or state.signed is not None):
            self.pad.refresh()

    def take_place(self, match: Match) -> None:
        """File the line that a place was wanted for."""
        if self.pad is not None:
            self.pad.take_place(match)

    def panes(self) -> tuple[QWidget, ...]:
        """Return what F6 goes to here, besides the middle."""
        return () if self.pad is None else (self.pad,)

    def fit(self, *, narrow: bool) -> None:
        """Put the pad beside the page, or below it in a narrow window."""
        self._narrow = narrow
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        if self.pad is not None:
            self.pad.fit(self.size(), below=narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad its part of the room."""
        super().resizeEvent(event)
        self.fit(narrow=self._narrow)

    def _make_pad(self) -> None:
        self.pad = JotPad(self._assessment, self._theme, self._now)
        self.pad.hide()
        self.pad.changed.connect(self.changed)
        self.pad.go_wanted.connect(self.go_wanted)
        self.pad.place_wanted.connect(self.place_wanted)
        self.pad.closed.connect(self.close_pad)
        self._row.addWidget(self.pad)
