"""What a form may say about answers that come from, or go to, other records of the same person (TB-04).

These rules need one form only. What it says about other forms is the business of ``links``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.model import CANNOT_CARRY, ItemType, Speaker
from doorstep.definition.problems import suggestion
from doorstep.definition.reach import DERIVED
from doorstep.definition.reading import FORM_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.definition.model import Item, Place
    from doorstep.definition.reading import Sources

_WHOSE = (Speaker.PERSON, Speaker.CARER)


def check_carrying(sources: Sources) -> None:
    """Report what one form says wrongly about whose it is, what it follows, what ages and what is carried."""
    form = sources.form
    if form.whose not in _WHOSE:
        sources.report(FORM_FILE, "whose", f'no record is made of a {form.whose}: "whose"', "write person or carer")
    for name in {name for name in form.follows if form.follows.count(name) > 1}:
        sources.report(FORM_FILE, "follows", f'"{name}" stands twice in "follows"', "keep it once, nearest form first")
    for section in form.sections:
        if section.code and section.shelf_life is not None and section.shelf_life < 1:
            sources.report(section.code, *_too_short(section.code, section.shelf_life))
    for link_id, place in form.places.items():
        for key, what, mend in _wrong(place):
            sources.report(link_id, key, what, mend)


def _too_short(name: str, months: int) -> tuple[str, str, str]:
    mend = "write a number of months, 1 or more; an answer without one never ages"
    return "shelf_life", f'"{name}" has a shelf-life of {months}', mend


def _wrong(place: Place) -> Iterator[tuple[str, str, str]]:
    item = place.item
    if item.shelf_life is not None and item.shelf_life < 1:
        yield _too_short(item.link_id, item.shelf_life)
    yield from _contradictions(item)
    yield from _columns(place)
    if item.shows is not None:
        yield from _shows(item, item.shows)


def _contradictions(item: Item) -> Iterator[tuple[str, str, str]]:
    if item.type in CANNOT_CARRY:
        for key, said in (("carries_from", item.carries_from), ("shelf_life", item.shelf_life is not None)):
            if said:
                what = f'"{item.link_id}" is {item.type}, and nothing is carried into or out of that'
                yield key, what, "take the line out, or ask a question that takes an answer"
        return
    if item.carries:
        return
    if item.carries_from:
        what = f'"{item.link_id}" is always asked anew (carries: no), and is filled in from {item.carries_from[0]}'
        yield "carries_from", what, "take one of the two lines out"
    if item.shelf_life is not None:
        what = f'"{item.link_id}" is never carried (carries: no), and has a shelf-life'
        yield "shelf_life", what, "take one of the two lines out"


def _columns(place: Place) -> Iterator[tuple[str, str, str]]:
    """Rows are carried whole: a repeat and its columns are filled from the same repeat, or none is."""
    item = place.item
    if item.repeats and item.carries_from and not any(column.carries_from for column in item.items):
        mend = "say in a column where its answers come from, such as `carries_from: [needs-assessment/a_repeat.name]`"
        yield "carries_from", f'"{item.link_id}" is filled in from earlier, and none of its columns is', mend
    if not place.repeats or not item.carries_from:
        return
    above = place.repeats[-1]
    for source in item.carries_from:
        if source.rpartition(".")[0] not in above.carries_from:
            what = f'"{item.link_id}" is filled in from {source}, and its rows are not'
            mend = f'name {source.rpartition(".")[0] or "a repeat"} under carries_from of "{above.link_id}"'
            yield "carries_from", what, mend


def _shows(item: Item, name: str) -> Iterator[tuple[str, str, str]]:
    if item.type is not ItemType.DISPLAY:
        yield "shows", f'"{item.link_id}" is {item.type} and shows nothing by itself', "make it a display"
    if name not in DERIVED:
        mend = suggestion(name, DERIVED, f"use one of {', '.join(sorted(DERIVED))}")
        yield "shows", f'there is no derived value "{name}"', mend
