"""Guards any upgrade of PySide6: 6.12.0 loses a reference to None with each Python slot call on Python 3.11."""

from __future__ import annotations

import subprocess
import sys

SLOT_CALLS = 20_000
"""Four times the number after which 6.12.0 aborted."""

PROGRAM = f"""
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    fired = Signal(int)

app = QCoreApplication([])
sender, seen = Sender(), []
sender.fired.connect(lambda number: seen.clear())
for number in range({SLOT_CALLS}):
    sender.fired.emit(number)
print("alive")
"""


def test_the_interpreter_survives_many_slot_calls():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "alive"), ran.stderr
