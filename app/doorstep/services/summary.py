"""An assessment in a few words, for a list: whose, how far, what is due, and whether the office has it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import Route
from doorstep.assessment.record import RecordStatus

if TYPE_CHECKING:
    from doorstep.vault.summaries import RecordSummary


class Whereabouts(StrEnum):
    """How much of an assessment is anywhere but on this laptop (TB-10)."""

    ONLY_HERE = "only_here"
    """It has never left."""
    CHANGED_SINCE = "changed_since"
    """It left, and has changed since then."""
    SENT = "sent"
    """It left as it stands; the office has not said yet that it holds it."""
    RECEIVED = "received"
    """The office's receipt for it as it stands was checked."""


class Due(msgspec.Struct, frozen=True, order=True):
    """Something that was promised for a day (TB-15), in the words of its question."""

    day: date
    words: str


class AssessmentSummary(msgspec.Struct, frozen=True):
    """One line of the list. ``called`` is the name to use in speech; ``changed_at`` is aware UTC.

    ``drafts`` counts fields with text that has not become an answer. ``received_at`` is when the office took in what
    was sent last, by its own clock.
    """

    record_id: str
    name: str
    called: str
    status: RecordStatus
    route: Route
    changed_at: datetime
    whereabouts: Whereabouts
    last_visit: date | None = None
    due: tuple[Due, ...] = ()
    drafts: int = 0
    received_at: datetime | None = None


def summary_of(line: RecordSummary) -> AssessmentSummary:
    """Return the line of the list for what the vault tells of a record."""
    return AssessmentSummary(
        record_id=line.id,
        name=line.person.name,
        called=line.person.called,
        status=line.status,
        route=line.route,
        changed_at=line.changed_at,
        whereabouts=_whereabouts(line),
        last_visit=line.last_visit,
        due=tuple(Due(due.day, due.what) for due in line.due),
        drafts=line.drafts,
        received_at=None if line.receipt is None else line.receipt.received_at,
    )


def _whereabouts(line: RecordSummary) -> Whereabouts:
    if line.exported is None:
        return Whereabouts.ONLY_HERE
    if line.unsent:
        return Whereabouts.CHANGED_SINCE
    return Whereabouts.SENT if line.receipt is None else Whereabouts.RECEIVED
