"""Values in words: dates, choices, contacts, honest gaps, and what must not be split over two lines.

Dates are written 6 October 2026. Telephone numbers, postcodes, NHS numbers, dates, sums and a title with its name are
kept whole with no-break spaces (UKAAF G003: no single piece of information over two lines).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Answer, AnswerState, ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.calendar import MONTHS, day_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from doorstep.assessment.answer import Value
    from doorstep.definition.model import AnswerOption, Item

NO_BREAK = "\u00a0"
NHS_DIGITS = 10


_UNITS = (
    "o'clock|points?|pence|pounds|weeks?|days?|hours?|minutes?|years?|months?|am|pm|miles?|metres?|feet|inches|cm|stone|"
    "kg|lb|mg|ml|pints?|cups?|times|occasions"
)
"""What stands behind a number and means nothing without it."""
_WHOLE = re.compile(
    "|".join(
        (
            r"\b(?:about )?\d+ stone \d+\b",
            r"\+?\d[\d ]{8,16}\d",  # telephone and NHS numbers
            r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",  # postcodes
            rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?\b",
            rf"\b(?:{'|'.join(MONTHS)}) \d{{4}}\b",
            r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sister|Page|page|about) [A-Z0-9]\w*",
            r"£\d[\d,.]* a \w+",
            r"\bprint size \d+",
            rf"\b\d+ (?:{_UNITS})\b",
            r"\b(?:number|No\.|type|at|section|step) \d[\d:.]*",
            r"\b\d+ to \d+\b",
            r"\b(?:[A-Z]\. )+[A-Z]\w+",
        )
    )
)
_INVISIBLE = "\ufe0e\ufe0f\u200b\u200c\u200d\u2060\ufeff\u00ad"
_OWN_NAMES = {
    "\u2764": "red heart",
    "\U0001f3fb": "light skin",
    "\U0001f3fc": "medium-light skin",
    "\U0001f3fd": "medium skin",
    "\U0001f3fe": "medium-dark skin",
    "\U0001f3ff": "dark skin",
}
"""What people call signs whose Unicode names would puzzle them."""
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def tidy(text: str) -> str:
    """Return text ready to be set: composed letters, calendar dates in words, no piece of information split."""
    composed = unicodedata.normalize("NFC", text)
    spoken = _ISO_DATE.sub(_iso_in_words, composed)
    return _WHOLE.sub(lambda found: found.group().replace(" ", NO_BREAK), spoken)


def plain_spaces(text: str) -> str:
    """Return text that may be split anywhere, as it is written in files."""
    return text.replace(NO_BREAK, " ")


def _iso_in_words(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= len(MONTHS):
        return found.group()
    return f"{day} {MONTHS[month - 1]} {year}"


def character_in_words(letter: str) -> str:
    """Return the name of a character that a format cannot write, in small letters; nothing for an invisible one."""
    if letter in _INVISIBLE:
        return ""
    if letter in _OWN_NAMES:
        return _OWN_NAMES[letter]
    return unicodedata.name(letter, f"character {ord(letter):04X}").lower()


def day_in_words(day: date) -> str:
    """Return a calendar date as 6 October 2026, unsplittable."""
    return day_words(day).replace(" ", NO_BREAK)


def approximate_in_words(when: ApproximateDate) -> str:
    """Return a remembered date in words: "about 1962", "November 2025", or what was said."""
    month = MONTHS[when.month - 1] if when.month and 1 <= when.month <= len(MONTHS) else ""
    parts = [str(when.day) if when.day else "", month, str(when.year) if when.year else ""]
    calendar = NO_BREAK.join(part for part in parts if part)
    words = tidy(when.words or "")
    if not calendar or calendar in words:
        return words
    told = f"about{NO_BREAK}{calendar}" if when.about else calendar
    return f"{told} ({words})" if words else told


def contact_in_words(contact: Contact) -> str:
    """Return a contact as one readable line; empty parts are left out."""
    who = ", ".join(part for part in (contact.name, contact.role, contact.organisation) if part)
    reach = ", ".join(part for part in (contact.phone, contact.email) if part)
    note = contact.note.strip()
    mark = ", " if note[:1].islower() else ". "
    line = ". ".join(part.rstrip(". ") for part in (who, reach) if part)
    return tidy(mark.join(part for part in (line, note) if part))


def option_in_words(option: AnswerOption, detail: str) -> str:
    """Return a chosen option, followed by the extra words that it asked for."""
    return tidy(f"{option.text}: {detail}" if detail else option.text)


def choices_in_words(choices: Choices, item: Item) -> tuple[str, ...]:
    """Return each chosen option in words, in the order in which they are stored."""
    return tuple(_choice(code, choices.details.get(code, ""), item) for code in choices.codes)


def _choice(code: str, detail: str, item: Item) -> str:
    option = item.option(code)
    if option is not None:
        return option_in_words(option, detail)
    words = code.removeprefix("=")
    return tidy(f"{words}: {detail}" if detail else words)


def number_in_words(number: float) -> str:
    """Return a number without a needless decimal part."""
    return str(int(number)) if float(number).is_integer() else str(number)


def nhs_number_in_words(number: str) -> str:
    """Return an NHS number in the groups in which it is read out, 3-3-4; anything else as it is."""
    digits = number.replace(" ", "")
    if len(digits) != NHS_DIGITS or not digits.isdigit():
        return tidy(number)
    return NO_BREAK.join((digits[:3], digits[3:6], digits[6:]))


def _text(text: str, item: Item) -> tuple[str, ...]:
    if item.check == "nhs_number":
        return (nhs_number_in_words(text),)
    return tuple(tidy(line.strip()) for line in text.split("\n") if line.strip())


def value_in_paragraphs(value: Value, item: Item) -> tuple[str, ...]:
    """Return a value as paragraphs of words; several choices give one each. A picture gives its caption."""
    match value:
        case ApproximateDate():
            return (approximate_in_words(value),)
        case Choices():
            return choices_in_words(value, item)
        case Contact():
            return (contact_in_words(value),)
        case AttachmentRef():
            return (tidy(value.caption),) if value.caption else ()
        case str():
            return _text(value, item)
        case _:
            return (number_in_words(value),)


_GAPS: dict[AnswerState, Callable[[str], str]] = {
    AnswerState.CHOSE_NOT_TO_SAY: lambda name: f"{name} chose not to say.",
    AnswerState.NOT_ASKED: lambda name: f"{name} was not asked this.",
    AnswerState.DOES_NOT_APPLY: lambda _name: "This does not apply.",
    AnswerState.COULD_NOT_FIND_OUT: lambda _name: "We could not find this out yet.",
    AnswerState.COME_BACK: lambda name: f"We will come back to this with {name}.",
}


def gap_in_words(answer: Answer, speaker: str) -> str:
    """Return an honest gap as a sentence, with its reason and who will find out (TB-03)."""
    reason = f" {sentence(answer.reason)}" if answer.reason else ""
    follow_up = f" Who will find out: {sentence(answer.follow_up)}" if answer.follow_up else ""
    return tidy(_GAPS[answer.state](speaker)) + reason + follow_up


def sentence(words: str) -> str:
    """Return words with a full stop, unless they end as a sentence does, inside quotation marks or out."""
    tidied = tidy(words.strip())
    return tidied if tidied.rstrip("\"'’”)").endswith((".", "!", "?", "…")) else f"{tidied}."
