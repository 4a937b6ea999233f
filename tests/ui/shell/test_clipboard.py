"""What is copied is marked as secret and does not stay: by key, by menu, after half a minute, at locking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from doorstep.assessment.change import ItemRef
from doorstep.ui.clipboard import KDE, SECONDS, WINDOWS, secret, secret_clipboard
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme

WORDS = "He came over on the boat"


@pytest.fixture
def clipboard(qapp: QGuiApplication) -> Iterator[QClipboard]:
    del qapp
    found = QGuiApplication.clipboard()
    found.clear()
    yield found
    secret_clipboard().timer.stop()
    found.clear()


@pytest.fixture(params=["line", "notes"])
def field(request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme) -> Line | NoteEdit:
    made = Line(theme) if request.param == "line" else NoteEdit(theme)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    made.setText(WORDS) if isinstance(made, QLineEdit) else made.setPlainText(WORDS)
    made.selectAll()
    return made


def words_in(field: Line | NoteEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def is_marked(data: QMimeData) -> bool:
    return data.data(KDE).data() == b"secret" and data.hasFormat(WINDOWS)


def test_copying_by_key_marks_it_as_secret(qtbot: QtBot, field: Line | NoteEdit, clipboard: QClipboard):
    qtbot.keyClick(field, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == WORDS
    assert is_marked(clipboard.mimeData())
    assert words_in(field) == WORDS


def test_cutting_by_key_marks_it_too_and_can_be_taken_back(qtbot: QtBot, field: Line | NoteEdit, clipboard: QClipboard):
    qtbot.keyClick(field, Qt.Key.Key_X, CONTROL)
    assert clipboard.text() == WORDS
    assert is_marked(clipboard.mimeData())
    assert words_in(field) == ""
    field.undo()
    assert words_in(field) == WORDS


def test_a_stock_field_would_not_mark_it(qtbot: QtBot, clipboard: QClipboard):
    stock = QPlainTextEdit()
    qtbot.addWidget(stock)
    stock.setPlainText(WORDS)
    stock.selectAll()
    qtbot.keyClick(stock, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == WORDS
    assert not is_marked(clipboard.mimeData())


def test_what_can_only_be_read_is_copied_and_never_cut(qtbot: QtBot, field: Line | NoteEdit, clipboard: QClipboard):
    field.setReadOnly(True)
    qtbot.keyClick(field, Qt.Key.Key_X, CONTROL)
    assert words_in(field) == WORDS
    assert is_marked(clipboard.mimeData())


def test_a_hidden_line_gives_nothing(qtbot: QtBot, theme: Theme, clipboard: QClipboard):
    line = Line(theme)
    qtbot.addWidget(line)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setText("harbour violet")
    line.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        qtbot.keyClick(line, key, CONTROL)
    assert clipboard.text() == ""
    assert line.text() == "harbour violet"


def test_nothing_selected_leaves_the_clipboard_alone(qtbot: QtBot, theme: Theme, clipboard: QClipboard):
    clipboard.setText("from elsewhere")
    note = NoteEdit(theme)
    qtbot.addWidget(note)
    note.setPlainText(WORDS)
    qtbot.keyClick(note, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == "from elsewhere"


def test_it_is_gone_after_half_a_minute(field: Line | NoteEdit, clipboard: QClipboard):
    field.copy()
    timer = secret_clipboard().timer
    assert timer.isActive()
    assert timer.interval() == SECONDS * 1000
    timer.timeout.emit()
    assert clipboard.text() == ""
    assert not timer.isActive()


def test_what_another_program_put_there_stays(field: Line | NoteEdit, clipboard: QClipboard):
    field.copy()
    clipboard.setText("from elsewhere")
    secret_clipboard().timer.timeout.emit()
    assert clipboard.text() == "from elsewhere"


def test_it_is_gone_at_locking(visit: Hands, clipboard: QClipboard):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type(WORDS)
    visit.key(Qt.Key.Key_A, CONTROL)
    visit.key(Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == WORDS
    visit.key(Qt.Key.Key_L, CONTROL)
    assert clipboard.text() == ""


def test_dragged_words_are_marked(theme: Theme, qtbot: QtBot):
    note = NoteEdit(theme)
    qtbot.addWidget(note)
    note.setPlainText(f"{WORDS}\nin 1961")
    note.selectAll()
    data = note.createMimeDataFromSelection()
    assert data.text() == f"{WORDS}\nin 1961"
    assert is_marked(data)


def test_the_marks_are_those_that_histories_look_for():
    assert set(secret("x").formats()) >= {
        "text/plain",
        "x-kde-passwordManagerHint",
        "ExcludeClipboardContentFromMonitorProcessing",
    }
