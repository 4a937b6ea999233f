"""The head sidecar: a small file beside the database that knows how far the vault had come.

A flipped bit in the write-ahead log, or its loss, silently drops commits that were acknowledged: every check of SQLite
and SQLCipher passes. So after each commit the counters and the newest hash are written here, authenticated, into one of
two slots in turn. The file is only flushed at checkpoints: after a power cut it can be older than the database, never
newer. If it is newer, answers are missing, and it says how many.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import struct
from typing import TYPE_CHECKING, Final, Self

import msgspec

from doorstep.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

_SLOT_BYTES: Final = 512
_BODY: Final = struct.Struct(">QQ32s")
_MAC_BYTES: Final = 32


class Mark(msgspec.Struct, frozen=True, order=True):
    """How far a vault has come: saves counted, newest journal entry, its hash."""

    saves: int
    seq: int
    hash: bytes


class Sidecar:
    """The file ``head``. Its content proves itself by an HMAC under its own subkey."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open it, or make an empty one. Raises StorageError."""
        self._key = key
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise StorageError(what="head") from error

    def read(self) -> Mark | None:
        """Return the furthest mark that proves itself, or None when there is none. Raises StorageError."""
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            content = os.read(self._handle, 2 * _SLOT_BYTES)
        except OSError as error:
            raise StorageError(what="head") from error
        slots = (content[offset : offset + _BODY.size + _MAC_BYTES] for offset in (0, _SLOT_BYTES))
        return max(filter(None, map(self._proved, slots)), default=None)

    def write(self, mark: Mark) -> None:
        """Write the mark into its slot, without waiting for the disk; that it fails does not make a save fail."""
        body = _BODY.pack(mark.saves, mark.seq, mark.hash)
        with contextlib.suppress(OSError):
            os.lseek(self._handle, (mark.saves & 1) * _SLOT_BYTES, os.SEEK_SET)
            os.write(self._handle, body + self._mac(body))

    def replace(self, mark: Mark) -> None:
        """Forget all that was known and begin at ``mark``: after a loss was told."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        self.write(mark)
        self.flush()

    def flush(self) -> None:
        """Make sure that the file is on the disk, as far as the disk lets us."""
        with contextlib.suppress(OSError):
            os.fsync(self._handle)

    def close(self) -> None:
        """Flush and close."""
        self.flush()
        os.close(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _proved(self, slot: bytes) -> Mark | None:
        body, mac = slot[: _BODY.size], slot[_BODY.size :]
        if len(mac) != _MAC_BYTES or not hmac.compare_digest(mac, self._mac(body)):
            return None
        return Mark(*_BODY.unpack(body))

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")
