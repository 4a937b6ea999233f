"""Keys of the window work while somebody types, and no key deletes words by surprise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme

CONTROL = Qt.KeyboardModifier.ControlModifier


class Heard:
    """A window that writes down which of its shortcuts were pressed."""

    def __init__(self, qtbot: QtBot, field: QWidget) -> None:
        self.window = QWidget()
        self.keys: list[str] = []
        QVBoxLayout(self.window).addWidget(field)
        for keys in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+K", "Ctrl+E", "Ctrl+2", "Ctrl+A"):
            shortcut = QShortcut(QKeySequence(keys), self.window)
            shortcut.activated.connect(lambda keys=keys: self.keys.append(keys))
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        field.setFocus()


@pytest.fixture(params=[Line, NoteEdit])
def field(request: pytest.FixtureRequest, theme: Theme) -> Line | NoteEdit:
    made: Line | NoteEdit = request.param(theme)
    return made


def words_of(field: Line | NoteEdit) -> str:
    return field.text() if isinstance(field, Line) else field.toPlainText()


@pytest.mark.parametrize(
    ("key", "name"), [(Qt.Key.Key_K, "Ctrl+K"), (Qt.Key.Key_E, "Ctrl+E"), (Qt.Key.Key_2, "Ctrl+2")]
)
def test_keys_of_the_window_reach_it(qtbot: QtBot, field: Line | NoteEdit, key: Qt.Key, name: str) -> None:
    heard = Heard(qtbot, field)
    QTest.keyClicks(field, "words")
    QTest.keyClick(field, key, CONTROL)
    assert heard.keys == [name]
    assert words_of(field) == "words"


def test_undo_takes_back_typing_first_and_answers_after(qtbot: QtBot, field: Line | NoteEdit) -> None:
    heard = Heard(qtbot, field)
    QTest.keyClicks(field, "words")
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert heard.keys == []
    assert words_of(field) != "words"
    while words_of(field):
        QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert heard.keys == ["Ctrl+Z"]


def test_editing_keys_stay_with_the_field(qtbot: QtBot, field: Line | NoteEdit) -> None:
    heard = Heard(qtbot, field)
    QTest.keyClicks(field, "words")
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    assert heard.keys == []
    assert QApplication.clipboard().text() == "words"
