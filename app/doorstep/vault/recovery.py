"""Recovery: the office opens a vault whose passphrase is lost, with one of the two keys that it is sealed to.

The vault that is recovered is never written to. Its database is copied into a new folder and gets an envelope for the
new passphrase; that it was recovered, by whom and with which key, becomes an entry of the copy's journal, which nobody
can take out again unseen. The old folder stays as it was, as evidence and in case the copy goes wrong.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import (
    RecoveryError,
    StorageError,
    VaultExistsError,
    VaultMissingError,
)
from doorstep.files import write_whole
from doorstep.vault import journal
from doorstep.vault.cipher import CipherFile
from doorstep.vault.deeds import VaultRecovered
from doorstep.vault.keys import Envelope, Kdf, Purpose, calibrate, decode_envelope, encode_envelope, subkey
from doorstep.vault.lock import Lock
from doorstep.vault.migration import check_identity
from doorstep.vault.office_seal import unseal
from doorstep.vault.passphrase import require_strong
from doorstep.vault.presence import DATABASE, HEAD, KEYS, LOCK
from doorstep.vault.private_folder import close_to_others
from doorstep.vault.salvage import salvage
from doorstep.vault.throttle import TRIES, Throttle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

_DATABASE_FILES: Final = (DATABASE, f"{DATABASE}-wal", HEAD)


class OpenedSeal(msgspec.Struct, frozen=True):
    """A vault that one of the office's keys opened. ``key`` is that key's recipient."""

    folder: Path
    envelope: Envelope
    key: str
    data_key: bytes

    def __repr__(self) -> str:
        return f"OpenedSeal({self.envelope.device}, {self.key})"


def open_seal(folder: Path, identity_texts: Iterable[str]) -> OpenedSeal:
    """Open the envelope of a vault with the office's identity files, changing nothing.

    Raises VaultMissingError, VaultDamagedError, VaultNewerError, StorageError; RecoveryError (what).
    """
    with _disk_errors():
        for name in (KEYS, DATABASE):
            if not (folder / name).is_file():
                raise VaultMissingError(missing=name, folder=str(folder))
        envelope = decode_envelope((folder / KEYS).read_bytes())
    if not envelope.office:
        raise RecoveryError(what="never sealed")
    data_key, key = unseal(envelope.office, identity_texts)
    return OpenedSeal(folder, envelope, key, data_key)


def recover(
    opened: OpenedSeal,
    out: Path,
    passphrase: str,
    *,
    by: str,
    office: str,
    at: datetime,
    damaged: bool = False,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
    kdf: Kdf | None = None,
) -> int:
    """Copy a vault into ``out``, a folder that is new or empty, under another passphrase; return its assessments.

    The copy is sealed to the same keys of the office, and opens with its passphrase alone from then on.
    ``by`` is the name of the person who does it, ``office`` the name of the office, ``at`` an aware UTC time. With
    ``damaged``, what can still be read is salvaged instead of copying the files.
    ``kdf`` is for tests: without it this machine is measured.

    Raises WeakPassphraseError, VaultExistsError when ``out`` holds anything, VaultInUseError, VaultDamagedError,
    ChainBrokenError, VaultNewerError, StorageError; there is no copy then.
    """
    require_strong(passphrase)
    with _disk_errors(), contextlib.ExitStack() as undo:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise VaultExistsError(folder=str(out))
        close_to_others(out)
        undo.callback(_empty, out)
        with _still(opened.folder):
            if damaged:
                salvage(opened.folder, opened.data_key, out, at)
            else:
                _copy(opened.folder, out)
        deed = VaultRecovered(at, by, office, opened.key)
        assessments = _journal(out / DATABASE, subkey(opened.data_key, Purpose.DATABASE), deed)
        Throttle(out / TRIES).begin(subkey(opened.data_key, Purpose.TRIES), entropy)
        envelope = opened.envelope.under(opened.data_key, passphrase, kdf=kdf or calibrate(), entropy=entropy)
        write_whole(out / KEYS, encode_envelope(envelope))
        undo.pop_all()
    return assessments


def _copy(folder: Path, out: Path) -> None:
    for name in _DATABASE_FILES:
        if (folder / name).exists():
            shutil.copyfile(folder / name, out / name)
            (out / name).chmod(0o600)


def _journal(path: Path, key: bytes, deed: VaultRecovered) -> int:
    """Check the copy, note in it that it was recovered, and return how many assessments it holds.

    Nothing else is changed: what the next unlock tells about an unclean end, or of lost saves, it still finds.
    """
    database = CipherFile(path, key)
    try:
        check_identity(database)
        database.check()
        journal.verify(journal.batches(database))
        [(assessments,)] = database.run("SELECT count(*) FROM record")
        with database.transaction():
            journal.append_deed(database, deed)
        database.checkpoint()
    finally:
        database.close()
    return int(assessments)


@contextlib.contextmanager
def _still(folder: Path) -> Iterator[None]:
    """Keep a program from writing to the vault while it is read."""
    with contextlib.ExitStack() as undo:
        if (folder / LOCK).exists():
            with contextlib.suppress(OSError):  # a medium that nobody can write to needs no lock
                undo.callback(Lock(folder / LOCK).release)
        yield


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(what=error.strerror or type(error).__name__) from error
