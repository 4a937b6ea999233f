"""The current state of every record, kept in the same transaction as the journal.

Opening a record, the list and the search read this and never walk the journal. It must always equal the fold of the
journal (``assessment/record.RecordBuilder``); ``differing`` checks that it does.
"""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Answer, AnswerKey
from doorstep.assessment.asides import applied
from doorstep.assessment.beside import Beside
from doorstep.assessment.people import Party, Person
from doorstep.assessment.record import Record, RecordBuilder, RecordedAnswer, RecordStatus, Rows
from doorstep.errors import RecordFrozenError, RowNotFoundError
from doorstep.vault import search
from doorstep.vault.addresses import columns, key_from, path_from, path_text

if TYPE_CHECKING:
    from doorstep.vault.cipher import CipherFile

_encode = msgspec.json.Encoder(order="deterministic").encode
_answer = msgspec.json.Decoder(Answer).decode
_party: Any = msgspec.json.Decoder(Party).decode
_visit = msgspec.json.Decoder(f.Visit).decode
_person = msgspec.json.Decoder(Person).decode
_aside: Any = msgspec.json.Decoder(f.Aside).decode
_form = msgspec.json.Decoder(f.FormReference).decode

_MILESTONES: Final = "'signed', 'addendum', 'copy', 'exported', 'received'"
_ASIDES: Final = (
    "'linked', 'jot', 'jot_filed', 'jot_unfiled', 'jot_dropped', 'tagged', 'untagged', 'paused', 'resumed', 'basis',"
    " 'packs'"
)
"""The kinds of facts that stand beside the answers; the index of migration 0003 names the same."""


class _Header(msgspec.Struct, frozen=True):
    """What the next fact of a record depends on."""

    id: str
    number: int
    status: RecordStatus


def apply(database: CipherFile, record: str, seq: int, fact: f.Fact) -> None:
    """Apply one fact, which the journal holds as entry ``seq``, inside a transaction.

    Raises what ``RecordBuilder`` raises for the same fact: RecordFrozenError, RowNotFoundError; ValueError when a
    record begins twice, not at all, or under another id.
    """
    if isinstance(fact, f.RecordStarted):
        _start(database, record, seq, fact)
        return
    header = _header(database, record)
    if header is None:
        raise ValueError("a record begins with RecordStarted")
    signed = header.status is not RecordStatus.IN_PROGRESS
    if signed and isinstance(fact, f.CHANGES_CONTENT):
        raise RecordFrozenError(record=record)
    _apply(database, header.number, fact)
    _touch(database, header, seq, fact)


def load(database: CipherFile, record: str) -> Record | None:
    """Return a record as it stands, or None when there is none of that id."""
    rows = database.run(
        "SELECT number, form, person, route, status, started_at, started_by, changed_at FROM record WHERE id = ?",
        record,
    )
    if not rows:
        return None
    number, form, person, route, status, started_at, started_by, changed_at = rows[0]
    milestones = _milestones(database, record)
    return Record(
        id=record,
        form=_form(form),
        status=RecordStatus(status),
        route=f.Route(route),
        person=_person(person),
        parties=_parties(database, number),
        visits=_visits(database, number),
        rows=_rows(database, number),
        answers=_answers(database, number),
        started_at=datetime.fromisoformat(started_at),
        changed_at=datetime.fromisoformat(changed_at),
        started_by=started_by,
        signed=next((fact for fact in reversed(milestones) if isinstance(fact, f.RecordSigned)), None),
        addenda=tuple(fact for fact in milestones if isinstance(fact, f.AddendumAdded)),
        copies=tuple(fact for fact in milestones if isinstance(fact, f.CopyMade)),
        exports=tuple(fact for fact in milestones if isinstance(fact, f.BundleExported)),
        receipts=tuple(fact for fact in milestones if isinstance(fact, f.ReceiptAccepted)),
        beside=_beside(database, record),
    )


def differing(database: CipherFile) -> tuple[str, ...]:
    """Return the ids of the records whose stored state is not the fold of their journal; empty when all is well."""
    ids = [
        row[0]
        for row in database.run(
            "SELECT record FROM journal WHERE record <> '' AND record NOT IN (SELECT record FROM tombstone)"
            " UNION SELECT id FROM record ORDER BY 1"
        )
    ]
    return tuple(record for record in ids if load(database, record) != _folded(database, record))


