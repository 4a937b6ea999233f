"""One line a record, for the list of assessments: read from the headers alone, whatever the records hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import (
    BundleExported,
    FormReference,
    ReceiptAccepted,
    RecordLinked,
    Route,
    decode_fact,
)
from doorstep.assessment.people import Person
from doorstep.assessment.record import RecordStatus
from doorstep.vault.store import Due

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.assessment.beside import Link
    from doorstep.vault.cipher import CipherFile

_form = msgspec.json.Decoder(FormReference).decode
_person = msgspec.json.Decoder(Person).decode
_due = msgspec.json.Decoder(tuple[Due, ...]).decode


class RecordSummary(msgspec.Struct, frozen=True):
    """What the list of assessments shows of a record.

    ``unsent`` says that content has changed since the last export, or was never exported; ``receipt`` is the office's
    receipt for the last export; ``drafts`` counts fields with text that has not become an answer.
    """

    id: str
    person: Person
    form: FormReference
    status: RecordStatus
    route: Route
    started_at: datetime
    changed_at: datetime
    last_visit: date | None
    due: tuple[Due, ...]
    unsent: bool
    drafts: int
    started_by: str = ""
    exported: BundleExported | None = None
    receipt: ReceiptAccepted | None = None


def all_records(database: CipherFile) -> tuple[RecordSummary, ...]:
    """Return every record, latest change first."""
    return _records(database, "")


def records_of(database: CipherFile, ids: Iterable[str]) -> tuple[RecordSummary, ...]:
    """Return the records of these ids, latest change first: what a search found, without reading all the others."""
    return _records(database, "WHERE id IN (SELECT value FROM json_each(?)) ", msgspec.json.encode(list(ids)).decode())


def received_records(database: CipherFile) -> tuple[RecordSummary, ...]:
    """Return the records that an office holds as they stand, by its receipt for a bundle with the last change."""
    where = (
        "WHERE content_seq <= export_seq AND id IN"
        " (SELECT record FROM journal WHERE kind = 'received' AND fact <> x'') "
    )
    return tuple(
        line for line in _records(database, where) if line.receipt is not None and line.exported and line.exported.up_to
    )


class FormHead(msgspec.Struct, frozen=True):
    """What a list says of a form that was kept: its title, and whether its answers are kept apart."""

    title: str
    apart: bool = False


def form_heads(database: CipherFile) -> dict[str, FormHead]:
    """Return the head of every form that was kept, by its digest."""
    rows = database.run(
        "SELECT digest, json_extract(words, '$.title'), json_extract(words, '$.apart')"
        " FROM (SELECT digest, CAST(form AS TEXT) AS words FROM form)"
    )
    return {digest: FormHead(title, bool(apart)) for digest, title, apart in rows}


def links(database: CipherFile) -> dict[str, tuple[Link, ...]]:
    """Return the links of every record that has any, in the order in which they were made."""
    found: dict[str, tuple[Link, ...]] = {}
    for record, data in database.run(
        # Named as its index names it, like the milestones below.
        "SELECT record, fact FROM journal INDEXED BY journal_beside"
        " WHERE kind IN ('linked', 'jot', 'jot_filed', 'jot_unfiled', 'jot_dropped', 'tagged', 'untagged', 'paused',"
        " 'resumed', 'basis', 'packs') AND kind = 'linked' AND fact <> x'' ORDER BY seq"
    ):
        fact = decode_fact(data)
        if isinstance(fact, RecordLinked) and fact.link not in found.get(record, ()):
            found[record] = (*found.get(record, ()), fact.link)
    return found


def last_exported(database: CipherFile) -> datetime | None:
    """Return when a bundle was last written, also of a record that was removed since; None when none ever was."""
    [(at,)] = database.run("SELECT max(at) FROM journal WHERE kind = 'exported'")
    return datetime.fromisoformat(at) if at else None


def _records(database: CipherFile, where: str, *values: str) -> tuple[RecordSummary, ...]:
    rows = database.run(
        "SELECT id, person, form, status, route, started_at, started_by, changed_at, last_visit, due,"  # noqa: S608
        f" coalesce(content_seq > export_seq, 1) FROM record {where}ORDER BY changed_at DESC, number DESC",
        *values,
    )
    if not rows:
        return ()
    typed: dict[str, int] = dict(database.run("SELECT record, count(*) FROM draft GROUP BY record"))
    exports, receipts = _exports(database)
    told = []
    for id_, person, form, status, route, started_at, started_by, changed_at, last_visit, due, unsent in rows:
        exported = exports.get(id_)
        receipt = receipts.get((id_, exported.number, exported.sha256)) if exported else None
        told.append(
            RecordSummary(
                id=id_,
                person=_person(person),
                form=_form(form),
                status=RecordStatus(status),
                route=Route(route),
                started_at=datetime.fromisoformat(started_at),
                changed_at=datetime.fromisoformat(changed_at),
                last_visit=date.fromisoformat(last_visit) if last_visit else None,
                due=_due(due),
                unsent=bool(unsent),
                drafts=typed.get(id_, 0),
                started_by=started_by,
                exported=exported,
                receipt=receipt,
            )
        )
    return tuple(told)


def _exports(
    database: CipherFile,
) -> tuple[dict[str, BundleExported], dict[tuple[str, int, str], ReceiptAccepted]]:
    exports: dict[str, BundleExported] = {}
    receipts: dict[tuple[str, int, str], ReceiptAccepted] = {}
    # The milestones are named as their index names them: it is then read instead of the whole journal.
    for record, data in database.run(
        "SELECT record, fact FROM journal INDEXED BY journal_milestones"
        " WHERE kind IN ('signed', 'addendum', 'copy', 'exported', 'received')"
        " AND kind IN ('exported', 'received') AND fact <> x'' ORDER BY seq"
    ):
        match decode_fact(data):
            case BundleExported() as exported:
                exports[record] = exported
            case ReceiptAccepted() as receipt:
                receipts[record, receipt.number, receipt.sha256] = receipt
            case _:
                pass
    return exports, receipts
