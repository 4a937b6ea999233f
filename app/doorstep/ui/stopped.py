"""Plain words after an end that nobody wanted: where the worker stopped, what is safe, what was still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.ui.dates import time_words

if TYPE_CHECKING:
    from doorstep.definition.model import FormDefinition
    from doorstep.services.workspace import Interruption


def stopped_heading(interruption: Interruption, definition: FormDefinition | None) -> str:
    """Return where the worker stopped: the topic and the time."""
    known = definition is not None and interruption.link_id in definition.places
    topic = f" at “{definition.topic_of(interruption.link_id).title}”" if definition is not None and known else ""
    who = f" with {interruption.called}" if interruption.called else ""
    when = f", {time_words(interruption.saved_at)}" if interruption.saved_at is not None else ""
    if not topic and not who:
        return "Doorstep was not closed last time."
    return f"You stopped{topic}{who}{when}."


def stopped_words(interruption: Interruption) -> str:
    """Return what is safe, what is not, and the words that were still being typed."""
    if interruption.lost_saves:
        count = "1 change" if interruption.lost_saves == 1 else f"{interruption.lost_saves} changes"
        safe = (
            f"{count} that had been saved cannot be found on the disk any more. Compare the last answers with your "
            "notes, and tell your office."
        )
    else:
        safe = "Everything that was shown as saved is here."
    drafts = [text.strip() for text in interruption.drafts.values() if text.strip()]
    typed = " ".join(f"“{text}”" for text in drafts)
    return f"{safe} These words were still being typed, and are in their place: {typed}" if typed else safe
