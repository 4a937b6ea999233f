"""A screen without a screen, a bus, and the real program on both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHERS = [Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher")]


class Program:
    """The driven program, and the eyes of a screen reader on it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "driven_program.py"), str(folder)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def ask(self, line: str) -> str:
        """Give it an order and wait until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def tree(self, *extent: str) -> list[dict[str, Any]]:
        """Return all that a screen reader can come across now, or only what is ``in-sight``."""
        command = [SYSTEM_PYTHON, str(HERE / "read_tree.py"), *extent]
        looked = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=60, check=False)
        assert looked.returncode == 0, looked.stderr
        return json.loads(looked.stdout)

    def end(self) -> int:
        """Close the window."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        code = self._process.wait(timeout=30)
        self._process.stdout.close()
        return code

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def what_is_missing() -> str:
    """Return the first thing that a screen reader test needs and this machine lacks, or nothing."""
    for name in ("Xvfb", "dbus-run-session"):
        if shutil.which(name) is None:
            return name
    if not any(launcher.exists() for launcher in LAUNCHERS):
        return "at-spi2-core"
    has_bindings = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(has_bindings, capture_output=True, check=False).returncode:
        return "python3-gi or gir1.2-atspi-2.0"
    return ""


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a desktop of its own: a screen in memory, a session bus, the accessibility bus."""
    missing = what_is_missing()
    if missing:
        pytest.skip(f"this machine has no {missing}; packaging/setup.sh dev brings it")
    home = tmp_path_factory.mktemp("desktop")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "DBUS_"))}
    environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "0"}
    environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LC_ALL": "C.UTF-8"}
    environment["QT_LOGGING_RULES"] = "qt.accessibility.atspi=false"  # says at each look what the bridge lacks
    home.chmod(0o700)
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert screen.stdout is not None
    environment["DISPLAY"] = f":{screen.stdout.readline().strip()}"
    launcher = next(each for each in LAUNCHERS if each.exists())
    session = subprocess.Popen(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            f'{launcher} --launch-immediately --a11y=1 & echo "$DBUS_SESSION_BUS_ADDRESS"; read -r _; kill $!',
        ],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert session.stdin is not None
    assert session.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
    yield environment
    session.stdin.close()
    session.wait(timeout=20)
    session.stdout.close()
    screen.terminate()
    screen.wait(timeout=20)
    screen.stdout.close()


@pytest.fixture(scope="module")
def program(desktop: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program on that desktop, at the topic in which private words stand."""
    started = Program(tmp_path_factory.mktemp("profile"), desktop)
    yield started
    assert started.end() == 0
