"""Passphrases: how strong one is and why, and making one that is strong by construction."""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.errors import WeakPassphraseError
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORTEST: Final = 12
"""Characters. Shorter ones fall to guessing whatever they are made of."""
_LEAST_BITS: Final = 45.0
_STRONG_BITS: Final = 75.0
_LONGEST_PATTERN: Final = 4
_BITS_OF_SEQUENCE: Final = 8.0
_BITS_OF_MARK: Final = 5.0
_BITS_OF_LETTER: Final = 4.7
_BITS_OF_LETTER_IN_WORD: Final = 2.0
_BITS_OF_WORD: Final = 15.0
_LONGEST_WORD: Final = 10
_DRESSING: Final = "0123456789!?.,*#$@-_ "
_LONGEST_COMMON: Final = 40
_RUNS: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]+|_+")
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


def require_strong(text: str) -> None:
    """Raise WeakPassphraseError (reason) for a passphrase that no vault may have."""
    reason = strength(text).reason
    if reason is not None:
        raise WeakPassphraseError(reason=reason.value)


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
    return any(core in _common() for shape in (folded, "".join(folded.split())) for core in _cores(shape))


def _cores(text: str) -> Iterator[str]:
    """Yield a text without any number of the digits and marks at either end: ``1q2w1!`` also gives ``1q2w``."""
    before = len(text) - len(text.lstrip(_DRESSING))
    after = len(text) - len(text.rstrip(_DRESSING))
    for start in range(before + 1):
        for end in range(max(len(text) - after, start), min(len(text), start + _LONGEST_COMMON) + 1):
            yield text[start:end]


def _bits(text: str) -> float:
    """Estimate the guesses it takes, as a power of two: the sum over its different runs of letters, digits, marks."""
    return sum(map(_bits_of_run, {run.casefold() for run in _RUNS.findall(text)}))


def _bits_of_run(run: str) -> float:
    if run in _known_words():
        return math.log2(len(word_list()))
    if any(len(run) > 1 and (run in sequence or run[::-1] in sequence) for sequence in _SEQUENCES):
        return _BITS_OF_SEQUENCE
    if run.isdigit():
        return len(set(run)) * math.log2(10)
    if not run.isalpha():
        return len(set(run)) * _BITS_OF_MARK
    # one or two letters may be random; more are taken for a word, and longer ones for several words without spaces
    word = max(_BITS_OF_LETTER * min(len(run), 2), _BITS_OF_LETTER_IN_WORD * len(run))
    limit = math.log2(len(_common())) if run in _common() else _BITS_OF_WORD
    return word if len(run) > _LONGEST_WORD and run not in _common() else min(word, limit)


def _period(text: str) -> int:
    """Return after how many characters a text repeats itself ("abcabcabc": 3); its length when it does not."""
    return (text + text).find(text, 1)
