"""A scroll bar that can be seen: its thumb has at least 3:1 against its groove in every theme.

Stock Fusion draws the thumb in a shade of the groove: 1.1 to 1 in light and dark, and 1 to 1 in yellow on black.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QStyle, QStyleOptionSlider

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from doorstep.ui.theme import Theme

_INSET = 3
"""Pixels of groove beside the thumb."""


class ScrollBar(QScrollBar):
    """The vertical bar of a page or a list. The pointer uses it; keys scroll by moving through the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove over the whole bar, and the thumb where the style has it."""
        del event
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("quiet"))
        thumb = place.adjusted(_INSET, 1, -_INSET, -1)
        painter.drawRoundedRect(thumb, thumb.width() / 2, thumb.width() / 2)
        painter.end()


def give_scroll_bar(area: QAbstractScrollArea, theme: Theme) -> None:
    """Give an area a scroll bar that can be seen."""
    area.setVerticalScrollBar(ScrollBar(theme))
