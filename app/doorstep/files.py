"""Files that are either whole or not there: the one way in which Doorstep writes outside its vault."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a power cut, finds the old one or the new one, never a part.

    The folder is made when it is missing. Raises StorageError (facts: what) when the disk is full, faulty or may not
    be written to; nothing is left behind then.
    """
    with whole_file(path) as part:
        part.write_bytes(data)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Hold an empty file for others to fill; afterwards it stands at ``path``, whole and on the disk.

    Raises as ``write_whole``. When what is inside fails, nothing is left behind, and what stood at ``path`` stays.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _part_of(path) as part:
            yield part
            _reach_the_disk(part, os.O_RDWR)
            part.replace(path)
        if os.name == "posix":
            _reach_the_disk(path.parent, os.O_RDONLY)  # elsewhere a folder cannot be flushed, nor need be
    except OSError as error:
        raise StorageError(what=error.strerror or "write") from error


def unused_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in ``folder`` that no file has yet: ``stem.suffix``, else ``stem-2.suffix`` and so on."""
    path, count = folder / f"{stem}{suffix}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{suffix}"
    return path


@contextlib.contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Hold a fresh file beside ``path`` that only its owner may read; it is gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _reach_the_disk(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
