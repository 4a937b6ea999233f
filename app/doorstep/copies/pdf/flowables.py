"""Flowables that draw themselves as tagged content: paragraphs, list labels, pictures, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import PIL.Image
import PIL.ImageOps
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Table

from doorstep.copies.document import Dot, Lettering, Stroke
from doorstep.copies.pdf.fonts import BOLD, REGULAR, pieces

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle

    from doorstep.copies.document import Drawing, Figure, Point, Shape
    from doorstep.copies.pdf.canvas import TaggedCanvas
    from doorstep.copies.pdf.styles import Styles
    from doorstep.copies.pdf.tags import Element


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
class Label:
    """The label of a list entry, drawn in its indent: a sign, a box or a number."""

    element: Element
    sign: Sign | Box | str
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
                room = size * 1.4 if isinstance(label.sign, Sign) else stringWidth(label.sign, BOLD, size)
                canvas.translate(self.width - room, 0)
            if isinstance(label.sign, Sign):
                draw_sign(canvas, label, style.fontSize, baseline)
            else:
                text = canvas.beginText(0, self.height - style.fontSize)
                text.setFont(BOLD, style.fontSize)
                text.setFillColor(label.colour)
                text.textOut(label.sign)
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


class TaggedPicture(Image):
    """A picture with its text alternative, at most ``widest`` by ``tallest`` points, never enlarged past 150 dpi."""

    def __init__(self, figure: Figure, element: Element, widest: float, tallest: float) -> None:
        natural = figure.width * 72 / 150
        width = min(widest * figure.share, max(natural, widest * 0.25))
        height = width * figure.height / figure.width
        if height > tallest:
            width, height = width * tallest / height, tallest
        data = _on_any_paper(figure.data) if figure.drawn else figure.data
        super().__init__(BytesIO(data), width=width, height=height, hAlign="LEFT", mask="auto")
        self._element = element

    def draw(self) -> None:
        """Draw the picture as the content of its figure, whose bounds are told as PDF/UA asks."""
        canvas = cast("TaggedCanvas", self.canv)
        x, y = canvas.absolutePosition(0, 0)
        box = PDFArray([round(edge, 2) for edge in (x, y, x + self.drawWidth, y + self.drawHeight)])
        self._element.attribute("Layout", BBox=box, Placement=PDFName("Block"))
        with canvas.content(self._element):
            super().draw()


def _on_any_paper(data: bytes) -> bytes:
    """Return a drawing on white with the white taken away, so that a tinted page shows through. Raises OSError."""
    with PIL.Image.open(BytesIO(data)) as opened:
        paper = PIL.Image.new("RGBA", opened.size, "white")
        paper.alpha_composite(opened.convert("RGBA"))
    ink = paper.convert("RGB")
    ink.putalpha(PIL.ImageOps.invert(ink.convert("L")))
    output = BytesIO()
    ink.save(output, "PNG")
    return output.getvalue()


PICTURE_WIDTH = 38 * mm
"""Pictures of Easy Read are big: about a fifth of the page."""
PICTURE_GAP = 9 * mm


class PicturedRow(Flowable):
    """A picture where reading begins, its sentences beside it; the picture repeats the words and is no content.

    ``space`` is the size of the text and ``tallest`` what a page can hold, in points.
    """

    def __init__(
        self, picture: bytes, sentences: list[Any], space: float, tallest: float, *, right_to_left: bool = False
    ) -> None:
        super().__init__()
        self._right_to_left = right_to_left
        self._picture = picture
        self._sentences = sentences
        self._space = space
        self._tallest = tallest
        self._heights: list[float] = []

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Return the room that picture and sentences take."""
        width = availWidth - PICTURE_WIDTH - PICTURE_GAP
        self._heights = [sentence.wrap(width, availHeight)[1] for sentence in self._sentences]
        self.width, self.height = availWidth, max(PICTURE_WIDTH if self._picture else 0, self._words_height)
        return self.width, self.height

    @property
    def _words_height(self) -> float:
        return self._words_until(len(self._heights))

    def _words_until(self, number: int) -> float:
        """Return the height of so many sentences."""
        return sum(self._heights[:number]) + self._space * 0.5 * (number - 1)

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        """Move to the next page whole; only what no page can hold goes on there, without its picture."""
        self.wrap(availWidth, availHeight)
        fitting = sum(1 for number in range(1, len(self._heights) + 1) if self._words_until(number) <= availHeight)
        if self.height <= self._tallest or availHeight < PICTURE_WIDTH or not 0 < fitting < len(self._sentences):
            return []
        parts = ((self._picture, self._sentences[:fitting]), (b"", self._sentences[fitting:]))
        return [
            PicturedRow(picture, sentences, self._space, self._tallest, right_to_left=self._right_to_left)
            for picture, sentences in parts
        ]

    def draw(self) -> None:
        """Draw the picture as an artifact, and each sentence as content beside its middle."""
        canvas = cast("TaggedCanvas", self.canv)
        if self._picture:
            with canvas.artifact():
                image = ImageReader(BytesIO(self._picture))
                x, y = self.width - PICTURE_WIDTH if self._right_to_left else 0, self.height - PICTURE_WIDTH
                canvas.drawImage(image, x, y, PICTURE_WIDTH, PICTURE_WIDTH, mask="auto")
        top = self.height - max(PICTURE_WIDTH - self._words_height, 0) / 2 if self._picture else self.height
        for sentence, height in zip(self._sentences, self._heights, strict=True):
            top -= height
            sentence.drawOn(canvas, 0 if self._right_to_left else PICTURE_WIDTH + PICTURE_GAP, top)
            top -= self._space * 0.5


