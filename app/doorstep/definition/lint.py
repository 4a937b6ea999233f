"""Everything that can be wrong with a form, found in one run.

Reading finds what is wrong with single words; here are the rules that look at whole items and at the whole form.
Conditions that cannot work are the business of ``reach``, what is carried that of ``carrying``, and what a form says
about other forms that of ``links``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from doorstep.definition.carrying import check_carrying
from doorstep.definition.links import Neighbours, check_links
from doorstep.definition.model import CHOOSING, REPEATING, Item, ItemType, Place, Speaker, Visibility
from doorstep.definition.problems import suggestion
from doorstep.definition.reach import check_conditions
from doorstep.definition.reading import Sources, read_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from doorstep.definition.problems import Problem

Finding: TypeAlias = "tuple[str, str, str]"
"""The key where the mistake stands, what is wrong, how to mend it."""

CHECKS = {"nhs_number": frozenset({ItemType.TEXT}), "plain_words": frozenset({ItemType.TEXT, ItemType.LONG_TEXT})}
"""The rules for text, and what each of them is for."""
"""Rules for text that a question may ask for by name."""
_REQUIREMENT = re.compile(
    r"NG86-[A-Z]\d\d|FACS-\d\.\d-\d\d|CJ-S\d|CJ-\d(\.\d)?-\d\d|PLP-((B|NV)-)?\d\d[a-z]?|COP-\d\d[a-z]?|(UKP|TB)-\d\d"
)
_CHILDREN = REPEATING | {ItemType.GROUP}
_NO_ANSWER = frozenset({ItemType.DISPLAY, ItemType.GROUP})
_SOURCES_OF_OPTIONS = frozenset({ItemType.TEXT, ItemType.LONG_TEXT, ItemType.CONTACT, *CHOOSING})


MOST_OPENING = 2
"""How many questions may open a page (issue 4: one or two)."""
FEW = 3
"""A page with no more questions than these needs no opening one: it is short enough to be seen whole."""


def check_folder(folder: Path, neighbours: Neighbours | None = None) -> tuple[Problem, ...]:
    """Return every mistake in the form in a folder, by file and line, what it says about other forms included.

    ``neighbours`` saves reading the same forms again when several are checked.
    """
    sources = read_form(folder)
    check_links(sources, neighbours or Neighbours(folder))
    return problems_of(sources)


def problems_of(sources: Sources) -> tuple[Problem, ...]:
    """Return every mistake in a form that was read, as far as the form alone can tell."""
    for link_id, place in sources.form.places.items():
        for rule in _ITEM_RULES:
            for key, what, mend in rule(sources, place):
                sources.report(link_id, key, what, mend)
    _check_parts(sources)
    _check_openings(sources)
    check_carrying(sources)
    check_conditions(sources)
    return sources.problems.sorted()


def _check_parts(sources: Sources) -> None:
    """Every section is its own part of a copy, or one tick would mean two."""
    seen: dict[str, str] = {}
    for section in sources.form.sections:
        if section.code and section.part and section.part in seen:
            what = f'the part "{section.part}" is the name of section {seen[section.part]} too'
            sources.report(section.code, "part", what, "give each section a part of its own")
        seen.setdefault(section.part, section.code)


def _check_openings(sources: Sources) -> None:
    """A page opens with one or two questions that are always there; a short page may open with all it has."""
    for topic in sources.form.topics:
        asked = [item for item in topic.items if item.type not in _NO_ANSWER]
        opening = [item for item in asked if item.opening]
        for item in opening[MOST_OPENING:]:
            what = f'"{item.link_id}" is the third question that opens "{topic.title}"'
            sources.report(item.link_id, "opening", what, "keep the one or two that let people begin anywhere")
        waiting = (item for item in opening if item.enable_when not in (None, topic.section.enable_when))
        for item in waiting:
            what = f'"{item.link_id}" opens "{topic.title}" and is not always shown'
            sources.report(item.link_id, "opening", what, "open with a question that waits for nothing")
        if len(asked) > FEW and not opening:
            name = topic.group.link_id if topic.group else topic.section.code
            mend = "add `opening: yes` to the one or two that begin the talk"
            sources.report(name, "title", f'none of the {len(asked)} questions opens "{topic.title}"', mend)


def _required(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.legal and not item.required:
        yield "legal", f'"{item.link_id}" is legal and not required', "add `required: yes`, as no route may skip it"
    if item.required and item.type in _NO_ANSWER:
        mend = "take `required` out, or ask for it in the questions inside"
        yield "required", f'"{item.link_id}" takes no answer and cannot be required', mend


def _options(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.type in CHOOSING and not item.options and not item.options_from:
        yield "options", f'"{item.link_id}" gives nothing to choose', "add options, or the name of an option set"
    if item.type not in CHOOSING and (item.options or item.options_from):
        key = "options" if item.options else "options_from"
        mend = "take the options out, or make it a single_choice or multi_choice"
        yield key, f'"{item.link_id}" is {item.type} and cannot have options', mend


def _options_from(sources: Sources, place: Place) -> Iterator[Finding]:
    places = sources.form.places
    for name in place.item.options_from:
        if name not in places:
            yield "options_from", f'there is no question "{name}"', suggestion(name, places, "name one by its link_id")
        elif places[name].item.type not in _SOURCES_OF_OPTIONS:
            mend = "name a question that is answered in words, such as the name column of a repeat"
            yield "options_from", f'"{name}" is {places[name].item.type} and gives no options', mend


def _children(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.type in _CHILDREN and not item.items:
        yield "type", f'"{item.link_id}" is a {item.type} and has nothing inside', 'add "items:" and a list'
    if item.type not in _CHILDREN and item.items:
        mend = f"take the items out, or make it one of {', '.join(sorted(_CHILDREN))}"
        yield "items", f'"{item.link_id}" is {item.type} and cannot hold items', mend


_BELONGS: Mapping[str, tuple[Callable[[Item], bool], frozenset[ItemType]]] = {
    "faces": (lambda item: item.faces, frozenset({ItemType.SCALE})),
    "minimum": (lambda item: item.minimum is not None, frozenset({ItemType.NUMBER})),
    "maximum": (lambda item: item.maximum is not None, frozenset({ItemType.NUMBER})),
    "max_rows": (lambda item: item.max_rows is not None, REPEATING),
    "visibility_from": (lambda item: item.visibility_from is not None, REPEATING),
    "opening": (lambda item: item.opening, frozenset(ItemType) - _NO_ANSWER),
}
"""Keys that only some types may have."""


def _belongs(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.opening and place.repeats:
        what = f'"{item.link_id}" is a column and opens no topic'
        yield "opening", what, f'open with "{place.repeats[0].link_id}", or with another question'
    for key, (is_set, types) in _BELONGS.items():
        if is_set(item) and item.type not in types:
            mend = f"take it out; it belongs to {', '.join(sorted(types))}"
            yield key, f'"{key}" means nothing for "{item.link_id}", which is {item.type}', mend


def _bounds(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield "minimum", f'"{item.link_id}" cannot be {item.minimum} or more and {item.maximum} or less', "swap them"
    if item.max_rows is not None and item.max_rows < 1:
        yield "max_rows", f'"{item.link_id}" can have no row', "allow at least 1"
    if item.check is not None and item.check not in CHECKS:
        mend = suggestion(item.check, CHECKS, f"use one of {', '.join(sorted(CHECKS))}")
        yield "check", f'there is no check "{item.check}"', mend
    elif item.check is not None and item.type not in CHECKS[item.check]:
        mend = f"take it out; it belongs to {', '.join(sorted(CHECKS[item.check]))}"
        yield "check", f'"check" means nothing for "{item.link_id}", which is {item.type}', mend


def _voices(_: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.asked_of not in item.voices:
        mend = f"add {item.asked_of} to the voices, or ask somebody else"
        yield "voices", f'"{item.link_id}" is asked of the {item.asked_of}, who has no lane', mend
    if item.fact and len(item.voices) > 1:
        yield "fact", f'"{item.link_id}" is a fact and has {len(item.voices)} voices', "a fact stands in one lane"
    if place.repeats and place.repeats[-1].type in REPEATING:
        outside = [voice for voice in item.voices if voice not in place.repeats[-1].voices]
        if outside:
            mend = f'add {" and ".join(outside)} to the voices of "{place.repeats[-1].link_id}", or take it out here'
            yield "voices", f'"{item.link_id}" has a voice that its rows do not have', mend


def _visibility(sources: Sources, place: Place) -> Iterator[Finding]:
    item = place.item
    if item.visibility is Visibility.PRIVATE_CARER and Speaker.CARER not in item.voices:
        mend = "use private_person or worker_only, or let the carer answer"
        yield "visibility", f'"{item.link_id}" is private to the carer, who cannot answer it', mend
    if item.visibility_from is None or not item.repeats:
        return
    column = sources.form.places.get(item.visibility_from)
    if column is None or column.item not in item.items:
        mend = suggestion(item.visibility_from, [child.link_id for child in item.items], "name a column of this repeat")
        yield "visibility_from", f'"{item.link_id}" has no column "{item.visibility_from}"', mend
    elif not {option.code for option in column.item.options} <= {kind.value for kind in Visibility}:
        mend = f"use the option codes {', '.join(Visibility)}"
        yield "visibility_from", f'"{item.visibility_from}" does not say who may see a row', mend


def _serves(_: Sources, place: Place) -> Iterator[Finding]:
    for requirement in place.item.serves:
        if not _REQUIREMENT.fullmatch(requirement):
            mend = "write it as the requirement matrix does, such as NG86-A01 or UKP-06"
            yield "serves", f'"{requirement}" is no requirement id', mend


_ITEM_RULES = (
    _required,
    _options,
    _options_from,
    _children,
    _belongs,
    _bounds,
    _voices,
    _visibility,
    _serves,
)
