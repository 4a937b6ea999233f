"""The focus ring: seen on any ground, wherever the focus goes, and never in the way of the mouse."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.controls.ring import FocusRing
from doorstep.ui.controls.rows import CheckRow, RadioRow
from doorstep.ui.theme import THEMES, apply_theme, load_theme
from ui.test_theme import contrast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme

WCAG_EDGE = 3
ENOUGH_PIXELS = 40


def page_of(qtbot: QtBot, *controls: QWidget) -> QScrollArea:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    for control in controls:
        column.addWidget(control)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(500, 500)
    qtbot.addWidget(area)
    return area


def on_screen(qtbot: QtBot, area: QScrollArea) -> None:
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)


def picture(area: QScrollArea, control: QWidget) -> QImage:
    inside = area.widget()
    rect = QRect(control.mapTo(inside, QPoint(0, 0)), control.size()).adjusted(-7, -7, 7, 7)
    return inside.grab(rect).toImage()


def pixels(image: QImage) -> array[int]:
    """Every pixel as one number, the way QColor takes it."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return array("I", bytes(plain.constBits()))


@pytest.mark.parametrize("name", THEMES)
def test_the_ring_stands_out_three_to_one_on_every_control(
    qtbot: QtBot, qapp: QApplication, theme: Theme, name: str
) -> None:
    look = apply_theme(qapp, load_theme(name))
    controls = [Line(look), NoteEdit(look), RadioRow("Yes", look), CheckRow("Tea", look), Button("Add", look)]
    rest = Button("elsewhere", look)
    area = page_of(qtbot, *controls, rest)
    FocusRing(area, look)
    on_screen(qtbot, area)
    for control in controls:
        rest.setFocus()
        before = picture(area, control)
        control.setFocus()
        after = picture(area, control)
        changes = Counter(zip(pixels(before), pixels(after), strict=True))
        seen = sum(
            count
            for (one, other), count in changes.items()
            if one != other and contrast(QColor(one), QColor(other)) >= WCAG_EDGE
        )
        assert seen >= ENOUGH_PIXELS, type(control).__name__


def test_the_ring_moves_with_what_it_frames_and_lets_clicks_through(qtbot: QtBot, theme: Theme) -> None:
    above, field = NoteEdit(theme), Line(theme)
    area = page_of(qtbot, above, field)
    ring = FocusRing(area, theme)
    on_screen(qtbot, area)
    field.setFocus()
    assert ring.frame.isVisible()
    before = ring.frame.geometry()
    above.setPlainText("\n" * 8)
    qtbot.waitUntil(lambda: ring.frame.y() > before.y())
    assert ring.frame.geometry().contains(QRect(field.mapTo(area.widget(), QPoint(0, 0)), field.size()))
    middle = field.mapTo(area.widget(), field.rect().center())
    assert area.widget().childAt(middle) is field


def test_the_ring_goes_when_its_control_goes(qtbot: QtBot, theme: Theme) -> None:
    field, other = Line(theme), Line(theme)
    area = page_of(qtbot, field, other)
    ring = FocusRing(area, theme)
    on_screen(qtbot, area)
    field.setFocus()
    field.hide()
    field.deleteLater()
    other.setFocus()
    qtbot.waitUntil(
        lambda: ring.frame.geometry().contains(QRect(other.mapTo(area.widget(), QPoint(0, 0)), other.size()))
    )


def test_the_ring_outlives_the_page_that_it_lay_on(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    pages = [page_of(qtbot, Line(theme)), page_of(qtbot, Line(theme))]
    for page in pages:
        column.addWidget(page)
    qtbot.addWidget(window)
    ring = FocusRing(window, theme)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for page in pages:
        field = page.findChildren(Line)[0]
        field.setFocus()
        qtbot.waitUntil(ring.frame.isVisible)
        assert ring.frame.parentWidget() is page.widget()
        with qtbot.waitSignal(page.destroyed):
            page.deleteLater()
