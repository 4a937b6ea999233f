"""The pad: what is drawn is what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from doorstep.ui.controls.drawing_pad import HEIGHT, WIDTH, DrawingPad, typed_name_png

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme


def dark_pixels(png: bytes) -> int:
    image = QImage.fromData(png)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    return sum(image.pixelColor(x, y).lightness() < 100 for x in range(WIDTH) for y in range(HEIGHT))


def test_a_stroke_is_kept_and_a_wiped_pad_is_empty(qtbot: QtBot, theme: Theme) -> None:
    pad = DrawingPad(theme)
    qtbot.addWidget(pad)
    pad.show()
    assert pad.empty
    with qtbot.waitSignal(pad.drawn):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
        QTest.mouseMove(pad, QPoint(200, 60))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert not pad.empty
    assert dark_pixels(pad.png()) > 100
    pad.clear()
    assert pad.empty
    assert dark_pixels(pad.png()) == 0


def test_a_typed_name_becomes_a_picture_however_long_it_is(qtbot: QtBot, theme: Theme) -> None:
    family = theme.font("body").family()
    assert dark_pixels(typed_name_png("E. J. Pennant", family)) > 100
    long = typed_name_png("Everald Josiah Pennant of Lampwick Terrace, Brackwater, by his own hand", family)
    image = QImage.fromData(long)
    edge = [image.pixelColor(WIDTH - 8, y).lightness() for y in range(HEIGHT)]
    assert min(edge) > 200
