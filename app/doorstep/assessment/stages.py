"""Where am I? The stages of the way from first contact to review, with what is done, what is now and what is next.

TB-05. Read from the records of one person and the dates promised in them. Stages can come round again: a reassessment
begins a new round, and short-term help may run beside the others (F4, tension 4). After a decision of "not eligible"
there is no plan to come, so none is shown.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import ApproximateDate, Choices
from doorstep.assessment.record import RecordStatus
from doorstep.assessment.standing import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from doorstep.assessment.record import Record


TOLD_BY: Final = frozenset(
    {
        *("pv_first_contact_date", "na_decision_due", "el_decision", "el_decided_when", "cr_decision"),
        *("he_reablement_view", "pl_budget_how", "pl_plan_due", "pl_review_date", "rv_next_date"),
    }
)
"""The questions whose answers move the stages, beside visits and signatures."""


class StageStatus(StrEnum):
    """Whether a stage is behind the person, going on, or to come."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


class Stage(msgspec.Struct, frozen=True):
    """One stage, in the person's words. ``day`` is when it was done, or the day promised for it; None when unknown."""

    code: str
    title: str
    status: StageStatus
    day: date | None = None


_PREPARATION: Final = "pre-visit"
_CONVERSATIONS: Final = frozenset({"needs-assessment", "carer-assessment"})
_PLAN: Final = "care-plan"
_REVIEW: Final = "review"
_SHORT_HELP: Final = frozenset({"first", "alongside"})


def stages(records: Sequence[Record]) -> tuple[Stage, ...]:
    """Return the stages of one person, in order, from the records of theirs that may be read. Empty without records.

    A record that was cut for an audience gives what that audience may know.
    """
    if not records:
        return ()
    way = _Way(sorted(records, key=lambda record: record.started_at))
    return tuple(way.stages())


class _Way:
    """The newest round: the last conversation, and the plan and review that followed it."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._talk = self._newest(_CONVERSATIONS)
        self._preparation = self._newest({_PREPARATION})
        self._plan = self._newest({_PLAN}, after=self._talk)
        self._review = self._newest({_REVIEW}, after=self._plan or self._talk)
        if self._preparation and self._talk and self._preparation.started_at > self._talk.started_at:
            self._talk = self._plan = self._review = None  # getting ready for the next round

    def _newest(self, forms: Iterable[str], after: Record | None = None) -> Record | None:
        wanted = frozenset(forms)
        late = (record for record in reversed(self._records) if after is None or record.started_at > after.started_at)
        return next((record for record in late if record.form.form in wanted), None)

    def stages(self) -> Iterator[Stage]:
        beyond = bool(self._plan or self._review)
        decided = _decided(self._talk)
        talked = bool(decided) or beyond or _is_signed(self._talk)
        ready = bool(self._talk) or beyond or _is_signed(self._preparation)
        yield Stage("first_contact", "First contact", StageStatus.DONE, _day(self._records, "pv_first_contact_date"))
        yield Stage("getting_ready", "Getting ready", _status(done=ready, now=bool(self._preparation)))
        yield Stage("conversation", "Conversation", _status(done=talked, now=bool(self._talk)), _last_visit(self._talk))
        made = bool(decided) or beyond
        due = _day([self._talk], "na_decision_due") if not made else None
        day = _day([self._talk], "el_decided_when") or due
        yield Stage("decision", "Decision", _status(done=made, now=talked and bool(self._talk)), day)
        if decided != "not_eligible" or beyond:
            yield from self._after_the_decision()

    def _after_the_decision(self) -> Iterator[Stage]:
        helped = _code([self._talk], "he_reablement_view")
        yield Stage("short_help", "Help for a short time", _status(done=helped == "already", now=helped in _SHORT_HELP))
        planned, reviewing = _is_signed(self._plan), self._review is not None
        agreed = bool(_code([self._plan], "pl_budget_how")) or planned or reviewing
        yield Stage("money", "Money", _status(done=agreed, now=self._plan is not None))
        signed = self._plan.signed.at.date() if self._plan and self._plan.signed else None
        day = signed or _day([self._plan, self._talk], "pl_plan_due")
        yield Stage("plan", "Plan", _status(done=planned or reviewing, now=self._plan is not None), day)
        again = _day([self._review], "rv_next_date") or _day([self._plan], "pl_review_date")
        yield Stage("review", "Review", _status(done=False, now=reviewing and not _is_signed(self._review)), again)


def _status(*, done: bool, now: bool) -> StageStatus:
    if done:
        return StageStatus.DONE
    return StageStatus.NOW if now else StageStatus.NEXT


def _is_signed(record: Record | None) -> bool:
    return record is not None and record.status is not RecordStatus.IN_PROGRESS


def _last_visit(record: Record | None) -> date | None:
    return max((visit.day for visit in record.visits), default=None) if record else None


def _decided(record: Record | None) -> str:
    """Return what was decided, in one word; a carer's decision is written out, and says only that it was made."""
    code = _code([record], "el_decision") or ("decided" if any(_values([record], "cr_decision")) else "")
    return "" if code == "not_decided" else code


def _values(records: Sequence[Record | None], link_id: str) -> Iterator[object]:
    for record in reversed(records):
        for entry in record.answers if record else ():
            if entry.key.link_id == link_id and counts(entry.answer):
                yield entry.answer.value


def _code(records: Sequence[Record | None], link_id: str) -> str:
    values = _values(records, link_id)
    return next((value.codes[0] for value in values if isinstance(value, Choices) and value.codes), "")


def _day(records: Sequence[Record | None], *link_ids: str) -> date | None:
    days = (
        value.calendar()
        for link_id in link_ids
        for value in _values(records, link_id)
        if isinstance(value, ApproximateDate)
    )
    return next((day for day in days if day is not None), None)
