"""How far a piece of work beside the window has come, and whether it should go on."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal


class Progress(QObject):
    """Handed to the work, which may tell and ask from any thread. ``stepped`` carries how much is done, of how much."""

    stepped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether somebody wants no more of it."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Want no more of it; what is done stays done."""
        self._stop.set()

    def step(self, done: int, total: int) -> bool:
        """Tell how much is done; return whether to go on."""
        self.stepped.emit(done, total)
        return not self.stopped
