"""Looking a vault over without opening it for work: everything that an opening checks, and what it has no time for."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import ChainBrokenError, DoorstepError, StorageError, VaultDamagedError
from doorstep.vault import journal, projection
from doorstep.vault.cipher import CipherFile
from doorstep.vault.head import Sidecar
from doorstep.vault.keys import Purpose, subkey
from doorstep.vault.migration import check_identity, is_older
from doorstep.vault.presence import DATABASE, HEAD
from doorstep.vault.snapshots import taken

if TYPE_CHECKING:
    from doorstep.vault.unlocking import Unlocked

_GUARDS: Final = frozenset({"journal_no_update", "journal_no_delete", "journal_in_order"})


class Inspection(msgspec.Struct, frozen=True):
    """What was found.

    ``damage`` is what makes the database unreadable, ``broken_at`` the first entry of the journal that does not fit;
    both None when all is well. ``differing`` counts assessments that are not what their journal says, ``lost_saves``
    those that the sidecar knows and the database lacks; ``guards_missing`` names triggers that somebody took away.
    """

    entries: int = 0
    records: int = 0
    snapshots: int = 0
    damage: str | None = None
    broken_at: int | None = None
    differing: int = 0
    lost_saves: int = 0
    guards_missing: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return self == Inspection(self.entries, self.records, self.snapshots)


def inspect(held: Unlocked) -> Inspection:
    """Look a vault over; nothing in it is changed but that the log is moved into the file.

    Raises VaultNewerError, VaultMissingError, VaultReadOnlyError, StorageError: then it could not be looked at.
    """
    snapshots = len(taken(held.folder))
    try:
        database = CipherFile(held.folder / DATABASE, subkey(held.data_key, Purpose.DATABASE))
    except VaultDamagedError as error:
        return Inspection(snapshots=snapshots, damage=str(error.facts["what"]))
    with contextlib.closing(database):
        try:
            check_identity(database)
            database.check()
            return _inside(database, held, snapshots)
        except VaultDamagedError as error:
            return Inspection(snapshots=snapshots, damage=str(error.facts["what"]))


def _inside(database: CipherFile, held: Unlocked, snapshots: int) -> Inspection:
    broken_at = None
    try:
        journal.verify(journal.batches(database))
    except ChainBrokenError as error:
        broken_at = int(str(error.facts["row"]))
    [(records,)] = database.run("SELECT count(*) FROM record")
    triggers = {row[0] for row in database.run("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    return Inspection(
        entries=journal.head(database).seq,
        records=records,
        snapshots=snapshots,
        broken_at=broken_at,
        differing=0 if is_older(database) else _differing(database),
        lost_saves=_lost_saves(database, held),
        guards_missing=tuple(sorted(_GUARDS - triggers)),
    )


def _differing(database: CipherFile) -> int:
    """Return how many records are not what their journal says; a journal that cannot be folded counts as one."""
    try:
        return len(projection.differing(database))
    except (DoorstepError, ValueError):
        return 1


def _lost_saves(database: CipherFile, held: Unlocked) -> int:
    [(saves,)] = database.run("SELECT saves FROM sitting")
    path = held.folder / HEAD
    if path.exists():
        with contextlib.suppress(StorageError), Sidecar(path, subkey(held.data_key, Purpose.HEAD)) as sidecar:
            mark = sidecar.read()
            return max(mark.saves - saves, 0) if mark is not None else 0
    return 0
