"""Choices: a radio or a tick with its words, where the whole row answers to the hand.

Stock rows take a click only on the mark and the words, never wrap, and choose whatever the arrow keys pass over. Here
the words wrap inside the row, the whole row is the target, and in a group of radios an arrow key moves without
choosing: Space or Enter chooses. Passing over an answer must not give it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from doorstep.ui.controls.painting import SLACK, WRAPPED, draw_box, longest_word, smooth_painter, wrapped_height

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_CHOOSE: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RadioRow(QRadioButton):
    """One of several, of which one may be chosen. Put the rows of a question into one QButtonGroup."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__(words.replace("&", "&&"))
        self.words = words
        self._theme = theme
        _prepare(self, theme)
        self._room = _Room(self, words, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, choose with Space or Enter."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.group() is not None:
            rows = [row for row in self.group().buttons() if row.isVisible() and row.isEnabled()]
            rows[(rows.index(self) + step) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in _CHOOSE:
            self.click()
        else:
            super().keyPressEvent(event)

    def hitButton(self, position: QPoint) -> bool:
        """Answer to a click anywhere in the row."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Ask for the words on one line."""
        return self._room.hint

    def minimumSizeHint(self) -> QSize:
        """Shrink to the longest word; the rest wraps."""
        return self._room.least

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words, a target at least."""
        return self._room.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, a round mark and the words."""
        del event
        painter = smooth_painter(self)
        mark = _draw_ground_and_words(self, self.words, self._theme, painter)
        painter.setPen(QPen(self._theme.color("accent" if self.isChecked() else "line"), 2))
        painter.setBrush(self._theme.color("raised"))
        painter.drawEllipse(mark)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(mark.adjusted(5, 5, -5, -5))
        painter.end()


class CheckRow(QCheckBox):
    """One of several, of which any may be ticked."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__(words.replace("&", "&&"))
        self.words = words
        self._theme = theme
        _prepare(self, theme)
        self._room = _Room(self, words, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space or Enter, as the radios choose."""
        if event.key() in _CHOOSE and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def hitButton(self, position: QPoint) -> bool:
        """Answer to a click anywhere in the row."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Ask for the words on one line."""
        return self._room.hint

    def minimumSizeHint(self) -> QSize:
        """Shrink to the longest word; the rest wraps."""
        return self._room.least

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words, a target at least."""
        return self._room.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, a square mark and the words."""
        del event
        painter = smooth_painter(self)
        mark = _draw_ground_and_words(self, self.words, self._theme, painter)
        ticked = self.isChecked()
        painter.setPen(QPen(self._theme.color("accent" if ticked else "line"), 2))
        painter.setBrush(self._theme.color("accent" if ticked else "raised"))
        painter.drawRoundedRect(mark, 3, 3)
        if ticked:
            painter.setPen(QPen(self._theme.color("on_accent"), 2.5))
            middle = mark.center()
            painter.drawPolyline([middle + QPointF(-5, 0), middle + QPointF(-1.5, 4), middle + QPointF(5.5, -4.5)])
        painter.end()


def _prepare(row: QAbstractButton, theme: Theme) -> None:
    row.setFont(theme.font("body"))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    row.setMinimumHeight(theme.target)
    row.setAttribute(Qt.WidgetAttribute.WA_Hover)


def _mark_size(row: QAbstractButton) -> int:
    return max(22, row.fontMetrics().ascent())


def _indent(row: QAbstractButton, theme: Theme) -> int:
    return _mark_size(row) + 2 * theme.space("related") + 2


class _Room:
    """How much room a row needs, measured once: its words do not change, and Qt asks many times."""

    def __init__(self, row: QAbstractButton, words: str, theme: Theme) -> None:
        self._metrics = row.fontMetrics()
        self._words = words
        self._pad = theme.space("related")
        self._target = theme.target
        self._beside = _indent(row, theme) + self._pad
        around = self._beside + SLACK + self._pad
        self.hint = QSize(self._metrics.horizontalAdvance(words) + around, self._target)
        self.least = QSize(longest_word(self._metrics, words) + around, self._target)
        self._heights: dict[int, int] = {}

    def height(self, width: int) -> int:
        """Return the height of the wrapped words, a target at least."""
        if width not in self._heights:
            words = wrapped_height(self._metrics, self._words, width - self._beside)
            self._heights[width] = max(self._target, words + 2 * self._pad)
        return self._heights[width]


def _draw_ground_and_words(row: QAbstractButton, words: str, theme: Theme, painter: QPainter) -> QRectF:
    """Draw what radios and ticks share, and return where the mark goes: beside the first line of the words."""
    if row.isChecked():
        draw_box(painter, row.rect(), theme.corner, theme.color("raised"), theme.color("accent"))
    elif row.underMouse() and row.isEnabled():
        draw_box(painter, row.rect(), theme.corner, theme.color("sunken"), None)
    indent, pad = _indent(row, theme), theme.space("related")
    room = QRect(indent, 0, row.width() - indent - pad, row.height())
    height = wrapped_height(row.fontMetrics(), words, room.width())
    top = max((row.height() - height) // 2, pad)
    painter.setPen(theme.color("ink" if row.isEnabled() else "quiet"))
    painter.setFont(row.font())
    painter.drawText(room.adjusted(0, top, 0, 0), WRAPPED, words)
    size = _mark_size(row)
    middle = top + row.fontMetrics().lineSpacing() / 2
    return QRectF(pad, middle - size / 2, size, size)
