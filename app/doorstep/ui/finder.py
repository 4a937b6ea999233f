"""Finding a topic or a question by a few of its words: what stands behind “go to”."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from doorstep.assessment.jotting import words_column
from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item, Topic

_ASKED: Final = frozenset(ItemType) - {ItemType.DISPLAY, ItemType.GROUP}
_TAKES_WORDS: Final = frozenset({ItemType.TEXT, ItemType.LONG_TEXT})
MOST = 40
"""Matches beyond this help nobody; more words do."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place to go to: a topic, or a question of it (``link_id`` then is the item's).

    ``asked`` is False for what is not asked as things stand; the talk may go there all the same (TB-14).
    """

    topic: str
    title: str
    link_id: str | None = None
    question: str = ""
    asked: bool = True

    @property
    def words(self) -> str:
        """The match as one line."""
        words = f"{self.question} ({self.title})" if self.question else self.title
        return words if self.asked else f"{words}: not asked as things stand"


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """A wish for a place: what is asked, where to look, and who takes what was picked."""

    asks: str
    look: Callable[[str, AssessmentState], tuple[Match, ...]]
    take: Callable[[Match], None]


def find(words: str, state: AssessmentState) -> tuple[Match, ...]:
    """Return the topics, then the questions, that hold every one of the words; all topics when there are none.

    What is not asked as things stand comes last.
    """
    wanted = _plain(words).split()
    every = state.definition.topics
    if not wanted:
        return tuple(Match(topic.link_id, topic.title) for topic in every if state.topic_shown(topic))
    topics = [Match(topic.link_id, topic.title, asked=state.topic_shown(topic)) for topic in every]
    found = [match for match in topics if _holds(match.title, wanted)]
    found.sort(key=lambda match: not _plain(match.title).startswith(wanted[0]))
    found += [match for topic in every for match in _questions(topic, state) if _holds(match.question, wanted)]
    found.sort(key=lambda match: not match.asked)
    return tuple(found[:MOST])


def fileable(words: str, state: AssessmentState, here: str) -> tuple[Match, ...]:
    """Return the questions that take words and hold every one of those typed; with none, those of the topic ``here``.

    A list that has a column for words stands for a new row of it. Those of that topic come first.
    """
    wanted = _plain(words).split()
    every = sorted(state.definition.topics, key=lambda topic: topic.link_id != here)
    found = (match for topic in every for match in _takers(topic, state))
    fitting = [match for match in found if _holds(match.question, wanted) and (wanted or match.topic == here)]
    fitting.sort(key=lambda match: not match.asked)
    return tuple(fitting[:MOST])


def answered(words: str, state: AssessmentState) -> tuple[Match, ...]:
    """Return the questions that hold every one of the words and to which something was said."""
    wanted = _plain(words).split()
    every = (match for topic in state.definition.topics for match in _questions(topic, state))
    found = (match for match in every if match.asked and _holds(match.question, wanted) and _is_said(match, state))
    return tuple(islice(found, MOST))


def outcomes(words: str, state: AssessmentState) -> tuple[Match, ...]:
    """Return the outcomes of the law's test that hold every one of the words, as what words may be about."""
    wanted, test = _plain(words).split(), state.eligibility()
    found = []
    for outcome in test.outcomes if test is not None else ():
        place = state.definition.place(outcome.judged.link_id)
        about = place.group or place.item
        if _holds(about.text, wanted):
            found.append(Match(about.link_id, about.text, about.link_id))
    return tuple(found)


def _is_said(match: Match, state: AssessmentState) -> bool:
    link_id = match.link_id
    return link_id is not None and (bool(state.answers_of(link_id)) or bool(state.rows_of(link_id)))


def _questions(topic: Topic, state: AssessmentState) -> Iterator[Match]:
    for item in topic.items:
        if item.type in _ASKED:
            asked = state.is_shown(item.link_id)
            yield Match(topic.link_id, topic.title, item.link_id, _first_words(item), asked)


def _takers(topic: Topic, state: AssessmentState) -> Iterator[Match]:
    for item in topic.items:
        column = words_column(item) if item.repeats else None
        if column is not None or item.type in _TAKES_WORDS:
            words = f"New row: {_first_words(item)} · {_first_words(column)}" if column else _first_words(item)
            yield Match(topic.link_id, topic.title, item.link_id, words, state.is_shown(item.link_id))


def _first_words(item: Item) -> str:
    return item.text.strip().splitlines()[0]


def _holds(text: str, wanted: list[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("’", "'")
