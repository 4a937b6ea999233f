"""Somebody's words shown away from where they were said: exactly, with who said them and a way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import button
from doorstep.ui.topic_page.speakers import STATE_WORDS, speaker_words
from doorstep.ui.topic_page.values import told_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.topic_page.keeper import Keeper


class Quote(Group):
    """The words on the ground of whoever said them, and what can be done with them."""

    def __init__(self, key: AnswerKey, words: str, keeper: Keeper) -> None:
        theme, state = keeper.theme, keeper.state
        speaker, question = speaker_words(state, key.voice), state.item(key.link_id).text
        super().__init__(f"{speaker}, asked {question}", theme, key.voice.kind.value)
        self.column.setSpacing(theme.space("inside"))
        self.column.addWidget(Words(f"“{words}”" if words else "Nothing stands there now.", theme))
        self.column.addWidget(Words(f"{speaker}: {question}", theme, "guidance", "quiet"))
        self._mark = Words("", theme, "guidance_strong", "needs")
        self.column.addWidget(self._mark)
        self._mark.hide()
        self._foot = Flow(theme)
        way = button("Go there", "go_to_words", theme, lambda: keeper.go_to_lane(key), Weight.QUIET)
        way.setAccessibleDescription(f"{speaker}: {question}")
        self._foot.add(way)
        self.column.addWidget(self._foot)

    def say(self, words: str) -> None:
        """Mark the words: that they have changed, or are gone."""
        self._mark.setText(words)
        self._mark.show()

    def add(self, tool: QWidget) -> None:
        """Put something else that can be done at the foot."""
        self._foot.add(tool)


def answer_words(state: AssessmentState, key: AnswerKey) -> str:
    """Return what stands in a lane as one text: words, the texts of options, or the state of a gap; else ""."""
    answer = state.current(key)
    if answer is None:
        return ""
    if answer.value is None:
        return STATE_WORDS[answer.state]
    return told_words(state.item(key.link_id), answer.value)
