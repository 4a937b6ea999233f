"""Buttons: a verb that does something, words that fold a part of the page away, a tick that opens a list."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from doorstep.ui.controls.painting import (
    SLACK,
    Pointing,
    draw_box,
    draw_triangle,
    longest_word,
    smooth_painter,
    wrapped_height,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from doorstep.ui.theme import Theme

_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
_TRIANGLE = 0.45
"""The size of a triangle, as a part of the height of a line of words."""


class Weight(Enum):
    """How much a button asks for attention: the one thing to do, one of several, or only there when wanted."""

    FIRST = "first"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(QPushButton):
    """A button whose words wrap. ``weight`` says how it looks; one with a menu or a fold shows a triangle."""

    def __init__(self, words: str, theme: Theme, weight: Weight = Weight.PLAIN) -> None:
        super().__init__(words.replace("&", "&&"))
        self._theme = theme
        self._target = theme.target
        self._heights: dict[int, int] = {}
        self._weight = weight
        self.colour = "accent"
        self.setAccessibleName(words)
        self.setFont(theme.font("guidance" if weight is Weight.QUIET else "body"))
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(self._target)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> str:
        """What stands on the button."""
        return self.text().replace("&&", "&")

    def say(self, words: str) -> None:
        """Put other words on the button; with the same ones the page around it is not laid out anew."""
        self.setAccessibleName(words)
        if words != self.words:
            self.setText(words.replace("&", "&&"))
            self._heights.clear()
            self.updateGeometry()

    def pointing(self) -> Pointing | None:
        """Which way the triangle points, if there is one."""
        return Pointing.DOWN if self.menu() is not None else None

    def sizeHint(self) -> QSize:
        """Ask for the words on one line."""
        width = self.fontMetrics().horizontalAdvance(self.words) + SLACK + self._around()
        return QSize(width, self._target)

    def minimumSizeHint(self) -> QSize:
        """Shrink to the longest word; the rest wraps."""
        return QSize(longest_word(self.fontMetrics(), self.words) + SLACK + self._around(), self._target)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words, a target at least."""
        if width not in self._heights:
            words = wrapped_height(self.fontMetrics(), self.words, width - self._around())
            self._heights[width] = max(self._target, words + 2 * self._theme.space("related"))
        return self._heights[width]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box by weight, the triangle if any, and the words."""
        del event
        painter = smooth_painter(self)
        ground, line, ink = self._colours()
        draw_box(
            painter,
            self.rect(),
            self._theme.corner,
            self._theme.color(ground) if ground else None,
            self._theme.color(line) if line else None,
        )
        pad = self._theme.space("inside" if self._weight is Weight.QUIET else "related")
        pointing = self.pointing()
        room = self.rect().adjusted(pad, 0, -pad, 0)
        if pointing is not None:
            room.setRight(room.right() - self._triangle - self._theme.space("inside"))
            middle = QPointF(self.width() - pad - self._triangle / 2, self.height() / 2)
            draw_triangle(painter, middle, self._triangle, pointing, self._theme.color(ink))
        height = wrapped_height(self.fontMetrics(), self.words, room.width())
        painter.setPen(self._theme.color(ink))
        painter.setFont(self.font())
        painter.drawText(QRect(room.x(), (self.height() - height) // 2, room.width(), height + 2), _CENTRED, self.words)
        painter.end()

    @property
    def _triangle(self) -> int:
        return round(self.fontMetrics().lineSpacing() * _TRIANGLE)

    def _around(self) -> int:
        pads = 1 if self._weight is Weight.QUIET else 4
        triangle = self._triangle + self._theme.space("inside") if self.pointing() is not None else 0
        return pads * self._theme.space("related") + triangle

    def _colours(self) -> tuple[str | None, str | None, str]:
        """Ground, line and ink by weight, and by whether the mouse is there."""
        over = self.underMouse() and self.isEnabled()
        if not self.isEnabled():
            return None, None if self._weight is Weight.QUIET else "line", "quiet"
        if self._weight is Weight.FIRST:
            return ("ink" if over else "accent"), ("ink" if over else "accent"), ("paper" if over else "on_accent")
        if self._weight is Weight.PLAIN:
            return ("sunken" if over else "raised"), "line", "ink"
        return ("sunken" if over else None), ("ink" if over else None), self.colour


class Fold(Button):
    """Words that open and close a part of the page; closed at first. The part is never taken away from under a hand."""

    def __init__(self, words: str, theme: Theme, part: QWidget | None = None) -> None:
        super().__init__(words, theme, Weight.QUIET)
        self._part = part
        self.setCheckable(True)
        self.toggled.connect(self._show_part)
        if part is not None:
            part.hide()

    def pointing(self) -> Pointing:
        """Right while the part is folded away, down while it is open."""
        return Pointing.DOWN if self.isChecked() else Pointing.RIGHT

    def _show_part(self, shown: bool) -> None:
        if self._part is not None:
            self._part.setVisible(shown)
