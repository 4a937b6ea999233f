"""Days and times in words, the same on every page: 6 October 2026, 14:32."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from doorstep.calendar import day_words

if TYPE_CHECKING:
    from datetime import date


def local_now() -> datetime:
    """Return the time by the laptop's clock, aware."""
    return datetime.now().astimezone()


def near_day_words(day: date, today: date) -> str:
    """Return a day as people say it: today, yesterday, tomorrow, else 6 October 2026."""
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    return near.get((day - today).days, day_words(day))


def time_words(moment: datetime, *, seconds: bool = False) -> str:
    """Return the local clock time of an aware moment: 14:32, or 14:32:05."""
    return moment.astimezone().strftime("%H:%M:%S" if seconds else "%H:%M")


def minutes_words(minutes: int) -> str:
    """Return a length of time: 52 min, 1 h 5 min."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
