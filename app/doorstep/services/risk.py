"""If this laptop were stolen now: what is on it, what is nowhere else, and what stands between it and a thief."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.services.removal import PlannedRemoval

if TYPE_CHECKING:
    from doorstep.services.assessments import Assessments
    from doorstep.services.removal import Removal
    from doorstep.vault.database import Vault


class Unsent(msgspec.Struct, frozen=True):
    """An assessment of which something is nowhere but here: whose, and when it was begun (aware UTC)."""

    record_id: str
    called: str
    begun_at: datetime


class LaptopRisk(msgspec.Struct, frozen=True):
    """What a thief would hold. All numbers are the vault's own.

    ``people`` are those assessed, told apart by name and birthday; ``unsent`` counts the assessments of which
    something is nowhere but here, ``oldest_unsent`` is the one begun first. ``last_left_at`` is when a bundle was last
    written for the office. ``memory_mib`` and ``passes`` are what Argon2id needs for every guess at the passphrase.
    ``office_keys`` counts the keys of the office that open the vault too. ``removals`` are planned, the soonest first;
    ``remove_after_days`` 0 means that nothing goes by itself.
    ``second_key`` tells that unlocking needs a key of this laptop's keystore besides the passphrase. ``lent`` counts
    the earlier records from the office; their people are among ``people``.
    """

    people: int
    assessments: int
    unsent: int
    oldest_unsent: Unsent | None
    last_left_at: datetime | None
    memory_mib: int
    passes: int
    office_keys: int
    removals: tuple[PlannedRemoval, ...]
    remove_after_days: int
    second_key: bool = False
    lent: int = 0


class Risk:
    """The verb for it."""

    def __init__(self, vault: Vault, assessments: Assessments, removal: Removal) -> None:
        self._vault = vault
        self._assessments = assessments
        self._removal = removal

    def now(self) -> LaptopRisk:
        """Return how things stand, all that was typed included. Raises StorageError when the disk does not take it."""
        self._assessments.settle()
        lines, kdf = self._vault.records(), self._vault.door.kdf
        lent = [each.summary for each in self._vault.earlier.all()]
        unsent = sorted((line for line in lines if line.unsent), key=lambda line: (line.started_at, line.id))
        return LaptopRisk(
            people=len({(line.person.name.casefold(), line.person.born) for line in (*lines, *lent)}),
            assessments=len(lines),
            unsent=len(unsent),
            oldest_unsent=Unsent(unsent[0].id, unsent[0].person.called, unsent[0].started_at) if unsent else None,
            last_left_at=self._vault.last_exported,
            memory_mib=kdf.memory_kib // 1024,
            passes=kdf.passes,
            office_keys=len(self._vault.door.office_keys),
            removals=self._removal.planned(),
            remove_after_days=self._removal.after_days,
            second_key=self._vault.door.needs_second_key,
            lent=len(lent),
        )
