"""A talk with somebody, by option codes: which questions it opens and which it leaves closed."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Choices
from doorstep.assessment.facts import RowAdded
from doorstep.assessment.people import Person, Worker
from doorstep.assessment.session import AssessmentSession

if TYPE_CHECKING:
    from datetime import date

    from doorstep.definition.model import FormDefinition


class Conversation:
    """A new record of a form, answered by option codes."""

    def __init__(self, form: FormDefinition, *settings: str, born: date | None = None) -> None:
        ids = count(1)
        self.session, _ = AssessmentSession.start(
            form,
            Person("person", "Ada Quill", born=born),
            Worker("w1", "Wynn Ostler"),
            record_id="r",
            clock=lambda: datetime(2026, 10, 6, 9, tzinfo=UTC),
            new_id=lambda: f"row{next(ids)}",
            settings=frozenset(settings),
        )

    def say(self, link_id: str, *codes: str, path: tuple[str, ...] = ()) -> None:
        self.session.answer(link_id, Choices(codes), path=path)

    def row(self, link_id: str) -> tuple[str, ...]:
        fact = self.session.add_row(link_id).facts[0]
        assert isinstance(fact, RowAdded)
        return (fact.row,)

    def shows(self, link_id: str) -> bool:
        return self.session.state.is_shown(link_id)
