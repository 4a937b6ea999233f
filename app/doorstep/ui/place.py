"""Exactly where the worker is: the cursor in a field and how far the page is scrolled; and going back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea


def cursor_now() -> int:
    """Return where the cursor stands in the field that has the keyboard; 0 when it is no field of words."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    return field.textCursor().position() if isinstance(field, QPlainTextEdit) else 0


def put_cursor(place: int) -> None:
    """Put the cursor of the field that has the keyboard there, or to the end of shorter words."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        field.setCursorPosition(place)
    elif isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(min(place, len(field.toPlainText())))
        field.setTextCursor(cursor)


def scroll_to(area: QScrollArea, value: int) -> None:
    """Scroll a page as far as it was, once it has been laid out; after the fields have brought themselves into view."""
    QTimer.singleShot(0, area, lambda: QTimer.singleShot(0, area, lambda: area.verticalScrollBar().setValue(value)))
