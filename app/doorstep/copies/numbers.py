"""Numbers as they are said in Britain: "one hundred and twenty", "the sixth", "nineteen sixty-two"."""

from __future__ import annotations

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SCALES = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
LARGEST = 999_999_999
"""Whole numbers above this are said digit by digit."""


def number_words(number: int) -> str:
    """Return a whole number from 0 to ``LARGEST`` in words."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    many, rest = divmod(number, size)
    told = f"{number_words(many)} {name}"
    if not rest:
        return told
    return f"{told} and {number_words(rest)}" if rest < 100 else f"{told} {number_words(rest)}"


def ordinal_words(number: int) -> str:
    """Return the place of a whole number above 0 in words: "first", "twenty-second"."""
    words = number_words(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    if last in _ORDINALS:
        return words[:at] + _ORDINALS[last]
    return words[:at] + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def year_words(year: int) -> str:
    """Return a year of four digits as it is said: "nineteen sixty-two", "two thousand and six", "twenty twenty-six"."""
    century, rest = divmod(year, 100)
    if century == 20 and rest < 10:
        return number_words(year)
    if rest == 0:
        return f"{number_words(century)} hundred"
    return f"{number_words(century)} {'oh ' if rest < 10 else ''}{number_words(rest)}"


def digits_words(digits: str) -> str:
    """Return each digit on its own; groups that are apart in print are apart in speech."""
    return ", ".join(" ".join(_ONES[int(digit)] for digit in group) for group in digits.split())
