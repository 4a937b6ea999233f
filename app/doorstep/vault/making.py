"""From a folder without a vault to the lock and key of a new one: the step before the database is first opened."""

from __future__ import annotations

import contextlib
import secrets
import time
from typing import TYPE_CHECKING, Final

from doorstep.errors import VaultExistsError
from doorstep.files import write_whole
from doorstep.vault.cipher import CipherFile, create_file
from doorstep.vault.keys import Envelope, Kdf, Purpose, calibrate, encode_envelope, subkey
from doorstep.vault.keystore import Keystore
from doorstep.vault.migration import migrate
from doorstep.vault.passphrase import require_strong
from doorstep.vault.presence import DATABASE, KEYS, NEW, is_vault
from doorstep.vault.throttle import TRIES, Guesses, Throttle
from doorstep.vault.unlocking import Unlocked, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_KEY_BYTES: Final = 32


@contextlib.contextmanager
def made(
    folder: Path,
    passphrase: str,
    *,
    device_name: str,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
    kdf: Kdf | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    keystore: Keystore | None = None,
) -> Iterator[Unlocked]:
    """Take the lock and lay out a new vault; the lock is let go when what is inside fails.

    Raises VaultExistsError, WeakPassphraseError, VaultInUseError, VaultReadOnlyError, StorageError.
    """
    require_strong(passphrase)
    with locked(folder, make=True) as lock:
        if is_vault(folder):
            raise VaultExistsError(folder=str(folder))
        data_key = entropy(_KEY_BYTES)
        envelope = Envelope.seal(data_key, passphrase, device=device_name, kdf=kdf or calibrate(), entropy=entropy)
        throttle = Throttle(folder / TRIES, monotonic)
        throttle.begin(subkey(data_key, Purpose.TRIES), entropy)
        _lay_out(folder, data_key, envelope)
        guesses = Guesses(0, counted=True)
        yield Unlocked(folder, envelope, data_key, lock, throttle, guesses, keystore or Keystore())


def _lay_out(folder: Path, data_key: bytes, envelope: Envelope) -> None:
    """Write database and envelope under other names first: a vault is there wholly or not at all.

    Once the database has its name, the envelope beside it is enough to complete the making (``unlocking``).
    """
    making, keys = folder / (DATABASE + NEW), folder / (KEYS + NEW)
    for leftover in folder.glob(f"{DATABASE}{NEW}*"):  # of a making that was cut off before it held anything
        leftover.unlink()
    create_file(making)
    database = CipherFile(making, subkey(data_key, Purpose.DATABASE))
    try:
        migrate(database)
        database.checkpoint()
    finally:
        database.close()
    write_whole(keys, encode_envelope(envelope))
    making.replace(folder / DATABASE)
    write_whole(folder / KEYS, encode_envelope(envelope))
    keys.unlink()
