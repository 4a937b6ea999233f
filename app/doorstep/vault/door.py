"""The door of an open vault: which passphrase, which key of the office and which keystore let anybody in.

Changing any of them rewrites the envelope alone, and no page of the database.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

import msgspec

from doorstep.errors import KeystoreError, StorageError, TooManyTriesError, WrongPassphraseError
from doorstep.files import write_whole
from doorstep.vault.keys import Purpose, encode_envelope, subkey
from doorstep.vault.passphrase import require_strong
from doorstep.vault.presence import KEYS

if TYPE_CHECKING:
    from doorstep.vault.keys import Envelope, Kdf, SecondKey
    from doorstep.vault.unlocking import Unlocked


class Door:
    """The verbs for it. ``envelope`` is the one in force."""

    def __init__(self, held: Unlocked) -> None:
        self.envelope = held.envelope
        self._folder = held.folder
        self._data_key = held.data_key
        self._throttle = held.throttle
        self._keystore = held.keystore
        self._second = held.second

    @property
    def kdf(self) -> Kdf:
        """How hard the passphrase is worked before it opens the vault."""
        return self.envelope.slots[0].kdf

    @property
    def office_keys(self) -> tuple[str, ...]:
        """The age recipients that the vault is sealed to; empty until the laptop has joined an office."""
        return self.envelope.office.recipients if self.envelope.office else ()

    @property
    def needs_second_key(self) -> bool:
        """Whether the passphrase opens the vault only together with a key that this laptop's keystore holds."""
        return self.envelope.entry is not None

    def confirm(self, passphrase: str) -> bool:
        """Tell whether this is the passphrase. A wrong one counts as one at the unlocking does.

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
        """Let another passphrase in, and no longer the old one; a second key stays needed.

        Raises WrongPassphraseError, TooManyTriesError, WeakPassphraseError, StorageError; then the old one still holds.
        """
        require_strong(new)
        self._prove(old)
        self._rewrap(new, self._second)

    def seal_to_office(self, recipients: tuple[str, ...]) -> None:
        """Let the office's keys open the vault too, these and no others from now on.

        Raises OfficeKeysError when there are fewer than two, StorageError; then the envelope is as it was.
        """
        from doorstep.vault.office_seal import seal_to  # age, only when the office's keys change

        self._rewrite(msgspec.structs.replace(self.envelope, office=seal_to(recipients, self._data_key)))

    def need_second_key(self, passphrase: str) -> None:
        """From now on, ask for a key besides that this laptop's keystore holds, unless that is so already.

        Raises KeystoreError when the office could not open the vault, so that the keystore would be the only way in, or
        when there is no keystore; WrongPassphraseError, TooManyTriesError, StorageError. Nothing has changed then.
        """
        if not self.envelope.office:
            raise KeystoreError(what="never sealed")
        self._prove(passphrase)
        if self._second is None:
            made = self._keystore.make(secrets.token_bytes)
            try:
                self._rewrap(passphrase, made)
            except StorageError:
                self._keystore.forget(made.entry)
                raise

    def need_no_second_key(self, passphrase: str) -> None:
        """From now on, let the passphrase in alone; also when the keystore has lost its key meanwhile.

        Raises WrongPassphraseError, TooManyTriesError, StorageError. Nothing has changed then.
        """
        self._prove(passphrase)
        if self._second is not None:
            entry = self._second.entry
            self._rewrap(passphrase, None)
            self._keystore.forget(entry)

    def _prove(self, passphrase: str) -> None:
        with self._throttle.one_try():
            self.envelope.open(passphrase, floor=self.kdf, second=self._second)
        self._throttle.passed(subkey(self._data_key, Purpose.TRIES), secrets.token_bytes)

    def _rewrap(self, passphrase: str, second: SecondKey | None) -> None:
        changed = self.envelope.under(
            self._data_key, passphrase, kdf=self.kdf, entropy=secrets.token_bytes, second=second
        )
        self._rewrite(changed)
        self._second = second

    def _rewrite(self, envelope: Envelope) -> None:
        path, data = self._folder / KEYS, encode_envelope(envelope)
        try:
            write_whole(path, data)
        except StorageError:
            lies_there = b""
            with contextlib.suppress(OSError):
                lies_there = path.read_bytes()
            if lies_there != data:
                raise
            # only the flush of the folder failed: the new envelope is in force, and to say otherwise would mislead
        self.envelope = envelope
