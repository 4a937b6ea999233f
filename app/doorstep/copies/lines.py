"""A document as one line after another, for the formats that have no page to look at: text, speech, braille.

Each line is one thing to say: a heading, a question, what a speaker answered, an entry of a list. Nothing is left out
and nothing is said twice; the writers decide how a line is marked, wrapped or spoken.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from doorstep.copies import document as d

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class LineKind(StrEnum):
    """What a line is. The comments say what ``label`` and ``level`` hold."""

    HEADING = "heading"  # level 1 to 4
    PARAGRAPH = "paragraph"
    QUESTION = "question"
    ANSWER = "answer"  # label: the speaker, or nothing where the words name themselves
    MORE = "more"  # a further paragraph of the same answer
    DETAIL = "detail"  # label: what the words are, such as "Date"; level 1 inside an entry
    ENTRY = "entry"  # label: its number, or nothing for a bullet; level 1 inside an answer
    BOX = "box"  # label: "ticked" or "not ticked"
    STAGE = "stage"  # label: "done", "to come", or where the person is
    PICTURE = "picture"


class Manner(StrEnum):
    """How somebody gave an answer, for those who read it out."""

    SAID = "said"
    ANSWERED = "answered"
    WROTE = "wrote"


class Line(msgspec.Struct, frozen=True):
    """One thing to say.

    ``opens`` marks the first line of a block. ``lang`` is a BCP 47 tag when all of it is in another language than the
    document.
    """

    kind: LineKind
    text: str
    label: str = ""
    level: int = 0
    manner: Manner = Manner.ANSWERED
    opens: bool = False
    lang: str | None = None


def lines_of(document: d.Document) -> Iterator[Line]:
    """Yield every line of a document in the order of reading, without header, footer and talk of how a page looks."""
    for block in document.blocks:
        if isinstance(block, d.PageBreak) or (isinstance(block, d.Paragraph) and block.about_page):
            continue
        for number, line in enumerate(_BLOCKS[type(block)](block)):
            yield msgspec.structs.replace(line, opens=True) if number == 0 else line


def written(line: Line) -> str:
    """Return a line as it is written where signs alone can mark what it is."""
    match line.kind:
        case LineKind.ANSWER | LineKind.DETAIL:
            return f"{d.labelled(line.label)} {line.text}".rstrip() if line.label else line.text
        case LineKind.ENTRY:
            return f"{line.label or '-'} {line.text}".rstrip()
        case LineKind.BOX:
            return f"[{'x' if line.label == 'ticked' else ' '}] {line.text}"
        case LineKind.STAGE:
            return f"- {line.text}. {line.label[:1].upper()}{line.label[1:]}."
        case LineKind.PICTURE:
            return f"Picture: {line.text}"
        case _:
            return line.text


def _heading(block: d.Heading) -> Iterator[Line]:
    yield Line(LineKind.HEADING, block.text, level=block.level)


def _paragraph(block: d.Paragraph) -> Iterator[Line]:
    yield _line(LineKind.PARAGRAPH, block.spans)


def _bullets(block: d.Bullets) -> Iterator[Line]:
    for number, item in enumerate(block.items, start=1):
        yield _line(LineKind.ENTRY, item, label=f"{number}." if block.numbered else "")


def _ticks(block: d.Ticks) -> Iterator[Line]:
    for tick in block.ticks:
        yield Line(LineKind.BOX, tick.text, label="ticked" if tick.ticked else "not ticked")


def _particulars(block: d.Particulars) -> Iterator[Line]:
    for entry in block.entries:
        yield _line(LineKind.DETAIL, entry.spans, label=entry.label)


def _strip(block: d.Strip) -> Iterator[Line]:
    yield Line(LineKind.QUESTION, block.label)
    for stage in block.stages:
        words = f"{stage.name}, {stage.when}" if stage.when else stage.name
        yield Line(LineKind.STAGE, words, label=_state(stage, block))


def _state(stage: d.Stage, strip: d.Strip) -> str:
    return strip.here if stage.current else strip.done if stage.done else strip.ahead


def _answered(block: d.Answered) -> Iterator[Line]:
    yield Line(LineKind.QUESTION, block.question)
    for said in block.said:
        yield from _said(said)


def _rows(block: d.Rows) -> Iterator[Line]:
    yield Line(LineKind.QUESTION, block.question)
    yield Line(LineKind.ANSWER, "", label=block.speaker)
    for number, row in enumerate(block.rows, start=1):
        cells = [cell for cell in row.cells if cell.said]
        teller = row.teller(block.speaker)
        yield Line(
            LineKind.ENTRY, f"{row.title}{f' ({teller})' if teller else ''}".strip(), label=f"{number}.", level=1
        )
        for cell in cells[1:] if row.title else cells:
            yield from _cell(cell, row.speaker)


def _figure(block: d.Figure) -> Iterator[Line]:
    yield Line(LineKind.PICTURE, block.alt)
    if block.caption not in ("", block.alt):
        yield Line(LineKind.PARAGRAPH, block.caption)


def _nothing(_block: d.Drawing | d.Contents) -> Iterator[Line]:
    yield from ()


def _room(block: d.Room) -> Iterator[Line]:
    yield Line(LineKind.DETAIL, "(to be written in by hand)", label=block.label)


def _pictured(block: d.Pictured) -> Iterator[Line]:
    for sentence in block.sentences:
        yield _line(LineKind.PARAGRAPH, sentence)


def _line(kind: LineKind, spans: d.Spans, *, label: str = "", level: int = 0) -> Line:
    languages = {span.lang for span in spans}
    words = d.text_of(spans)
    addresses = [span.href for span in spans if span.href and span.href not in words]
    told = f"{words} ({', '.join(addresses)})" if addresses else words
    return Line(kind, told, label, level, lang=languages.pop() if len(languages) == 1 else None)


def _said(said: d.Said) -> Iterator[Line]:
    manner = Manner.WROTE if said.tone is d.Tone.WORKER else Manner.SAID if said.own_words else Manner.ANSWERED
    name = "" if said.names_itself else said.speaker
    if said.listed:
        yield Line(LineKind.ANSWER, "", label=name, manner=manner)
        for paragraph in said.paragraphs:
            yield _line(LineKind.ENTRY, paragraph, level=1)
        return
    first, *others = said.paragraphs
    yield msgspec.structs.replace(_line(LineKind.ANSWER, first, label=name), manner=manner)
    for other in others:
        yield _line(LineKind.MORE, other)


def _cell(cell: d.Cell, speaker: str) -> Iterator[Line]:
    for said in cell.said:
        name = "" if said.speaker == speaker or said.gap else f" ({said.speaker})"
        first, *others = said.paragraphs
        yield _line(LineKind.DETAIL, first, label=cell.column + name, level=1)
        for other in others:
            yield _line(LineKind.ENTRY, other, level=2)


_BLOCKS: dict[type[d.Block], Callable[[Any], Iterator[Line]]] = {
    d.Heading: _heading,
    d.Paragraph: _paragraph,
    d.Bullets: _bullets,
    d.Ticks: _ticks,
    d.Particulars: _particulars,
    d.Strip: _strip,
    d.Answered: _answered,
    d.Rows: _rows,
    d.Figure: _figure,
    d.Drawing: _nothing,
    d.Contents: _nothing,
    d.Pictured: _pictured,
    d.Room: _room,
}
"""Who tells each block; a page break has nothing to say where there are no pages."""
