"""What is copied from Doorstep: marked as secret, and taken off the clipboard again after half a minute and at locking.

Every field copies through here: by key, by menu, and where text is selected with the pointer. The marks are those that
clipboard histories look for: Windows' own, KDE's, and the one that programs on a Mac agreed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent

KDE: Final = "x-kde-passwordManagerHint"
WINDOWS: Final = "ExcludeClipboardContentFromMonitorProcessing"
MAC: Final = "application/x-nspasteboard-concealed-type"
_OURS: Final = "application/x-doorstep-secret"
"""Tells our words from those that another program has put there since."""
_MARKS: Final = {KDE: b"secret", WINDOWS: b"1", MAC: b"", _OURS: b"1"}
SECONDS: Final = 30
_MODES: Final = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_STANDARD: Final = QKeySequence.StandardKey


class Field(Protocol):
    """What a field of words lets be done to it."""

    def copy(self) -> None:
        """Copy what is selected, as a secret."""

    def cut(self) -> None:
        """Copy what is selected, as a secret, and take it out."""

    def paste(self) -> None:
        """Put in what is on the clipboard."""

    def selectAll(self) -> None:
        """Select everything."""

    def isReadOnly(self) -> bool:
        """Tell whether the words can only be read."""


class SecretClipboard(QObject):
    """The way to the clipboard. ``timer`` runs from the last copy to the clearing; tests bring their own."""

    def __init__(self, clipboard: QClipboard, timer: QTimer | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self.timer = timer or QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self.clear)

    def put(self, words: str) -> None:
        """Put words there, marked, for half a minute."""
        if words:
            self._clipboard.setMimeData(secret(words))
            self.timer.start()

    def mark_selection(self) -> None:
        """Mark what this program offers to a middle click, and let it go in half a minute too."""
        selection = QClipboard.Mode.Selection
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            words = self._clipboard.text(selection)
            if words and not self._is_ours(selection):
                self._clipboard.setMimeData(secret(words), selection)
                self.timer.start()

    def clear(self) -> None:
        """Take our words away; what another program put there since stays."""
        self.timer.stop()
        for mode in _MODES:
            if self._is_ours(mode):
                self._clipboard.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection and not self._clipboard.supportsSelection():
            return False
        found = self._clipboard.mimeData(mode)
        return found is not None and found.hasFormat(_OURS)


def secret(words: str) -> QMimeData:
    """Return words for the clipboard or for dragging, with the marks that keep them out of its history."""
    data = QMimeData()
    data.setText(words)
    for mark, value in _MARKS.items():
        data.setData(mark, value)
    return data


def secret_clipboard() -> SecretClipboard:
    """Return the program's one way to the clipboard."""
    application = QGuiApplication.instance()
    if application is None:
        raise RuntimeError("there is no clipboard before the application")
    found = application.findChild(SecretClipboard)
    if found is None:
        found = SecretClipboard(QGuiApplication.clipboard(), parent=application)
        application.aboutToQuit.connect(found.clear)  # what is left there would outlive Python, and end it badly
    return found


def copies_by_key(field: Field, event: QKeyEvent) -> bool:
    """Copy or cut when that is what a key asks for; tell whether it was."""
    if event.matches(_STANDARD.Copy):
        field.copy()
    elif event.matches(_STANDARD.Cut):
        field.copy() if field.isReadOnly() else field.cut()
    else:
        return False
    event.accept()
    return True


def open_menu(field: Field, at: QPoint, *, selected: bool) -> None:
    """Open the menu of a field at a place on the screen: cut, copy, paste, select all."""
    menu = QMenu()
    writable = not field.isReadOnly()
    deeds: tuple[tuple[str, Callable[[], None], bool], ...] = (
        ("Cut", field.cut, selected and writable),
        ("Copy", field.copy, selected),
        ("Paste", field.paste, writable),
        ("Select everything", field.selectAll, True),
    )
    for words, deed, possible in deeds:
        action = menu.addAction(words)
        action.setEnabled(possible)
        action.triggered.connect(lambda _checked=False, deed=deed: deed())
    menu.exec(at)
