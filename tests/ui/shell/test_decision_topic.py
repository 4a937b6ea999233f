"""The decision: the law's conditions with what was said beside them, what reasons rest on, what is still to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.eligibility import ConditionCode, WhichTest
from doorstep.ui.notice import Notice
from doorstep.ui.topic_page.law_words import condition_words

if TYPE_CHECKING:
    from doorstep.ui.topic_page.question import QuestionBlock
    from ui.shell.hands import Hands

WHY = AnswerKey("el_decided_why", (), WORKER)
TOAST = AnswerKey("oc_nutrition_now", (), PERSON)


def words_in(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def block(hands: Hands, link_id: str) -> QuestionBlock:
    hands.page.go_to(ItemRef(link_id))
    page = hands.page.pages.page()
    assert page is not None
    hands.until(lambda: not page._beside_timer.isActive())
    return page._keeper.blocks[ItemRef(link_id)]


def say(hands: Hands, link_id: str, *codes: str) -> None:
    hands.page.after_change(hands.page.assessment.answer(link_id, Choices(codes)))
    QApplication.processEvents()


@pytest.mark.serves("TB-24")
def test_the_outcomes_are_counted_and_nothing_is_preset(visit: Hands):
    say(visit, "oc_nutrition_unable", "unable")
    say(visit, "oc_hygiene_unable", "unable")
    say(visit, "oc_toilet_unable", "able")
    told = words_in(block(visit, "el_cond2"))
    assert "Marked “unable” so far: 2 of 10 (Eating and drinking, " in told
    assert "Not decided yet: 7" in told
    assert "The law asks for two or more" in told
    assert visit.page.assessment.state.answers_of("el_cond2") == ()
    assert visit.page.assessment.state.answers_of("el_decision") == ()


def test_the_reminder_that_no_carer_counts_goes_once_the_worker_has_said_so(visit: Hands):
    assert "as if nobody helped" in words_in(block(visit, "el_cond2"))
    say(visit, "el_carer_blind", "yes")
    assert "as if nobody helped" not in words_in(block(visit, "el_cond2"))


def test_what_was_said_stands_beside_its_condition_with_a_way_there(visit: Hands):
    visit.page.after_change(visit.page.assessment.answer("he_cause_view", "It began with the stroke."))
    condition = block(visit, "el_cond1")
    assert "“It began with the stroke.”" in words_in(condition)
    visit.press("go_to_words", condition)
    assert visit.page.topics.current() == "health"


def test_words_about_what_was_marked_unable_are_weighed_under_the_outcomes_folded_when_many(visit: Hands):
    assessment = visit.page.assessment
    for area in ("nutrition", "hygiene", "toilet", "clothing"):
        visit.page.after_change(assessment.answer(f"oc_{area}_now", f"I need help with {area}."))
    say(visit, "oc_nutrition_unable", "unable")
    condition = block(visit, "el_cond2")
    assert "“I need help with nutrition.”" in words_in(condition)
    assert "hygiene" not in words_in(condition)
    for area in ("hygiene", "toilet", "clothing"):
        say(visit, f"oc_{area}_unable", "unable")
    visit.until(lambda: "“I need help with nutrition.”" not in words_in(condition))
    visit.press("heard", condition)
    assert "“I need help with clothing.”" in words_in(condition)


def test_the_carers_test_asks_for_health_or_one_outcome(visit: Hands):
    test = visit.page.assessment.state.eligibility()
    assert test is not None
    carers = msgspec.structs.replace(test, test=WhichTest.CARER, carer_blind=None)
    told = condition_words(ConditionCode.HEALTH_OR_OUTCOMES, carers, visit.page.assessment.definition)
    assert "The law asks for health that is at risk, or one or more of these" in told
    assert "nobody helped" not in told


def choose(hands: Hands, words: str) -> None:
    hands.press("choose_basis")
    hands.type(words)
    hands.key(Qt.Key.Key_Return)
    QApplication.processEvents()


@pytest.mark.serves("TB-06")
def test_a_reason_rests_on_answers_and_says_when_one_has_changed(visit: Hands):
    assessment = visit.page.assessment
    visit.page.after_change(assessment.answer("oc_nutrition_now", "I live on toast."))
    visit.page.after_change(assessment.answer("el_decided_why", "He cannot cook."))
    say(visit, "el_decision", "eligible")
    reason = block(visit, "el_decided_why")
    choose(visit, "enough to eat")
    assert [each.key for each in assessment.state.basis_of(WHY)] == [TOAST]
    assert "“I live on toast.”" in words_in(reason)
    visit.page.after_change(assessment.answer("oc_nutrition_now", "I cook every day now."))
    visit.until(lambda: "Changed since you chose it" in words_in(reason))
    assert "An answer behind this reason has changed" in words_in(reason)
    assert "Out of date: an answer behind it has changed." in words_in(block(visit, "el_decision"))
    block(visit, "el_decided_why")
    visit.press("basis_holds")
    visit.until(lambda: "Changed since" not in words_in(reason))
    assert not assessment.state.basis_of(WHY)[0].changed


def test_an_answer_is_taken_off_what_a_reason_rests_on(visit: Hands):
    assessment = visit.page.assessment
    visit.page.after_change(assessment.answer("oc_nutrition_now", "I live on toast."))
    visit.page.after_change(assessment.answer("el_decided_why", "He cannot cook."))
    reason = block(visit, "el_decided_why")
    choose(visit, "enough to eat")
    visit.press("drop_basis")
    visit.until(lambda: "toast" not in words_in(reason))
    assert assessment.state.basis_of(WHY) == ()


def test_only_what_was_answered_is_offered_as_ground(visit: Hands):
    visit.page.after_change(visit.page.assessment.answer("oc_nutrition_now", "I live on toast."))
    block(visit, "el_decided_why")
    visit.press("choose_basis")
    offered = [match.link_id for match in visit.page.middle.finder.matches()]
    assert "oc_nutrition_now" in offered
    assert "oc_hygiene_now" not in offered


@pytest.mark.serves("TB-06")
def test_a_decision_says_calmly_what_it_still_has_to_say_and_leads_there(visit: Hands):
    say(visit, "el_decision", "not_eligible")
    decision = block(visit, "el_decision")
    told = [button.words for button in visit.page.findChildren(type(visit.page.bar.jot), "decision_part")]
    assert told == ["How", "When", "Why", "Who decided", "Written advice for this person"]
    assert "This decision still has to say:" in words_in(decision)
    visit.press("decision_part", decision)
    page = visit.page.pages.page()
    assert page is not None
    assert page.focused()[0].link_id == "el_decided_how"  # type: ignore[index]


@pytest.mark.serves("TB-20")
def test_a_prompt_comes_into_sight_where_it_belongs_with_the_answer_behind_it(visit: Hands):
    page = visit.page.open_topic("home")
    assert "ho_fire_visit" not in [ref.link_id for ref in page.visible_questions()]
    state = visit.page.assessment.state
    say(visit, "ho_fire", next(option.code for option in state.item("ho_fire").options if option.code != "none"))
    visit.until(lambda: "ho_fire_visit" in [ref.link_id for ref in page.visible_questions()])
    place = block(visit, "ho_fire_visit")
    [note] = [each for each in place.findChildren(Notice) if each.objectName() == "thought"]
    assert "Would they like the fire service to come and look?" in note.told
    visit.press("why_thought", place)
    assert page.focused()[0].link_id == "ho_fire"  # type: ignore[index]


@pytest.mark.serves("TB-27")
def test_a_skill_that_is_not_recorded_is_told_until_it_is(visit: Hands):
    say(visit, "ab_senses", "both")
    assert "A specialist for deafblind people" in words_in(block(visit, "ab_specialist"))


def test_what_comes_to_stand_beside_other_questions_does_not_move_the_one_in_hand(visit: Hands):
    visit.page.go_to(ItemRef("el_plain_reason"))
    page = visit.page.pages.page()
    assert page is not None
    visit.until(lambda: not page._beside_timer.isActive())
    field = QApplication.focusWidget()
    assert field is not None
    assert page.viewport().rect().contains(field.mapTo(page.viewport(), field.rect().center()))
    before = field.mapTo(page.viewport(), field.rect().topLeft()).y()
    visit.page.after_change(visit.page.assessment.answer("he_cause_view", "It began with the stroke."))
    visit.until(lambda: not page._beside_timer.isActive())
    assert abs(field.mapTo(page.viewport(), field.rect().topLeft()).y() - before) <= 1
