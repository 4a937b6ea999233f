"""The languages of copies: their standard words and the headings of each form, from YAML beside the forms.

docs/formats/strings.md says how the files are written. A string that a machine made is printed only where the worker
accepts that; a copy then says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from doorstep.copies.furniture import FURNITURE
from doorstep.copies.words import tidy
from doorstep.errors import CopyError
from doorstep.resources import forms_folder, resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.definition.model import FormDefinition


class Checked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A string that says for itself whether a machine made it; plain text is as its file says."""

    text: str
    machine_made: bool


Written = str | Checked


class StandardWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of resources/strings: the words that every copy prints, by the English ones."""

    language: str
    name: str
    english_name: str
    strings: Mapping[str, Written]
    right_to_left: bool = False
    machine_made: bool = True


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a form's strings: its title, sections (title and part) and items by link_id."""

    language: str
    title: Written = ""
    sections: Mapping[str, Mapping[str, Written]] = {}
    items: Mapping[str, Written] = {}
    machine_made: bool = True


class Language(msgspec.Struct, frozen=True):
    """A language that is offered. ``code`` is BCP 47, ``name`` its own name, ``english_name`` the worker's."""

    code: str
    name: str
    english_name: str
    right_to_left: bool
    machine_made: bool


class Tongue(msgspec.Struct, frozen=True):
    """The words of one copy: each English string with its translation, as far as they may be printed.

    ``phrases`` are whole strings, some with slots in braces; ``machine_made`` tells whether a machine made any.
    """

    language: Language
    phrases: Mapping[str, str]
    bilingual: bool
    machine_made: bool


T = TypeVar("T", StandardWords, FormWords)


@cache
def _standard() -> Mapping[str, StandardWords]:
    paths = sorted(resource("strings").glob("*.yaml"))
    read = (_read(path, StandardWords) for path in paths)
    return {words.language: words for words in sorted(read, key=lambda words: words.english_name)}


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise CopyError(what=f"strings of {path.stem}") from error


def languages() -> tuple[Language, ...]:
    """Return the languages that copies can be made in beside English. Raises CopyError when a file is damaged."""
    return tuple(_language(words) for words in _standard().values())


def _language(words: StandardWords) -> Language:
    return Language(words.language, words.name, words.english_name, words.right_to_left, words.machine_made)


def tongue_of(code: str, definition: FormDefinition, *, bilingual: bool, accept_machine_made: bool) -> Tongue:
    """Return the words for a copy in a language. Raises CopyError when it is not offered.

    Without ``accept_machine_made`` there are only those that somebody has checked, and the rest stays English.
    """
    standard = _standard().get(code)
    if standard is None:
        raise CopyError(what="unknown language")
    found: dict[str, tuple[str, bool]] = {}
    form = form_words(code, definition)
    if form is not None:
        found |= {english: _kept(words, form.machine_made) for english, words in _of_form(form, definition)}
    found |= {english: _kept(words, standard.machine_made) for english, words in standard.strings.items()}
    printed = {
        english: words for english, (words, by_machine) in found.items() if accept_machine_made or not by_machine
    }
    by_machine = any(found[english][1] for english in printed)
    return Tongue(_language(standard), printed, bilingual, by_machine)


def form_words(code: str, definition: FormDefinition) -> FormWords | None:
    """Return a form's strings in a language, or None where nobody has made any. Raises CopyError."""
    path = forms_folder() / definition.form / "strings" / f"{code}.yaml"
    return _read(path, FormWords) if path.is_file() else None


def _kept(words: Written, by_machine: bool) -> tuple[str, bool]:
    return (words.text, words.machine_made) if isinstance(words, Checked) else (words, by_machine)


def _of_form(form: FormWords, definition: FormDefinition) -> Iterator[tuple[str, Written]]:
    """Yield each English string of a form that has a translation, with it."""
    for section in definition.sections:
        told = form.sections.get(section.link_id, {})
        yield from ((tidy(english), told[key]) for key, english in _said_of(section.title, section.part) if key in told)
    for link_id, words in form.items.items():
        if link_id in definition.places:
            yield tidy(definition.item(link_id).text), words
    if form.title:
        words, by_machine = _kept(form.title, form.machine_made)
        yield f"{tidy(definition.title)}: {{called}}", Checked(f"{words}: {{called}}", by_machine)


def _said_of(title: str, part: str) -> tuple[tuple[str, str], ...]:
    return ("title", title), ("part", part)


def check(code: str, definition: FormDefinition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is unknown and what is missing in a language: strings that no copy prints, and headings without any.

    Of a form the titles of its sections and groups must be there; questions may be.
    """
    standard, form = _standard()[code], form_words(code, definition)
    unknown = [f"strings: {english}" for english in standard.strings if english not in FURNITURE]
    missing = [f"strings: {english}" for english in FURNITURE if english not in standard.strings]
    if form is not None:
        known = {section.link_id for section in definition.sections}
        unknown += [f"sections: {link_id}" for link_id in form.sections if link_id not in known]
        unknown += [f"items: {link_id}" for link_id in form.items if link_id not in definition.places]
        missing += [f"sections: {link_id}" for link_id in sorted(known - set(form.sections))]
        missing += ["title"] if not form.title else []
    return tuple(unknown), tuple(missing)
