"""Where an assessment is, in words: only here, on its way, or safely received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.calendar import day_words
from doorstep.services.summary import Whereabouts

if TYPE_CHECKING:
    from doorstep.services.summary import AssessmentSummary

_WORDS: Final = {
    Whereabouts.ONLY_HERE: ("Only on this laptop. Not sent to the office yet.", "quiet"),
    Whereabouts.CHANGED_SINCE: ("! Changed since it was sent. The change is only on this laptop.", "needs"),
    Whereabouts.SENT: ("Sent. Waiting for the office's receipt.", "quiet"),
    Whereabouts.LENT: ("From the office, to read from.", "quiet"),
    Whereabouts.RECEIVED: ("✓ Safely received by the office.", "done"),
}


def whereabouts_words(summary: AssessmentSummary) -> tuple[str, str]:
    """Return where an assessment is, and the colour role to say it in."""
    words, colour = _WORDS[summary.whereabouts]
    if summary.whereabouts is Whereabouts.RECEIVED and summary.received_at is not None:
        words = f"✓ Safely received by the office on {day_words(summary.received_at.astimezone().date())}."
    if summary.lent_until is not None:
        words = f"From the office, to read from until {day_words(summary.lent_until)}."
    return words, colour
