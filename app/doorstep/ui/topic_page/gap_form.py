"""Why there is no answer, asked in the lane itself and never in a dialog (TB-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words, told_by
from doorstep.ui.topic_page.speakers import FOLLOW_UP_ASKED, REASON_ASKED, STATE_WORDS

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer
    from doorstep.ui.theme import Theme


class GapForm(QWidget):
    """The state in words, a line for the reason, and for some states a line for who does what next.

    ``told`` tells the form when a line was changed and left; ``answer_wanted`` that there is an answer after all.
    """

    told = Signal(object)
    answer_wanted = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._shown: Answer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("related"))
        self.state_words = Words("", theme, "body_strong")
        self.reason = Line(theme)
        self._reason_label = Words("", theme, "guidance", "quiet")
        self.follow_up = Line(theme)
        self._follow_up_label = Words("", theme, "guidance", "quiet")
        self.answer_button = Button("There is an answer after all", theme, Weight.QUIET)
        self.answer_button.setAccessibleName(f"There is an answer after all: {name}")
        parts = (self._reason_label, self.reason, self._follow_up_label, self.follow_up)
        for part in (self.state_words, *parts, self.answer_button):
            column.addWidget(part)
        self.reason.left.connect(self._leave)
        self.follow_up.left.connect(self._leave)
        self.answer_button.clicked.connect(self._want_answer)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The lines and the way back to an answer, in the order of Tab."""
        return (self.reason, self.follow_up, self.answer_button)

    def show_gap(self, answer: Answer) -> None:
        """Show a gap, with the questions that go with its state."""
        self._shown = answer
        state = answer.state
        self.state_words.setText(STATE_WORDS[state])
        for label, line, asked, words in (
            (self._reason_label, self.reason, REASON_ASKED.get(state, ""), answer.reason),
            (self._follow_up_label, self.follow_up, FOLLOW_UP_ASKED.get(state, ""), answer.follow_up),
        ):
            label.setText(asked)
            told_by(label, line, f"{asked} {self._name}")
            label.setVisible(bool(asked))
            line.setVisible(bool(asked))
            if line.text().strip() != (words or ""):
                line.setText(words or "")

    def commit(self) -> None:
        """Tell the words if they differ from those that stand."""
        if self._shown is None:
            return
        told = (self.reason.text().strip(), self.follow_up.text().strip())
        if told != (self._shown.reason or "", self._shown.follow_up or ""):
            self.told.emit(self)

    def lock(self) -> None:
        """Let it be read and not changed."""
        self.reason.setReadOnly(True)
        self.follow_up.setReadOnly(True)
        self.answer_button.hide()

    def _leave(self, _text: str) -> None:
        self.commit()

    def _want_answer(self) -> None:
        self.answer_wanted.emit(self)
