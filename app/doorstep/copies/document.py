"""The neutral document: what a copy says, and nothing about how it is drawn.

The composer fills it; each writer (PDF, HTML, plain text, speech, braille) turns the same blocks into its format and
knows nothing of assessments. All values are frozen. Every block that carries answers yields them through
``Document.printed_answers``; their hash is printed on each copy, so that copies in any format can be shown to agree.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeAlias

import msgspec

from doorstep.calendar import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator


class Span(msgspec.Struct, frozen=True):
    """A run of text. ``lang`` is a BCP 47 tag when it differs from the document; ``href`` makes it a link."""

    text: str
    strong: bool = False
    lang: str | None = None
    href: str | None = None


Spans: TypeAlias = tuple[Span, ...]


def plain(text: str) -> Spans:
    """Return text as a single run."""
    return (Span(text),)


def text_of(spans: Spans) -> str:
    """Return the words of some runs, without their marks."""
    return "".join(span.text for span in spans)


class Worded(str):
    """Words that know in which languages their parts are; to those who do not ask, plain words."""

    __slots__ = ("spans",)
    spans: Spans

    def __new__(cls, spans: Spans) -> Self:
        """Return the words of some runs, which are kept with them."""
        words = super().__new__(cls, text_of(spans))
        words.spans = spans
        return words


def spans_of(words: str) -> Spans:
    """Return words as runs, each in its language."""
    return words.spans if isinstance(words, Worded) else plain(words)


def language_of(words: str) -> str | None:
    """Return the language of words that are all in one, or None when that of the document holds."""
    languages = {span.lang for span in spans_of(words)}
    return languages.pop() if len(languages) == 1 else None


def strongly(words: str) -> Spans:
    """Return words as runs that stand out."""
    return tuple(msgspec.structs.replace(span, strong=True) for span in spans_of(words))


def labelled(label: str) -> str:
    """Return a label with a colon, unless it ends as a question does."""
    if label.endswith(("?", "؟", ":")):
        return label
    return Worded((*spans_of(label), Span(":"))) if isinstance(label, Worded) else f"{label}:"


class Tone(StrEnum):
    """Whose words an answer holds, which decides how it is set, never whether it is printed."""

    PERSON = "person"
    OTHER = "other"
    WORKER = "worker"


class Said(msgspec.Struct, frozen=True):
    """What one speaker said to one question. ``speaker`` is the name to print; each paragraph is a tuple of runs.

    ``own_words`` marks free speech, which is set as a quotation; a ticked choice or a date is not. ``listed`` sets the
    paragraphs as a list, one choice each. ``gap`` marks an honest gap, said in our words (TB-03).
    """

    speaker: str
    tone: Tone
    paragraphs: tuple[Spans, ...]
    own_words: bool = False
    listed: bool = False
    gap: bool = False

    @property
    def names_itself(self) -> bool:
        """Whether the words begin with the speaker's name, as a gap does: it then needs no name before it."""
        return self.gap and self.words.startswith(self.speaker)

    @property
    def words(self) -> str:
        """All paragraphs as one text, a line each."""
        return "\n".join(text_of(paragraph) for paragraph in self.paragraphs)


