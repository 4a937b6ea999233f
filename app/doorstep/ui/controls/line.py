"""One line of text. Tab into it selects nothing, so that the next key adds to the answer and never replaces it.

Stock QLineEdit selects all on Tab; that also keeps Orca silent, since the caret events arrive before the focus event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from doorstep.ui.clipboard import copies_by_key, open_menu, secret_clipboard
from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.window_keys import belongs_to_window

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme


class Line(QLineEdit):
    """A field for one line. ``left`` tells the text when the field is left; ``letters`` gives it a fixed width."""

    left = Signal(str)

    def __init__(self, theme: Theme, letters: int | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.setFrame(False)
        self.setFont(theme.font("body"))
        self.setMinimumHeight(theme.target)
        self.setTextMargins(theme.space("related"), 0, theme.space("related"), 0)
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(colours)
        if letters is not None:
            margins = 4 * theme.space("related")
            self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * letters + margins)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for a readable width and the height of a target."""
        return QSize(self.fontMetrics().averageCharWidth() * 24, self._theme.target)

    def minimumSizeHint(self) -> QSize:
        """Shrink as far as the page needs."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, self._theme.target)

    def event(self, event: QEvent) -> bool:
        """Leave to the window the keys that are the window's."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo, redo = self.isUndoAvailable(), self.isRedoAvailable()
            if belongs_to_window(event, can_undo=undo, can_redo=redo):
                event.ignore()
                return True
        return super().event(event)

    def copy(self) -> None:
        """Copy what is selected, as a secret; never from a hidden line."""
        if self.echoMode() is QLineEdit.EchoMode.Normal:
            secret_clipboard().put(self.selectedText())

    def cut(self) -> None:
        """Copy what is selected, as a secret, and take it out."""
        if self.echoMode() is QLineEdit.EchoMode.Normal and self.hasSelectedText():
            self.copy()
            self.insert("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut by the one way to the clipboard."""
        if not copies_by_key(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the same by menu."""
        open_menu(self, event.globalPos(), selected=self.hasSelectedText())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark what was selected with the pointer, where a middle click would paste it."""
        super().mouseReleaseEvent(event)
        secret_clipboard().mark_selection()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus as if it had not come by Tab: nothing is selected."""
        super().focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.OtherFocusReason))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the text when the field is really left, not when a menu opens over it."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit(self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then let Qt write into it."""
        painter = smooth_painter(self)
        ground = "paper" if self.isReadOnly() else "raised"
        line = "accent" if self.hasFocus() else "line"
        draw_box(painter, self.rect(), self._theme.corner, self._theme.color(ground), self._theme.color(line))
        painter.end()
        super().paintEvent(event)
