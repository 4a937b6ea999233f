"""A document as a BRF: braille pages for an embosser or a braille display, 40 cells by 25 lines unless told otherwise.

The layout is the one that braille readers expect: chapter headings centred, smaller ones at cell 5 and 7, paragraphs
begun at cell 3, entries with their further lines set in. The page number stands at the right of the first line.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import msgspec

from doorstep.copies.braille.uncontracted import uncontracted
from doorstep.copies.lines import Line, LineKind, lines_of, written
from doorstep.copies.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doorstep.copies.document import Document

CENTRED = 2
"""Headings down to this level are centred, with a blank line on either side."""
CONTINUES = '"'
"""Dot 5 at the end of a line: the same word goes on below (UEB 10.12)."""
_KEPT_TOGETHER = 2
"""So many lines of what follows stay with a heading."""


class Sheet(msgspec.Struct, frozen=True):
    """The size of a page: cells in a line and lines on a page, the line of the page number among them."""

    cells: int = 40
    lines: int = 25


A4_SHEET = Sheet()
"""The sheet that most embossers hold."""


class _Piece(msgspec.Struct, frozen=True):
    """The lines of one paragraph, ready to be put on a page."""

    lines: tuple[str, ...]
    heading: bool = False
    apart: bool = False


def write_brf(document: Document, translate: Callable[[str], str] = uncontracted, sheet: Sheet = A4_SHEET) -> bytes:
    """Return the document in ASCII braille, pages parted by form feeds, lines ended by CRLF.

    ``translate`` turns print into cells; it keeps no-break spaces. Raises what ``translate`` raises.
    """
    pages = _pages(list(_pieces(document, translate, sheet)), sheet)
    numbered = ("\r\n".join((_page_number(number, sheet), *page)) for number, page in enumerate(pages, start=1))
    return "\r\n\f".join(numbered).replace(NO_BREAK, " ").encode("ascii") + b"\r\n"


def _page_number(number: int, sheet: Sheet) -> str:
    return uncontracted(str(number)).rjust(sheet.cells)


def _pieces(document: Document, translate: Callable[[str], str], sheet: Sheet) -> Iterator[_Piece]:
    if document.header:
        yield _Piece(_wrapped(translate(document.header), sheet.cells, 2, 0))
    for line in lines_of(document):
        cells = translate(written(line))
        if line.kind is LineKind.HEADING and line.level <= CENTRED:
            parts = _wrapped(cells, sheet.cells - 6, 0, 0)
            yield _Piece(tuple(part.center(sheet.cells).rstrip() for part in parts), heading=True, apart=True)
        else:
            first, further = _indents(line)
            lines = _wrapped(cells, sheet.cells, first, further)
            yield _Piece(lines, heading=line.kind in (LineKind.HEADING, LineKind.QUESTION))
    yield _Piece(_wrapped(translate(f"{document.footer}."), sheet.cells, 2, 0))


def _indents(line: Line) -> tuple[int, int]:
    """Return how far the first line and the further ones are set in (cells)."""
    match line.kind:
        case LineKind.HEADING:
            return (4, 4) if line.level == CENTRED + 1 else (6, 6)
        case LineKind.QUESTION:
            return (0, 4)
        case LineKind.ANSWER | LineKind.MORE:
            return (2, 4)
        case LineKind.PARAGRAPH:
            return (2, 0)
        case _:
            return (2 * line.level, 2 * line.level + 2)


def _wrapped(cells: str, width: int, first: int, further: int) -> tuple[str, ...]:
    """Return a paragraph in lines. Only a word that no line can hold is cut, with the sign that it goes on."""
    longest = width - max(first, further)
    words = (part for word in cells.split(" ") for part in _cut(word, longest))
    lines = textwrap.wrap(
        " ".join(words),
        width,
        initial_indent=" " * first,
        subsequent_indent=" " * further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return tuple(lines) or ("",)


def _cut(word: str, longest: int) -> Iterator[str]:
    while len(word) > longest:
        yield word[: longest - 1] + CONTINUES
        word = word[longest - 1 :]
    yield word


def _pages(pieces: list[_Piece], sheet: Sheet) -> list[list[str]]:
    """Fill the pages; a heading never stands last on one, and no page begins with a blank line."""
    room = sheet.lines - 1
    pages: list[list[str]] = [[]]
    apart = False
    for number, piece in enumerate(pieces):
        blank = bool(pages[-1]) and (apart or piece.apart)
        if piece.heading and len(pages[-1]) + blank + min(_with_company(pieces[number:]), room) > room:
            pages.append([])
            blank = False
        for line in ("", *piece.lines) if blank else piece.lines:
            if len(pages[-1]) == room:
                pages.append([])
            if line or pages[-1]:
                pages[-1].append(line)
        apart = piece.apart
    return pages


def _with_company(pieces: list[_Piece]) -> int:
    """Return the lines that a heading needs on its page: its own, the headings below it, the start of the text."""
    needed = 0
    apart = False
    for number, piece in enumerate(pieces):
        needed += bool(number) and (apart or piece.apart)
        if not piece.heading:
            return needed + min(_KEPT_TOGETHER, len(piece.lines))
        needed += len(piece.lines)
        apart = piece.apart
    return needed
