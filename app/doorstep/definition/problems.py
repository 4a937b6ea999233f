"""Mistakes in a form, each with its place and a way to mend it; collected, so that one run reports them all."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


class Position(msgspec.Struct, frozen=True):
    """A line of a file, counted from 1. ``spelled`` maps a name made by a template back to how the file spells it."""

    file: str
    line: int
    spelled: tuple[str, str] | None = None


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake. ``what`` is wrong; ``mend`` says how to put it right."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}: {self.mend}"


class Problems:
    """Collects mistakes. The same mistake made by ten copies of one template line counts once."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, where: Position, what: str, mend: str) -> None:
        """Note a mistake."""
        if where.spelled is not None:
            what, mend = what.replace(*where.spelled), mend.replace(*where.spelled)
        self._found.add(Problem(where.file, where.line, what, mend))

    def sorted(self) -> tuple[Problem, ...]:
        """Return all mistakes by file and line."""
        return tuple(sorted(self._found))


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return ``did you mean "..."?`` when a known word is close, else ``otherwise``."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f'did you mean "{close[0]}"?' if close else otherwise
