"""A named group of controls. Orca reads the name of a QGroupBox as one goes in; a plain frame has no role to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGroupBox, QVBoxLayout

from doorstep.ui.controls.painting import draw_box, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from doorstep.ui.theme import Theme


class Group(QGroupBox):
    """Controls under one name. ``speaker`` gives it the ground and the edge of a lane; without one it shows nothing."""

    def __init__(self, name: str, theme: Theme, speaker: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._speaker = speaker
        self.setFlat(True)
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(theme.space("related"))
        side = theme.space("lanes") if speaker is not None else 0
        head = theme.space("related") if speaker is not None else 0
        edge = theme.edge if speaker is not None else 0
        frame = self.contentsMargins()  # what the style keeps free for a frame that is not drawn
        self.column.setContentsMargins(
            side + edge - frame.left(), head - frame.top(), side - frame.right(), head - frame.bottom()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the lane and the edge at its left, in the speaker's colour and pattern."""
        del event
        if self._speaker is None:
            return
        painter = smooth_painter(self)
        line = self._theme.color("line") if self._theme.patterns else None
        draw_box(painter, self.rect(), self._theme.corner, self._theme.color(f"{self._speaker}_ground"), line)
        self._draw_edge(painter)
        painter.end()

    def _draw_edge(self, painter: QPainter) -> None:
        inside = QPainterPath()
        inside.addRoundedRect(self.rect(), self._theme.corner, self._theme.corner)
        painter.setClipPath(inside)
        speaker = str(self._speaker)
        brush = QBrush(self._theme.color(speaker), self._theme.lane_pattern(speaker))
        painter.fillRect(QRect(0, 0, self._theme.edge, self.height()), brush)
