"""Tagged words: part of a long answer that is shown under an outcome area, or another question, as well.

A tag holds the words as they stood. When the answer changes, the tag follows its words where they still stand exactly;
where they do not, it says so. It never moves to other words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import AnswerKey, Voice
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doorstep.assessment.answer import Answer
    from doorstep.assessment.beside import Tag

_PLAINLY: Final = " plainly"
"""Ends the name under which plain words are typed: no link_id of a form has a space in it."""


class TaggedWords(msgspec.Struct, frozen=True):
    """Words under the heading where they belong, and who said them.

    ``start`` is where they stand in the answer now: None when they do not, or when they stand there several times and
    none is where it was. ``tag`` is the id to remove the tag by, ``about`` the link_id under which it is shown.
    """

    tag: str
    words: str
    speaker: Voice
    key: AnswerKey
    about: str
    still_there: bool
    start: int | None


class PlainWords(msgspec.Struct, frozen=True):
    """Words of an answer with the plain ones that the worker approved in their place, for Easy Read.

    ``tag`` is the id to take them away by, "" while they are only typed. ``still_there`` says whether the words stand
    in the answer now: when they do not, the plain ones are printed nowhere. ``start`` is where they stand, in
    characters, None as in ``TaggedWords``.
    """

    tag: str
    words: str
    plain: str
    still_there: bool
    start: int | None


def plain_key(key: AnswerKey, words: str) -> AnswerKey:
    """Return the address under which plain words are kept as a draft while they are typed: for ``words`` of an answer.

    The rows come first, so that a row that is removed takes with it what was being typed about it.
    """
    return AnswerKey(f"{key.link_id}{_PLAINLY}", (*key.path, words), key.voice)


def words_at(answer: Answer | None, key: AnswerKey, start: int, end: int) -> str:
    """Return the words of an answer from ``start`` up to ``end``, in characters.

    Raises WrongValueError when the answer is no text, or when there are no words in that stretch.
    """
    text = answer.value if answer is not None else None
    if not isinstance(text, str) or not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise WrongValueError(link_id=key.link_id, expected="words of an answer")
    return text[start:end]


def tagged(tags: tuple[Tag, ...], answers: Mapping[AnswerKey, Answer]) -> Iterator[TaggedWords]:
    """Yield each tag as it stands now, in the order of the answers and of their words, but none in plain words."""
    for tag in sorted((tag for tag in tags if not tag.plain), key=_place):
        answer = answers.get(tag.key)
        text = answer.value if answer is not None and isinstance(answer.value, str) else ""
        start = _found(text, tag)
        yield TaggedWords(tag.id, tag.words, tag.key.voice, tag.key, tag.about, tag.words in text, start)


def said_plainly(tags: tuple[Tag, ...], answers: Mapping[AnswerKey, Answer]) -> Iterator[Tag]:
    """Yield what was said in plain words, in the order of the answers, where the words that it stands for still stand.

    Words that have changed since are no longer what the worker approved a plain version of.
    """
    for tag in sorted((tag for tag in tags if tag.plain), key=_place):
        answer = answers.get(tag.key)
        if answer is not None and isinstance(answer.value, str) and tag.words in answer.value:
            yield tag


def plain_words(tags: tuple[Tag, ...], key: AnswerKey, answer: Answer | None) -> Iterator[PlainWords]:
    """Yield the plain words that were approved for words of one answer, in their order, as they stand now."""
    text = answer.value if answer is not None and isinstance(answer.value, str) else ""
    for tag in sorted((tag for tag in tags if tag.plain and tag.key == key), key=_place):
        yield PlainWords(tag.id, tag.words, tag.plain, tag.words in text, _found(text, tag))


def plain_drafts(drafts: Mapping[AnswerKey, str], key: AnswerKey, answer: Answer | None) -> tuple[PlainWords, ...]:
    """Return the plain words that are typed for words of one answer and not kept, in the order of the answer.

    ``start`` is the first place where the words stand; what stands no longer comes first.
    """
    text = answer.value if answer is not None and isinstance(answer.value, str) else ""
    typed = [(at.path[-1], plain) for at, plain in drafts.items() if at.path and at == plain_key(key, at.path[-1])]
    found = [(text.find(words), words, plain) for words, plain in typed]
    return tuple(PlainWords("", words, plain, at >= 0, at if at >= 0 else None) for at, words, plain in sorted(found))


def _found(text: str, tag: Tag) -> int | None:
    if text.startswith(tag.words, tag.start):
        return tag.start
    first = text.find(tag.words)
    return first if first >= 0 and text.find(tag.words, first + 1) < 0 else None


def _place(tag: Tag) -> tuple[AnswerKey, int]:
    return tag.key, tag.start
