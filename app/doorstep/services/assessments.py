"""The assessments on this laptop: the list, beginning one, opening one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import Contact
from doorstep.assessment.beside import Link, LinkKind
from doorstep.assessment.carry_forward import Beginning, EarlierRecord, carry_forward, from_the_start
from doorstep.assessment.comparison import Comparison, compare
from doorstep.assessment.facts import AnswerGiven, RecordLinked, RecordViewed, Route, decode_fact
from doorstep.assessment.people import Carer, Person
from doorstep.assessment.record import RecordBuilder
from doorstep.assessment.session import AssessmentSession
from doorstep.assessment.sharing import Agreement, side_by_side
from doorstep.assessment.state import AssessmentState
from doorstep.definition.loader import installed_form
from doorstep.errors import KeptApartError, NoSuchCarerError, StorageError
from doorstep.services.journey import FormChoice, Journey, Relative, form_choices
from doorstep.services.open_assessment import OpenAssessment, due_of, still_due
from doorstep.services.people import Known, PersonSummary, known_in, people_on
from doorstep.services.shelf import Shelf, link_to
from doorstep.services.summary import AssessmentSummary, Due, Whereabouts
from doorstep.services.together import Together, look_together
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doorstep.assessment.facts import Fact, Note
    from doorstep.assessment.people import Worker
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.services.packs import Packs
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault
    from doorstep.vault.journal import JournalEntry
    from doorstep.vault.summaries import FormHead, RecordSummary

__all__ = [
    "Agreement",
    "AssessmentSummary",
    "Assessments",
    "Due",
    "FormChoice",
    "Journey",
    "Known",
    "OpenAssessment",
    "PersonSummary",
    "Relative",
    "Together",
    "Whereabouts",
]

CARERS_FORM: Final = "carer-assessment"

_PATIENCE: Final = 4.0
"""Seconds to wait for the disk before saying that something is not saved."""


class Assessments:
    """The verbs for the list. A record is open once: opening it again gives the same ``OpenAssessment``."""

    def __init__(self, vault: Vault, worker: Worker, surroundings: Surroundings, packs: Packs) -> None:
        self._vault = vault
        self._worker = worker
        self._surroundings = surroundings
        self._packs = packs
        self._open: dict[str, OpenAssessment] = {}
        self._heads: Mapping[str, FormHead] | None = None
        self._one_at_a_time = threading.RLock()

    def list(self, search: str = "") -> tuple[AssessmentSummary, ...]:
        """Return the records whose names or answers hold all words of ``search``, person by person.

        The person and the record with the latest change come first.
        """
        return self._shelf().summaries(search)

    def people(self, search: str = "") -> tuple[PersonSummary, ...]:
        """Return the people of the same records, each once, with whom they are linked to."""
        shelf = self._shelf()
        return people_on(shelf, shelf.summaries(search), search)

    def forms(self) -> tuple[FormChoice, ...]:
        """Return the forms that a record can be made with, those of the person first."""
        return form_choices()

    def start(self, person: Person, route: Route = Route.FULL, form: str = "") -> OpenAssessment:
        """Begin a record of somebody new with an installed form, by default the needs assessment, and open it.

        A person without an id gets one. What was typed about them waits to be confirmed in its questions. Raises
        FormNotFoundError, FormInvalidError, StorageError.
        """
        if not person.id:
            person = msgspec.structs.replace(person, id=self._surroundings.new_id())
        beginning, record_id = self._beginning(form or self._surroundings.form), self._surroundings.new_id()
        return self._begin(beginning, person, record_id, route, from_the_start(beginning, person, record_id))

    def continue_with(self, record_id: str, form: str, route: Route = Route.FULL) -> OpenAssessment:
        """Begin a further record of the person of a record: a plan, a review, a reassessment.

        It is linked to the newest record of each form that it follows, and filled in with what they hold (TB-04).
        Raises FormNotFoundError, FormInvalidError, StorageError, KeyError when there is no such record.
        """
        beginning, begun, lines = self._going_on(record_id, form)
        links = (RecordLinked(beginning.at, beginning.by, link_to(line)) for line in lines)
        carried = self._carried(beginning, lines)
        filled = {fact.key for fact in carried if isinstance(fact, AnswerGiven)}
        typed = (fact for fact in from_the_start(beginning, begun.person, record_id) if fact.key not in filled)
        known = (*links, *carried, *typed)
        opened = self._begin(beginning, begun.person, self._surroundings.new_id(), route, known)
        for line in lines:
            if len(left := still_due(line.due, form)) != len(line.due):
                self._vault.writer.submit(Save(line.id, due=left))
        return opened

    def known_for(self, record_id: str, form: str) -> Known:
        """Return what a further record of the same person would begin with; nothing is begun.

        Raises FormNotFoundError, FormInvalidError, StorageError, KeyError when there is no such record.
        """
        beginning, _begun, lines = self._going_on(record_id, form)
        return known_in(self._carried(beginning, lines))

    def _going_on(self, record_id: str, form: str) -> tuple[Beginning, RecordSummary, tuple[RecordSummary, ...]]:
        """Return how a further record begins, after which one, and the newest record of each form that it follows."""
        self.settle()
        beginning, shelf = self._beginning(form), self._shelf()
        begun = shelf.line(record_id)
        newest = shelf.newest(begun.person.id)
        return beginning, begun, tuple(newest[name] for name in beginning.definition.follows if name in newest)

    def _carried(self, beginning: Beginning, lines: tuple[RecordSummary, ...]) -> tuple[Fact, ...]:
        earlier = [EarlierRecord(*self.to_read(line.id)) for line in lines]
        return carry_forward(beginning, earlier, self._surroundings.switches)

    def start_for_carer(
        self, record_id: str, party_id: str, form: str = CARERS_FORM, route: Route = Route.FULL
    ) -> OpenAssessment:
        """Begin a carer's own record, linked to that of the person whom they care for and filled with none of it.

        The carer is the person of it, under the same id; the other record does not change (TB-21). Raises
        NoSuchCarerError, FormNotFoundError, FormInvalidError, StorageError, KeyError.
        """
        self.settle()
        cared_for, _ = self.to_read(record_id)
        carer = cared_for.party(party_id)
        if not isinstance(carer, Carer):
            raise NoSuchCarerError(record=record_id)
        beginning, own_id = self._beginning(form), self._surroundings.new_id()
        whose = cared_for.person
        link = Link(LinkKind.CARER_OF, record_id, cared_for.form.form, whose.id, whose.name)
        person = Person(carer.id, carer.name)
        contact = Contact(carer.name, phone=carer.phone, email=carer.email)
        typed = from_the_start(beginning, person, own_id, contact)
        return self._begin(beginning, person, own_id, route, (RecordLinked(beginning.at, beginning.by, link), *typed))

    def link(self, record_id: str, kind: LinkKind, other_id: str) -> None:
        """Say how the person of a record stands to the person of another: a parent, a young carer.

        It is on the disk when this returns: the list that shows it is read from there. Raises KeyError, StorageError.
        """
        self.settle()
        other = self._shelf().line(other_id)
        link = Link(kind, other_id, other.form.form, other.person.id, other.person.name)
        self.note(record_id, RecordLinked(self._surroundings.clock(), self._worker.id, link))
        self.settle()

    def journey(self, person_id: str) -> Journey:
        """Return one person's records and where they are on the way. Raises KeyError when nobody has that id."""
        self.settle()
        shelf = self._shelf()
        lines = [line for line in shelf.of_person(person_id) if not shelf.is_kept_apart(line)]
        ids = (*(line.id for line in lines), *(line.record_id for line in shelf.lent_to_read(person_id)))
        return shelf.journey(person_id, [self.to_read(record_id)[0] for record_id in ids])

    def earlier(self, record_id: str) -> tuple[AssessmentSummary, ...]:
        """Return the earlier records of the same person that a record can be compared with.

        Those of its own form come first, then those of the forms that it follows, each the nearest first; what may not
        be read is left out. Raises StorageError, KeyError.
        """
        definition = self.state(record_id).definition
        journey = self.journey(self.state(record_id).person.id)
        records = journey.records
        place = next((place for place, line in enumerate(records) if line.record_id == record_id), 0)
        forms = {definition.form, *definition.follows}
        before = reversed((*journey.lent, *records[:place]))
        found = (line for line in before if line.form in forms and not line.kept_apart)
        return tuple(sorted(found, key=lambda line: line.form != definition.form))

    def compare(self, then: str, now: str) -> Comparison:
        """Return what is different between two records of one person (TB-28).

        Raises KeyError, and KeptApartError for what this worker may not read.
        """
        for record_id in (then, now):
            self.require_readable(record_id)
        return compare(self.state(then), self.state(now))

    def side_by_side(self, person_record: str, carer_record: str) -> Agreement:
        """Tell who agrees that a person's and a carer's record are looked at together. Raises KeyError."""
        return side_by_side(self.current(person_record), self.current(carer_record), self._surroundings.today())

    def together(self, person_id: str, carer_id: str) -> Together | None:
        """Return what a person and their carer may look at together; None without an assessment of each (TB-21)."""
        self.settle()
        shelf = self._shelf()
        theirs = shelf.newest(person_id).get(self._surroundings.form)
        carers = shelf.newest(carer_id).get(CARERS_FORM)
        if theirs is None or carers is None:
            return None
        return look_together(self.current(theirs.id), self.current(carers.id), self._surroundings.today())

    def require_readable(self, record_id: str) -> None:
        """Raise KeptApartError when a record holds what was said about this worker's own work; KeyError for none."""
        opened = self._open.get(record_id)
        if opened is not None and not opened.definition.apart:
            return
        self.settle()
        shelf = self._shelf()
        if shelf.is_kept_apart(shelf.line(record_id)):
            raise KeptApartError(record=record_id)

    def is_apart(self, record_id: str) -> bool:
        """Tell whether nobody but the person should see what is typed in a record. Raises KeyError for none."""
        shelf = self._shelf()
        return shelf.is_apart(shelf.line(record_id))

    def _shelf(self) -> Shelf:
        if self._heads is None:
            self._heads = self._vault.form_heads()
        return Shelf(self._vault, self._heads, self._worker.id, self._surroundings.today())

    def _beginning(self, form: str) -> Beginning:
        surroundings = self._surroundings
        return Beginning(installed_form(form), surroundings.clock(), self._worker.id, surroundings.new_id)

    def _begin(
        self, beginning: Beginning, person: Person, record_id: str, route: Route, known: Sequence[Fact]
    ) -> OpenAssessment:
        definition = beginning.definition
        session, change = AssessmentSession.start(
            definition,
            person,
            self._worker,
            record_id=record_id,
            clock=self._surroundings.clock,
            new_id=self._surroundings.new_id,
            settings=self._surroundings.switches,
            route=route,
            known=known,
        )
        noted = session.note(self._packs.noted(self._worker.id, change.facts[0].at))
        with self._one_at_a_time:
            self._vault.keep_form(definition)
            self._heads = None
            self._vault.writer.submit(
                Save(
                    session.record_id,
                    (*change.facts, *noted.facts),
                    due=due_of(session.state),
                )
            )
            opened = self._open[session.record_id] = OpenAssessment(session, self._vault)
        return opened

    def open(self, record_id: str) -> OpenAssessment:
        """Open an assessment where it was left, with the form that it was begun with; that it was seen is journalled.

        Raises StorageError when what was typed before has not reached the disk; KeyError when there is none;
        KeptApartError when it holds what was said about the worker's own work, and is done.
        """
        with self._one_at_a_time:
            if record_id not in self._open:
                self.require_readable(record_id)
                opened = OpenAssessment(self._resumed(record_id), self._vault)
                opened.note(RecordViewed(self._surroundings.clock(), self._worker.id))
                self._open[record_id] = opened
            return self._open[record_id]

    def is_open(self, record_id: str) -> bool:
        """Tell whether an assessment is open."""
        return record_id in self._open

    def leave(self, record_id: str) -> None:
        """Let go of an open assessment; all that it was told is with the writer already."""
        with self._one_at_a_time:
            self._open.pop(record_id, None)

    def state(self, record_id: str) -> AssessmentState:
        """Return what stands in an assessment, to read."""
        opened = self._open.get(record_id)
        if opened is not None:
            return opened.state
        record, definition = self.to_read(record_id)
        return AssessmentState.of(definition, record, self._surroundings.today(), self._surroundings.switches)

    def current(self, record_id: str) -> tuple[Record, FormDefinition]:
        """Return a record as it stands, unsaved answers included, and its form."""
        opened = self._open.get(record_id)
        if opened is not None:
            return opened.freeze(), opened.definition
        self.settle()
        record = self._vault.record(record_id)
        return record, self._vault.form(record.form.digest)

    def to_read(self, record_id: str) -> tuple[Record, FormDefinition]:
        """Return a record as ``current`` does, or an earlier one from the office whose day has not passed.

        Raises KeyError, StorageError.
        """
        if record_id not in self._open and record_id in self._shelf().lent:
            record = self._vault.earlier.record(record_id)
            return record, self._vault.form(record.form.digest)
        return self.current(record_id)

    def with_journal(self, record_id: str) -> tuple[Record, FormDefinition, tuple[JournalEntry, ...]]:
        """Return a record as it lies on the disk with its whole journal: the one is exactly the fold of the other.

        Raises StorageError when not all has reached the disk, KeyError when it is not (or no longer) on this laptop.
        """
        self.settle()
        if not self._vault.records([record_id]):
            raise KeyError(record_id)
        entries = self._vault.journal(record_id)
        record = RecordBuilder.of(decode_fact(entry.fact) for entry in entries).freeze()
        return record, self._vault.form(record.form.digest), entries

    def note(self, record_id: str, fact: Note) -> None:
        """Journal what happened to a record from outside: a copy, an export, a receipt."""
        with self._one_at_a_time:
            opened = self._open.get(record_id)
            if opened is None:
                self._vault.writer.submit(Save(record_id, (fact,)))
            else:
                opened.note(fact)

    def settle(self) -> None:
        """Wait until all that was typed is on the disk. Raises StorageError when the disk does not take it."""
        if not self._vault.writer.flush(_PATIENCE):
            raise StorageError(what="not saved")

    def _resumed(self, record_id: str) -> AssessmentSession:
        record, definition = self.current(record_id)
        return AssessmentSession.resume(
            definition,
            record,
            self._worker.id,
            clock=self._surroundings.clock,
            new_id=self._surroundings.new_id,
            settings=self._surroundings.switches,
        )
