"""A row that wraps: children beside each other as long as there is room, then below.

Stock layouts push the page sideways instead when words are large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent

    from doorstep.ui.theme import Theme


class Flow(QWidget):
    """Children in reading order, in the middle of their line, or ``on_foot``: with their lower edges in line.

    ``even`` gives all the same width and height: columns, as many as fit, each at least ``least`` pixels wide.
    """

    def __init__(
        self, theme: Theme, gap: str = "related", *, even: bool = False, least: int = 0, on_foot: bool = False
    ) -> None:
        super().__init__()
        self._gap = theme.space(gap)
        self._even = even
        self._least = least
        self._on_foot = on_foot
        self._placed: list[QWidget] = []
        self._places: dict[int, list[tuple[QWidget, QRect]]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, child: QWidget, at: int | None = None) -> None:
        """Put a child at the end, or at a place among the others."""
        child.setParent(self)
        self._placed.insert(len(self._placed) if at is None else at, child)
        self._places.clear()
        if self.isVisible():
            child.show()
        self.updateGeometry()

    def take(self, child: QWidget) -> None:
        """Take a child out; the caller disposes of it."""
        self._placed.remove(child)
        self._places.clear()
        self.updateGeometry()

    @property
    def children_in_order(self) -> tuple[QWidget, ...]:
        """The children in reading order, for the order of Tab."""
        return tuple(self._placed)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        hints = [child.sizeHint() for child in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Shrink to the widest child; the rest goes below."""
        hints = [child.minimumSizeHint().expandedTo(child.minimumSize()) for child in self._shown()]
        return QSize(
            max((hint.width() for hint in hints), default=0), max((hint.height() for hint in hints), default=0)
        )

    def heightForWidth(self, width: int) -> int:
        """Return the height that the children take at a width."""
        return max((rect.bottom() + 1 for _, rect in self._arranged(width)), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the children into their places."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Arrange anew when a child changed, came or went."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._places.clear()
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _place(self) -> None:
        for child, rect in self._arranged(self.width()):
            child.setGeometry(rect)

    def _shown(self) -> list[QWidget]:
        return [child for child in self._placed if not child.isHidden()]

    def _arranged(self, width: int) -> list[tuple[QWidget, QRect]]:
        """Where each child goes at a width; kept until one changes, for Qt asks many times."""
        if width not in self._places:
            self._places[width] = list(self._arrange(width))
        return self._places[width]

    def _arrange(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        x = y = line_height = 0
        column = self._column(width) if self._even else None
        for line in self._lines(width, column):
            line_height = max(rect_height for _, _, rect_height in line)
            x = 0
            for child, child_width, child_height in line:
                height = line_height if self._even else child_height
                drop = (line_height - height) // (1 if self._on_foot else 2)
                yield child, QRect(x, y + drop, child_width, height)
                x += child_width + self._gap
            y += line_height + self._gap

    def _lines(self, width: int, column: int | None) -> Iterator[list[tuple[QWidget, int, int]]]:
        line: list[tuple[QWidget, int, int]] = []
        used = 0
        for child in self._shown():
            wanted = column if column is not None else self._width_of(child, width)
            if line and used + wanted > width:
                yield line
                line, used = [], 0
            height = child.heightForWidth(wanted) if child.hasHeightForWidth() else child.sizeHint().height()
            line.append((child, wanted, max(height, child.minimumHeight())))
            used += wanted + self._gap
        if line:
            yield line

    def _width_of(self, child: QWidget, width: int) -> int:
        hint = child.sizeHint().width()
        if child.minimumWidth() == child.maximumWidth():
            hint = child.minimumWidth()
        return min(max(hint, child.minimumWidth()), width)

    def _column(self, width: int) -> int:
        shown = self._shown()
        least = max([self._least, *(child.minimumSizeHint().width() for child in shown)], default=1)
        columns = min(max((width + self._gap) // (least + self._gap), 1), max(len(shown), 1))
        return (width - self._gap * (columns - 1)) // columns
