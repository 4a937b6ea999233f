"""Putting a snapshot, or a second copy, in the place of the database. What was there is kept aside, never deleted.

The new database is copied, checked and flushed under a name of its own first. That name is the moment of decision: when
the power is cut before it, the old database is in place; after it, the next opening finishes the work.
"""

from __future__ import annotations

import secrets
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from doorstep.errors import StorageError, VaultExistsError, VaultMissingError
from doorstep.files import unused_path, whole_file, write_whole
from doorstep.vault import journal
from doorstep.vault.cipher import CipherFile
from doorstep.vault.keys import FLOOR, Envelope, Kdf, Purpose, decode_envelope, encode_envelope, subkey
from doorstep.vault.keystore import Keystore
from doorstep.vault.migration import check_identity
from doorstep.vault.presence import DATABASE, HEAD, KEYS, NEW, is_vault
from doorstep.vault.private_folder import close_to_others
from doorstep.vault.throttle import TRIES, Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASIDE: Final = "aside"
_RESTORED: Final = DATABASE + ".restored"
_LOGS: Final = (f"{DATABASE}-wal", f"{DATABASE}-shm")


def restore(
    folder: Path, source: Path, data_key: bytes, at: datetime, release: Callable[[], None] = lambda: None
) -> Path:
    """Put the database at ``source`` in place; return the folder that holds what was there before.

    The vault's lock is held by the caller; ``release`` closes the database, once the source was found to be whole.
    Raises VaultDamagedError, VaultNewerError, ChainBrokenError or VaultMissingError about the source, StorageError;
    then nothing has changed.
    """
    with whole_file(folder / _RESTORED) as part:
        _copy(source, part)
        check_whole(part, data_key)
        release()
        aside = _put_aside(folder, at)
    finish(folder)
    return aside


def finish(folder: Path) -> None:
    """Finish a restoring that was decided on. The old log goes before the new database comes: they do not fit."""
    restored = folder / _RESTORED
    try:
        if restored.exists():
            for name in (*_LOGS, HEAD):
                (folder / name).unlink(missing_ok=True)
            restored.replace(folder / DATABASE)
    except OSError as error:
        raise StorageError(what=error.strerror or "restore") from error


def check_whole(path: Path, data_key: bytes) -> None:
    """Check a database that is not in use: pages, structure, version and the whole chain. Raises VaultError."""
    database = CipherFile(path, subkey(data_key, Purpose.DATABASE))
    try:
        check_identity(database)
        database.check()
        journal.verify(journal.batches(database))
    finally:
        database.close()


def copy_out(database: CipherFile, envelope: Envelope, folder: Path) -> None:
    """Write a second copy of a vault into a folder of its own: its database and its envelope. Raises VaultError."""
    with whole_file(folder / DATABASE) as part:
        database.copy_to(part)
    write_whole(folder / KEYS, encode_envelope(envelope))


def from_copy(
    copy: Path, folder: Path, passphrase: str, *, kdf_floor: Kdf = FLOOR, keystore: Keystore | None = None
) -> None:
    """Lay out a second copy as the vault of a machine that has none; the copy stays as it is.

    A copy that needs a second key is laid out on its own laptop only; elsewhere the office recovers it. Raises
    VaultExistsError, VaultMissingError, WrongPassphraseError, KeystoreError, VaultDamagedError, VaultNewerError,
    ChainBrokenError, StorageError; then there is no vault.
    """
    if is_vault(folder):
        raise VaultExistsError(folder=str(folder))
    for name in (KEYS, DATABASE):
        if not (copy / name).is_file():
            raise VaultMissingError(missing=name, folder=str(copy))
    try:
        envelope = decode_envelope((copy / KEYS).read_bytes())
    except OSError as error:
        raise StorageError(what=error.strerror or "read") from error
    second = (keystore or Keystore()).get(envelope.entry) if envelope.entry is not None else None
    data_key = envelope.open(passphrase, floor=kdf_floor, second=second)
    write_whole(folder / (KEYS + NEW), encode_envelope(envelope))
    close_to_others(folder)
    Throttle(folder / TRIES).begin(subkey(data_key, Purpose.TRIES), secrets.token_bytes)
    with whole_file(folder / DATABASE) as part:
        _copy(copy / DATABASE, part)
        check_whole(part, data_key)
    (folder / (KEYS + NEW)).replace(folder / KEYS)


def _copy(source: Path, part: Path) -> None:
    if not source.is_file():
        raise VaultMissingError(missing=source.name, folder=str(source.parent))
    shutil.copyfile(source, part)


def _put_aside(folder: Path, at: datetime) -> Path:
    """Copy what is there into a fresh folder, flushed."""
    (folder / ASIDE).mkdir(mode=0o700, exist_ok=True)
    aside = unused_path(folder / ASIDE, at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"), "")
    aside.mkdir(mode=0o700)
    for name in (DATABASE, *_LOGS, HEAD):
        if (folder / name).is_file():
            with whole_file(aside / name) as part:
                shutil.copyfile(folder / name, part)
    return aside
