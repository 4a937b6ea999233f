"""Looking at a PDF before it is printed: how many pages, how many sheets, and what each page looks like."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pypdfium2

from doorstep.errors import CopyError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state for the whole process and may be called from one thread at a time only."""


def page_count(pdf: bytes) -> int:
    """Return the number of pages. Raises CopyError when the bytes are no PDF."""
    with _opened(pdf) as document:
        return len(document)


def sheets(pages: int, *, duplex: bool = True) -> int:
    """Return the sheets of paper that so many pages take (TB-26)."""
    return (pages + 1) // 2 if duplex else pages


def render_page(pdf: bytes, index: int, scale: float) -> tuple[int, int, bytes]:
    """Return a page as width, height (pixels) and RGBA bytes. ``scale`` 1 is 72 dots an inch; ``index`` begins at 0.

    Raises CopyError when the bytes are no PDF, or it has no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= index < len(document):
            raise CopyError(what="page")
        page = document[index]
        bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA)
        picture = (bitmap.width, bitmap.height, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        return picture


def page_text(pdf: bytes) -> str:
    """Return the words of all pages as a reader of PDF extracts them, a page a paragraph. Raises CopyError."""
    with _opened(pdf) as document:
        return "\n\n".join(page.get_textpage().get_text_bounded() for page in document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise CopyError(what="pdf") from error
        document.init_forms()  # or the boxes to tick are not drawn
        try:
            yield document
        finally:
            document.close()
