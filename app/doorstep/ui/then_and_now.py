"""Then and now: what was added since a signature (TB-09), and what is different from an earlier record (TB-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from doorstep.assessment.answer import AnswerState
from doorstep.calendar import day_words
from doorstep.errors import DoorstepError
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import time_words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into
from doorstep.ui.topic_page.speakers import STATE_WORDS
from doorstep.ui.topic_page.values import value_words
from doorstep.ui.what_changed import WhatChanged, summary_words

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.assessment.answer import Answer, Voice
    from doorstep.assessment.facts import AddendumAdded
    from doorstep.assessment.record import Record
    from doorstep.definition.model import Item
    from doorstep.services.assessments import Assessments, AssessmentSummary
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

_WHOLE: Final = "The whole assessment"
_SIGNATURE: Final = ("", "What was added since it was signed")


class ThenAndNow(Sheet):
    """The page of one record: oldest addendum first, or what is different from the earlier record that is picked."""

    def __init__(self, assessments: Assessments, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__("Then and now", "then_and_now_page", theme, back=BACK)
        self._assessments = assessments
        self._assessment = assessment
        self.notice = Notice(theme, "then_notice")
        self.add(self.notice)
        self.with_what = Pick("Compare with", (_SIGNATURE,), theme, "")
        self.with_what.changed.connect(lambda _picked: self._show())
        self.add(self.with_what)
        self.signed = self.words("", name="signed_then")
        additions = QWidget()
        self._additions = bare_column(additions, theme.space("questions"))
        self.add(additions)
        self._begun = False

    def refresh(self) -> None:
        """Show what stands now; what was picked stays picked."""
        try:
            earlier = self._assessments.earlier(self._assessment.record_id)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            earlier = ()
        choices = (_SIGNATURE, *((line.record_id, _record_words(line)) for line in earlier))
        picked = self.with_what.value
        if not self._begun and earlier and self._assessment.state.signed is None:
            picked = earlier[0].record_id
        self._begun = True
        self.with_what.offer(choices, picked if picked in dict(choices) else "")
        self.with_what.setVisible(bool(earlier))
        self._show()

    def focus_first(self) -> None:
        """Put the keyboard on what is compared with."""
        if self.with_what.isHidden():
            super().focus_first()
        else:
            self.with_what.focus_picked()

    def _show(self) -> None:
        empty(self._additions)
        if self.with_what.value:
            self._show_differences(self.with_what.value)
        else:
            self._show_addenda()

    def _show_differences(self, record_id: str) -> None:
        try:
            then = self._assessments.state(record_id)
            comparison = self._assessments.compare(record_id, self._assessment.record_id)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        self.signed.setText(summary_words(comparison))
        put_into(self._additions, WhatChanged(comparison, then, self._assessment.state, self.theme))

    def _show_addenda(self) -> None:
        record = self._assessment.freeze()
        self.signed.setText(_signed_words(record))
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


def _record_words(line: AssessmentSummary) -> str:
    day = line.last_visit or line.changed_at.astimezone().date()
    return f"{line.title}, {day_words(day)}"


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
