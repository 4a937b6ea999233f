"""The office database: every bundle once, with its record, answers and pictures.

SQLAlchemy Core over SQLite in the office folder; the same statements serve PostgreSQL by another URL. One bundle is
one transaction: it is all there, with its receipt, or nothing of it is.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from doorstep.assessment.facts import FormReference
from doorstep.assessment.people import Person
from doorstep.assessment.record import Record, RecordStatus, decode_record
from doorstep.assessment.standing import settled_or_said
from doorstep.bundle.archive import FORM, RECORD
from doorstep.definition.loader import decode_form
from doorstep.errors import BundleConflictError, StorageError
from doorstep.office import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from doorstep.assessment.record import RecordedAnswer
    from doorstep.bundle.reader import OpenedBundle
    from doorstep.definition.model import FormDefinition


class Chain(StrEnum):
    """How a bundle follows the one before it from the same laptop."""

    WHOLE = "whole"
    GAP = "gap"
    FORK = "fork"


class StoredBundle(msgspec.Struct, frozen=True):
    """A bundle that the office holds. ``chain`` is judged by what is held now: a late arrival closes a gap."""

    device: str
    number: int
    sha256: str
    worker: str
    record: str
    status: str
    made_at: datetime
    received_at: datetime
    receipt: bytes
    chain: Chain


class Waiting(msgspec.Struct, frozen=True):
    """A bundle in quarantine: the hash of its file, why, since when."""

    sha256: str
    reason: str
    at: datetime


class Recovery(msgspec.Struct, frozen=True):
    """A vault that was opened with a key of the office: when, by whom, of which laptop, with which key.

    ``assessments`` is how many the copy holds; None when no copy was made in the end.
    """

    at: datetime
    by: str
    device: str
    key: str
    assessments: int | None = None


class Loan(msgspec.Struct, frozen=True):
    """A visit pack: when and by whom it was lent, to which laptop and worker, and its last day.

    ``records`` maps the id of each record to the SHA-256 of record.json as it was lent.
    """

    at: datetime
    by: str
    device: str
    worker: str
    until: date
    records: Mapping[str, str]


class RecordHead(msgspec.Struct, frozen=True):
    """Whose record it is, of which form, how far, and when it was last changed (aware UTC)."""

    id: str
    form: FormReference
    status: RecordStatus
    person: Person
    changed_at: datetime


_head_of = msgspec.json.Decoder(RecordHead).decode


class Store:
    """The database of one office, open. Raises StorageError (what) when it cannot be read or written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open by SQLAlchemy URL; tables that are missing are made."""
        engine = sa.create_engine(url)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _enforce_foreign_keys)
        with _storage_errors():
            t.tables.create_all(engine)
        return cls(engine)

    def close(self) -> None:
        """Release the database file."""
        self._engine.dispose()

    def receive(self, opened: OpenedBundle, receipt: bytes, at: datetime) -> tuple[StoredBundle, bool]:
        """Store a bundle once; return what is held, and whether it was held before (then with its first receipt).

        Raises BundleConflictError (device, number) when that number is taken by other content; nothing changes then.
        """
        device, number, known = opened.manifest.device, opened.manifest.number, False
        with _storage_errors():
            try:
                with self._engine.begin() as connection:
                    _insert(connection, opened, receipt, at)
            except sa.exc.IntegrityError:
                known = True  # the usual reason: that number is taken
        held = next(iter(self._bundles(t.bundle.c.device == device, t.bundle.c.number == number)), None)
        if held is None:
            raise StorageError(what="the database refused a row")
        if held.sha256 != opened.sha256:
            raise BundleConflictError(device=device, number=number)
        return held, known

    def bundles(self) -> tuple[StoredBundle, ...]:
        """Return every bundle, by device and number."""
        return self._bundles()

    def record(self, record_id: str) -> Record | None:
        """Return the newest record of that id, equal to the one that was typed; None when there is none."""
        query = sa.select(t.record.c.record).where(t.record.c.id == record_id).order_by(t.record.c.number.desc())
        with _storage_errors(), self._engine.connect() as connection:
            data = connection.scalar(query.limit(1))
        return None if data is None else decode_record(data)

    def newest_records(self, ids: Collection[str] | None = None) -> Iterator[tuple[Record, FormDefinition]]:
        """Yield the newest record of every id, or of these, with the form that it was made with."""
        forms: dict[bytes, FormDefinition] = {}
        for record, form in self._newest(ids):
            if form not in forms:
                forms[form] = decode_form(form)
            yield decode_record(record), forms[form]

    def record_heads(self) -> Iterator[RecordHead]:
        """Yield the head of the newest record of every id: much less than the records themselves."""
        return (_head_of(record) for record, _form in self._newest())

    def _newest(self, ids: Collection[str] | None = None) -> Iterator[tuple[bytes, bytes]]:
        numbered = sa.func.row_number().over(
            partition_by=t.record.c.id, order_by=(t.bundle.c.received_at.desc(), t.record.c.number.desc())
        )
        wanted = sa.true() if ids is None else t.record.c.id.in_(ids)
        newest = (
            sa.select(t.record.c.record, t.record.c.form, numbered.label("place"))
            .select_from(t.record.join(t.bundle))
            .where(wanted)
            .subquery()
        )
        with _storage_errors(), self._engine.connect() as connection:
            for row in connection.execute(sa.select(newest).where(newest.c.place == 1)):
                yield row.record, row.form

    def attachment(self, sha256: str) -> bytes | None:
        """Return a picture or drawing by its hash, or None."""
        query = sa.select(t.attachment.c.data).where(t.attachment.c.sha256 == sha256).limit(1)
        with _storage_errors(), self._engine.connect() as connection:
            data: bytes | None = connection.scalar(query)
        return data

    def set_aside(self, sealed: bytes, reason: str, at: datetime) -> None:
        """Keep a sealed file in quarantine, once, for a person to decide about."""
        values = {"sha256": hashlib.sha256(sealed).hexdigest(), "reason": reason, "at": _text(at), "sealed": sealed}
        with _storage_errors(), contextlib.suppress(sa.exc.IntegrityError), self._engine.begin() as connection:
            connection.execute(sa.insert(t.quarantine), values)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is in quarantine, oldest first."""
        columns = (t.quarantine.c.sha256, t.quarantine.c.reason, t.quarantine.c.at)
        with _storage_errors(), self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(t.quarantine.c.at)).all()
        return tuple(Waiting(row.sha256, row.reason, datetime.fromisoformat(row.at)) for row in rows)

    def begin_recovery(self, recovery: Recovery) -> int:
        """Note that a vault was opened, before anything is made of it; return the number of the note."""
        values = {**msgspec.structs.asdict(recovery), "at": _text(recovery.at)}
        with _storage_errors(), self._engine.begin() as connection:
            return int(connection.execute(sa.insert(t.recovery).returning(t.recovery.c.number), values).scalar_one())

    def end_recovery(self, number: int, assessments: int) -> None:
        """Note that the copy is made, and how many assessments it holds."""
        query = sa.update(t.recovery).where(t.recovery.c.number == number).values(assessments=assessments)
        with _storage_errors(), self._engine.begin() as connection:
            connection.execute(query)

    def recoveries(self) -> tuple[Recovery, ...]:
        """Return every recovery, oldest first."""
        with _storage_errors(), self._engine.connect() as connection:
            rows = connection.execute(sa.select(t.recovery).order_by(t.recovery.c.number)).all()
        return tuple(
            Recovery(datetime.fromisoformat(row.at), row.by, row.device, row.key, row.assessments) for row in rows
        )

    def lend(self, loan: Loan) -> int:
        """Note what is lent to whom, before anything leaves; return the number of the note."""
        values = {**msgspec.structs.asdict(loan), "at": _text(loan.at), "until": loan.until.isoformat()}
        records = values.pop("records")
        with _storage_errors(), self._engine.begin() as connection:
            query = sa.insert(t.loan).returning(t.loan.c.number)
            number = int(connection.execute(query, values).scalar_one())
            lent = [{"loan": number, "record": record, "sha256": sha256} for record, sha256 in records.items()]
            connection.execute(sa.insert(t.lent_record), lent)
        return number

    def loans(self) -> tuple[Loan, ...]:
        """Return everything that was lent, oldest first."""
        with _storage_errors(), self._engine.connect() as connection:
            rows = connection.execute(sa.select(t.loan).order_by(t.loan.c.number)).all()
            lent = connection.execute(sa.select(t.lent_record).order_by(t.lent_record.c.record)).all()
        return tuple(
            Loan(
                at=datetime.fromisoformat(row.at),
                by=row.by,
                device=row.device,
                worker=row.worker,
                until=date.fromisoformat(row.until),
                records={each.record: each.sha256 for each in lent if each.loan == row.number},
            )
            for row in rows
        )

    def _bundles(self, *where: sa.ColumnElement[bool]) -> tuple[StoredBundle, ...]:
        prior = t.bundle.alias("prior")
        earlier = t.bundle.alias("earlier")
        newest = sa.select(sa.func.max(earlier.c.number)).where(
            (earlier.c.device == t.bundle.c.device) & (earlier.c.number < t.bundle.c.number)
        )
        follows = (prior.c.device == t.bundle.c.device) & (prior.c.number == newest.scalar_subquery())
        told = [column for column in t.bundle.c if column is not t.bundle.c.sealed]
        query = (
            sa.select(
                *told,
                t.record.c.id.label("record"),
                t.record.c.status,
                prior.c.number.label("prior_number"),
                prior.c.sha256.label("prior"),
            )
            .select_from(t.bundle.join(t.record).outerjoin(prior, follows))
            .where(*where)
            .order_by(t.bundle.c.device, t.bundle.c.number)
        )
        with _storage_errors(), self._engine.connect() as connection:
            return tuple(_stored(row) for row in connection.execute(query).mappings())


