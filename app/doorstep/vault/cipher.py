"""One encrypted SQLite file, opened the one safe way; every error of the driver becomes one of ours.

All of a vault goes through one connection, used by one thread at a time: the database is locked exclusively, so that
no second program and no stray shared-memory file can exist beside it. The settings below answer traps that were found
by running (docs/formats/vault.md lists them, tests/vault/test_traps.py holds one test for each).
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias

from sqlcipher3 import dbapi2 as sqlcipher

from doorstep.errors import (
    DoorstepError,
    StorageError,
    VaultDamagedError,
    VaultInUseError,
    VaultMissingError,
    VaultReadOnlyError,
)
from doorstep.vault import pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row: TypeAlias = tuple[Any, ...]

APPLICATION_ID: Final = int.from_bytes(b"Door")

_ATTACH, _DETACH = sqlcipher.SQLITE_ATTACH, sqlcipher.SQLITE_DETACH

_SETTINGS: Final = (
    "cipher_memory_security = ON",
    "locking_mode = EXCLUSIVE",
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL lost acknowledged answers in 2,333 of 4,000 simulated power cuts, FULL in none
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "recursive_triggers = ON",  # else REPLACE would delete journal rows without asking the triggers
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cell_size_check = ON",
)


_SETTINGS_BESIDE: Final = (
    "cipher_memory_security = ON",
    "query_only = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "cell_size_check = ON",
)


class Readable(Protocol):
    """A database that can be asked."""

    def run(self, sql: str, *values: object) -> list[Row]:
        """Run one statement and return all its rows. Raises VaultError."""


class Stamp(NamedTuple):
    """By which it is told whether a file was written to: its bytes, when it was last changed, in nanoseconds.

    ``opening`` counts how often the connection was opened.
    """

    size: int
    changed_at: int
    opening: int


class CipherFile:
    """A keyed connection to a file that must exist already. Safe to use from several threads, one after the other."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open it. ``key`` is 32 raw bytes.

        Raises VaultMissingError, VaultDamagedError (also for a wrong key: the envelope has vouched for ours),
        VaultInUseError, VaultReadOnlyError, StorageError.
        """
        self.path = path
        self._key = key
        self._turn = threading.RLock()
        self._raw: int | None = None
        self._opening = 1
        self._opened: Any = _connect(path, key)

    def run(self, sql: str, *values: object) -> list[Row]:
        """Run one statement and return all its rows. Raises VaultError; StorageError when the file is closed."""
        with self._turn, translated(self.path):
            if self._opened is None:
                raise StorageError(what="closed")
            rows: list[Row] = self._opened.execute(sql, values).fetchall()
            return rows

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what is inside wholly or not at all; it is on the disk when this returns without an error."""
        with self._turn:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the database file. Raises as ``run``."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Read every page and its code. Raises VaultDamagedError.

        The log is emptied first, because the cipher's check does not look into it; and both checks are run, because
        each passes files that the other refuses.
        """
        self.checkpoint()
        quick = self.run("PRAGMA quick_check(1)")
        if quick != [("ok",)]:
            raise VaultDamagedError(file=self.path.name, what="structure")
        if self.run("PRAGMA cipher_integrity_check"):
            raise VaultDamagedError(file=self.path.name, what="pages")

    def prove_pages(self, first: int, count: int) -> int:
        """Compute the codes of so many pages anew, from the file as it lies there; return how many there were.

        Pages are numbered from 1. Nothing is written to the file meanwhile, and nobody waits longer than for reading
        so many. Raises VaultDamagedError when one is not as it was written, StorageError.
        """
        if first == pages.LOCKS:  # nothing is in it, and Windows lets nobody read what SQLite has locked there
            return int(self.stamp().size >= first * pages.PAGE)
        if first < pages.LOCKS:
            count = min(count, pages.LOCKS - first)
        with self._turn:
            handle = self._raw_file()
            code_key = pages.mac_key(self._key, _read_at(handle, 0, pages.SALT))
            content = _read_at(handle, (first - 1) * pages.PAGE, count * pages.PAGE)
        found, cut = divmod(len(content), pages.PAGE)
        for number in range(first, first + found):
            start = (number - first) * pages.PAGE
            page = content[start : start + pages.PAGE]
            if not pages.is_proved(page, number, code_key):
                raise VaultDamagedError(file=self.path.name, what="pages")
        if cut:
            raise VaultDamagedError(file=self.path.name, what="pages")
        return found

    def stamp(self) -> Stamp:
        """Return a stamp that is another one once the file was written to or opened anew. Raises StorageError."""
        with self._turn:
            try:
                told = os.fstat(self._raw_file())
            except OSError as error:
                raise StorageError(what="read") from error
            return Stamp(told.st_size, told.st_mtime_ns, self._opening)

    def beside(self) -> Beside:
        """Open a second connection that only reads, and neither waits for this one nor makes it wait.

        It sees the file without its log, and no order at all once the file is written to. Raises as opening.
        """
        return Beside(self.path, self._key)

    def copy_to(self, path: Path) -> None:
        """Fill an empty file with a copy of the database under the same key. Raises as ``run``.

        It is not flushed: the caller sees to that. The copy is keyed before the first page is written, so that no
        page of it is ever in plain text.
        """
        with self._turn, translated(path):
            if self._opened is None:
                raise StorageError(what="closed")
            target = _keyed(path, self._key)
            try:
                for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
                    target.execute(f"PRAGMA {setting}").fetchall()
                self._opened.backup(target)
            except sqlcipher.OperationalError as error:
                # A failed backup comes without SQLite's result code: a full disk, or one that does not write.
                raise StorageError(what="copy") from error
            finally:
                target.close()

    def reopen(self) -> None:
        """Open a fresh connection: after a failed flush the old one is not to be trusted. Raises as opening."""
        with self._turn:
            self.close()
            self._opened = _connect(self.path, self._key)
            self._opening += 1

    def close(self) -> None:
        """Close the connection; what it could not finish, the write-ahead log still holds."""
        with self._turn, contextlib.suppress(sqlcipher.Error):
            opened, self._opened = self._opened, None
            if opened is not None:
                opened.close()
            raw, self._raw = self._raw, None
            if raw is not None:
                os.close(raw)

    def _raw_file(self) -> int:
        """Return a handle on the file itself, which stays open as long as the connection.

        On POSIX, to close any handle on a file gives up every lock that this process has on it, SQLite's too.
        """
        if self._opened is None:
            raise StorageError(what="closed")
        if self._raw is None:
            try:
                self._raw = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            except OSError as error:
                raise StorageError(what="read") from error
        return self._raw

    def _roll_back(self) -> None:
        # A full disk has rolled back already, and a broken connection cannot: either way nothing was committed.
        with contextlib.suppress(sqlcipher.Error):
            if self._opened is not None and self._opened.in_transaction:
                self._opened.execute("ROLLBACK")


class Beside:
    """A connection that only reads a file, whatever else is done with it; made by ``CipherFile.beside``.

    ``immutable`` keeps SQLite from looking for locks and for the log: no file is made, and none is waited for.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        with translated(path):
            self._connection = _keyed(path, key, "mode=ro&immutable=1")
            for setting in _SETTINGS_BESIDE:
                self._connection.execute(f"PRAGMA {setting}").fetchall()

    def run(self, sql: str, *values: object) -> list[Row]:
        """Run one statement and return all its rows. Raises VaultError; StorageError when it was interrupted."""
        with translated(self._path):
            rows: list[Row] = self._connection.execute(sql, values).fetchall()
            return rows

    def interrupt(self) -> None:
        """End the statement that another thread is running, if there is one."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def _read_at(handle: int, offset: int, size: int) -> bytes:
    """Return so many bytes of a file, fewer at its end. Raises StorageError."""
    try:
        os.lseek(handle, offset, os.SEEK_SET)
        return os.read(handle, size)
    except OSError as error:
        raise StorageError(what="read") from error


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours, by SQLite's result code; one without a code is a mistake in this package."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        if not hasattr(error, "sqlite_errorcode"):
            raise
        raise _ours(error.sqlite_errorcode & 0xFF, error.sqlite_errorname, path) from error


def _ours(code: int, name: str, path: Path) -> DoorstepError:
    match code:
        case sqlcipher.SQLITE_NOTADB | sqlcipher.SQLITE_CORRUPT:
            return VaultDamagedError(file=path.name, what="structure")
        case sqlcipher.SQLITE_BUSY | sqlcipher.SQLITE_LOCKED:
            return VaultInUseError(folder=str(path.parent))
        case sqlcipher.SQLITE_READONLY | sqlcipher.SQLITE_CANTOPEN | sqlcipher.SQLITE_PERM:
            return VaultReadOnlyError(folder=str(path.parent))
        case sqlcipher.SQLITE_FULL:
            return StorageError(what="full")
        case sqlcipher.SQLITE_IOERR:
            return StorageError(what="input or output")
        case _:
            return StorageError(what=name)


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read, for ``CipherFile`` to fill; it must not exist yet."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _connect(path: Path, key: bytes) -> Any:
    if not path.is_file():
        raise VaultMissingError(missing=path.name, folder=str(path.parent))
    with translated(path):
        connection = _keyed(path, key)
        try:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except sqlcipher.Error:
            connection.close()
            raise
        connection.set_authorizer(_authorise)
    return connection


def _keyed(path: Path, key: bytes, how: str = "mode=rw") -> Any:
    raw = key.hex()
    if not re.fullmatch("[0-9a-f]{64}", raw):
        # SQLCipher would take a shorter key for a passphrase, without a word
        raise ValueError("a raw key has 32 bytes")
    # mode=rw: without it a missing file would become a new, empty database
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False, timeout=0
    )
    connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to stderr
    connection.execute(f"PRAGMA key = \"x'{raw}'\"")
    return connection


def _authorise(action: int, *_details: object) -> int:
    """Forbid ATTACH: with an empty key it would write plain text to the disk."""
    denied: int = sqlcipher.SQLITE_DENY if action in (_ATTACH, _DETACH) else sqlcipher.SQLITE_OK
    return denied
