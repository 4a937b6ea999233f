"""One line of the jot pad: when it was caught, its words, where it was filed, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import button, flow_of
from doorstep.ui.topic_page.speakers import speaker_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.beside import Jot
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.theme import Theme


class JotLine(Group):
    """One line. Its signals carry what it is about.

    ``file_wanted`` and ``dropped`` carry the id of the jot, ``typed`` and ``rewritten`` the id and words,
    ``lane_chosen`` the id and an AnswerKey, ``go_wanted`` the AnswerKey of a lane that it was filed under. ``fixed``
    lines, of a signed record, can only be read.
    """

    file_wanted = Signal(str)
    dropped = Signal(str)
    typed = Signal(str, str)
    rewritten = Signal(str, str)
    lane_chosen = Signal(str, object)
    go_wanted = Signal(object)

    def __init__(self, jot: Jot, when: str, state: AssessmentState, theme: Theme, *, fixed: bool) -> None:
        super().__init__(f"Jotted at {when}: {jot.words}", theme)
        self.jot = jot
        self.fixed = fixed
        self._state = state
        self._theme = theme
        self._ask: Flow | None = None
        self.field: Line | None = None
        self.column.setSpacing(theme.space("inside"))
        self.column.addWidget(Words(when, theme, "guidance", "quiet"))
        self.words = Words(jot.words, theme)
        self.column.addWidget(self.words)
        self.notice = Words("", theme, "guidance_strong", "needs")
        self.notice.hide()
        for key in jot.filed:
            if _is_there(state, key):
                self.column.addWidget(self._way_there(key))
        self.file_button = self._deed("File under …", "file_jot", lambda: self.file_wanted.emit(jot.id))
        self.change_button = self._deed("Change", "change_jot", self.rewrite)
        self.drop_button = self._deed("Drop", "drop_jot", lambda: self.dropped.emit(jot.id))
        self._deeds = flow_of(theme, self.file_button, self.change_button, self.drop_button)
        self.column.addWidget(self._deeds)
        self._deeds.setVisible(not fixed)
        self.column.addWidget(self.notice)

    def rewrite(self) -> None:
        """Put the words into a field to be changed; Enter keeps them."""
        self.show_draft(self.jot.words).setFocus()

    def show_draft(self, draft: str) -> Line:
        """Show words that are being typed in the place of those that stand, and return the field."""
        if self.field is None:
            self.field = Line(self._theme)
            self.field.setObjectName("jot_again")
            self.field.setAccessibleName(f"Change this line: {self.jot.words}")
            self.field.textEdited.connect(lambda text: self.typed.emit(self.jot.id, text))
            self.field.returnPressed.connect(self._keep)
            self.column.insertWidget(self.column.indexOf(self.words) + 1, self.field)
        self.field.setText(draft)
        self.words.hide()
        self.field.show()
        return self.field

    def ask_who(self, keys: Sequence[AnswerKey]) -> None:
        """Ask whose words these are, one button a lane, and put the keyboard there."""
        if self._ask is not None:
            self._ask.hide()
            self._ask.deleteLater()
        self._ask = Flow(self._theme)
        into = "into a new row of" if self._state.definition.place(keys[0].link_id).repeats else "under"
        where = f"It goes {into}: {_place_words(self._state, keys[0])}"
        for key in keys:
            speaker = Button(speaker_words(self._state, key.voice), self._theme)
            speaker.setObjectName(f"said_by_{key.voice.kind}")
            speaker.setAccessibleDescription(f"Who said this? {where}")
            speaker.clicked.connect(partial(self._choose, key))
            self._ask.add(speaker)
        self.say(f"Who said this? {where}")
        self.column.addWidget(self._ask)
        self._ask.show()
        self._ask.children_in_order[0].setFocus()

    def say(self, words: str) -> None:
        """Say something below the line; "" takes it away."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _choose(self, key: AnswerKey, _checked: object = None) -> None:
        self.lane_chosen.emit(self.jot.id, key)

    def _keep(self) -> None:
        if self.field is not None:
            self.rewritten.emit(self.jot.id, self.field.text().strip())

    def _deed(self, words: str, name: str, do: Callable[[], object]) -> Button:
        made = button(words, name, self._theme, do, Weight.QUIET)
        made.setAccessibleDescription(self.jot.words)
        return made

    def _way_there(self, key: AnswerKey) -> Button:
        question = _place_words(self._state, key)
        told = Button(f"✓ Filed under: {question}", self._theme, Weight.QUIET)
        told.setObjectName("filed_jot")
        told.setAccessibleName(f"Filed under: {question}, {speaker_words(self._state, key.voice)}. Go there")
        told.clicked.connect(lambda _checked=False: self.go_wanted.emit(key))
        return told


def _place_words(state: AssessmentState, key: AnswerKey) -> str:
    """Return the question that a lane belongs to; of a column, with its list."""
    place = state.definition.place(key.link_id)
    return " · ".join(item.text for item in (*place.repeats, place.item))


def _is_there(state: AssessmentState, key: AnswerKey) -> bool:
    """Tell whether the row of a lane is still in its list."""
    repeats = state.definition.place(key.link_id).repeats
    return not repeats or key.path[-1] in state.rows_of(repeats[-1].link_id, key.path[:-1])
