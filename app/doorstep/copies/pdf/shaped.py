"""Paragraphs whose letters must be shaped, ordered from right to left, or marked with more than one language.

ReportLab's own paragraph does all others. The words go into the file in the order of reading, wherever they stand, so
that a screen reader and a search find them as they were said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from doorstep.copies.document import text_of
from doorstep.copies.pdf.flowables import Marked, tagged
from doorstep.copies.pdf.fonts import BOLD, REGULAR, markup, pieces
from doorstep.copies.pdf.reading_order import is_right_to_left, levels_of, mirrored, visual_order
from doorstep.copies.pdf.scripts import Script, is_shaped, script_runs, shaped_font
from doorstep.copies.pdf.shapes_drawn import ShapedWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.lib.styles import ParagraphStyle

    from doorstep.copies.document import Spans
    from doorstep.copies.pdf.canvas import TaggedCanvas
    from doorstep.copies.pdf.flowables import Marks, TaggedParagraph
    from doorstep.copies.pdf.scripts import Shape

RIGHT_TO_LEFT = frozenset({"ar", "ur"})
ISOLATE = "\ufffc"
"""What words in another direction are to the words around them: a thing without a direction."""
_TURNING = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufefc]")
"""Letters and numbers that are not read from left to right."""
_WORD = re.compile(r" *[^ ]+")


@dataclass(frozen=True, slots=True)
class Face:
    """How a letter is drawn: in which font, shaped as which script, and in which language, if another one."""

    font: str
    script: Script | None
    strong: bool
    lang: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one face and direction on one line, in the order of reading. ``x`` is where they begin (points)."""

    text: str
    face: Face
    level: int
    x: float = 0.0

    @property
    def right_to_left(self) -> bool:
        """Whether the letters are read from right to left."""
        return bool(self.level % 2)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes of letters that are shaped, from left to right."""
        font = shaped_font(cast("Script", self.face.script), strong=self.face.strong)
        return font.shapes(self.text, right_to_left=self.right_to_left, lang=self.face.lang)

    def width(self, size: float) -> float:
        """Return the width in points."""
        if self.face.script is None:
            return float(stringWidth(self.text, self.face.font, size))
        return sum(shape.advance for shape in self.shapes) * size / 1000


class ShapedParagraph(Marked, Flowable):
    """A paragraph of any letters in any direction; both halves of a split one belong to the same element.

    Without marks it is furniture, which its caller marks.
    """

    def __init__(self, spans: Spans, style: ParagraphStyle, marks: Marks | None = None) -> None:
        super().__init__()
        self.style = style
        self._letters, self._faces = _faced(spans, strong=style.fontName == BOLD)
        self._lines: list[tuple[int, int]] = []
        self._first, self._last = 0, len(self._letters)
        self._tagged = marks is not None
        self.right_to_left = _is_right_to_left(spans)
        if marks is not None:
            self.marks = marks

    def getPlainText(self) -> str:  # noqa: N802 - ReportLab's name
        """Return the words without their marks."""
        return self._letters[self._first : self._last]

    @cached_property
    def _leading(self) -> float:
        """The distance of lines, as the tallest script in the paragraph needs it."""
        tallest = max((face.script.leading for face in self._faces if face.script), default=0.0)
        return max(float(self.style.leading), tallest * self.style.fontSize)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Break the lines for a width, and return the room that they take."""
        self.width = availWidth
        self._lines = list(self._broken(availWidth - self.style.leftIndent - self.style.rightIndent))
        self.height = len(self._lines) * self._leading
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        """Split between lines, two at least on each page; only the first part keeps the bookmark and the label."""
        self.wrap(availWidth, availHeight)
        fitting = min(int(availHeight // self._leading), len(self._lines) - 2)
        if fitting < 2:
            return []
        place = self._lines[fitting][0]
        return [self._part(self._first, place), self._part(place, self._last)]

    def _part(self, first: int, last: int) -> ShapedParagraph:
        part = ShapedParagraph((), self.style)
        part._letters, part._faces = self._letters, self._faces
        part._first, part._last = first, last
        part._tagged, part.right_to_left = self._tagged, self.right_to_left
        if self._tagged:
            part.marks = self.marks if first == self._first else replace(self.marks, outline=None, label=None)
        return part

    def natural_width(self) -> float:
        """Return the width of the words on a single line, in points."""
        return self._width(self._first, self._last)

    def minWidth(self) -> float:  # noqa: N802 - ReportLab's name
        """Return the width of the longest word, in points."""
        words = re.finditer(r"[^ ]+", self.getPlainText())
        return max((self._width(self._first + word.start(), self._first + word.end()) for word in words), default=0.0)

    def _width(self, start: int, end: int) -> float:
        return sum(run.width(self.style.fontSize) for run in self._runs(start, end))

    def _runs(self, start: int, end: int) -> list[Run]:
        """Return the runs of a stretch of letters in the order of reading."""
        levels = self._levels(start, end)
        keyed = [(self._faces[place], levels[place - start]) for place in range(start, end)]
        runs = []
        for (face, level), places in groupby(range(start, end), key=lambda place: keyed[place - start]):
            run = list(places)
            runs.append(Run(self._letters[run[0] : run[-1] + 1], face, level))
        return runs

    def _levels(self, start: int, end: int) -> list[int]:
        """Return the level of each letter; words in a language of their own stand apart from those around (FSI)."""
        if not self.right_to_left and not _TURNING.search(self._letters, start, end):
            return [0] * (end - start)
        outer, inner = "", {}
        for lang, places in groupby(range(start, end), key=lambda place: self._faces[place].lang):
            run = list(places)
            words = self._letters[run[0] : run[-1] + 1]
            own = _reads_from_the_right(words, lang)
            unmoved = lang is None or own == self.right_to_left
            if unmoved or (_is_from_the_right(lang) and not any(map(str.isalpha, words))):
                outer += words
                continue
            lift = 2 if self.right_to_left else 0  # a level inside, of its own direction
            inner[len(outer)] = [level + lift for level in levels_of(words, right_to_left=own)]
            outer += ISOLATE
        levels: list[int] = []
        for place, level in enumerate(levels_of(outer, right_to_left=self.right_to_left)):
            levels += inner.get(place, [level])
        return levels

    def _broken(self, width: float) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends: as many words as fit, and a word that no line holds in pieces."""
        start = end = self._first
        taken = 0.0
        for word in _WORD.finditer(self._letters, self._first, self._last):
            begins = word.end() - len(word.group().lstrip(" "))
            wide = self._width(begins, word.end())
            gap = self._width(end, begins) if end > start else 0.0
            if end > start and taken + gap + wide <= width:
                end, taken = word.end(), taken + gap + wide
                continue
            if end > start:
                yield start, end
            start, end, taken = begins, word.end(), wide
            while taken > width and end - start > 1:
                cut = next((at for at in range(end - 1, start, -1) if self._width(start, at) <= width), start + 1)
                yield start, cut
                start, taken = cut, self._width(cut, end)
        if end > start:
            yield start, end

    def draw(self) -> None:
        """Draw the label, the bar and the words, each marked as what it is."""
        canvas = cast("TaggedCanvas", self.canv)
        if not self._tagged:
            self._draw_lines(canvas)
        elif self.marks.once and self.marks.element.drawn:
            with canvas.artifact("Pagination"):
                self._draw_lines(canvas)
        else:
            self.draw_marks(canvas)
            with canvas.content(self.marks.element):
                self._draw_lines(canvas)
            if self.marks.link is not None:
                x, y = canvas.absolutePosition(0, 0)
                rect = (x, y, x + self.width, y + self.height)
                canvas.link(self.marks.element, self.marks.link, self.getPlainText(), rect)

    def _draw_lines(self, canvas: TaggedCanvas) -> None:
        canvas.saveState()
        canvas.setFillColor(self.style.textColor)
        y = self.height - (self._leading - self.style.fontSize) / 2 - self.style.fontSize * 0.82
        for start, end in self._lines:
            for run in self._placed(start, end):
                _draw(canvas, run, y, self.style.fontSize)
            y -= self._leading
        canvas.restoreState()

    def _placed(self, start: int, end: int) -> list[Run]:
        """Return the runs of a line in the order of reading, each with its place."""
        runs = self._runs(start, end)
        size = self.style.fontSize
        x = self.style.leftIndent
        if self.right_to_left:
            x = self.width - self.style.leftIndent - sum(run.width(size) for run in runs)
        placed = list(runs)
        for number in visual_order([run.level for run in runs]):
            placed[number] = replace(runs[number], x=x)
            x += runs[number].width(size)
        return placed


def _is_right_to_left(spans: Spans) -> bool:
    """Tell how a paragraph is read: as its first words' language, else as its first letter."""
    first = next((span for span in spans if span.text.strip()), None)
    if first is not None and _reads_from_the_right(first.text, first.lang):
        return True
    return is_right_to_left(text_of(spans))


def _reads_from_the_right(words: str, lang: str | None) -> bool:
    """Tell how words are read: as their language, if they hold any of its letters, else as their first letter."""
    return (_is_from_the_right(lang) and _TURNING.search(words) is not None) or is_right_to_left(words)


def _is_from_the_right(lang: str | None) -> bool:
    return lang is not None and lang.partition("-")[0] in RIGHT_TO_LEFT


def _faced(spans: Spans, *, strong: bool) -> tuple[str, list[Face]]:
    """Return the letters of some runs, and the face of each letter; ``strong`` makes all of them bold."""
    letters: list[str] = []
    faces: list[Face] = []
    for span in spans:
        for script, words in script_runs(span.text, span.lang):
            bold = strong or span.strong
            told = ((script.font(strong=bold), words),) if script else tuple(pieces(words))
            for font, drawn in told:
                own = BOLD if bold and font == REGULAR else font
                letters.append(drawn)
                faces += [Face(own, script, bold, span.lang)] * len(drawn)
    return "".join(letters), faces


def _draw(canvas: TaggedCanvas, run: Run, y: float, size: float) -> None:
    """Draw a run. Readers find the letters of the north of India by the words of a run, those of Arabic one by one."""
    actual = run.text if run.face.script is not None and not run.right_to_left else ""
    with canvas.spoken_as(run.face.lang, actual):
        if run.face.script is not None:
            words = ShapedWords(run.text, run.shapes, run.face.script, strong=run.face.strong)
            words.draw(canvas, run.x, y, size, right_to_left=run.right_to_left)
            return
        text = canvas.beginText(run.x, y)
        text.setFont(run.face.font, size)
        text.textOut(mirrored(run.text[::-1]) if run.right_to_left else run.text)
        canvas.drawText(text)


def flowing(spans: Spans, style: ParagraphStyle, marks: Marks) -> TaggedParagraph | ShapedParagraph:
    """Return a paragraph that belongs to an element, in whichever way its letters need."""
    if _needs_care(spans):
        return ShapedParagraph(spans, style, marks)
    return tagged(markup(spans), style, marks)


def furniture(spans: Spans, style: ParagraphStyle) -> Flowable:
    """Return a paragraph that its caller marks as furniture of the page."""
    return ShapedParagraph(spans, style) if _needs_care(spans) else Paragraph(markup(spans), style)


def _needs_care(spans: Spans) -> bool:
    """Whether letters must be shaped, or languages told apart inside the paragraph."""
    languages = {span.lang for span in spans if span.text.strip()}
    return len(languages) > 1 or is_shaped(text_of(spans))
