"""The words that a stranger must not come across, for the program and the test alike."""

from __future__ import annotations

from typing import Final

PRIVATE_WORDS: Final = ("the heron letters are in the blue tin", "he told me of the thistle debts")
"""What the person said, and what only the worker may see."""
PRIVATE_WORDS_TOPIC: Final = "what_matters"
SAID: Final = "wm_manage_now"
"""The question that was answered with them."""
