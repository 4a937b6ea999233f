"""Removal: taking a record off the laptop once the office has it, and leaving a tombstone.

The entries of the record stay in the journal with their hashes, but without their facts: the chain still verifies, and
what was there can still be proved by whoever holds the bundle. The last entry says when it was removed, by whom, and
which receipt stood for it. What was typed or said is gone from every table, index and free page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import BundleExported, ReceiptAccepted, RecordRemoved, decode_fact
from doorstep.errors import RemovalRefusedError
from doorstep.vault import interruption, journal, projection

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.vault.cipher import CipherFile

_PICTURE: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')


class Tombstone(msgspec.Struct, frozen=True):
    """What stays of a record: its id, how many entries it had, the hash of the last, and the fact of its removal."""

    record: str
    entries: int
    hash: bytes
    removed: RecordRemoved


def require_received(database: CipherFile, record: str, fact: RecordRemoved) -> None:
    """Make sure that the office holds the record as it stands. Raises RemovalRefusedError (facts: what).

    The receipt must be journalled, for exactly the bundle that left last, which must hold the last change; and no
    text may be waiting to become an answer.
    """
    found = database.run("SELECT content_seq FROM record WHERE id = ?", record)
    if not found:
        raise RemovalRefusedError(what="no such record")
    exported, receipts = _sent(database, record)
    if exported is None:
        raise RemovalRefusedError(what="never sent")
    if not exported.up_to or found[0][0] > exported.up_to:
        raise RemovalRefusedError(what="changed since")
    wanted = (exported.number, exported.sha256)
    named = (fact.number, fact.sha256, fact.received_at, fact.office)
    if (fact.number, fact.sha256) != wanted or named not in receipts:
        raise RemovalRefusedError(what="no receipt")
    if database.run("SELECT 1 FROM draft WHERE record = ? LIMIT 1", record):
        raise RemovalRefusedError(what="text that is no answer yet")


def take_out(database: CipherFile, record: str, seq: int) -> None:
    """Put the tombstone for entry ``seq`` and take out everything else of the record, inside a transaction."""
    pictures = _own_pictures(database, record)
    database.run("INSERT INTO tombstone VALUES (?, ?)", record, seq)
    database.run("UPDATE journal SET fact = x'' WHERE record = ? AND seq < ?", record, seq)
    projection.remove(database, record)
    for picture in pictures:
        database.run("DELETE FROM attachment WHERE sha256 = ?", picture)
    place = interruption.last_place(database)
    if place is not None and place.record == record:
        database.run("UPDATE sitting SET place = NULL")


def tombstones(database: CipherFile) -> tuple[Tombstone, ...]:
    """Return what stays of every record that was removed, in the order of removal."""
    rows = database.run(
        "SELECT t.record, (SELECT count(*) FROM journal WHERE record = t.record AND seq < t.seq), j.before, j.fact"
        " FROM tombstone t JOIN journal j ON j.seq = t.seq ORDER BY t.seq"
    )
    return tuple(
        Tombstone(record, count, before, fact)
        for record, count, before, data in rows
        if isinstance(fact := decode_fact(data), RecordRemoved)
    )


def last_before(database: CipherFile, at: datetime) -> datetime | None:
    """Return when the last removal was that is no later than ``at``, or None."""
    times = [stone.removed.at for stone in tombstones(database) if stone.removed.at <= at]
    return max(times, default=None)


def _sent(database: CipherFile, record: str) -> tuple[BundleExported | None, set[tuple[int, str, datetime, str]]]:
    """Return the last export of a record and what its receipts say."""
    exported, receipts = None, set()
    for entry in journal.entries(database, record):
        if entry.kind not in ("exported", "received"):
            continue
        match decode_fact(entry.fact):
            case BundleExported() as exported_now:
                exported = exported_now
            case ReceiptAccepted() as receipt:
                receipts.add((receipt.number, receipt.sha256, receipt.received_at, receipt.office))
            case _:
                pass
    return exported, receipts


def _own_pictures(database: CipherFile, record: str) -> tuple[str, ...]:
    """Return the hashes of the pictures that this record names, now or earlier, and no other record does."""
    named: set[str] = set()
    for (fact,) in database.run("SELECT fact FROM journal WHERE record = ?", record):
        named |= {found.decode() for found in _PICTURE.findall(fact)}
    # A record names the packs that it was made under as well; they are nobody's, and may be in use.
    kept = {row[0] for row in database.run("SELECT sha256 FROM attachment WHERE media_type LIKE 'image/%'")}
    return tuple(
        picture
        for picture in sorted(named & kept)
        if not database.run(
            "SELECT 1 FROM journal WHERE record <> ? AND instr(fact, CAST(? AS BLOB)) LIMIT 1", record, picture
        )
    )