def _insert(connection: Connection, opened: OpenedBundle, receipt: bytes, at: datetime) -> None:
    manifest = opened.manifest
    name = {"device": manifest.device, "number": manifest.number}
    connection.execute(
        sa.insert(t.bundle),
        {
            **name,
            "sha256": opened.sha256,
            "previous": manifest.previous,
            "worker": manifest.worker,
            "made_at": _text(manifest.made_at),
            "received_at": _text(at),
            "receipt": receipt,
            "sealed": opened.sealed,
        },
    )
    record, members = opened.record, opened.members
    kept = {"id": record.id, "status": record.status, "record": members[RECORD], "form": members[FORM]}
    connection.execute(sa.insert(t.record), {**name, **kept})
    counted = _only_counted(opened.definition)
    # What was carried forward and nobody has confirmed is in the record, and is no answer to count.
    answers = [
        {**name, "position": n, **_columns_of(entry)}
        for n, entry in enumerate(record.answers)
        if settled_or_said(entry.answer)
    ]
    monitoring = [row for row in answers if row["link_id"] in counted]
    others = [row for row in answers if row["link_id"] not in counted]
    attachments = [{**name, "sha256": sha256, "data": data} for sha256, data in opened.attachments.items()]
    for table, rows in ((t.answer, others), (t.monitoring, monitoring), (t.attachment, attachments)):
        if rows:
            connection.execute(sa.insert(table), rows)


