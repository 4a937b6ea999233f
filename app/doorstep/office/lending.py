"""Lending: earlier records go back to one laptop, to read until a day, so that nobody has to tell everything again.

Who was lent what is noted before the file is written. What somebody said about a worker's own work is never lent
(``FormDefinition.apart``), and pictures stay at the office.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.record import encode_record
from doorstep.bundle.roster import Laptop, Role
from doorstep.bundle.visit_pack import SUFFIX, VisitPack, lent_record, write_visit_pack
from doorstep.errors import LendingError
from doorstep.files import unused_path, write_whole
from doorstep.office.store import Loan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from doorstep.assessment.record import Record
    from doorstep.bundle.roster import Roster
    from doorstep.definition.model import FormDefinition
    from doorstep.office.folder import OfficeFolder
    from doorstep.office.store import RecordHead, Store

USUAL_DAYS: Final = 30
MOST_DAYS: Final = 366


class Lent(msgspec.Struct, frozen=True):
    """What was lent: the pack, and the file to hand over."""

    pack: VisitPack
    laptop: Laptop
    path: Path


def people_named(heads: Iterable[RecordHead], search: str) -> tuple[RecordHead, ...]:
    """Return the heads of everybody in whose names or id each word of ``search`` stands, person by person."""
    words = search.casefold().split()
    found = (
        head
        for head in heads
        if all(word in f"{head.person.name} {head.person.preferred_name} {head.person.id}".casefold() for word in words)
    )
    return tuple(sorted(found, key=lambda head: (head.person.name, head.person.id, head.changed_at)))


def newest_of_each_form(store: Store, person_id: str) -> tuple[str, ...]:
    """Return the ids of one person's newest record of each form that may be lent.

    Raises LendingError (``no such person``, name) when there is none.
    """
    newest: dict[str, RecordHead] = {}
    for head in store.record_heads():
        known = newest.get(head.form.form)
        if head.person.id == person_id and (known is None or known.changed_at < head.changed_at):
            newest[head.form.form] = head
    found = store.newest_records([head.id for head in newest.values()])
    ids = tuple(record.id for record, definition in found if not definition.apart)
    if not ids:
        raise LendingError(what="no such person", name=person_id)
    return ids


def laptop_of(roster: Roster, name: str) -> Laptop:
    """Return the laptop that ``device:NAME``, ``worker:NAME`` or a bare NAME means. Raises LendingError (what, name).

    What: ``nobody of that name``; ``enrolled before lending`` when the laptop has given no recipient; ``several
    laptops`` when the worker has more than one.
    """
    role, _, bare = name.rpartition(":")
    of_device = [each for each in roster.laptops if each.device == bare and role in ("", Role.DEVICE)]
    found = of_device or [each for each in roster.laptops if each.worker == bare and role in ("", Role.WORKER)]
    if len(found) > 1:
        raise LendingError(what="several laptops", name=name)
    if not found:
        enrolled = any(
            each.name == bare and each.role in (Role.DEVICE, Role.WORKER) and role in ("", each.role)
            for each in roster.signers
        )
        raise LendingError(what="enrolled before lending" if enrolled else "nobody of that name", name=name)
    return found[0]


def lend(
    folder: OfficeFolder,
    store: Store,
    ids: Collection[str],
    *,
    laptop: Laptop,
    by: str,
    at: datetime,
    until: date,
    out: Path,
) -> Lent:
    """Write the newest state of these records, all of one person, into one file that only ``laptop`` opens.

    Raises LendingError (``nothing named``, ``no such record``, ``kept apart``, ``several people``, ``no lending key``),
    StorageError, EnvironmentFaultError when the lending key is not in the folder. A loan stays noted when its file
    cannot be written.
    """
    roster, key = folder.roster, folder.lending_key
    if not any(signer.key == key.public and signer.role is Role.LENDING for signer in roster.signers):
        raise LendingError(what="no lending key")
    found = tuple(store.newest_records(ids))
    _require_lendable(found, ids)
    hashes = {record.id: hashlib.sha256(encode_record(record)).hexdigest() for record, _ in found}
    number = store.lend(Loan(at, by, laptop.device, laptop.worker, until, hashes))
    records = tuple(lent_record(record, definition) for record, definition in found)
    pack = VisitPack(roster.office, number, laptop.device, laptop.recipient, at, until, records)
    path = unused_path(out, f"{laptop.device}-visit-{number:04}", SUFFIX)
    write_whole(path, write_visit_pack(pack, key))
    return Lent(pack, laptop, path)


def _require_lendable(found: Sequence[tuple[Record, FormDefinition]], ids: Collection[str]) -> None:
    missing = set(ids) - {record.id for record, _ in found}
    if missing:
        raise LendingError(what="no such record", record=min(missing))
    if not ids:
        raise LendingError(what="nothing named")
    for record, definition in found:
        if definition.apart:
            raise LendingError(what="kept apart", record=record.id)
    if len({record.person.id for record, _ in found}) > 1:
        raise LendingError(what="several people")
