"""The calendar in words, as every page, screen and command line writes it: 6 October 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date) -> str:
    """Return a day as 6 October 2026, whatever the language of the computer."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
