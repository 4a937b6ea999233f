"""The bar at the bottom of an assessment: saved state, time in the visit, the topic before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import minutes_words
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from doorstep.definition.model import Topic
    from doorstep.ui.theme import Theme

_ROOM_FOR_TITLES: Final = 1000


class BottomBar(QWidget):
    """The bar. ``before`` and ``after`` ask for the neighbouring topics, ``visit_wanted`` to begin a visit."""

    visit_wanted = Signal()
    before = Signal()
    after = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom_bar")
        self.setAccessibleName("Saved state, time and next topic")
        self._topics: tuple[Topic | None, Topic | None] = (None, None)
        self.saved = Words("", theme, "guidance", "quiet")
        self.saved.setObjectName("saved")
        self.time = Words("", theme, "guidance", "quiet")
        self.time.setObjectName("visit_time")
        self.begin = button("Start a visit", "begin_visit", theme, self.visit_wanted.emit, Weight.QUIET)
        self.previous = button("◂", "previous_topic", theme, self.before.emit, Weight.QUIET)
        self.next = button("▸", "next_topic", theme, self.after.emit, Weight.QUIET)
        told, ways = Flow(theme, "questions"), Flow(theme)
        for label in (self.saved, self.time):
            label.setWordWrap(False)
            label.setMinimumHeight(theme.target)
            told.add(label)
        told.add(self.begin)
        for way in (self.previous, self.next):
            ways.add(way)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.space(name) for name in ("lanes", "inside", "lanes", "inside")))
        layout.addWidget(told, 1)
        layout.addWidget(ways)

    def show_neighbours(self, before: Topic | None, after: Topic | None) -> None:
        """Name the topics before and after the one in sight; None where there is none."""
        self._topics = (before, after)
        self.previous.setEnabled(before is not None)
        self.next.setEnabled(after is not None)
        self._name_buttons()

    def show_time(self, minutes: int | None, break_after: int) -> None:
        """Say how long the visit has lasted, and that a break is due (TB-13). None when no visit is under way."""
        self.time.setVisible(minutes is not None)
        if minutes is None:
            self.time.clear()
            return
        due = " · a break is due" if break_after and minutes >= break_after else ""
        self.time.setText(minutes_words(minutes) + due)

    def offer_visit(self, number: int | None) -> None:
        """Offer to begin a visit of that number; None when one is under way, or none can begin."""
        self.begin.setVisible(number is not None)
        if number is not None:
            self.begin.say(f"Start visit {number}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the neighbouring topics only where there is room."""
        super().resizeEvent(event)
        self._name_buttons()

    def _name_buttons(self) -> None:
        before, after = self._topics
        roomy = self.width() >= _ROOM_FOR_TITLES
        self.previous.say(f"◂ {before.title}" if before and roomy else "◂ Before")
        self.next.say(f"{after.title} ▸" if after and roomy else "Next ▸")
        self.previous.setAccessibleName(f"Topic before: {before.title}" if before else "No topic before")
        self.next.setAccessibleName(f"Next topic: {after.title}" if after else "No next topic")
