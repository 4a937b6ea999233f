"""Uncontracted Unified English Braille (grade 1) in ASCII braille, without any library.

From The Rules of Unified English Braille, second edition: letters (4), capitals (8), numbers (6), punctuation and signs
(3, 7), modified letters (4.2). Every machine can make it. The tests hold it against liblouis, sentence by sentence.

The output is North American ASCII braille in capitals, a character a cell, which embossers and displays expect in a
BRF. A no-break space stays one, so that the layout can keep together what belongs together; between digits it is the
space inside a number (6.6), as in a telephone number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from doorstep.copies.words import NO_BREAK, character_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPITAL, CAPITAL_WORD, CAPITAL_PASSAGE, CAPITAL_END = ",", ",,", ",,,", ",'"
NUMERIC, GRADE_1, NUMERIC_SPACE = "#", ";", '"'
PASSAGE = 3
"""So many words in capitals, one after another, are a passage (8.5)."""

DIGITS = dict(zip("1234567890", "ABCDEFGHIJ", strict=True))
# fmt: off
_SIGNS = {
    ".": "4", ",": "1", ";": "2", ":": "3", "!": "6", "?": "8", "'": "'", "-": "-", "–": ",-", "—": ",-",
    "‐": "-", "‑": "-", "−": '"-', "“": "8", "”": "0", "‘": ",8", "’": ",0", "«": "_8", "»": "_0", "…": "444",
    "(": '"<', ")": '">', "[": ".<", "]": ".>", "{": "_<", "}": "_>", "<": "@<", ">": "@>", "/": "_/", "\\": "_*",
    "_": ".-", "•": "_4", "·": "@*", "£": "@L", "$": "@S", "€": "@E", "¢": "@C", "¥": "@Y", "%": ".0", "&": "@&",
    "@": "@A", "#": "_?", "*": '"9', "+": '"6', "=": '"7', "×": '"8', "÷": '"/', "^": "@5", "~": "@9", "|": "_\\",
    "°": "^J", "§": "^S", "©": "^C", "®": "^R", "™": "^T", "½": "#A/B", "¼": "#A/D", "¾": "#C/D", "²": ";9#B",
    "³": ";9#C", "†": "@,?", "‡": "@,]", "′": "7", "″": "77", "✓": "@%", "`": ".*", "\n": " ", "\t": " ",
}
_MARKS = {
    "\u0300": "^*", "\u0301": "^/", "\u0302": "^%", "\u0303": "^]", "\u0304": "@-", "\u0306": "@+",
    "\u0308": "^3", "\u030a": "^$", "\u030c": "^+", "\u0327": "^&",
    "\u0307": "^3", "\u0328": "^&", "\u030b": "^/",
}
# fmt: on
"""Signs before a letter for the marks on it. The dot above, the ogonek and the double acute have none in English
braille and take the nearest, so that a Polish name stays one word."""
_LETTERS = {"ł": "@*L", "ø": "@*O", "đ": "@3D", "ħ": "@3H", "ß": ".!", "æ": "A^6E", "œ": "O^6E", "ð": "@3D", "ı": "I"}
_NEEDS_GRADE_1 = ",;:!?"
"""Signs that would be read as contractions between two letters."""
_TOKENS = re.compile(r"\S+")
_OPENERS = "([{<“‘«"


def uncontracted(text: str) -> str:
    """Return a text in braille cells. What braille has no sign for is spelled out by name in square brackets."""
    return "".join(_Cells(spelled_out(text)).all())


def spelled_out(text: str) -> str:
    """Return a text in which every character is one that braille has a sign for."""
    return "".join(map(_known, unicodedata.normalize("NFC", text)))


def _known(letter: str) -> str:
    if letter.isspace():
        return NO_BREAK if letter in "\u00a0\u202f" else " "
    if letter in _SIGNS or letter == '"' or letter in DIGITS or _letter(letter.lower()):
        return letter
    name = character_in_words(letter)
    return f"[{name}]" if name else ""


def _letter(letter: str) -> str:
    """Return the cells of a small letter, marks and all; nothing for what is no letter of the Latin alphabet."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if not base.isascii() or not base.isalpha() or any(mark not in _MARKS for mark in marks):
        return ""
    return "".join(_MARKS[mark] for mark in marks) + base.upper()


