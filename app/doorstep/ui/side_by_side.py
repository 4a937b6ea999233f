"""A person's assessment and their carer's beside each other, as far as each lets the other see (TB-21)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from doorstep.assessment.answer import AnswerKey, AnswerState
from doorstep.assessment.change import ItemRef
from doorstep.assessment.standing import is_unconfirmed
from doorstep.definition.model import ItemType
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import Sheet, bare_column
from doorstep.ui.topic_page.speakers import STATE_WORDS
from doorstep.ui.topic_page.values import told_words
from doorstep.ui.what_changed import place_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import Answer, RowPath
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item
    from doorstep.services.assessments import Together
    from doorstep.ui.theme import Theme

_NOTHING = "Nothing is opened for the other yet. Which parts may be seen is asked in the next steps."


class SideBySide(Sheet):
    """The page; nothing on it can be changed. Two columns, or one below the other where there is no room."""

    def __init__(self, both: Together, theme: Theme) -> None:
        title = f"{both.person} and {both.carer}"
        super().__init__(title, "side_by_side", theme, width=theme.column * 2, back="◂ Back")
        self.words("Both agreed to look at this together. Each column holds what its own person lets the other see.")
        columns = Flow(theme, "page", even=True, least=theme.column // 2)
        for name, state in ((both.person, both.of_person), (both.carer, both.of_carer)):
            if state is not None:
                columns.add(_Column(name, state, theme))
        self.add(columns)


class _Column(QWidget):
    """What may be seen of one record, topic by topic."""

    def __init__(self, name: str, state: AssessmentState, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = bare_column(self, theme.space("lanes"))
        column.addWidget(Words(f"{name}: {state.definition.title}", theme, "question"))
        told = tuple(_told(state))
        if not told:
            column.addWidget(Words(_NOTHING, theme, "body", "quiet"))
        for topic, keys in groupby(told, key=lambda key: state.definition.topic_of(key.link_id).title):
            column.addWidget(Words(topic, theme, "body_strong"))
            for key in keys:
                column.addWidget(_answer(state, key, theme))
        column.addStretch(1)


def _told(state: AssessmentState) -> Iterator[AnswerKey]:
    """Yield the lanes that hold something said, in form order and row by row."""
    for section in state.definition.sections:
        for item in section.items:
            yield from _told_below(state, item, ())


def _told_below(state: AssessmentState, item: Item, path: RowPath) -> Iterator[AnswerKey]:
    if item.repeats or item.type is ItemType.GROUP:
        paths = [(*path, row) for row in state.rows_of(item.link_id, path)] if item.repeats else [path]
        for each in paths:
            for child in item.items:
                yield from _told_below(state, child, each)
        return
    for voice, answer in state.answers_of(item.link_id, path):
        if not is_unconfirmed(answer):
            yield AnswerKey(item.link_id, path, voice)


def _answer(state: AssessmentState, key: AnswerKey, theme: Theme) -> QWidget:
    question = place_words(state, ItemRef(key.link_id, key.path))
    box = Group(question, theme, key.voice.kind.value)
    box.column.addWidget(Words(question, theme, "guidance_strong"))
    box.column.addWidget(Words(state.speaker_name(key.voice), theme, "guidance", key.voice.kind.value))
    answer = state.current(key)
    box.column.addWidget(Words(_words(state, key, answer) if answer is not None else "", theme))
    return box


def _words(state: AssessmentState, key: AnswerKey, answer: Answer) -> str:
    if answer.value is not None:
        return f"“{told_words(state.item(key.link_id), answer.value)}”"
    return "" if answer.state is AnswerState.ANSWERED else STATE_WORDS[answer.state]
