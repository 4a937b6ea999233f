"""The programs that are made to fail, each in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS: Final = Path(__file__).resolve().parent.parent
"""The folder to start them in, so that they find each other."""


def program(module: str, *arguments: object) -> list[str]:
    """Return the command that runs a module of this package; to be started in ``TESTS``."""
    return [sys.executable, "-m", f"faults.{module}", *map(str, arguments)]


def typing(folder: Path, first: int, last: int, *options: str) -> list[str]:
    """Return the command that types rounds ``first`` to ``last`` into a vault."""
    return program("typing_loop", folder, first, last, *options)


def last_shown(lines: Sequence[bytes]) -> int:
    """Return the last round that was shown as saved, 0 when none was."""
    return max((int(line) for line in lines if line.strip().isdigit()), default=0)
