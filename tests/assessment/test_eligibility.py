"""Eligibility is laid out as the law has it, counted, and left to the worker (TB-24; traps 13 and 25 of F5)."""

from __future__ import annotations

import pytest

from assessment.small_form import DINA
from assessment.whole_form import Visit, form, worker
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.eligibility import ConditionCode, Mark, WhichTest
from doorstep.assessment.people import voice_of

TEN = (
    "nutrition",
    "hygiene",
    "toilet",
    "clothing",
    "home_safe",
    "home_upkeep",
    "relationships",
    "work_learning",
    "community",
    "childcare",
)


@pytest.fixture
def visit() -> Visit:
    return Visit()


def condition(visit: Visit, code: ConditionCode):
    return next(each for each in visit.state.eligibility().conditions if each.code is code)


def outcome(visit: Visit, area: str):
    return next(each for each in visit.state.eligibility().outcomes if each.area == area)


def test_the_adults_test_has_three_conditions_ten_outcomes_and_asks_for_two(visit: Visit) -> None:
    test = visit.state.eligibility()
    assert (test.test, test.needed) == (WhichTest.ADULT, 2)
    assert [each.code for each in test.conditions] == [
        ConditionCode.IMPAIRMENT,
        ConditionCode.OUTCOMES,
        ConditionCode.WELLBEING,
    ]
    assert test.areas(None) == TEN
    assert all(each.answer is None for each in test.conditions)
    assert test.decided is None


def test_two_unable_outcomes_are_counted_and_nothing_is_decided(visit: Visit) -> None:
    before = len(visit.session.freeze().answers)
    for area in ("nutrition", "hygiene"):
        visit.tick(f"oc_{area}_limbs", "without_help", "slow")
        visit.tick(f"oc_{area}_unable", "unable")
    visit.tick("oc_toilet_unable", "able")
    visit.tick("oc_clothing_unable", "not_decided", not_decided="OT visit, Friday")
    test = visit.state.eligibility()
    assert test.areas(Mark.UNABLE) == ("nutrition", "hygiene")
    assert test.areas(Mark.ABLE) == ("toilet",)
    assert test.areas(Mark.NOT_DECIDED) == ("clothing",)
    assert len(test.areas(None)) == 6
    assert outcome(visit, "nutrition").limbs == ("without_help", "slow")
    assert (test.decided, [each.answer for each in test.conditions]) == (None, [None, None, None])
    written = {entry.key.link_id for entry in visit.session.freeze().answers}
    assert not {link_id for link_id in written if link_id.startswith("el_")}
    assert len(written) == before + 6


def test_the_workers_own_answers_stand_as_they_were_given_whatever_the_count(visit: Visit) -> None:
    visit.tick("el_cond2", "yes")
    visit.tick("el_decision", "not_eligible")
    assert condition(visit, ConditionCode.OUTCOMES).answer == "yes"
    assert visit.state.eligibility().decided == "not_eligible"
    assert visit.state.eligibility().areas(Mark.UNABLE) == ()


def test_the_words_stand_beside_each_outcome_the_person_first(visit: Visit) -> None:
    visit.session.answer("oc_nutrition_now", "She forgets.", voice=voice_of(DINA))
    visit.session.answer("oc_nutrition_now", "Empty fridge.", voice=WORKER)
    visit.session.answer("oc_nutrition_now", "I manage.")
    visit.session.answer("td_day", "I burn my toast. Then I rest.")
    visit.session.asides.tag_words(AnswerKey("td_day"), 0, 16, "oc_nutrition")
    visit.session.answer("oc_nutrition_reason", "Seen and said.")
    visit.tick("oc_nutrition_unable", "unable")
    visit.tick("oc_nutrition_wellbeing", "health")
    visit.tick("oc_nutrition_carer_meets", "willing_and_able")
    eating = outcome(visit, "nutrition")
    assert [(each.speaker, each.words) for each in eating.said] == [
        (PERSON, "I manage."),
        (voice_of(DINA), "She forgets."),
        (WORKER, "Empty fridge."),
    ]
    assert [each.words for each in eating.tagged] == ["I burn my toast."]
    assert [each.words for each in eating.reason] == ["Seen and said."]
    assert [each.words for each in eating.wellbeing] == ["Health and feelings"]
    assert [each.words for each in eating.met_by_carer] == ["Yes, willing and able"]
    assert outcome(visit, "hygiene").said == ()


