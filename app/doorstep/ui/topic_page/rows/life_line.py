"""A line of time, drawn: a dot an event, its year and first words; how it felt is the form of the dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from doorstep.ui.controls.painting import smooth_painter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter, QPaintEvent

    from doorstep.ui.theme import Theme

_DOT: Final = 7.0


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its date in words, its year if known, what happened, and how it felt in the words of the form."""

    when: str
    year: int | None
    what: str
    felt: str


class LifeLine(QWidget):
    """The picture beside the list. Events stand in even steps: a life is no scale, and rough dates are fine."""

    def __init__(self, theme: Theme, events: Callable[[], tuple[Event, ...]]) -> None:
        super().__init__()
        self._theme = theme
        self._events = events
        self.setFont(theme.font("guidance"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Line of time, drawn from the events below")

    def sizeHint(self) -> QSize:
        """Ask for two lines of words above the line and two below."""
        return QSize(200, self.fontMetrics().lineSpacing() * 4 + 6 * self._theme.space("related"))

    def minimumSizeHint(self) -> QSize:
        """Shrink sideways as far as the page needs."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and its dots; the words stand above and below in turn."""
        del event
        events = self._events()
        self.setAccessibleDescription("; ".join(f"{told.when}: {told.what}" for told in events))
        painter = smooth_painter(self)
        painter.setFont(self.font())
        middle = self.height() / 2
        painter.setPen(QPen(self._theme.color("line"), 2))
        painter.drawLine(QPointF(4, middle), QPointF(self.width() - 4, middle))
        step = self.width() / max(len(events), 1)
        for place, told in enumerate(events):
            at = QPointF(step * (place + 0.5), middle)
            self._draw_dot(painter, at, told.felt)
            self._draw_words(painter, at, told, step, above=place % 2 == 0)
        painter.end()

    def _draw_dot(self, painter: QPainter, at: QPointF, felt: str) -> None:
        """Good is a full dot, hard an open one, mixed half and half; not said is a small one."""
        accent, paper = self._theme.color("accent"), self._theme.color("paper")
        painter.setPen(QPen(accent, 2))
        kind = felt.lower()
        size = _DOT if kind else _DOT / 2
        painter.setBrush(paper if kind == "hard" else accent)
        painter.drawEllipse(at, size, size)
        if kind == "mixed":
            painter.setBrush(paper)
            painter.drawChord(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size), 90 * 16, 180 * 16)

    def _draw_words(self, painter: QPainter, at: QPointF, told: Event, step: float, *, above: bool) -> None:
        metrics = self.fontMetrics()
        width = max(int(min(2 * step, self.width())) - 8, 40)
        left, side = at.x() - width / 2, Qt.AlignmentFlag.AlignHCenter
        if left < 0:
            left, side = max(at.x() - step / 2, 0), Qt.AlignmentFlag.AlignLeft
        elif left + width > self.width():
            left, side = min(at.x() + step / 2, self.width()) - width, Qt.AlignmentFlag.AlignRight
        height = metrics.lineSpacing()
        top = at.y() - 2 * height - 14 if above else at.y() + 12
        flags = int(side | Qt.TextFlag.TextSingleLine)
        for line, (words, colour) in enumerate(((told.when or "no date yet", "quiet"), (told.what, "ink"))):
            painter.setPen(self._theme.color(colour))
            short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, top + line * height, width, height), flags, short)
