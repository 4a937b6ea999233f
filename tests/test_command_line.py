"""The command line in words and exit codes, and what the program does before there is a window."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from doorstep import __version__
from doorstep.__main__ import main
from doorstep.bootstrap import require_screen
from doorstep.errors import NoDisplayError

if TYPE_CHECKING:
    from pathlib import Path

PROTECTED = """
import os, resource, sys
from doorstep.bootstrap import protect_process
protect_process()
open(sys.argv[1], "w").close()
print(oct(os.stat(sys.argv[1]).st_mode & 0o777), resource.getrlimit(resource.RLIMIT_CORE))
"""

WITHOUT_QT = """
import sys
from doorstep.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print([name for name in ("PySide6", "cryptography", "reportlab", "PIL", "sqlcipher3") if name in sys.modules])
"""

FIRST_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
QApplication.exec = staticmethod(lambda *_: 0)
from doorstep.__main__ import main
code = main(["--profile", sys.argv[1]])
heavy = ("cryptography", "reportlab", "PIL", "sqlcipher3", "pyrage", "pypdfium2", "yaml", "doorstep.definition.loader")
print(code, [name for name in heavy if name in sys.modules])
"""

LOCKED = """
import os, sys
from PySide6.QtWidgets import QApplication
from doorstep import bootstrap
from doorstep.__main__ import main

def execv(path, arguments):
    print(path == sys.executable, arguments[1:] == sys.orig_argv[1:])
    raise SystemExit(0)

QApplication.exec = staticmethod(lambda *_: bootstrap._ANEW)
os.execv = execv
main(["--profile", sys.argv[1]])
"""

FAULTS = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from doorstep.__main__ import main
from doorstep.ui.window import MainWindow

wait = QApplication.exec
told = []

def fail():
    QTimer.singleShot(0, lambda: int("Mrs Canary"))
    thread = threading.Thread(target=int, args=("Mrs Canary",))
    thread.start()
    thread.join()

def tell(window, fault):
    told.append(fault.code)
    if len(told) == 2:
        window.close()

def failing_exec(*_):
    QTimer.singleShot(0, fail)
    return wait()

MainWindow.tell_fault = tell
QApplication.exec = staticmethod(failing_exec)
print(main(["--profile", sys.argv[1]]), told)
"""


def _run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Doorstep {__version__}\n"


def test_what_is_not_understood_has_its_own_exit_code() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2


# screens


def test_without_a_screen_it_says_so_and_offers_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--profile", str(tmp_path)]) == 3
    told = capsys.readouterr().err
    assert "no screen" in told
    assert "make demo" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_sign_of_a_screen_will_do(name: str) -> None:
    require_screen({name: "x"}, "linux")
    with pytest.raises(NoDisplayError):
        require_screen({name: ""}, "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_some_systems_always_have_one(platform: str) -> None:
    require_screen({}, platform)


# forms


def test_the_installed_forms_have_no_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "check"]) == 0
    assert "No mistakes" in capsys.readouterr().out


def test_a_mistake_in_a_form_is_told_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "needs"
    folder.mkdir()
    (folder / "form.yaml").write_text("form: needs\nsections: [S01\n", "utf-8")
    assert main(["forms", "check", str(folder)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(str(folder / "form.yaml") + ":") or told[0].startswith("form.yaml:")
    assert "mistake" in told[-1]


def test_a_folder_without_a_form_is_a_mistake_too(tmp_path: Path) -> None:
    assert main(["forms", "check", str(tmp_path)]) == 1


# speed and care


@pytest.mark.parametrize("arguments", [["--version"], ["forms", "check"]])
def test_commands_without_a_window_load_no_window(arguments: list[str]) -> None:
    assert _run(WITHOUT_QT, *arguments).stdout.splitlines()[-1] == "[]"


def test_the_first_window_needs_nothing_heavy(tmp_path: Path) -> None:
    result = _run(FIRST_WINDOW, str(tmp_path / "profile"), QT_QPA_PLATFORM="offscreen")
    assert result.stdout.splitlines()[-1:] == ["0 []"], result.stderr


@pytest.mark.skipif(os.name != "posix", reason="file modes and core limits are POSIX")
def test_files_are_for_the_owner_and_memory_is_never_dumped(tmp_path: Path) -> None:
    assert _run(PROTECTED, str(tmp_path / "file")).stdout == "0o600 (0, 0)\n"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process cannot be replaced")
def test_locking_goes_on_in_a_fresh_process(tmp_path: Path) -> None:
    result = _run(LOCKED, str(tmp_path / "profile"), QT_QPA_PLATFORM="offscreen")
    assert result.stdout == "True True\n", result.stderr


def test_a_fault_is_told_and_logged_without_its_words_and_the_window_stays(tmp_path: Path) -> None:
    result = _run(FAULTS, str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert result.stdout == "0 ['ValueError', 'ValueError']\n", result.stderr
    log = (tmp_path / "log" / "doorstep.log").read_text("utf-8")
    assert log.count(f"ValueError in {__version__}") == 2
    assert "Canary" not in log + result.stderr
