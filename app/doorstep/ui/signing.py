"""The worker's signature, and what may follow it: dated addenda with their reason (TB-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.calendar import day_words
from doorstep.errors import AssessmentError, NotReadyToSignError
from doorstep.ui.addendum_form import Addendum, AddendumForm
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import time_words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_ask import PassphraseAsk
from doorstep.ui.sheet import bare_column, button, flow_of, labelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from doorstep.assessment.change import Change
    from doorstep.assessment.record import Record
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

STATEMENT: Final = "This is a true record of what was said to me and of what I saw."
_FREEZES: Final = (
    "Once you sign, no answer can be changed. Whatever turns out to be different is added below it, with the date "
    "and the reason."
)


class Signing(QWidget):
    """The lower half of check and sign. ``changed`` carries the Change of a signature or an addendum.

    ``confirm`` tells whether a passphrase is the worker's. ``then_and_now_wanted`` asks to see what was added to what.
    """

    changed = Signal(object)
    then_and_now_wanted = Signal()

    def __init__(self, assessment: OpenAssessment, confirm: Callable[[str], bool], theme: Theme) -> None:
        super().__init__()
        self._assessment = assessment
        self._theme = theme
        self._heading = Words("Sign", theme, "question")
        self._about = Words(_FREEZES, theme)
        self._about.setObjectName("signed_words")
        self.notice = Notice(theme, "sign_notice")
        self.statement = NoteEdit(theme)
        self.statement.setObjectName("statement")
        self.statement.setPlainText(STATEMENT)
        self._place = QWidget()
        place = bare_column(self._place, theme.space("lanes"))
        place.addWidget(labelled("Your statement", self.statement, theme))
        place.addWidget(flow_of(theme, button("Sign and freeze", "ask_to_sign", theme, self.ask_to_sign, Weight.FIRST)))
        self.proof = PassphraseAsk("sign", confirm, theme)
        self._compare = flow_of(theme, button("Then and now", "then_and_now", theme, self.then_and_now_wanted.emit))
        self.addendum = AddendumForm(theme)
        self.addendum.wanted.connect(self._add_addendum)
        column = bare_column(self, theme.space("lanes"))
        column.setContentsMargins(0, theme.space("lanes"), 0, 0)
        for widget in (self._heading, self._about, self._compare, self._place, self.proof, self.notice, self.addendum):
            column.addWidget(widget)
        self.refresh()

    def refresh(self) -> None:
        """Show the place to sign, or what stands after signing."""
        signed = self._assessment.state.signed is not None
        self._place.setVisible(not signed)
        self._compare.setVisible(signed)
        self.addendum.setVisible(signed)
        self._heading.setText("Signed" if signed else "Sign")
        self._about.setText(what_stands(self._assessment.freeze()) if signed else _FREEZES)

    def ask_to_sign(self) -> None:
        """Ask once more, in place and for the passphrase, because a signature cannot be taken back.

        When something is still needed it says so first: nobody types a passphrase for nothing.
        """
        missing = self._assessment.state.missing_count
        if missing:
            self.proof.put_away()
            self.notice.tell(message_for(NotReadyToSignError(missing=missing)))
            return
        self.notice.clear()
        self.proof.ask(
            "Sign this assessment now?", "After this, answers can no longer be changed.", "Sign now", self.sign
        )

    def sign(self) -> None:
        """Sign and freeze."""
        if self._do(lambda: self._assessment.sign(self.statement.toPlainText().strip())):
            self.notice.say("", heading="Signed. Nothing in it can be changed any more.", role="done")
            self.notice.setFocus()

    def _add_addendum(self, addendum: Addendum) -> None:
        if self._do(lambda: self._assessment.add_addendum(addendum.about, addendum.words, addendum.reason)):
            self.addendum.forget()
            self.notice.say("It stands below the signature, with today's date.", heading="Added.", role="done")
            self.notice.setFocus()

    def _do(self, verb: Callable[[], Change]) -> bool:
        try:
            change = verb()
        except AssessmentError as error:
            self.notice.tell(message_for(error))
            return False
        self.changed.emit(change)
        self.refresh()
        return True


def what_stands(record: Record) -> str:
    """Return the signature and the addenda of a signed record in words."""
    if record.signed is None:
        return ""
    signed, by = record.signed, record.party(record.signed.by)
    lines = [f"{by.name if by else 'The worker'} signed on {_when(signed.at)}: “{signed.statement}”"]
    lines += [f"Added on {_when(each.at)}: {each.words} Why: {each.reason}" for each in record.addenda]
    return "\n\n".join(lines)


def _when(moment: datetime) -> str:
    return f"{day_words(moment.astimezone().date())} at {time_words(moment)}"
