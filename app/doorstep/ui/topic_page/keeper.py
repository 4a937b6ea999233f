"""What the widgets of a page share: the assessment, the theme, and the one way to change anything.

A widget never calls a verb bare. It hands the verb to ``Keeper.keep``, which turns a refusal into words for the lane
and tells the page what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from doorstep.errors import DoorstepError, VaultError
from doorstep.ui.messages import message_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.answer import AttachmentRef
    from doorstep.assessment.change import Change, ItemRef
    from doorstep.assessment.state import AssessmentState
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.question import QuestionBlock


class Keeper(QObject):
    """The page's hand on the assessment. ``changed`` tells each Change, ``rebuilt`` that controls came or went.

    ``blocks`` finds the widget of a place; a block enters and leaves it by itself.
    """

    changed = Signal(object)
    rebuilt = Signal(object)

    def __init__(self, assessment: OpenAssessment, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
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

    def keep(self, verb: Callable[[], Change]) -> str:
        """Do a verb and tell the page; return "" or, when it was refused, the words to show beside the field."""
        try:
            change = verb()
        except DoorstepError as error:
            return message_for(error).words
        self.changed.emit(change)
        return ""