def remove(database: CipherFile, record: str) -> None:
    """Take the state of a record and all that it is found by out of the file, inside a transaction.

    The search indexes are merged afterwards: until then they would keep the words of what was taken out.
    """
    [(number,)] = database.run("SELECT number FROM record WHERE id = ?", record)
    database.run("DELETE FROM answer_words WHERE rowid IN (SELECT number FROM answer WHERE record = ?)", number)
    database.run("DELETE FROM name_words WHERE rowid = ?", number)
    for table in ("answer", "repeat_rows", "visit", "party"):
        database.run(f"DELETE FROM {table} WHERE record = ?", number)  # noqa: S608 - a constant
    database.run("DELETE FROM record WHERE number = ?", number)
    for table in ("answer_words", "name_words"):
        database.run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a constant


def _folded(database: CipherFile, record: str) -> Record | None:
    rows = database.run("SELECT fact FROM journal WHERE record = ? AND fact <> x'' ORDER BY seq", record)
    return RecordBuilder.of(f.decode_fact(row[0]) for row in rows).freeze() if rows else None


def _header(database: CipherFile, record: str) -> _Header | None:
    rows = database.run("SELECT number, status FROM record WHERE id = ?", record)
    return _Header(record, rows[0][0], RecordStatus(rows[0][1])) if rows else None


def _start(database: CipherFile, record: str, seq: int, fact: f.RecordStarted) -> None:
    if fact.record != record or _header(database, record) is not None:
        raise ValueError("a record begins once, under its own id")
    at = fact.at.isoformat()
    database.run(
        "INSERT INTO record (id, form, person, route, status, started_at, started_by, changed_at, content_seq, due)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(record, _encode(fact.form), _encode(fact.person), fact.route.value, RecordStatus.IN_PROGRESS.value),
        *(at, fact.by, at, seq, b"[]"),
    )
    [(number,)] = database.run("SELECT number FROM record WHERE id = ?", record)
    _index_names(database, number)


def _apply(database: CipherFile, number: int, fact: f.Fact) -> None:
    match fact:
        case f.AnswerGiven():
            _put_answer(database, number, fact.key, fact.answer)
        case f.AnswerCleared():
            _drop_answer(database, number, fact.key)
        case f.RowAdded() | f.RowRemoved() | f.RowMoved():
            _change_rows(database, number, fact)
        case f.PartyPut(party=Person() as person):
            database.run("UPDATE record SET person = ? WHERE number = ?", _encode(person), number)
            _index_names(database, number)
        case f.PartyPut():
            _put_party(database, number, fact.party)
        case f.VisitPut():
            _put_visit(database, number, fact.visit)
        case f.RouteChosen():
            database.run("UPDATE record SET route = ? WHERE number = ?", fact.route.value, number)
        case _:
            pass  # milestones are read from the journal itself


def _touch(database: CipherFile, header: _Header, seq: int, fact: f.Fact) -> None:
    """Move the times, numbers and status of the header that this kind of fact moves."""
    if isinstance(fact, f.RecordViewed):
        return
    changes: dict[str, object] = {"changed_at": fact.at.isoformat()}
    if isinstance(fact, f.CHANGES_CONTENT):
        changes["content_seq"] = seq
    match fact:
        case f.RecordSigned() | f.AddendumAdded():
            changes |= {"status": _status(database, header.id).value, "content_seq": seq}
        case f.BundleExported():
            changes["export_seq"] = fact.up_to or seq
        case _:
            pass
    assignments = ", ".join(f"{name} = ?" for name in changes)
    database.run(f"UPDATE record SET {assignments} WHERE number = ?", *changes.values(), header.number)  # noqa: S608


def _status(database: CipherFile, record: str) -> RecordStatus:
    kinds = {type(fact) for fact in _milestones(database, record)}
    if f.RecordSigned not in kinds:
        return RecordStatus.IN_PROGRESS
    return RecordStatus.AMENDED if f.AddendumAdded in kinds else RecordStatus.COMPLETED


def _put_answer(database: CipherFile, number: int, key: AnswerKey, answer: Answer) -> None:
    [(row,)] = database.run(
        "INSERT INTO answer (record, link_id, path, voice, answer) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET answer = excluded.answer RETURNING number",
        *(number, *columns(key), _encode(answer)),
    )
    search.index_answer(database, row, answer)


def _drop_answer(database: CipherFile, number: int, key: AnswerKey) -> None:
    gone = database.run(
        "DELETE FROM answer WHERE record = ? AND link_id = ? AND path = ? AND voice = ? RETURNING number",
        *(number, *columns(key)),
    )
    for (row,) in gone:
        search.forget_answer(database, row)


