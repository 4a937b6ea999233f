"""The journal: every fact in order, each entry holding the hash of the one before (TB-09).

An entry has two backward links: to the entry before it in the vault, and to the one before it of the same record. The
first makes the whole vault one chain; the second lets one record's entries be checked on their own, in a bundle.
The hash covers the digest of the fact, not the fact: an entry whose fact has been removed after its time can still be
proved to have been there.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import encode_fact
from doorstep.errors import ChainBrokenError
from doorstep.vault.deeds import OF_THE_VAULT, VaultRecovered, decode_deed, encode_deed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from doorstep.assessment.facts import Fact
    from doorstep.vault.cipher import CipherFile, Readable

NOTHING_BEFORE: Final = bytes(32)
REMOVED: Final = "removed"
"""The kind of the entry after which the facts of its record may be gone."""
_length: Final = struct.Struct(">I").pack
_NAME: Final = b"doorstep-journal-1"
_LABEL: Final = _length(len(_NAME)) + _NAME
_COLUMNS: Final = "seq, record, kind, at, fact, digest, prev, before, hash"


class JournalEntry(msgspec.Struct, frozen=True):
    """One fact in its place. Hashes are 32 raw bytes; ``at`` is the fact's own time, ISO 8601 in UTC."""

    seq: int
    record: str
    kind: str
    at: str
    fact: bytes
    digest: bytes
    prev: bytes
    before: bytes
    hash: bytes

    def line(self) -> bytes:
        """Return the entry as one line of JSON, hashes in hex and the fact as text, byte for byte what was hashed."""
        hashes = {name: getattr(self, name).hex() for name in ("digest", "prev", "before", "hash")}
        told = {"seq": self.seq, "record": self.record, "kind": self.kind, "at": self.at, "fact": self.fact.decode()}
        return msgspec.json.encode({**told, **hashes})


class Head(msgspec.Struct, frozen=True):
    """The newest entry of the journal: its number and hash; 0 and zeros when there is none."""

    seq: int
    hash: bytes


NO_HEAD: Final = Head(0, NOTHING_BEFORE)


def entry_hash(seq: int, record: str, kind: str, at: str, digest: bytes, prev: bytes, before: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 over its fields, each preceded by its length as 4 bytes, big-endian."""
    texts = (str(seq), record, kind, at)
    framed = [_LABEL]
    for field in (*map(str.encode, texts), digest, prev, before):
        framed += (_length(len(field)), field)
    return hashlib.sha256(b"".join(framed)).digest()


def head(database: CipherFile) -> Head:
    """Return where the journal stands."""
    rows = database.run("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else NO_HEAD


def append(database: CipherFile, at_head: Head, record: str, fact: Fact) -> Head:
    """Append one fact, inside a transaction, and return the new head."""
    return _append(database, at_head, record, fact, encode_fact(fact))


def append_deed(database: CipherFile, deed: VaultRecovered) -> Head:
    """Append what happened to the vault as a whole, inside a transaction, and return the new head."""
    return _append(database, head(database), OF_THE_VAULT, deed, encode_deed(deed))


def deeds(database: CipherFile) -> tuple[VaultRecovered, ...]:
    """Return all that happened to the vault as a whole, in order."""
    rows = database.run("SELECT fact FROM journal WHERE record = ? ORDER BY seq", OF_THE_VAULT)
    return tuple(decode_deed(row[0]) for row in rows)


def entries(database: CipherFile, record: str | None = None) -> tuple[JournalEntry, ...]:
    """Return the entries of one record in order, or of the whole vault."""
    where, values = ("WHERE record = ? ", (record,)) if record is not None else ("", ())
    rows = database.run(f"SELECT {_COLUMNS} FROM journal {where}ORDER BY seq", *values)  # noqa: S608 - constants
    return tuple(JournalEntry(*row) for row in rows)


def verify(chain: Iterable[JournalEntry], start: Head = NO_HEAD, links: Callable[[str], bytes] | None = None) -> None:
    """Check the journal in order, from the entry after ``start``. Raises ChainBrokenError with the first bad row.

    ``links`` returns the hash of a record's last entry up to ``start``. An entry without its fact counts as whole
    when the removal of its record is journalled after it.
    """
    prev, latest, emptied = start.hash, dict[str, bytes](), dict[str, int]()
    for expected, entry in enumerate(chain, start.seq + 1):
        record = entry.record
        if record not in latest:
            latest[record] = links(record) if links is not None else NOTHING_BEFORE
        if entry.seq != expected or entry.prev != prev or entry.before != latest[record] or not is_whole(entry):
            raise ChainBrokenError(row=expected)
        if not entry.fact:
            emptied.setdefault(record, expected)
        elif entry.kind == REMOVED:
            emptied.pop(record, None)
        prev = latest[record] = entry.hash
    if emptied:
        raise ChainBrokenError(row=min(emptied.values()))


def verify_newest(database: CipherFile, count: int) -> None:
    """Check so many entries at the end of the journal: what an opening has time for. Raises ChainBrokenError."""
    start = max(head(database).seq - count, 0)
    rows = database.run("SELECT seq, hash FROM journal WHERE seq = ?", start)
    if start and not rows:
        raise ChainBrokenError(row=start)

    def link(record: str) -> bytes:
        found = database.run(
            "SELECT hash FROM journal WHERE record = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", record, start
        )
        return found[0][0] if found else NOTHING_BEFORE

    verify(batches(database, after=start), Head(*rows[0]) if rows else NO_HEAD, link)


def is_whole(entry: JournalEntry) -> bool:
    """Tell whether an entry matches its own hashes; its fact may have been taken out."""
    if entry.fact and hashlib.sha256(entry.fact).digest() != entry.digest:
        return False
    fields = (entry.seq, entry.record, entry.kind, entry.at, entry.digest, entry.prev, entry.before)
    return entry_hash(*fields) == entry.hash


def batches(database: Readable, size: int = 2_000, after: int = 0) -> Iterator[JournalEntry]:
    """Yield the entries after one in order, reading ``size`` at a time: a long journal does not fill the memory."""
    last = after
    while rows := database.run(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - a constant
        last,
        size,
    ):
        for row in rows:
            yield JournalEntry(*row)
        last = rows[-1][0]


def _append(database: CipherFile, at_head: Head, record: str, fact: Fact | VaultRecovered, data: bytes) -> Head:
    seq, kind, when = at_head.seq + 1, str(fact.__struct_config__.tag), str(msgspec.to_builtins(fact.at))
    last = database.run("SELECT hash FROM journal WHERE record = ? ORDER BY seq DESC LIMIT 1", record)
    before = last[0][0] if last else NOTHING_BEFORE
    digest = hashlib.sha256(data).digest()
    new = entry_hash(seq, record, kind, when, digest, at_head.hash, before)
    database.run(
        f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        *(seq, record, kind, when, data, digest, at_head.hash, before, new),
    )
    return Head(seq, new)
