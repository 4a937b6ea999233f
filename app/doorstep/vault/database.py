"""The vault: a folder with the key envelope, the encrypted database, its sidecar and a lock file."""

from __future__ import annotations

import contextlib
import errno
import secrets
from typing import TYPE_CHECKING, Final, Self

from doorstep.errors import (
    StorageError,
    VaultExistsError,
    VaultMissingError,
    VaultReadOnlyError,
    WeakPassphraseError,
)
from doorstep.files import write_whole
from doorstep.vault import attachments, drafts, interruption, journal, projection, search, summaries
from doorstep.vault.cipher import CipherFile, create_file
from doorstep.vault.head import Sidecar
from doorstep.vault.keys import (
    FLOOR,
    Envelope,
    Kdf,
    Purpose,
    calibrate,
    decode_envelope,
    encode_envelope,
    subkey,
)
from doorstep.vault.lock import Lock
from doorstep.vault.migration import check_identity, migrate
from doorstep.vault.passphrase import strength
from doorstep.vault.presence import DATABASE, KEYS, is_vault
from doorstep.vault.store import Store
from doorstep.vault.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.vault.drafts import Draft
    from doorstep.vault.journal import JournalEntry
    from doorstep.vault.summaries import RecordSummary

HEAD: Final = "head"
LOCK: Final = "vault.lock"
_NEW: Final = ".new"
_KEY_BYTES: Final = 32
_CLOSED_TO_US: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_CLOSE_SECONDS: Final = 10.0


