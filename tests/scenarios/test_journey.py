"""A whole journey: preparation, assessment, the carer's own, plan, review and a year later, nothing told twice."""

from __future__ import annotations

import pytest

from doorstep.assessment.answer import PERSON, AnswerKey, SourceKind
from scenarios.journey import STRETCHES, played


@pytest.mark.serves("NG86-D01", "NG86-D02", "CJ-2-10")
@pytest.mark.parametrize("stretch", STRETCHES)
def test_every_stretch_can_be_finished(stretch: str) -> None:
    session = played(stretch)
    assert [missing.ref.link_id for missing in session.state.missing()] == []


@pytest.mark.serves("FACS-3.2-01", "PLP-NV-01")
def test_what_was_asked_for_on_the_phone_stands_at_the_top_of_the_assessment() -> None:
    carried = played("first-visit").state.carried(AnswerKey("na_first_words"))
    assert carried is not None
    assert "I am asking for a rail" in str(carried.value)
    assert (carried.said_by, carried.form) == ("Mr Pennant", "pre-visit")


@pytest.mark.serves("TB-04", "FACS-3.4-18", "FACS-3.4-19", "FACS-3.4-20", "NG86-A17")
def test_what_the_assessment_found_is_in_the_plan_with_nothing_typed_again() -> None:
    assessment, plan = played("first-visit"), played("plan")
    for before, after in (("ou_outcomes", "pl_outcomes"), ("el_need_met_how", "pl_needs"), ("sa_risks", "pl_risks")):
        assert len(plan.state.rows_of(after)) == len(assessment.state.rows_of(before)) > 0
    [(_, wish), *_] = assessment.state.answers_of(
        "ou_outcomes.in_my_words", (assessment.state.rows_of("ou_outcomes")[0],)
    )
    row = plan.state.rows_of("pl_outcomes")[0]
    answer = plan.state.current(AnswerKey("pl_outcomes.in_my_words", (row,), PERSON))
    assert answer is not None
    assert answer.value == wish.value
    assert answer.provenance.source is SourceKind.CARRIED_FORWARD
    assert answer.provenance.confirmed_at is not None
    assert answer.provenance.recorded_at < answer.provenance.confirmed_at
