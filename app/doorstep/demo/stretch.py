"""One stretch of the journey in the demonstration: a record, from its beginning on the first page to its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.demo.failure import DemoError

if TYPE_CHECKING:
    from doorstep.assessment.answer import AnswerKey
    from doorstep.demo.answering import Answering
    from doorstep.demo.sample import Sample, SampleAnswer


class Stretch:
    """What is to be said in a record, and, as the play goes on, where it went.

    ``given`` are the answers that were typed with their addresses; ``confirmed`` those of which it was said that they
    are still true.
    """

    def __init__(self, name: str, sample: Sample) -> None:
        self.name = name
        self.sample = sample
        self.record_id = ""
        self.given: list[tuple[SampleAnswer, AnswerKey]] = []
        self.confirmed: list[AnswerKey] = []
        self.topics_opened: set[str] = set()
        self._answering: Answering | None = None

    @property
    def answering(self) -> Answering:
        """The hand that gives the answers. Raises DemoError before the record is begun."""
        if self._answering is None:
            raise DemoError(f"{self.name} has not been begun")
        return self._answering

    def begun(self, record_id: str, answering: Answering) -> None:
        """Note where it goes."""
        self.record_id = record_id
        self._answering = answering

    def give(self, answer: SampleAnswer) -> None:
        """Give one answer and keep where it went."""
        self.answering.give(answer)
        self.given.append((answer, self.answering.key_of(answer)))
