"""The standard words of copies: every string that a copy prints by itself, as translations name it.

What stands in braces is filled in. A test composes copies and finds any heading that is neither here nor in a form.
"""

from __future__ import annotations

from typing import Final

from doorstep.calendar import MONTHS
from doorstep.copies import easy_words, pictures

MACHINE_MADE: Final = "A machine translated the headings and questions of this copy. Nobody has checked them yet."
"""What a copy says of words that nobody has checked."""

FURNITURE: Final[tuple[str, ...]] = (
    "This copy is for {reader}. It says what was talked about.",
    "A bar at the side marks your own words.",
    "A bar at the side marks {called}’s own words.",
    "When we met, and who was there",
    "Date",
    "Time",
    "There",
    "Who speaks in these pages",
    "Dates we promised",
    "What happens next",
    "Where am I?",
    "You are here",
    "Where {called} is",
    "Now",
    "First contact",
    "Getting ready",
    "Conversation",
    "Decision",
    "Help for a short time",
    "Money",
    "Plan",
    "Review",
    "{called} needs: {needs}",
    "What the worker wrote down",
    "What was decided, and why",
    "What was said about it",
    "When, how and by whom",
    "How each need will be met",
    "Who was told",
    "The reasons in full",
    "More about the decision",
    "Added after it was signed",
    "What was added",
    "Why",
    "About this copy",
    "For",
    "Made on",
    "Made by",
    "Check code",
    "Copies in another size or form hold the same answers when they show the same check code.",
    "Words explained",
    "{title}. Copy for {reader}",
    "Page {number} of {total}",
    "Made on {date}",
    "Skip to the copy",
    "Parts of this copy",
    "done",
    "to come",
    "{name} chose not to say.",
    "{name} was not asked this.",
    "This does not apply.",
    "We could not find this out yet.",
    "We will come back to this with {name}.",
    "{name}, worker",
    "{name}, the worker’s view",
    MACHINE_MADE,
    # pictures
    "Signature of {name}",
    "Picture from {name}",
    "A map of the people around {called}: {told}. The list below says the same.",
    pictures.THICKER,
    pictures.BROKEN,
    "The life of {called} as a line: {told}. The list below says it all.",
    # the card
    "Your card",
    "Card for {called}",
    "Your worker",
    "Your worker, and how to reach them",
    "At night and at weekends",
    "What we agreed",
    "There is more in your copy.",
    "Please see your copy.",
    "When you will hear from us",
    "Ring us again if",
    "To complain",
    "To complain, tell your worker or ring",
    "Tell your worker, or ring {place}.",
    "Tell your worker, or ring {place}. Still not happy? {ombudsman}, free.",
    "Is somebody not safe?",
    "Is somebody not safe? Or ring",
    "Is somebody not safe? In danger now, ring {emergency}. Or ring",
    "Ring {place}.",
    "Ring {place}. In danger now, ring {emergency}.",
    # Easy Read
    *easy_words.standard_words(),
    # dates
    "by {day}",
    *(f"{{day}} {month} {{year}}" for month in MONTHS),
)
