"""Shall we stop for a moment? Asked after a set time of a visit, never insisted on (TB-13, COP-12)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from doorstep.assessment.facts import Visit

_FORGOTTEN: Final = timedelta(hours=12)
"""A visit that began longer ago than this was not ended in the program, and nobody is sitting in it."""


def break_due(visit: Visit | None, now: datetime, after_minutes: int, rested: datetime | None = None) -> bool:
    """Tell whether to offer a break: so many minutes after the visit began, or after the last break or offer.

    ``now`` and ``rested`` are local times, as the visit's own. Never when ``after_minutes`` is 0, when no visit is
    under way, or when its beginning was not told as HH:MM.
    """
    begun = None if visit is None or visit.ended else _begun(visit)
    if begun is None or after_minutes <= 0:
        return False
    clock = now.replace(tzinfo=None)
    if not timedelta() <= clock - begun < _FORGOTTEN:
        return False
    since = begun if rested is None else max(begun, rested.replace(tzinfo=None))
    return clock - since >= timedelta(minutes=after_minutes)


def _begun(visit: Visit) -> datetime | None:
    try:
        return datetime.combine(visit.day, time.fromisoformat(visit.started))
    except ValueError:
        return None
