"""Printing a copy: the pages that were looked at, at the printer's own resolution.

The pages are painted beside the window, one after the other, so that it lives on and the worker can stop. What the
printer's own queue keeps for how long is the machine's affair.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from doorstep.services.copies import Copies, CopyPreview

_DOTS: Final = 300
"""Dots an inch: enough for print of any size, and a fraction of the memory of more."""
_POINTS: Final = 72


class End(Enum):
    """How printing ended."""

    WHOLE = "whole"
    STOPPED = "stopped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job: the pages that the printer has got, from 0, and how it ended.

    A printer that has got pages may print them although the job was stopped.
    """

    end: End
    pages: tuple[int, ...] = ()


def _always(_done: int, _total: int) -> bool:
    return True


def ask_printer(parent: QWidget, pages: int, *, both_sides: bool) -> QPrinter | None:
    """Ask which printer, how many and which pages; return it ready, or None when the worker changed their mind."""
    printer = a4_printer(both_sides=both_sides)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def a4_printer(*, both_sides: bool = True) -> QPrinter:
    """Return a printer set to whole A4 pages, both sides where it can when that is wanted."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DOTS)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if both_sides else QPrinter.DuplexMode.DuplexNone)
    printer.setDocName("Copy")
    return printer


def wanted_pages(printer: QPrinter, pages: int) -> range:
    """Return the pages that were asked for in the printer's dialog, from 0."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not printer.fromPage():
        return range(pages)
    return range(printer.fromPage() - 1, min(printer.toPage() or pages, pages))


def range_words(printed: Sequence[int], pages: int) -> str:
    """Return which pages were printed ("3-5"), empty for all of them."""
    first, last = min(printed), max(printed)
    if last - first + 1 == pages:
        return ""
    return f"{first + 1}-{last + 1}" if first < last else f"{first + 1}"


def paint_pages(
    copies: Copies,
    preview: CopyPreview,
    printer: QPrinter,
    step: Callable[[int, int], bool] = _always,
) -> Printed:
    """Paint each page that is wanted onto a page of the printer.

    ``step`` is told how many of how many are done before each; when it says no, the job is called back. Raises
    CopyError when a page cannot be drawn; the job is called back then too.
    """
    order = _in_order(printer, wanted_pages(printer, preview.pages))
    painter = QPainter()
    with _job_in_memory():
        if not painter.begin(printer):
            return Printed(End.REFUSED)
    end, done = End.REFUSED, 0
    try:
        end, done = _paint_all(copies, preview, printer, painter, order, step)
    finally:
        if end is not End.WHOLE:
            printer.abort()
        ended = painter.end()
    return Printed(end if ended or end is End.STOPPED else End.REFUSED, tuple(order[:done]))


def _paint_all(
    copies: Copies,
    preview: CopyPreview,
    printer: QPrinter,
    painter: QPainter,
    order: Sequence[int],
    step: Callable[[int, int], bool],
) -> tuple[End, int]:
    """Return how it ended, and how many pages the printer has got."""
    for done, index in enumerate(order):
        if not step(done, len(order)):
            return End.STOPPED, done
        if done and not printer.newPage():
            return End.REFUSED, done
        _paint(copies, preview, index, painter, printer)
    return End.WHOLE, len(order)


@contextmanager
def _job_in_memory() -> Iterator[None]:
    """Keep a job off the disk on Linux, where Qt writes it into a temporary file until CUPS has taken it.

    The folder of the sitting is memory that only its owner reads. Which file it is, is settled when a job begins.
    """
    folder, before = os.environ.get("XDG_RUNTIME_DIR"), os.environ.get("TMPDIR")
    if not folder or not Path(folder).is_dir():
        yield
        return
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def _in_order(printer: QPrinter, wanted: Sequence[int]) -> list[int]:
    """Return every page as often as it is wanted, where the printer does not see to that itself."""
    times = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    if printer.collateCopies():
        return [*wanted] * times
    return [index for index in wanted for _ in range(times)]


def _paint(copies: Copies, preview: CopyPreview, index: int, painter: QPainter, printer: QPrinter) -> None:
    """Paint a page in its own size in the middle of the paper; smaller when the paper is."""
    width, height, pixels = copies.picture_of_page(preview, index, printer.resolution() / _POINTS)
    image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    if printer.colorMode() is QPrinter.ColorMode.GrayScale:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    paper = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
    fit = min(1.0, paper.width() / width, paper.height() / height)
    page = QRectF(0, 0, width * fit, height * fit)
    page.moveCenter(paper.center())
    painter.drawImage(page, image)
