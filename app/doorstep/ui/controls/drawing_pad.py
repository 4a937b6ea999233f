"""A pad to draw a signature on with the pointer, a finger or a pen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from doorstep.ui.controls.painting import draw_box, smooth_painter

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme

WIDTH: Final = 600
HEIGHT: Final = 180
"""The size of what is kept, in pixels; the pad on the screen may be smaller."""

_PEN: Final = 3.0
_INK: Final = QColor("#1C1B1A")
"""What is kept is dark on white, whatever the theme: it is printed."""


class DrawingPad(QWidget):
    """Strokes of a pen. ``drawn`` tells the pad after each stroke. It never takes the keyboard: a typed name does."""

    drawn = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[list[QPointF]] = []
        self._kept: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(WIDTH)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """Ask for the size that is kept."""
        return QSize(WIDTH, HEIGHT)

    @property
    def empty(self) -> bool:
        """Whether no stroke has been drawn since the pad was cleared."""
        return not self._strokes

    def clear(self) -> None:
        """Wipe the pad."""
        self._strokes = []
        self._kept = None
        self.update()

    def show_kept(self, png: bytes) -> None:
        """Show a drawing that was kept before; the next stroke begins a new one."""
        self.clear()
        image = QImage.fromData(png)
        self._kept = None if image.isNull() else image

    def png(self) -> bytes:
        """Return the strokes as a PNG of WIDTH by HEIGHT pixels, dark on white."""
        image = _blank()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_strokes(painter, self._strokes, _INK)
        painter.end()
        return _png_of(image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            if self._kept is not None:
                self.clear()
            self._strokes.append([event.position()])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke, inside the pad."""
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            at = event.position()
            self._strokes[-1].append(
                QPointF(min(max(at.x(), 0), self.width() - 1), min(max(at.y(), 0), self.height() - 1))
            )
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if self._strokes and event.button() is Qt.MouseButton.LeftButton:
            self.drawn.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pad as a sheet, a line to sign on, and the strokes."""
        del event
        painter = smooth_painter(self)
        draw_box(painter, self.rect(), self._theme.corner, QColor("#FFFFFF"), self._theme.color("line"))
        if self._kept is not None:
            painter.drawImage(self.rect().adjusted(1, 1, -1, -1), self._kept)
        painter.setPen(QPen(QColor("#8A857C"), 1, Qt.PenStyle.DashLine))
        foot = self.height() - 44
        painter.drawLine(24, foot, self.width() - 24, foot)
        _draw_strokes(painter, self._strokes, _INK)
        painter.end()


def typed_name_png(name: str, family: str) -> bytes:
    """Return a typed name set in italics, as a PNG of WIDTH by HEIGHT pixels: a signature without a pointer."""
    image = _blank()
    painter = QPainter(image)
    font = QFont(family)
    font.setItalic(True)
    font.setPixelSize(56)
    painter.setFont(font)
    wide = painter.fontMetrics().horizontalAdvance(name)
    if wide > WIDTH - 48:
        font.setPixelSize(max(56 * (WIDTH - 48) // wide, 12))
        painter.setFont(font)
    painter.setPen(_INK)
    painter.drawText(image.rect().adjusted(24, 0, -24, 0), int(Qt.AlignmentFlag.AlignVCenter), name)
    painter.end()
    return _png_of(image)


def _blank() -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    return image


def _draw_strokes(painter: QPainter, strokes: list[list[QPointF]], ink: QColor) -> None:
    painter.setPen(QPen(ink, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    for stroke in strokes:
        if len(stroke) == 1:
            painter.drawPoint(stroke[0])
        else:
            painter.drawPolyline(stroke)


def _png_of(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
