"""The languages of copies: their standard words and the headings of each form, from YAML beside the forms.

docs/formats/strings.md says how the files are written. A string that a machine made is printed only where the worker
accepts that; a copy then says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from doorstep.copies.words import plain_spaces, tidy
from doorstep.definition.model import ItemType, Visibility
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
    """One file of a form's strings: what ``strings_of`` the form holds, by the English ones."""

    language: str
    strings: Mapping[str, Written]
    machine_made: bool = True


class Language(msgspec.Struct, frozen=True):
    """A language that is offered. ``code`` is BCP 47, ``name`` its own name, ``english_name`` the worker's."""

    code: str
    name: str
    english_name: str
    right_to_left: bool
    machine_made: bool


class InLanguage(msgspec.Struct, frozen=True):
    """In which language a copy is wanted: the code of one of ``languages``, empty for English.

    ``bilingual`` puts the English beside it. What a machine translated is printed only where the worker accepts it
    (``accept_machine_made``), and stays English otherwise.
    """

    code: str = ""
    bilingual: bool = False
    accept_machine_made: bool = False


IN_ENGLISH = InLanguage()


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


def tongue_of(wanted: InLanguage, definition: FormDefinition) -> Tongue:
    """Return the words for a copy in a language that is offered, by the English ones with plain spaces.

    Raises CopyError.
    """
    standard = _standard().get(wanted.code)
    if standard is None:
        raise CopyError(what="unknown language")
    found: dict[str, tuple[str, bool]] = {}
    form = form_words(wanted.code, definition)
    if form is not None:
        found |= {english: _kept(words, form.machine_made) for english, words in _of_form(form, definition)}
    found |= {plain_spaces(english): _kept(words, standard.machine_made) for english, words in standard.strings.items()}
    printed = {
        english: words for english, (words, by_machine) in found.items() if wanted.accept_machine_made or not by_machine
    }
    by_machine = any(found[english][1] for english in printed)
    return Tongue(_language(standard), printed, wanted.bilingual, by_machine)


def form_words(code: str, definition: FormDefinition) -> FormWords | None:
    """Return a form's strings in a language, or None where nobody has made any. Raises CopyError."""
    path = forms_folder() / definition.form / "strings" / f"{code}.yaml"
    return _read(path, FormWords) if path.is_file() else None


def _kept(words: Written, by_machine: bool) -> tuple[str, bool]:
    return (words.text, words.machine_made) if isinstance(words, Checked) else (words, by_machine)


def _of_form(form: FormWords, definition: FormDefinition) -> Iterator[tuple[str, Written]]:
    """Yield each English string of a form that has a translation, as a copy prints it, with it."""
    yield from ((plain_spaces(tidy(english)), words) for english, words in form.strings.items())
    if definition.title in form.strings:
        words, by_machine = _kept(form.strings[definition.title], form.machine_made)
        yield f"{plain_spaces(tidy(definition.title))}: {{called}}", Checked(f"{words}: {{called}}", by_machine)


def strings_of(definition: FormDefinition) -> tuple[str, ...]:
    """Return every string of a form that some copy can print, each once and in form order: titles and questions."""
    told = [section for section in definition.sections if not section.monitoring]
    found = {definition.title: None, **{words: None for section in told for words in (section.title, section.part)}}
    for place in definition.places.values():
        above = (place.item, *place.repeats, *((place.group,) if place.group else ()))
        closed = any(item.visibility is Visibility.WORKER_ONLY for item in above)
        if not (closed or place.section.monitoring or place.item.type is ItemType.DISPLAY):
            found[place.item.text] = None
    return tuple(words for words in found if words)
