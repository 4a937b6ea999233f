"""What a worker does at the window, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from doorstep.ui.first_start import FirstStart
from doorstep.ui.unlock_page import UnlockPage
from services.profiles import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from doorstep.services.workspace import Workspace
    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.home import Home
    from doorstep.ui.office_page import OfficePage
    from doorstep.ui.people_page import PeoplePage
    from doorstep.ui.sheet import Sheet
    from doorstep.ui.window import MainWindow

W = TypeVar("W", bound=QWidget)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Two hands on the keyboard. Every wait has an end, and says what it waited for by the line that fails."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    # keys

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the keyboard"
        if words.isascii():
            self.qtbot.keyClicks(focus, words)
        else:  # the test library has no keys for accents
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(focus, event)

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Go to a button by its name and press it."""
        button = self.find(QAbstractButton, name, inside)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.key(Qt.Key.Key_Space)

    def find(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        """Return what is in sight under that name."""
        found = (inside or self.window).findChildren(kind, name)
        shown = [widget for widget in found if widget.isVisible()]
        assert shown, f"nothing called {name} in sight"
        return shown[0]

    def until(self, true: Callable[[], object]) -> None:
        """Let the window live until something is so."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=10_000)

    def sees(self, words: str, inside: QWidget | None = None) -> bool:
        """Tell whether words stand anywhere in sight."""
        labels = (inside or self.window).findChildren(QLabel)
        return any(words in label.text() for label in labels if label.isVisible())

    # flows

    def make_the_vault(self) -> None:
        """Type the passphrase twice, and a name, then make the vault."""
        page = self.window.pages.currentWidget()
        assert isinstance(page, FirstStart)
        for line, words in (
            (page.passphrase.line, PASSPHRASE),
            (page.again.line, PASSPHRASE),
            (page.worker_name, "Aoife Lindqvist"),
            (page.worker_job, "Social worker, Brackwater Council"),
            (page.worker_phone, "01632 960480"),
        ):
            line.setFocus()
            self.type(words)
        self.press("make_vault")
        self.until(lambda: self.window.workspace is not None)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase and press Enter."""
        self.type_passphrase(passphrase)
        self.until(lambda: self.window.workspace is not None)

    def type_passphrase(self, passphrase: str) -> UnlockPage:
        page = self.window.pages.currentWidget()
        assert isinstance(page, UnlockPage)
        self.until(page.open_button.isEnabled)
        page.passphrase.line.setFocus()
        page.passphrase.line.clear()
        self.type(passphrase)
        self.key(Qt.Key.Key_Return)
        return page

    def prove(self, name: str, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase where it is asked for in place, and press Enter."""
        line = self.find(QLineEdit, f"{name}_passphrase")
        assert line.hasFocus()
        line.clear()
        self.type(passphrase)
        self.key(Qt.Key.Key_Return)

    def begin_assessment(self, name: str = "Everald Josiah Pennant", called: str = "Mr Pennant") -> None:
        """Ctrl+N, the particulars, Enter; then the daughter and the visit."""
        self.key(Qt.Key.Key_N, CONTROL)
        self.type(name)
        self.home.new.preferred.setFocus()
        self.type(called)
        self.key(Qt.Key.Key_Return)
        self.until(lambda: self.window.assessment is not None)
        people = self.people
        people.party_name.setFocus()
        self.type("Marcia Pennant-Doyle")
        people.relationship.setFocus()
        self.type("daughter")
        self.press("add_party")
        self.press("start_visit")
        self.key(Qt.Key.Key_Escape)

    # what is in sight

    @property
    def workspace(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def page(self) -> AssessmentPage:
        assert self.window.assessment is not None
        return self.window.assessment

    @property
    def home(self) -> Home:
        page = self.window.pages.currentWidget()
        assert page is not None
        assert page.objectName() == "home"
        return page  # type: ignore[return-value]

    @property
    def people(self) -> PeoplePage:
        return self.sheet("people_page")  # type: ignore[return-value]

    @property
    def office(self) -> OfficePage:
        page = self.window.pages.currentWidget()
        assert page is not None
        assert page.objectName() == "office_page"
        return page  # type: ignore[return-value]

    def sheet(self, name: str) -> Sheet:
        sheet = self.page.middle.sheet()
        assert sheet is not None
        assert sheet.objectName() == name
        return sheet