def _only_counted(definition: FormDefinition) -> frozenset[str]:
    """Return the questions whose answers only serve to count (TB-29)."""
    return frozenset(link_id for link_id, place in definition.places.items() if place.section.monitoring)


def _columns_of(entry: RecordedAnswer) -> dict[str, str | None]:
    key, answer = entry.key, entry.answer
    return {
        "link_id": key.link_id,
        "path": "/".join(key.path),
        "voice": str(key.voice),
        "state": answer.state,
        "value": None if answer.value is None else msgspec.json.encode(answer.value, order="deterministic").decode(),
        "reason": answer.reason,
        "visibility": answer.visibility,
        "recorded_by": answer.provenance.recorded_by,
        "recorded_at": _text(answer.provenance.recorded_at),
    }


def _stored(row: sa.RowMapping) -> StoredBundle:
    return StoredBundle(
        device=row["device"],
        number=row["number"],
        sha256=row["sha256"],
        worker=row["worker"],
        record=row["record"],
        status=row["status"],
        made_at=datetime.fromisoformat(row["made_at"]),
        received_at=datetime.fromisoformat(row["received_at"]),
        receipt=row["receipt"],
        chain=_chain(row),
    )


def _chain(row: sa.RowMapping) -> Chain:
    """Judge how a bundle follows the newest one held before it: by hash, since a laptop may skip a number."""
    if row["previous"] == (row["prior"] or ""):
        return Chain.WHOLE
    return Chain.FORK if (row["prior_number"] or 0) == row["number"] - 1 else Chain.GAP


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _enforce_foreign_keys(connection: DBAPIConnection, _entry: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


@contextlib.contextmanager
def _storage_errors() -> Iterator[None]:
    """Translate what the database says into StorageError, without any value that was being stored."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise StorageError(what=type(error.orig).__name__) from None
