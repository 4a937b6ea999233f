"""One line of text: what Tab does to it, and what a hand on the keyboard must not lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from doorstep.ui.controls.line import Line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme


@pytest.fixture
def two(qtbot: QtBot, theme: Theme) -> tuple[QWidget, Line, Line]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    first, second = Line(theme), Line(theme)
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    first.setFocus()
    return holder, first, second


def test_a_key_after_tab_adds_to_the_answer(two: tuple[QWidget, Line, Line]) -> None:
    _, first, second = two
    second.setText("She comes every day")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert not second.hasSelectedText()
    QTest.keyClicks(second, "!")
    assert second.text() == "She comes every day!"


def test_a_stock_line_would_have_lost_it(qtbot: QtBot, two: tuple[QWidget, Line, Line]) -> None:
    holder, first, _ = two
    stock = QLineEdit("She comes every day")
    layout = holder.layout()
    assert layout is not None
    layout.addWidget(stock)
    stock.show()
    QWidget.setTabOrder(first, stock)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert stock.hasSelectedText()


def test_leaving_tells_the_words(qtbot: QtBot, two: tuple[QWidget, Line, Line]) -> None:
    _, first, _ = two
    QTest.keyClicks(first, "tea at four")
    with qtbot.waitSignal(first.left) as told:
        QTest.keyClick(first, Qt.Key.Key_Tab)
    assert told.args == ["tea at four"]


def test_it_is_high_enough_for_a_finger(two: tuple[QWidget, Line, Line], theme: Theme) -> None:
    assert two[1].height() >= theme.target >= 44
