"""The jargon buster (TB-22): which professional words stand in a text, and what they mean.

The longest term wins ("needs assessment" before "assessment"), whole words only, in any case unless the term is exact.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from doorstep.packs.model import Glossary, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Found(msgspec.Struct, frozen=True):
    """A term in a text: ``text[start:end]``."""

    start: int
    end: int
    term: Term


def explain(glossary: Glossary, word: str) -> Term | None:
    """Return the term that a word or phrase is, in any of its spellings; None when the glossary has none."""
    return _finder(glossary).term(" ".join(word.split()))


def terms_in(glossary: Glossary, text: str) -> tuple[Found, ...]:
    """Return every term in a text, in order, none inside another."""
    return tuple(_finder(glossary).found(text))


def terms_used(glossary: Glossary, texts: Iterable[str]) -> tuple[Term, ...]:
    """Return the terms that come in any of these texts, each once, by the alphabet: the last page of a copy."""
    used = {found.term for text in texts for found in terms_in(glossary, text)}
    return tuple(sorted(used, key=lambda term: term.word.casefold()))


class _Finder:
    """One pattern for all terms of a glossary. Exact terms are tried as written, the others in any case."""

    def __init__(self, glossary: Glossary) -> None:
        self._exact = {word: term for term in glossary.terms if term.exact for word in (term.word, *term.variants)}
        self._any = {word: term for term in glossary.terms if not term.exact for word in _spellings(term)}
        self._pattern = re.compile(_alternatives(self._exact, self._any)) if glossary.terms else None

    def term(self, word: str) -> Term | None:
        return self._exact.get(word) or self._any.get(word.casefold())

    def found(self, text: str) -> Iterator[Found]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            term = self.term(" ".join(match[0].split()))
            if term is not None:
                yield Found(match.start(), match.end(), term)


@lru_cache(maxsize=8)
def _finder(glossary: Glossary) -> _Finder:
    """Return the finder of a glossary, made once: a few are in use at a time, one a version."""
    return _Finder(glossary)


def _spellings(term: Term) -> Iterator[str]:
    """Return a term's spellings in small letters, with plurals that only add an s."""
    for word in (term.word, *term.variants):
        small = word.casefold()
        yield small
        yield f"{small}s"


def _alternatives(exact: Mapping[str, Term], others: Mapping[str, Term]) -> str:
    """Return the pattern of all spellings, the longest first, whole words only, over line ends too."""
    spelled = sorted([*((word, False) for word in exact), *((word, True) for word in others)], key=_longest_first)
    parts = (_one(word) if not folded else f"(?i:{_one(word)})" for word, folded in spelled)
    return rf"(?<![\w])(?:{'|'.join(parts)})(?![\w])"


def _longest_first(spelled: tuple[str, bool]) -> tuple[int, str]:
    return -len(spelled[0]), spelled[0]


def _one(word: str) -> str:
    return r"\s+".join(map(re.escape, word.split()))
