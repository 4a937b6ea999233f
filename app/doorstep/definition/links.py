"""What a form says about other forms: which it follows, and whose answers fill in its own.

Only ``doorstep forms check`` and the tests look here. A form is loaded alone, so that one form with a mistake never
keeps another from opening.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.model import CANNOT_CARRY, CHOOSING, ItemType, Place
from doorstep.definition.problems import suggestion
from doorstep.definition.reading import FORM_FILE, read_form
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.definition.model import FormDefinition, Item
    from doorstep.definition.reading import Sources

_WORDS = frozenset({ItemType.TEXT, ItemType.LONG_TEXT})


class Neighbours:
    """The forms that a form may name: those in the same folder, and those that came with Doorstep."""

    def __init__(self, folder: Path) -> None:
        """Look beside ``folder``, the folder of a form."""
        self._folders = {
            path.parent.name: path.parent
            for parent in (forms_folder(), folder.parent)
            for path in sorted(parent.glob(f"*/{FORM_FILE}"))
        }
        self._read: dict[str, FormDefinition] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all forms, sorted."""
        return tuple(sorted(self._folders))

    def form(self, name: str) -> FormDefinition | None:
        """Return a form as it is written, with its mistakes, or None when there is none of that name."""
        if name in self._folders and name not in self._read:
            self._read[name] = read_form(self._folders[name]).form
        return self._read.get(name)


def check_links(sources: Sources, neighbours: Neighbours) -> None:
    """Report every mistake in what a form says about other forms."""
    for name in sources.form.follows:
        for what, mend in _wrong_to_follow(sources.form, name, neighbours):
            sources.report(FORM_FILE, "follows", what, mend)
    for link_id, place in sources.form.places.items():
        for source in place.item.carries_from:
            found = _fault(sources.form, place, source, neighbours)
            if found is not None:
                sources.report(link_id, "carries_from", *found)


def _wrong_to_follow(form: FormDefinition, name: str, neighbours: Neighbours) -> Iterator[tuple[str, str]]:
    other = neighbours.form(name)
    if other is None:
        mend = suggestion(name, neighbours.names, f"name one of {', '.join(neighbours.names)}")
        yield f'there is no form "{name}"', mend
    elif other.whose is not form.whose:
        mend = "take it out: records of different people are linked, and never fill each other in"
        yield f'"{name}" makes the record of a {other.whose}, and this form that of a {form.whose}', mend
    elif other.apart:
        yield f'"{name}" is kept apart from the worker', "take it out: what is said there fills nothing in"


def _fault(form: FormDefinition, place: Place, source: str, neighbours: Neighbours) -> tuple[str, str] | None:
    name, slash, link_id = source.partition("/")
    if not slash:
        return f'"{source}" names no form', "write it as form/link_id, such as needs-assessment/ou_outcomes"
    other = neighbours.form(name)
    if other is None:
        return f'there is no form "{name}"', suggestion(name, neighbours.names, "name it by its folder")
    if name not in form.follows:
        return f'this form does not follow "{name}"', f"add {name} to follows in form.yaml, or name another form"
    if link_id not in other.places:
        mend = suggestion(link_id, other.places, "name a question by its link_id")
        return f'"{name}" has no question "{link_id}"', mend
    return _misfit(place, other.place(link_id), source)


def _misfit(place: Place, origin: Place, source: str) -> tuple[str, str] | None:
    """Return why answers of ``origin`` cannot stand at ``place``, and how to mend it; None when they can."""
    item, other = place.item, origin.item
    if item.type in CANNOT_CARRY:
        return None  # Told by ``carrying``, once and not for each source.
    if len(place.repeats) != len(origin.repeats):
        columns = ("a column", "no column") if origin.repeats else ("no column", "a column")
        what = f"{source} is {columns[0]}, and {item.link_id} is {columns[1]}"
        return what, "fill a column from a column, and a question from a question"
    if _kind(item) not in (_kind(other), _roomier(other)):
        return f"{source} is {other.type}, and {item.link_id} is {item.type}", "fill it from a question of its own type"
    unknown = _without_place(item, other)
    if unknown:
        mend = "give both the same codes; only an exclusive option may be left out"
        return f'{item.link_id} has no option "{unknown[0]}" for an answer of {source}', mend
    if not item.fact and not set(item.voices) & set(other.voices):
        who = " and ".join(other.voices)
        return f"{source} is said by {who}, who has no lane in {item.link_id}", f"add {who} to the voices"
    return None


def _kind(item: Item) -> str:
    """What the value of an answer is made of: items of the same kind can hold each other's answers."""
    if item.repeats:
        return "rows"
    if item.type in CHOOSING:
        return "several options" if item.type is ItemType.MULTI_CHOICE else "one option"
    return "words" if item.type in _WORDS else item.type


def _roomier(item: Item) -> str:
    """Return the other kind that an answer fits into: one tick can stand where several could."""
    return "several options" if _kind(item) == "one option" else _kind(item)


def _without_place(item: Item, other: Item) -> list[str]:
    """Return the codes that could be answered there and not stand here; "none of these" only ends where it is."""
    if item.type not in CHOOSING or item.options_from:
        return []
    codes = {option.code for option in item.options}
    return [option.code for option in other.options if option.code not in codes and not option.exclusive]
