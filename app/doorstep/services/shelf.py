"""The headers of the records on this laptop at one moment, and how the records stand to each other.

Nothing is read before it is asked for: a vault may hold ten thousand records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from doorstep.assessment.beside import Link, LinkKind
from doorstep.assessment.record import RecordStatus
from doorstep.assessment.stages import stages
from doorstep.services.journey import Journey, Relative
from doorstep.services.summary import AssessmentSummary, grouped, lent_summary_of, summary_of
from doorstep.vault.summaries import FormHead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from doorstep.assessment.record import Record
    from doorstep.vault.database import Vault
    from doorstep.vault.earlier import Lent
    from doorstep.vault.summaries import RecordSummary

_INVERSE: Final = {
    LinkKind.CARER_OF: LinkKind.CARED_FOR_BY,
    LinkKind.CARED_FOR_BY: LinkKind.CARER_OF,
    LinkKind.PARENT_OF: LinkKind.CHILD_OF,
    LinkKind.CHILD_OF: LinkKind.PARENT_OF,
}


class Shelf:
    """All headers of a vault, for one worker on one day. ``heads`` are those of the forms, by digest."""

    def __init__(self, vault: Vault, heads: Mapping[str, FormHead], worker_id: str, today: date) -> None:
        self._vault = vault
        self._heads = heads
        self._worker_id = worker_id
        self._today = today

    @cached_property
    def lines(self) -> tuple[RecordSummary, ...]:
        """The headers of all records, latest change first."""
        return self._vault.records()

    @cached_property
    def _by_person(self) -> dict[str, list[RecordSummary]]:
        """The headers of each person, the first one first: a list of thousands asks for everybody's."""
        found: dict[str, list[RecordSummary]] = {}
        for line in sorted(self.lines, key=lambda line: line.started_at):
            found.setdefault(line.person.id, []).append(line)
        return found

    @cached_property
    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """How records stand to others, by the id of the record that says so."""
        return self._vault.links()

    @cached_property
    def lent(self) -> Mapping[str, Lent]:
        """The earlier records from the office that may be read today and do not lie here as records, by id."""
        found = [each for each in self._vault.earlier.all() if each.until >= self._today]
        here = {line.id for line in self._vault.records([each.summary.id for each in found])} if found else set()
        return {each.summary.id: each for each in found if each.summary.id not in here}

    def lent_to_read(self, person_id: str) -> tuple[AssessmentSummary, ...]:
        """Return the earlier records of one person from the office, latest change first."""
        theirs = (lent_summary_of(each) for each in self.lent.values() if each.summary.person.id == person_id)
        return tuple(sorted(theirs, key=lambda line: line.changed_at, reverse=True))

    def lent_people(self, search: str) -> tuple[str, ...]:
        """Return the ids of the people of whom the office lent something and whose names hold ``search``."""
        found = (each.summary for each in self.lent.values() if _is_named(each.summary, search))
        return tuple(dict.fromkeys(line.person.id for line in found))

    def line(self, record_id: str) -> RecordSummary:
        """Return the header of a record, an earlier one from the office too. Raises KeyError when there is none."""
        found = next(iter(self._vault.records([record_id])), None)
        if found is not None:
            return found
        return self.lent[record_id].summary

    def of_person(self, person_id: str) -> tuple[RecordSummary, ...]:
        """Return the records of one person, the first one first."""
        return tuple(self._by_person.get(person_id, ()))

    def newest(self, person_id: str) -> dict[str, RecordSummary]:
        """Return the newest record of a person by the name of its form, earlier ones from the office included.

        What is kept apart fills nothing in.
        """
        lent = (each.summary for each in self.lent.values() if each.summary.person.id == person_id)
        theirs = (line for line in (*self.of_person(person_id), *lent) if not self.is_apart(line))
        return {line.form.form: line for line in sorted(theirs, key=lambda line: line.started_at)}

    def is_kept_apart(self, line: RecordSummary) -> bool:
        """Tell whether a record holds what this worker may not read: feedback about their own work.

        It is their work when they began another record of that person, or when what the feedback goes on from was on
        this laptop and is gone. The person may fill it in at this laptop on the day it was begun; signed, or on any
        later day, it is closed to the worker for good.
        """
        if not self.is_apart(line):
            return False
        closed = line.status is not RecordStatus.IN_PROGRESS or line.started_at.astimezone().date() < self._today
        was_here = any(record in self._removed for record in followed(self.links.get(line.id, ())))
        return closed and (line.person.id in self._own_people or was_here)

    def summaries(self, search: str = "") -> tuple[AssessmentSummary, ...]:
        """Return the records that hold all words of ``search``, person by person, the latest change first.

        Words that somebody said apart from the worker find nothing: such a record is found by names only.
        """
        if not search.strip():
            return grouped(map(self.summary, self.lines))
        found = self._vault.records(self._vault.search(search))
        named = (line for line in found if not self.is_apart(line) or _is_named(line, search))
        return grouped(map(self.summary, named))

    def summary(self, line: RecordSummary) -> AssessmentSummary:
        """Return one line of the list."""
        return summary_of(line, self._head(line).title, kept_apart=self.is_kept_apart(line))

    def relatives_of(self, person_id: str) -> tuple[Relative, ...]:
        """Return the people who are linked to a person from either side, each once."""
        return tuple(self._relatives.get(person_id, {}).values())

    def journey(self, person_id: str, readable: Sequence[Record]) -> Journey:
        """Return all that is known of one person's way; ``readable`` are their records. Raises KeyError for nobody."""
        theirs, lent = self.of_person(person_id), self.lent_to_read(person_id)
        if not theirs and not lent:
            raise KeyError(person_id)
        person = theirs[-1].person if theirs else self.lent[lent[0].record_id].summary.person
        return Journey(
            person_id=person_id,
            name=person.name,
            called=person.called,
            records=tuple(map(self.summary, theirs)),
            follows={line.id: tuple(followed(self.links.get(line.id, ()))) for line in theirs},
            relatives=self.relatives_of(person_id),
            stages=stages(readable),
            lent=lent[::-1],
        )

    @cached_property
    def _relatives(self) -> Mapping[str, dict[str, Relative]]:
        found: defaultdict[str, dict[str, Relative]] = defaultdict(dict)
        for line in self._vault.records(self.links):
            for link in self.links[line.id]:
                if link.kind is not LinkKind.FOLLOWS:
                    theirs = Relative(link.person, link.name, _INVERSE[link.kind])
                    found[line.person.id].setdefault(link.person, theirs)
                    found[link.person][line.person.id] = Relative(line.person.id, line.person.name, link.kind)
        return found

    @cached_property
    def _removed(self) -> frozenset[str]:
        return frozenset(stone.record for stone in self._vault.tombstones())

    @cached_property
    def _own_people(self) -> frozenset[str]:
        """The people of whom this worker began a record that is not kept apart."""
        begun = (line for line in self.lines if line.started_by == self._worker_id)
        return frozenset(line.person.id for line in begun if not self.is_apart(line))

    def _head(self, line: RecordSummary) -> FormHead:
        return self._heads.get(line.form.digest) or FormHead(line.form.form)

    def is_apart(self, line: RecordSummary) -> bool:
        """Tell whether the form of a record keeps its answers from the worker who assessed."""
        return self._head(line).apart


def link_to(line: RecordSummary) -> Link:
    """Return the link of a new record to one that it goes on from."""
    return Link(LinkKind.FOLLOWS, line.id, line.form.form, line.person.id, line.person.name)


def followed(links: Iterable[Link]) -> Iterator[str]:
    """Yield the records that a record goes on from."""
    return (link.record for link in links if link.kind is LinkKind.FOLLOWS)


def _is_named(line: RecordSummary, search: str) -> bool:
    """Tell whether all words of a search stand in the names of a person."""
    names = f"{line.person.name} {line.person.preferred_name}".casefold().split()
    return all(any(name.startswith(word) for name in names) for word in re.findall(r"\w+", search.casefold()))
