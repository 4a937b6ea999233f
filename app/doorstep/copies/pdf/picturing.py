"""Pictures as flowables: photos and signatures, the pictures of Easy Read, drawn maps, and lines to write on."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import PIL.Image
import PIL.ImageOps
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image

from doorstep.copies.document import Dot, Lettering, Stroke
from doorstep.copies.pdf.fonts import BOLD, REGULAR, pieces

if TYPE_CHECKING:
    from reportlab.lib.colors import Color

    from doorstep.copies.document import Drawing, Figure, Point, Shape
    from doorstep.copies.pdf.canvas import TaggedCanvas
    from doorstep.copies.pdf.styles import Styles
    from doorstep.copies.pdf.tags import Element


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
