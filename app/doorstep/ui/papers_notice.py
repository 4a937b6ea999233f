"""Is it safe to leave papers here? Asked before anything is printed or saved, and obeyed (TB-12, UKP-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

_SAFE_QUESTION: Final = "sa_print_safe"
_NOT_ASKED: Final = "Nobody has asked yet whether it is safe to leave papers here. Ask when the person is alone."
_NOT_SAFE: Final = "The person said that papers are not safe here. Agree on another way to give them their copy."


class PapersNotice(Notice):
    """Stays until papers may be left. ``ask_wanted`` carries the link_id of the question that should be asked first."""

    ask_wanted = Signal(str)

    def __init__(self, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__(theme, "papers_notice")
        self._assessment = assessment
        self._now = False

    def allows(self) -> bool:
        """Tell whether papers may be left; if not, say so and take the keyboard here."""
        if self._now or self._assessment.state.derived.safe_to_leave_papers:
            return True
        self.refresh()
        self.setFocus()
        return False

    def allow_this_time(self) -> None:
        """Take the worker's word that it is safe to leave this copy."""
        self._now = True
        self.clear()

    def refresh(self) -> None:
        """Say what was answered, unless it was yes."""
        safe = self._assessment.state.derived.safe_to_leave_papers
        if safe or self._now:
            self.clear()
            return
        buttons: list[QWidget] = []
        if safe is None and _SAFE_QUESTION in self._assessment.definition.places:
            ask = button("Go to the question", "ask_safe", self._theme, lambda: self.ask_wanted.emit(_SAFE_QUESTION))
            buttons.append(ask)
        buttons.append(button("It is safe for this copy", "safe_now", self._theme, self.allow_this_time))
        words = _NOT_ASKED if safe is None else _NOT_SAFE
        self.say(words, heading="Is it safe to leave papers here?", buttons=tuple(buttons))
