"""An assessment in a few words, for a list: whose, how far, what is due, and whether the office has it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from doorstep.assessment.facts import Route
from doorstep.assessment.record import RecordStatus


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
    """Something that was promised for a day. ``name`` is the link_id that holds the date, ``words`` its question."""

    day: date
    name: str
    words: str


class AssessmentSummary(msgspec.Struct, frozen=True):
    """One line of the list. ``called`` is the name to use in speech; ``changed_at`` is aware UTC."""

    record_id: str
    name: str
    called: str
    status: RecordStatus
    route: Route
    changed_at: datetime
    whereabouts: Whereabouts
    last_visit: date | None = None
    due: tuple[Due, ...] = ()
