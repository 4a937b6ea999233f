"""The real program with a hand on it: started as a process of its own, told on standard input what to do.

    hand.py PROFILE

Window, start and locking are the program's own (``doorstep.__main__``); only what a person would do with keyboard and
eyes is done here. Each line in is a JSON array, a verb and its words; each line out is an answer. ``laptop.py`` is the
other end. When the program begins anew after locking, so does this: whatever it was told before is gone with the rest.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from doorstep.__main__ import main
from doorstep.assessment.answer import AnswerKey, Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Person
from doorstep.definition.model import Speaker
from doorstep.demo.hand import find, press, settle, wait_until, write
from doorstep.ui import printing
from doorstep.ui.home import Home
from doorstep.ui.shortcuts import Deed
from doorstep.ui.unlock_page import UnlockPage
from doorstep.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.workspace import Workspace
    from doorstep.ui.assessment_page import AssessmentPage

FIELDS = ("wm_good_day", "wm_bad_day")
"""Two long texts of one topic, to type into by turns."""
WORDS_A_FIELD = 20


class Hand(QObject):
    """Does what it is told at the window; ``say`` is one line back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._verbs: dict[str, Callable[..., object]] = {
            "unlock": self.unlock,
            "begin": self.begin,
            "open_first": self.open_first,
            "go": self.go,
            "type": self.type,
            "put_cursor": self.put_cursor,
            "say_plainly": self.say_plainly,
            "sees": self.sees,
            "line": lambda: _line().text(),
            "where": self.where,
            "settle": self.settle,
            "lock": lambda: window.do(Deed.LOCK),
            "type_for_ever": self.type_for_ever,
            "paints": self.count_paints,
            "visits": self.visits,
            "quick_visits": self.quick_visits,
            "search": self.search,
            "copy": self.copy,
            "close": window.close,
        }

    def _read(self) -> None:
        self._notifier.setEnabled(False)
        line = b""
        while not line.endswith(b"\n"):
            got = os.read(sys.stdin.fileno(), 1 << 16)
            if not got:
                os._exit(0)  # whoever told us what to do is gone
            line += got
        verb, *words = json.loads(line)
        try:
            told = self._verbs[verb](*words)
        except BaseException as error:
            say(f"failed: {error!r}")
            raise
        if isinstance(told, str):
            say(told)
        self._notifier.setEnabled(True)

    @property
    def _workspace(self) -> Workspace:
        assert self._window.workspace is not None
        return self._window.workspace

    @property
    def _page(self) -> AssessmentPage:
        assert self._window.assessment is not None
        return self._window.assessment

    # what a worker does

    def unlock(self, passphrase: str) -> str:
        """Type the passphrase and press Enter; answer "in", or the words that refuse."""
        page = self._window.pages.currentWidget()
        assert isinstance(page, UnlockPage)
        write(page.passphrase.line, passphrase)
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
        wait_until(lambda: self._window.workspace is not None or page.open_button.isEnabled(), "an answer")
        settle()
        if self._window.workspace is not None:
            return "in"
        return " ".join(label.text() for label in page.notice.findChildren(QLabel))

    def begin(self, name: str) -> str:
        """Begin an assessment of somebody; answer its id."""
        self._window.do(Deed.HOME)
        home = self._window.pages.currentWidget()
        assert isinstance(home, Home)
        home.begin_new()
        write(home.new.name, name)
        press(find(home, QAbstractButton, "begin_assessment"))
        return self._page.assessment.record_id

    def open_first(self) -> str:
        """Open the assessment that was worked on last; answer its id."""
        home = self._window.show_home()
        assert home is not None
        page = self._window.open_assessment(home.cards()[0].summary.record_id)
        assert page is not None
        return page.assessment.record_id

    def go(self, link_id: str) -> str:
        """Go to a question of the assessment."""
        self._page.go_to(ItemRef(link_id))
        settle()
        return "there"

    def type(self, words: str) -> str:
        """Type words where the cursor is, key by key."""
        QTest.keyClicks(_focus(), words)
        return "typed"

    def put_cursor(self, at: int) -> str:
        """Put the cursor between two letters of the field that has the keyboard."""
        field = _focus()
        assert isinstance(field, QPlainTextEdit | QTextEdit)
        cursor = field.textCursor()
        cursor.setPosition(at)
        field.setTextCursor(cursor)
        settle()
        return "there"

    def say_plainly(self, letters: int) -> str:
        """Select the first letters of the field that has the keyboard, and go where plain words for them are typed."""
        field = _focus()
        assert isinstance(field, QPlainTextEdit | QTextEdit)
        cursor = field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, letters)
        field.setTextCursor(cursor)
        QTest.keyClick(field, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        settle()
        return _focus().objectName()

    def sees(self, words: str) -> str:
        """Answer whether the words stand in sight on the page: "yes" or "no"."""
        page = self._page.pages.page()
        assert page is not None
        wait_until(page.isVisible, "the page")
        settle()
        return "yes" if any(words in each.text() for each in page.findChildren(QLabel) if each.isVisible()) else "no"

    def settle(self) -> str:
        """Let everything that was typed reach the disk; answer how saving stands."""
        wait_until(lambda: not self._workspace.save_state().pending, "all to be saved")
        settle()
        return self._page.bar.saved.text()

    def copy(self, paper: str) -> str:
        """Look at the person's copy, turn a page, and print it: the printer's paper is a file."""
        page = self._page.middle.show_copies()
        page.safety.allow_this_time()
        press(page.look)
        wait_until(lambda: not page.pages.picture.pixmap().isNull(), "the first page")
        if page.preview is not None and page.preview.pages > 1:
            press(find(page, QAbstractButton, "page_after"))
        printer = printing.a4_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(paper)
        printing.ask_printer = lambda *_, **__: printer
        press(find(page, QAbstractButton, "print_copy"))
        wait_until(lambda: "Sent to the printer" in page.notice.told, "the printed copy")
        return self._page.middle.sheet_name

    def search(self, words: str) -> str:
        """Search the people; answer how many were found."""
        home = self._window.show_home()
        assert home is not None
        write(home.search, words)
        return str(len(home.cards()))

    def where(self) -> str:
        """Answer the exact place: topic, question, speaker, cursor, scroll, and the words in the field."""
        settle()
        page, focus = self._page.pages.page(), QApplication.focusWidget()
        focused = page.focused() if page is not None else None
        assert page is not None
        told: dict[str, Any] = {"topic": page.topic.link_id, "scroll": page.verticalScrollBar().value()}
        if focused is not None:
            told |= {"question": focused[0].link_id, "voice": str(focused[1])}
        if isinstance(focus, QPlainTextEdit | QTextEdit):
            told |= {"cursor": focus.textCursor().position(), "words": focus.toPlainText()}
        return json.dumps(told)

    # what a machine is asked to bear

    def type_for_ever(self, word: int) -> None:
        """Type the numbers from ``word`` on, a key at each turn of the event loop, in two fields by turns.

        After each key the line ``n`` is said once all keys of the number ``n`` are saved, by the vault's own word.
        """
        TypingForEver(self, self._page, self._workspace, word).start()

    def count_paints(self, words: str, in_the_window: str) -> str:
        """Type words; answer how often the window was painted, the most during one save, and how many saves it took.

        ``in_the_window`` is the control, if it is not empty: then each key waits for its save.
        """
        watch = Paints(self._workspace)
        self._window.installEventFilter(watch)
        field = _focus()
        painted = field.viewport() if isinstance(field, QPlainTextEdit | QTextEdit) else field
        painted.installEventFilter(watch)
        for letter in words:
            QTest.keyClicks(field, letter)
            if in_the_window:
                self._workspace.assessments.settle()
            QApplication.processEvents()
        self.settle()
        painted.removeEventFilter(watch)
        return json.dumps({"paints": watch.paints, "most": watch.most, "saves": watch.saves})

    def visits(self, first: int, last: int) -> str:
        """Begin so many assessments and type in each; answer the resident memory in KiB."""
        for number in range(first, last):
            self.begin(f"Person {number}")
            for field in FIELDS:
                self.go(field)
                write(_focus(), f"visit {number}: the kettle, the cat, the long way down the stairs")
            self._window.do(Deed.HOME)
            settle()
        return str(resident_kib())

    def quick_visits(self, first: int, last: int) -> str:
        """Hold so many visits through the services alone, as the window does; answer the resident memory in KiB."""
        for number in range(first, last):
            opened = self._workspace.assessments.start(Person(id="", name=f"Person {number}"))
            for field in FIELDS:
                key = AnswerKey(field, (), Voice(Speaker.PERSON))
                words = f"visit {number}: the kettle, the cat, the long way down the stairs"
                for end in range(1, len(words), 3):
                    opened.type_draft(key, words[:end])
                opened.answer(field, words)
            self._workspace.assessments.leave(opened.record_id)
            settle()
        self._workspace.assessments.settle()
        return str(resident_kib())


class TypingForEver(QObject):
    """Types until it is killed."""

    def __init__(self, parent: QObject, page: AssessmentPage, workspace: Workspace, word: int) -> None:
        super().__init__(parent)
        self._page, self._workspace = page, workspace
        self._word, self._letters = word, ""
        self._keys, self._told = 0, 0
        self._ends: list[tuple[int, int]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._press_one)

    def start(self) -> None:
        """Go to a field and begin."""
        self._page.go_to(ItemRef(FIELDS[self._word % 2]))
        say("typing")
        self._timer.start(0)

    def _press_one(self) -> None:
        if not self._letters:
            if self._word % WORDS_A_FIELD == 0:
                self._page.go_to(ItemRef(FIELDS[self._word // WORDS_A_FIELD % 2]))
                QTest.keyClick(_focus(), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            self._letters = f"<{self._word}>"
        QTest.keyClicks(_focus(), self._letters[0])
        self._letters = self._letters[1:]
        self._keys += 1
        if not self._letters:
            self._ends.append((self._keys, self._word))
            self._word += 1
        self._tell()

    def _tell(self) -> None:
        """Each key is at least one save, so that all but the last ``pending`` keys are saved for certain."""
        saved = self._keys - self._workspace.save_state().pending
        while self._ends and self._ends[0][0] <= saved:
            say(str(self._ends.pop(0)[1]))


class Paints(QObject):
    """Counts paints, and how many there were while one and the same save was under way."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.paints = self.most = self.saves = self._now = 0
        self._saved_at: object = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a paint."""
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
            state = self._workspace.save_state()
            if state.saved_at != self._saved_at:
                self._saved_at, self._now, self.saves = state.saved_at, 0, self.saves + 1
            self._now += bool(state.pending)
            self.most = max(self.most, self._now)
        return super().eventFilter(watched, event)


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the keyboard"
    return focus


def _line() -> QLineEdit:
    focus = _focus()
    assert isinstance(focus, QLineEdit)
    return focus


def resident_kib() -> int:
    """Return how much memory this process has now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


def say(words: str) -> None:
    """Answer one line, at once."""
    os.write(sys.stdout.fileno(), words.encode() + b"\n")


def run() -> int:
    """Run the program with a hand on its window."""
    wait = QApplication.exec

    def with_a_hand(*_: object) -> int:
        window = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))
        Hand(window)
        window.activateWindow()
        QTimer.singleShot(0, lambda: say("ready"))
        return wait()

    QApplication.exec = with_a_hand  # type: ignore[method-assign,assignment]
    return main(["--profile", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(run())
