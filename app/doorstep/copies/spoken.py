"""Words as they are said aloud: dates, times, sums, telephone numbers, postcodes, addresses and abbreviations.

A voice, human or not, that meets "01632 960143" or "w/c 6/10" in the middle of a sentence stumbles; a listener cannot
look back. So the script spells out what the eye would take in at a glance. The rules know Britain in 2026 and are data
as far as they can be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doorstep.calendar import MONTHS
from doorstep.copies.numbers import LARGEST, digits_words, number_words, ordinal_words, year_words
from doorstep.copies.words import NO_BREAK, character_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH = "|".join(MONTHS)
_LETTERS_SPELLED = (
    *("AIS", "CHC", "CQC", "CVI", "DLA", "DWP", "ESA", "GP", "GPs", "HC2", "ICB", "ID", "IMCA", "IT", "LGO", "LPA"),
    *("MP", "NHS", "NI", "OT", "OTs", "PA", "PAs", "PC", "RNIB", "TV", "UC", "UK", "BSL", "BBC", "CD", "DVD", "SMS"),
)
"""Abbreviations that are said letter by letter."""
# fmt: off
_IN_FULL = {
    "Mr": "Mister", "Mrs": "Missus", "Dr": "Doctor", "Revd": "Reverend",
    "e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "approx.": "about", "incl.": "including",
    "and/or": "and or", "tel.": "telephone", "vs": "against", "&": "and", "+": "plus", "=": "equals",
}
# fmt: on
"""Abbreviations and signs that are said as words."""
# fmt: off
_UNITS = {
    "kg": "kilograms", "g": "grams", "mg": "milligrams", "ml": "millilitres", "l": "litres", "cm": "centimetres",
    "mm": "millimetres", "m": "metres", "km": "kilometres", "pt": "point", "hrs": "hours", "mins": "minutes",
    "lb": "pounds", "ft": "feet",
}
# fmt: on
_GAPS = re.compile(" {2,}")
_NOON = 12
_EVENING = 18
_WHOLE_GROUPS = 7
"""So many digits in a row are a number to ring or to quote, not to count with."""


def spoken(text: str) -> str:
    """Return a text as it is to be said. Words that need no change stay as they are."""
    plain = text.replace(NO_BREAK, " ").replace("’", "'").replace("‘", "'")
    sayable = "".join(_sayable(letter) for letter in plain)
    return _SAID.sub(_say, _GAPS.sub(" ", sayable)).strip()


def _sayable(letter: str) -> str:
    if letter.isalnum() or letter.isspace() or letter.isascii() or letter in "£“”–—…":
        return letter
    name = character_in_words(letter)
    return f" ({name}) " if name else ""


def _say(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return _SAYERS[kind](found.group())


def _date(words: str) -> str:
    day, month, *year = words.split()
    told = f"the {ordinal_words(int(day))} of {month}"
    return f"{told}, {year_words(int(year[0]))}" if year else told


def _slashed(words: str) -> str:
    day, month, year = (int(part) for part in words.split("/"))
    return f"the {ordinal_words(day)} of {MONTHS[month - 1]}, {year_words(year)}"


def _month(words: str) -> str:
    month, year = words.split()
    return f"{month} {year_words(int(year))}"


def _time(words: str) -> str:
    hours, minutes = (int(part) for part in re.split("[:.]", re.sub("[apm ]", "", words.lower())))
    afternoon = "pm" in words.lower() and hours < _NOON
    return _clock(hours + (_NOON if afternoon else 0), minutes)


def _hour(words: str) -> str:
    hour = int(re.sub("[apmAPM ]", "", words))
    return _clock(hour % _NOON + (_NOON if "p" in words.lower() else 0), 0)


def _clock(hours: int, minutes: int) -> str:
    if (hours, minutes) == (_NOON, 0):
        return "twelve noon"
    part = "in the morning" if hours < _NOON else "in the afternoon" if hours < _EVENING else "in the evening"
    hour = number_words((hours - 1) % _NOON + 1)
    if not minutes:
        return f"{hour} o'clock {part}"
    return f"{hour} {'oh ' if minutes < 10 else ''}{number_words(minutes)} {part}"


def _sum(words: str) -> str:
    pounds, _point, pence = words.removeprefix("£").replace(",", "").partition(".")
    told = f"{_count(pounds)} {'pound' if pounds == '1' else 'pounds'}"
    return f"{told} {number_words(int(pence))}" if pence.strip("0") else told


def _count(words: str) -> str:
    digits = words.replace(",", "")
    number = int(digits)
    if number > LARGEST or (digits.startswith("0") and len(digits) > 1):
        return digits_words(digits)
    return number_words(number)


def _number(words: str) -> str:
    if sum(letter.isdigit() for letter in words) >= _WHOLE_GROUPS and "," not in words:
        return digits_words(re.sub(r"[^\d ]", "", words))
    whole, point, part = words.partition(".")
    if not point:
        return _year(words) if re.fullmatch(r"(?:19|20)\d\d", words) else _count(words)
    return f"{_count(whole)} point {digits_words(part).replace(',', '')}"


def _year(words: str) -> str:
    return year_words(int(words))


def _decade(words: str) -> str:
    told = year_words(int(words[:4]))
    return f"{told[:-1]}ies" if told.endswith("y") else f"{told}s"


def _range(words: str) -> str:
    return " to ".join(_number(part.strip()) for part in re.split("[-–]", words))


def _measured(words: str) -> str:
    number = words.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{_number(number.rstrip())} {_UNITS[words[len(number) :]]}"


def _initials(words: str) -> str:
    """Spell an abbreviation; the s of several stays with its letter: "G P s" would be heard as three things."""
    several = words.endswith("s")
    return " ".join(words.removesuffix("s")) + ("s" if several else "")


def _code(words: str) -> str:
    """Spell a postcode or a check code, letter by letter and group by group."""
    return ", ".join(
        " ".join(number_words(int(one)) if one.isdigit() else one for one in part) for part in words.split()
    )


def _address(words: str) -> str:
    told = re.sub(r"https?://", "", words).rstrip("/")
    for sign, name in ((".", "dot"), ("@", "at"), ("-", "dash"), ("_", "underscore"), ("/", "slash")):
        told = told.replace(sign, f" {name} ")
    return told


_SAYERS: dict[str, Callable[[str], str]] = {
    "address": _address,
    "sum": _sum,
    "date": _date,
    "slashed": _slashed,
    "month": _month,
    "time": _time,
    "hour": _hour,
    "digits": _number,
    "postcode": _code,
    "code": _code,
    "percent": lambda words: f"{_number(words.rstrip('% '))} per cent",
    "ordinal": lambda words: ordinal_words(int(words[:-2])),
    "decade": _decade,
    "range": _range,
    "measured": _measured,
    "number": _number,
    "initials": _initials,
    "full": lambda words: _IN_FULL[words],
    "either": lambda words: words.replace("/", " or "),
}
_PATTERNS = {
    "address": r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s,;)]*[^\s,;).]",
    "sum": r"£\d[\d,]*(?:\.\d\d)?",
    "date": rf"\b\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?\b",
    "slashed": r"\b(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b",
    "month": rf"\b(?:{_MONTH}) \d{{4}}\b",
    "time": r"\b(?:[01]?\d|2[0-3])(?::[0-5]\d(?: ?[ap]m)?|\.[0-5]\d ?[ap]m)\b",
    "hour": r"\b(?:1[0-2]|[1-9]) ?(?:am|pm)\b",
    "postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    "code": r"\b(?=[A-F ]*\d)[0-9A-F]{4} [0-9A-F]{4}\b(?! \d)",
    "digits": r"(?<![\w.])\+?\d[\d ]{6,16}\d\b",
    "percent": r"\b\d+(?:\.\d+)? ?%",
    "ordinal": r"\b[1-9]\d{0,2}(?:st|nd|rd|th)\b",
    "decade": r"\b(?:19|20)\d0s\b",
    "range": r"(?<![\w.-])\d{1,4} ?[-–] ?\d{1,4}\b(?![-–])",
    "measured": rf"(?<![\w.])\d+(?:\.\d+)? ?(?:{'|'.join(_UNITS)})\b(?!')",
    "number": r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?\b",
    "initials": rf"\b(?:{'|'.join(_LETTERS_SPELLED)})\b",
    "full": "|".join(rf"(?<!\w){re.escape(short)}(?!\w)" for short in _IN_FULL),
    "either": r"\b[a-z]+/[a-z]+\b",
}
_SAID = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
