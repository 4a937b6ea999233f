"""Text that is being typed: stored as fast as it comes, gone when its answer is journalled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.vault.addresses import columns, key_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.answer import AnswerKey, RowPath
    from doorstep.vault.cipher import CipherFile


class Draft(msgspec.Struct, frozen=True):
    """What stood in a field, and when it was typed."""

    text: str
    at: datetime


def put(database: CipherFile, record: str, key: AnswerKey, draft: Draft) -> None:
    """Keep the text of a field, in place of what it had, inside a transaction."""
    database.run(
        "INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at",
        *(record, *columns(key), draft.text, draft.at.isoformat()),
    )


def drop(database: CipherFile, record: str, key: AnswerKey) -> None:
    """Forget the text of a field, inside a transaction."""
    database.run("DELETE FROM draft WHERE record = ? AND link_id = ? AND path = ? AND voice = ?", record, *columns(key))


def drop_below(database: CipherFile, record: str, row: RowPath) -> None:
    """Forget the text of all fields of a row that is gone, inside a transaction."""
    for key in of_record(database, record):
        if key.path[: len(row)] == row:
            drop(database, record, key)


def of_record(database: CipherFile, record: str) -> Mapping[AnswerKey, Draft]:
    """Return what was being typed in a record."""
    rows = database.run("SELECT link_id, path, voice, text, at FROM draft WHERE record = ?", record)
    return {key_from(*address): Draft(text, datetime.fromisoformat(at)) for *address, text, at in rows}
