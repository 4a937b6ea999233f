"""Copies read aloud: to the end and noted, or silent at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from doorstep.ui.reading_aloud import Voice
from ui.shell.copying import copies
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from pathlib import Path


class Speaker:
    """A voice that writes down what it is given, or drones on until it is stopped."""

    HEARS = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    DRONES = "import sys, time; sys.stdin.buffer.read(); time.sleep(600)"


def test_a_copy_is_read_aloud_to_its_end_and_noted(safe: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    voice = Voice(sys.executable, ("-c", Speaker.HEARS, str(tmp_path / "heard")))
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: voice)
    safe.page.assessment.answer("wm_good_day", "When the cat comes in at six")
    page = copies(safe)
    safe.press("read_aloud")
    assert page.aloud.begin.words == "Stop reading"
    safe.until(lambda: "Read to the end" in page.aloud.notice.told)
    assert "When the cat comes in at six" in (tmp_path / "heard").read_text("utf-8")
    assert safe.sees("read aloud to the end", page.log)
    assert page.aloud.begin.words == "Read it aloud"


@pytest.mark.parametrize("quiet", ["stop", "leave", "curtain", "lock"])
def test_the_voice_falls_silent_at_once(safe: Hands, monkeypatch: pytest.MonkeyPatch, quiet: str):
    voice = Voice(sys.executable, ("-c", Speaker.DRONES))
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: voice)
    page = copies(safe)
    safe.press("read_aloud")
    reading = page.aloud._reading
    assert reading is not None
    safe.until(lambda: reading.reading)
    process = reading._process
    assert process is not None
    process.waitForStarted()
    pid = process.processId()
    if quiet == "stop":
        safe.press("read_aloud")
    elif quiet == "leave":
        safe.key(Qt.Key.Key_Escape)
    else:
        safe.key(*{"curtain": (Qt.Key.Key_F12,), "lock": (Qt.Key.Key_L, CONTROL)}[quiet])
    safe.until(lambda: not runs(pid))
    if quiet != "lock":
        assert safe.page.assessment.freeze().copies == (), "what was not heard to its end is no copy"


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_laptop_without_a_voice_offers_the_script(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: None)
    page = copies(safe)
    assert safe.sees("This laptop has no voice. Save the script to read aloud instead", page.aloud)
    assert page.aloud.begin.isHidden()
