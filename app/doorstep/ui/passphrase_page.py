"""Changing the passphrase: the old one, the new one with its strength, and the new one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.first_start import strength_words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_line import PassphraseLine
from doorstep.ui.sheet import Sheet

if TYPE_CHECKING:
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme


class PassphrasePage(Sheet):
    """The page. ``changed`` tells that the new one holds."""

    changed = Signal()

    def __init__(self, workspace: Workspace, profile: Profile, theme: Theme) -> None:
        super().__init__("Change the passphrase", "passphrase_page", theme, back="◂ Back")
        self._workspace = workspace
        self._profile = profile
        self.words(
            "From then on only the new one opens the vault, its snapshots, and second copies made after the change. A "
            "second copy on a stick still opens with the old one until you make it again."
        )
        self.old = PassphraseLine("old_passphrase", theme)
        self.field("The passphrase that you have now", self.old)
        self.row(self.button("Make six words for me", "suggest_new", self.suggest))
        self.suggested = self.words("", "question", "suggested_new")
        self.suggested.hide()
        self.new = PassphraseLine("new_passphrase", theme)
        self.field("The new passphrase", self.new)
        self.strength = self.words("", "guidance", "new_strength")
        self.new.line.textChanged.connect(self._judge)
        self.again = PassphraseLine("new_passphrase_again", theme)
        self.field("The new passphrase once more", self.again)
        self.again.line.returnPressed.connect(self.change)
        self.notice = Notice(theme, "passphrase_notice")
        self.add(self.notice)
        self.go = self.button("Change it", "change_it", self.change, Weight.FIRST)
        self.row(self.go)

    def suggest(self) -> None:
        """Make a passphrase and show it in large words, to be written down and then typed."""
        words = self._profile.suggest_passphrase()
        self.suggested.setText(words)
        self.suggested.setAccessibleName(f"Your six words: {words}")
        self.suggested.show()
        self.new.line.setText(words)
        self.again.line.setFocus()

    def change(self) -> None:
        """Change it beside the window, when what was typed makes sense."""
        if not self.go.isEnabled():
            return
        for line, true, words in (
            (self.old, self.old.text, "Type the passphrase that you have now."),
            (self.new, self.new.text.strip(), "Choose a new passphrase."),
            (self.again, self.new.text == self.again.text, "The two new passphrases are not the same."),
        ):
            if not true:
                self.notice.say(words, heading="One thing first")
                line.line.setFocus()
                return
        old, new = self.old.text, self.new.text
        self.old.line.setFocus()
        self.go.setEnabled(False)
        self.notice.say("", heading="Changing it. This takes a moment …", role="accent")
        run_beside(self, lambda: self._workspace.change_passphrase(old, new), self._told)

    def _told(self, outcome: Outcome) -> None:
        self.go.setEnabled(True)
        if outcome.error is not None:
            self.notice.tell(message_for(outcome.error))
            return
        for line in (self.old, self.new, self.again):
            line.forget()
        self.suggested.setText("")
        self.suggested.hide()
        self.notice.say(
            "Only the new one opens the vault now. Write it on paper, and keep the paper apart from the laptop.",
            heading="The passphrase is changed.",
            role="done",
        )
        self.notice.setFocus()
        self.changed.emit()

    def _judge(self, text: str) -> None:
        self.strength.setText(strength_words(self._profile.strength(text)) if text else "")
