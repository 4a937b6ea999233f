"""Conditions: when an item is shown, as data.

A condition never knows where answers are kept. Whoever evaluates it (``assessment/enablement``) supplies the values
that are current; the semantics are those of FHIR SDC ``enableWhen``: a comparison with an unanswered item is false,
whatever the operator, except ``exists``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class Operator(StrEnum):
    """How a comparison reads the current values of its subject."""

    EQUALS = "equals"
    """Some current value (in any lane; any ticked option) is one of ``values``."""
    NOT_EQUALS = "not_equals"
    """There is a current value and none of them is one of ``values``."""
    INCLUDES_ALL = "includes_all"
    """Every one of ``values`` is among the current values."""
    EXISTS = "exists"
    """``values`` is (true,) or (false,): an answer is, or is not, there."""
    AT_LEAST = "at_least"
    """Some current number is ``values[0]`` or more."""
    AT_MOST = "at_most"
    """Some current number is ``values[0]`` or less."""


class Subject(StrEnum):
    """What a comparison looks at."""

    ITEM = "item"
    """The answers of an item. Inside the same repeat row only that row counts; from outside, any row."""
    DERIVED = "derived"
    """A derived value by name (``assessment/derived``), for example ``age``."""
    SETTING = "setting"
    """A switch that the organisation sets, for example ``module_djg6``."""


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True, tag="compare"):
    """One test of one subject: the leaf of every condition."""

    name: str
    operator: Operator
    values: tuple[str | int | bool, ...]
    subject: Subject = Subject.ITEM


class AllOf(msgspec.Struct, frozen=True, tag="all"):
    """True when every part is true."""

    parts: tuple[Condition, ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any"):
    """True when at least one part is true."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | AllOf | AnyOf


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Yield every comparison in a condition, depth first."""
    if isinstance(condition, Comparison):
        yield condition
        return
    for part in condition.parts:
        yield from comparisons(part)