class Weight(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading of level 1 to 4; ``new_page`` starts it on a fresh page where there are pages."""

    level: int
    text: str
    new_page: bool = False


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph of the copy's own words.

    ``about_page`` marks talk of how a page looks, which formats without pages to look at leave out.
    """

    spans: Spans
    weight: Weight = Weight.BODY
    about_page: bool = False


class Bullets(msgspec.Struct, frozen=True, tag="bullets"):
    """A plain or numbered list."""

    items: tuple[Spans, ...]
    numbered: bool = False


class Tick(msgspec.Struct, frozen=True):
    """A box and its words."""

    text: str
    ticked: bool


class Ticks(msgspec.Struct, frozen=True, tag="ticks"):
    """Boxes to read or to tick by hand."""

    ticks: tuple[Tick, ...]


class Particular(msgspec.Struct, frozen=True):
    """A label and what stands beside it: something of the record, or (``ours``) words of the copy's own."""

    label: str
    spans: Spans
    ours: bool = False


class Particulars(msgspec.Struct, frozen=True, tag="particulars"):
    """Labels with their values: dates, names, telephone numbers."""

    entries: tuple[Particular, ...]


class Stage(msgspec.Struct, frozen=True):
    """One stage of the "Where am I?" strip (TB-05). ``when`` is a date in words, or empty."""

    name: str
    done: bool
    current: bool
    when: str = ""


class Strip(msgspec.Struct, frozen=True, tag="strip"):
    """Where the person is on the way, as a strip of stages; ``here`` marks the current one in words."""

    label: str
    stages: tuple[Stage, ...]
    here: str = "You are here"
    done: str = "done"
    ahead: str = "to come"


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """A question and what each speaker said to it, the person first."""

    question: str
    said: tuple[Said, ...]


class Cell(msgspec.Struct, frozen=True):
    """One column of one row. Empty ``said`` means that nothing was said there."""

    column: str
    said: tuple[Said, ...]


class Row(msgspec.Struct, frozen=True):
    """One row of a repeat. In a list ``title``, when there is one, heads the row in place of its first cell.

    ``speaker`` said everything in it except where a cell names another.
    """

    title: str
    speaker: str
    cells: tuple[Cell, ...]

    def teller(self, main_speaker: str) -> str:
        """Return who said this row, unless that is the main speaker of the rows or is its title; else nothing."""
        return "" if self.speaker in (main_speaker, self.title) else self.speaker


class RowLayout(StrEnum):
    """How rows are set: as a table, or as a list whose entries have a heading."""

    TABLE = "table"
    LIST = "list"
    """A line a column: the easiest to find one's way in."""
    COMPACT = "compact"
    """Short columns run on in one paragraph, to save paper where the print is small."""


class Rows(msgspec.Struct, frozen=True, tag="rows"):
    """A repeated answer. ``speaker`` said everything except where a row or a cell names another speaker."""

    question: str
    speaker: str
    rows: tuple[Row, ...]
    layout: RowLayout

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(cell.column for cell in self.rows[0].cells) if self.rows else ()


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A picture with its text alternative. ``data`` is PNG or JPEG; ``width`` and ``height`` are in pixels.

    ``share`` is the part of the text width that it may take. ``drawn`` marks what was drawn on white: the paper of the
    copy shows through.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    alt: str
    caption: str
    share: float = 1.0
    drawn: bool = False


class Pictured(msgspec.Struct, frozen=True, tag="pictured"):
    """A picture with short sentences at its right, one idea each, as Easy Read sets them.

    ``picture`` is PNG and repeats what the sentences say, so it needs no text alternative. When the sentences stand
    for an answer, ``question`` and ``speaker`` tell whose and to what.
    """

    picture: bytes
    sentences: tuple[Spans, ...]
    question: str = ""
    speaker: str = ""


Point: TypeAlias = tuple[float, float]
"""Across and down from the top left corner, in multiples of the size of the text."""


class Stroke(msgspec.Struct, frozen=True, tag="stroke"):
    """A straight line, so many sizes thick."""

    start: Point
    end: Point
    thick: float
    broken: bool = False


class Dot(msgspec.Struct, frozen=True, tag="dot"):
    """A circle, which hides what lies below it."""

    middle: Point
    radius: float
    filled: bool


class Lettering(msgspec.Struct, frozen=True, tag="lettering"):
    """A line of letters. ``side`` is -1 when it ends at its point, 0 when it is centred there, 1 when it begins."""

    at: Point
    text: str
    side: int
    strong: bool = False


Shape: TypeAlias = Stroke | Dot | Lettering


class Drawing(msgspec.Struct, frozen=True, tag="drawing"):
    """A drawn picture of what the next block says in words; formats that are not looked at leave it to the words.

    Width and height are in multiples of the size of the text.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str
    caption: str


class Room(msgspec.Struct, frozen=True, tag="room"):
    """Lines to write on by hand under a label."""

    label: str
    lines: int


class Contents(msgspec.Struct, frozen=True, tag="contents"):
    """The chapters that follow (headings of level 2), each with its page, where there are pages to turn."""

    label: str


class PageBreak(msgspec.Struct, frozen=True, tag="page_break"):
    """What follows starts on a new page, where there are pages."""


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | Ticks
    | Particulars
    | Strip
    | Answered
    | Rows
    | Figure
    | Drawing
    | Pictured
    | Room
    | Contents
    | PageBreak
)


class PrintedAnswer(msgspec.Struct, frozen=True):
    """One answer as every format must print it: the question, the column if any, the speaker, the words."""

    question: str
    column: str
    speaker: str
    words: str


class Document(msgspec.Struct, frozen=True, dict=True):
    """A whole copy. ``header`` (the communication need) and ``footer`` stand on every page; ``lang`` is BCP 47.

    The page count is furniture too, and the writers' own: "Page 3 of 24". A copy in another language has these words in
    ``phrases``, each after the English ones, and the hash of the answers as they were said in ``original_sha256``.
    """

    title: str
    lang: str
    header: str
    footer: str
    made_on: date
    author: str
    blocks: tuple[Block, ...]
    phrases: tuple[tuple[str, str], ...] = ()
    original_sha256: str = ""
    right_to_left: bool = False

    def say(self, english: str, **slots: object) -> str:
        """Return words of the writers' own in the language of the copy; ``slots`` fill what stands in braces."""
        return self._phrases.get(english, english).format(**slots)

    def say_day(self, day: date) -> str:
        """Return a calendar date as 6 October 2026, unsplittable, in the language of the copy."""
        month = f"{{day}} {MONTHS[day.month - 1]} {{year}}"
        return self.say(month, day=day.day, year=day.year).replace(" ", "\u00a0")

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return dict(self.phrases)

    def printed_answers(self) -> Iterator[PrintedAnswer]:
        """Yield every answer in the order in which it is printed, whatever the profile."""
        for block in self.blocks:
            match block:
                case Answered():
                    yield from (PrintedAnswer(block.question, "", said.speaker, said.words) for said in block.said)
                case Rows():
                    yield from _printed_rows(block)
                case Pictured() if block.question:
                    words = "\n".join(map(text_of, block.sentences))
                    yield PrintedAnswer(block.question, "", block.speaker, words)
                case _:
                    pass

    @cached_property
    def answers_sha256(self) -> str:
        """The SHA-256 of the printed answers (64 hex digits): equal for the same answers in any profile and format."""
        if self.original_sha256:
            return self.original_sha256
        return hashlib.sha256(msgspec.json.encode(tuple(self.printed_answers()))).hexdigest()

    @property
    def check_code(self) -> str:
        """The start of ``answers_sha256`` as it is printed, in two groups that can be read out."""
        return check_code(self.answers_sha256)


def check_code(answers_sha256: str) -> str:
    """Return the eight characters of an answer hash that are printed on a copy."""
    return f"{answers_sha256[:4]}\u00a0{answers_sha256[4:8]}".upper()


def _printed_rows(block: Rows) -> Iterator[PrintedAnswer]:
    for row in block.rows:
        for cell in row.cells:
            for said in cell.said:
                yield PrintedAnswer(block.question, cell.column, said.speaker, said.words)
