"""Derived values: computed, shown, never asked, never stored (F3 of the requirement matrix).

Each value has one rule (``assessment/rules``), which names the items that it reads, so that an answer recomputes only
what depends on it. The rules count and prompt. None sets need, risk or eligibility: that is the worker's (TB-24).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.change import ItemRef

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from doorstep.assessment.standing import Standing

CLEAR_PRINT = 14
"""Points of the usual copy (UKAAF G003: 12 at least, 14 ideal)."""


class Promise(NamedTuple):
    """A date that was said out loud (TB-15): where it stands, and the day.

    ``rested`` are the days that the clock has stood still for it, because the person asked for time (TB-13), and
    ``waits`` says that it stands still now. ``falls_due`` is the day with those added. ``kept``: the record says so.
    """

    ref: ItemRef
    due: date
    rested: int = 0
    waits: bool = False
    kept: bool = False

    @property
    def falls_due(self) -> date:
        """The day after which the promise is overdue."""
        return self.due + timedelta(self.rested)


class Derived(msgspec.Struct, frozen=True):
    """All derived values of one moment. ``None`` says that there is not enough to tell.

    Outcomes are named by area (``nutrition``), people by name. ``own_words_share`` runs from 0 to 1. ``print_size``
    is in points. ``safe_to_leave_papers`` is False when the person said no or only some. ``advocacy_duty`` is a
    prompt about Care Act s67, ``qs182`` is quality statement QS182-1: all four talked through. ``decisions_open`` names
    the kinds of decision that do not yet say how, when, why and by whom; ``reasons_out_of_date`` the reasons that rest
    on an answer which has changed.
    ``wait_days`` counts from the first call; ``directory_dated`` is the issue day of the directory of local help.
    """

    nhs_number_valid: bool | None = None
    age: int | None = None
    ucla_total: int | None = None
    outcomes_unable: tuple[str, ...] = ()
    outcomes_able: tuple[str, ...] = ()
    outcomes_not_decided: tuple[str, ...] = ()
    outcomes_do_not_apply: tuple[str, ...] = ()
    unpaid_carers: tuple[str, ...] = ()
    carers_not_told: tuple[str, ...] = ()
    under_18_on_map: tuple[str, ...] = ()
    advocacy_duty: bool = False
    qs182: bool = False
    own_words_share: float | None = None
    stale: tuple[ItemRef, ...] = ()
    promised_dates: tuple[Promise, ...] = ()
    overdue: tuple[Promise, ...] = ()
    copy_promised_not_given: bool = False
    earlier_information: bool = False
    communication_needs: tuple[str, ...] = ()
    print_size: int = CLEAR_PRINT
    safe_to_leave_papers: bool | None = None
    open_disagreements: int = 0
    decisions_open: tuple[str, ...] = ()
    reasons_out_of_date: tuple[AnswerKey, ...] = ()
    wait_days: int | None = None
    directory_dated: date | None = None


class Rule(NamedTuple):
    """How one value is found. ``reads`` names the items it reads; None says that any answer may move it."""

    find: Callable[[Standing], object]
    reads: frozenset[str] | None


def columns(repeat: str, *names: str) -> frozenset[str]:
    """Return what a rule reads of a repeat: its rows, and the columns of that name."""
    return frozenset({repeat, *(f"{repeat}.{name}" for name in names)})


def recalculate(standing: Standing, rules: Mapping[str, Rule], before: Derived, touched: set[str] | None) -> Derived:
    """Return the derived values now. ``touched`` names the items whose answers changed; None means any."""
    fresh = {
        name: rule.find(standing)
        for name, rule in rules.items()
        if touched is None or rule.reads is None or not rule.reads.isdisjoint(touched)
    }
    return msgspec.structs.replace(before, **fresh) if fresh else before


def differences(before: Derived, after: Derived) -> tuple[str, ...]:
    """Return the names of the values that differ, in the order of ``Derived``."""
    if before is after:
        return ()
    return tuple(name for name in Derived.__struct_fields__ if getattr(before, name) != getattr(after, name))


def as_values(derived: Derived) -> Mapping[str, object]:
    """Return the values by name, as conditions read them."""
    return {name: getattr(derived, name) for name in Derived.__struct_fields__}
