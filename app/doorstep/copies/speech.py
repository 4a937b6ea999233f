"""A document as a script to be read aloud, by a person or by a voice: everything that the eye would see is said.

Headings are announced and counted, every speaker is named before the words and long speeches are closed again, because
a listener cannot see where a quotation ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.copies.lines import Line, LineKind, Manner, lines_of
from doorstep.copies.numbers import number_words
from doorstep.copies.spoken import spoken
from doorstep.copies.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doorstep.copies.document import Document

PART_LEVEL = 2
"""Headings of this level are the parts of a copy, which are counted."""
_VERBS = {Manner.SAID: "said", Manner.ANSWERED: "answered", Manner.WROTE: "wrote"}


def write_speech(document: Document) -> bytes:
    """Return the script as UTF-8 text, a paragraph for each breath, with blank lines between them."""
    return "".join(f"{_sentence(line)}\r\n\r\n" for line in script_of(document)).encode()


def script_of(document: Document) -> Iterator[str]:
    """Yield what is to be said, a paragraph at a time, for a voice that reads it as it comes."""
    lines = tuple(lines_of(document))
    parts = sum(1 for line in lines if _is_part(line))
    yield "This is a copy to be read aloud. Read it slowly, and stop whenever the listener wishes."
    if document.header:
        yield spoken(document.header)
    yield f"It has {number_words(parts)} parts." if parts > 1 else "It has one part."
    part = 0
    for number, line in enumerate(lines):
        part += _is_part(line)
        yield from _told(line, lines[number + 1 :], f"Part {number_words(part)} of {number_words(parts)}")
    yield f"That is the end. {spoken(document.footer)}. Made on {spoken(day_in_words(document.made_on))}"


def _is_part(line: Line) -> bool:
    return line.kind is LineKind.HEADING and line.level == PART_LEVEL


def _told(line: Line, following: Sequence[Line], part: str) -> Iterator[str]:
    words = spoken(line.text)
    match line.kind:
        case LineKind.HEADING if line.level == PART_LEVEL:
            yield f"{part}. {words}"
        case LineKind.HEADING:
            yield f"Heading. {words}" if line.level > 1 else words
        case LineKind.QUESTION:
            yield f"Question. {words}"
        case LineKind.ANSWER:
            yield f"{_introduced(line)}{words}".strip()
        case LineKind.DETAIL:
            label = spoken(line.label)
            yield f"{label} {words}" if label.endswith("?") else f"{label.rstrip(':')}: {words}"
        case LineKind.ENTRY if line.label:
            yield f"Number {spoken(line.label.rstrip('.'))}. {words}".strip()
        case LineKind.BOX:
            yield f"A box, {line.label}. {words}"
        case LineKind.STAGE:
            yield f"{words}: {spoken(line.label)}"
        case LineKind.PICTURE:
            yield f"A picture. {words}"
        case _:
            yield words
    if line.kind is LineKind.MORE and following[:1] and following[0].kind is not LineKind.MORE:
        yield "That is the end of this answer."


def _introduced(line: Line) -> str:
    if not line.label:
        return ""
    return f"{spoken(line.label)}: " if line.label.endswith("view") else f"{spoken(line.label)} {_VERBS[line.manner]}: "


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", ":", "…", '"', "”")) else f"{words}."
