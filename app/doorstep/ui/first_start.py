"""The first start: make the vault on this laptop. One page, three steps: a passphrase, you, and the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from doorstep.assessment.people import Worker
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_line import PassphraseLine
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.services.unlock import Profile
    from doorstep.ui.theme import Theme
    from doorstep.vault.passphrase import Strength

_WHY: Final = (
    "What people tell you is kept on this laptop in a vault that only your passphrase opens. Nothing leaves the laptop "
    "unless you send it."
)
_HOW: Final = (
    "Take at least four words that do not belong together, or let Doorstep make six for you. Say them aloud, write "
    "them down on paper, and keep the paper apart from the laptop."
)
_LOST: Final = "Nobody can look the passphrase up for you, and there is no back door. Keep the paper safe."


_STRENGTHS: Final = ("", "", "Good enough.", "Strong.", "Very strong.")
"""By score."""
_WEAKNESSES: Final = {
    "empty": "",
    "too_short": "Too short: a computer tries all short ones. Add words.",
    "common": "Too well known: it is among the first that anyone would try.",
    "repeated": "The same again and again is quickly guessed. Add words that have nothing to do with each other.",
    "guessable": "Still easy to guess. One or two more words make it much stronger.",
}


def strength_words(strength: Strength) -> str:
    """Return how strong a passphrase is, or what would make it strong enough."""
    return _STRENGTHS[strength.score] if strength.reason is None else _WEAKNESSES[strength.reason]


class FirstStart(Sheet):
    """The page. ``created`` carries the Workspace that was made."""

    created = Signal(object)

    def __init__(self, profile: Profile, theme: Theme) -> None:
        super().__init__("Welcome to Doorstep", "first_start", theme)
        self._profile = profile
        self.words(_WHY)
        self._ask_passphrase()
        self._ask_worker()
        self.heading("3. Make the vault")
        self.words(_LOST)
        self.notice = Notice(theme, "first_start_notice")
        self.add(self.notice)
        self.make = self.button("Make the vault", "make_vault", self.create_vault, Weight.FIRST)
        self.row(self.make)

    def _ask_passphrase(self) -> None:
        self.heading("1. Choose a passphrase")
        self.words(_HOW)
        self.row(self.button("Make six words for me", "suggest_passphrase", self.suggest))
        self.suggested = self.words("", "question", "suggested_words")
        self.suggested.hide()
        self.passphrase = PassphraseLine("passphrase", self.theme)
        self.field("Passphrase", self.passphrase)
        self.strength = self.words("", "guidance", "strength")
        self.again = PassphraseLine("passphrase_again", self.theme)
        self.field("The same passphrase once more", self.again)
        self.passphrase.line.textChanged.connect(self._judge)

    def _ask_worker(self) -> None:
        self.heading("2. About you")
        self.words("Your name stands beside what you write, and on the copies that you leave.")
        self.worker_name = self.line("Your name", "worker_name")
        self.worker_job = self.line("Your job", "worker_job", "For example: social worker, Brackwater Council")
        self.worker_phone = self.line("Your work phone", "worker_phone", "It is printed where people need to reach you")
        self.worker_phone.returnPressed.connect(self.create_vault)

    def suggest(self) -> None:
        """Make a passphrase and show it in large words, to be written down and then typed."""
        words = self._profile.suggest_passphrase()
        self.suggested.setText(words)
        self.suggested.setAccessibleName(f"Your six words: {words}")
        self.suggested.show()
        self.passphrase.line.setText(words)
        self.again.line.setFocus()

    def create_vault(self) -> None:
        """Check what was typed, then make the vault beside the window; that takes a moment, on purpose."""
        mistake = self._first_mistake()
        if mistake is not None:
            line, words = mistake
            self.notice.say(words, heading="One thing before the vault can be made")
            line.setFocus()
            return
        self.make.setEnabled(False)
        self.notice.say("It makes guessing slow.", heading="Making the vault. This takes a moment …", role="accent")
        passphrase, worker = self.passphrase.text, self._worker()
        run_beside(self, lambda: self._profile.create(passphrase, worker), self._made)

    def _first_mistake(self) -> tuple[QWidget, str] | None:
        if not self.passphrase.text.strip():
            return self.passphrase.line, "Choose a passphrase."
        if self.passphrase.text != self.again.text:
            return self.again.line, "The two passphrases are not the same. Type the second one again."
        if not self.worker_name.text().strip():
            return self.worker_name, "Write your name."
        return None

    def _worker(self) -> Worker:
        name, job, phone = (line.text().strip() for line in (self.worker_name, self.worker_job, self.worker_phone))
        return Worker(id="", name=name, job=job, phone=phone)

    def _made(self, outcome: Outcome) -> None:
        self.make.setEnabled(True)
        if outcome.error is not None:
            self.notice.tell(message_for(outcome.error))
            return
        self.notice.clear()
        self.passphrase.forget()
        self.again.forget()
        self.suggested.clear()
        self.created.emit(outcome.value)

    def _judge(self, text: str) -> None:
        self.strength.setText(strength_words(self._profile.strength(text)) if text else "")
