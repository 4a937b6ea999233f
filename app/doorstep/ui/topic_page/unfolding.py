"""Which questions of a topic are in sight, and which wait under "more" (TB-14).

What has been in sight stays there: nothing is taken away from under a hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item, Topic


class Unfolding:
    """The questions of one topic. ``items`` are all that may come onto its page, in form order.

    ``whole`` has all of them in sight from the beginning.
    """

    def __init__(self, state: AssessmentState, topic: Topic, *, whole: bool) -> None:
        self.items = tuple(_walk(topic.items))
        self._state = state
        self._topic = topic
        self._whole = whole
        self._unfolded: set[str] = set()

    def __contains__(self, link_id: str) -> bool:
        """Tell whether a question stands on the page."""
        return link_id in self._unfolded

    def grow(self, asked_for: Iterable[str] = ()) -> tuple[Item, ...]:
        """Let what opens the topic, holds something, follows from it or is ``asked_for`` stand on the page.

        Returns what is new there.
        """
        new = (self._first() | set(asked_for)) - self._unfolded
        self._unfolded |= new
        return tuple(item for item in self.items if item.link_id in new)

    def open(self) -> tuple[Item, ...]:
        """Let every question stand on the page. Returns what is new there."""
        self._whole = True
        return self.grow()

    @property
    def in_sight(self) -> tuple[str, ...]:
        """What stands on the page, in form order."""
        return tuple(item.link_id for item in self.items if item.link_id in self._unfolded)

    def folded(self) -> tuple[Item, ...]:
        """Return what waits under "more", in form order."""
        shown = self._state.is_shown
        return tuple(item for item in self.items if item.link_id not in self._unfolded and shown(item.link_id))

    def questions_folded(self) -> int:
        """Return how many questions wait under "more"."""
        return sum(item.type is not ItemType.DISPLAY for item in self.folded())

    def open_there(self) -> tuple[ItemRef, ...]:
        """Return the places under "more" that still stand before a signature."""
        folded = {item.link_id for item in self.folded()}
        return tuple(ref for ref in self._state.open_places if self.top(ref) in folded)

    def top(self, place: ItemRef) -> str:
        """Return the question of a page in which a place stands."""
        repeats = self._state.definition.place(place.link_id).repeats
        return repeats[0].link_id if repeats else place.link_id

    def _first(self) -> set[str]:
        """The questions that are in sight without being asked for; of a topic that is not asked, the first."""
        if self._whole:
            return {item.link_id for item in self.items}
        opening = {ref.link_id for ref in self._state.opening(self._topic)}
        if not self._state.topic_shown(self._topic):
            opening.add(self._topic.items[0].link_id)
        return {item.link_id for item in _walk(one for one in self._topic.items if one.link_id in opening)}


def _walk(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the questions of a page; a group inside it gives its children."""
    for item in items:
        if item.type is ItemType.GROUP:
            yield from _walk(item.items)
        else:
            yield item
