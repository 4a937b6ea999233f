"""The way through the shared view: which questions it has, and which comes before and after.

A question may stand there when ``AssessmentState.in_shared_view`` says so. A list of people or events is one stop;
inside a row its columns are stops of their own, and after the last of them the way leads back to the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.assessment.change import ItemRef
from doorstep.definition.model import ItemType
from doorstep.ui.topic_page.values import value_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item

_SILENT: Final = frozenset({ItemType.DISPLAY, ItemType.GROUP, ItemType.PHOTO})
"""What is no question to the person; choosing a photo would show them the worker's files."""
_HEADING_PARTS: Final = 2
"""How many answers of a row name it."""


class Walk:
    """The way through one assessment as it stands at each call."""

    def __init__(self, state: AssessmentState) -> None:
        self._state = state
        self._order = {link_id: place for place, link_id in enumerate(state.definition.places)}

    def nearest(self, place: ItemRef) -> ItemRef | None:
        """Return the stop at a place, else the nearest one after it, else the one before; None when there is none."""
        if place in self.beside(place):
            return place
        if place.path:
            return self.nearest(self.above(place))
        return self.after(place) or self.before(place)

    def after(self, place: ItemRef) -> ItemRef | None:
        """Return the next stop; after the last column of a row its list; None at the end."""
        here = self._order[place.link_id]
        later = (stop for stop in self.beside(place) if self._order[stop.link_id] > here)
        return next(later, self.above(place) if place.path else None)

    def before(self, place: ItemRef) -> ItemRef | None:
        """Return the stop before; before the first column of a row its list; None at the beginning."""
        here = self._order[place.link_id]
        earlier = (stop for stop in reversed(self.beside(place)) if self._order[stop.link_id] < here)
        return next(earlier, self.above(place) if place.path else None)

    def beside(self, place: ItemRef) -> tuple[ItemRef, ...]:
        """Return the stops on the level of a place in form order: of the whole form, or of one row."""
        repeats = self._state.definition.place(place.link_id).repeats
        if repeats:
            items = iter(repeats[-1].items)
        else:
            items = (item for section in self._state.definition.sections for item in _flat(section.items))
        stops = (ItemRef(item.link_id, place.path) for item in items if item.type not in _SILENT)
        return tuple(stop for stop in stops if self._state.in_shared_view(stop.link_id, stop.path))

    def above(self, place: ItemRef) -> ItemRef:
        """Return the list in whose row a place stands."""
        return ItemRef(self._state.definition.place(place.link_id).repeats[-1].link_id, place.path[:-1])

    def rows(self, repeat: ItemRef) -> tuple[RowPath, ...]:
        """Return the paths of the rows that may be shown, in order: those in which some column may stand."""
        paths = ((*repeat.path, row) for row in self._state.rows_of(repeat.link_id, repeat.path))
        return tuple(path for path in paths if self.first_in(repeat, path) is not None)

    def first_in(self, repeat: ItemRef, row: RowPath) -> ItemRef | None:
        """Return the first stop inside a row, or None when nothing in it may stand there."""
        children = self._state.definition.item(repeat.link_id).items
        return next(iter(self.beside(ItemRef(children[0].link_id, row))), None) if children else None

    def heading(self, repeat: ItemRef, row: RowPath) -> str:
        """Return a row in the person's own first words; "" when nothing is written in it."""
        told = (self._told(item, row) for item in self._state.definition.item(repeat.link_id).items)
        return " · ".join([words for words in told if words][:_HEADING_PARTS])

    def _told(self, item: Item, row: RowPath) -> str:
        if item.type in _SILENT or not self._state.in_shared_view(item.link_id, row):
            return ""
        own = (answer for voice, answer in self._state.answers_of(item.link_id, row) if voice.kind is item.asked_of)
        return next((" ".join(value_words(item, answer.value).split()) for answer in own), "")


def _flat(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        if item.type is ItemType.GROUP:
            yield from _flat(item.items)
        else:
            yield item
