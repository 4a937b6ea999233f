"""Locking when the computer says that the worker goes away; and staying out of pictures of the screen."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from doorstep.assessment.change import ItemRef
from doorstep.ui.going_away import LOGIND, SAVERS, SESSION_LEFT, SUSPENDING, GoingAway, WindowsMessages
from doorstep.ui.screen_capture import BLACK, LEFT_OUT, keep_out_of_pictures
from doorstep.ui.sleep_watch import EVERY, SleepWatch
from doorstep.ui.unlock_page import UnlockPage
from services.profiles import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from doorstep.services.unlock import Profile
    from ui.shell.hands import Hands

DAEMON = shutil.which("dbus-daemon")
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
names = itertools.count()


def test_going_away_locks_and_keeps_what_is_being_typed(visit: Hands, profile: Profile):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("He came over on the boat")
    record_id = visit.page.assessment.record_id
    visit.window.findChild(GoingAway).away.emit()
    assert isinstance(visit.window.pages.currentWidget(), UnlockPage)
    assert visit.window.workspace is None
    workspace = profile.open(PASSPHRASE)
    assert workspace.interruption is None  # a proper end
    [(_, answer)] = workspace.assessments.state(record_id).answers_of("wm_good_day")
    assert answer.value == "He came over on the boat"
    workspace.close()


def test_going_away_when_it_is_locked_already_changes_nothing(home: Hands):
    home.window.lock()
    page = home.window.pages.currentWidget()
    home.window.findChild(GoingAway).away.emit()
    assert home.window.pages.currentWidget() is page


# every system: sleep is noticed on waking


class Clocks:
    """The clock on the wall and the one since the start, which a computer that sleeps may stop."""

    def __init__(self) -> None:
        self.wall = self.steady = 1_000_000.0

    def pass_by(self, wall: float, steady: float) -> None:
        self.wall += wall
        self.steady += steady


@pytest.mark.parametrize(
    ("wall", "steady"),
    [(3600, 0), (3600, 3600), (3600, 2), (0, 3600)],
    ids=["its clock stood still", "its clock went on", "its clock had just begun", "the clock was put back meanwhile"],
)
def test_sleep_that_nobody_told_of_is_noticed_on_waking(qtbot: QtBot, wall: float, steady: float):
    clocks = Clocks()
    watch = SleepWatch(None, lambda: clocks.wall, lambda: clocks.steady)
    watch.watch()
    clocks.pass_by(wall, steady)
    with qtbot.waitSignal(watch.slept, timeout=1_000):
        watch.look()
    clocks.pass_by(EVERY, EVERY)
    with qtbot.assertNotEmitted(watch.slept):
        watch.look()


@pytest.mark.parametrize(("wall", "steady"), [(EVERY, EVERY), (5, 5), (-3600, EVERY)])
def test_a_window_that_is_busy_or_a_clock_put_back_is_no_sleep(qtbot: QtBot, wall: float, steady: float):
    clocks = Clocks()
    watch = SleepWatch(None, lambda: clocks.wall, lambda: clocks.steady)
    clocks.pass_by(wall, steady)
    with qtbot.assertNotEmitted(watch.slept):
        watch.look()


def test_after_sleep_the_window_is_locked(visit: Hands):
    visit.window.findChild(SleepWatch).slept.emit()
    assert isinstance(visit.window.pages.currentWidget(), UnlockPage)
    assert visit.window.workspace is None


def test_the_watch_begins_with_the_window(home: Hands):
    watch = home.window.findChild(SleepWatch)
    home.until(watch._timer.isActive)


# Linux


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    if DAEMON is None:
        pytest.skip("there is no D-Bus on this system")
    config = tmp_path / "bus.conf"
    config.write_text(BUS.format(folder=tmp_path))
    daemon = subprocess.Popen(
        [DAEMON, f"--config-file={config}", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


def connected(address: str) -> QDBusConnection:
    connection = QDBusConnection.connectToBus(address, f"test{next(names)}")
    assert connection.isConnected()
    return connection


SAID = [
    (LOGIND, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True),
    (LOGIND, "/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session", "Lock", None),
    *((service, path, service, "ActiveChanged", True) for service, path in SAVERS),
]


@pytest.mark.parametrize(("service", "path", "interface", "name", "argument"), SAID)
def test_what_the_system_says_on_its_bus_is_heard(
    qtbot: QtBot, bus: str, service: str, path: str, interface: str, name: str, argument: bool | None
):
    here, there = connected(bus), connected(bus)
    assert there.registerService(service)
    watch = GoingAway()
    watch.listen(here, here)
    said = QDBusMessage.createSignal(path, interface, name)
    if argument is not None:
        awake = QDBusMessage.createSignal(path, interface, name)
        awake.setArguments([False])
        with qtbot.assertNotEmitted(watch.away, wait=50):
            there.send(awake)
        said.setArguments([argument])
    with qtbot.waitSignal(watch.away, timeout=5_000):
        there.send(said)


# Windows


@pytest.mark.parametrize("told", [SUSPENDING, *SESSION_LEFT])
def test_windows_messages_that_mean_going_away_are_understood(told: tuple[int, int]):
    away = list[str]()
    messages = WindowsMessages(lambda _address: told, lambda: away.append("away"))
    assert messages.nativeEventFilter(b"windows_generic_MSG", 1) == (False, 0)
    assert away == ["away"]


@pytest.mark.parametrize("told", [(0x0218, 7), (0x02B1, 8), (0x0100, 4)])  # waking, unlocking, a key
def test_other_windows_messages_are_not(told: tuple[int, int]):
    away = list[str]()
    WindowsMessages(lambda _address: told, lambda: away.append("away")).nativeEventFilter(b"windows_generic_MSG", 1)
    assert away == []


# pictures of the screen


def test_the_window_asks_to_be_left_out_of_pictures():
    asked = list[tuple[int, int]]()

    def ask(window_id: int, affinity: int) -> bool:
        asked.append((window_id, affinity))
        return True

    assert keep_out_of_pictures(7, ask)
    assert asked == [(7, LEFT_OUT)]


def test_an_older_windows_makes_it_black():
    assert keep_out_of_pictures(7, lambda _window, affinity: affinity == BLACK)


def test_where_nothing_can_be_asked_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("doorstep.ui.screen_capture.sys.platform", "linux")
    assert not keep_out_of_pictures(7)


def test_the_window_asks_as_soon_as_it_is_shown(home: Hands, monkeypatch: pytest.MonkeyPatch, new_window):
    asked = list[int]()
    monkeypatch.setattr("doorstep.ui.window.keep_out_of_pictures", asked.append)
    home.window.close()
    window = new_window()
    assert asked == [int(window.winId())]
