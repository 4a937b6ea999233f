"""Words for Easy Read: sentences taken apart, too long ones found, and the standard sentences in one place.

At most 15 words a sentence, one idea each, hard words explained (Department of Health, Making written information
easier to understand for people with learning disabilities, 2010).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doorstep.copies.document import Pictured, text_of
from doorstep.copies.pictograms import CREDIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.copies.document import Document

LONGEST_SENTENCE = 15
"""Words in a sentence of Easy Read, at most."""

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+(?=[\"'“‘(]*[A-Z0-9])|\n+")

OPENING = (
    "This is about you and the help you need.",
    "We call it an assessment.",
    "You can ask somebody to read it with you.",
    "You can have all of it, in any size.",
)
RIGHT_TO_HELP = ("You have a right to help from the council.",)
NO_RIGHT_TO_HELP = (
    "The council does not have to help you by law.",
    "This does not mean that you are fine.",
    "Ask us who else can help you.",
)
NOT_DECIDED = ("We have not decided yet.",)
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "eligible": RIGHT_TO_HELP,
    "not_eligible": NO_RIGHT_TO_HELP,
    "not_decided": NOT_DECIDED,
}
"""What each decision means, in plain words."""
LAW = ("There is a law about this.", "It is called the Care Act.", "We must follow the law.")
UNHAPPY = ("Are you not happy with this?", "You can tell us.", "You will not get into trouble.")
TELL = ("You can talk to your worker.", "You can ask the council to look again.")
COMPLAIN = ("You can also complain.", "To complain is to say that something is wrong.", "The council must answer you.")
ADVOCATE = (
    "Somebody can help you to speak up.",
    "This person is called an advocate.",
    "Ask your worker for an advocate.",
)
OMBUDSMAN = (
    "Is the answer of the council still wrong?",
    "Then you can go to the Ombudsman.",
    "You can ring the Ombudsman on 0300\u00a0061\u00a00614.",
    "It costs nothing.",
)
TITLE = "{title} in Easy Read: {called}"
MET, TOLD, DECIDED, WHY = "When we met", "What you told us", "What we decided", "Why we decided this"
NEXT, RING, NOT_HAPPY, HARD, ABOUT = (
    "What happens next",
    "Who to ring",
    "If you are not happy",
    "Hard words",
    "About this copy",
)
"""The headings, in their order."""
MET_ON = "We met on {day}."
YOU_WERE_THERE, WAS_THERE = "You were there.", "{name} was there."
DECIDED_ON, TELL_YOU_BY = "We decided this on {day}.", "We will tell you by {day}."
DONE_BY = "This is to be done by {day}."
YOUR_WORKER, RING_ON, WRITE_TO = "Your worker is {name}.", "You can ring {phone}.", "You can write to {email}."
HAPPENS, THEN_RING = "Does this happen? {sign}.", "Then ring: {who}."
MADE_THIS, FULL_COPY = "{name} made this on {day}.", "The full copy says more."
FULL_CODE = "Check code of the full copy"
HARD_WORDS: Mapping[str, str] = {
    "Advocate": "a person who helps you to say what you want.",
    "Assessment": "we find out what matters to you and what help you need.",
    "Care Act": "the law about care and help for adults.",
    "Council": "the people who run services where you live.",
    "Ombudsman": "people who check that councils are fair. They do not work for the council.",
}
"""Each hard word of the standard sentences, with what it means."""


def standard_words() -> tuple[str, ...]:
    """Return every string of Easy Read that is not the record's, each once; what stands in braces is filled in."""
    sentences = (
        OPENING,
        RIGHT_TO_HELP,
        NO_RIGHT_TO_HELP,
        NOT_DECIDED,
        LAW,
        UNHAPPY,
        TELL,
        COMPLAIN,
        ADVOCATE,
        OMBUDSMAN,
    )
    filled = (MET_ON, WAS_THERE, DECIDED_ON, TELL_YOU_BY, DONE_BY, YOUR_WORKER, RING_ON, WRITE_TO, HAPPENS, THEN_RING)
    return (
        *(TITLE, MET, TOLD, DECIDED, WHY, RING, NOT_HAPPY, HARD, FULL_CODE),
        *(sentence for part in sentences for sentence in part),
        *(YOU_WERE_THERE, *filled, MADE_THIS, FULL_COPY, CREDIT),
        *HARD_WORDS.keys(),
        *HARD_WORDS.values(),
    )


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, one each; a line end also ends one."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part and part.strip())


def word_count(sentence: str) -> int:
    """Return the number of words in a sentence; what must not be split, such as a date, counts word by word."""
    return sum(1 for word in sentence.split() if any(letter.isalnum() for letter in word))


def too_long(document: Document) -> tuple[str, ...]:
    """Return the sentences of an Easy Read copy that have too many words, for the worker to say more shortly."""
    return tuple(
        words
        for block in document.blocks
        if isinstance(block, Pictured)
        for words in map(text_of, block.sentences)
        if word_count(words) > LONGEST_SENTENCE
    )
