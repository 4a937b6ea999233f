"""Then and now: what stood when an assessment was signed, and what was added to it since, by whom and why (TB-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from doorstep.assessment.answer import AnswerState
from doorstep.calendar import day_words
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import time_words
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into
from doorstep.ui.topic_page.speakers import STATE_WORDS
from doorstep.ui.topic_page.values import value_words

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.assessment.answer import Answer, Voice
    from doorstep.assessment.facts import AddendumAdded
    from doorstep.assessment.record import Record
    from doorstep.definition.model import Item
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

_WHOLE: Final = "The whole assessment"


class ThenAndNow(Sheet):
    """The page of one signed assessment, oldest addendum first."""

    def __init__(self, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__("Then and now", "then_and_now_page", theme, back=BACK)
        self._assessment = assessment
        self.signed = self.words("", name="signed_then")
        additions = QWidget()
        self._additions = bare_column(additions, theme.space("questions"))
        self.add(additions)

    def refresh(self) -> None:
        """Show what stands now."""
        record = self._assessment.freeze()
        self.signed.setText(_signed_words(record))
        empty(self._additions)
        for addendum in record.addenda:
            put_into(self._additions, self._shown(record, addendum))

    def _shown(self, record: Record, addendum: AddendumAdded) -> QWidget:
        item = self._assessment.definition.item(addendum.about) if addendum.about else None
        question = _WHOLE if item is None else item.text
        then = ("It stands as it was signed.",) if item is None else self._then(record, item)
        box = Group(question, self.theme)
        quiet = "guidance_strong"
        box.column.addWidget(Words(question, self.theme, "body_strong"))
        box.column.addWidget(Words("Then, when it was signed", self.theme, quiet, "quiet"))
        for words in then:
            box.column.addWidget(Words(words, self.theme))
        box.column.addWidget(Words(f"Added on {_when(addendum.at)} by {_who(record, addendum.by)}", self.theme, quiet))
        box.column.addWidget(Words(addendum.words, self.theme))
        box.column.addWidget(Words(f"Why: {addendum.reason}", self.theme, "guidance", "quiet"))
        return box

    def _then(self, record: Record, item: Item) -> tuple[str, ...]:
        """What each speaker had said; nothing in it can have changed since the signature."""
        answers = self._assessment.state.answers_of(item.link_id)
        told = tuple(_lane_words(record, item, voice, answer) for voice, answer in answers)
        return told or ("Nothing stood here.",)


def _lane_words(record: Record, item: Item, voice: Voice, answer: Answer) -> str:
    if answer.state is AnswerState.ANSWERED:
        words = f"“{value_words(item, answer.value)}”"
    else:
        words = f"{STATE_WORDS[answer.state]}. {answer.reason}".strip()
    return f"{record.speaker_name(voice)}: {words}"


def _signed_words(record: Record) -> str:
    if record.signed is None:
        return "This assessment is not signed yet. Until then its answers can simply be changed."
    signed = f"{_who(record, record.signed.by)} signed on {_when(record.signed.at)}."
    if not record.addenda:
        return f"{signed} Nothing has been added since: it is now what it was then."
    count = "1 thing has" if len(record.addenda) == 1 else f"{len(record.addenda)} things have"
    return f"{signed} No answer has changed since. {count} been added."


def _who(record: Record, by: str) -> str:
    party = record.party(by)
    return party.name if party is not None else "the worker"


def _when(moment: datetime) -> str:
    return f"{day_words(moment.astimezone().date())} at {time_words(moment)}"
