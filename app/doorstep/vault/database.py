"""The vault: a folder with the key envelope, the encrypted database, its sidecar and a lock file."""

from __future__ import annotations

import contextlib
import secrets
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from doorstep.errors import StorageError, VaultError
from doorstep.vault import (
    attachments,
    drafts,
    interruption,
    journal,
    projection,
    removal,
    restore,
    search,
    second_look,
    snapshots,
    summaries,
)
from doorstep.vault.cipher import CipherFile
from doorstep.vault.door import Door
from doorstep.vault.earlier import EarlierRecords
from doorstep.vault.head import Sidecar
from doorstep.vault.keys import FLOOR, Kdf, Purpose, subkey
from doorstep.vault.making import made
from doorstep.vault.migration import check_identity, is_older, migrate
from doorstep.vault.presence import DATABASE, HEAD, is_vault
from doorstep.vault.store import Store
from doorstep.vault.unlocking import Unlocked, unlocked
from doorstep.vault.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.beside import Link
    from doorstep.assessment.facts import RecordRemoved
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.vault.deeds import VaultRecovered
    from doorstep.vault.drafts import Draft
    from doorstep.vault.head import Mark
    from doorstep.vault.journal import JournalEntry
    from doorstep.vault.keystore import Keystore
    from doorstep.vault.removal import Tombstone
    from doorstep.vault.second_look import Damage
    from doorstep.vault.snapshots import Snapshot
    from doorstep.vault.summaries import FormHead, RecordSummary

CHECKED_AT_OPENING: Final = 2_000
"""Journal entries whose hashes are checked, from the end, before a large vault opens; ``second_look`` checks all."""
_CLOSE_SECONDS: Final = 10.0


