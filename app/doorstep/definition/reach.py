"""Conditions that cannot work: they name what is not there, wait for each other, or can never be true.

A question can be shown when its own condition can hold together with the conditions of everything that it stands in
and of every question that it waits for. ``_Search`` looks for one way in which that can be. It only ever errs on the
side of saying that there is a way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Condition, Operator, Subject, comparisons
from doorstep.definition.model import CHOOSING, ItemType
from doorstep.definition.possibilities import Known
from doorstep.definition.problems import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.definition.model import FormDefinition, Item, Place
    from doorstep.definition.reading import Sources

DERIVED = frozenset(
    {
        "advocacy_duty",
        "age",
        "carers_not_told",
        "communication_needs",
        "copy_promised_not_given",
        "decisions_open",
        "directory_dated",
        "earlier_information",
        "nhs_number_valid",
        "open_disagreements",
        "outcomes_able",
        "outcomes_do_not_apply",
        "outcomes_not_decided",
        "outcomes_unable",
        "overdue",
        "own_words_share",
        "print_size",
        "promised_dates",
        "qs182",
        "reasons_out_of_date",
        "safe_to_leave_papers",
        "stale",
        "ucla_total",
        "unpaid_carers",
        "under_18_on_map",
        "wait_days",
    }
)
"""Derived values that a condition may name and a display may show (``assessment/derived``)."""
_STEPS = 5000
"""How long to look for a way before taking it that there is one."""
_BY_SIZE = frozenset({Operator.AT_LEAST, Operator.AT_MOST})


def check_conditions(sources: Sources) -> None:
    """Report every condition that cannot work."""
    checker = _Checker(sources)
    broken = {name for name in checker.conditions if not checker.subjects_are_right(name)}
    broken |= checker.report_circles()
    for name in checker.conditions:
        if name not in broken:
            checker.report_unreachable(name, broken)


class _Checker:
    """Knows the conditions of a form by the code of their section or the link_id of their item."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._places = sources.form.places
        self._above = _containers(sources.form)
        self.conditions: dict[str, Condition] = {
            section.code: section.enable_when
            for section in sources.form.sections
            if section.code and section.enable_when is not None
        }
        self.conditions |= {
            name: place.item.enable_when for name, place in self._places.items() if place.item.enable_when is not None
        }

    def _report(self, name: str, what: str, mend: str) -> None:
        self._sources.report(name, "enable_when", what, mend)

    def subjects_are_right(self, name: str) -> bool:
        """Report every comparison with something that is not there or cannot be; tell whether all are right."""
        right = True
        for test in comparisons(self.conditions[name]):
            fault = self._fault(test)
            if fault is not None:
                self._report(name, *fault)
                right = False
        return right

    def _fault(self, test: Comparison) -> tuple[str, str] | None:
        if test.subject is Subject.SETTING:
            return None
        if test.subject is Subject.DERIVED:
            if test.name in DERIVED:
                return None
            return f'there is no derived value "{test.name}"', suggestion(test.name, DERIVED, _listed(DERIVED))
        place = self._places.get(test.name)
        if place is None:
            mend = suggestion(test.name, self._places, "name a question by its link_id")
            return f'there is no question "{test.name}"', mend
        return _misfit(test, place)

    def report_circles(self) -> set[str]:
        """Report questions that wait for each other, once a circle; return all that stand in one."""
        found: set[str] = set()
        for name in self.conditions:
            if name not in found and (circle := self._circle_from(name)):
                chain = ", which waits for ".join(f'"{step}"' for step in (*circle[1:], circle[0]))
                self._report(circle[0], f'"{circle[0]}" waits for {chain}', "break the circle at one of them")
                found.update(circle)
        return found

    def _circle_from(self, start: str) -> list[str]:
        """Return the shortest way from a condition back to itself, or nothing."""
        ways, seen = [[start]], {start}
        while ways:
            way = ways.pop(0)
            for step in self._waits_for(way[-1]):
                if step == start:
                    return way
                if step not in seen:
                    seen.add(step)
                    ways.append([*way, step])
        return []

    def _waits_for(self, name: str) -> Iterator[str]:
        """Yield the subjects of a condition, and what a question stands in."""
        condition = self.conditions.get(name)
        if condition is not None:
            for test in comparisons(condition):
                if test.subject is Subject.ITEM and test.name in self._places:
                    yield test.name
        yield from self._above.get(name, ())

    def report_unreachable(self, name: str, broken: set[str]) -> None:
        """Report a condition that can never hold; adds it to ``broken``, and leaves alone what waits for such a one."""
        waits = set(self._waits_for(name))
        if waits & broken or any(broken.intersection(self._above.get(step, ())) for step in waits):
            broken.add(name)
            return
        if not _Search(self, follow=False).possible(self.conditions[name]):
            self._report(name, "the condition contradicts itself", "look which two parts cannot both be true")
        elif not _Search(self, follow=True).possible(self.conditions[name], name):
            what = f'"{name}" can never be shown: what it waits for is hidden whenever its condition holds'
            self._report(name, what, "compare the conditions of the questions that it names with this one")
        else:
            return
        broken.add(name)

    def place(self, name: str) -> Place:
        """Return where a question stands."""
        return self._places[name]

    def behind(self, name: str) -> list[Condition]:
        """Return every condition that must hold for a question to be shown."""
        names = (name, *self._above.get(name, ()))
        return [self.conditions[each] for each in names if each in self.conditions]


