"""The pen: in whose hand, when and at which visit something is written into a record, and which steps go back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Provenance, SourceKind
from doorstep.assessment.change import Change
from doorstep.assessment.history import History, step_for
from doorstep.errors import RecordFrozenError

if TYPE_CHECKING:
    from doorstep.assessment.facts import Fact
    from doorstep.assessment.projection import Projection

Clock = Callable[[], datetime]
"""Returns the time now, aware, in UTC."""
NewId = Callable[[], str]
"""Returns an id that was never used before."""


class Pen:
    """Appends facts to one open record, and nothing else does.

    ``worker_id`` is the party at the keyboard; ``history`` holds the steps that can be undone and redone.
    """

    def __init__(self, projection: Projection, worker_id: str, now: Clock, new_id: NewId) -> None:
        self.worker_id = worker_id
        self.now = now
        self.new_id = new_id
        self.history = History()
        self._projection = projection
        self._builder = projection.standing.builder

    @property
    def visit(self) -> str | None:
        """The id of the current visit, or None before the first."""
        return next(reversed(self._builder.visits), None)

    def provenance(self, source: SourceKind = SourceKind.SAID) -> Provenance:
        """Return where an answer that is written now comes from."""
        return Provenance(self.worker_id, self.now(), self.visit, source)

    def require_open(self) -> None:
        """Raise RecordFrozenError when the record is signed."""
        if self._builder.signed is not None:
            raise RecordFrozenError(record=self._builder.record_id)

    def append(self, *facts: Fact) -> Change:
        """Append facts; no step is kept. Raises RecordFrozenError for content after signing."""
        return self._projection.apply(facts, self.now().date())

    def do(self, *facts: Fact) -> Change:
        """Append facts that can be undone, as one step. Raises RecordFrozenError."""
        self.require_open()
        if not facts:
            return Change()
        step = step_for(self._builder, *facts)
        change = self.append(*facts)
        if step is not None:
            self.history.remember(step)
        return change
