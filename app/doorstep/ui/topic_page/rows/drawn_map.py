"""A map of people, drawn: the person in the middle, others nearer or farther, joined by lines that say how it is.

How a tie feels is the kind of line (helps: whole, mixed: dashed, hard: dotted and thin), never the colour alone; who
helps whom is an arrow head.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import atan2, cos, pi, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from doorstep.ui.controls.painting import smooth_painter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QPainter, QPaintEvent

    from doorstep.ui.theme import Theme

_LINES: Final[Mapping[str, tuple[Qt.PenStyle, float]]] = {
    "helps": (Qt.PenStyle.SolidLine, 3.0),
    "mixed": (Qt.PenStyle.DashLine, 2.5),
    "hard": (Qt.PenStyle.DotLine, 2.5),
    "": (Qt.PenStyle.SolidLine, 1.0),
}
_FEELS: Final = (("helps", "it helps"), ("mixed", "mixed"), ("hard", "it is hard"))
_FARTHEST: Final = 5
_BETWEEN: Final = 3
_NEAREST_AT: Final = 0.45
"""How far out the nearest stand, as a part of the whole reach: their ties must still be seen."""
_ARROW_AT: Final = 0.6


class Helps(Enum):
    """Which way help goes."""

    TO_PERSON = "to"
    FROM_PERSON = "from"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Tie:
    """One person on the map: name, who they are, near (1) to far (5), which way help goes, how it feels (a code)."""

    name: str
    related: str
    near: int | None
    helps: Helps | None
    feels: str


class DrawnMap(QWidget):
    """The picture beside the cards."""

    def __init__(self, theme: Theme, person: str, ties: Callable[[], tuple[Tie, ...]]) -> None:
        super().__init__()
        self._theme = theme
        self._person = person
        self._ties = ties
        self.setFont(theme.font("guidance"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Map of people, drawn from the list below")

    def sizeHint(self) -> QSize:
        """Ask for enough height for five rings."""
        return QSize(320, self.fontMetrics().lineSpacing() * 16)

    def minimumSizeHint(self) -> QSize:
        """Shrink sideways as far as the page needs."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rings, ties, names and the key."""
        del event
        ties = self._ties()
        self.setAccessibleDescription("; ".join(", ".join(filter(None, (tie.name, tie.related))) for tie in ties))
        painter = smooth_painter(self)
        painter.setFont(self.font())
        key = self.fontMetrics().lineSpacing() * 2
        middle = QPointF(self.width() / 2, (self.height() - key) / 2)
        reach = QPointF(self.width() / 2 - self._label_width() / 2 - 4, middle.y() - self.fontMetrics().height() - 4)
        self._draw_rings(painter, middle, reach)
        places = [_place(middle, reach, number, len(ties), tie.near) for number, tie in enumerate(ties)]
        for at, tie in zip(places, ties, strict=True):
            self._draw_tie(painter, middle, at, tie)
        for at, tie in zip(places, ties, strict=True):
            self._draw_label(painter, at, tie.name, "raised", "ink")
        self._draw_label(painter, middle, self._person, "accent", "on_accent")
        self._draw_key(painter)
        painter.end()

    def _label_width(self) -> int:
        return min(self.fontMetrics().averageCharWidth() * 16, max(self.width() // 4, 60))

    def _draw_rings(self, painter: QPainter, middle: QPointF, reach: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("line"), 1, Qt.PenStyle.DotLine))
        for ring in range(1, _FARTHEST + 1, 2):
            painter.drawEllipse(middle, reach.x() * _distance(ring), reach.y() * _distance(ring))

    def _draw_tie(self, painter: QPainter, middle: QPointF, at: QPointF, tie: Tie) -> None:
        style, width = _LINES.get(tie.feels, _LINES[""])
        painter.setPen(QPen(self._theme.color("ink"), width, style))
        painter.drawLine(middle, at)
        if tie.helps in (Helps.TO_PERSON, Helps.BOTH):
            self._draw_arrow(painter, at, middle)
        if tie.helps in (Helps.FROM_PERSON, Helps.BOTH):
            self._draw_arrow(painter, middle, at)

    def _draw_arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        turn = atan2(end.y() - start.y(), end.x() - start.x())
        tip = start + (end - start) * _ARROW_AT
        sides = [tip - QPointF(cos(turn + side) * 14, sin(turn + side) * 14) for side in (-0.45, 0.45)]
        painter.setPen(QPen(self._theme.color("paper"), 1))
        painter.setBrush(self._theme.color("ink"))
        painter.drawPolygon(QPolygonF([tip, *sides]))

    def _draw_label(self, painter: QPainter, at: QPointF, words: str, ground: str, ink: str) -> None:
        metrics, most = self.fontMetrics(), self._label_width()
        short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most - 12)
        width, height = metrics.horizontalAdvance(short) + 16, metrics.height() + 8
        box = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
        painter.setPen(QPen(self._theme.color("ink"), 1))
        painter.setBrush(self._theme.color(ground))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(self._theme.color(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), short)

    def _draw_key(self, painter: QPainter) -> None:
        """Say what the lines mean, in a row at the foot."""
        metrics = self.fontMetrics()
        x, y = 4.0, self.height() - metrics.lineSpacing() / 2 - 2
        for code, words in _FEELS:
            style, width = _LINES[code]
            painter.setPen(QPen(self._theme.color("ink"), width, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 36, y))
            painter.setPen(self._theme.color("quiet"))
            painter.drawText(QPointF(x + 44, y + metrics.ascent() / 2 - 2), words)
            x += 44 + metrics.horizontalAdvance(words) + 24


def _distance(near: int) -> float:
    """How far out somebody stands, as a part of the whole reach, from near (1) to far (5)."""
    return _NEAREST_AT + (1 - _NEAREST_AT) * (near - 1) / (_FARTHEST - 1)


def _place(middle: QPointF, reach: QPointF, number: int, count: int, near: int | None) -> QPointF:
    """Where a person stands: all turned evenly about the middle, the first at the upper right."""
    turn = 2 * pi * (number + 0.5) / count - pi / 2
    far = _distance(near or _BETWEEN)
    return middle + QPointF(cos(turn) * reach.x() * far, sin(turn) * reach.y() * far)
