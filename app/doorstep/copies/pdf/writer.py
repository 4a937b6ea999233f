"""A document as PDF/UA-1: tagged, embedded fonts only, bookmarks, and the same bytes for the same document."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from doorstep.copies.document import Span
from doorstep.copies.pdf.canvas import TaggedCanvas
from doorstep.copies.pdf.flowables import KeepWithStart
from doorstep.copies.pdf.fonts import BOLD, REGULAR
from doorstep.copies.pdf.self_check import refuse_unsafe
from doorstep.copies.pdf.shaped import furniture
from doorstep.copies.pdf.story import Story
from doorstep.copies.pdf.styles import styles_of
from doorstep.copies.pdf.tags import Element
from doorstep.copies.words import NO_BREAK
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from doorstep.copies.document import Document, Spans
    from doorstep.copies.pdf.styles import Styles
    from doorstep.copies.profiles import Profile

_FOOTER = "footer"


def write_pdf(document: Document, profile: Profile) -> bytes:
    """Return the document as a PDF, looked at once more before anybody gets it.

    Raises CopyError when a picture or anything else cannot be laid out, CopyUnsafeError when the finished file is not
    tagged throughout.
    """
    styles = styles_of(profile)
    page = Furniture(document, styles)
    root = Element("Document")
    output = BytesIO()
    canvas = partial(
        TaggedCanvas,
        root=root,
        title=document.title,
        lang=document.lang,
        author=document.author,
        finish=page.finish,
    )
    try:
        turned = document.right_to_left
        story = Story(root, styles, page.frame_height, right_to_left=turned).tell(document.blocks)
        page.template(output).build(story, canvasmaker=canvas)
    except LayoutError:
        # ReportLab's message quotes the text that does not fit; case text must not reach a log.
        raise CopyError(what="layout") from None
    except OSError:
        raise CopyError(what="picture") from None
    return refuse_unsafe(output.getvalue())


class Furniture:
    """What stands on every page: paper, the communication need above, title and "Page 3 of 24" below."""

    def __init__(self, document: Document, styles: Styles) -> None:
        self._document = document
        self._styles = styles
        self._header = furniture(self._own(document.header), styles.furniture) if document.header else None
        self._header_height = self._header.wrap(styles.width, styles.page[1])[1] if self._header else 0
        self._footer_height = self._footer(999, 999)[1] if document.footer else 0

    @property
    def frame_height(self) -> float:
        """The height that is left for the text, in points."""
        return self._styles.page[1] - self._top - self._bottom

    @property
    def _top(self) -> float:
        return self._styles.margin + self._header_height + (self._styles.size if self._header else 0)

    @property
    def _bottom(self) -> float:
        return self._styles.margin + self._footer_height + (self._styles.size if self._document.footer else 0)

    def template(self, output: BytesIO) -> BaseDocTemplate:
        """Return the document template that writes into ``output``."""
        template = BaseDocTemplate(
            output,
            pagesize=self._styles.page,
            title=self._document.title,
            author=self._document.author,
            lang=self._document.lang,
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            keepTogetherClass=KeepWithStart,
        )
        frame = Frame(self._styles.margin, self._bottom, self._styles.width, self.frame_height, 0, 0, 0, 0)
        template.addPageTemplates(PageTemplate("page", [frame], onPage=self._open_page))
        return template

    def _open_page(self, canvas: Any, _template: Any) -> None:
        """Draw paper and header, and leave room for the footer, which needs the page count."""
        with canvas.artifact("Background"):
            canvas.saveState()
            canvas.setFillColor(self._styles.paper)
            canvas.rect(0, 0, *self._styles.page, stroke=0, fill=1)
            canvas.restoreState()
        with canvas.artifact("Pagination"):
            if self._header is not None:
                top = self._styles.page[1] - self._styles.margin
                self._header.drawOn(canvas, self._styles.margin, top - self._header_height)
                self._rule(canvas, top - self._header_height - self._styles.size * 0.3)
            if not self._document.footer:
                return
            self._rule(canvas, self._bottom - self._styles.size * 0.8)
            canvas.doForm(f"{_FOOTER}{canvas.pages}")

    def finish(self, canvas: TaggedCanvas) -> None:
        """Fill in the footer of every page and the pages of the chapters, now that they are known."""
        canvas.fill_pages_of_chapters(BOLD, self._styles.size, self._styles.ink)
        for number in range(canvas.pages if self._document.footer else 0):
            canvas.beginForm(f"{_FOOTER}{number}", 0, 0, *self._styles.page)
            footer, height = self._footer(number + 1, canvas.pages)
            footer.drawOn(canvas, self._styles.margin, self._styles.margin + self._footer_height - height)
            canvas.endForm()

    def _footer(self, number: int, total: int) -> tuple[Flowable, float]:
        count = self._document.say("Page {number} of {total}", number=number, total=total).replace(" ", NO_BREAK)
        words = f"{self._document.footer}. {count}"
        footer = furniture(self._own(words), self._styles.furniture)
        return footer, footer.wrap(self._styles.width, self._styles.page[1])[1]

    def _own(self, words: str) -> Spans:
        """Return words of the page, which are in the copy's own language."""
        return (Span(words, lang=self._document.lang),)

    def _rule(self, canvas: TaggedCanvas, y: float) -> None:
        canvas.setStrokeColor(self._styles.accent)
        canvas.setLineWidth(1)
        canvas.line(self._styles.margin, y, self._styles.margin + self._styles.width, y)
