"""A laptop on which the real program runs: started, told what to do, looked into from outside, killed."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
from typing import TYPE_CHECKING, Any, Self

from doorstep.assessment.people import Worker
from doorstep.services.unlock import Profile
from doorstep.vault.keys import FLOOR
from faults.programs import TESTS, program

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "harbour violet spoon candle thunder map"
PATIENCE = 120
"""Seconds to wait for an answer before the program is given up."""


def new_profile(folder: Path) -> Path:
    """Make a profile with a vault that the real program opens, with the least work for the passphrase that it takes."""
    Profile(folder, kdf=FLOOR).create(PASSPHRASE, Worker(id="rosa", name="Rosa Marsh")).close()
    return folder


class Laptop:
    """The program on a profile. ``before`` is put before its command line, for strace."""

    def __init__(self, profile: Path, *before: str) -> None:
        self._unheard = b""
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        self.program = subprocess.Popen(
            [*before, *program("hand", profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=TESTS,
            bufsize=0,
        )
        self.heard()

    def heard(self) -> str:
        """Wait for the next line that the program says."""
        assert self.program.stdout is not None
        while b"\n" not in self._unheard:
            ready, _, _ = select.select([self.program.stdout], [], [], PATIENCE)
            got = os.read(self.program.stdout.fileno(), 1 << 16) if ready else b""
            if not got:
                raise RuntimeError("the program ended" if ready else "the program says nothing")
            self._unheard += got
        line, _, self._unheard = self._unheard.partition(b"\n")
        if line.startswith(b"failed"):
            raise RuntimeError(line.decode())
        return line.decode()

    def tell(self, verb: str, *words: object) -> None:
        """Tell the hand what to do, without waiting."""
        assert self.program.stdin is not None
        self.program.stdin.write(json.dumps([verb, *words]).encode() + b"\n")
        self.program.stdin.flush()

    def ask(self, verb: str, *words: object) -> str:
        """Tell the hand what to do, and return its answer."""
        self.tell(verb, *words)
        return self.heard()

    def where(self) -> Any:
        """Return where the worker is."""
        return json.loads(self.ask("where"))

    def unlock(self) -> None:
        """Give the right passphrase."""
        answer = self.ask("unlock", PASSPHRASE)
        if answer != "in":
            raise RuntimeError(answer)

    def lock(self) -> None:
        """Lock, and wait until the program has begun anew."""
        self.ask("lock")

    def close(self) -> None:
        """Close the window, and wait until the program has ended."""
        self.tell("close")
        self.program.wait(60)

    def kill(self) -> list[bytes]:
        """kill -9; return the lines that it said and nobody had heard."""
        self.program.kill()
        assert self.program.stdout is not None
        said = (self._unheard + self.program.stdout.read()).splitlines()
        self.program.wait()
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.program.kill()
        self.program.wait()
        for stream in (self.program.stdin, self.program.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
