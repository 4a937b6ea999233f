"""A document as plain text (UTF-8), for screen readers, for pasting and for those who transcribe.

Every paragraph is one line, so that a screen reader does not pause at line ends, unless a width is asked for. Headings
stand after blank lines and carry no ornaments: a row of signs is read out sign by sign.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from doorstep.copies.lines import LineKind, lines_of, written
from doorstep.copies.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.copies.document import Document

_BLANK_BEFORE = {1: 0, 2: 2, 3: 1, 4: 1}
"""Blank lines before a heading of each level."""


def write_text(document: Document, width: int | None = None) -> bytes:
    """Return the document as UTF-8 with a line a paragraph, or wrapped to ``width`` characters; CRLF ends each line.

    Windows' own editor needs no byte order mark any more, but it does need CRLF in its older versions.
    """
    lines = (wrapped for line in _lines(document) for wrapped in _wrapped(line, width))
    return "".join(f"{line.replace(NO_BREAK, ' ')}\r\n" for line in lines).encode()


def _lines(document: Document) -> Iterator[str]:
    if document.header:
        yield document.header
        yield ""
    after_heading = True
    for line in lines_of(document):
        heading = line.kind is LineKind.HEADING
        blank = _BLANK_BEFORE[line.level] if heading else int(line.opens and not after_heading)
        yield from [""] * blank
        yield written(line)
        after_heading = heading
    yield ""
    made = document.say("Made on {date}", date=document.say_day(document.made_on)) + "."
    yield f"{document.footer}. {made}" if document.footer else made


def _wrapped(line: str, width: int | None) -> list[str]:
    """Return a line as it is, or wrapped; long words and addresses are never cut."""
    if width is None or len(line) <= width:
        return [line]
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
