"""What is different between two records, in plain words: then, now, who said so and who wrote it down (TB-28)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from doorstep.assessment.answer import AnswerState
from doorstep.assessment.change import ItemRef
from doorstep.assessment.comparison import Kind
from doorstep.calendar import day_words
from doorstep.definition.model import ItemType
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import bare_column
from doorstep.ui.topic_page.speakers import STATE_WORDS
from doorstep.ui.topic_page.values import told_words, value_words

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer, Voice
    from doorstep.assessment.comparison import Comparison, Difference
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item
    from doorstep.ui.theme import Theme

_HEADING_PARTS: Final = 3
_COUNTED: Final = ((Kind.CHANGED, "changed"), (Kind.NEW, "new"), (Kind.GONE, "gone"))


class WhatChanged(QWidget):
    """The differences, topic by topic."""

    def __init__(self, comparison: Comparison, then: AssessmentState, now: AssessmentState, theme: Theme) -> None:
        super().__init__()
        self._then = then
        self._now = now
        self._theme = theme
        column = bare_column(self, theme.space("lanes"))
        for title, differences in groupby(comparison.differences, key=self._topic):
            column.addWidget(Words(title, theme, "question"))
            for difference in differences:
                column.addWidget(self._shown(difference))

    def _state(self, difference: Difference) -> AssessmentState:
        """The record in which the place of a difference stands."""
        return self._then if difference.kind is Kind.GONE else self._now

    def _topic(self, difference: Difference) -> str:
        return self._state(difference).definition.topic_of(difference.ref.link_id).title

    def _shown(self, difference: Difference) -> QWidget:
        state = self._state(difference)
        question = place_words(state, difference.ref)
        box = Group(question, self._theme, difference.voice.kind.value if difference.voice else None)
        box.column.addWidget(Words(question, self._theme, "body_strong"))
        for words in self._lines(difference):
            box.column.addWidget(Words(words, self._theme))
        return box

    def _lines(self, difference: Difference) -> tuple[str, ...]:
        link_id, voice = difference.ref.link_id, difference.voice
        if voice is None:
            words = row_words(self._state(difference), difference.ref) or "nothing is written in it"
            return (f"{'No longer' if difference.kind is Kind.GONE else 'New'} in the list: {words}",)
        now = _told(self._now, link_id, voice, difference.now)
        if difference.then is None or difference.then.value is None:
            return (f"New: {now}",)
        return f"Then: {_told(self._then, link_id, voice, difference.then)}", f"Now: {now}"


def summary_words(comparison: Comparison) -> str:
    """Return how much is different, in one or two sentences."""
    counts = [(words, sum(each.kind is kind for each in comparison.differences)) for kind, words in _COUNTED]
    told = [f"{count} {words}" for words, count in counts if count]
    same = f"{comparison.same} as before" if comparison.same else ""
    first = ", ".join([*told, same] if same else told) or "Nothing is different"
    rest = f" {comparison.unchecked} from before still to check." if comparison.unchecked else ""
    return f"{first}.{rest}"


def row_words(state: AssessmentState, ref: ItemRef) -> str:
    """Return a row by its first answers; "" when there is none."""
    told = (_first_answer(state, item, ref) for item in state.definition.item(ref.link_id).items)
    return " · ".join([words for words in told if words][:_HEADING_PARTS])


def _first_answer(state: AssessmentState, item: Item, ref: ItemRef) -> str:
    if item.repeats or item.type is ItemType.GROUP:
        return ""
    words = (value_words(item, answer.value) for _voice, answer in state.answers_of(item.link_id, ref.path))
    return next((" ".join(each.split()) for each in words if each), "")


def place_words(state: AssessmentState, ref: ItemRef) -> str:
    """Return a question; inside a row with the list that it belongs to, and the words of the row."""
    place = state.definition.place(ref.link_id)
    if not place.repeats:
        return place.item.text
    repeat = place.repeats[-1]
    row = row_words(state, ItemRef(repeat.link_id, ref.path))
    return " · ".join(part for part in (repeat.text, row, place.item.text) if part)


def _told(state: AssessmentState, link_id: str, voice: Voice, answer: Answer | None) -> str:
    """Return what a lane says, with who said it, who wrote it down, and when."""
    if answer is None:
        return "nothing"
    if answer.value is not None:
        words = f"“{told_words(state.item(link_id), answer.value)}”"
    else:
        gap = "" if answer.state is AnswerState.ANSWERED else STATE_WORDS[answer.state].lower()
        words = f"{gap}. {answer.reason}" if answer.reason else gap
    speaker, wrote = state.speaker_name(voice), answer.provenance.recorded_by
    writer = next((party.name for party in state.parties if party.id == wrote), "")
    by = f", written down by {writer}" if writer and writer != speaker else ""
    return f"{words} ({speaker}, {day_words(answer.provenance.recorded_at.astimezone().date())}{by})"
