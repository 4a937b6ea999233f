"""When the worker goes away and the computer says so: its screen is locked, it sleeps, another account takes over.

Linux says it over D-Bus (logind, and the screen savers of the desktops), Windows by messages to the window. Where
nothing says it, as on a Mac, sleep is noticed on waking (``sleep_watch``), and locking after some idle minutes remains.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

from doorstep.ui.sleep_watch import SleepWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtDBus import QDBusConnection

LOGIND: Final = "org.freedesktop.login1"
_MANAGER: Final = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SESSION: Final = "org.freedesktop.login1.Session"
_WHEN: Final = cast("bytes", SLOT("_when(bool)"))
_AT_ONCE: Final = cast("bytes", SLOT("_at_once()"))
"""Slots as Qt writes them: text, although its own description of ``connect`` says bytes."""
SAVERS: Final = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
"""Who says that the screen is locked, at which object; the interface has the name of the service."""

SUSPENDING: Final = (0x0218, 4)
"""WM_POWERBROADCAST, PBT_APMSUSPEND: the computer goes to sleep; so does closing the lid."""
SESSION_LEFT: Final = tuple((0x02B1, reason) for reason in (2, 4, 6, 7))
"""WM_WTSSESSION_CHANGE: console or remote disconnected (another account takes over), logged off, locked."""


class GoingAway(QObject):
    """Says ``away`` when the computer says that the worker goes away. ``watch`` begins."""

    away = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sleep = SleepWatch(self)
        self._sleep.slept.connect(self.away)

    def watch(self, window_id: int) -> None:
        """Listen where this system says it, and notice sleep everywhere."""
        self._sleep.watch()
        if sys.platform == "linux":
            from PySide6.QtDBus import QDBusConnection  # on this system only

            self.listen(QDBusConnection.systemBus(), QDBusConnection.sessionBus())
        elif sys.platform == "win32":
            import ctypes

            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window_id, 0)
            self._filter = WindowsMessages(_windows_message, self.away.emit)
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._filter)

    def listen(self, system: QDBusConnection, session: QDBusConnection) -> None:
        """Listen on D-Bus; a bus that is not there says nothing."""
        path, manager = _MANAGER
        system.connect(LOGIND, path, manager, "PrepareForSleep", self, _WHEN)
        system.connect(LOGIND, "", _SESSION, "Lock", self, _AT_ONCE)
        for service, place in SAVERS:
            session.connect(service, place, service, "ActiveChanged", self, _WHEN)

    @Slot(bool)
    def _when(self, begins: bool) -> None:
        if begins:
            self.away.emit()

    @Slot()
    def _at_once(self) -> None:
        self.away.emit()


class WindowsMessages(QAbstractNativeEventFilter):
    """Looks for the few messages that mean going away. ``read`` returns a message's number and its first word."""

    def __init__(self, read: Callable[[int], tuple[int, int]], away: Callable[[], None]) -> None:
        super().__init__()
        self._read = read
        self._away = away

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Look, and let every message through."""
        if kind == b"windows_generic_MSG":
            told = self._read(int(message))
            if told == SUSPENDING or told in SESSION_LEFT:
                self._away()
        return False, 0


def _windows_message(address: int) -> tuple[int, int]:
    from ctypes import wintypes  # on Windows only

    message: Any = wintypes.MSG.from_address(address)
    return message.message, message.wParam
