"""A line for a passphrase: hidden, with a button that shows it for as long as it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from doorstep.ui.controls.line import Line
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme


class PassphraseLine(QWidget):
    """The line itself is ``line``, named ``name``. Nothing that is typed there is offered or learnt as words."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.line = Line(theme)
        self.line.setObjectName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._reveal = button("Show", f"show_{name}", theme, self._switch)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("related"))
        row.addWidget(self.line, 1)
        row.addWidget(self._reveal)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def forget(self) -> None:
        """Empty the line and hide what will be typed next."""
        self.line.clear()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._reveal.say("Show")

    def _switch(self) -> None:
        hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._reveal.say("Hide" if hidden else "Show")
