"""The one place that makes what lives as long as the program: the application, the log, the profile, the window.

Everything heavy is imported where it is first needed: the window is on the screen before the code for encryption, PDF
or pictures has even been read.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final

from doorstep.errors import EnvironmentFaultError, NoDisplayError
from doorstep.faults import catch_faults, start_log
from doorstep.settings import Folders, load_settings, save_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Any one of these says where a window may go, on systems where a session need not have a screen."""
_HAVE_A_SCREEN: Final = ("win32", "darwin")
_ANEW: Final = 101
"""Exit code of the event loop that asks for a fresh process."""


def run(folder: Path | None) -> int:
    """Open the window and stay until it is closed; return the exit code.

    ``folder`` holds vault, settings and log of this run; None stands for the usual folders of this account. Raises
    NoDisplayError, and EnvironmentFaultError when a system library of Qt is missing.
    """
    require_screen(os.environ, sys.platform)
    protect_process()
    folders = Folders.standard() if folder is None else Folders.within(folder.absolute())
    code = _show_window(folders)
    if code == _ANEW:
        _start_anew()
    return code


def require_screen(environment: Mapping[str, str], platform: str) -> None:
    """Raise NoDisplayError when no window could be shown; Qt itself would end the process without a word to catch."""
    if platform not in _HAVE_A_SCREEN and not any(environment.get(name) for name in _SCREENS):
        raise NoDisplayError(what="a screen")


def protect_process() -> None:
    """Keep what is in memory, and what is written, from others on this machine: no core dumps, files for the owner."""
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):  # no such limit on this system, or no leave to set it
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def make_application() -> QApplication:
    """Return the one Qt application. Raises EnvironmentFaultError when a system library of Qt is missing."""
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise EnvironmentFaultError(what=str(error).partition(":")[0]) from error
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Doorstep")
    application.setApplicationDisplayName("Doorstep")
    return application


def _show_window(folders: Folders) -> int:
    log = start_log(folders.log)
    settings = load_settings(folders.settings)
    application = make_application()
    from doorstep.services.surroundings import Surroundings
    from doorstep.services.unlock import Profile
    from doorstep.ui.fault_bell import FaultBell
    from doorstep.ui.window import MainWindow

    profile = Profile(
        folders.profile,
        Surroundings(switches=settings.switches),
        copies_profile=settings.copies_profile,
        remove_received_after_days=settings.remove_received_after_days,
        directory_stale_after_days=settings.directory_stale_after_days,
    )
    window = MainWindow(
        profile,
        settings,
        keep_settings=lambda changed: save_settings(folders.settings, changed),
        start_anew=lambda: application.exit(_ANEW),
    )
    catch_faults(log, FaultBell(window.tell_fault, window).ring)
    log.info("started")
    window.show()
    code = application.exec()
    log.info("ended")
    return code


def _start_anew() -> None:
    """Replace this process by a fresh one, with the same arguments: how locking forgets.

    Python and Qt leave copies of keys and texts behind in freed memory; a new process has none of them.
    """
    again = [sys.executable, *sys.orig_argv[1:]]
    if os.name == "posix":
        os.execv(sys.executable, again)  # noqa: S606 - our own program, our own arguments
    import subprocess  # only where a process cannot replace itself

    subprocess.Popen(again, close_fds=True)