class TaggedDrawing(Flowable):
    """A drawn picture with its text alternative, at the size of the text (points)."""

    def __init__(self, drawing: Drawing, element: Element, styles: Styles) -> None:
        super().__init__()
        self._drawing = drawing
        self._element = element
        self._styles = styles

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the room that the picture takes."""
        self.width = self._drawing.width * self._styles.size
        self.height = self._drawing.height * self._styles.size
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shapes as the content of the figure."""
        canvas = cast("TaggedCanvas", self.canv)
        x, y = canvas.absolutePosition(0, 0)
        box = PDFArray([round(edge, 2) for edge in (x, y, x + self.width, y + self.height)])
        self._element.attribute("Layout", BBox=box, Placement=PDFName("Block"))
        with canvas.content(self._element):
            canvas.saveState()
            for shape in self._drawing.shapes:
                self._shape(canvas, shape)
            canvas.restoreState()

    def _shape(self, canvas: TaggedCanvas, shape: Shape) -> None:
        size, styles = self._styles.size, self._styles
        canvas.setStrokeColor(styles.accent)
        match shape:
            case Stroke():
                canvas.setLineWidth(shape.thick * size)
                canvas.setDash([size * 0.5, size * 0.4] if shape.broken else [])
                canvas.line(*self._point(shape.start), *self._point(shape.end))
                canvas.setDash([])
            case Dot():
                canvas.setLineWidth(0.12 * size)
                canvas.setFillColor(styles.accent if shape.filled else styles.paper)
                canvas.circle(*self._point(shape.middle), shape.radius * size, stroke=1, fill=1)
            case Lettering():
                self._letters(canvas, shape)

    def _letters(self, canvas: TaggedCanvas, shape: Lettering) -> None:
        parts = [(BOLD if shape.strong and font == REGULAR else font, words) for font, words in pieces(shape.text)]
        x, y = self._point(shape.at)
        width = sum(stringWidth(words, font, self._styles.size) for font, words in parts)
        text = canvas.beginText(x - width * (1 - shape.side) / 2, y)
        text.setFillColor(self._styles.ink)
        for font, words in parts:
            text.setFont(font, self._styles.size)
            text.textOut(words)
        canvas.drawText(text)

    def _point(self, point: Point) -> tuple[float, float]:
        """Return a point of the drawing as ReportLab counts: up from the bottom, in points."""
        return point[0] * self._styles.size, self.height - point[1] * self._styles.size


WRITING_HEIGHT = 9 * mm
"""Room for a line of handwriting."""


class RuledLines(Flowable):
    """Lines to write on by hand, ``gap`` points apart; they are no content."""

    def __init__(self, lines: int, gap: float, colour: Color) -> None:
        super().__init__()
        self._lines = lines
        self._gap = gap
        self._colour = colour

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Return the whole width, and the height of all lines."""
        self.width, self.height = availWidth, self._lines * self._gap + self._gap * 0.4
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines as an artifact."""
        canvas = cast("TaggedCanvas", self.canv)
        with canvas.artifact():
            canvas.setStrokeColor(self._colour)
            canvas.setLineWidth(0.7)
            for line in range(1, self._lines + 1):
                canvas.line(0, self.height - line * self._gap, self.width, self.height - line * self._gap)


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
