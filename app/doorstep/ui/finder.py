"""Finding a topic or a question by a few of its words: what stands behind “go to”."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item, Topic

MOST = 40
"""Matches beyond this help nobody; more words do."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place to go to: a topic, or a question of it (``link_id`` then is the item's)."""

    topic: str
    title: str
    link_id: str | None = None
    question: str = ""

    @property
    def words(self) -> str:
        """The match as one line."""
        return f"{self.question} ({self.title})" if self.question else self.title


def find(words: str, state: AssessmentState) -> tuple[Match, ...]:
    """Return the topics, then the questions, that hold every one of the words; all topics when there are none."""
    wanted = _plain(words).split()
    shown = [topic for topic in state.definition.topics if state.topic_shown(topic)]
    topics = [Match(topic.link_id, topic.title) for topic in shown if _holds(topic.title, wanted)]
    if not wanted:
        return tuple(topics)
    questions = [match for topic in shown for match in _questions(topic, state) if _holds(match.question, wanted)]
    topics.sort(key=lambda match: not _plain(match.title).startswith(wanted[0]))
    return tuple([*topics, *questions][:MOST])


def _questions(topic: Topic, state: AssessmentState) -> Iterator[Match]:
    for item in topic.items:
        if item.type not in (ItemType.DISPLAY, ItemType.GROUP) and state.is_shown(item.link_id):
            yield Match(topic.link_id, topic.title, item.link_id, _first_words(item))


def _first_words(item: Item) -> str:
    return item.text.strip().splitlines()[0]


def _holds(text: str, wanted: list[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("’", "'")
