"""The strings of other languages held against their form: which belong to nothing, and what stays English.

``doorstep forms check`` tells both. A question that was reworded loses its translations, because they may no longer
say what it asks; it is printed in English until somebody has translated it anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from doorstep.copies.furniture import FURNITURE
from doorstep.copies.languages import FormWords, StandardWords, strings_of
from doorstep.definition.loader import load_form
from doorstep.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from doorstep.copies.languages import Written


class Told(NamedTuple):
    """What was found, a line each: ``mistakes``, which say how to mend them, and ``notes`` of what may stay."""

    mistakes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_strings(form: Path) -> Told:
    """Return what is wrong with the strings beside a form; nothing where the form itself cannot be read."""
    try:
        printed = strings_of(load_form(form))
    except DefinitionError:
        return Told()
    return _together([_check_file(path, FormWords, printed) for path in sorted((form / "strings").glob("*.yaml"))])


def check_standard_words(folder: Path) -> Told:
    """Return what is wrong with the standard words of all languages in a folder."""
    return _together([_check_file(path, StandardWords, FURNITURE) for path in sorted(folder.glob("*.yaml"))])


def _together(told: Sequence[Told]) -> Told:
    mistakes = tuple(mistake for each in told for mistake in each.mistakes)
    return Told(mistakes, tuple(note for each in told for note in each.notes))


def _check_file(path: Path, kind: type[FormWords | StandardWords], printed: Sequence[str]) -> Told:
    place = "/".join(path.parts[-3:])
    try:
        words = msgspec.yaml.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        return Told((f"{place}: cannot be read ({error}): see docs/formats/strings.md",))
    mistakes = tuple(f"{place}: {mistake}" for mistake in _mistakes(words.strings, printed))
    missing = [english for english in printed if english not in words.strings]
    notes = (f"{place}: {len(missing)} stay English, the first is “{missing[0]}”",) if missing else ()
    return Told(mistakes, notes)


def _mistakes(strings: Mapping[str, Written], printed: Sequence[str]) -> list[str]:
    known = frozenset(printed)
    found = [
        f"“{english}” is printed nowhere: write it as it is now, or take it out"
        for english in strings
        if english not in known
    ]
    for english, written in strings.items():
        words = written if isinstance(written, str) else written.text
        if _slots(english) != _slots(words):
            found.append(f"“{english}” has other slots in braces than its translation: keep each of them once")
    return found


def _slots(text: str) -> list[str]:
    """Return the slots of a text, and any brace that belongs to none."""
    return sorted(re.findall(r"\{\w+\}|[{}]", text))
