"""Words in which professional terms are underlined quietly, and explained on hover and press (TB-22)."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QToolTip

from doorstep.ui.controls.painting import smooth_painter
from doorstep.ui.controls.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from doorstep.packs.glossary import Found
    from doorstep.packs.model import Term
    from doorstep.ui.theme import Theme

    Terms = Callable[[str], tuple[Found, ...]]


def no_terms(_text: str) -> tuple[Found, ...]:
    """Find no terms: where there is no glossary at hand."""
    return ()


class TermWords(Words):
    """Plain words that wrap. ``terms`` finds the terms in them, at each painting; ``asked`` tells the Term pressed."""

    asked = Signal(object)

    def __init__(self, words: str, theme: Theme, size: str, colour: str = "ink", terms: Terms = no_terms) -> None:
        super().__init__(words, theme, size, colour)
        self._terms = terms
        self._line = theme.color("quiet")
        self.setMouseTracking(True)

    @property
    def found(self) -> tuple[Found, ...]:
        """The terms that stand in the words."""
        return self._terms(self.text())

    def term_at(self, point: QPoint) -> Term | None:
        """Return the term under a point of the label, or None."""
        return next((term for box, term in self._boxes() if box.contains(QPointF(point))), None)

    def box_of(self, term: Term) -> QRectF:
        """Return where a term stands first; an empty box when it does not."""
        return next((box for box, each in self._boxes() if each == term), QRectF())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and a dotted line below each term."""
        super().paintEvent(event)
        boxes = tuple(self._boxes())
        if not boxes:
            return
        painter = smooth_painter(self)
        painter.setPen(QPen(self._line, 1.5, Qt.PenStyle.DotLine))
        for box, _term in boxes:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Explain the term under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            term = self.term_at(event.pos())
            QToolTip.showText(event.globalPos(), explained(term) if term is not None else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer that a term can be pressed."""
        over = self.term_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.WhatsThisCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which term was pressed; other words do nothing."""
        term = self.term_at(event.position().toPoint())
        if term is not None:
            self.asked.emit(term)
        else:
            super().mousePressEvent(event)

    def _boxes(self) -> Iterator[tuple[QRectF, Term]]:
        """Yield where each term stands, line by line, as Qt lays the words out."""
        found = self.found
        if not found:
            return
        layout, top = self._layout()
        for each in found:
            for place in range(layout.lineCount()):
                line = layout.lineAt(place)
                start = max(each.start, line.textStart())
                end = min(each.end, line.textStart() + line.textLength())
                if start < end:
                    left, right = (_across(line.cursorToX(at)) for at in (start, end))
                    yield QRectF(left, top + line.y(), right - left, line.height()), each.term

    def _layout(self) -> tuple[QTextLayout, float]:
        """Return the words laid out in the width of the label, and where the first line begins."""
        room = self.contentsRect()
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        leading, height = QFontMetricsF(self.font()).leading(), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            height = ceil(height + (leading if height else 0))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, room.top() + (room.height() - height) / 2


def explained(term: Term) -> str:
    """Return a term and what it means, in one line."""
    return f"{term.word[:1].upper()}{term.word[1:]}: {term.plain}"


def _across(told: object) -> float:
    """Return a place on a line; some versions of Qt's binding return it with the cursor."""
    return float(told[0] if isinstance(told, tuple) else told)  # type: ignore[arg-type]
