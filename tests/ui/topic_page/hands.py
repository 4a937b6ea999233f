"""What a person does at the keyboard and with the mouse, for the tests of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from doorstep.assessment.answer import PERSON, WORKER, AnswerKey
from doorstep.assessment.change import ItemRef

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer, RowPath, Value, Voice
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.topic_page.page import TopicPage

__all__ = ["PERSON", "WORKER"]

Control = TypeVar("Control", bound=QWidget)


def go(page: TopicPage, link_id: str, path: RowPath = (), voice: Voice | None = None) -> QWidget:
    """Go to a question as the window does, and return what has the keyboard then."""
    page.go_to(ItemRef(link_id, path), voice)
    settle()
    return focused()


def settle() -> None:
    """Let Qt lay out and show what was just made, as it does between two keys of a person."""
    for _ in range(6):
        QApplication.processEvents()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def key(*keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(focused(), one)


def control_key(number: int) -> None:
    QTest.keyClick(focused(), Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)


def write(words: str) -> None:
    """Type words into whatever has the keyboard."""
    QTest.keyClicks(focused(), words)


def write_and_leave(words: str) -> None:
    write(words)
    key(Qt.Key.Key_Tab)


def named(page: QWidget, kind: type[Control], words: str) -> Control:
    """Return the one visible control of a kind whose name holds the words."""
    found = [each for each in page.findChildren(kind) if each.isVisible() and words in each.accessibleName()]
    assert len(found) == 1, [each.accessibleName() for each in found]
    return found[0]


def click(control: QWidget, at: QPoint | None = None) -> None:
    if isinstance(control, QAbstractButton):
        assert control.isEnabled()
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=at or control.rect().center())


def row_at(page: TopicPage, link_id: str, words: str, path: RowPath = ()) -> QAbstractButton:
    """Return the row with those words of one question."""
    start = go(page, link_id, path)
    holder = start.parentWidget()
    while holder is not None:
        rows = [row for row in holder.findChildren(QAbstractButton) if row.accessibleName() == words]
        if rows:
            return rows[0]
        holder = holder.parentWidget()
    raise AssertionError(words)


def answer(assessment: OpenAssessment, link_id: str, voice: Voice = PERSON, path: RowPath = ()) -> Answer | None:
    return assessment.state.current(AnswerKey(link_id, path, voice))


def value(assessment: OpenAssessment, link_id: str, voice: Voice = PERSON, path: RowPath = ()) -> Value | None:
    stands = answer(assessment, link_id, voice, path)
    return None if stands is None else stands.value
