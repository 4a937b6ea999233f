"""The hand: does to the window what a worker does, with keys and pointer, and waits as a worker waits.

It goes through the same events as a person: keys, clicks, text from an input method. Only what the operating system
asks in a window of its own (which file, which folder) is answered by calling the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from doorstep.demo.failure import DemoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

W = TypeVar("W", bound=QWidget)

_PATIENCE: Final = 60_000
"""Milliseconds to wait for anything before the play is given up."""


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Let the window live until a thing is so. Raises DemoError when it does not come about."""
    deadline = QDeadlineTimer(_PATIENCE)
    loop = QEventLoop()
    tick = QTimer()
    tick.setInterval(5)
    tick.timeout.connect(loop.quit)
    tick.start()
    while not true():
        if deadline.hasExpired():
            raise DemoError(f"waited in vain for: {what}")
        loop.exec()


def settle() -> None:
    """Let the window do all that it has been asked for."""
    for _ in range(3):
        QApplication.processEvents()


def find(inside: QWidget, kind: type[W], name: str) -> W:
    """Return the control of that object name. Raises DemoError when there is none."""
    found = inside.findChild(kind, name)
    if found is None:
        raise DemoError(f"no control called {name}")
    return found


def find_action(menu: QMenu, name: str) -> QAction:
    """Return the entry of a menu. Raises DemoError when there is none."""
    found = menu.findChild(QAction, name)
    if found is None:
        raise DemoError(f"no entry called {name}")
    return found


def click(control: QWidget) -> None:
    """Click a control in its middle, once it can be clicked."""
    wait_until(control.isEnabled, f"{control.objectName() or control.accessibleName()} to be enabled")
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, control.rect().center())


def press(control: QAbstractButton) -> None:
    """Press a button with the keyboard."""
    wait_until(control.isEnabled, f"{control.objectName() or control.accessibleName()} to be enabled")
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(control, Qt.Key.Key_Space)
    settle()


def write(field: QWidget, words: str) -> None:
    """Write words into a field in the place of what stands there, as an input method does."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def leave(field: QWidget) -> None:
    """Leave a field by Tab."""
    QTest.keyClick(field, Qt.Key.Key_Tab)
    settle()


def draw(pad: QWidget, strokes: Iterable[Iterable[tuple[float, float]]]) -> None:
    """Draw strokes on a pad with the pointer; points run from 0 to 1 across and down."""
    for stroke in strokes:
        points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in stroke]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
    settle()
