"""The journey of one person: their records, form by form, and whose other records stand beside them (TB-05, TB-21).

Records of different people are linked and never merged. What follows from what is told from the headers of the
records, their links and the forms alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.beside import Link, LinkKind
from doorstep.assessment.record import RecordStatus
from doorstep.assessment.stages import Stage, stages
from doorstep.definition.loader import installed_form
from doorstep.definition.model import Speaker
from doorstep.errors import DefinitionError
from doorstep.resources import forms_folder
from doorstep.services.summary import AssessmentSummary, grouped, summary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from doorstep.assessment.record import Record
    from doorstep.vault.database import Vault
    from doorstep.vault.summaries import FormHead, RecordSummary

_INVERSE: Final = {
    LinkKind.CARER_OF: LinkKind.CARED_FOR_BY,
    LinkKind.CARED_FOR_BY: LinkKind.CARER_OF,
    LinkKind.PARENT_OF: LinkKind.CHILD_OF,
    LinkKind.CHILD_OF: LinkKind.PARENT_OF,
}


_KEPT_BY: Final = {
    "na_full_by": "needs-assessment",
    "pl_review_date": "review",
    "rv_next_date": "review",
}
"""Promised dates that a later record of the same person keeps, once it has been begun: by which form."""


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

    ``follows`` names, by record, the records that it goes on from; some may have left the laptop.
    """

    person_id: str
    name: str
    called: str
    records: tuple[AssessmentSummary, ...]
    follows: Mapping[str, tuple[str, ...]]
    relatives: tuple[Relative, ...]
    stages: tuple[Stage, ...]


def form_choices() -> tuple[FormChoice, ...]:
    """Return every installed form that can be used, the forms of the person first, each after those it follows."""
    found = []
    for path in sorted(forms_folder().glob("*/form.yaml")):
        try:
            form = installed_form(path.parent.name)
        except DefinitionError:
            continue  # one form with a mistake keeps no other from being chosen; starting it says what is wrong
        found.append(FormChoice(form.form, form.title, form.whose, form.follows, form.apart))
    return tuple(sorted(found, key=lambda choice: (choice.whose is not Speaker.PERSON, choice.apart, choice.name)))


def relatives_of(
    person_id: str, lines: Iterable[RecordSummary], links: Mapping[str, tuple[Link, ...]]
) -> tuple[Relative, ...]:
    """Return the people who are linked to a person from either side, each once."""
    found: dict[str, Relative] = {}
    for line in lines:
        for link in links.get(line.id, ()):
            if link.kind is LinkKind.FOLLOWS:
                continue
            if line.person.id == person_id:
                found.setdefault(link.person, Relative(link.person, link.name, _INVERSE[link.kind]))
            elif link.person == person_id:
                found[line.person.id] = Relative(line.person.id, line.person.name, link.kind)
    return tuple(found.values())


def link_to(line: RecordSummary) -> Link:
    """Return the link of a new record to one that it goes on from."""
    return Link(LinkKind.FOLLOWS, line.id, line.form.form, line.person.id, line.person.name)


def followed(links: Iterable[Link]) -> Iterator[str]:
    """Yield the records that a record goes on from."""
    return (link.record for link in links if link.kind is LinkKind.FOLLOWS)


class Shelf:
    """The headers of all records on this laptop at one moment, and how they stand to each other."""

    def __init__(self, vault: Vault, heads: Mapping[str, FormHead], worker_id: str, today: date) -> None:
        self.lines = vault.records()
        self.links = vault.links()
        self._heads = heads
        self._today = today
        self._removed = frozenset(stone.record for stone in vault.tombstones())
        self._own_people = frozenset(
            line.person.id for line in self.lines if line.started_by == worker_id and not self._is_apart(line)
        )

    def _is_apart(self, line: RecordSummary) -> bool:
        return self._heads[line.form.digest].apart

    def line(self, record_id: str) -> RecordSummary:
        """Return the header of a record. Raises KeyError when there is none of that id."""
        found = next((line for line in self.lines if line.id == record_id), None)
        if found is None:
            raise KeyError(record_id)
        return found

    def of_person(self, person_id: str) -> tuple[RecordSummary, ...]:
        """Return the records of one person, the first one first."""
        theirs = (line for line in self.lines if line.person.id == person_id)
        return tuple(sorted(theirs, key=lambda line: line.started_at))

    def newest(self, person_id: str) -> dict[str, RecordSummary]:
        """Return the newest record of a person by the name of its form; what is kept apart fills nothing in."""
        theirs = (line for line in self.of_person(person_id) if not self._is_apart(line))
        return {line.form.form: line for line in theirs}

    def is_kept_apart(self, line: RecordSummary) -> bool:
        """Tell whether a record holds what this worker may not read: feedback about their own work.

        It is their work when they began another record of that person, or when what the feedback goes on from was on
        this laptop and is gone. The person may fill it in at this laptop on the day it was begun; signed, or on any
        later day, it is closed to the worker for good.
        """
        if not self._is_apart(line):
            return False
        closed = line.status is not RecordStatus.IN_PROGRESS or line.started_at.astimezone().date() < self._today
        was_here = any(record in self._removed for record in followed(self.links.get(line.id, ())))
        return closed and (line.person.id in self._own_people or was_here)

    def summaries(self, search: str, found: frozenset[str] | None) -> tuple[AssessmentSummary, ...]:
        """Return the lines of the list, person by person; ``found`` holds the ids that a search found, None for all.

        Words that somebody said apart from the worker find nothing: such a record is found by names only.
        """
        wanted = (
            line
            for line in self.lines
            if found is None or (line.id in found and (not self._is_apart(line) or named_by(line, search)))
        )
        return grouped(map(self.summary, wanted))

    def summary(self, line: RecordSummary) -> AssessmentSummary:
        """Return one line of the list, without the promises that another record has kept."""
        later = {other.form.form for other in self.of_person(line.person.id) if other.started_at > line.started_at}
        kept = {link_id for link_id, form in _KEPT_BY.items() if form in later}
        if line.status is not RecordStatus.IN_PROGRESS:
            kept.add("pl_plan_due")
        head, apart = self._heads[line.form.digest], self.is_kept_apart(line)
        return summary_of(line, head, kept_apart=apart, kept=frozenset(kept))

    def journey(self, person_id: str, readable: Sequence[Record]) -> Journey:
        """Return all that is known of one person's way; ``readable`` are their records. Raises KeyError for nobody."""
        theirs = self.of_person(person_id)
        if not theirs:
            raise KeyError(person_id)
        person = theirs[-1].person
        return Journey(
            person_id=person_id,
            name=person.name,
            called=person.called,
            records=tuple(map(self.summary, theirs)),
            follows={line.id: tuple(followed(self.links.get(line.id, ()))) for line in theirs},
            relatives=relatives_of(person_id, self.lines, self.links),
            stages=stages(readable),
        )


def named_by(line: RecordSummary, search: str) -> bool:
    """Tell whether all words of a search stand in the names of a person: how a record is found that is kept apart."""
    names = f"{line.person.name} {line.person.preferred_name}".casefold().split()
    return all(any(name.startswith(word) for name in names) for word in re.findall(r"\w+", search.casefold()))
