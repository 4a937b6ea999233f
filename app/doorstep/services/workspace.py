"""An open profile: everything that a screen may ask for once the passphrase was right."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import StorageError
from doorstep.packs.directory import STALE_AFTER_DAYS
from doorstep.services.assessments import Assessments
from doorstep.services.packs import Packs
from doorstep.services.worker_profile import keep_profile, kept_profile
from doorstep.vault.writer import SaveState

if TYPE_CHECKING:
    from doorstep.assessment.people import Worker
    from doorstep.errors import DoorstepError
    from doorstep.services.backup import Backup
    from doorstep.services.cards import Cards
    from doorstep.services.copies import Copies
    from doorstep.services.earlier_records import Earlier
    from doorstep.services.export import Export
    from doorstep.services.receipts import Receipts
    from doorstep.services.removal import Removal
    from doorstep.services.risk import Risk
    from doorstep.services.surroundings import Surroundings
    from doorstep.services.worker_profile import WorkerProfile
    from doorstep.vault.database import Vault
    from doorstep.vault.deeds import VaultRecovered
    from doorstep.vault.throttle import Guesses

__all__ = ["Interruption", "SaveState", "Workspace"]

_COME_BACK: Final = "come_back"
_RECOVERIES_SEEN: Final = "recoveries_seen"


class Interruption(msgspec.Struct, frozen=True):
    """What an end without a proper close left behind (a flat battery, a crash), for the worker to be told.

    ``record_id`` and what follows it are empty when no assessment was open; ``called`` is the person, ``link_id`` the
    question. ``drafts`` holds the texts that were being typed and are not answers yet, by ``str(AnswerKey)``; none of
    a record that is kept apart from the worker.
    ``saved_at`` is when the last save reached the disk. ``lost_saves`` counts saves that had been shown as saved and
    are gone all the same: 0 unless the disk or somebody took them away.
    """

    record_id: str = ""
    called: str = ""
    link_id: str = ""
    drafts: Mapping[str, str] = {}
    saved_at: datetime | None = None
    lost_saves: int = 0


class Workspace:
    """The services over one open vault. Made by ``Profile`` only; ``close`` ends it."""

    def __init__(
        self,
        vault: Vault,
        worker: Worker,
        surroundings: Surroundings,
        copies_profile: str = "",
        remove_received_after_days: int = 0,
        directory_stale_after_days: int = STALE_AFTER_DAYS,
    ) -> None:
        self._vault = vault
        self._surroundings = surroundings
        self._copies_profile = copies_profile
        self._remove_received_after_days = remove_received_after_days
        self._closed = False
        self.worker = worker
        self.packs = Packs(vault, surroundings, directory_stale_after_days)
        self.assessments = Assessments(vault, worker, surroundings, self.packs)

    @cached_property
    def copies(self) -> Copies:
        """The verbs for readable copies."""
        from doorstep.services.copies import Copies  # PDF and fonts, only when a copy is wanted

        return Copies(self._vault, self.worker, self.assessments, self._surroundings, self.packs, self._copies_profile)

    @cached_property
    def cards(self) -> Cards:
        """The verbs for the card that is left behind."""
        from doorstep.services.cards import Cards  # as for copies

        return Cards(self.worker, self.assessments, self._surroundings, self.packs)

    @cached_property
    def export(self) -> Export:
        """The verbs for the office connection and for sending."""
        from doorstep.services.export import Export  # signatures and age, only when something leaves

        return Export(self._vault, self.worker, self.assessments, self.copies, self._surroundings)

    @cached_property
    def receipts(self) -> Receipts:
        """The verb for the office's receipts."""
        from doorstep.services.receipts import Receipts  # as for export

        return Receipts(self._vault, self.worker, self.assessments, self.earlier, self._surroundings)

    @cached_property
    def earlier(self) -> Earlier:
        """The verbs for earlier records that the office lends."""
        from doorstep.services.earlier_records import Earlier  # after the first window, as the cipher

        return Earlier(self._vault, self._surroundings)

    @cached_property
    def backup(self) -> Backup:
        """The verbs for snapshots and second copies."""
        from doorstep.services.backup import Backup  # only when somebody looks after copies

        return Backup(self._vault, self.assessments, self._surroundings, self._ended)

    @cached_property
    def removal(self) -> Removal:
        """What will be removed when, and the verbs for it."""
        from doorstep.services.removal import Removal  # as for backup

        days = self._remove_received_after_days
        return Removal(self._vault, self.worker, self.assessments, self._surroundings, days)

    @property
    def risk(self) -> Risk:
        """The verb for what would be at stake if the laptop were stolen."""
        from doorstep.services.risk import Risk  # only when somebody asks

        return Risk(self._vault, self.assessments, self.removal)

    @property
    def interruption(self) -> Interruption | None:
        """What the last sitting left when it had no proper end, or what is missing; None when all is well."""
        left, lost = self._vault.interrupted, self._vault.lost
        if left is None and lost is None:
            return None
        place = left.place if left is not None else None
        apart = place is not None and self.assessments.is_apart(place.record)
        typed = left.drafts if left is not None and not apart else {}
        return Interruption(
            record_id=place.record if place else "",
            called=self._vault.record(place.record).person.called if place else "",
            link_id=place.link_id if place else "",
            drafts={str(key): draft.text for key, draft in typed.items()},
            saved_at=left.saved_at if left is not None else None,
            lost_saves=lost.saves if lost is not None else 0,
        )

    @property
    def profile(self) -> WorkerProfile:
        """The worker's own particulars, training and skills; ``keep_profile`` changes them."""
        return kept_profile(self._vault)

    def keep_profile(self, profile: WorkerProfile) -> None:
        """Keep the worker's particulars, training and skills. Raises StorageError; the worker's id stays what it is."""
        worker = msgspec.structs.replace(profile.worker, id=self.worker.id)
        keep_profile(self._vault, msgspec.structs.replace(profile, worker=worker))

    def save_state(self) -> SaveState:
        """Return how saving stands: when last, what waits, what is wrong. Costs nothing."""
        return self._vault.writer.state()

    @property
    def damage(self) -> DoorstepError | None:
        """What is wrong with the open vault, as VaultDamagedError or ChainBrokenError; None when nothing is known.

        A large vault is opened before all of it is checked; the rest is checked meanwhile. What is typed is saved all
        the same, but the vault does not open again.
        """
        return self._vault.damage

    @property
    def checking(self) -> bool:
        """Whether the vault is still being checked beside the work."""
        return self._vault.checking

    def come_back_to(self, record_id: str, sheet: str = "") -> None:
        """Note which assessment to show after the next unlock: the one that was locked, and its page; empty for none.

        It is a convenience, so a disk that does not take it is no reason to keep the vault open.
        """
        with contextlib.suppress(StorageError):
            self._vault.set_setting(_COME_BACK, f"{record_id} {sheet}".strip().encode())

    def sheet_to_come_back_to(self) -> str:
        """Return the page of the assessment that was locked, by its name; empty when it was a topic."""
        return (self._vault.setting(_COME_BACK) or b"").decode().partition(" ")[2]

    def place_to_come_back_to(self) -> str:
        """Return the id of the assessment that was locked, once; empty when there is none."""
        kept = self._vault.setting(_COME_BACK)
        if kept:
            self.come_back_to("")
        record_id = kept.decode().partition(" ")[0] if kept else ""
        return "" if record_id in {stone.record for stone in self._vault.tombstones()} else record_id

    @property
    def guesses(self) -> Guesses:
        """How many wrong passphrases were tried before the one that opened the vault, and whether that is known."""
        return self._vault.guesses

    @property
    def recovered(self) -> VaultRecovered | None:
        """That the office opened this vault with its own key and gave it a new passphrase.

        None when it did not, or the worker has seen it (``recovery_seen``).
        """
        deeds = self._vault.deeds
        return deeds[-1] if len(deeds) > int(self._vault.setting(_RECOVERIES_SEEN) or b"0") else None

    def recovery_seen(self) -> None:
        """Note that the worker has been told of every recovery so far. Raises StorageError."""
        self._vault.set_setting(_RECOVERIES_SEEN, str(len(self._vault.deeds)).encode())

    def confirm_passphrase(self, passphrase: str) -> bool:
        """Tell whether whoever is at the keyboard knows the passphrase: before signing, sending and changing keys.

        Takes as long as unlocking, and wrong ones count as there. Raises TooManyTriesError (``wait_seconds``) when the
        next try must wait, StorageError.
        """
        return self._vault.door.confirm(passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        """Let another passphrase open the vault from now on.

        Raises WrongPassphraseError and TooManyTriesError (with ``wait_seconds``), WeakPassphraseError, StorageError;
        the old one then still holds.
        """
        self._vault.door.change_passphrase(old, new)

    @property
    def needs_second_key(self) -> bool:
        """Whether unlocking needs a key besides the passphrase that this laptop's own keystore holds."""
        return self._vault.door.needs_second_key

    @property
    def may_need_second_key(self) -> bool:
        """Whether it may: not before the office can open the vault, so that no keystore is ever the only way in."""
        return bool(self._vault.door.office_keys)

    def need_second_key(self, passphrase: str, *, needed: bool) -> None:
        """Begin or cease to need a second key. Takes as long as unlocking.

        Raises WrongPassphraseError and TooManyTriesError, KeystoreError when there is no keystore or the office could
        not open the vault, StorageError; nothing has changed then.
        """
        door = self._vault.door
        (door.need_second_key if needed else door.need_no_second_key)(passphrase)

    def close(self) -> None:
        """Save all, note the proper end and close: for locking, and for good. A second time does nothing.

        Raises StorageError when the disk will not take everything; the workspace then stays open.
        """
        if not self._closed:
            self._vault.close()
            self._closed = True

    def _ended(self) -> None:
        self._closed = True

    def abandon(self) -> None:
        """Close although not everything could be saved; the next unlock tells where the worker was."""
        if not self._closed:
            self._closed = True
            self._vault.abandon()
