"""An assessment in a few words, for a list: whose, how far, what is due, and whether the office has it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import Route
from doorstep.assessment.record import RecordStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.vault.earlier import Lent
    from doorstep.vault.summaries import RecordSummary


class Whereabouts(StrEnum):
    """How much of an assessment is anywhere but on this laptop (TB-10)."""

    ONLY_HERE = "only_here"
    """It has never left."""
    CHANGED_SINCE = "changed_since"
    """It left, and has changed since then."""
    SENT = "sent"
    """It left as it stands; the office has not said yet that it holds it."""
    LENT = "lent"
    """It is at the office, which has lent it to this laptop: to read until a day, and never to change."""
    RECEIVED = "received"
    """The office's receipt for it as it stands was checked."""


class Due(msgspec.Struct, frozen=True, order=True):
    """Something that was promised for a day (TB-15), in the words of its question.

    ``waits``: the person asked for time, so the clock stands still and nothing is overdue (TB-13).
    """

    day: date
    words: str
    waits: bool = False


class AssessmentSummary(msgspec.Struct, frozen=True):
    """One line of the list. ``called`` is the name to use in speech; ``changed_at`` is aware UTC.

    ``form`` is the name of the form that the record is made with, ``title`` its title. ``kept_apart``: the record
    holds what the worker who assessed may not read; it can be sent, and not opened. ``drafts`` counts fields with text
    that has not become an answer. ``received_at`` is when the office took in what was sent last, by its own clock.
    ``lent_until`` is the last day on which an earlier record from the office may be read; None for all others.
    """

    record_id: str
    person_id: str
    name: str
    called: str
    form: str
    title: str
    status: RecordStatus
    route: Route
    changed_at: datetime
    whereabouts: Whereabouts
    last_visit: date | None = None
    due: tuple[Due, ...] = ()
    drafts: int = 0
    received_at: datetime | None = None
    kept_apart: bool = False
    lent_until: date | None = None


def grouped(lines: Iterable[AssessmentSummary]) -> tuple[AssessmentSummary, ...]:
    """Return the records of each person together, in the order in which each person and record comes first."""
    people: dict[str, list[AssessmentSummary]] = {}
    for line in lines:
        people.setdefault(line.person_id, []).append(line)
    return tuple(line for theirs in people.values() for line in theirs)


def summary_of(line: RecordSummary, title: str, *, kept_apart: bool = False) -> AssessmentSummary:
    """Return the line of the list for what the vault tells of a record; ``title`` is that of its form."""
    return AssessmentSummary(
        record_id=line.id,
        person_id=line.person.id,
        name=line.person.name,
        called=line.person.called,
        form=line.form.form,
        title=title,
        status=line.status,
        route=line.route,
        changed_at=line.changed_at,
        whereabouts=_whereabouts(line),
        last_visit=line.last_visit,
        due=tuple(Due(due.day, due.what, due.waits) for due in line.due),
        drafts=line.drafts,
        received_at=None if line.receipt is None else line.receipt.received_at,
        kept_apart=kept_apart,
    )


def lent_summary_of(lent: Lent) -> AssessmentSummary:
    """Return what to show of an earlier record from the office."""
    shown = summary_of(lent.summary, lent.title)
    return msgspec.structs.replace(shown, whereabouts=Whereabouts.LENT, lent_until=lent.until)


def _whereabouts(line: RecordSummary) -> Whereabouts:
    if line.exported is None:
        return Whereabouts.ONLY_HERE
    if line.unsent:
        return Whereabouts.CHANGED_SINCE
    return Whereabouts.SENT if line.receipt is None else Whereabouts.RECEIVED
