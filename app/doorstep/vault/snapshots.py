"""Snapshots: copies of the database as it was, taken by themselves at each lock and close.

Each is a whole database under the same key, and carries no envelope: only the vault's present ``keys.json`` opens it,
so that a passphrase that was given up opens no snapshot either. They lie in the folder of the vault and are thinned to
the last ten, and the newest of each day for thirty days.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import StorageError
from doorstep.files import whole_file
from doorstep.vault import journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from doorstep.vault.cipher import CipherFile

FOLDER: Final = "snapshots"
KEPT_LAST: Final = 10
KEPT_DAYS: Final = 30
KEPT_BYTES: Final = 2 * 1024**3
KEPT_LEAST: Final = 3
"""However large they are."""
_NAME: Final = re.compile(r"(\d{6})-(\d{8}T\d{6}Z)-([0-9a-f]{16})\.snapshot")
_TIME: Final = "%Y%m%dT%H%M%SZ"


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot: its file's name, its running number, when it was taken (aware UTC), its bytes.

    ``content`` is a mark of what it holds: two with the same one hold the same.
    """

    name: str
    number: int
    taken_at: datetime
    size: int
    content: str


def take(database: CipherFile, folder: Path, at: datetime, removed_at: datetime | None = None) -> Snapshot | None:
    """Take a snapshot into the vault's folder, or None when nothing has changed since the last; thin the others.

    ``removed_at`` as for ``thinned``. Raises VaultError; what was there stays then.
    """
    before, content = taken(folder), content_of(database)
    changed = not before or before[0].content != content
    if changed:
        number = before[0].number + 1 if before else 1
        _write(database, folder, f"{number:06}-{at.astimezone(UTC).strftime(_TIME)}-{content}.snapshot")
    now = taken(folder)
    for snapshot in thinned(now, at, removed_at):
        with contextlib.suppress(OSError):  # one too many does no harm; it goes the next time
            (folder / FOLDER / snapshot.name).unlink()
    return now[0] if changed else None


def _write(database: CipherFile, folder: Path, name: str) -> None:
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        for leftover in place.glob(".*.part"):  # of one that was cut off
            leftover.unlink()
    except OSError as error:
        raise StorageError(what=error.strerror or "snapshots") from error
    with whole_file(place / name) as part:
        database.copy_to(part)


def taken(folder: Path) -> tuple[Snapshot, ...]:
    """Return the snapshots in a vault's folder, the newest first. Raises StorageError."""
    try:
        found = [_snapshot(path) for path in (folder / FOLDER).glob("*.snapshot")]
    except OSError as error:
        raise StorageError(what=error.strerror or "snapshots") from error
    return tuple(sorted(filter(None, found), key=lambda snapshot: snapshot.number, reverse=True))


def thinned(
    snapshots: Sequence[Snapshot], at: datetime, removed_at: datetime | None = None, most_bytes: int = KEPT_BYTES
) -> tuple[Snapshot, ...]:
    """Return which of the snapshots, given newest first, are no longer wanted.

    Those from before ``removed_at`` are not, whatever their age: they hold what was removed. The newest always is.
    """
    kept, days, size = list[Snapshot](), set[object](), 0
    for position, snapshot in enumerate(snapshots):
        day = snapshot.taken_at.date()
        of_its_day = day not in days and timedelta(0) <= at - snapshot.taken_at <= timedelta(KEPT_DAYS)
        days.add(day)
        too_old = removed_at is not None and snapshot.taken_at < removed_at
        too_large = size + snapshot.size > most_bytes and len(kept) >= KEPT_LEAST
        if not position or ((position < KEPT_LAST or of_its_day) and not too_old and not too_large):
            kept.append(snapshot)
            size += snapshot.size
    return tuple(snapshot for snapshot in snapshots if snapshot not in kept)


def content_of(database: CipherFile) -> str:
    """Return 16 hex digits that differ when a save, an entry, a setting, a form or a picture was added or changed."""
    [(saves, forms, pictures)] = database.run(
        "SELECT saves, (SELECT count(*) FROM form), (SELECT count(*) FROM attachment) FROM sitting"
    )
    settings = database.run("SELECT name, value FROM setting ORDER BY name")
    told = (saves, forms, pictures, journal.head(database), settings)
    return hashlib.sha256(msgspec.msgpack.encode(told)).hexdigest()[:16]


def _snapshot(path: Path) -> Snapshot | None:
    parts = _NAME.fullmatch(path.name)
    if parts is None:
        return None
    try:
        taken_at = datetime.strptime(parts[2], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Snapshot(path.name, int(parts[1]), taken_at, path.stat().st_size, parts[3])
