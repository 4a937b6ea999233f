"""Where the worker was, and what is known about it after an end that was no proper close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import AnswerKey, RowPath, Voice
from doorstep.vault import drafts
from doorstep.vault.drafts import Draft

if TYPE_CHECKING:
    from doorstep.vault.cipher import CipherFile


class Place(msgspec.Struct, frozen=True):
    """The field that the worker was in: the record, the item, its row, its lane, the cursor in its text.

    ``scroll`` is how far its page was scrolled, in device-independent pixels; ``in_sight`` are the questions that stood
    on it, for others wait folded away.
    """

    record: str
    link_id: str
    path: RowPath = ()
    voice: Voice | None = None
    cursor: int = 0
    scroll: int = 0
    in_sight: tuple[str, ...] = ()


class Interruption(msgspec.Struct, frozen=True):
    """What the vault found when it was opened after a crash, a flat battery or kill -9.

    ``place`` is None when the worker had not opened a record; ``drafts`` are those of that record; ``saved_at`` is
    when the last save reached the disk.
    """

    place: Place | None
    drafts: Mapping[AnswerKey, Draft]
    saved_at: datetime | None


class Lost(msgspec.Struct, frozen=True):
    """What the head sidecar misses: saves that were acknowledged and are gone, and how many journal entries of them.

    ``kept_until`` is the time of the newest save that is still there.
    """

    saves: int
    entries: int
    kept_until: datetime | None


def begin_sitting(database: CipherFile) -> Interruption | None:
    """Note that the vault is open, and return what an earlier sitting left when it was never ended."""
    [(was_open, saved_at, place)] = database.run("SELECT is_open, saved_at, place FROM sitting")
    database.run("UPDATE sitting SET is_open = 1")
    if not was_open:
        return None
    where = msgspec.json.decode(place, type=Place) if place else None
    typed = drafts.of_record(database, where.record) if where else {}
    return Interruption(where, typed, datetime.fromisoformat(saved_at) if saved_at else None)


def end_sitting(database: CipherFile) -> None:
    """Note that the vault was closed properly; where the worker was stays known."""
    database.run("UPDATE sitting SET is_open = 0")


def last_place(database: CipherFile) -> Place | None:
    """Return where the worker was last, after a proper end too."""
    [(place,)] = database.run("SELECT place FROM sitting")
    return msgspec.json.decode(place, type=Place) if place else None
