"""Does a value fit its item? Shapes, options and ranges; never whether it is wise.

A failed check digit is a warning (``assessment/derived``), not a refusal: what somebody said is kept.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.definition.model import CHOOSING, ItemType
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from doorstep.assessment.answer import Value
    from doorstep.definition.model import Item

_HEX = frozenset("0123456789abcdef")
_LEAP_YEAR = 2000


def fitting(item: Item, value: Value) -> Value:
    """Return the value as it is to be stored: choices in form order, details only of what is ticked.

    Raises WrongValueError when the value is of the wrong kind, is blank, names an option that the item does not
    have, ticks an exclusive option beside others, or lies out of range.
    """
    match item.type:
        case ItemType.TEXT | ItemType.LONG_TEXT:
            _require(isinstance(value, str) and bool(value.strip()), item, "words")
        case ItemType.NUMBER:
            _require(_number_fits(item, value), item, _range_words(item))
        case ItemType.DATE:
            _require(isinstance(value, ApproximateDate) and _date_fits(value), item, "a date, or part of one, or words")
        case ItemType.CONTACT:
            _require(isinstance(value, Contact) and bool(value.name.strip()), item, "a contact with a name")
        case ItemType.PHOTO | ItemType.SIGNATURE:
            _require(isinstance(value, AttachmentRef) and _attachment_fits(value), item, "a kept picture")
        case _ if item.type in CHOOSING:
            return _fitting_choices(item, value)
        case ItemType.REPEAT_GROUP | ItemType.TIMELINE | ItemType.PEOPLE_MAP:
            raise WrongValueError(link_id=item.link_id, expected="rows")
        case _:
            raise WrongValueError(link_id=item.link_id, expected="nothing")
    return value


def _require(fits: bool, item: Item, expected: str) -> None:
    if not fits:
        raise WrongValueError(link_id=item.link_id, expected=expected)


def _number_fits(item: Item, value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    above = item.minimum is None or value >= item.minimum
    return above and (item.maximum is None or value <= item.maximum)


def _range_words(item: Item) -> str:
    low = "" if item.minimum is None else f" from {item.minimum}"
    high = "" if item.maximum is None else f" to {item.maximum}"
    return f"a number{low}{high}"


def _date_fits(value: ApproximateDate) -> bool:
    if value.year is None and value.month is None and value.day is None:
        return bool(value.words and value.words.strip())
    if value.year is not None and value.month is not None and value.day is not None:
        return value.calendar() is not None
    month = value.month or 1
    return ApproximateDate(value.year or _LEAP_YEAR, month, value.day or 1).calendar() is not None


def _attachment_fits(value: AttachmentRef) -> bool:
    return len(value.sha256) == 64 and set(value.sha256) <= _HEX and value.size > 0


def _fitting_choices(item: Item, value: Value) -> Choices:
    if not isinstance(value, Choices) or not value.codes or len(set(value.codes)) != len(value.codes):
        raise WrongValueError(link_id=item.link_id, expected="options, each once")
    many = item.type is ItemType.MULTI_CHOICE
    _require(many or len(value.codes) == 1, item, "one option")
    order = {option.code: place for place, option in enumerate(item.options)}
    for code in value.codes:
        _require(code in order or _from_elsewhere(item, code), item, "one of its options")
    alone = [option.code for option in item.options if option.exclusive and option.code in value.codes]
    _require(not alone or len(value.codes) == 1, item, "this option alone")
    codes = tuple(sorted(value.codes, key=lambda code: order.get(code, len(order))))
    details = {code: words for code, words in value.details.items() if code in codes and words.strip()}
    return msgspec.structs.replace(value, codes=codes, details=details)


def _from_elsewhere(item: Item, code: str) -> bool:
    """A choice taken from another answer carries its own words, so that it outlives the row it came from."""
    return bool(item.options_from) and code.startswith("=") and bool(code[1:].strip())