class Vault:
    """An open vault. Reading is done on the caller's thread; facts and drafts go through ``writer``.

    Who can open it, and how hard that is, is asked of ``door`` and changed there.
    ``interrupted`` tells where the worker was when the last sitting had no proper end; ``lost`` is set when saves that
    were acknowledged are gone (the sidecar knows); both None when all is well. ``guesses`` is how many wrong
    passphrases were tried before the right one.
    """

    def __init__(self, held: Unlocked, clock: Callable[[], datetime]) -> None:
        """Use ``create`` or ``open``."""
        self._folder, self._data_key, self.door = held.folder, held.data_key, Door(held)
        self._lock, self._clock = held.lock, clock
        self.guesses = held.guesses
        self.closed = False
        folder, data_key = held.folder, held.data_key
        with contextlib.ExitStack() as undo:
            database = CipherFile(folder / DATABASE, subkey(data_key, Purpose.DATABASE))
            undo.callback(database.close)
            self._database = database
            self._lines: tuple[Mark, tuple[RecordSummary, ...]] | None = None
            check_identity(database)
            whole = _check(database)
            if is_older(database):
                snapshots.take(database, folder, clock())
            migrate(database)
            journal.verify_newest(database, journal.head(database).seq if whole else CHECKED_AT_OPENING)
            sidecar = Sidecar(folder / HEAD, subkey(data_key, Purpose.HEAD))
            undo.callback(sidecar.close)
            self._store = Store(database, sidecar, clock)
            self.lost = self._store.take_loss()
            self.interrupted = interruption.begin_sitting(database)
            if whole:
                second_look.note_done(database)
            else:
                self._read_list()
                second_look.note_due(database)
            undo.pop_all()
        self.writer = Writer(self._store, clock)
        self._look = None if whole else second_look.SecondLook(database)
        if self._look is not None:
            self._look.start()

    def _read_list(self) -> None:
        """Read all that the list is made of: a damaged page of it is found here, and the vault is not opened."""
        self.records()
        self.links()
        self.form_heads()
        self.tombstones()
        self.earlier.all()

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
        keystore: Keystore | None = None,
    ) -> Self:
        """Make a vault in a folder that has none, and open it.

        ``kdf`` is for tests: without it this machine is measured. ``entropy`` returns that many random bytes,
        ``monotonic`` the seconds since the machine was started. ``keystore`` stands for this laptop's own.
        Raises VaultExistsError, WeakPassphraseError, VaultInUseError, VaultReadOnlyError, StorageError.
        """
        with made(
            folder,
            passphrase,
            device_name=device_name,
            entropy=entropy,
            kdf=kdf,
            monotonic=monotonic,
            keystore=keystore,
        ) as held:
            return cls(held, clock)

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Callable[[], datetime],
        kdf_floor: Kdf = FLOOR,
        monotonic: Callable[[], float] = time.monotonic,
        keystore: Keystore | None = None,
    ) -> Self:
        """Open a vault. ``kdf_floor`` is for tests: an envelope that asks for less is refused.

        Raises VaultMissingError, WrongPassphraseError, TooManyTriesError, KeystoreError, VaultDamagedError,
        VaultNewerError, VaultInUseError, VaultReadOnlyError, StorageError. Never makes a new database in place of one
        that is missing.
        """
        with unlocked(folder, passphrase, kdf_floor=kdf_floor, monotonic=monotonic, keystore=keystore) as held:
            return cls(held, clock)

    def records(self, ids: Iterable[str] | None = None) -> tuple[RecordSummary, ...]:
        """Return one line for every record, or for those of these ids, latest change first.

        All lines are read anew only when something was saved since: a list that is searched letter by letter is not.
        """
        if ids is not None:
            return summaries.records_of(self._database, ids)
        mark = self._store.mark
        if self._lines is None or self._lines[0] != mark:
            self._lines = mark, summaries.all_records(self._database)
        return self._lines[1]

    def received_records(self) -> tuple[RecordSummary, ...]:
        """Return one line for every record that the office holds as it stands: by the last bundle, and its receipt."""
        return summaries.received_records(self._database)

    def form_heads(self) -> Mapping[str, FormHead]:
        """Return the title of every form that was kept, by digest: cheaper than the forms themselves."""
        return summaries.form_heads(self._database)

    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """Return how records stand to others, by the id of the record that says so."""
        return summaries.links(self._database)

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

    @property
    def damage(self) -> Damage | None:
        """What the second look has found wrong in the open vault; None when nothing is, or not yet."""
        return self._look.found if self._look is not None else None

    @property
    def checking(self) -> bool:
        """Whether the second look is still under way."""
        return self._look is not None and not self._look.over and not self.closed

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

    @property
    def earlier(self) -> EarlierRecords:
        """The earlier records that the office lent, to read."""
        return EarlierRecords(self._database)

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
    def last_exported(self) -> datetime | None:
        """When a bundle for the office was last written (aware UTC), also of what was removed since; None for never."""
        return summaries.last_exported(self._database)

    def take_snapshot(self) -> Snapshot | None:
        """Take a snapshot, as closing does; None when nothing has changed since the last.

        Raises VaultError; ``damage`` when there is any: a good snapshot is not to make room for a spoilt one.
        """
        if self.damage is not None:
            raise self.damage
        at = self._clock()
        before = at - timedelta(snapshots.KEPT_DAYS)
        times = filter(None, (removal.last_before(self._database, before), self.earlier.last_ended_before(before)))
        return snapshots.take(self._database, self._folder, at, max(times, default=None))

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return the snapshots that there are, the newest first. Raises StorageError."""
        return snapshots.taken(self._folder)

    def restore(self, name: str) -> Path:
        """Put a snapshot in place of the database, and close; return the folder that holds what was there before.

        Raises VaultMissingError, VaultDamagedError, ChainBrokenError about the snapshot, StorageError when not all is
        saved or there is no room for it: the vault is still open then. It is closed, and as it was, when StorageError
        comes because what is there could not be kept aside.
        """
        if not self.writer.flush(_CLOSE_SECONDS):
            raise StorageError(what="not saved", pending=self.writer.state().pending)
        source = self._folder / snapshots.FOLDER / name
        with contextlib.ExitStack() as afterwards:

            def shut() -> None:
                afterwards.callback(self._lock.release)
                self.closed = True
                self.writer.abandon()
                self._stop_looking()
                self._end_sitting()
                self._database.close()
                self._store.sidecar.close()

            return restore.restore(self._folder, source, self._data_key, self._clock(), shut)

    def copy_to(self, folder: Path) -> Path:
        """Write a second copy, with its envelope, into a folder of its own inside ``folder``; return that.

        The same vault writes to the same folder each time. Raises StorageError, and ``damage`` when there is any; the
        copy before then still stands.
        """
        if self.damage is not None:
            raise self.damage
        mark = subkey(self._data_key, Purpose.COPY)[:4].hex()
        plain = "".join(
            letter if letter.isascii() and letter.isalnum() else "-" for letter in self.door.envelope.device
        )
        copy = folder / f"doorstep-{plain[:40]}-{mark}"
        restore.copy_out(self._database, self.door.envelope, copy)
        return copy

    def close(self) -> None:
        """Save all that is queued, note the proper end, and close.

        Raises StorageError (facts: what, pending) when the disk will not take it: the vault is still open then, and
        the writer goes on trying.
        """
        if not self.writer.stop(_CLOSE_SECONDS):
            raise StorageError(what="not saved", pending=self.writer.state().pending)
        self._stop_looking()
        self._end_sitting()
        try:
            with contextlib.suppress(VaultError):  # a full disk is no reason to stay open; the list shows the last one
                self.take_snapshot()
        finally:
            self._release()

    def abandon(self) -> None:
        """Close although not all could be saved: the next opening tells where the worker was."""
        self.writer.abandon()
        self._stop_looking()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _stop_looking(self) -> None:
        if self._look is not None:
            self._look.stop()

    def _end_sitting(self) -> None:
        interruption.end_sitting(self._database)
        self._database.checkpoint()

    def _release(self) -> None:
        self.closed = True
        self._database.close()
        self._store.sidecar.close()
        self._lock.release()


def _check(database: CipherFile) -> bool:
    """Check the whole database, unless it is so large that a second look does; tell which. Raises VaultError."""
    database.checkpoint()
    if second_look.may_wait(database):
        return False
    database.check()
    return True
