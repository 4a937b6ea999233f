"""What was said last time, shown above the empty field until somebody says that it is still true (TB-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.calendar import day_words
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.values import value_words

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer
    from doorstep.definition.model import Item
    from doorstep.ui.theme import Theme


class CarriedForward(QWidget):
    """The earlier words with their day, and one button. ``still_true`` tells the earlier answer."""

    still_true = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._answer: Answer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("inside"))
        self.words = Words("", theme, "body", "quiet")
        self.button = Button("Still true", theme, Weight.PLAIN)
        self.button.setAccessibleName(f"Still true: {name}")
        self.button.clicked.connect(self._tell)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The button."""
        return (self.button,)

    def show_answer(self, item: Item, answer: Answer) -> None:
        """Show an earlier answer and when it was given."""
        self._answer = answer
        day = day_words(answer.provenance.recorded_at.astimezone().date())
        self.words.setText(f"Last time, {day}: “{value_words(item, answer.value)}”. Is it still true?")

    def _tell(self) -> None:
        self.still_true.emit(self._answer)
