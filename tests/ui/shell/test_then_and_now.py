"""Then and now (TB-28): what changed between two records, in plain words, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from doorstep.assessment.answer import AnswerKey, AnswerState, Voice
from doorstep.assessment.facts import Route
from doorstep.definition.model import Speaker
from doorstep.ui.then_and_now import ThenAndNow
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from services.profiles import Clock

GOOD_DAY = AnswerKey("wm_good_day")


@pytest.fixture
def again(visit: Hands, clock: Clock) -> Hands:
    """A reassessment after a year, in which some things are as they were and some are not."""
    told = visit.page.assessment
    told.answer("wm_good_day", "Tea with Sunita")
    told.answer("wm_bad_day", "When nobody comes")
    told.answer("td_day", "He is slower than he says", voice=told.state.voices_of(Speaker.CARER)[0])
    add_person(told, "Marcia")
    add_person(told, "Sunita")
    clock.move(days=365)
    now = visit.workspace.assessments.continue_with(told.record_id, "needs-assessment", Route.REASSESSMENT)
    visit.window.open_assessment(now.record_id)
    return visit


def add_person(told: OpenAssessment, name: str) -> tuple[str, ...]:
    row = (told.add_row("pe_ecomap").facts[0].row,)  # type: ignore[union-attr]
    told.answer("pe_ecomap.name", name, path=row)
    return row


def compare(hands: Hands) -> ThenAndNow:
    hands.key(Qt.Key.Key_N, CONTROL | SHIFT)
    page = hands.page.middle.sheet()
    assert isinstance(page, ThenAndNow)
    return page


@pytest.mark.serves("TB-28")
def test_a_changed_answer_is_told_with_both_and_with_who_said_it(again: Hands):
    again.page.assessment.answer("wm_good_day", "I sit by the window")
    page = compare(again)
    assert again.sees("What is a good day like for you?", page)
    assert again.sees("Then: “Tea with Sunita” (Mr Pennant, 6 October 2026, written down by Aoife Lindqvist)", page)
    assert again.sees("Now: “I sit by the window” (Mr Pennant, 6 October 2027, written down by Aoife Lindqvist)", page)
    assert page.signed.text().startswith("1 changed")
    assert again.window.focusWidget() in page.with_what.rows


def test_what_is_confirmed_is_counted_and_what_waits_is_no_change(again: Hands):
    again.page.assessment.still_true(GOOD_DAY)
    page = compare(again)
    assert not again.sees("Tea with Sunita", page)
    assert "1 as before" in page.signed.text()
    assert "from before still to check" in page.signed.text()


def test_people_who_came_and_went_are_told_as_one(again: Hands):
    told = again.page.assessment
    marcia, sunita = told.state.rows_of("pe_ecomap")
    told.remove_row("pe_ecomap", sunita)
    add_person(told, "Ray")
    told.answer("pe_ecomap.how_often", "Every day", path=(marcia,))
    page = compare(again)
    assert again.sees("New in the list: Ray", page)
    assert again.sees("No longer in the list: Sunita", page)
    assert again.sees("Marcia · Every day", page)


def test_a_gap_is_told_as_one_and_each_voice_apart(again: Hands):
    told = again.page.assessment
    told.leave_gap("wm_bad_day", AnswerState.CHOSE_NOT_TO_SAY)
    told.answer(
        "td_day", "He cannot do the stairs", voice=Voice(Speaker.CARER, told.state.voices_of(Speaker.CARER)[0].party)
    )
    page = compare(again)
    assert again.sees("Now: chose not to say", page)
    assert again.sees("Then: “He is slower than he says” (Marcia Pennant-Doyle", page)


@pytest.mark.serves("TB-28")
def test_one_changed_action_of_a_plan_is_named(visit: Hands, clock: Clock):
    first = visit.workspace.assessments.continue_with(visit.page.assessment.record_id, "care-plan")
    row = (first.add_row("pl_actions").facts[0].row,)  # type: ignore[union-attr]
    first.answer("pl_actions.what", "A grab rail by the back door", path=row)
    first.answer("pl_actions.who", "The council", path=row)
    clock.move(days=90)
    second = visit.workspace.assessments.continue_with(first.record_id, "care-plan")
    second.still_true_row("pl_actions", row[0])
    second.answer("pl_actions.who", "Marcia", path=row)
    visit.window.open_assessment(second.record_id)
    page = compare(visit)
    assert visit.sees("A grab rail by the back door", page)
    assert visit.sees("Then: “The council”", page)
    assert visit.sees("Now: “Marcia”", page)


def test_a_first_record_has_only_its_signature_to_compare_with(visit: Hands):
    page = compare(visit)
    assert not page.with_what.isVisible()
    assert "not signed yet" in page.signed.text()


def test_the_other_comparison_can_be_picked(again: Hands):
    page = compare(again)
    page.with_what.rows[0].setFocus()
    again.key(Qt.Key.Key_Space)
    assert "not signed yet" in page.signed.text()
    again.key(Qt.Key.Key_Escape)
    assert "not signed yet" in compare(again).signed.text()  # and it stays picked


def test_a_review_is_compared_with_the_plan_that_it_reviews(visit: Hands, clock: Clock):
    clock.move(days=14)
    plan = visit.workspace.assessments.continue_with(visit.page.assessment.record_id, "care-plan")
    clock.move(days=90)
    review = visit.workspace.assessments.continue_with(plan.record_id, "review")
    assert [line.form for line in visit.workspace.assessments.earlier(review.record_id)] == [
        "care-plan",
        "needs-assessment",
    ]
    assert visit.workspace.assessments.compare(plan.record_id, review.record_id).differences == ()
