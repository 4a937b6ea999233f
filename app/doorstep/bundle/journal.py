"""The journal in a bundle: every fact of one record, in order, and the proof that the record follows from it.

Each line is an entry of the laptop's journal (docs/formats/bundle.md): the fact as text, its SHA-256, the links to
the entries before it, and a hash over all of that. A line cannot be changed, left out or moved without a later hash
giving it away, and the record must be exactly what its facts add up to.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import decode_fact
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.errors import AssessmentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doorstep.assessment.facts import Fact

_NOTHING_BEFORE: Final = "00" * 32
_LABEL: Final = b"doorstep-journal-1"


class _Line(msgspec.Struct, frozen=True):
    """One entry. Hashes are hex; ``prev`` is the entry before in the vault, ``before`` the one of this record."""

    seq: int
    record: str
    kind: str
    at: str
    fact: str
    digest: str
    prev: str
    before: str
    hash: str

    def is_whole(self) -> bool:
        """Tell whether both hashes are right: of the fact, and of all fields, each preceded by its length."""
        if hashlib.sha256(self.fact.encode()).hexdigest() != self.digest:
            return False
        texts = [each.encode() for each in (str(self.seq), self.record, self.kind, self.at)]
        fields = [_LABEL, *texts, *map(bytes.fromhex, (self.digest, self.prev, self.before))]
        framed = b"".join([len(each).to_bytes(4, "big") + each for each in fields])
        return hashlib.sha256(framed).hexdigest() == self.hash


_decoder: Final = msgspec.json.Decoder(_Line)


def tells(lines: Iterable[bytes], record: Record) -> bool:
    """Tell whether a journal is whole and adds up to exactly this record."""
    try:
        return RecordBuilder.of(_facts(lines, record.id)).freeze() == record
    except (ValueError, AssessmentError):  # msgspec's errors are ValueErrors
        return False


def _facts(lines: Iterable[bytes], record: str) -> Iterator[Fact]:
    before, seq = _NOTHING_BEFORE, 0
    for data in lines:
        line = _decoder.decode(data)
        if line.record != record or line.before != before or line.seq <= seq or not line.is_whole():
            raise ValueError("a journal that was changed")
        before, seq = line.hash, line.seq
        yield decode_fact(line.fact.encode())
