"""Answers every open question of a record, whatever the form asks, so that it can be signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import AnswerState, ApproximateDate, Choices, Contact
from doorstep.assessment.completeness import ANSWERS_FOR
from doorstep.definition.model import CHOOSING, ItemType

if TYPE_CHECKING:
    from doorstep.assessment.answer import Value, Voice
    from doorstep.assessment.change import ItemRef
    from doorstep.definition.model import Item
    from doorstep.services.assessments import OpenAssessment

_ROUNDS = 40
_DECIDES = {"na_urgent": "no", "el_decision": "eligible"}


def fill(opened: OpenAssessment) -> None:
    """Answer until nothing is missing; what cannot be answered here is a gap with its reason."""
    for _ in range(_ROUNDS):
        missing = opened.state.missing()
        if not missing:
            return
        for each in missing:
            if opened.state.is_shown(*each.ref):
                _settle(opened, each.ref)
    raise AssertionError([each.ref for each in opened.state.missing()])


def _settle(opened: OpenAssessment, ref: ItemRef) -> None:
    item = opened.definition.item(ref.link_id)
    voice = _voice(opened, item)
    value = _value(opened, item, ref)
    if item.repeats and item.items:
        row = opened.add_row(ref.link_id, ref.path).facts[0].row  # type: ignore[union-attr]
        for column in item.items:
            told = _value(opened, column, ref)
            lane = _voice(opened, column)
            if told is not None and lane is not None and opened.state.is_shown(column.link_id, (*ref.path, row)):
                opened.answer(column.link_id, told, voice=lane, path=(*ref.path, row))
    elif value is None or voice is None:
        opened.leave_gap(ref.link_id, AnswerState.COULD_NOT_FIND_OUT, reason="Not today", path=ref.path)
    else:
        opened.answer(ref.link_id, value, voice=voice, path=ref.path)


def _voice(opened: OpenAssessment, item: Item) -> Voice | None:
    fitting = (voice for kind in (item.asked_of, *ANSWERS_FOR[item.asked_of]) for voice in opened.state.voices_of(kind))
    return next((voice for voice in fitting if voice.kind in item.voices), None)


def _value(opened: OpenAssessment, item: Item, ref: ItemRef) -> Value | None:
    match item.type:
        case ItemType.TEXT | ItemType.LONG_TEXT:
            return f"Words about {item.link_id}"
        case ItemType.DATE:
            return ApproximateDate(2026, 11, 2)
        case ItemType.NUMBER:
            return item.minimum or 1
        case ItemType.CONTACT:
            return Contact("Dr Patel", "GP", phone="01632 960001")
        case _ if item.type in CHOOSING:
            options = item.options or opened.state.options_of(ref.link_id, ref.path)
            code = _DECIDES.get(item.link_id, options[0].code if options else "")
            return Choices((code,)) if code else None
        case _:
            return None
