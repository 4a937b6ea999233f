"""Flowables that draw themselves as tagged content: paragraphs with their bookmarks, bars and labels, and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import KeepTogether, Paragraph, Table

from doorstep.copies.pdf.fonts import BOLD

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle

    from doorstep.copies.pdf.canvas import TaggedCanvas
    from doorstep.copies.pdf.tags import Element


CHAPTER = 1
"""The level of the bookmarks that are listed as chapters."""


class Sign(Enum):
    """Labels that are drawn, not set, because fonts lack them; the value is what they say in words."""

    BULLET = "•"
    STAGE_DONE = "done"
    STAGE_HERE = "you are here"
    STAGE_AHEAD = "to come"


@dataclass(frozen=True)
class Box:
    """A box that can be ticked by hand or on a screen; ``words`` are what a screen reader says of it."""

    words: str
    ticked: bool


@dataclass(frozen=True)
class PageOf:
    """The page on which a chapter begins, which is known when the last page is done. Chapters count from 0."""

    chapter: int


@dataclass(frozen=True)
class Label:
    """The label of a list entry, drawn in its indent: a sign, a box, a number or the page of a chapter."""

    element: Element
    sign: Sign | Box | PageOf | str
    colour: Color


@dataclass(frozen=True)
class Marks:
    """What a paragraph is, beside its words.

    ``outline`` is the level of its bookmark (from 0); ``bar`` the colour of a bar at its left; ``link`` makes the whole
    paragraph a link; ``once`` makes every drawing after the first an artifact (a table head on the next page).
    """

    element: Element
    outline: int | None = None
    bar: Color | None = None
    label: Label | None = None
    link: str | None = None
    once: bool = False


_LONG_WORD = re.compile(r"\S{16,}")
_PART = re.compile(r"[^@./_]*[@./_]*")


def _with_breaks(frag: Any, width: float) -> str:
    """Return the text of a run with places to break the words that no line of so many points can hold."""
    return _LONG_WORD.sub(lambda found: _in_parts(found.group(), frag, width), frag.text)


def _in_parts(word: str, frag: Any, width: float) -> str:
    """Return a word as it is, or, when no line can hold it, in parts that can, cut after the signs of an address.

    Each part fills its line, so that no two of them ever stand side by side with a gap between them.
    """
    if stringWidth(word, frag.fontName, frag.fontSize) <= width:
        return word
    lines = [""]
    for part in filter(None, _PART.findall(word)):
        if lines[-1] and stringWidth(lines[-1] + part, frag.fontName, frag.fontSize) > width:
            lines.append("")
        lines[-1] += part
    return " ".join(lines)


class Marked:
    """What a tagged paragraph has beside its words: a bookmark, a bar and a label.

    Words that are read from right to left have bar and label at their right.
    """

    marks: Marks
    style: ParagraphStyle
    width: float
    height: float
    right_to_left = False

    def getPlainText(self) -> str:  # noqa: N802 - ReportLab's name
        """Return the words without their marks."""
        raise NotImplementedError

    def draw_marks(self, canvas: TaggedCanvas) -> None:
        """Draw what stands beside the words."""
        marks = self.marks
        if marks.outline is not None:
            self._bookmark(canvas, marks.outline)
        if marks.label is not None:
            self._draw_label(canvas, marks.label)
        if marks.bar is not None:
            self._draw_bar(canvas, marks.bar)

    def _bookmark(self, canvas: TaggedCanvas, level: int) -> None:
        key = canvas.new_place()
        canvas.bookmarkHorizontal(key, 0, self.height)
        canvas.addOutlineEntry(self.getPlainText(), key, level, closed=level > 0)
        if level == CHAPTER:
            canvas.chapters.append(canvas.pages)

    def _draw_bar(self, canvas: TaggedCanvas, colour: Color) -> None:
        with canvas.artifact():
            canvas.saveState()
            canvas.setFillColor(colour)
            wide = self.style.fontSize * 0.22
            canvas.rect(self.width - wide if self.right_to_left else 0, 0, wide, self.height, stroke=0, fill=1)
            canvas.restoreState()

    def _draw_label(self, canvas: TaggedCanvas, label: Label) -> None:
        style = self.style
        baseline = self.height - style.leading * 0.5 - style.fontSize * 0.32
        size = style.fontSize
        if isinstance(label.sign, Box):
            left = self.width - size * 1.05 if self.right_to_left else size * 0.1
            x, y = canvas.absolutePosition(left, baseline - size * 0.1)
            rect = (x, y, x + size * 0.95, y + size * 0.95)
            canvas.tick_box(label.element.add("Form"), label.sign, rect, label.colour)
            return
        with canvas.content(label.element, actual=label.sign.value if isinstance(label.sign, Sign) else ""):
            canvas.saveState()
            if self.right_to_left:
                room = stringWidth(label.sign, BOLD, size) if isinstance(label.sign, str) else size * 1.4
                canvas.translate(self.width - room, 0)
            match label.sign:
                case Sign():
                    draw_sign(canvas, label, style.fontSize, baseline)
                case PageOf():
                    canvas.translate(0, self.height - style.leading * 0.5 - style.fontSize * 0.32)
                    canvas.show_page_of(label.sign.chapter)
                case words:
                    text = canvas.beginText(0, self.height - style.fontSize)
                    text.setFont(BOLD, style.fontSize)
                    text.setFillColor(label.colour)
                    text.textOut(words)
                    canvas.drawText(text)
            canvas.restoreState()


_Paragraph: Any = Paragraph
"""ReportLab's paragraph with the private parts that its published types leave out."""


