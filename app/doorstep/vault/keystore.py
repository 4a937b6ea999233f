"""The laptop's own keystore, where a second key may lie: Keychain, Credential Manager, or the desktop's Secret Service.

The account's own keystore opens when the worker signs in to the laptop. A key in it keeps a copy of the vault's folder
from being guessed at elsewhere, whatever the passphrase is worth. It is never the only way in: the vault must be sealed
to the office first. What the keystore gives back is proved by the name of its entry, so that a wrong one is not taken
for a wrong passphrase. Only the three stores above are asked, never one that a setting of the environment names: some
of those keep what they are given in a plain file, or nowhere.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import sys
from typing import TYPE_CHECKING, Final

from doorstep.errors import KeystoreError, KeystoreMissingError
from doorstep.vault.keys import SecondKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keyring.backend import KeyringBackend

SERVICE: Final = "Doorstep"
"""The name under which the keystore's own window shows the entries of all vaults."""
_BYTES: Final = 32


class Keystore:
    """The verbs for it. ``backend`` gives the store; it is asked when a vault needs it, and not before."""

    def __init__(self, backend: Callable[[], KeyringBackend] | None = None) -> None:
        self._backend = backend or system_backend

    def make(self, entropy: Callable[[int], bytes]) -> SecondKey:
        """Make a key, put it there, and make sure that it is there.

        Raises KeystoreError when there is no keystore, or it does not keep what it is given.
        """
        secret = entropy(_BYTES)
        made = SecondKey(_entry_of(secret), secret)
        with _translated():
            self._backend().set_password(SERVICE, made.entry, base64.b64encode(secret).decode())
        try:
            return self.get(made.entry)
        except KeystoreMissingError as error:
            raise KeystoreError(what="not kept") from error

    def get(self, entry: str) -> SecondKey:
        """Return the key of an entry.

        Raises KeystoreMissingError when it is not there or not the one that was put there, KeystoreError when the
        keystore cannot be asked.
        """
        with _translated():
            kept = self._backend().get_password(SERVICE, entry)
        try:
            secret = base64.b64decode(kept or "", validate=True)
        except binascii.Error as error:
            raise KeystoreMissingError from error
        if _entry_of(secret) != entry:
            raise KeystoreMissingError
        return SecondKey(entry, secret)

    def forget(self, entry: str) -> None:
        """Take an entry out, if the keystore lets us: one too many does no harm."""
        with contextlib.suppress(KeystoreError), _translated():
            self._backend().delete_password(SERVICE, entry)


def system_backend() -> KeyringBackend:
    """Return the keystore of this system. Raises KeystoreError when there is none."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Store
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Store
    else:
        from keyring.backends.SecretService import Keyring as Store
    if not Store.viable:
        raise KeystoreError(what="none here")
    store = Store()  # type: ignore[no-untyped-call]
    if sys.platform == "win32":
        store.persist = "local machine"  # else it would wander to other computers with the account
    return store


def _entry_of(secret: bytes) -> str:
    """Return the name of a key's entry: a hash of it, of which nobody can learn 32 random bytes."""
    return "vault-" + hashlib.sha256(b"doorstep/keystore-entry" + secret).hexdigest()[:16]


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    from keyring.errors import KeyringError  # only for a vault that wants it

    refused: tuple[type[Exception], ...] = (KeyringError, OSError)
    if sys.platform == "linux":
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException

        refused = (*refused, SecretStorageException, DBusErrorResponse)
    elif sys.platform == "win32":
        from win32ctypes.pywin32 import pywintypes

        refused = (*refused, pywintypes.error, UnicodeDecodeError)
    try:
        yield
    except refused as error:
        raise KeystoreError(what=type(error).__name__) from error
