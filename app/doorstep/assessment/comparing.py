"""Then and now: what differs between two records made with one form, lane by lane and row by row (TB-28).

Rows keep their ids when they are carried from record to record, so the same row is compared with itself. The words for
people are made at the edge; here are addresses, answers, and who changed them when.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState
from doorstep.assessment.standing import is_unconfirmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition


class ChangeKind(StrEnum):
    """What became of one lane."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_AWAY = "taken_away"


class Difference(msgspec.Struct, frozen=True):
    """One lane that is not as it was. ``by`` is the party id of whoever wrote down what stands now, if anything does.

    ``then`` is None when it was blank, ``now`` when it is.
    """

    kind: ChangeKind
    key: AnswerKey
    then: Answer | None
    now: Answer | None

    @property
    def by(self) -> str | None:
        """Who wrote down what stands now."""
        return self.now.provenance.recorded_by if self.now is not None else None


def differences(then: Record, now: Record, definition: FormDefinition) -> tuple[Difference, ...]:
    """Return what differs, in form order; what was confirmed as still true does not.

    ``definition`` is the form of the later record. What was carried into it and nobody has confirmed is left out: it
    has not been talked about. Raises ValueError for records of two forms.
    """
    if then.form.form != now.form.form:
        raise ValueError("records of two forms cannot be compared")
    order = {link_id: place for place, link_id in enumerate(definition.places)}
    found = sorted(_found(then, now), key=lambda each: (order.get(each.key.link_id, len(order)), each.key))
    return tuple(found)


def _found(then: Record, now: Record) -> Iterator[Difference]:
    for key, after in now.by_key.items():
        before = then.by_key.get(key)
        if is_unconfirmed(after):
            continue
        if before is None:
            yield Difference(ChangeKind.ADDED, key, None, after)
        elif not _says_the_same(before, after):
            yield Difference(ChangeKind.CHANGED, key, before, after)
    for key, before in then.by_key.items():
        if key not in now.by_key:
            yield Difference(ChangeKind.TAKEN_AWAY, key, before, None)


def _says_the_same(before: Answer, after: Answer) -> bool:
    if before.state is not after.state:
        return False
    return before.value == after.value if before.state is AnswerState.ANSWERED else before.reason == after.reason
