"""Printing a copy: the pages that were looked at, at the printer's own resolution.

The pages are painted beside the window, one after the other, so that it lives on and the worker can stop. What the
printer's own queue keeps for how long is the machine's affair.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from doorstep.services.copies import Copies, CopyPreview

_DOTS: Final = 300
"""Dots an inch: enough for print of any size, and a fraction of the memory of more."""
_POINTS: Final = 72


class Printed(Enum):
    """How printing ended."""

    WHOLE = "whole"
    STOPPED = "stopped"
    REFUSED = "refused"


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


def range_words(wanted: range, pages: int) -> str:
    """Return the pages that were printed ("3-5"), empty for all of them."""
    if len(wanted) == pages:
        return ""
    return f"{wanted[0] + 1}-{wanted[-1] + 1}" if len(wanted) > 1 else f"{wanted[0] + 1}"


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
    if not painter.begin(printer):
        return Printed.REFUSED
    done = 0
    try:
        for place, index in enumerate(order):
            if not step(place, len(order)):
                printer.abort()
                return Printed.STOPPED
            if place and not printer.newPage():
                return Printed.REFUSED
            _paint(copies, preview, index, painter, printer)
            done += 1
    finally:
        if done < len(order):
            printer.abort()
        ended = painter.end()
    return Printed.WHOLE if ended else Printed.REFUSED


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
