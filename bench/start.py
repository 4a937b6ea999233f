"""How long until there is something to read: Doorstep against the smallest window that PySide6 can show.

Both are started as their own process and timed from the spawn to the first painted content, in turns, so that a busy
moment of the machine falls on both. Compare the ratio of the medians; the milliseconds belong to this machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9

_UNTIL_PAINTED = """
import os, sys
from PySide6 import QtCore, QtWidgets

class FirstPaint(QtCore.QObject):
    def eventFilter(self, watched, event):
        if event.type() == QtCore.QEvent.Type.Paint and isinstance(watched, QtWidgets.QLineEdit):
            QtCore.QTimer.singleShot(0, self.done)
        return False

    def done(self):
        os.write(1, b"painted\\n")
        os._exit(0)

wait = QtWidgets.QApplication.exec

def watched_exec(*_):
    watcher = FirstPaint(QtWidgets.QApplication.instance())
    QtWidgets.QApplication.instance().installEventFilter(watcher)
    return wait()
"""

_BARE = (
    _UNTIL_PAINTED
    + """
app = QtWidgets.QApplication(sys.argv[:1])
window = QtWidgets.QMainWindow()
window.setCentralWidget(QtWidgets.QLineEdit())
window.resize(1100, 700)
window.show()
watched_exec()
"""
)

_DOORSTEP = (
    _UNTIL_PAINTED
    + """
QtWidgets.QApplication.exec = staticmethod(watched_exec)
from doorstep.__main__ import main
main(["--profile", sys.argv[1]])
"""
)


def _milliseconds(program: str, profile: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, str(profile)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        line = process.stdout.readline() if process.stdout else b""
        took = time.perf_counter() - began
        told = process.stderr.read() if process.stderr else b""
    if line != b"painted\n":
        raise SystemExit(f"the window was never painted: {told.decode(errors='replace')}")
    return took * 1000


def _with_a_vault(folder: Path) -> None:
    from doorstep.assessment.people import Worker
    from doorstep.services.unlock import Profile

    profile = Profile(folder)
    profile.create(profile.suggest_passphrase(), Worker(id="", name="Bench")).close()


def measure(runs: int = RUNS) -> tuple[float, float]:
    """Return the median milliseconds to the first paint: the bare window, and Doorstep's unlock page."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder)
        _with_a_vault(profile)
        for program in (_BARE, _DOORSTEP):
            _milliseconds(program, profile)  # once unmeasured, so that both read from the page cache
        pairs = [(_milliseconds(_BARE, profile), _milliseconds(_DOORSTEP, profile)) for _ in range(runs)]
    return statistics.median(bare for bare, _ in pairs), statistics.median(ours for _, ours in pairs)


def report(runs: int = RUNS) -> str:
    """Return the measurement as one line."""
    bare, ours = measure(runs)
    return (
        f"start to first paint: {ours / bare:.2f} times a bare PySide6 window with one field "
        f"({ours:.0f} ms against {bare:.0f} ms, medians of {runs})"
    )


if __name__ == "__main__":
    print(report())
