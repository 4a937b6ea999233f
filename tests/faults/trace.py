"""What a program did to the files of one folder, system call by system call, as strace wrote it down."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from faults.programs import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CALLS = "open,openat,creat,write,pwrite64,fsync,fdatasync,lseek,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_CUT_OFF = re.compile(r"^(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_FILE = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was not there came to be."""

    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes were written into a file."""

    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file got another length."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Flushed:
    """A file reached the disk; the folder itself when ``name`` is empty."""

    name: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A file lost its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file got another name, in place of what had it."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Said:
    """The program wrote on its standard output."""

    words: bytes


Step: TypeAlias = Made | Written | Cut | Flushed | Gone | Renamed | Said


def record(command: Sequence[str], folder: Path, into: Path) -> tuple[Step, ...]:
    """Run a command to its end and return what it did to the files right in ``folder``."""
    before = {path.name for path in folder.iterdir() if path.is_file()}
    options = ["-f", "-qq", "-y", "-xx", "-s", "4000000", "-e", f"trace={CALLS}", "-e", "signal=none"]
    subprocess.run(["strace", *options, "-o", str(into), *command], check=True, stdout=subprocess.PIPE, cwd=TESTS)
    with into.open(encoding="ascii") as lines:
        return tuple(_Reader(folder, before).steps(_joined(lines)))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield whole calls: strace cuts a line in two when another thread comes between."""
    begun: dict[str, str] = {}
    for line in lines:
        cut, resumed = _CUT_OFF.match(line.rstrip("\n")), _RESUMED.match(line)
        if cut:
            begun[cut[1]] = f"{cut[1]} {cut[2]}"
        elif resumed and resumed[1] in begun:
            yield begun.pop(resumed[1]) + resumed[2]
        else:
            yield line


class _Reader:
    """Turns calls into steps, knowing which files are there and where each handle stands."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._folder = folder.resolve()
        self._names = set(names)
        self._stands: dict[str, int] = {}

    def steps(self, lines: Iterable[str]) -> Iterator[Step]:
        for line in lines:
            call = _LINE.match(line)
            if call and int(call[4]) >= 0:
                yield from self._read(call[2], call[3], int(call[4]))

    def _read(self, call: str, arguments: str, result: int) -> Iterator[Step]:
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        if call == "write" and arguments.startswith("1<"):
            yield Said(texts[0])
        elif call in ("open", "openat", "creat"):
            yield from self._opened(self._name(texts[0].decode()), arguments)
        elif call in ("unlink", "unlinkat"):
            yield from self._gone(self._name(texts[0].decode()))
        elif call.startswith("rename"):
            yield from self._renamed(*(self._name(text.decode()) for text in texts[:2]))
        else:
            handle = _FILE.match(arguments)
            name = self._name(bytes.fromhex(handle[1].replace("\\x", "")).decode()) if handle else None
            if name is not None:
                yield from self._on_handle(call, name, arguments, texts, result)

    def _on_handle(self, call: str, name: str, arguments: str, texts: list[bytes], result: int) -> Iterator[Step]:
        match call:
            case "pwrite64":
                yield Written(name, int(arguments.rsplit(", ", 1)[1]), texts[0][:result])
            case "write":
                yield Written(name, self._stands.get(name, 0), texts[0][:result])
                self._stands[name] = self._stands.get(name, 0) + result
            case "lseek":
                self._stands[name] = result
            case "ftruncate":
                yield Cut(name, int(arguments.rsplit(", ", 1)[1]))
            case _:
                yield Flushed(name)

    def _opened(self, name: str | None, arguments: str) -> Iterator[Step]:
        if not name:
            return
        self._stands[name] = 0
        if name not in self._names:
            self._names.add(name)
            yield Made(name)
        elif "O_TRUNC" in arguments:
            yield Cut(name, 0)

    def _gone(self, name: str | None) -> Iterator[Step]:
        if name:
            self._names.discard(name)
            yield Gone(name)

    def _renamed(self, name: str | None, to: str | None) -> Iterator[Step]:
        if name and to:
            self._names.discard(name)
            self._names.add(to)
            yield Renamed(name, to)

    def _name(self, path: str) -> str | None:
        """Return the name of a file of the folder, "" for the folder itself, None for what lies elsewhere or deeper."""
        found = Path(path)
        if found == self._folder:
            return ""
        return found.name if found.parent == self._folder and not found.is_dir() else None
