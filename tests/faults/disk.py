"""A disk that forgets what was not flushed: which files a power cut may leave behind.

The idea is that of ALICE (Pillai and others, OSDI 2014). What was flushed is there. Of what was not, any part may be
there: a write wholly, not at all, or some of its sectors. Names come and go in the order in which they were changed, as
in the journal of a file system, and are only sure once the folder was flushed.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING

from faults.trace import Cut, Flushed, Gone, Made, Renamed, Said, Written

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping
    from pathlib import Path

    from faults.trace import Step

_SECTOR = 512
_KEPT, _WHOLE = 0.4, 0.7
"""Below the one a write is lost, below the other it arrives whole, and else in parts."""


class Disk:
    """Follows the steps of a program; ``after_a_cut`` tells what the power may leave at this moment."""

    def __init__(self, folder: Path) -> None:
        """Begin with the files of a folder, all of them on the disk."""
        files = sorted(path for path in folder.iterdir() if path.is_file())
        self._safe = {number: bytearray(path.read_bytes()) for number, path in enumerate(files)}
        self._unsafe: defaultdict[int, list[Written | Cut]] = defaultdict(list)
        self._names = {path.name: number for number, path in enumerate(files)}
        self._safe_names = dict(self._names)
        self._name_steps: list[dict[str, int]] = []
        self._made = len(files)
        self.said: list[bytes] = []

    def take(self, step: Step) -> None:
        """Let the program do one step."""
        match step:
            case Said(words):
                self.said += words.splitlines()
            case Flushed(""):
                self._safe_names, self._name_steps = dict(self._names), []
            case Flushed(name):
                number = self._names[name]
                for change in self._unsafe.pop(number, []):
                    _apply(self._safe[number], change)
            case Written() | Cut():
                self._unsafe[self._names[step.name]].append(step)
            case Made() | Gone() | Renamed():
                self._change_names(step)

    def after_a_cut(self, chance: random.Random) -> Mapping[str, bytes]:
        """Return the files, by name, that may be found when the power comes back."""
        arrives = chance.choice((_nothing, _everything, _anything, _anything, _anything))
        seen = chance.randint(0, len(self._name_steps))
        names = self._name_steps[seen - 1] if seen else self._safe_names
        return {name: self._content(number, arrives, chance) for name, number in names.items()}

    def _content(self, number: int, arrives: object, chance: random.Random) -> bytes:
        content = bytearray(self._safe[number])
        for change in self._unsafe.get(number, []):
            for part in arrives(change, chance):  # type: ignore[operator]
                _apply(content, part)
        return bytes(content)

    def _change_names(self, step: Made | Gone | Renamed) -> None:
        names = copy.copy(self._names)
        if isinstance(step, Made):
            names[step.name] = self._made
            self._safe[self._made] = bytearray()
            self._made += 1
        else:
            number = names.pop(step.name)
            if isinstance(step, Renamed):
                names[step.to] = number
        self._names = names
        self._name_steps.append(names)


def _nothing(_change: Written | Cut, _chance: random.Random) -> list[Written | Cut]:
    return []


def _everything(change: Written | Cut, _chance: random.Random) -> list[Written | Cut]:
    return [change]


def _anything(change: Written | Cut, chance: random.Random) -> list[Written | Cut]:
    lot = chance.random()
    if lot < _KEPT:
        return []
    if lot < _WHOLE or isinstance(change, Cut):
        return [change]
    sectors = range(0, len(change.data), _SECTOR)
    return [
        Written(change.name, change.offset + at, change.data[at : at + _SECTOR])
        for at in sectors
        if chance.random() < 1 / 2
    ]


def _apply(content: bytearray, change: Written | Cut) -> None:
    if isinstance(change, Cut):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(change.offset - len(content), 0)))
    content[change.offset : change.offset + len(change.data)] = change.data
