"""What the window says about saving. Only the vault's own word counts: “Saved 14:32:05” is said after COMMIT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from doorstep.ui.dates import time_words
from doorstep.ui.messages import Message, message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.workspace import SaveState

_EVERY: Final = 200
"""Milliseconds between two looks at the writer; a look costs microseconds and never waits for the disk."""
_PATIENCE: Final = 3
"""Looks in a row that find something waiting before the words change to “Saving …”: nothing is to flicker."""


def saved_words(state: SaveState) -> str:
    """Return the words for the bottom of the window."""
    if state.error is not None:
        return "Not saved yet"
    if state.saved_at is None:
        return ""
    return f"Saved {time_words(state.saved_at, seconds=True)}"


def saving_trouble(state: SaveState) -> Message | None:
    """Return what to say when the disk does not take what was typed, else None."""
    if state.error is None:
        return None
    told = message_of(state.error)
    return Message(f"Not saved yet. {told.happened}", told.safe, told.do)


class SavedWatch(QObject):
    """Looks at the writer a few times a second. ``words`` and ``trouble`` fire only when they change.

    ``state`` returns None while the vault is locked.
    """

    words = Signal(str)
    trouble = Signal(object)

    def __init__(self, state: Callable[[], SaveState | None], parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._said = ""
        self._told: Message | None = None
        self._waiting = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)

    @property
    def said(self) -> str:
        """The words as they are now."""
        return self._said

    def start(self) -> None:
        """Begin to look, at once and then regularly."""
        self.look()
        self._timer.start()

    def stop(self) -> None:
        """Stop looking: the vault is about to be closed."""
        self._timer.stop()

    def look(self) -> None:
        """Look once."""
        state = self._state()
        if state is None:
            return
        self._waiting = self._waiting + 1 if state.pending else 0
        waiting = self._waiting >= _PATIENCE and state.error is None
        self._say("Saving …" if waiting else saved_words(state))
        self._tell(saving_trouble(state))

    def _say(self, words: str) -> None:
        if words != self._said:
            self._said = words
            self.words.emit(words)

    def _tell(self, trouble: Message | None) -> None:
        if trouble != self._told:
            self._told = trouble
            self.trouble.emit(trouble)
