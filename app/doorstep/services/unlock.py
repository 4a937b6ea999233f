"""From a folder and a passphrase to a workspace."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import DoorstepError, VaultError
from doorstep.packs.directory import STALE_AFTER_DAYS
from doorstep.services.surroundings import Surroundings
from doorstep.vault.presence import is_vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.assessment.people import Worker
    from doorstep.services.workspace import Workspace
    from doorstep.vault.database import Vault
    from doorstep.vault.keys import Kdf
    from doorstep.vault.keystore import Keystore
    from doorstep.vault.passphrase import Strength

VAULT: Final = "vault"
"""The folder of the vault inside a profile."""


class Profile:
    """One worker's place on this laptop: a folder that holds their vault, or will.

    ``kdf`` and ``keystore`` are for tests only: how hard the passphrase is worked, instead of what this machine can
    bear, and another keystore than this laptop's own.
    ``copies_profile`` names the usual layout of copies, as the settings do, and ``remove_received_after_days`` says how
    long an assessment stays that the office holds: what is due goes at unlocking; 0 removes nothing by itself.
    ``directory_stale_after_days`` is after how many days details of local help want checking.
    """

    def __init__(
        self,
        folder: Path,
        surroundings: Surroundings | None = None,
        *,
        copies_profile: str = "",
        remove_received_after_days: int = 0,
        directory_stale_after_days: int = STALE_AFTER_DAYS,
        kdf: Kdf | None = None,
        keystore: Keystore | None = None,
    ) -> None:
        self._vault_folder = folder / VAULT
        self._surroundings = surroundings or Surroundings()
        self._copies_profile = copies_profile
        self._remove_received_after_days = remove_received_after_days
        self._directory_stale_after_days = directory_stale_after_days
        self._kdf = kdf
        self._keystore = keystore

    def exists(self) -> bool:
        """Tell whether there is a vault to unlock, whole or not; if not, one may be made."""
        return is_vault(self._vault_folder)

    def create(self, passphrase: str, worker: Worker) -> Workspace:
        """Make the vault and open it. A worker without an id gets one. Takes about a second, on purpose.

        Raises WeakPassphraseError, VaultExistsError, VaultInUseError, VaultReadOnlyError, StorageError.
        """
        from doorstep.services.worker_profile import (
            WorkerProfile,
            keep_profile,
        )  # after the first window, as the cipher
        from doorstep.vault.database import Vault

        if not worker.id:
            worker = msgspec.structs.replace(worker, id=self._surroundings.new_id())
        vault = Vault.create(
            self._vault_folder,
            passphrase,
            clock=self._surroundings.clock,
            entropy=self._surroundings.entropy,
            device_name=self._surroundings.device_name,
            kdf=self._kdf,
            monotonic=self._surroundings.monotonic,
            keystore=self._keystore,
        )
        with _let_go_on_failure(vault):
            keep_profile(vault, WorkerProfile(worker))
            return self._workspace(vault, worker)

    def open(self, passphrase: str) -> Workspace:
        """Unlock the vault. Takes about a second, on purpose.

        Raises WrongPassphraseError and TooManyTriesError (with ``wait_seconds``), KeystoreError, VaultMissingError,
        VaultDamagedError, VaultNewerError, VaultInUseError, VaultReadOnlyError, StorageError.
        """
        from doorstep.services.worker_profile import kept_profile
        from doorstep.vault.database import Vault
        from doorstep.vault.keys import FLOOR

        vault = Vault.open(
            self._vault_folder,
            passphrase,
            clock=self._surroundings.clock,
            kdf_floor=self._kdf or FLOOR,
            monotonic=self._surroundings.monotonic,
            keystore=self._keystore,
        )
        with _let_go_on_failure(vault):
            workspace = self._workspace(vault, kept_profile(vault).worker)
        with contextlib.suppress(VaultError):  # a disk without room is no reason to stay outside; it goes another day
            workspace.removal.run()
            workspace.earlier.run()
        return workspace

    def _workspace(self, vault: Vault, worker: Worker) -> Workspace:
        from doorstep.services.workspace import Workspace

        return Workspace(
            vault,
            worker,
            self._surroundings,
            self._copies_profile,
            self._remove_received_after_days,
            self._directory_stale_after_days,
        )

    def suggest_passphrase(self) -> str:
        """Return six words at random: strong, and possible to remember."""
        from doorstep.vault.passphrase import generate

        return generate(entropy=self._surroundings.entropy)

    def strength(self, text: str) -> Strength:
        """Judge a passphrase while it is typed: how strong, and why not stronger."""
        from doorstep.vault.passphrase import strength

        return strength(text)


@contextlib.contextmanager
def _let_go_on_failure(vault: Vault) -> Iterator[None]:
    """Give the vault's lock back when what is inside fails, so that it can be tried again."""
    try:
        yield
    except DoorstepError:
        vault.abandon()
        raise
