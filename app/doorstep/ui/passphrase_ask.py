"""Asking for the passphrase once more, in place: before signing, before anything leaves, before keys change.

Whoever finds the laptop open can then read what is in sight, but neither sign in the worker's name nor send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.errors import TooManyTriesError, WrongPassphraseError
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_line import PassphraseLine
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.errors import DoorstepError
    from doorstep.ui.theme import Theme


class PassphraseAsk(Group):
    """The place, hidden until ``ask``. ``confirm`` tells a right passphrase from a wrong one; it takes about a second.

    The parts are found as ``{name}_passphrase``, ``{name}_now`` and ``{name}_not_yet``.
    """

    def __init__(self, name: str, confirm: Callable[[str], bool], theme: Theme) -> None:
        super().__init__("Your passphrase", theme)
        self.setObjectName(f"{name}_ask")
        self._confirm = confirm
        self._then: Callable[[], None] = self.put_away
        self._heading = Words("", theme, "question")
        self._about = Words("", theme)
        self.passphrase = PassphraseLine(f"{name}_passphrase", theme)
        self.passphrase.line.returnPressed.connect(self.prove)
        self.notice = Notice(theme, f"{name}_ask_notice")
        self._go = button("Go on", f"{name}_now", theme, self.prove, Weight.FIRST)
        leave = button("Not yet", f"{name}_not_yet", theme, self.put_away)
        self.column.setSpacing(theme.space("lanes"))
        for widget in (
            self._heading,
            self._about,
            self.notice,  # above the line, which is always brought into view
            labelled("Your passphrase, to show that it is you", self.passphrase, theme),
            flow_of(theme, self._go, leave),
        ):
            self.column.addWidget(widget)
        self.hide()

    @property
    def heading(self) -> str:
        """What is being asked for; empty while nothing is."""
        return "" if self.isHidden() else self._heading.text()

    def ask(self, heading: str, about: str, verb: str, then: Callable[[], None]) -> None:
        """Ask in place; ``then`` follows the right passphrase, and ``verb`` stands on the button that leads there."""
        self._then = then
        self._heading.setText(heading)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._go.say(verb)
        self._go.setAccessibleName(verb)
        self.notice.clear()
        self.passphrase.forget()
        self.show()
        self.passphrase.line.setFocus()

    def put_away(self) -> None:
        """Forget what was typed, and ask nothing."""
        self.passphrase.forget()
        self.notice.clear()
        self.hide()

    def prove(self) -> None:
        """Look beside the window whether the passphrase is right."""
        if not self.passphrase.text or not self._go.isEnabled():
            self.passphrase.line.setFocus()
            return
        self.passphrase.line.setFocus()  # a button that is being switched off would lose the keyboard to anybody
        self._go.setEnabled(False)
        typed = self.passphrase.text
        run_beside(self, lambda: self._confirm(typed), self._told)

    def _told(self, outcome: Outcome) -> None:
        self._go.setEnabled(True)
        if outcome.error is not None or not outcome.value:
            self._refuse(outcome.error or WrongPassphraseError())
            return
        then = self._then
        self.put_away()
        then()

    def _refuse(self, error: DoorstepError) -> None:
        message = message_for(error)
        self.notice.tell_beside(message)
        seconds = error.facts.get("wait_seconds")
        if isinstance(error, TooManyTriesError) and isinstance(seconds, (int, float)):
            wait = max(1, round(seconds))
            unit = "second" if wait == 1 else "seconds"
            self.notice.say(message.words, heading=f"The next one can be tried in {wait} {unit}.", role="error")
        self.passphrase.line.selectAll()
        self.passphrase.line.setFocus()
