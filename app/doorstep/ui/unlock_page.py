"""Unlocking: the passphrase, and for each thing that can be wrong a sentence with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal

from doorstep.errors import DoorstepError, WrongPassphraseError
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_line import PassphraseLine
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from doorstep.services.unlock import Profile
    from doorstep.ui.theme import Theme

_SECOND: Final = 1000
_WIDTH: Final = 560


class UnlockPage(Sheet):
    """The page. ``unlocked`` carries the Workspace that was opened."""

    unlocked = Signal(object)

    def __init__(self, profile: Profile, theme: Theme) -> None:
        super().__init__("Unlock Doorstep", "unlock", theme, width=_WIDTH)
        self._profile = profile
        self._wait = 0
        self._second = QTimer(self)
        self._second.setInterval(_SECOND)
        self._second.timeout.connect(self._count_down)
        self.notice = Notice(theme, "unlock_notice")
        self.add(self.notice)
        self.passphrase = PassphraseLine("passphrase", theme)
        self.field("Passphrase", self.passphrase)
        self.passphrase.line.returnPressed.connect(self.unlock)
        self.open_button = self.button("Unlock", "unlock_button", self.unlock, Weight.FIRST)
        self.row(self.open_button)
        self.words("No connection is needed. Nothing is sent anywhere.", "guidance")

    def begin(self) -> None:
        """Empty the page and put the cursor where the passphrase goes."""
        self.notice.clear()
        self.passphrase.forget()
        self.passphrase.line.setFocus()

    def unlock(self) -> None:
        """Open the vault beside the window."""
        if not self.passphrase.text or not self.open_button.isEnabled():
            self.passphrase.line.setFocus()
            return
        self.open_button.setEnabled(False)
        self.notice.say("", heading="Unlocking. This takes a moment …", role="accent")
        passphrase = self.passphrase.text
        run_beside(self, lambda: self._profile.open(passphrase), self._opened)

    def _opened(self, outcome: Outcome) -> None:
        self.open_button.setEnabled(True)
        if outcome.error is None:
            self.begin()
            self.unlocked.emit(outcome.value)
        elif isinstance(outcome.error, WrongPassphraseError):
            self._ask_again(outcome.error)
        else:
            self._explain(outcome.error)

    def _explain(self, error: DoorstepError) -> None:
        self.notice.tell(message_for(error), buttons=(self.button("Try again", "try_again", self.unlock),))

    def _ask_again(self, error: WrongPassphraseError) -> None:
        """Wait as long as the vault asks after a wrong passphrase, and show how long."""
        self.notice.tell(message_for(error))
        self.passphrase.line.selectAll()
        self.passphrase.line.setFocus()
        seconds = error.facts.get("wait_seconds")
        self._wait = round(seconds) if isinstance(seconds, (int, float)) else 0
        if self._wait > 0:
            self.open_button.setEnabled(False)
            self._second.start()
        self._say_wait()

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self._second.stop()
            self.open_button.setEnabled(True)
        self._say_wait()

    def _say_wait(self) -> None:
        unit = "second" if self._wait == 1 else "seconds"
        self.open_button.say(f"Unlock in {self._wait} {unit}" if self._wait > 0 else "Unlock")
