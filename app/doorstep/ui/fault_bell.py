"""Carries a fault from whatever thread it happened in to the window's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.faults import Fault


class FaultBell(QObject):
    """``ring`` may be called from any thread; ``hear`` is called with the Fault in the thread that made the bell."""

    _rung = Signal(object)

    def __init__(self, hear: Callable[[Fault], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hear = hear
        self._rung.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def ring(self, fault: Fault) -> None:
        """Pass a fault on, and return at once."""
        self._rung.emit(fault)

    def _pass_on(self, fault: Fault) -> None:
        self._hear(fault)