class Vault:
    """An open vault. Reading is done on the caller's thread; facts and drafts go through ``writer``.

    ``interrupted`` tells where the worker was when the last sitting had no proper end; ``lost`` is set when saves that
    were acknowledged are gone (the sidecar knows); both None when all is well.
    """

    def __init__(self, folder: Path, data_key: bytes, envelope: Envelope, lock: Lock, clock: Callable[[], datetime]):
        """Use ``create`` or ``open``."""
        self._folder, self._envelope, self._lock = folder, envelope, lock
        with contextlib.ExitStack() as undo:
            database = CipherFile(folder / DATABASE, subkey(data_key, Purpose.DATABASE))
            undo.callback(database.close)
            check_identity(database)
            database.check()
            migrate(database)
            sidecar = Sidecar(folder / HEAD, subkey(data_key, Purpose.HEAD))
            undo.callback(sidecar.close)
            self._store = Store(database, sidecar, clock)
            self.lost = self._store.take_loss()
            self.interrupted = interruption.begin_sitting(database)
            undo.pop_all()
        self._database = database
        self.writer = Writer(self._store, clock)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Return whether any part of a vault is there; then only ``open`` may be used."""
        return is_vault(folder)

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        device_name: str,
        kdf: Kdf | None = None,
    ) -> Self:
        """Make a vault in a folder that has none, and open it.

        ``kdf`` is for tests: without it this machine is measured. ``entropy`` returns that many random bytes.
        Raises VaultExistsError, WeakPassphraseError, VaultInUseError, VaultReadOnlyError, StorageError.
        """
        told = strength(passphrase)
        if told.reason is not None:
            raise WeakPassphraseError(reason=told.reason.value)
        with _locked(folder, make=True) as lock:
            if cls.exists(folder):
                raise VaultExistsError(folder=str(folder))
            data_key = entropy(_KEY_BYTES)
            envelope = Envelope.seal(data_key, passphrase, device=device_name, kdf=kdf or calibrate(), entropy=entropy)
            _lay_out(folder, data_key, envelope)
            return cls(folder, data_key, envelope, lock, clock)

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, clock: Callable[[], datetime], kdf_floor: Kdf = FLOOR) -> Self:
        """Open a vault. ``kdf_floor`` is for tests: an envelope that asks for less is refused.

        Raises VaultMissingError, WrongPassphraseError, VaultDamagedError, VaultNewerError, VaultInUseError,
        VaultReadOnlyError, StorageError. Never makes a new database in place of one that is missing.
        """
        if not cls.exists(folder):
            raise VaultMissingError(missing=DATABASE, folder=str(folder))
        with _locked(folder) as lock:
            _check_present(folder)
            envelope = decode_envelope((folder / KEYS).read_bytes())
            data_key = envelope.open(passphrase, floor=kdf_floor)
            return cls(folder, data_key, envelope, lock, clock)

    def records(self) -> tuple[RecordSummary, ...]:
        """Return one line for every record, latest change first."""
        return summaries.all_records(self._database)

    def search(self, words: str) -> tuple[str, ...]:
        """Return the ids of the records that hold all these words, in names or answers, latest change first."""
        return search.find(self._database, words)

    def record(self, record_id: str) -> Record:
        """Return a record as it stands on the disk. Raises KeyError when there is none of that id."""
        found = projection.load(self._database, record_id)
        if found is None:
            raise KeyError(record_id)
        return found

    def drafts(self, record_id: str) -> Mapping[AnswerKey, Draft]:
        """Return the text that was being typed in a record and has not become answers."""
        return drafts.of_record(self._database, record_id)

    def journal(self, record_id: str) -> tuple[JournalEntry, ...]:
        """Return all that happened to a record, in order."""
        return journal.entries(self._database, record_id)

    def verify_chain(self) -> None:
        """Check every entry of the journal. Raises ChainBrokenError with the first bad row."""
        journal.verify(journal.batches(self._database))

    def differing_records(self) -> tuple[str, ...]:
        """Return the ids of the records whose current state is not what their journal says; empty when all is well."""
        return projection.differing(self._database)

    def keep_form(self, definition: FormDefinition) -> None:
        """Keep the compiled form that a record is made with, under its digest, for ever."""
        attachments.keep_form(self._database, definition)

    def form(self, digest: str) -> FormDefinition:
        """Return a form that was kept. Raises KeyError when there is none of that digest."""
        return attachments.form(self._database, digest)

    def put_attachment(self, data: bytes, media_type: str) -> str:
        """Keep a picture; return its SHA-256 in hex. It is on the disk when this returns. Raises StorageError."""
        return attachments.put(self._database, data, media_type)

    def attachment(self, sha256: str) -> bytes:
        """Return a picture. Raises KeyError when there is none of that hash."""
        return attachments.get(self._database, sha256)

    def setting(self, name: str) -> bytes | None:
        """Return what was set under a name, or None."""
        rows = self._database.run("SELECT value FROM setting WHERE name = ?", name)
        return rows[0][0] if rows else None

    def set_setting(self, name: str, value: bytes) -> None:
        """Keep a value of the worker or the device; it is on the disk when this returns. Raises StorageError."""
        self._database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    @property
    def place(self) -> interruption.Place | None:
        """Where the worker was last (``Save.place``), as far as it has been saved."""
        return interruption.last_place(self._database)

    def change_passphrase(self, old: str, new: str) -> None:
        """Rewrite the envelope for another passphrase; the database stays as it is.

        Raises WrongPassphraseError, WeakPassphraseError, StorageError; then the old one still holds.
        """
        told = strength(new)
        if told.reason is not None:
            raise WeakPassphraseError(reason=told.reason.value)
        kdf = self._envelope.slots[0].kdf
        data_key = self._envelope.open(old, floor=kdf)
        envelope = Envelope.seal(data_key, new, device=self._envelope.device, kdf=kdf, entropy=secrets.token_bytes)
        write_whole(self._folder / KEYS, encode_envelope(envelope))
        self._envelope = envelope

    def close(self) -> None:
        """Save all that is queued, note the proper end, and close.

        Raises StorageError (facts: what, pending) when the disk will not take it: the vault is still open then, and
        the writer goes on trying.
        """
        if not self.writer.stop(_CLOSE_SECONDS):
            raise StorageError(what="not saved", pending=self.writer.state().pending)
        interruption.end_sitting(self._database)
        self._database.checkpoint()
        self._release()

    def abandon(self) -> None:
        """Close although not all could be saved: the next opening tells where the worker was."""
        self.writer.abandon()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _release(self) -> None:
        self._database.close()
        self._store.sidecar.close()
        self._lock.release()


def _check_present(folder: Path) -> None:
    """Make sure that both halves are there; a making that was cut off between its two last steps is completed."""
    keys, database = folder / KEYS, folder / DATABASE
    unfinished = folder / (KEYS + _NEW)
    if unfinished.exists() and database.exists():
        if keys.exists():
            unfinished.unlink()  # it would open with the first passphrase for ever
        else:
            unfinished.replace(keys)
    for path in (keys, database):
        if not path.exists() or not path.stat().st_size:
            raise VaultMissingError(missing=path.name, folder=str(folder))


def _lay_out(folder: Path, data_key: bytes, envelope: Envelope) -> None:
    """Write database and envelope under other names first: a vault is there wholly or not at all.

    Once the database has its name, the envelope beside it is enough to complete the making (``_check_present``).
    """
    making, keys = folder / (DATABASE + _NEW), folder / (KEYS + _NEW)
    for leftover in folder.glob(f"{DATABASE}{_NEW}*"):  # of a making that was cut off before it held anything
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


@contextlib.contextmanager
def _locked(folder: Path, *, make: bool = False) -> Iterator[Lock]:
    """Hold the lock; it is let go when what is inside fails, and else belongs to the vault.

    Raises VaultInUseError; and in place of an OSError VaultReadOnlyError or StorageError.
    """
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
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
