"""A notice: words that stay where they are until they are dealt with, with their buttons. Never a box over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.tab_order import controls_in, put_in_tab_order
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import flow_of

if TYPE_CHECKING:
    from doorstep.ui.messages import Message
    from doorstep.ui.theme import Theme


class Notice(QWidget):
    """Words on a ground of their own: ``role`` is needs, error, done or accent of the theme. Hidden while empty."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._role = "needs"
        self.heading = Words("", theme, "body_strong")
        self.words = Words("", theme)
        self._column = QVBoxLayout(self)
        lanes, related = theme.space("lanes"), theme.space("related")
        self._column.setContentsMargins(lanes + theme.edge, related + 4, lanes, related + 4)
        self._column.setSpacing(theme.space("inside"))
        self._column.addWidget(self.heading)
        self._column.addWidget(self.words)
        self._buttons: QWidget | None = None
        self.hide()

    @property
    def told(self) -> str:
        """All that the notice says at the moment; empty while it is hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def say(self, words: str, *, heading: str = "", role: str = "needs", buttons: tuple[QWidget, ...] = ()) -> None:
        """Show words, and read them out where a screen reader listens."""
        self._role = role
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setAccessibleName(f"{heading} {words}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._put_buttons(buttons)
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def tell(self, message: Message, *, buttons: tuple[QWidget, ...] = ()) -> None:
        """Say what happened, what is safe and what to do, and take the keyboard there."""
        self.tell_beside(message, buttons=buttons)
        self.setFocus()

    def tell_beside(self, message: Message, *, buttons: tuple[QWidget, ...] = ()) -> None:
        """Say the same without taking the keyboard from whoever is typing."""
        words = " ".join(part for part in (message.safe, message.do) if part)
        self.say(words, heading=message.happened, role="error", buttons=buttons)

    def clear(self) -> None:
        """Take the notice away, and its words from where a screen reader could still find them."""
        self._put_buttons(())
        self.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        for label in (self.heading, self.words):
            label.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, its line and the edge at the left."""
        del event
        painter = smooth_painter(self)
        colour = self._theme.color(self._role)
        draw_box(painter, self.rect(), self._theme.corner, self._theme.color(f"{self._role}_ground"), colour)
        painter.fillRect(0, self._theme.corner, self._theme.edge, self.height() - 2 * self._theme.corner, colour)
        painter.end()

    def _put_buttons(self, buttons: tuple[QWidget, ...]) -> None:
        if self._buttons is not None:
            self._buttons.hide()
            self._buttons.deleteLater()
            self._buttons = None
        if buttons:
            self._buttons = flow_of(self._theme, *buttons)
            self._column.addWidget(self._buttons)
            self._buttons.show()  # a layout would only show it later
            put_in_tab_order(controls_in(self))
