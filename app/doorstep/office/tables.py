"""The tables of the office database. Times are UTC in ISO 8601; ``value`` is JSON as in record.json.

Everything hangs on ``bundle``: device and number together name one bundle for ever.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, MetaData, String, Table, Text

tables = MetaData()


def _bundle_columns() -> tuple[Column[str] | Column[int] | ForeignKeyConstraint, ...]:
    return (
        Column("device", String(64), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        ForeignKeyConstraint(["device", "number"], ["bundle.device", "bundle.number"]),
    )


bundle = Table(
    "bundle",
    tables,
    Column("device", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("previous", String(64), nullable=False),
    Column("worker", String(64), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""``sealed`` is the file as it came: the evidence, with the journal and the copies, for as long as the keys live."""

record = Table(
    "record",
    tables,
    *_bundle_columns(),
    Column("id", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("form", LargeBinary, nullable=False),
)
"""record.json and form.json, byte for byte."""


def _answers(name: str) -> Table:
    return Table(
        name,
        tables,
        *_bundle_columns(),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("link_id", Text, nullable=False, index=True),
        Column("path", Text, nullable=False),
        Column("voice", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("value", Text),
        Column("reason", Text),
        Column("visibility", Text),
        Column("recorded_by", Text, nullable=False),
        Column("recorded_at", Text, nullable=False),
    )


answer = _answers("answer")
"""One row a lane, for questions across records; ``path`` joins row ids with ``/``."""

monitoring = _answers("monitoring")
"""The same for answers that only serve to count (TB-29): whoever reads ``answer`` does not come across them."""

attachment = Table(
    "attachment",
    tables,
    *_bundle_columns(),
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

quarantine = Table(
    "quarantine",
    tables,
    Column("sha256", String(64), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""Genuine bundles that wait for a person's decision, as they came; ``sha256`` is that of the file."""

recovery = Table(
    "recovery",
    tables,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("assessments", Integer),
)
"""One row each time a vault was opened with a key of the office. It is there before the copy is made; ``assessments``
is how many the copy holds, and NULL when none was made in the end."""

loan = Table(
    "loan",
    tables,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("device", String(64), nullable=False),
    Column("worker", String(64), nullable=False),
    Column("until", Text, nullable=False),
)
"""One row for each visit pack, before the file is written: who lent it, to which laptop and worker, until which day."""

lent_record = Table(
    "lent_record",
    tables,
    Column("loan", Integer, ForeignKey("loan.number"), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
)
"""What was in it: the record, and the SHA-256 of record.json as it was lent."""