def _put_party(database: CipherFile, number: int, party: Party) -> None:
    database.run(
        "INSERT INTO party VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM party WHERE record = ?1), ?3)"
        " ON CONFLICT DO UPDATE SET party = excluded.party",
        *(number, party.id, _encode(party)),
    )
    _index_names(database, number)


def _index_names(database: CipherFile, number: int) -> None:
    [(person,)] = database.run("SELECT person FROM record WHERE number = ?", number)
    search.index_names(database, number, _person(person), _parties(database, number))


def _put_visit(database: CipherFile, number: int, visit: f.Visit) -> None:
    """Store a visit as the last one: the visit put last is the current one."""
    database.run(
        "INSERT INTO visit VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM visit WHERE record = ?1), ?3)"
        " ON CONFLICT DO UPDATE SET visit = excluded.visit, position = excluded.position",
        *(number, visit.id, _encode(visit)),
    )
    database.run("UPDATE record SET last_visit = ? WHERE number = ?", visit.day.isoformat(), number)


def _change_rows(database: CipherFile, number: int, fact: f.RowAdded | f.RowRemoved | f.RowMoved) -> None:
    place = (number, fact.link_id, path_text(fact.parent))
    stored = database.run("SELECT rows FROM repeat_rows WHERE record = ? AND link_id = ? AND parent = ?", *place)
    rows = list(path_from(stored[0][0])) if stored else []
    if not isinstance(fact, f.RowAdded):
        if fact.row not in rows:
            raise RowNotFoundError(link_id=fact.link_id, row=fact.row)
        rows.remove(fact.row)
    if isinstance(fact, f.RowRemoved):
        _drop_below(database, number, (*fact.parent, fact.row))
    else:
        rows.insert(fact.position, fact.row)
    database.run("INSERT OR REPLACE INTO repeat_rows VALUES (?, ?, ?, ?)", *place, path_text(tuple(rows)))


def _drop_below(database: CipherFile, number: int, row: tuple[str, ...]) -> None:
    """Remove the answers and the inner repeats of a row that is gone."""
    for link_id, path, voice in database.run("SELECT link_id, path, voice FROM answer WHERE record = ?", number):
        key = key_from(link_id, path, voice)
        if key.path[: len(row)] == row:
            _drop_answer(database, number, key)
    for link_id, parent in database.run("SELECT link_id, parent FROM repeat_rows WHERE record = ?", number):
        if path_from(parent)[: len(row)] == row:
            database.run(
                "DELETE FROM repeat_rows WHERE record = ? AND link_id = ? AND parent = ?", number, link_id, parent
            )


def _parties(database: CipherFile, number: int) -> tuple[Party, ...]:
    rows = database.run("SELECT party FROM party WHERE record = ? ORDER BY position", number)
    return tuple(_party(row[0]) for row in rows)


def _visits(database: CipherFile, number: int) -> tuple[f.Visit, ...]:
    rows = database.run("SELECT visit FROM visit WHERE record = ? ORDER BY position", number)
    return tuple(_visit(row[0]) for row in rows)


def _rows(database: CipherFile, number: int) -> tuple[Rows, ...]:
    stored = database.run("SELECT link_id, parent, rows FROM repeat_rows WHERE record = ?", number)
    told = [Rows(link_id, path_from(parent), path_from(rows)) for link_id, parent, rows in stored]
    return tuple(sorted((entry for entry in told if entry.rows), key=lambda entry: (entry.link_id, entry.parent)))


def _answers(database: CipherFile, number: int) -> tuple[RecordedAnswer, ...]:
    stored = database.run("SELECT link_id, path, voice, answer FROM answer WHERE record = ?", number)
    told = [RecordedAnswer(key_from(*address), _answer(answer)) for *address, answer in stored]
    return tuple(sorted(told, key=lambda entry: entry.key))


def _milestones(database: CipherFile, record: str) -> tuple[f.Fact, ...]:
    rows = database.run(
        f"SELECT fact FROM journal WHERE record = ? AND kind IN ({_MILESTONES}) ORDER BY seq",  # noqa: S608
        record,
    )
    return tuple(f.decode_fact(row[0]) for row in rows)


def _beside(database: CipherFile, record: str) -> Beside:
    rows = database.run(
        f"SELECT fact FROM journal WHERE record = ? AND kind IN ({_ASIDES}) ORDER BY seq",  # noqa: S608
        record,
    )
    return reduce(applied, (_aside(row[0]) for row in rows), Beside())
