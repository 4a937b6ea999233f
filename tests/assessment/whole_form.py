"""An open assessment on an installed form, for rules that only make sense on the real questions."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from assessment.small_form import DINA, MRS_ALLEN, PAUL, SAM, Ticking
from doorstep.assessment.answer import WORKER, AnswerKey, AnswerState, Choices
from doorstep.assessment.facts import Route
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.loader import installed_form

if TYPE_CHECKING:
    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.change import Change
    from doorstep.definition.model import FormDefinition


@cache
def form(name: str) -> FormDefinition:
    """Return an installed form, read once."""
    return installed_form(name)


class Visit:
    """A session on an installed form, with the clock that it reads and shorter verbs for tests."""

    def __init__(self, name: str = "needs-assessment", route: Route = Route.FULL) -> None:
        self.clock = Ticking()
        ids = count(1)
        self.session, _ = AssessmentSession.start(
            form(name), MRS_ALLEN, SAM, record_id="r1", clock=self.clock, new_id=lambda: f"i{next(ids)}", route=route
        )
        for party in (DINA, PAUL):
            self.session.put_party(party)

    @property
    def state(self):
        """What stands, to read."""
        return self.session.state

    def tick(self, link_id: str, *codes: str, path: RowPath = (), **details: str) -> Change:
        """Choose options of one question, in the lane of whoever is asked."""
        return self.session.answer(link_id, Choices(codes, details), path=path)

    def row(self, link_id: str, **words: object) -> RowPath:
        """Add a row with values in its columns: options as tuples of codes, all else as it is."""
        path = (self.session.add_row(link_id).facts[0].row,)  # type: ignore[union-attr]
        for column, value in words.items():
            given = Choices(value) if isinstance(value, tuple) else value
            self.session.answer(f"{link_id}.{column}", given, path=path)  # type: ignore[arg-type]
        return path

    def leave_the_rest(self) -> None:
        """Say of every open question, in the worker's lane, why it was not asked; what only an answer settles stays."""
        while True:
            open_now = [missing for missing in self.state.missing() if not missing.decided]
            if not open_now:
                return
            for missing in open_now:
                self.session.leave_gap(
                    missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER, path=missing.ref.path
                )


def worker(link_id: str, *path: str) -> AnswerKey:
    """Return the worker's lane of a place."""
    return AnswerKey(link_id, path, WORKER)
