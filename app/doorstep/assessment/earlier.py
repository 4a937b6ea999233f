"""Reading an earlier record for what it can bring to a new one (``assessment/carry_forward``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Earlier, Provenance, SourceKind
from doorstep.assessment.confirming import held
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import Record, RecordBuilder, RecordedAnswer
from doorstep.assessment.sharing import class_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from doorstep.assessment.answer import RowPath, Voice
    from doorstep.definition.model import FormDefinition, Item, Visibility


class EarlierRecord(NamedTuple):
    """A record of the same person that the new one follows, with the form that it was made with."""

    record: Record
    definition: FormDefinition


class Found(NamedTuple):
    """What one lane of an earlier record holds, as it stands there; ``at`` is when it was last talked about."""

    at: datetime
    answer: Answer
    item: Item
    earlier: Earlier | None
    seen_by: Visibility


class Source:
    """An earlier record, read as it would stand if all that was carried into it had been confirmed.

    Else what hangs on an answer that nobody got round to confirming would be lost with each further record.
    """

    def __init__(self, earlier: EarlierRecord, settings: frozenset[str], at: datetime) -> None:
        self.record = earlier.record
        self.definition = earlier.definition
        self.answers = earlier.record.by_key
        builder = RecordBuilder.resume(_as_if_confirmed(earlier.record, at))
        self.standing = Projection(earlier.definition, builder, settings, at.date()).standing

    def questions(self, item: Item, form: str, depth: int) -> Iterator[str]:
        """Yield the questions here that fill an item of a form; both stand inside ``depth`` repeats."""
        own = (item.link_id,) if self.definition.form == form else ()
        named = (name.split("/", 1) for name in item.carries_from if "/" in name)
        nodes = self.standing.outline.nodes
        for link_id in (*own, *(link_id for name, link_id in named if name == self.definition.form)):
            if link_id in nodes and len(nodes[link_id].repeats) == depth:
                yield link_id

    def lanes(self, link_id: str, path: RowPath) -> Iterator[tuple[Voice, Found]]:
        """Yield what the lanes of a place hold, gaps included: a newer gap outweighs an older answer."""
        if not self.standing.is_shown(link_id, path):
            return
        for voice in self.standing.lanes(link_id, path):
            key = AnswerKey(link_id, path, voice)
            answer = self.answers[key]
            yield (
                voice,
                Found(
                    at=answer.provenance.confirmed_at or answer.provenance.recorded_at,
                    answer=answer,
                    item=self.definition.item(link_id),
                    earlier=self._last_said(answer),
                    seen_by=class_of(self.standing, key, answer),
                ),
            )

    def last_spoken(self, repeats: Iterable[str]) -> datetime | None:
        """Return when anything in the rows of these repeats was last talked about; None when nothing was."""
        moments = (
            found.at
            for repeat in repeats
            if self.standing.is_shown(repeat)
            for node in self.standing.outline.nodes[repeat].below()
            for path, _lanes in self.standing.instances(node.key)
            for _voice, found in self.lanes(node.key, path)
        )
        return max(moments, default=None)

    def _last_said(self, answer: Answer) -> Earlier | None:
        """Return the value and who said so last: the confirmation, else the words themselves."""
        kept = held(answer)
        value, told = (kept.value, kept.provenance) if kept else (answer.value, answer.provenance)
        if value is None:
            return None
        at, by, origin = told.recorded_at, told.recorded_by, self.record.id
        if told.confirmed_at is not None:
            at, by = told.confirmed_at, told.confirmed_by or by
        elif kept is not None:
            origin = told.origin or origin
        return Earlier(value, Provenance(by, at, source=SourceKind.CARRIED_FORWARD, origin=origin))


def _as_if_confirmed(record: Record, at: datetime) -> Record:
    def standing(answer: Answer) -> Answer:
        kept = held(answer)
        if kept is None:
            return answer
        told = msgspec.structs.replace(kept.provenance, confirmed_at=kept.provenance.confirmed_at or at)
        return Answer(AnswerState.ANSWERED, told, kept.value, visibility=answer.visibility)

    answers = tuple(RecordedAnswer(entry.key, standing(entry.answer)) for entry in record.answers)
    return msgspec.structs.replace(record, answers=answers)
