"""A document into another language: headings, questions and the copy's own words; answers stay as they were said.

Works on the finished document and knows nothing of assessments, so that nothing can be said in one language that is not
said in the other. Words without a translation stay English and say so to a screen reader.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from doorstep.copies import document as d
from doorstep.copies.furniture import MACHINE_MADE
from doorstep.copies.words import NO_BREAK, plain_spaces, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from doorstep.copies.languages import Tongue

S = TypeVar("S", bound=msgspec.Struct)
P = TypeVar("P", d.Figure, d.Drawing)

ENGLISH = "en-GB"
_LATIN = re.compile("[A-Za-z]")
_SLOT = re.compile(r"\\\{(\w+)\\\}")
_SPACE, _ANY_SPACE = re.compile(r"\\ "), f"[ {NO_BREAK}]"
_FULL_STOP = re.compile(r"\.(?= )")


def translated(document: d.Document, tongue: Tongue) -> d.Document:
    """Return a document in another language, with the hash of the answers of the English one."""
    teller = _Translator(tongue)
    note = (teller.note(),) if tongue.machine_made else ()
    first, *others = [teller.block(block) for block in document.blocks]
    return msgspec.structs.replace(
        document,
        title=str(teller.words(document.title, beside=False)),
        lang=tongue.language.code,
        header=str(teller.words(document.header, beside=False)),
        footer=str(teller.words(document.footer, beside=False)),
        blocks=(first, *note, *others),
        phrases=tuple(tongue.phrases.items()),
        original_sha256=document.answers_sha256,
        right_to_left=tongue.language.right_to_left,
    )


class _Translator:
    """Finds the words of a tongue, and puts the English beside them where both are wanted."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        self._code = tongue.language.code

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """What holds slots, the longest first, as patterns of English with the words to fill."""
        slotted = sorted((english for english in self._tongue.phrases if "{" in english), key=len, reverse=True)
        return tuple((_pattern_of(english), self._tongue.phrases[english]) for english in slotted)

    def _found(self, english: str) -> str | None:
        """Return the translation of some words, or None; what fills a slot is translated too, if it can be."""
        exact = self._tongue.phrases.get(plain_spaces(english))
        if exact is not None and "{" not in english:
            return tidy(exact)
        for pattern, words in self._patterns:
            match = pattern.fullmatch(english)
            if match is not None:
                told = words.format(**{slot: self._found(said) or said for slot, said in match.groupdict().items()})
                return tidy(told) if " " in english else told.replace(" ", NO_BREAK)
        return None

    def words(self, english: str, *, beside: bool = True) -> str:
        """Return words of the copy's own; ``beside`` puts the English next to them in a bilingual copy."""
        found = self._found(english) if english else None
        if found is None:
            return d.Worded((d.Span(english, lang=ENGLISH),)) if _LATIN.search(english) else english
        here = d.Span(found, lang=self._code)
        if not (beside and self._tongue.bilingual):
            return d.Worded((here,))
        return d.Worded((here, d.Span(" / "), d.Span(english, lang=ENGLISH)))

    def note(self) -> d.Paragraph:
        """Return what a copy says of words that a machine made, in both languages whatever was asked."""
        words = self._tongue.phrases.get(MACHINE_MADE, "")
        told = (d.Span(words, lang=self._code), d.Span(" / ")) if words else ()
        return d.Paragraph((*told, d.Span(MACHINE_MADE, lang=ENGLISH)))

    def block(self, block: d.Block) -> d.Block:
        """Return a block in the language."""
        teller = self._tellers.get(type(block))
        told: d.Block = teller(block) if teller is not None else block
        return told

    @cached_property
    def _tellers(self) -> Mapping[type[d.Block], Callable[[Any], d.Block]]:
        return {
            d.Heading: lambda block: _with(block, text=self.words(block.text)),
            d.Paragraph: lambda block: _with(block, spans=self._paragraph(block.spans)),
            d.Bullets: lambda block: _with(block, items=tuple(map(self._as_said, block.items))),
            d.Ticks: lambda block: _with(block, ticks=tuple(map(self._tick, block.ticks))),
            d.Particulars: lambda block: _with(block, entries=tuple(map(self._particular, block.entries))),
            d.Pictured: self._pictured,
            d.Room: lambda block: _with(block, label=self.words(block.label)),
            d.Contents: lambda block: _with(block, label=self.words(block.label)),
            d.Figure: self._shown,
            d.Drawing: self._shown,
            d.Strip: self._strip,
            d.Answered: lambda block: _with(
                block, question=self.words(block.question), said=tuple(map(self._said, block.said))
            ),
            d.Rows: self._rows,
        }

    def _paragraph(self, spans: d.Spans) -> d.Spans:
        whole = d.text_of(spans)
        return d.spans_of(self.words(whole)) if self._found(whole) else self._as_said(spans)

    def _as_said(self, spans: d.Spans) -> d.Spans:
        """Return what somebody said, marked as English unless it says otherwise or holds no letter of it."""
        return tuple(
            _with(span, lang=ENGLISH) if span.lang is None and _LATIN.search(span.text) else span for span in spans
        )

    def _tick(self, tick: d.Tick) -> d.Tick:
        return _with(tick, text=d.Worded(self._as_said(d.plain(tick.text))))

    def _particular(self, entry: d.Particular) -> d.Particular:
        spans = self._paragraph(entry.spans) if entry.ours else self._as_said(entry.spans)
        return _with(entry, label=self.words(entry.label), spans=spans)

    def _pictured(self, block: d.Pictured) -> d.Pictured:
        """Return short sentences: standard ones in the language, those that somebody approved as they were approved."""
        tell = self._as_said if block.question else self._paragraph
        question = self.words(block.question, beside=False)
        return _with(block, sentences=tuple(map(tell, block.sentences)), question=question)

    def _shown(self, block: P) -> P:
        """Return a picture with its words; what somebody wrote below it stays as it was written."""
        return _with(block, alt=self.words(block.alt, beside=False), caption=self.words(block.caption, beside=False))

    def _strip(self, block: d.Strip) -> d.Strip:
        return _with(
            block,
            label=self.words(block.label),
            here=self.words(block.here),
            done=self.words(block.done),
            ahead=self.words(block.ahead),
            stages=tuple(
                _with(stage, name=self.words(stage.name), when=self.words(stage.when, beside=False))
                for stage in block.stages
            ),
        )

    def _speaker(self, name: str) -> str:
        """Return a speaker's name; who speaks must stay the same word for word in all of a block."""
        return self._found(name) or name

    def _said(self, said: d.Said) -> d.Said:
        paragraphs = self._gap(said.words) if said.gap else tuple(map(self._as_said, said.paragraphs))
        return _with(said, speaker=self._speaker(said.speaker), paragraphs=paragraphs)

    def _gap(self, words: str) -> tuple[d.Spans, ...]:
        """Return an honest gap: our sentence in the language, the reason that somebody gave as they wrote it."""
        for end in (*(found.end() for found in _FULL_STOP.finditer(words)), len(words)):
            ours = self._found(words[:end])
            if ours is not None:
                return ((d.Span(ours, lang=self._code), *self._as_said(d.plain(words[end:]))),)
        return (self._as_said(d.plain(words)),)

    def _rows(self, block: d.Rows) -> d.Rows:
        # A table would have to be read from its other side, and run-on columns turn round at each English answer.
        layout = d.RowLayout.LIST if self._tongue.language.right_to_left else block.layout
        rows = tuple(self._row(row) for row in block.rows)
        speaker = self._speaker(block.speaker)
        return _with(block, question=self.words(block.question), speaker=speaker, rows=rows, layout=layout)

    def _row(self, row: d.Row) -> d.Row:
        cells = tuple(
            _with(cell, column=self.words(cell.column), said=tuple(map(self._said, cell.said))) for cell in row.cells
        )
        title = d.Worded(self._as_said(d.plain(row.title))) if row.title else ""
        return _with(row, title=title, speaker=self._speaker(row.speaker), cells=cells)


def _pattern_of(english: str) -> re.Pattern[str]:
    """Return a pattern of words with slots. What holds a year is a date, whose slots are numbers and nothing else."""
    filling = r"\d+" if "{year}" in english else ".+"
    escaped = _SPACE.sub(_ANY_SPACE, re.escape(english))
    return re.compile(_SLOT.sub(lambda slot: f"(?P<{slot[1]}>{filling})", escaped))


def _with(thing: S, **changes: object) -> S:
    """Return a value with some fields changed."""
    return msgspec.structs.replace(thing, **changes)
