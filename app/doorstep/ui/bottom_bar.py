"""The bar at the bottom of an assessment: saved state, time in the visit, a break, the jot pad, the topics beside."""

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
    """The bar. ``before`` and ``after`` ask for the neighbouring topics, ``visit_wanted`` for where visits are begun.

    ``break_taken`` and ``went_on`` answer the offer of a break; ``jot_wanted`` asks for the jot pad.
    """

    visit_wanted = Signal()
    break_taken = Signal()
    went_on = Signal()
    jot_wanted = Signal()
    before = Signal()
    after = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom_bar")
        self.setAccessibleName("Saved state, time and next topic")
        self._text_scale = theme.text_scale
        self._topics: tuple[Topic | None, Topic | None] = (None, None)
        self.saved = Words("", theme, "guidance", "quiet")
        self.saved.setObjectName("saved")
        self.time = Words("", theme, "guidance", "quiet")
        self.time.setObjectName("visit_time")
        self.begin = button("Start a visit", "begin_visit", theme, self.visit_wanted.emit, Weight.QUIET)
        self.pause = button("Time to think", "time_to_think", theme, self.visit_wanted.emit, Weight.QUIET)
        self.rest = button("Have a break", "take_break", theme, self.break_taken.emit, Weight.QUIET)
        self.go_on = button("Go on", "go_on", theme, self.went_on.emit, Weight.QUIET)
        self.jot = button("Jot", "open_jot_pad", theme, self.jot_wanted.emit, Weight.QUIET)
        self.previous = button("◂", "previous_topic", theme, self.before.emit, Weight.QUIET)
        self.next = button("▸", "next_topic", theme, self.after.emit, Weight.QUIET)
        told, ways = Flow(theme, "questions"), Flow(theme)
        for label in (self.saved, self.time):
            label.setWordWrap(False)
            label.setMinimumHeight(theme.target)
            told.add(label)
        for offer in (self.rest, self.go_on, self.begin, self.pause, self.jot):
            told.add(offer)
        self.jot.setAccessibleName("Jot pad")
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

    def show_time(self, minutes: int | None) -> None:
        """Say how long the visit has lasted. None when no visit is under way."""
        self.time.setVisible(minutes is not None)
        self.time.setText("" if minutes is None else minutes_words(minutes))

    def offer_break(self, *, due: bool) -> None:
        """Offer a break beside the time, or take the offer away (TB-13)."""
        if due and not self.time.isHidden():
            self.time.setText(f"{self.time.text()} · shall we have a break?")
        for offer in (self.rest, self.go_on):
            offer.setVisible(due)

    def show_pause(self, words: str) -> None:
        """Say that the person is taking time to think; "" when nobody is. The words lead to where it ends."""
        self.pause.setVisible(bool(words))
        if words:
            self.pause.say(words)

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
        roomy = self.width() >= _ROOM_FOR_TITLES * self._text_scale
        self.previous.say(f"◂ {before.title}" if before and roomy else "◂ Before")
        self.next.say(f"{after.title} ▸" if after and roomy else "Next ▸")
        self.previous.setAccessibleName(f"Topic before: {before.title}" if before else "No topic before")
        self.next.setAccessibleName(f"Next topic: {after.title}" if after else "No next topic")
