"""Notices that the computer has slept where nothing says so: time has passed in which the window was not alive.

Some clocks stop while a computer sleeps and some go on, as the system pleases. The clock on the wall always goes on,
unless somebody sets it; the other one then tells on most systems. Either is enough.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY: Final = 2.0
"""Seconds between two looks: so long, at most, stands what was on the screen after waking."""
GAP: Final = 20.0
"""Seconds between two looks that mean sleep. A clock that is put forward means it too: locking harms nobody."""


class SleepWatch(QObject):
    """Says ``slept`` when the computer has slept. ``watch`` begins.

    ``wall`` and ``steady`` give seconds: by the clock on the wall, and since the computer was started.
    """

    slept = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clocks = (wall, steady)
        self._seen = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(round(EVERY * 1000))
        self._timer.timeout.connect(self.look)

    def watch(self) -> None:
        """Begin to look."""
        self._seen = self._now()
        self._timer.start()

    def look(self) -> None:
        """Look whether more time has passed than between two looks."""
        before, self._seen = self._seen, self._now()
        if any(after - earlier > GAP for earlier, after in zip(before, self._seen, strict=True)):
            self.slept.emit()

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
