"""What stands at the foot of a topic for the questions that wait there: how many, and what of them is still needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.theme import Theme


class More(Flow):
    """The button, and calm words beside it. ``wanted`` asks for the questions. Hidden while none waits."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "lanes")
        self.button = button("More about this", "more_about_this", theme, self.wanted.emit)
        self.needed = Words("", theme, "guidance", "quiet")
        self.needed.setObjectName("more_needed")
        self.add(self.button)
        self.add(self.needed)
        self.hide()

    def tell(self, count: int, still_open: Sequence[ItemRef], state: AssessmentState) -> None:
        """Say how many questions wait, and how many places in them are still needed, by law above all (TB-14)."""
        words = needed_words(len(still_open), sum(state.item(ref.link_id).legal for ref in still_open))
        self.button.say(f"More about this ({count})")
        self.button.setAccessibleDescription(words)
        self.needed.setText(words)
        self.needed.setVisible(bool(words))
        self.setVisible(count > 0)


def needed_words(needed: int, by_law: int) -> str:
    """Say how many questions out of sight are still needed, and how many of them by law; empty when none is."""
    if not needed:
        return ""
    if needed == by_law:
        return f"{needed} in there still needed, by law." if needed > 1 else "One in there is still needed, by law."
    if not by_law:
        return f"{needed} in there still needed." if needed > 1 else "One in there is still needed."
    return f"{needed} in there still needed, {by_law} of them by law."
