"""Rows to choose from: the whole row is the target, words wrap, passing over is not choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from doorstep.ui.controls.rows import CheckRow, RadioRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme

LONG = "I can do it, but it takes me much longer than would normally be expected and I am tired afterwards"


def shown(qtbot: QtBot, *rows: QWidget, width: int = 400) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    for row in rows:
        column.addWidget(row)
    qtbot.addWidget(holder)
    holder.resize(width, 300)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    return holder


@pytest.mark.parametrize("kind", [RadioRow, CheckRow])
def test_a_click_anywhere_in_the_row_counts(qtbot: QtBot, theme: Theme, kind: type[RadioRow | CheckRow]) -> None:
    row = kind("Yes", theme)
    holder = shown(qtbot, row)
    assert holder.isVisible()
    assert row.height() >= 44
    for corner in (QPoint(3, 3), QPoint(row.width() - 3, row.height() - 3)):
        row.setChecked(False)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=corner)
        assert row.isChecked(), corner


def test_a_stock_row_would_have_missed_it(qtbot: QtBot) -> None:
    row = QRadioButton("Yes")
    row.setMinimumHeight(44)
    holder = shown(qtbot, row)
    assert holder.isVisible()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 3, row.height() - 3))
    assert not row.isChecked()


@pytest.mark.parametrize("kind", [RadioRow, CheckRow])
def test_long_words_wrap_inside_the_row(qtbot: QtBot, theme: Theme, kind: type[RadioRow | CheckRow]) -> None:
    row = kind(LONG, theme)
    holder = shown(qtbot, row, width=320)
    assert holder.width() == 320
    assert row.height() >= 3 * row.fontMetrics().lineSpacing()


def test_arrows_pass_over_and_space_chooses(qtbot: QtBot, theme: Theme) -> None:
    rows = [RadioRow(words, theme) for words in ("Yes", "No", "Not sure")]
    holder = shown(qtbot, *rows)
    group = QButtonGroup(holder)
    for row in rows:
        group.addButton(row)
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    assert group.checkedButton() is None
    QTest.keyClick(rows[1], Qt.Key.Key_Space)
    assert rows[1].isChecked()
    QTest.keyClick(rows[1], Qt.Key.Key_Up)
    QTest.keyClick(rows[0], Qt.Key.Key_Up)
    assert rows[2].hasFocus()
    assert rows[1].isChecked()


def test_an_ampersand_is_a_word_and_not_a_key(theme: Theme) -> None:
    assert RadioRow("Bed & breakfast", theme).words == "Bed & breakfast"
    assert RadioRow("Bed & breakfast", theme).text() == "Bed && breakfast"
