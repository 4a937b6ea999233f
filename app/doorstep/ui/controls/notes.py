"""Several lines of text. The box grows with the words, Tab leaves it, and the wheel scrolls the page, not the box."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QSizePolicy, QTextEdit

from doorstep.ui.clipboard import copies_by_key, open_menu, secret, secret_clipboard
from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.window_keys import belongs_to_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doorstep.ui.theme import Theme


class NoteEdit(QPlainTextEdit):
    """A field for as many lines as somebody says. ``left`` tells the text when the field is left."""

    left = Signal(str)

    def __init__(self, theme: Theme, least_lines: int = 2) -> None:
        super().__init__()
        self._theme = theme
        self._least_lines = least_lines
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(theme.space("related") + 2)
        self.viewport().setAutoFillBackground(False)
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(colours)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 10)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.cursorPositionChanged.connect(self._follow_caret)
        self._grow()
        self.document().clearUndoRedoStacks()  # laying out the empty field counts as a step

    def event(self, event: QEvent) -> bool:
        """Leave to the window the keys that are the window's."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo, redo = self.document().isUndoAvailable(), self.document().isRedoAvailable()
            if belongs_to_window(event, can_undo=undo, can_redo=redo):
                event.ignore()
                return True
        return super().event(event)

    def copy(self) -> None:
        """Copy what is selected, as a secret."""
        secret_clipboard().put(self.textCursor().selection().toPlainText())

    def cut(self) -> None:
        """Copy what is selected, as a secret, and take it out."""
        self.copy()
        self.textCursor().removeSelectedText()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Mark what is dragged, and what is selected with the pointer where a middle click would paste it."""
        return secret(self.textCursor().selection().toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut by the one way to the clipboard."""
        if not copies_by_key(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the same by menu."""
        open_menu(self, event.globalPos(), selected=self.textCursor().hasSelection())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the text when the field is really left, not when a menu opens over it."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit(self.toPlainText())

    def underline(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark stretches of the text, from and to, as Qt counts places."""
        marked = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            selection.format.setUnderlineColor(self._theme.color("accent"))
            marked.append(selection)
        self.setExtraSelections(marked)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: all the words are in view already."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then let Qt write into it."""
        painter = smooth_painter(self.viewport())
        ground = "paper" if self.isReadOnly() else "raised"
        line = "accent" if self.hasFocus() else "line"
        draw_box(
            painter, self.viewport().rect(), self._theme.corner, self._theme.color(ground), self._theme.color(line)
        )
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words the height that they need in the new width: they were there before the width was known."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def _lines(self) -> int:
        """Count the lines on the screen; asking for the place of a paragraph is what makes Qt lay it out."""
        lines, block = 0, self.document().begin()
        while block.isValid():
            self.blockBoundingRect(block)
            lines += block.layout().lineCount()
            block = block.next()
        return lines

    def _grow(self) -> None:
        lines = max(self._least_lines, self._lines())
        height = ceil(lines * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin()) + 2
        if height != self.height():
            self.setFixedHeight(height)
            self._follow_caret()

    def _follow_caret(self) -> None:
        # The page scrolls after it has laid out the grown box, not before.
        if self.hasFocus():
            QTimer.singleShot(0, self, self._show_caret)

    def _show_caret(self) -> None:
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        contents = page.widget() if page is not None else None
        if page is not None and contents is not None and self.hasFocus():
            caret = self.viewport().mapTo(contents, self.cursorRect().center())
            page.ensureVisible(caret.x(), caret.y(), 0, 2 * self.fontMetrics().lineSpacing())
