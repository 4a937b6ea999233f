"""From a folder and a passphrase to the vault's lock and key: the step before the database is touched."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import secrets
import time
from typing import TYPE_CHECKING, Final

from doorstep.errors import StorageError, VaultMissingError, VaultReadOnlyError
from doorstep.vault import restore
from doorstep.vault.keys import FLOOR, Envelope, Kdf, Purpose, SecondKey, decode_envelope, subkey
from doorstep.vault.keystore import Keystore
from doorstep.vault.lock import Lock
from doorstep.vault.presence import DATABASE, KEYS, LOCK, NEW
from doorstep.vault.private_folder import close_to_others
from doorstep.vault.throttle import TRIES, Guesses, Throttle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CLOSED_TO_US: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """A vault's folder with its lock held and its data key known. ``guesses``: wrong passphrases before this one.

    ``second`` is the key out of ``keystore`` that the envelope needed besides, if it did.
    """

    folder: Path
    envelope: Envelope
    data_key: bytes
    lock: Lock
    throttle: Throttle
    guesses: Guesses
    keystore: Keystore
    second: SecondKey | None = None


@contextlib.contextmanager
def unlocked(
    folder: Path,
    passphrase: str,
    *,
    kdf_floor: Kdf = FLOOR,
    monotonic: Callable[[], float] = time.monotonic,
    keystore: Keystore | None = None,
    database_needed: bool = True,
) -> Iterator[Unlocked]:
    """Take the lock and open the envelope; the lock is let go when what is inside fails.

    Without ``database_needed``, the key file alone is enough: a snapshot may be all that is left. Raises
    VaultMissingError, WrongPassphraseError, TooManyTriesError, KeystoreError (no passphrase was tried then),
    VaultDamagedError, VaultNewerError, VaultInUseError, VaultReadOnlyError, StorageError.
    """
    if not folder.is_dir():
        raise VaultMissingError(missing=KEYS, folder=str(folder))
    with locked(folder) as lock:
        _complete(folder)
        for name in (KEYS, DATABASE) if database_needed else (KEYS,):
            path = folder / name
            if not path.exists() or not path.stat().st_size:
                raise VaultMissingError(missing=name, folder=str(folder))
        envelope = decode_envelope((folder / KEYS).read_bytes())
        keystore = keystore or Keystore()
        second = keystore.get(envelope.entry) if envelope.entry is not None else None
        throttle = Throttle(folder / TRIES, monotonic)
        with throttle.one_try():
            data_key = envelope.open(passphrase, floor=kdf_floor, second=second)
        guesses = throttle.passed(subkey(data_key, Purpose.TRIES), secrets.token_bytes)
        yield Unlocked(folder, envelope, data_key, lock, throttle, guesses, keystore, second)


@contextlib.contextmanager
def locked(folder: Path, *, make: bool = False) -> Iterator[Lock]:
    """Hold the lock; it is let go when what is inside fails, and else belongs to whoever took it.

    Raises VaultInUseError; and in place of an OSError VaultReadOnlyError or StorageError.
    """
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        close_to_others(folder)  # also one that came from elsewhere
        lock = Lock(folder / LOCK)
        try:
            yield lock
        except BaseException:
            lock.release()
            raise
    except OSError as error:
        if error.errno in _CLOSED_TO_US:
            raise VaultReadOnlyError(folder=str(folder)) from error
        raise StorageError(what=error.strerror or type(error).__name__) from error
    except StorageError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in _CLOSED_TO_US:
            raise VaultReadOnlyError(folder=str(folder)) from error
        raise


def _complete(folder: Path) -> None:
    """Finish a restoring, or a making that was cut off between its two last steps."""
    restore.finish(folder)
    keys, database = folder / KEYS, folder / DATABASE
    unfinished = folder / (KEYS + NEW)
    if unfinished.exists() and database.exists():
        if keys.exists():
            unfinished.unlink()  # it would open with the first passphrase for ever
        else:
            unfinished.replace(keys)
