"""Earlier records from the office: taken in, to go on from, and taken away when their time is over (TB-04).

A year after an assessment was sent it no longer lies on this laptop. What the office lends of it is read like any
earlier record when a further one is begun, and can be changed by nobody.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.people import Person
from doorstep.assessment.record import RecordStatus
from doorstep.calendar import day_words
from doorstep.errors import AlreadyLentError, RosterError, VisitPackExpiredError
from doorstep.services.shelf import followed
from doorstep.vault.earlier import Lent
from doorstep.vault.summaries import RecordSummary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.assessment.record import Record
    from doorstep.bundle.visit_pack import LentRecord, VisitPack
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault


class Accepted(msgspec.Struct, frozen=True):
    """What was taken in: whose records, the titles of their forms, by which office, and the last day to read them.

    ``pictures`` counts those that stayed at the office.
    """

    person: Person
    records: tuple[str, ...]
    office: str
    until: date
    pictures: int = 0


class Earlier:
    """The verbs for what the office lends."""

    def __init__(self, vault: Vault, surroundings: Surroundings) -> None:
        self._vault = vault
        self._surroundings = surroundings

    def accept(self, path: Path) -> Accepted:
        """Take in a visit pack that our office lent to this laptop; its records fill in what is begun next.

        What lies here as an assessment, or was lent already for as long, is passed over. Raises
        BundleUnreadableError, RosterError (``not connected``), WrongLaptopError, BundleTamperedError,
        UnknownSignerError, VisitPackNewerError, KeptApartError, VisitPackExpiredError, AlreadyLentError,
        StorageError; nothing is kept then.
        """
        pack = self._opened(path)
        now = self._surroundings.clock()
        lent_on = pack.lent_at.astimezone().date()
        used_up = self._vault.earlier.ended()
        over = any(
            each.record.id in used_up and used_up[each.record.id].lent_at >= pack.lent_at for each in pack.records
        )
        if over or max(self._surroundings.today(), lent_on) > pack.until:
            raise VisitPackExpiredError(file=path.name, until=day_words(pack.until))
        fresh = tuple(self._fresh(pack))
        if not fresh:
            raise AlreadyLentError(file=path.name)
        self._vault.earlier.keep((_lent(each, pack, now), each.record, each.definition) for each in fresh)
        return Accepted(
            person=max(fresh, key=lambda each: each.record.changed_at).record.person,
            records=tuple(each.definition.title for each in fresh),
            office=pack.office,
            until=pack.until,
            pictures=sum(each.pictures for each in fresh),
        )

    def run(self) -> tuple[str, ...]:
        """Take away what is over: its day has passed, or the office holds a signed record that goes on from it.

        Return the ids of what went. Raises StorageError.
        """
        lent = self._vault.earlier.all()
        if not lent:
            return ()
        today, gone_on = self._surroundings.today(), set(self._followed_at_the_office())
        over = tuple(each.summary.id for each in lent if each.until < today or each.summary.id in gone_on)
        if over:
            self._vault.earlier.end(over, self._surroundings.clock())
        return over

    def _followed_at_the_office(self) -> Iterator[str]:
        links = self._vault.links()
        for line in self._vault.received_records():
            if line.status is not RecordStatus.IN_PROGRESS:
                yield from followed(links.get(line.id, ()))

    def _opened(self, path: Path) -> VisitPack:
        from doorstep.bundle.limits import LIMITS  # signatures and age, only when something comes in
        from doorstep.bundle.visit_pack import read_visit_pack
        from doorstep.services.office import device_name, held_roster, read_page
        from doorstep.services.own_keys import OwnKeys

        roster = held_roster(self._vault)
        if roster is None:
            raise RosterError(what="not connected")
        keys = OwnKeys(self._vault, self._surroundings.entropy)
        data = read_page(path, LIMITS.visit_pack)
        return read_visit_pack(data, keys.opening, device_name(roster, keys.device.public), roster, path.name)

    def _fresh(self, pack: VisitPack) -> Iterator[LentRecord]:
        here = {line.id for line in self._vault.records(each.record.id for each in pack.records)}
        held = {each.summary.id: each for each in self._vault.earlier.all()}
        for each in pack.records:
            known = held.get(each.record.id)
            as_good = known is not None and (known.lent_at >= pack.lent_at or _as_good(known, each, pack))
            if each.record.id not in here and not as_good:
                yield each


def _as_good(known: Lent, lent: LentRecord, pack: VisitPack) -> bool:
    return known.until >= pack.until and known.summary.changed_at >= lent.record.changed_at


def _lent(lent: LentRecord, pack: VisitPack, at: datetime) -> Lent:
    title = lent.definition.title
    return Lent(_summary(lent.record), title, pack.office, pack.lent_at, pack.until, at, lent.pictures)


def _summary(record: Record) -> RecordSummary:
    """Return the head of a record that lies at the office: nothing is due or unsent here."""
    return RecordSummary(
        id=record.id,
        person=record.person,
        form=record.form,
        status=record.status,
        route=record.route,
        started_at=record.started_at,
        changed_at=record.changed_at,
        last_visit=max((visit.day for visit in record.visits), default=None),
        due=(),
        unsent=False,
        drafts=0,
        started_by=record.started_by,
    )
