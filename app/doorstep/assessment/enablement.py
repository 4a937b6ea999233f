"""Which places are on the form now, kept up to date one answer at a time.

A place is shown when everything it stands in is shown and its own condition holds. A condition reads the answers of
every lane, but only those that count (``assessment/standing``): the answers of hidden items do not, so hiding one
question can hide others. Inside the same repeat only the same row is read; from outside, any row.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from doorstep.assessment.answer import Choices, Contact
from doorstep.assessment.change import ItemRef
from doorstep.assessment.outline import Node, common_depth
from doorstep.assessment.standing import Standing, counts
from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Condition, Operator, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from doorstep.assessment.answer import RowPath, Value
    from doorstep.definition.model import Item

Atom: TypeAlias = str | int | float | bool
DerivedValues: TypeAlias = "Mapping[str, object]"


class Enablement:
    """Keeps ``standing.shown`` true. ``derived`` supplies the derived values that conditions may read."""

    def __init__(self, standing: Standing, derived: DerivedValues) -> None:
        self._standing = standing
        self._outline = standing.outline
        self.derived = derived

    def rebuild(self) -> None:
        """Work out from nothing what is shown; asked of a record that has just been opened."""
        self._standing.shown.clear()
        self._settle(deque((root, ()) for root in self._outline.roots))

    def update(
        self,
        touched: Iterable[ItemRef] = (),
        repeats: Iterable[tuple[str, RowPath]] = (),
        derived: Iterable[str] = (),
    ) -> set[ItemRef]:
        """Bring ``shown`` up to date and return the places that flipped.

        ``touched`` are the places whose answers changed, ``repeats`` those whose rows did, ``derived`` the names of
        derived values that differ.
        """
        queue: deque[tuple[Node, RowPath]] = deque()
        for link_id, path in touched:
            self._queue_readers(link_id, path, queue)
            self._queue_readers_of_repeats(link_id, path, queue)
        for link_id, parent in repeats:
            queue.extend(self._row_places(link_id, parent))
            self._queue_readers(link_id, parent, queue)
            self._queue_readers_of_repeats(link_id, parent, queue)
        for name in derived:
            for node in self._outline.derived_readers.get(name, ()):
                queue.extend((node, path) for path in self._standing.paths(node.key))
        return self._settle(queue)

    def _settle(self, queue: deque[tuple[Node, RowPath]]) -> set[ItemRef]:
        shown, flipped = self._standing.shown, set[ItemRef]()
        while queue:
            node, path = queue.popleft()
            ref = ItemRef(node.key, path)
            holds = self._holds(node, path)
            if holds == (ref in shown):
                continue
            if holds:
                shown.add(ref)
            else:
                shown.discard(ref)
            flipped ^= {ref}
            queue.extend(self._places_inside(node, path))
            self._queue_readers(node.key, path, queue)
            self._queue_readers_of_repeats(node.key, path, queue)
        return flipped

    def _holds(self, node: Node, path: RowPath) -> bool:
        parent = node.parent
        if parent is not None:
            above = path[:-1] if parent.is_repeat else path
            if ItemRef(parent.key, above) not in self._standing.shown:
                return False
            if parent.is_repeat and path[-1] not in self._standing.builder.rows.get((parent.key, above), ()):
                return False
        return node.condition is None or self._true(node.condition, node, path)

    def _places_inside(self, node: Node, path: RowPath) -> Iterator[tuple[Node, RowPath]]:
        """Yield the children of one place, those of rows that are gone but still shown included."""
        if node.is_repeat:
            yield from self._row_places(node.key, path)
        else:
            for child in node.children:
                yield child, path

    def _row_places(self, link_id: str, parent: RowPath) -> Iterator[tuple[Node, RowPath]]:
        node = self._outline.nodes[link_id]
        depth = len(parent)
        keys = {child.key for child in node.children}
        rows = dict.fromkeys(self._standing.rows(link_id, parent))
        rows.update(
            {ref.path[-1]: None for ref in self._standing.shown if ref.link_id in keys and ref.path[:depth] == parent}
        )
        for row in rows:
            for child in node.children:
                yield child, (*parent, row)

    def _queue_readers(self, link_id: str, path: RowPath, queue: deque[tuple[Node, RowPath]]) -> None:
        readers = self._outline.readers.get(link_id)
        if not readers:
            return
        subject = self._outline.nodes[link_id]
        for reader in readers:
            shared = path[: common_depth(reader.repeats, subject.repeats)]
            queue.extend((reader, place) for place in self._standing.paths(reader.key, shared))

    def _queue_readers_of_repeats(self, link_id: str, path: RowPath, queue: deque[tuple[Node, RowPath]]) -> None:
        """A first value in a row gives its repeat an entry, and whoever asks for one must look again."""
        for depth, repeat in enumerate(self._outline.nodes[link_id].repeats):
            self._queue_readers(repeat, path[:depth], queue)

    def _true(self, condition: Condition, node: Node, path: RowPath) -> bool:
        match condition:
            case AllOf():
                return all(self._true(part, node, path) for part in condition.parts)
            case AnyOf():
                return any(self._true(part, node, path) for part in condition.parts)
            case Comparison():
                return compare(condition, self._atoms(condition, node, path))

    def _atoms(self, test: Comparison, node: Node, path: RowPath) -> set[Atom]:
        match test.subject:
            case Subject.SETTING:
                return {test.name in self._standing.settings}
            case Subject.DERIVED:
                return set(_derived_atoms(self.derived.get(test.name)))
            case Subject.ITEM:
                subject = self._outline.nodes.get(test.name)
                if subject is None or subject.item is None:
                    return set()
                return self._item_atoms(subject, subject.item, path[: common_depth(node.repeats, subject.repeats)])

    def _item_atoms(self, subject: Node, item: Item, prefix: RowPath) -> set[Atom]:
        standing = self._standing
        if subject.is_repeat:
            places = standing.paths(subject.key, prefix)
            shown = (place for place in places if ItemRef(subject.key, place) in standing.shown)
            return {True} if any(standing.has_entries(subject.key, place) for place in shown) else set()
        found: set[Atom] = set()
        for path, lanes in standing.instances(subject.key, prefix):
            if ItemRef(subject.key, path) in standing.shown:
                for answer in lanes.values():
                    if answer.value is not None and counts(answer):
                        found.update(_value_atoms(item, answer.value))
        return found


def compare(test: Comparison, atoms: set[Atom]) -> bool:
    """Tell whether a comparison holds of the current values; with none, only ``exists false`` does."""
    if test.operator is Operator.EXISTS:
        wanted = bool(test.values[0]) if test.values else True
        return any(atom is not False for atom in atoms) == wanted
    if not atoms:
        return False
    match test.operator:
        case Operator.EQUALS:
            return any(value in atoms for value in test.values)
        case Operator.NOT_EQUALS:
            return not any(value in atoms for value in test.values)
        case Operator.INCLUDES_ALL:
            return all(value in atoms for value in test.values)
        case _:
            return _bounded(test, [atom for atom in atoms if not isinstance(atom, bool | str)])


def _bounded(test: Comparison, numbers: list[int | float]) -> bool:
    bound = float(test.values[0])
    if test.operator is Operator.AT_LEAST:
        return any(number >= bound for number in numbers)
    return any(number <= bound for number in numbers)


def _value_atoms(item: Item, value: Value) -> Iterator[Atom]:
    """Yield what a comparison may meet in a value: codes and, for scales, their numbers; never details."""
    if isinstance(value, Choices):
        for code in value.codes:
            yield code
            option = item.option(code)
            if option is not None and option.score is not None:
                yield option.score
    elif isinstance(value, str | int | float):
        yield value
    elif isinstance(value, Contact):
        yield value.name
    else:
        yield True


def _derived_atoms(value: object) -> Iterator[Atom]:
    if isinstance(value, str | int | float):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield part if isinstance(part, str | int | float) else True
