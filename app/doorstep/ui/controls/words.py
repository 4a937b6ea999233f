"""Words on the page: labels and legends that wrap, in the theme's sizes and colours.

Stock labels and group titles do not wrap, so that large words push the page sideways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy

from doorstep.ui.controls.painting import SLACK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.ui.theme import Theme


class Words(QLabel):
    """Plain words that wrap. ``size`` is a font role of the theme, ``colour`` a colour role."""

    def __init__(self, words: str, theme: Theme, size: str = "body", colour: str = "ink") -> None:
        super().__init__(words)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(theme.font(size))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.colour_as(colour)

    def sizeHint(self) -> QSize:
        """Ask for one line, as long as a line of words should be; stock labels ask for a squarish block."""
        lines = self.text().split("\n")
        width = max(self.fontMetrics().horizontalAdvance(line) for line in lines) + SLACK
        width = min(width, self._theme.column)
        return QSize(width, self.heightForWidth(width))

    def colour_as(self, role: str) -> None:
        """Set the words in the colour of a role."""
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.WindowText, self._theme.color(role))
        self.setPalette(colours)


def told_by(words: QLabel, control: QWidget, name: str, description: str = "") -> None:
    """Tie words to the control that they stand for: by relation, by name, and with what else should be read out."""
    words.setBuddy(control)
    control.setAccessibleName(name)
    if description:
        control.setAccessibleDescription(description)
