"""An open assessment, kept up to date fact by fact: answers, what is shown, what is derived, what is open.

``AssessmentState`` reads it; ``AssessmentSession`` feeds it. One answer touches only what depends on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment import facts as f
from doorstep.assessment.beside import parts_that_differ
from doorstep.assessment.change import Change, ItemRef
from doorstep.assessment.completeness import is_open, open_places
from doorstep.assessment.decision_table import parts_beside
from doorstep.assessment.derived import Derived, as_values, differences, recalculate
from doorstep.assessment.enablement import Enablement
from doorstep.assessment.outline import Outline
from doorstep.assessment.rules import rules_for
from doorstep.assessment.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.record import RecordBuilder
    from doorstep.definition.model import FormDefinition

_ROUNDS = 8
"""Derived values and conditions feed each other; forms that ``doorstep forms check`` accepts settle in two rounds."""


class Projection:
    """All that follows from the facts of one record so far."""

    def __init__(
        self, definition: FormDefinition, builder: RecordBuilder, settings: frozenset[str], today: date
    ) -> None:
        self.standing = Standing(Outline(definition), builder, settings, today)
        self.derived = Derived()
        self._enablement = Enablement(self.standing, as_values(self.derived))
        self._rules = rules_for(self.standing.outline)
        self._enablement.rebuild()
        self._settle(None)
        self.open: set[ItemRef] = set(open_places(self.standing))

    def apply(self, facts: Sequence[f.Fact], today: date) -> Change:
        """Apply facts in order and return their whole effect. Raises what ``RecordBuilder.apply`` raises."""
        before, beside = self.derived, self.standing.builder.beside
        new_day, self.standing.today = today != self.standing.today, today
        for fact in facts:
            self.standing.apply(fact)
        touched = _touched(facts)
        repeats = tuple(dict.fromkeys((fact.link_id, fact.parent) for fact in facts if isinstance(fact, _ROW_FACTS)))
        flipped = self._enablement.update(touched, repeats)
        moved = parts_that_differ(beside, self.standing.builder.beside)
        everything = new_day or bool(moved) or any(isinstance(fact, _OF_ALL) for fact in facts)
        names = {ref.link_id for ref in touched | flipped} | {link_id for link_id, _ in repeats}
        flipped ^= self._settle(None if everything else names)
        opened, closed = self._recheck(facts, touched | flipped, repeats)
        return Change(
            facts=tuple(facts),
            answered=tuple(dict.fromkeys(fact.key for fact in facts if isinstance(fact, _ANSWER_FACTS))),
            rows=repeats,
            shown=self._in_form_order(ref for ref in flipped if ref in self.standing.shown),
            hidden=self._in_form_order(ref for ref in flipped if ref not in self.standing.shown),
            recalculated=differences(before, self.derived),
            newly_incomplete=self._in_form_order(opened),
            newly_complete=self._in_form_order(closed),
            beside=moved,
        )

    def _settle(self, touched: set[str] | None) -> set[ItemRef]:
        """Recompute derived values and the conditions that read them until neither moves; return what flipped."""
        flipped = set[ItemRef]()
        for _ in range(_ROUNDS):
            after = recalculate(self.standing, self._rules, self.derived, touched)
            moved = differences(self.derived, after)
            if not moved:
                break
            self.derived = after
            self._enablement.derived = as_values(after)
            turned = self._enablement.update(derived=moved)
            if not turned:
                break
            flipped ^= turned
            touched = {ref.link_id for ref in turned}
        return flipped

    def _recheck(
        self, facts: Sequence[f.Fact], touched: set[ItemRef], repeats: Iterable[tuple[str, RowPath]]
    ) -> tuple[set[ItemRef], set[ItemRef]]:
        """Bring ``open`` up to date; return what began to be missing and what ceased to be."""
        if any(isinstance(fact, f.RouteChosen) for fact in facts):
            now = set(open_places(self.standing))
            opened, closed = now - self.open, self.open - now
            self.open = now
            return opened, closed
        places = set(touched)
        places.update(ItemRef(link_id, parent) for link_id, parent in repeats)
        for ref in tuple(places):
            places.update(beside for beside in parts_beside(ref) if beside.link_id in self.standing.outline.nodes)
            above = self.standing.outline.nodes[ref.link_id].repeats
            places.update(ItemRef(repeat, ref.path[:depth]) for depth, repeat in enumerate(above))
        now = {ref for ref in places if is_open(self.standing, ref)}
        opened, closed = now - self.open, (places & self.open) - now
        self.open |= opened
        self.open -= closed
        return opened, closed

    def _in_form_order(self, refs: Iterable[ItemRef]) -> tuple[ItemRef, ...]:
        nodes = self.standing.outline.nodes
        items = (ref for ref in refs if nodes[ref.link_id].item is not None)
        return tuple(sorted(items, key=lambda ref: (nodes[ref.link_id].order, ref.path)))


_ANSWER_FACTS = (f.AnswerGiven, f.AnswerCleared)
_OF_ALL = (f.PartyPut, f.VisitPut, f.RecordSigned)
"""Facts that may move any derived value."""
_ROW_FACTS = (f.RowAdded, f.RowRemoved, f.RowMoved)


def _touched(facts: Sequence[f.Fact]) -> set[ItemRef]:
    return {ItemRef(fact.key.link_id, fact.key.path) for fact in facts if isinstance(fact, _ANSWER_FACTS)}
