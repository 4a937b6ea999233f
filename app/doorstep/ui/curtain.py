"""The curtain (F12): a neutral page that hides everything at once, when somebody comes into the room (TB-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.ui.controls.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from doorstep.ui.theme import Theme


class Curtain(QWidget):
    """The page: no names, no questions, nothing to read over a shoulder. ``lifted`` asks to go back."""

    lifted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("curtain")
        self.setAccessibleName("The screen is resting. Press F12 or Space to go on.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = Words("Doorstep", theme, "shared", "quiet")
        hint = Words("F12 or Space to go on", theme, "guidance", "quiet")
        column = QVBoxLayout(self)
        column.addStretch(1)
        for label in (words, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space lift the curtain, as it says; Escape or Enter, pressed out of habit, must not show anything."""
        if event.key() == Qt.Key.Key_Space:
            self.lifted.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the curtain down under a chance click."""
        event.accept()
