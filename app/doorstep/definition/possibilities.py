"""What is known of the answers on one way through a condition, and when two parts of it cannot both be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from doorstep.definition.conditions import Comparison, Operator, Subject
from doorstep.definition.model import ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.definition.model import Place

_Codes: TypeAlias = frozenset[str | int | bool]
_ONE_CHOICE = frozenset({ItemType.YES_NO, ItemType.SINGLE_CHOICE, ItemType.SCALE})


class _Subject(msgspec.Struct, frozen=True):
    """What must be true of one subject. ``answered`` is None while nothing says."""

    answered: bool | None = None
    wanted: tuple[_Codes, ...] = ()
    unwanted: _Codes = frozenset()
    least: int | None = None
    most: int | None = None


class Known(msgspec.Struct, frozen=True):
    """What must be true of each subject."""

    subjects: dict[tuple[Subject, str], _Subject] = {}

    def adding(self, test: Comparison, place: Place | None) -> Known | None:
        """Return what is known when a comparison holds too, or None when it cannot. ``place`` is None for no item."""
        key = (test.subject, test.name)
        now = _with(self.subjects.get(key, _Subject()), test)
        if now is None or not _can_be(now, place):
            return None
        return Known({**self.subjects, key: now})


def _with(known: _Subject, test: Comparison) -> _Subject | None:
    answered = not (test.operator is Operator.EXISTS and test.values == (False,))
    if known.answered is not None and known.answered != answered:
        return None
    values = frozenset(test.values)
    changes: dict[str, object] = {}
    match test.operator:
        case Operator.EQUALS:
            changes["wanted"] = (*known.wanted, values)
        case Operator.INCLUDES_ALL:
            changes["wanted"] = (*known.wanted, *(frozenset({value}) for value in values))
        case Operator.NOT_EQUALS:
            changes["unwanted"] = known.unwanted | values
        case Operator.AT_LEAST:
            changes["least"] = _tighter(max, known.least, int(test.values[0]))
        case Operator.AT_MOST:
            changes["most"] = _tighter(min, known.most, int(test.values[0]))
        case Operator.EXISTS:
            pass
    return msgspec.structs.replace(known, answered=answered, **changes)


def _tighter(choose: Callable[[int, int], int], bound: int | None, other: int | None) -> int | None:
    if bound is None or other is None:
        return other if bound is None else bound
    return choose(bound, other)


def _can_be(known: _Subject, place: Place | None) -> bool:
    """Tell whether some answer fits. Several voices, several ticks and several rows each make several answers."""
    if any(not wanted - known.unwanted for wanted in known.wanted):
        return False
    if place is None:
        return _within(known.least, known.most)
    if not _answered_once(place) or not known.answered:
        return True
    item = place.item
    if item.type is ItemType.NUMBER:
        return _within(_tighter(max, known.least, item.minimum), _tighter(min, known.most, item.maximum))
    fitting = (option for option in item.options if option.code not in known.unwanted)
    return any(_sized(option.score, known) for option in fitting if all(option.code in codes for codes in known.wanted))


def _within(least: int | None, most: int | None) -> bool:
    return least is None or most is None or least <= most


def _sized(score: int | None, known: _Subject) -> bool:
    if known.least is None and known.most is None:
        return True
    return score is not None and _within(known.least, score) and _within(score, known.most)


def _answered_once(place: Place) -> bool:
    """Whether there is one answer at most: one option, one lane, no rows. Carers and supporters may be several."""
    item = place.item
    one_lane = len(item.voices) == 1 and item.voices[0] in (Speaker.PERSON, Speaker.WORKER)
    return one_lane and not place.repeats and not item.options_from and item.type in {*_ONE_CHOICE, ItemType.NUMBER}
