"""Earlier records that the office lent: kept beside the vault's own, to read until a day.

They have no journal here and no header, so nothing can be answered, signed, copied or sent in them: what happened to
them is in the office's hands. Each is two settings, a head for lists and the record itself. When one is taken away,
both go, from the log too; its id stays with the time of the loan, so that the same file is not taken in twice.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.record import Record, decode_record, encode_record
from doorstep.vault import attachments
from doorstep.vault.summaries import RecordSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from doorstep.definition.model import FormDefinition
    from doorstep.vault.cipher import CipherFile

_HEAD: Final = "earlier.head/"
_RECORD: Final = "earlier.record/"
_ENDED: Final = "earlier.ended/"


class Lent(msgspec.Struct, frozen=True):
    """An earlier record in a few words. ``title`` is that of its form; ``until`` is the last day that it may be read.

    ``lent_at`` is the office's clock, ``taken_in_at`` this laptop's, both aware UTC. ``pictures`` stayed at the office.
    """

    summary: RecordSummary
    title: str
    office: str
    lent_at: datetime
    until: date
    taken_in_at: datetime
    pictures: int = 0


class Ended(msgspec.Struct, frozen=True):
    """What stays of an earlier record that was taken away: when it had been lent, and when it went (aware UTC)."""

    lent_at: datetime
    ended_at: datetime


class EarlierRecords:
    """The earlier records in one database."""

    def __init__(self, database: CipherFile) -> None:
        self._database = database

    def all(self) -> tuple[Lent, ...]:
        """Return what lies here, whatever its last day."""
        return tuple(msgspec.json.decode(value, type=Lent) for value in self._under(_HEAD).values())

    def record(self, record_id: str) -> Record:
        """Return an earlier record. Raises KeyError when none of that id lies here."""
        rows = self._database.run("SELECT value FROM setting WHERE name = ?", _RECORD + record_id)
        if not rows:
            raise KeyError(record_id)
        return decode_record(rows[0][0])

    def ended(self) -> Mapping[str, Ended]:
        """Return what was taken away, by record."""
        return {name: msgspec.json.decode(value, type=Ended) for name, value in self._under(_ENDED).items()}

    def last_ended_before(self, at: datetime) -> datetime | None:
        """Return when one was last taken away that went no later than ``at``, or None."""
        return max((each.ended_at for each in self.ended().values() if each.ended_at <= at), default=None)

    def keep(self, lent: Iterable[tuple[Lent, Record, FormDefinition]]) -> None:
        """Keep records with their forms, all or none, in place of what lay here of the same ids. Raises VaultError."""
        with self._database.transaction():
            for head, record, definition in lent:
                attachments.keep_form(self._database, definition)
                self._put(_HEAD + record.id, msgspec.json.encode(head))
                self._put(_RECORD + record.id, encode_record(record))

    def end(self, record_ids: Iterable[str], at: datetime) -> None:
        """Take records away; what the log still held of them is gone too. Raises VaultError."""
        going = [each for each in self.all() if each.summary.id in set(record_ids)]
        with self._database.transaction():
            for each in going:
                record_id = each.summary.id
                self._put(_ENDED + record_id, msgspec.json.encode(Ended(each.lent_at, at)))
                for part in (_HEAD, _RECORD):
                    self._database.run("DELETE FROM setting WHERE name = ?", part + record_id)
        self._database.checkpoint()

    def _put(self, name: str, value: bytes) -> None:
        self._database.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def _under(self, start: str) -> dict[str, bytes]:
        """Return the settings whose names begin so, by the rest of the name; ``0`` follows ``/``."""
        query = "SELECT name, value FROM setting WHERE name >= ? AND name < ? ORDER BY name"
        rows = self._database.run(query, start, f"{start[:-1]}0")
        return {name.removeprefix(start): value for name, value in rows}
