"""The vault: a folder with the key envelope, the encrypted database, its sidecar and a lock file."""

from __future__ import annotations

import contextlib
import errno
import secrets
import time
from typing import TYPE_CHECKING, Final, Self

import msgspec

from doorstep.errors import (
    StorageError,
    TooManyTriesError,
    VaultExistsError,
    VaultMissingError,
    VaultReadOnlyError,
    WrongPassphraseError,
)
from doorstep.files import write_whole
from doorstep.vault import attachments, drafts, interruption, journal, projection, removal, search, summaries
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
from doorstep.vault.passphrase import require_strong
from doorstep.vault.presence import DATABASE, KEYS, is_vault
from doorstep.vault.store import Store
from doorstep.vault.throttle import TRIES, Guesses, Throttle
from doorstep.vault.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.facts import RecordRemoved
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.vault.deeds import VaultRecovered
    from doorstep.vault.drafts import Draft
    from doorstep.vault.journal import JournalEntry
    from doorstep.vault.removal import Tombstone
    from doorstep.vault.summaries import RecordSummary

HEAD: Final = "head"
LOCK: Final = "vault.lock"
CHECKED_AT_OPENING: Final = 10_000
"""Journal entries whose hashes are checked at every opening, from the end; ``verify_chain`` checks all."""
_NEW: Final = ".new"
_KEY_BYTES: Final = 32
_CLOSED_TO_US: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_CLOSE_SECONDS: Final = 10.0


class Vault:
    """An open vault. Reading is done on the caller's thread; facts and drafts go through ``writer``.

    ``interrupted`` tells where the worker was when the last sitting had no proper end; ``lost`` is set when saves that
    were acknowledged are gone (the sidecar knows); both None when all is well. ``guesses`` is how many wrong
    passphrases were tried before the right one.
    """

    guesses = Guesses(0, counted=True)

    def __init__(
        self,
        folder: Path,
        data_key: bytes,
        envelope: Envelope,
        lock: Lock,
        throttle: Throttle,
        clock: Callable[[], datetime],
    ):
        """Use ``create`` or ``open``."""
        self._folder, self._data_key, self._envelope = folder, data_key, envelope
        self._lock, self._throttle = lock, throttle
        with contextlib.ExitStack() as undo:
            database = CipherFile(folder / DATABASE, subkey(data_key, Purpose.DATABASE))
            undo.callback(database.close)
            check_identity(database)
            database.check()
            migrate(database)
            journal.verify_newest(database, CHECKED_AT_OPENING)
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
        monotonic: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Make a vault in a folder that has none, and open it.

        ``kdf`` is for tests: without it this machine is measured. ``entropy`` returns that many random bytes,
        ``monotonic`` the seconds since the machine was started.
        Raises VaultExistsError, WeakPassphraseError, VaultInUseError, VaultReadOnlyError, StorageError.
        """
        require_strong(passphrase)
        with _locked(folder, make=True) as lock:
            if cls.exists(folder):
                raise VaultExistsError(folder=str(folder))
            data_key = entropy(_KEY_BYTES)
            envelope = Envelope.seal(data_key, passphrase, device=device_name, kdf=kdf or calibrate(), entropy=entropy)
            throttle = Throttle(folder / TRIES, monotonic)
            throttle.begin(subkey(data_key, Purpose.TRIES), entropy)
            _lay_out(folder, data_key, envelope)
            return cls(folder, data_key, envelope, lock, throttle, clock)

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Callable[[], datetime],
        kdf_floor: Kdf = FLOOR,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Open a vault. ``kdf_floor`` is for tests: an envelope that asks for less is refused.

        Raises VaultMissingError, WrongPassphraseError, TooManyTriesError, VaultDamagedError, VaultNewerError,
        VaultInUseError, VaultReadOnlyError, StorageError. Never makes a new database in place of one that is missing.
        """
        if not cls.exists(folder):
            raise VaultMissingError(missing=DATABASE, folder=str(folder))
        with _locked(folder) as lock:
            _check_present(folder)
            envelope = decode_envelope((folder / KEYS).read_bytes())
            throttle = Throttle(folder / TRIES, monotonic)
            with throttle.one_try():
                data_key = envelope.open(passphrase, floor=kdf_floor)
            guesses = throttle.passed(subkey(data_key, Purpose.TRIES), secrets.token_bytes)
            vault = cls(folder, data_key, envelope, lock, throttle, clock)
            vault.guesses = guesses
            return vault

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

    def remove(self, record_id: str, fact: RecordRemoved) -> None:
        """Take a record off this laptop that the office holds; a tombstone stays. No other thread may be adding to it.

        Raises RemovalRefusedError when the journal holds no receipt for exactly the last bundle, the bundle lacks the
        last change, or text waits to become an answer; StorageError. Nothing is removed then.
        """
        if not self.writer.flush(_CLOSE_SECONDS):
            raise StorageError(what="not saved")
        self._store.remove(record_id, fact)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return what stays of the records that were removed, in the order of removal."""
        return removal.tombstones(self._database)

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

    @property
    def deeds(self) -> tuple[VaultRecovered, ...]:
        """What happened to the vault as a whole, in order."""
        return journal.deeds(self._database)

    @property
    def office_keys(self) -> tuple[str, ...]:
        """The age recipients that the vault is sealed to; empty until the laptop has joined an office."""
        return self._envelope.office.recipients if self._envelope.office else ()

    def seal_to_office(self, recipients: tuple[str, ...]) -> None:
        """Let the office's keys open the vault too, these and no others from now on; the database stays as it is.

        Raises OfficeKeysError when there are fewer than two, StorageError; then the envelope is as it was.
        """
        from doorstep.vault.office_seal import seal_to  # age, only when the office's keys change

        self._rewrite(msgspec.structs.replace(self._envelope, office=seal_to(recipients, self._data_key)))

    def confirm_passphrase(self, passphrase: str) -> bool:
        """Tell whether this is the passphrase of the open vault. A wrong one counts as one at the door does.

        Raises TooManyTriesError when the next try must wait, StorageError.
        """
        try:
            self._prove(passphrase)
        except TooManyTriesError:
            raise
        except WrongPassphraseError:
            return False
        return True

    def change_passphrase(self, old: str, new: str) -> None:
        """Rewrite the envelope for another passphrase; the database stays as it is.

        Raises WrongPassphraseError, TooManyTriesError, WeakPassphraseError, StorageError; then the old one still holds.
        """
        require_strong(new)
        self._prove(old)
        kdf = self._envelope.slots[0].kdf
        self._rewrite(self._envelope.under(self._data_key, new, kdf=kdf, entropy=secrets.token_bytes))

    def _prove(self, passphrase: str) -> None:
        with self._throttle.one_try():
            self._envelope.open(passphrase, floor=self._envelope.slots[0].kdf)
        self._throttle.passed(subkey(self._data_key, Purpose.TRIES), secrets.token_bytes)

    def _rewrite(self, envelope: Envelope) -> None:
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
    except StorageError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in _CLOSED_TO_US:
            raise VaultReadOnlyError(folder=str(folder)) from error
        raise
