"""A second key in the laptop's own keystore: what it is good for, what it costs, and turning it on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.errors import TooManyTriesError, WrongPassphraseError
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_ask import PassphraseAsk
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

_GOOD: Final = (
    "Doorstep can ask this laptop’s own keystore for a second key each time you unlock. You type nothing more: the "
    "keystore opens when you sign in to the laptop. Whoever copied the vault’s files could then not even begin to "
    "guess your passphrase on another computer."
)
_COST: Final = (
    "The vault then opens on this laptop and in your account only. A second copy on a stick opens here only, too. If "
    "the laptop is set up anew, or the keystore is emptied, your office opens the vault with its own key."
)
_NEEDED: Final = "The second key is turned on."
_NOT_NEEDED: Final = "The second key is turned off: your passphrase opens the vault alone."
_NOT_YET: Final = (
    "A second key is possible once you have connected Doorstep to your office. Until then the keystore would be the "
    "only way in, and what it lost would be lost to everybody."
)


class SecondKeyPage(Sheet):
    """The page. One button turns the second key on or off, after the passphrase."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__("A second key in this laptop", "second_key_page", theme, back="◂ Back")
        self._workspace = workspace
        self._needed = False
        self.words(_GOOD)
        self.words(_COST)
        self.notice = Notice(theme, "second_key_notice")
        self.add(self.notice)
        self.state = self.words("", "body_strong", "second_key_state")
        self.proof = PassphraseAsk("second_key", self._change, theme)
        self.add(self.proof)
        self.go = self.button("Turn it on", "change_second_key", self.ask)
        self.row(self.go)
        self.refresh()

    def refresh(self) -> None:
        """Show how it is, and what can be changed."""
        needed, possible = self._workspace.needs_second_key, self._workspace.may_need_second_key
        self.state.setText(_NEEDED if needed else _NOT_NEEDED if possible else f"{_NOT_NEEDED} {_NOT_YET}")
        self.go.say("Turn it off" if needed else "Turn it on")
        self.go.setVisible(needed or possible)

    def ask(self) -> None:
        """Ask for the passphrase, and change it then."""
        self._needed = not self._workspace.needs_second_key
        self.notice.clear()
        if self._needed:
            self.proof.ask("Turn the second key on?", "", "Turn it on", self._changed)
        else:
            self.proof.ask("Turn the second key off?", "", "Turn it off", self._changed)

    def _change(self, passphrase: str) -> bool:
        """Prove the passphrase and change it in one step; runs beside the window."""
        try:
            self._workspace.need_second_key(passphrase, needed=self._needed)
        except TooManyTriesError:
            raise
        except WrongPassphraseError:
            return False
        return True

    def _changed(self) -> None:
        self.refresh()
        if self._needed:
            words = "Make your second copies anew: the ones you have still open with the passphrase alone."
        else:
            words = "Your passphrase opens the vault alone again."
        self.notice.say(words, heading="That is changed.", role="done")
        self.notice.setFocus()