class _Search:
    """Looks for answers that make a condition true. With ``follow``, whatever is answered must be shown as well."""

    def __init__(self, checker: _Checker, *, follow: bool) -> None:
        self._checker = checker
        self._follow = follow
        self._steps = 0

    def possible(self, condition: Condition, name: str | None = None) -> bool:
        """Tell whether a condition, and all that stands behind the question of that name, can hold."""
        first = [condition, *(self._checker.behind(name) if name else ())]
        return self._all(first, Known(), frozenset())

    def _all(self, todo: list[Condition], known: Known, opened: frozenset[str]) -> bool:
        self._steps += 1
        if not todo or self._steps > _STEPS:
            return True
        head, *rest = todo
        if isinstance(head, AllOf):
            return self._all([*head.parts, *rest], known, opened)
        if isinstance(head, AnyOf):
            return any(self._all([part, *rest], known, opened) for part in head.parts)
        place = self._checker.place(head.name) if head.subject is Subject.ITEM else None
        now = known.adding(head, place)
        if now is None:
            return False
        unanswered = head.operator is Operator.EXISTS and head.values == (False,)
        if self._follow and place is not None and not unanswered and head.name not in opened:
            rest = [*rest, *self._checker.behind(head.name)]
            opened |= {head.name}
        return self._all(rest, now, opened)


def _containers(form: FormDefinition) -> dict[str, tuple[str, ...]]:
    """Return, for each item, the section code and the link_ids of all that it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for section in form.sections:
        level: list[tuple[Item, tuple[str, ...]]] = [(item, (section.code,)) for item in section.items]
        while level:
            item, above = level.pop()
            found[item.link_id] = above
            level += [(child, (*above, item.link_id)) for child in item.items]
    return found


def _misfit(test: Comparison, place: Place) -> tuple[str, str] | None:
    """Return what is wrong with comparing this question in this way, and how to mend it."""
    item = place.item
    if item.type in (ItemType.DISPLAY, ItemType.GROUP):
        return f'"{item.link_id}" is {item.type} and is never answered', "name a question inside it"
    if test.operator is Operator.EXISTS:
        return None
    if test.operator in _BY_SIZE:
        sized = item.type is ItemType.NUMBER or any(option.score is not None for option in item.options)
        return None if sized else (f'"{item.link_id}" is {item.type} and has no size', 'use "is" and an option code')
    if item.type not in CHOOSING:
        hint = "is at least or is at most" if item.type is ItemType.NUMBER else "is answered or is unanswered"
        return f'"{item.link_id}" is {item.type} and has no options', f'say "{hint}"'
    codes = [option.code for option in item.options]
    unknown = [str(value) for value in test.values if value not in codes]
    if unknown:
        return f'"{item.link_id}" has no option "{unknown[0]}"', suggestion(unknown[0], codes, _listed(codes))
    return None


def _listed(known: list[str] | frozenset[str]) -> str:
    return f"use one of {', '.join(sorted(known))}" if known else "give it options first"
