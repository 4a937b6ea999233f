"""The assessments on this laptop: the list, beginning one, opening one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import RecordViewed, Route, decode_fact
from doorstep.assessment.record import RecordBuilder
from doorstep.assessment.session import AssessmentSession
from doorstep.assessment.state import AssessmentState
from doorstep.definition.loader import installed_form
from doorstep.errors import StorageError
from doorstep.services.open_assessment import OpenAssessment, due_of
from doorstep.services.summary import AssessmentSummary, Due, Whereabouts, summary_of
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from doorstep.assessment.facts import Note
    from doorstep.assessment.people import Person, Worker
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault
    from doorstep.vault.journal import JournalEntry

__all__ = ["AssessmentSummary", "Assessments", "Due", "OpenAssessment", "Whereabouts"]

_PATIENCE: Final = 4.0
"""Seconds to wait for the disk before saying that something is not saved."""


class Assessments:
    """The verbs for the list. A record is open once: opening it again gives the same ``OpenAssessment``."""

    def __init__(self, vault: Vault, worker: Worker, surroundings: Surroundings) -> None:
        self._vault = vault
        self._worker = worker
        self._surroundings = surroundings
        self._open: dict[str, OpenAssessment] = {}
        self._one_at_a_time = threading.RLock()

    def list(self, search: str = "") -> tuple[AssessmentSummary, ...]:
        """Return the assessments whose names or answers hold all words of ``search``, the latest change first."""
        wanted = self._vault.search(search) if search.strip() else None
        return tuple(map(summary_of, self._vault.records(wanted)))

    def start(self, person: Person, route: Route = Route.FULL) -> OpenAssessment:
        """Begin an assessment of a person with the installed form, and open it. A person without an id gets one.

        Raises FormNotFoundError, FormInvalidError, StorageError.
        """
        definition = installed_form(self._surroundings.form)
        if not person.id:
            person = msgspec.structs.replace(person, id=self._surroundings.new_id())
        session, change = AssessmentSession.start(
            definition,
            person,
            self._worker,
            record_id=self._surroundings.new_id(),
            clock=self._surroundings.clock,
            new_id=self._surroundings.new_id,
            settings=self._surroundings.switches,
            route=route,
        )
        with self._one_at_a_time:
            self._vault.keep_form(definition)
            self._vault.writer.submit(
                Save(session.record_id, change.facts, due=due_of(session.state, self._surroundings.today()))
            )
            opened = self._open[session.record_id] = OpenAssessment(session, self._vault, self._surroundings.today)
        return opened

    def open(self, record_id: str) -> OpenAssessment:
        """Open an assessment where it was left, with the form that it was begun with; that it was seen is journalled.

        Raises StorageError when what was typed before has not reached the disk; KeyError when there is none.
        """
        with self._one_at_a_time:
            if record_id not in self._open:
                opened = OpenAssessment(self._resumed(record_id), self._vault, self._surroundings.today)
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
        record, definition = self.current(record_id)
        return AssessmentState.of(definition, record, self._surroundings.today(), self._surroundings.switches)

    def current(self, record_id: str) -> tuple[Record, FormDefinition]:
        """Return a record as it stands, unsaved answers included, and its form."""
        opened = self._open.get(record_id)
        if opened is not None:
            return opened.freeze(), opened.definition
        self.settle()
        record = self._vault.record(record_id)
        return record, self._vault.form(record.form.digest)

    def with_journal(self, record_id: str) -> tuple[Record, FormDefinition, tuple[JournalEntry, ...]]:
        """Return a record as it lies on the disk with its whole journal: the one is exactly the fold of the other.

        Raises StorageError when not all has reached the disk.
        """
        self.settle()
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
