"""What the widgets of a page share: the assessment, the theme, and the one way to change anything.

A widget never calls a verb bare. It hands the verb to ``Keeper.keep``, which turns a refusal into words for the lane
and tells the page what changed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from doorstep.assessment.answer import AnswerKey, AnswerState
from doorstep.assessment.change import ItemRef
from doorstep.errors import DoorstepError, VaultError
from doorstep.ui.controls.term_words import no_terms
from doorstep.ui.messages import message_for
from doorstep.ui.topic_page.keys import Confirm

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.answer import AttachmentRef, RowPath
    from doorstep.assessment.change import Change
    from doorstep.assessment.confirming import Carried
    from doorstep.assessment.state import AssessmentState
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.controls.term_words import Terms
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.question import QuestionBlock


class Keeper(QObject):
    """The page's hand on the assessment. ``changed`` tells each Change, ``rebuilt`` that controls came or went.

    ``go_wanted`` asks to show an ItemRef, with the Voice of a lane or None; ``place_wanted`` carries a PlaceWanted.
    ``checked`` tells, once something from before has been dealt with, the lanes that come after it and waited then.
    ``terms`` finds the professional words in a text. ``blocks`` finds the widget of a place; a block enters and leaves
    it by itself.
    """

    changed = Signal(object)
    rebuilt = Signal(object)
    checked = Signal(object)
    go_wanted = Signal(object, object)
    place_wanted = Signal(object)

    def __init__(self, assessment: OpenAssessment, theme: Theme, parent: QObject, terms: Terms = no_terms) -> None:
        super().__init__(parent)
        self.terms = terms
        self.assessment = assessment
        self.theme = theme
        self.blocks: dict[ItemRef, QuestionBlock] = {}

    @property
    def state(self) -> AssessmentState:
        """What stands, to read."""
        return self.assessment.state

    @property
    def locked(self) -> bool:
        """Whether the record is signed, so that nothing here may be changed."""
        return self.state.signed is not None

    def picture(self, kept: AttachmentRef) -> bytes:
        """Return the bytes of a picture that is kept; b"" when the vault does not have it."""
        try:
            return self.assessment.attachment(kept.sha256)
        except (KeyError, VaultError):
            return b""

    def go_to_lane(self, key: AnswerKey) -> None:
        """Ask to be taken to a lane."""
        self.go_wanted.emit(ItemRef(key.link_id, key.path), key.voice)

    def lanes_below(self, link_id: str, path: RowPath = ()) -> tuple[AnswerKey, ...]:
        """Return every lane of a question that was answered; of a list, those of all its rows."""
        item = self.state.item(link_id)
        own = tuple(
            AnswerKey(link_id, path, voice)
            for voice, answer in self.state.answers_of(link_id, path)
            if answer.state is AnswerState.ANSWERED
        )
        if not item.repeats:
            return own
        rows = self.state.rows_of(link_id, path)
        below = (self.lanes_below(column.link_id, (*path, row)) for row in rows for column in item.items)
        return (*own, *(key for keys in below for key in keys))

    def waiting(self, link_id: str) -> tuple[Carried, ...]:
        """Return what came from before and waits to be checked, on the topic of a question, in its order."""
        return self.state.to_confirm(self.state.definition.topic_of(link_id))

    def waiting_after(self, key: AnswerKey) -> tuple[AnswerKey, ...]:
        """Return the lanes that wait after one of them; none when that one does not wait itself."""
        keys = [carried.key for carried in self.waiting(key.link_id)]
        return tuple(keys[keys.index(key) + 1 :]) if key in keys else ()

    def confirm(self, key: AnswerKey, confirm: Confirm) -> str:
        """Say what is true of an answer from before, and tell which lanes come next; CHANGED is said by another answer.

        Returns what ``keep`` returns.
        """
        verbs: dict[Confirm, Callable[[AnswerKey], Change]] = {
            Confirm.STILL_TRUE: self.assessment.still_true,
            Confirm.NOT_SURE: self.assessment.not_sure,
            Confirm.LATER: self.assessment.ask_later,
            Confirm.NEVER: self.assessment.do_not_ask_again,
        }
        after = self.waiting_after(key)
        words = self.keep(partial(verbs[confirm], key))
        self.checked.emit(after)
        return words

    def keep(self, verb: Callable[[], Change]) -> str:
        """Do a verb and tell the page; return "" or, when it was refused, the words to show beside the field."""
        try:
            change = verb()
        except DoorstepError as error:
            return message_for(error).words
        self.changed.emit(change)
        return ""
