"""Drawing that several controls share: boxes with round corners, wrapped words, the little triangles of folds."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFontMetrics
    from PySide6.QtWidgets import QWidget

WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
"""How words are set in every control that paints its own."""


SLACK = 4
"""Pixels to spare on one line, so that rounding never wraps words that fit."""


class Pointing(Enum):
    """Which way a triangle points: to what is folded away, or down to what is open."""

    RIGHT = "right"
    DOWN = "down"


def smooth_painter(widget: QWidget) -> QPainter:
    """Return a painter on a widget that draws soft edges. The caller ends it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def draw_box(painter: QPainter, rect: QRect, corner: int, ground: QColor | None, line: QColor | None) -> None:
    """Draw a box with round corners: filled with ``ground`` and edged with ``line``, each if given."""
    painter.setPen(QPen(line, 1) if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def draw_triangle(painter: QPainter, middle: QPointF, size: float, pointing: Pointing, colour: QColor) -> None:
    """Draw a filled triangle of ``size`` pixels about ``middle``."""
    half = size / 2
    corners = [QPointF(-half, -half / 2), QPointF(half, -half / 2), QPointF(0, half)]
    if pointing is Pointing.RIGHT:
        corners = [QPointF(-half / 2, -half), QPointF(-half / 2, half), QPointF(half, 0)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


def wrapped_height(metrics: QFontMetrics, words: str, width: int) -> int:
    """Return how many pixels high words stand when they are wrapped to a width."""
    return metrics.boundingRect(QRect(0, 0, max(width, 1), 100_000), WRAPPED, words).height()


def longest_word(metrics: QFontMetrics, words: str) -> int:
    """Return the width in pixels of the longest single word: less than that cannot be wrapped."""
    return max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
