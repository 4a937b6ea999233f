"""What is kept in case something goes wrong: snapshots on this laptop, and a second copy on a stick."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.assessments import Assessments
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault
    from doorstep.vault.snapshots import Snapshot

_COPIED: Final = "backup.copied"


class KeptSnapshot(msgspec.Struct, frozen=True):
    """A snapshot, to show: ``name`` is for ``restore``; ``taken_at`` is aware UTC; ``size`` in bytes."""

    name: str
    taken_at: datetime
    size: int


class SecondCopy(msgspec.Struct, frozen=True):
    """When a second copy was last made (aware UTC), and where."""

    made_at: datetime
    folder: Path


class Backup:
    """The verbs for snapshots and second copies. ``ended`` is told when restoring has closed the vault."""

    def __init__(
        self, vault: Vault, assessments: Assessments, surroundings: Surroundings, ended: Callable[[], None]
    ) -> None:
        self._vault = vault
        self._assessments = assessments
        self._surroundings = surroundings
        self._ended = ended

    def snapshots(self) -> tuple[KeptSnapshot, ...]:
        """Return the snapshots there are, the newest first. Raises StorageError."""
        return tuple(map(_shown, self._vault.snapshots()))

    def take(self) -> KeptSnapshot | None:
        """Take a snapshot now, as locking and closing do; None when nothing has changed since the last.

        Raises StorageError.
        """
        self._assessments.settle()
        taken = self._vault.take_snapshot()
        return None if taken is None else _shown(taken)

    def restore(self, name: str) -> Path:
        """Go back to a snapshot. The workspace is closed then: unlock again. What was there is kept in the folder told.

        Raises VaultMissingError, VaultDamagedError, ChainBrokenError when the snapshot is of no use, StorageError when
        there is no room; nothing is put in its place then.
        """
        try:
            return self._vault.restore(name)
        finally:
            if self._vault.closed:
                self._ended()

    def copy_to(self, folder: Path) -> Path:
        """Write an encrypted copy of the whole vault into ``folder``, in place of the last one there; return where.

        It opens with the passphrase of now. Raises StorageError; the last copy still stands then.
        """
        self._assessments.settle()
        copy = self._vault.copy_to(folder)
        told = {"made_at": self._surroundings.clock(), "folder": str(folder)}
        self._vault.set_setting(_COPIED, msgspec.json.encode(told))
        return copy

    @property
    def second_copy(self) -> SecondCopy | None:
        """The last second copy, or None when there never was one. Whether it is still there is not looked at."""
        kept = self._vault.setting(_COPIED)
        if kept is None:
            return None
        told = msgspec.json.decode(kept, type=dict[str, str])
        return SecondCopy(datetime.fromisoformat(told["made_at"]), Path(told["folder"]))


def _shown(snapshot: Snapshot) -> KeptSnapshot:
    return KeptSnapshot(snapshot.name, snapshot.taken_at, snapshot.size)
