"""Taking assessments off the laptop that the office holds: which, when, and doing it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.facts import RecordRemoved
from doorstep.assessment.record import RecordStatus
from doorstep.errors import RemovalRefusedError

if TYPE_CHECKING:
    from doorstep.assessment.people import Worker
    from doorstep.services.assessments import Assessments
    from doorstep.services.surroundings import Surroundings
    from doorstep.vault.database import Vault
    from doorstep.vault.summaries import RecordSummary


class PlannedRemoval(msgspec.Struct, frozen=True):
    """An assessment that will go by itself: whose, on which day, and since when the office holds it (aware UTC)."""

    record_id: str
    called: str
    on: date
    received_at: datetime


class RemovedAssessment(msgspec.Struct, frozen=True):
    """What stays of an assessment: no name and no words, but when it went and which office holds which bundle."""

    record_id: str
    removed_at: datetime
    number: int
    sha256: str
    office: str


class Removal:
    """The verbs for removal. ``after_days``: how long a received assessment stays; 0 keeps it for good.

    By itself goes only what is signed, was received as it stands, has nothing due any more, and is not open.
    """

    def __init__(
        self, vault: Vault, worker: Worker, assessments: Assessments, surroundings: Surroundings, after_days: int
    ) -> None:
        self._vault = vault
        self._worker = worker
        self._assessments = assessments
        self._surroundings = surroundings
        self.after_days = after_days

    def planned(self) -> tuple[PlannedRemoval, ...]:
        """Return what will go by itself, the soonest first; empty when nothing ever does."""
        if not self.after_days:
            return ()
        lines = self._vault.received_records()
        return tuple(sorted(filter(None, map(self._plan, lines)), key=lambda plan: (plan.on, plan.record_id)))

    def removed(self) -> tuple[RemovedAssessment, ...]:
        """Return what was removed from this laptop, in order."""
        return tuple(
            RemovedAssessment(
                stone.record, stone.removed.at, stone.removed.number, stone.removed.sha256, stone.removed.office
            )
            for stone in self._vault.tombstones()
        )

    def run(self) -> tuple[RemovedAssessment, ...]:
        """Remove what is due today; return what went. What cannot go stays. Raises StorageError."""
        today = self._surroundings.today()
        due = [plan.record_id for plan in self.planned() if plan.on <= today]
        for record_id in due:
            if not self._assessments.is_open(record_id):
                self.remove(record_id)
        return tuple(each for each in self.removed() if each.record_id in due)

    def remove(self, record_id: str) -> None:
        """Remove one assessment that the office holds as it stands, before its day.

        Raises RemovalRefusedError when it does not, or the assessment is open; StorageError. It stays then.
        """
        if self._assessments.is_open(record_id):
            raise RemovalRefusedError(what="open")
        self._assessments.settle()
        line = next((line for line in self._vault.received_records() if line.id == record_id), None)
        if line is None or line.receipt is None:
            raise RemovalRefusedError(what="no receipt")
        receipt = line.receipt
        self._vault.remove(
            record_id,
            RecordRemoved(
                self._surroundings.clock(),
                self._worker.id,
                receipt.number,
                receipt.sha256,
                receipt.received_at,
                receipt.office,
            ),
        )

    def _plan(self, line: RecordSummary) -> PlannedRemoval | None:
        if line.receipt is None or line.drafts or line.status is RecordStatus.IN_PROGRESS:
            return None
        days = [line.receipt.at.astimezone().date() + timedelta(self.after_days)]
        days += [due.day + timedelta(1) for due in line.due]
        return PlannedRemoval(line.id, line.person.called, max(days), line.receipt.received_at)
