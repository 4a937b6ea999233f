"""Reading aloud: through the standard input of the system's voice, never on its command line, and silent at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from doorstep.ui.reading_aloud import ReadingAloud, Voice, voice_here

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

WORDS = "Mr Pennant said: I go down to the harbour.\n\nHe answered: every day but Sunday, für immer.\n"
_HEAR = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
_DRONE = "import sys, time; print(sys.stdin.buffer.read(), flush=True); time.sleep(600)"


def hearing(file: Path) -> Voice:
    """A voice that writes down what it hears."""
    return Voice(sys.executable, ("-c", _HEAR, str(file)))


def test_the_voice_hears_every_word_and_the_end_is_told(qtbot: QtBot, tmp_path: Path):
    reading = ReadingAloud(hearing(tmp_path / "heard"))
    with qtbot.waitSignal(reading.ended, timeout=10_000) as ended:
        reading.start(WORDS)
        assert reading.reading
    assert ended.args == [True]
    assert not reading.reading
    assert (tmp_path / "heard").read_text("utf-8") == WORDS


def test_no_word_stands_on_the_command_line(qtbot: QtBot):
    reading = ReadingAloud(Voice(sys.executable, ("-c", _DRONE)))
    reading.start(WORDS)
    process = reading._process
    assert process is not None
    assert process.waitForStarted()
    line = " ".join([process.program(), *process.arguments()])
    assert "harbour" not in line
    reading.stop()


def test_stopping_ends_the_voice_at_once_and_tells_nothing(qtbot: QtBot):
    reading, told = ReadingAloud(Voice(sys.executable, ("-c", _DRONE))), list[bool]()
    reading.ended.connect(told.append)
    reading.start(WORDS)
    process = reading._process
    assert process is not None
    assert process.waitForStarted()
    reading.stop()
    assert process.state() is process.ProcessState.NotRunning
    assert not reading.reading
    qtbot.wait(0)
    assert told == []


def test_a_stopped_voice_is_hushed_where_the_words_are_elsewhere_by_then(qtbot: QtBot, tmp_path: Path):
    hush = ("-c", "import sys; open(sys.argv[1], 'w').close()", str(tmp_path / "hushed"))
    reading = ReadingAloud(Voice(sys.executable, ("-c", _DRONE), hush))
    reading.start(WORDS)
    reading.stop()
    qtbot.waitUntil((tmp_path / "hushed").exists, timeout=10_000)


@pytest.mark.parametrize("voice", [Voice(sys.executable, ("-c", "raise SystemExit(3)")), Voice("no-such-voice-here")])
def test_a_voice_that_fails_says_so(qtbot: QtBot, voice: Voice):
    reading = ReadingAloud(voice)
    with qtbot.waitSignal(reading.ended, timeout=10_000) as ended:
        reading.start(WORDS)
    assert ended.args == [False]
    assert not reading.reading


@pytest.mark.parametrize(
    ("platform", "said", "sign"),
    [("linux", "!-!QUIT", "!-!"), ("linux", "!-!-!SET", "!-!"), ("darwin", "[[volm 0]] [[[rate 1", "[[")],
)
def test_nobodys_words_can_command_the_voice(platform: str, said: str, sign: str):
    voice = voice_here(platform, lambda name: name)
    assert voice is not None
    assert sign in said
    assert sign not in voice.said(said)
    assert voice.said("I said: no! - and left.") == "I said: no! - and left."


def test_a_machine_without_a_voice_has_none():
    assert voice_here("linux", lambda _name: None) is None
    assert voice_here("plan9", lambda name: name) is None
    for platform in ("linux", "darwin", "win32"):
        voice = voice_here(platform, lambda name: f"/bin/{name}")
        assert voice is not None
        assert voice.arguments
