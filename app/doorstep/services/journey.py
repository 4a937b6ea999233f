"""The journey of one person: their records, form by form, and whose other records stand beside them (TB-05, TB-21).

Records of different people are linked and never merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from doorstep.assessment.beside import LinkKind
from doorstep.assessment.stages import Stage
from doorstep.definition.loader import installed_form
from doorstep.definition.model import Speaker
from doorstep.errors import DefinitionError
from doorstep.resources import forms_folder
from doorstep.services.summary import AssessmentSummary

_WAY: Final = ("pre-visit", "needs-assessment", "carer-assessment", "care-plan", "review", "feedback")


class FormChoice(msgspec.Struct, frozen=True):
    """A form that a record can be made with. ``follows`` names the forms whose newest records fill it in.

    ``apart``: the worker who assessed will not be able to read what is said in it.
    """

    name: str
    title: str
    whose: Speaker
    follows: tuple[str, ...] = ()
    apart: bool = False


class Relative(msgspec.Struct, frozen=True):
    """Another person with a record of their own on this laptop, by name only. ``kind`` is how they stand to this one.

    CARER_OF: they care for this person.
    """

    person_id: str
    name: str
    kind: LinkKind


class Journey(msgspec.Struct, frozen=True):
    """All records of one person on this laptop, the first one first, and where they are on the way.

    ``follows`` names, by record, the records that it goes on from; some may have left the laptop. ``lent`` are earlier
    records from the office, the first one first: to read and go on from.
    """

    person_id: str
    name: str
    called: str
    records: tuple[AssessmentSummary, ...]
    follows: Mapping[str, tuple[str, ...]]
    relatives: tuple[Relative, ...]
    stages: tuple[Stage, ...]
    lent: tuple[AssessmentSummary, ...] = ()


def form_choices() -> tuple[FormChoice, ...]:
    """Return every installed form that can be used, in the order of the journey, and then any others by name."""
    found = []
    for path in sorted(forms_folder().glob("*/form.yaml")):
        try:
            form = installed_form(path.parent.name)
        except DefinitionError:
            continue  # one form with a mistake keeps no other from being chosen; starting it says what is wrong
        found.append(FormChoice(form.form, form.title, form.whose, form.follows, form.apart))
    places = {name: place for place, name in enumerate(_WAY)}
    return tuple(sorted(found, key=lambda choice: (places.get(choice.name, len(places)), choice.name)))
