"""The outline of a form: who stands inside whom, and which conditions read what.

Computed once for a session, so that an answer need look only at the conditions that read it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorstep.definition.conditions import Condition, Subject, comparisons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doorstep.definition.model import FormDefinition, Item, Section


@dataclass(eq=False, slots=True)
class Node:
    """A section or an item in the outline. ``repeats`` names the repeating items above it, outermost first.

    ``key`` is the link_id of an item; sections have keys of their own that no link_id can equal.
    """

    key: str
    item: Item | None
    condition: Condition | None
    parent: Node | None
    repeats: tuple[str, ...]
    children: list[Node] = field(default_factory=list)
    order: int = 0

    @property
    def is_repeat(self) -> bool:
        """Whether the children stand once in each row."""
        return self.item is not None and self.item.repeats

    def below(self) -> Iterator[Node]:
        """Yield every node inside this one, in form order."""
        for child in self.children:
            yield child
            yield from child.below()


class Outline:
    """The nodes of one form, and the reverse of its conditions."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.nodes: dict[str, Node] = {}
        self.roots = tuple(self._section(section) for section in definition.sections)
        self.readers = self._reverse(Subject.ITEM)
        """For each link_id, the nodes whose condition reads that item."""
        self.derived_readers = self._reverse(Subject.DERIVED)
        """For each derived value, the nodes whose condition reads it."""

    def _section(self, section: Section) -> Node:
        root = self._add(Node(section_key(section), None, section.enable_when, None, ()))
        for item in section.items:
            self._item(item, root)
        return root

    def _item(self, item: Item, parent: Node) -> None:
        repeats = (*parent.repeats, parent.key) if parent.is_repeat else parent.repeats
        node = self._add(Node(item.link_id, item, item.enable_when, parent, repeats))
        parent.children.append(node)
        for child in item.items:
            self._item(child, node)

    def _add(self, node: Node) -> Node:
        node.order = len(self.nodes)
        self.nodes[node.key] = node
        return node

    def _reverse(self, subject: Subject) -> Mapping[str, tuple[Node, ...]]:
        readers: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            if node.condition is None:
                continue
            for name in {test.name for test in comparisons(node.condition) if test.subject is subject}:
                readers[name].append(node)
        return {name: tuple(nodes) for name, nodes in readers.items()}


def section_key(section: Section) -> str:
    """Return the key of a section in the outline."""
    return f"section {section.code}"


def common_depth(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many repeating items two chains of them share, from the outermost inwards.

    Inside the same repeat that is the row in which both stand; everything deeper counts in any row.
    """
    depth = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        depth += 1
    return depth
