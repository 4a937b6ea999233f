"""Notes: they grow, they let Tab out, and the wheel is the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> tuple[QScrollArea, NoteEdit, Line]:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    notes, line = NoteEdit(theme), Line(theme)
    column.addWidget(notes)
    column.addWidget(line)
    column.addStretch(1)
    inside.setMinimumHeight(1500)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(500, 300)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    notes.setFocus()
    return area, notes, line


def test_tab_leaves_the_notes(page: tuple[QScrollArea, NoteEdit, Line]) -> None:
    _, notes, line = page
    QTest.keyClicks(notes, "two words")
    QTest.keyClick(notes, Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert notes.toPlainText() == "two words"


def test_the_box_grows_with_the_words_and_shrinks_again(page: tuple[QScrollArea, NoteEdit, Line]) -> None:
    _, notes, _ = page
    least = notes.height()
    for _ in range(6):
        QTest.keyClick(notes, Qt.Key.Key_Return)
    assert notes.height() >= least + 4 * notes.fontMetrics().lineSpacing()
    assert notes.verticalScrollBar().maximum() == 0
    notes.setPlainText("")
    assert notes.height() == least


def test_words_that_were_there_before_the_width_are_all_in_view(qtbot: QtBot, theme: Theme) -> None:
    notes = NoteEdit(theme)
    notes.setPlainText("A man should know what he is eating. " * 12 + "\n" + "Scotch bonnet, whole. " * 12)
    holder = QWidget()
    QVBoxLayout(holder).addWidget(notes)
    qtbot.addWidget(holder)
    holder.show()

    def in_view(least: int) -> bool:
        blocks = [notes.document().findBlockByNumber(number) for number in (0, 1)]
        lines = sum(block.layout().lineCount() for block in blocks)
        return lines > least and notes.viewport().height() >= lines * notes.fontMetrics().lineSpacing()

    holder.resize(700, 900)
    qtbot.waitUntil(lambda: in_view(8))
    holder.resize(400, 900)
    qtbot.waitUntil(lambda: in_view(14))


def test_the_page_follows_the_caret_down(qtbot: QtBot, page: tuple[QScrollArea, NoteEdit, Line]) -> None:
    area, notes, _ = page
    for _ in range(20):
        QTest.keyClick(notes, Qt.Key.Key_Return)
    QTest.keyClicks(notes, "and so on")

    def caret_in_view() -> None:
        caret = notes.viewport().mapTo(area.viewport(), notes.cursorRect().center())
        assert area.viewport().rect().contains(caret)

    qtbot.waitUntil(caret_in_view)


def test_the_wheel_scrolls_the_page(qtbot: QtBot, page: tuple[QScrollArea, NoteEdit, Line]) -> None:
    area, notes, _ = page
    notes.setPlainText("\n" * 12)
    at = QPointF(notes.viewport().mapTo(area, notes.viewport().rect().center()))
    QTest.wheelEvent(area.windowHandle(), at, QPoint(0, -240))
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