def test_what_a_carer_does_changes_no_mark_and_no_count(visit: Visit) -> None:
    visit.tick("oc_nutrition_unable", "unable")
    before = visit.state.eligibility().areas(Mark.UNABLE)
    visit.tick("oc_nutrition_carer_meets", "willing_and_able")
    assert visit.state.eligibility().areas(Mark.UNABLE) == before
    assert not visit.state.eligibility().carer_blind_said
    visit.tick("el_carer_blind", "yes")
    assert visit.state.eligibility().carer_blind_said


def test_the_words_that_a_condition_rests_on_are_shown_and_say_when_they_changed(visit: Visit) -> None:
    path = visit.row("he_conditions", name="Arthritis", effect="I drop things")
    visit.session.answer("el_cond1_reason", "Her hands.")
    key = AnswerKey("he_conditions.effect", path)
    visit.session.asides.choose_basis(worker("el_cond1_reason"), (key,))
    first = condition(visit, ConditionCode.IMPAIRMENT)
    assert [each.words for each in first.heard] == ["Arthritis", "I drop things"]
    assert [each.words for each in first.relied] == ["I drop things"]
    assert not first.out_of_date
    visit.session.answer("he_conditions.effect", "I drop nothing", path=path)
    assert condition(visit, ConditionCode.IMPAIRMENT).out_of_date
    assert not condition(visit, ConditionCode.OUTCOMES).out_of_date


def test_the_carers_test_is_their_own_eight_outcomes_one_of_them_and_three_ways() -> None:
    visit = Visit("carer-assessment")
    test = visit.state.eligibility()
    assert (test.test, test.needed, test.carer_blind) == (WhichTest.CARER, 1, None)
    assert [each.code for each in test.conditions] == [
        ConditionCode.NECESSARY_CARE,
        ConditionCode.HEALTH_OR_OUTCOMES,
        ConditionCode.WELLBEING,
    ]
    assert len(test.outcomes) == 8
    for each in test.outcomes:
        options = {option.code for option in form("carer-assessment").item(each.judged.link_id).options}
        assert options - {"able", "does_not_apply"} == {"without_help", "pain", "risk"}


def test_a_carers_own_view_is_said_and_the_workers_view_is_the_mark() -> None:
    visit = Visit("carer-assessment")
    visit.tick("cr_oc_food", "pain")
    assert outcome(visit, "food").mark is None
    assert [each.speaker for each in outcome(visit, "food").said] == [PERSON]
    visit.session.answer("cr_oc_food", Choices(("risk",)), voice=WORKER)
    assert (outcome(visit, "food").mark, outcome(visit, "food").limbs) == (Mark.UNABLE, ("risk",))
    visit.session.answer("cr_oc_child", Choices(("does_not_apply",)), voice=WORKER)
    visit.session.answer("cr_health", "My back has gone.")
    test = visit.state.eligibility()
    assert (test.areas(Mark.UNABLE), test.areas(Mark.DOES_NOT_APPLY)) == (("food",), ("child",))
    health = condition(visit, ConditionCode.HEALTH_OR_OUTCOMES)
    assert ([each.words for each in health.heard], health.answer) == (["My back has gone."], None)


def test_other_forms_hold_no_test() -> None:
    assert Visit("review").state.eligibility() is None
    assert Visit("care-plan").state.eligibility() is None


def test_every_place_that_is_named_is_on_its_form(visit: Visit) -> None:
    for each in (visit, Visit("carer-assessment")):
        test = each.state.eligibility()
        places = [test.decision, *(condition.judged for condition in test.conditions)]
        places += [condition.reason for condition in test.conditions if condition.reason]
        places += [test.carer_blind] if test.carer_blind else []
        assert all(isinstance(place, ItemRef) and each.state.item(place.link_id) for place in places)
