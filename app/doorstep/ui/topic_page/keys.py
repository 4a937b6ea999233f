"""The keys that work inside a question. ``LaneDeeds`` does what they ask for; the sheet of keys shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from doorstep.ui.topic_page.speakers import STATE_WORDS

if TYPE_CHECKING:
    from doorstep.assessment.answer import AnswerState


class Confirm(Enum):
    """What can be said of an answer from before (TB-04)."""

    STILL_TRUE = "still_true"
    CHANGED = "changed"
    NOT_SURE = "not_sure"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ConfirmKey:
    """One key for an answer from before: as Qt writes it, and in words."""

    keys: str
    words: str
    confirm: Confirm


@dataclass(frozen=True, slots=True)
class LaneKey:
    """One key: as Qt writes it, in words, and the state that it puts a lane into, if it does."""

    keys: str
    words: str
    state: AnswerState | None = None


STATE_KEYS: Final = tuple(
    LaneKey(f"Ctrl+{number}", words, state) for number, (state, words) in enumerate(STATE_WORDS.items(), 1)
)
MENU_KEY: Final = LaneKey("Alt+Down", "Why there is no answer, and who may see it: open the list")
EXPLAIN_KEY: Final = LaneKey("Alt+W", "Say what the underlined words of the question mean")
TAG_KEY: Final = LaneKey("Ctrl+T", "This is about …: show the selected words under a part of life as well")
PLAIN_KEY: Final = LaneKey("Ctrl+Shift+T", "Say it plainly …: put plain words for the selected ones into Easy Read")
ROW_UP_KEY: Final = LaneKey("Alt+Shift+Up", "In a list: move the entry up")
ROW_DOWN_KEY: Final = LaneKey("Alt+Shift+Down", "In a list: move the entry down")

CONFIRM_KEYS: Final = (
    ConfirmKey("Alt+1", "Still true", Confirm.STILL_TRUE),
    ConfirmKey("Alt+2", "Changed", Confirm.CHANGED),
    ConfirmKey("Alt+3", "Not sure", Confirm.NOT_SURE),
    ConfirmKey("Alt+4", "Ask me later", Confirm.LATER),
    ConfirmKey("Alt+0", "Do not ask me this again", Confirm.NEVER),
)
"""What was said before: one key for each thing that can be said of it now."""

LANE_KEYS: Final = (*STATE_KEYS, MENU_KEY, EXPLAIN_KEY, TAG_KEY, PLAIN_KEY, ROW_UP_KEY, ROW_DOWN_KEY)
"""All of them, in the order of the sheet."""
