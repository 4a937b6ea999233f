"""A value in a few words, for the heading of a row or a line about last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.calendar import MONTHS

if TYPE_CHECKING:
    from doorstep.assessment.answer import Value
    from doorstep.definition.model import Item


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


def date_words(date: ApproximateDate) -> str:
    """Return a date as it was told: about 1962, March 1962, 6 October 2026, or the words."""
    month = MONTHS[date.month - 1] if date.month is not None else None
    parts = [str(part) for part in (date.day, month, date.year) if part is not None]
    told = " ".join((*(("about",) if date.about and parts else ()), *parts))
    if date.words:
        return f"{told} ({date.words})" if told else date.words
    return told


def _option_words(item: Item, code: str) -> str:
    option = item.option(code)
    return option.text if option is not None else code.removeprefix("=")