class TaggedParagraph(_Paragraph, Marked):  # type: ignore[misc]
    """A paragraph that belongs to an element; both halves of a split one belong to the same element."""

    _broken_for: float | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Break the lines once for each width; the frame asks again whenever it looks for room."""
        if self._broken_for == availWidth and hasattr(self, "blPara"):
            return self.width, self.height
        self._broken_for = availWidth
        width = availWidth - self.style.leftIndent - self.style.rightIndent
        for frag in self.frags:
            if hasattr(frag, "text"):  # the second half of a paragraph holds lines that are broken already
                frag.text = _with_breaks(frag, width)
        size: tuple[float, float] = super().wrap(availWidth, availHeight)
        return size

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803 - ReportLab's names
        """Split as ReportLab does; only the first part keeps the bookmark and the label."""
        parts: list[Any] = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            part.marks = self.marks if number == 0 else replace(self.marks, outline=None, label=None)
        return parts

    def natural_width(self) -> float:
        """Return the width of the words on a single line, in points."""
        widths = (stringWidth(part.text, part.fontName, part.fontSize) for part in self.frags)
        return float(sum(widths))

    def draw(self) -> None:
        """Draw the label, the bar and the words, each marked as what it is."""
        canvas = cast("TaggedCanvas", self.canv)
        marks = self.marks
        if marks.once and marks.element.drawn:
            with canvas.artifact("Pagination"):
                super().draw()
            return
        self.draw_marks(canvas)
        with canvas.content(marks.element):
            super().draw()
        if marks.link is not None:
            x, y = canvas.absolutePosition(0, 0)
            canvas.link(marks.element, marks.link, self.getPlainText(), (x, y, x + self.width, y + self.height))


def draw_sign(canvas: TaggedCanvas, label: Label, size: float, baseline: float) -> None:
    """Draw a sign as vectors, ``size`` being the size of the text beside it (points)."""
    canvas.setFillColor(label.colour)
    canvas.setStrokeColor(label.colour)
    canvas.setLineWidth(size * 0.09)
    middle = baseline + size * 0.36
    match label.sign:
        case Sign.BULLET:
            canvas.circle(size * 0.7, middle, size * 0.15, stroke=0, fill=1)
        case Sign.STAGE_DONE:
            canvas.circle(size * 0.55, middle, size * 0.36, stroke=1, fill=1)
        case Sign.STAGE_HERE:
            canvas.circle(size * 0.55, middle, size * 0.36, stroke=1, fill=0)
            canvas.circle(size * 0.55, middle, size * 0.17, stroke=0, fill=1)
        case _:
            canvas.circle(size * 0.55, middle, size * 0.36, stroke=1, fill=0)


def tagged(words: str, style: ParagraphStyle, marks: Marks) -> TaggedParagraph:
    """Return a paragraph of ReportLab markup that belongs to an element."""
    paragraph = TaggedParagraph(words, style)
    paragraph.marks = marks
    return paragraph


_KeepTogether: Any = KeepTogether
"""ReportLab's class with the private parts that its published types leave out."""


class KeepWithStart(_KeepTogether):  # type: ignore[misc]
    """Keeps headings with the beginning of what follows; ReportLab would move the whole of it to the next page."""

    def split(self, aW: float, aH: float) -> list[Any]:  # noqa: N803 - ReportLab's names
        """Return the parts as they are when all headings and a first piece fit, else begin a new page."""
        *headings, last = self._content
        room = aH
        for heading in headings:
            room -= heading.wrapOn(self.canv, aW, aH)[1] + heading.getSpaceBefore() + heading.getSpaceAfter()
        room -= last.getSpaceBefore()
        if headings and room > 0:
            height = last.wrapOn(self.canv, aW, room)[1]
            if height <= room or len(last.splitOn(self.canv, aW, room)) > 1:
                return list(self._content)
        parts: list[Any] = super().split(aW, aH)
        return parts


_Table: Any = Table
"""ReportLab's table with the private parts that its published types leave out."""


class TaggedTable(_Table):  # type: ignore[misc]
    """A table whose rules and backgrounds are artifacts; its cells are tagged paragraphs."""

    def _drawBkgrnd(self) -> None:  # noqa: N802 - ReportLab's name
        with self.canv.artifact():
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802
        with self.canv.artifact():
            super()._drawLines()
