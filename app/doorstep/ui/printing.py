"""Printing a copy: the pages that were looked at, at the printer's own resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.services.copies import Copies, CopyPreview

_DOTS: Final = 300
"""Dots an inch: enough for print of any size, and a fraction of the memory of more."""
_POINTS: Final = 72


def print_pages(copies: Copies, preview: CopyPreview, parent: QWidget) -> bool:
    """Ask which printer, then print all pages. Returns False when the worker changed their mind."""
    printer = a4_printer()
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return paint_pages(copies, preview, printer)


def a4_printer() -> QPrinter:
    """Return a printer set to whole A4 pages, both sides where it can."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DOTS)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    printer.setDocName("Copy")
    return printer


def paint_pages(copies: Copies, preview: CopyPreview, printer: QPrinter) -> bool:
    """Paint each page onto a page of the printer. Returns False when the printer does not take it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for index in range(preview.pages):
        if index and not printer.newPage():
            painter.end()
            return False
        width, height, pixels = copies.picture_of_page(preview, index, printer.resolution() / _POINTS)
        image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(QRectF(printer.pageRect(QPrinter.Unit.DevicePixel)), image)
    return painter.end()
