"""The journal: every fact in order, each entry holding the hash of the one before (TB-09).

An entry has two backward links: to the entry before it in the vault, and to the one before it of the same record. The
first makes the whole vault one chain; the second lets one record's entries be checked on their own, in a bundle.
The hash covers the digest of the fact, not the fact: an entry whose fact has been removed after its time can still be
proved to have been there.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import encode_fact
from doorstep.errors import ChainBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doorstep.assessment.facts import Fact
    from doorstep.vault.cipher import CipherFile

NOTHING_BEFORE: Final = bytes(32)
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


def entry_hash(seq: int, record: str, kind: str, at: str, digest: bytes, prev: bytes, before: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 over its fields, each preceded by its length as 4 bytes, big-endian."""
    fields = (
        b"doorstep-journal-1",
        str(seq).encode(),
        record.encode(),
        kind.encode(),
        at.encode(),
        digest,
        prev,
        before,
    )
    return hashlib.sha256(b"".join(len(field).to_bytes(4) + field for field in fields)).digest()


def head(database: CipherFile) -> Head:
    """Return where the journal stands."""
    rows = database.run("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else Head(0, NOTHING_BEFORE)


def append(database: CipherFile, at_head: Head, record: str, fact: Fact) -> Head:
    """Append one fact, inside a transaction, and return the new head."""
    seq, kind, when = at_head.seq + 1, str(fact.__struct_config__.tag), _time(fact)
    last = database.run("SELECT hash FROM journal WHERE record = ? ORDER BY seq DESC LIMIT 1", record)
    before = last[0][0] if last else NOTHING_BEFORE
    data = encode_fact(fact)
    digest = hashlib.sha256(data).digest()
    new = entry_hash(seq, record, kind, when, digest, at_head.hash, before)
    database.run(
        f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        *(seq, record, kind, when, data, digest, at_head.hash, before, new),
    )
    return Head(seq, new)


def entries(database: CipherFile, record: str | None = None) -> tuple[JournalEntry, ...]:
    """Return the entries of one record in order, or of the whole vault."""
    where, values = ("WHERE record = ? ", (record,)) if record is not None else ("", ())
    rows = database.run(f"SELECT {_COLUMNS} FROM journal {where}ORDER BY seq", *values)  # noqa: S608 - constants
    return tuple(JournalEntry(*row) for row in rows)


def verify(chain: Iterable[JournalEntry]) -> None:
    """Check the whole journal, in order from its first entry. Raises ChainBrokenError with the first bad row."""
    prev, latest = NOTHING_BEFORE, dict[str, bytes]()
    for expected, entry in enumerate(chain, start=1):
        before = latest.get(entry.record, NOTHING_BEFORE)
        if entry.seq != expected or (entry.prev, entry.before) != (prev, before) or not _is_whole(entry):
            raise ChainBrokenError(row=expected)
        prev = latest[entry.record] = entry.hash


def _is_whole(entry: JournalEntry) -> bool:
    if hashlib.sha256(entry.fact).digest() != entry.digest:
        return False
    fields = (entry.seq, entry.record, entry.kind, entry.at, entry.digest, entry.prev, entry.before)
    return entry_hash(*fields) == entry.hash


def batches(database: CipherFile, size: int = 2_000) -> Iterator[JournalEntry]:
    """Yield every entry in order, reading ``size`` at a time, so that a long journal does not fill the memory."""
    last = 0
    while rows := database.run(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - a constant
        last,
        size,
    ):
        for row in rows:
            yield JournalEntry(*row)
        last = rows[-1][0]


def _time(fact: Fact) -> str:
    return str(msgspec.to_builtins(fact.at))
