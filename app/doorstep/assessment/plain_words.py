"""How easy a text is to read (TB-23): guidance while somebody writes to the person. It never blocks anything.

The reading age is the grade of Flesch and Kincaid plus five years, as English schools count::

    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59

Source: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for Navy enlisted personnel",
Naval Technical Training Command, 1975. Syllables are counted by rule, not from a dictionary: within one of the true
count for nearly all English words. Numbers count as one word of one syllable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_SENTENCE_WORDS: Final = 20
"""A sentence with more words than this is told: plain-English guides ask for 15 to 20."""
_FEWEST_WORDS: Final = 10
"""Below this the formula says nothing worth telling."""
_HARD_SYLLABLES: Final = 4
_LONG_LETTERS: Final = 12
_YOUNGEST, _OLDEST = 5, 25

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,:]*")
_END: Final = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|\n\s*(?=[-•*])|\n(?=\S)")
_SHORT_FORM: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|etc|approx|\b[A-Z]))\.$")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SPLIT: Final = re.compile(
    r"(?<![tcs])ia|(?<![tscgx])io|(?<![qg])ua|iu|[aeiouy](?=ing)|(?<![aeiouy])ier|(?<!t)ience|(?:is|as|th)m$"
)
"""Where two vowels side by side, or a final m, sound as two syllables: audio, usual, being, carrier."""
_SILENT: Final = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l)e$|(?:[^aeiouysxzcgh]|[^cs]h)es$|[^aeiouytd]ed$|[^aeiouy]e(?=ly$|ments?$|ful|less|some)"
)
"""Where an e is not heard: home, makes, asked, lovely. It is heard in table, houses and wanted."""


class LongSentence(msgspec.Struct, frozen=True):
    """A sentence with too many words: ``text[start:end]``."""

    start: int
    end: int
    words: int


class HardWord(msgspec.Struct, frozen=True):
    """A long word, which a shorter one may replace: ``text[start:end]``."""

    start: int
    end: int
    word: str


class Reading(msgspec.Struct, frozen=True):
    """What was found. ``age`` in years is None for a text too short to judge."""

    age: int | None
    words: int
    sentences: tuple[LongSentence, ...]
    hard_words: tuple[HardWord, ...]


def check(text: str) -> Reading:
    """Return how easy a text is to read, its long sentences and its hard words. Takes time in step with the length."""
    spans = tuple(_sentences(text))
    counted = tuple((start, end, tuple(_WORD.finditer(text, start, end))) for start, end in spans)
    told = tuple(
        LongSentence(start, end, len(words)) for start, end, words in counted if len(words) > LONG_SENTENCE_WORDS
    )
    hard: list[HardWord] = []
    syllables = total = 0
    for _, _, words in counted:
        for place, match in enumerate(words):
            count = syllables_of(match[0])
            syllables += count
            if _is_hard(match[0], count) and not (place and match[0][0].isupper()):
                hard.append(HardWord(match.start(), match.end(), match[0]))
        total += len(words)
    age = _age(total, len(counted), syllables) if total >= _FEWEST_WORDS else None
    return Reading(age, total, told, tuple(hard))


def read_age(text: str) -> int:
    """Return the reading age of a text of any length, in years: for tests of our own words."""
    words = _WORD.findall(text)
    return _age(len(words), len(tuple(_sentences(text))), sum(map(syllables_of, words))) if words else _YOUNGEST


def syllables_of(word: str) -> int:
    """Return how many syllables an English word probably has: groups of vowels, less what is silent; at least one."""
    small = word.casefold().replace("’", "'").removesuffix("'s")
    if not small or not small[0].isalpha():
        return 1
    parts = small.split("-")
    return sum(_syllables_of_part(part) for part in parts)


def _syllables_of_part(part: str) -> int:
    groups = len(_VOWELS.findall(part)) + len(_SPLIT.findall(part))
    return max(1, groups - len(_SILENT.findall(part)))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence that has a word begins and ends. Lines of a list are sentences too."""
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _SHORT_FORM.search(text, start, match.end()):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if _WORD.search(piece):
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _is_hard(word: str, syllables: int) -> bool:
    return syllables >= _HARD_SYLLABLES or len(word) > _LONG_LETTERS


def _age(words: int, sentences: int, syllables: int) -> int:
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    return max(_YOUNGEST, min(_OLDEST, round(grade) + 5))
