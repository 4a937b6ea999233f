"""What a topic shows first, and what opens when the talk goes there.

A topic opens with its one or two opening questions. Whatever holds something, and whatever follows from what holds
something, stands unfolded as well; the rest waits under "more". Nothing is taken off the form by folding, and LEGAL
questions that wait there are counted, so that no one misses them (TB-14).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from doorstep.assessment.change import ItemRef
from doorstep.assessment.completeness import is_open
from doorstep.definition.conditions import Subject, comparisons
from doorstep.definition.model import ItemType

if TYPE_CHECKING:
    from doorstep.assessment.standing import Standing
    from doorstep.definition.model import Item, Topic


def opening(standing: Standing, topic: Topic) -> tuple[ItemRef, ...]:
    """Return the places that a topic shows at once, in form order; all of them when the form marks no opening.

    A text without a question stands with the question below it.
    """
    shown = [item for item in topic.items if standing.is_shown(item.link_id)]
    if not any(item.opening for item in shown):
        return tuple(ItemRef(item.link_id) for item in shown)
    unfolded: set[str] = set()
    for item in shown:
        if item.opening or holds_something(standing, item) or _follows(standing, item, unfolded):
            unfolded.add(item.link_id)
    for above, below in reversed(tuple(pairwise(shown))):
        if above.type is ItemType.DISPLAY and below.link_id in unfolded:
            unfolded.add(above.link_id)
    return tuple(ItemRef(item.link_id) for item in shown if item.link_id in unfolded)


def more(standing: Standing, topic: Topic) -> tuple[ItemRef, ...]:
    """Return the places that wait under "more", in form order."""
    first = set(opening(standing, topic))
    shown = (ItemRef(item.link_id) for item in topic.items if standing.is_shown(item.link_id))
    return tuple(ref for ref in shown if ref not in first)


def open_legal(standing: Standing, topic: Topic) -> tuple[ItemRef, ...]:
    """Return the LEGAL questions among those under "more" that are still open, in form order."""
    return tuple(
        ref for ref in more(standing, topic) if standing.definition.item(ref.link_id).legal and is_open(standing, ref)
    )


def holds_something(standing: Standing, item: Item) -> bool:
    """Tell whether something stands at an item outside repeats, or in a group: an answer, a gap, or a row."""
    if item.type is ItemType.GROUP:
        return any(holds_something(standing, child) for child in item.items)
    return bool(standing.lanes(item.link_id)) or (item.repeats and bool(standing.rows(item.link_id)))


def _follows(standing: Standing, item: Item, unfolded: set[str]) -> bool:
    """Tell whether an item is asked because of what somebody said further up on the same page."""
    if item.enable_when is None:
        return False
    read = {test.name for test in comparisons(item.enable_when) if test.subject is Subject.ITEM} & unfolded
    return any(holds_something(standing, standing.definition.item(name)) for name in read)
