"""Where an assessment is, in words: only here, on its way, or safely received."""

from __future__ import annotations

from typing import Final

from doorstep.services.summary import Whereabouts

_WORDS: Final = {
    Whereabouts.ONLY_HERE: ("Only on this laptop. Not sent to the office yet.", "quiet"),
    Whereabouts.CHANGED_SINCE: ("! Changed since it was sent. The change is only on this laptop.", "needs"),
    Whereabouts.SENT: ("Sent. Waiting for the office's receipt.", "quiet"),
    Whereabouts.RECEIVED: ("✓ Safely received by the office.", "done"),
}


def whereabouts_words(whereabouts: Whereabouts) -> tuple[str, str]:
    """Return the words, and the colour role to say them in."""
    return _WORDS[whereabouts]
