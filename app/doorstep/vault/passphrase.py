"""Passphrases: how strong one is and why, and making one that is strong by construction."""

from __future__ import annotations

import math
import unicodedata
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST: Final = 12
"""Characters. Shorter ones fall to guessing whatever they are made of."""
_LEAST_BITS: Final = 45.0
_STRONG_BITS: Final = 75.0
_LONGEST_PATTERN: Final = 4
_SEQUENCES: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)


class Weakness(StrEnum):
    """Why a passphrase is refused."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    COMMON = "common"
    REPEATED = "repeated"
    GUESSABLE = "guessable"


class Strength(msgspec.Struct, frozen=True):
    """How strong a passphrase is. ``score`` is 0 to 4; ``bits`` an estimate; ``reason`` is None when it is accepted."""

    score: int
    bits: float
    reason: Weakness | None


def strength(text: str) -> Strength:
    """Judge a passphrase: length first, then the lists of common ones, then an estimate of the guesses it takes."""
    told = unicodedata.normalize("NFKC", text).strip()
    bits = _bits(told)
    reason = _weakness(told, bits)
    if reason is not None:
        return Strength(0 if reason in (Weakness.EMPTY, Weakness.COMMON) else 1, bits, reason)
    return Strength(2 + (bits >= (_LEAST_BITS + _STRONG_BITS) / 2) + (bits >= _STRONG_BITS), bits, None)


def generate(words: int = 6, *, entropy: Callable[[int], bytes]) -> str:
    """Return so many random words of the list, with spaces between: 12.9 bits each. ``entropy`` gives random bytes."""
    listed = word_list()
    return " ".join(listed[_below(len(listed), entropy)] for _ in range(words))


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that ``generate`` picks from: 7,776 short English words."""
    return tuple(resource("passphrases", "words.txt").read_text("utf-8").split())


@cache
def _common() -> frozenset[str]:
    return frozenset(resource("passphrases", "common.txt").read_text("utf-8").splitlines())


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word_list())


def _below(limit: int, entropy: Callable[[int], bytes]) -> int:
    """Return an even choice below a limit of at most 65,536; draws beyond the last whole multiple are thrown away."""
    whole = 65_536 - 65_536 % limit
    while (draw := int.from_bytes(entropy(2))) >= whole:
        pass
    return draw % limit


def _weakness(text: str, bits: float) -> Weakness | None:
    if not text:
        return Weakness.EMPTY
    if _is_common(text):
        return Weakness.COMMON
    if len(text) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(set(text.casefold())) <= _LONGEST_PATTERN or _period(text.casefold()) <= _LONGEST_PATTERN:
        return Weakness.REPEATED
    return Weakness.GUESSABLE if bits < _LEAST_BITS else None


def _is_common(text: str) -> bool:
    """Say whether it is on the list, also with the digits and marks that people put around a word to please a rule."""
    folded = text.casefold()
    bare = folded.strip("0123456789!?.,*#$@-_ ")
    return bool({folded, bare, "".join(folded.split())} & _common())


def _bits(text: str) -> float:
    """Estimate the guesses: a listed word counts as one draw from the list, other text by its kinds of character."""
    return sum(_bits_of_part(part) for part in text.split())


def _bits_of_part(part: str) -> float:
    folded = part.casefold()
    if folded in _known_words():
        return math.log2(len(word_list()))
    if folded.isdigit():
        return len(set(folded)) * math.log2(10)
    if any(folded in sequence or folded[::-1] in sequence for sequence in _SEQUENCES):
        return math.log2(len(_SEQUENCES) * 26 * 2)
    if folded in _common():
        return math.log2(len(_common()))
    kinds = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10), (lambda character: not character.isalnum(), 33))
    alphabet = sum(size for test, size in kinds if any(map(test, part)))
    # letters of a word follow one another: about half of what random letters would be worth
    return len(set(folded)) * math.log2(max(alphabet, 2)) * (0.5 if folded.isalpha() else 0.75)


def _period(text: str) -> int:
    """Return after how many characters a text repeats itself ("abcabcabc": 3); its length when it does not."""
    return (text + text).find(text, 1)
