"""What is known from before, until somebody says that it is still true (TB-04).

A carried answer stands in its lane and counts nowhere. Four things can be said of it: still true, changed (that is an
answer like any other), not sure, ask me later. The last two are honest gaps that keep the earlier words beside them,
so that they can still be seen, and confirmed after all.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    Earlier,
    Provenance,
    SourceKind,
    Value,
)
from doorstep.assessment.completeness import questions
from doorstep.assessment.standing import is_unconfirmed
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from doorstep.assessment.standing import Standing
    from doorstep.definition.model import FormDefinition, Topic

NOT_SURE: Final = "Not sure whether this is still true"
"""The reason of a gap where somebody could not say whether the earlier answer still holds."""
ASKED_NOT_TO: Final = "Asked not to be asked this again"
"""The reason of a gap that was asked for."""
NOT_TO_ASK: Final = ("ls_not_again", "pv_no_ask")
"""Questions whose answers say, in the person's words, what they do not want to be asked about again."""
_KEEPS_EARLIER: Final = frozenset({AnswerState.COME_BACK, AnswerState.COULD_NOT_FIND_OUT, AnswerState.NOT_ASKED})
"""Gaps that leave open whether the earlier answer holds; who chose not to say takes it off the table."""
_MONTHS_A_YEAR: Final = 12


class Carried(msgspec.Struct, frozen=True):
    """What came from before in one lane, and who said it when.

    ``said_by`` is the name of whose words they are, ``written_by`` that of the worker who wrote them down or confirmed
    them last, at ``said_at`` (aware UTC); names are empty where they are not known. ``record`` is the id of the record
    it was said in and ``form`` the name of its form, where that is known; ``from_start`` says that it was typed when
    this very record was begun. ``stale``: older than its shelf-life. ``put_off`` is COME_BACK, COULD_NOT_FIND_OUT or
    NOT_ASKED when that was said instead. ``not_again``: the person asked not to be asked this another time.
    """

    key: AnswerKey
    value: Value
    said_by: str
    written_by: str
    said_at: datetime
    record: str
    form: str
    from_start: bool
    stale: bool
    confirmed: bool
    put_off: AnswerState | None = None
    not_again: bool = False


def held(answer: Answer | None) -> Earlier | None:
    """Return what a lane holds from before, confirmed or not, or None."""
    if answer is None:
        return None
    if answer.earlier:
        return answer.earlier
    if answer.value is None or answer.provenance.source is not SourceKind.CARRIED_FORWARD:
        return None
    return Earlier(answer.value, answer.provenance)


def is_stale(definition: FormDefinition, link_id: str, provenance: Provenance, today: date) -> bool:
    """Tell whether what was said then is older than its shelf-life; without one it never ages."""
    months = definition.shelf_life(link_id)
    last = (provenance.confirmed_at or provenance.recorded_at).date()
    return months is not None and _months_between(last, today) >= months


def carried(standing: Standing, key: AnswerKey) -> Carried | None:
    """Return what a lane holds from before, or None when it holds nothing of the kind."""
    answer = standing.builder.answers.get(key)
    earlier = held(answer)
    if answer is None or earlier is None:
        return None
    origin = earlier.provenance
    record = origin.origin or ""
    links = standing.builder.beside.links
    written_by = _name_of(standing, origin.recorded_by)
    return Carried(
        key=key,
        value=earlier.value,
        said_by=written_by if key.voice == WORKER else _speaker(standing, key),
        written_by=written_by,
        said_at=origin.recorded_at,
        record=record,
        form=next((link.form for link in links if link.record == record), ""),
        from_start=record == standing.builder.record_id,
        stale=is_stale(standing.definition, key.link_id, origin, standing.today),
        confirmed=origin.confirmed_at is not None,
        put_off=None if answer.state is AnswerState.ANSWERED else answer.state,
        not_again=bool(answer.not_again),
    )


def to_confirm(standing: Standing, topic: Topic) -> Iterator[Carried]:
    """Yield what is shown in a topic, came from before, and waits to be asked about, in form order.

    What was put off until later waits as well; what somebody was not sure of has been asked about.
    """
    for ref, _item in questions(standing, topic):
        for voice, answer in sorted(standing.lanes(*ref).items(), key=lambda lane: lane[0]):
            later = answer.state is AnswerState.COME_BACK and bool(answer.earlier)
            found = carried(standing, AnswerKey(*ref, voice)) if later or is_unconfirmed(answer) else None
            if found is not None:
                yield found


def confirmed(key: AnswerKey, answer: Answer | None, at: datetime, by: str, visit: str | None) -> Answer:
    """Return a carried answer as confirmed; who said it when stays. Raises WrongValueError when there is none."""
    earlier = held(answer)
    if answer is None or earlier is None:
        raise WrongValueError(link_id=key.link_id, expected="an answer from before")
    told = msgspec.structs.replace(earlier.provenance, confirmed_at=at, confirmed_by=by, visit=visit)
    return Answer(AnswerState.ANSWERED, told, earlier.value, visibility=answer.visibility, not_again=answer.not_again)


def beside_gap(before: Answer | None, gap: Answer) -> Answer:
    """Return a gap that keeps what the lane held from before, and who may see it, where the gap leaves that open."""
    earlier = held(before)
    if before is None or earlier is None or gap.state not in _KEEPS_EARLIER:
        return gap
    as_it_came = msgspec.structs.replace(earlier.provenance, confirmed_at=None, confirmed_by=None)
    kept = Earlier(earlier.value, as_it_came)
    return msgspec.structs.replace(gap, earlier=kept, visibility=before.visibility, not_again=before.not_again)


def never_again(before: Answer | None, blank: Answer) -> Answer:
    """Return what a lane holds with the wish not to be asked again; ``blank`` is the gap for a lane without words."""
    return msgspec.structs.replace(before or blank, not_again=True)


def not_to_ask(standing: Standing) -> Iterator[str]:
    """Yield what somebody asked not to be asked about, in their words, whether they said so now or before."""
    said = (answer for link_id in NOT_TO_ASK for answer in standing.lanes(link_id).values())
    for answer in said:
        value = answer.earlier.value if answer.earlier else answer.value
        if isinstance(value, str):
            yield value


def _months_between(earlier: date, later: date) -> int:
    months = (later.year - earlier.year) * _MONTHS_A_YEAR + later.month - earlier.month
    return months - (later.day < earlier.day)


def _speaker(standing: Standing, key: AnswerKey) -> str:
    if key.voice == PERSON:
        return standing.builder.person.called
    return _name_of(standing, key.voice.party or "")


def _name_of(standing: Standing, party_id: str) -> str:
    party = standing.builder.parties.get(party_id)
    return party.name if party is not None else ""
