"""A value in a few words, for the heading of a row or a line about last time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.calendar import MONTHS, day_words

if TYPE_CHECKING:
    from doorstep.assessment.answer import Value
    from doorstep.assessment.derived import Derived
    from doorstep.definition.model import Item

_NOT_KNOWN = "not known yet"


def value_words(item: Item, value: Value | None) -> str:
    """Return a value as short words; "" for none."""
    if value is None:
        return ""
    match value:
        case ApproximateDate():
            return date_words(value)
        case Choices():
            return ", ".join(_option_words(item, code) for code in value.codes)
        case Contact():
            return value.name
        case AttachmentRef():
            return value.caption or "a picture"
        case _:
            return value if isinstance(value, str) else f"{value:g}"


def told_words(item: Item, value: Value) -> str:
    """Return a value in all the words that were said, for somebody who has to say whether it still holds."""
    match value:
        case Choices():
            told = ((_option_words(item, code), value.details.get(code, "")) for code in value.codes)
            return ", ".join(f"{words} ({detail})" if detail else words for words, detail in told)
        case Contact():
            parts = (value.name, value.role, value.organisation, value.phone, value.email, value.note)
            return ", ".join(part for part in parts if part)
        case _:
            return value_words(item, value)


def displayed_words(item: Item, derived: Derived) -> str:
    """Return the words of a display, with the derived value that it shows: "Days since the first call: 14"."""
    if item.shows is None:
        return item.text
    value = getattr(derived, item.shows)
    told = day_words(value) if isinstance(value, date) else _NOT_KNOWN if value is None else str(value)
    return f"{item.text}: {told}"


def date_words(when: ApproximateDate) -> str:
    """Return a date as it was told: about 1962, March 1962, 6 October 2026, or the words."""
    month = MONTHS[when.month - 1] if when.month is not None else None
    parts = [str(part) for part in (when.day, month, when.year) if part is not None]
    told = " ".join((*(("about",) if when.about and parts else ()), *parts))
    if when.words:
        return f"{told} ({when.words})" if told else when.words
    return told


def _option_words(item: Item, code: str) -> str:
    option = item.option(code)
    return option.text if option is not None else code.removeprefix("=")
