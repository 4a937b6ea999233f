"""Where am I? The strip of stages, from whatever records there are (TB-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.small_form import MRS_ALLEN, SAM
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    ApproximateDate,
    Choices,
    Provenance,
)
from doorstep.assessment.facts import AnswerGiven, FormReference, RecordSigned, RecordStarted, Visit, VisitPut
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.assessment.stages import StageStatus, stages

BEGAN = datetime(2026, 9, 1, 9, tzinfo=UTC)


def _record(form: str, days: int, *, signed: bool = False, visit: date | None = None, **answers: object) -> Record:
    at = BEGAN + timedelta(days=days)
    told = Provenance(SAM.id, at)
    builder = RecordBuilder(RecordStarted(at, SAM.id, f"{form}-{days}", FormReference(form, "1", "d"), MRS_ALLEN))
    if visit is not None:
        builder.apply(VisitPut(at, SAM.id, Visit("v1", visit)))
    for link_id, value in answers.items():
        voice = PERSON if link_id == "pl_budget_how" else WORKER
        content = Choices((value,)) if isinstance(value, str) else value
        builder.apply(
            AnswerGiven(at, SAM.id, AnswerKey(link_id, (), voice), Answer(AnswerState.ANSWERED, told, content))
        )  # type: ignore[arg-type]
    if signed:
        builder.apply(RecordSigned(at, SAM.id))
    return builder.freeze()


def _day(day: date) -> ApproximateDate:
    return ApproximateDate.of(day)


def _at(*records: Record) -> dict[str, str]:
    return {stage.code: stage.status.value for stage in stages(records)}


PREPARED = _record("pre-visit", 0, signed=True, pv_first_contact_date=_day(date(2026, 8, 28)))
TALKING = _record("needs-assessment", 5, visit=date(2026, 9, 6), na_decision_due=_day(date(2026, 10, 1)))
DECIDED = _record(
    "needs-assessment", 5, visit=date(2026, 9, 6), el_decision="eligible", el_decided_when=_day(date(2026, 9, 20))
)


def test_without_records_there_is_no_way() -> None:
    assert stages(()) == ()


def test_getting_ready_comes_first() -> None:
    assert _at(_record("pre-visit", 0))["getting_ready"] == "now"
    assert _at(PREPARED)["getting_ready"] == "done"


@pytest.mark.serves("TB-05")
def test_the_conversation_goes_on_until_it_is_decided_by_the_day_that_was_promised() -> None:
    way = {stage.code: stage for stage in stages((TALKING, PREPARED))}
    assert way["first_contact"].day == date(2026, 8, 28)
    assert (way["conversation"].status, way["conversation"].day) == (StageStatus.NOW, date(2026, 9, 6))
    assert (way["decision"].status, way["decision"].day) == (StageStatus.NEXT, date(2026, 10, 1))
    assert {way[code].status for code in ("short_help", "money", "plan", "review")} == {StageStatus.NEXT}


def test_a_signed_talk_without_a_decision_waits_for_it() -> None:
    talked = _record("needs-assessment", 5, signed=True, el_decision="not_decided")
    assert (_at(talked)["conversation"], _at(talked)["decision"]) == ("done", "now")


@pytest.mark.serves("TB-05")
def test_after_the_decision_comes_the_plan_and_its_review() -> None:
    way = {stage.code: stage for stage in stages((PREPARED, DECIDED))}
    assert (way["decision"].status, way["decision"].day) == (StageStatus.DONE, date(2026, 9, 20))
    planning = _record("care-plan", 30, pl_plan_due=_day(date(2026, 10, 9)))
    way = {stage.code: stage for stage in stages((DECIDED, planning))}
    assert (way["plan"].status, way["plan"].day) == (StageStatus.NOW, date(2026, 10, 9))
    assert way["money"].status is StageStatus.NOW
    planned = _record("care-plan", 30, signed=True, pl_budget_how="council", pl_review_date=_day(date(2026, 11, 20)))
    way = {stage.code: stage for stage in stages((DECIDED, planned))}
    assert (way["plan"].status, way["money"].status) == (StageStatus.DONE, StageStatus.DONE)
    assert (way["review"].status, way["review"].day) == (StageStatus.NEXT, date(2026, 11, 20))
    assert _at(DECIDED, planned, _record("review", 80))["review"] == "now"


def test_short_term_help_may_run_beside() -> None:
    helped = _record("needs-assessment", 5, he_reablement_view="alongside")
    assert (_at(helped)["conversation"], _at(helped)["short_help"]) == ("now", "now")


def test_a_decision_of_not_eligible_promises_no_plan() -> None:
    assert list(_at(_record("needs-assessment", 5, el_decision="not_eligible")))[-1] == "decision"


def test_a_reassessment_begins_the_round_again() -> None:
    planned = _record("care-plan", 30, signed=True)
    again = _record("needs-assessment", 365)
    assert _at(DECIDED, planned, again)["conversation"] == "now"
    assert _at(DECIDED, planned, again)["plan"] == "next"
    assert _at(DECIDED, planned, _record("pre-visit", 360))["conversation"] == "next"
