"""What a record that has just begun brings with it, said plainly before the conversation (TB-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.calendar import day_words
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.theme import Theme


class FromBefore(Notice):
    """The notice, until it is dealt with. ``check_wanted`` asks for the first answer that waits."""

    check_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "from_before")
        self._theme = theme

    def tell_count(self, state: AssessmentState) -> None:
        """Say how many answers wait to be checked, and how old the newest is; nothing when none came from before."""
        waiting = [each for topic in state.definition.topics for each in state.to_confirm(topic)]
        said = [each.said_at for each in waiting if not each.from_start]
        if not said:
            return
        day = day_words(max(said).astimezone().date())
        count = "1 answer" if len(waiting) == 1 else f"{len(waiting)} answers"
        self.say(
            "Nothing counts until it has been checked together.",
            heading=f"{count} from before, the last from {day}, to check with {state.person.called}.",
            role="accent",
            buttons=(
                button("Begin checking", "begin_checking", self._theme, self._check, Weight.FIRST),
                button("All right", "dismiss_from_before", self._theme, self.clear),
            ),
        )
        self.setFocus()

    def _check(self) -> None:
        self.clear()
        self.check_wanted.emit()
