"""Reading a copy aloud with the voices that the system has.

Qt's own speech is a large library that Doorstep does not bring, so the system's own program speaks: speech-dispatcher
on Linux, ``say`` on macOS, System.Speech on Windows. The words go through its standard input and nowhere else: never on
a command line, which every program on the machine can read, and never into a file.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QProcess, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PATIENCE: Final = 2000
"""Milliseconds to wait for a voice that was told to stop."""

_SPEAK_LINES: Final = (
    "Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "$words = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8); "
    "while ($null -ne ($line = $words.ReadLine())) { $voice.Speak($line) }"
)
"""What PowerShell is told; the words of the copy are no part of it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A program that says what comes through its standard input.

    ``hush`` are the arguments that silence it, where ending it does not: the words may be with another program by then.
    ``commands`` are marks that the program would obey instead of saying them, and what to put in their place.
    """

    program: str
    arguments: tuple[str, ...] = ()
    hush: tuple[str, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()

    def said(self, text: str) -> str:
        """Return the words as they may be given to the program: nobody's words may command it."""
        for mark, instead in self.commands:
            text = text.replace(mark, instead)
        return text


_VOICES: Final[Mapping[str, Voice]] = {
    "linux": Voice(
        "spd-say", ("--pipe-mode", "--wait", "--priority", "message"), ("--cancel",), commands=(("!-", "! -"),)
    ),
    "darwin": Voice("say", ("-f", "-"), commands=(("[", "("), ("]", ")"))),
    "win32": Voice("powershell", ("-NoProfile", "-NonInteractive", "-InputFormat", "None", "-Command", _SPEAK_LINES)),
}


def voice_here(platform: str = sys.platform, find: Callable[[str], str | None] = shutil.which) -> Voice | None:
    """Return the voice of this machine, or None when it has none."""
    voice = _VOICES.get(platform)
    return voice if voice is not None and find(voice.program) is not None else None


class ReadingAloud(QObject):
    """One reading at a time. ``ended`` tells whether the words were read to their end; a stopped reading tells nothing.

    The worker stops it by ``stop``, and so does whoever hides the page: a voice must not go on behind a curtain.
    """

    ended = Signal(bool)

    def __init__(self, voice: Voice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voice = voice
        self._process: QProcess | None = None

    @property
    def reading(self) -> bool:
        """Whether a voice is speaking."""
        return self._process is not None

    def start(self, text: str) -> None:
        """Begin to read, from the beginning."""
        self.stop()
        process = QProcess(self)
        process.setProgram(self._voice.program)
        process.setArguments(list(self._voice.arguments))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._end)  # bound: a lambda here would hold this object until after its own end
        process.errorOccurred.connect(self._fail)
        self._process = process
        process.start()
        process.write(self._voice.said(text).encode())
        process.closeWriteChannel()

    def stop(self) -> None:
        """Fall silent at once."""
        process = self._forget()
        if process is None:
            return
        process.kill()
        process.waitForFinished(_PATIENCE)
        process.deleteLater()
        if self._voice.hush:
            QProcess.startDetached(self._voice.program, list(self._voice.hush))

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        self._finish(whole=code == 0 and status is QProcess.ExitStatus.NormalExit)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finish(whole=False)

    def _finish(self, *, whole: bool) -> None:
        process = self._forget()
        if process is not None:
            process.deleteLater()
            self.ended.emit(whole)

    def _forget(self) -> QProcess | None:
        process, self._process = self._process, None
        return process