class _Cells:
    """Goes through one text, from left to right, and knows what stands before and after each place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts, self._ends = _passages(text)
        self._numeric = False
        self._in_passage = False
        self._in_word = False
        self._quoted = {"“": False, "‘": False}

    def all(self) -> Iterator[str]:
        """Yield the cells of each character with the indicators that it needs."""
        for place, letter in enumerate(self._text):
            if letter.isalpha():
                yield from self._alphabetic(place, letter)
            elif letter in DIGITS:
                yield from self._digit(letter)
            else:
                yield self._sign(place, letter)
            if place in self._ends:
                yield CAPITAL_END
                self._in_passage = False

    def _at(self, place: int) -> str:
        return self._text[place] if 0 <= place < len(self._text) else " "

    def _alphabetic(self, place: int, letter: str) -> Iterator[str]:
        after_number, self._numeric = self._numeric, False
        if place in self._starts:
            self._in_passage = True
            yield CAPITAL_PASSAGE
        if self._in_word and not letter.isupper():
            yield CAPITAL_END
        begins = letter.isupper() and not self._in_passage and not self._in_word
        self._in_word = (begins and self._at(place + 1).isupper()) or (self._in_word and letter.isupper())
        cells = _letter(letter.lower())
        if begins:
            yield CAPITAL_WORD if self._in_word else CAPITAL
        elif after_number and cells in "ABCDEFGHIJ":
            yield GRADE_1
        yield cells
        if not self._at(place + 1).isalpha():
            self._in_word = False

    def _digit(self, letter: str) -> Iterator[str]:
        if not self._numeric:
            yield NUMERIC
        self._numeric = True
        yield DIGITS[letter]

    def _sign(self, place: int, letter: str) -> str:
        before, after = self._at(place - 1), self._at(place + 1)
        if letter in " \u00a0":
            if letter == NO_BREAK and self._numeric and before in DIGITS and after in DIGITS:
                return NUMERIC_SPACE
            self._numeric = False
            return letter
        if letter in ".," and after in DIGITS:
            if self._numeric:
                return _SIGNS[letter]
            if before.isspace():
                self._numeric = True
                return NUMERIC + _SIGNS[letter]
        self._numeric = self._numeric and letter in ".,"  # a letter behind "2." would still be read as a digit
        if letter in '"“”‘’':
            return self._quotation(letter, before, after)
        needs_mark = letter in _NEEDS_GRADE_1 and before.isalpha() and after.isalpha()
        alone = letter == "?" and (before.isspace() or before in _OPENERS or before in '"…')
        return (GRADE_1 if needs_mark or alone else "") + _SIGNS[letter]

    def _quotation(self, letter: str, before: str, after: str) -> str:
        """Return a quotation mark or an apostrophe; a mark that closes nothing is an apostrophe."""
        opens = before.isspace() or before in _OPENERS or before in "-–—/"
        if letter == '"':
            if opens and not after.isspace():
                self._quoted["“"] = True
                return _SIGNS["“"]
            closes, self._quoted["“"] = self._quoted["“"], False
            return _SIGNS["”"] if closes else ",7"
        if letter == "‘":
            self._quoted["‘"] = True
        if letter == "’":
            if not self._quoted["‘"] or (before.isalpha() and after.isalpha()):
                return _SIGNS["'"]
            self._quoted["‘"] = False
        return _SIGNS[letter]


def _passages(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return where passages in capitals begin (their first letter) and end (the last character of their last word)."""
    starts: set[int] = set()
    ends: set[int] = set()
    run: list[re.Match[str]] = []
    for token in (*_TOKENS.finditer(text), None):
        letters = [letter for letter in token.group() if letter.isalpha()] if token else ["."]
        if letters and not all(letter.isupper() for letter in letters):
            if len(run) >= PASSAGE:
                starts.add(next(place for place in range(run[0].start(), run[0].end()) if text[place].isalpha()))
                ends.add(run[-1].end() - 1)
            run = []
        elif letters and token:
            run.append(token)
    return frozenset(starts), frozenset(ends)
