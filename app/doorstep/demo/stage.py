"""The stage: the real window over a fresh profile, a clock that stands at the visits of the sample, and a camera."""

from __future__ import annotations

import os
import shutil
import sys
import time
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from doorstep.bootstrap import make_application, protect_process
from doorstep.demo.failure import DemoError
from doorstep.demo.hand import settle
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui.window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.facts import Visit

_SCREEN: Final = QSize(1366, 768)
"""The laptop of many a council."""
_MADE: Final = ("laptop", "listening", "copies", "outbox", "office", "screens", "summary.json")


class StageClock:
    """A clock that is set to the visits of the sample and then runs on."""

    def __init__(self) -> None:
        self._set_to = datetime.now().astimezone()
        self._set_at = time.monotonic()

    def go_to(self, visit: Visit, moment: str) -> None:
        """Set the clock to a time of a visit, HH:MM, where the laptop is."""
        hours, _, minutes = moment.partition(":")
        local = datetime.combine(visit.day, clock_time(int(hours), int(minutes)))
        self._set_to, self._set_at = local.astimezone(), time.monotonic()

    def __call__(self) -> datetime:
        """Return the aware local time on this clock."""
        return self._set_to + timedelta(seconds=time.monotonic() - self._set_at)


class Stage:
    """What the play happens on. ``out`` gets laptop/, copies/, outbox/, office/, screens/ and summary.json.

    ``listening`` is the laptop of somebody else, who asks how it was.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        _sweep(out)
        for name in ("laptop", "copies", "outbox", "screens"):
            (out / name).mkdir(parents=True)
        if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        protect_process()
        self.application: QApplication = make_application()
        self.clock = StageClock()
        self._pictures = 0
        self._laptop = "laptop"
        self.window = self._open_window()

    @property
    def profile_folder(self) -> Path:
        """The profile with its vault, as it lies on disk."""
        return self.out / self._laptop

    def take_another_laptop(self, name: str) -> None:
        """Close this window and open one over another profile: another worker's."""
        self.close()
        self._laptop = name
        self.window = self._open_window()

    def profile(self) -> Profile:
        """Return the laptop's profile, with the stage's clock."""
        return Profile(self.profile_folder, Surroundings(clock=self.clock, device_name="kitchen-laptop"))

    def picture(self, name: str) -> None:
        """Take a picture of the window as it is now: ``NN-name.png``."""
        settle()
        self._pictures += 1
        path = self.out / "screens" / f"{self._pictures:02}-{name}.png"
        if not self.window.grab().save(str(path)):
            raise DemoError(f"cannot write {path}")

    def close(self) -> None:
        """Close the window as a person does; the vault is closed with it."""
        self.window.close()
        settle()

    def _open_window(self) -> MainWindow:
        settings = Settings(theme=ThemeChoice.LIGHT, lock_after_minutes=60)
        window = MainWindow(self.profile(), settings, now=self.clock)
        window.resize(_SCREEN)
        window.show()
        window.activateWindow()
        QApplication.setActiveWindow(window)
        settle()
        return window


def sheet_of(window: MainWindow) -> QWidget:
    """Return the page in sight."""
    page = window.pages.currentWidget()
    if page is None:
        raise DemoError("no page in sight")
    return page


def _sweep(out: Path) -> None:
    """Clear what an earlier demonstration left, and nothing else."""
    if not out.exists():
        return
    strange = [path.name for path in out.iterdir() if path.name not in _MADE]
    if strange:
        raise DemoError(f"{out} holds other files ({', '.join(sorted(strange)[:3])}): give an empty or new folder")
    for name in _MADE:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
