"""Prompts name their reasons, go to the right question, and end when it is answered; they decide nothing (TB-24)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA
from assessment.whole_form import Visit, form, worker
from doorstep.assessment.answer import AnswerKey, ApproximateDate
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import voice_of
from doorstep.assessment.prompts import Prompt, PromptCode
from doorstep.assessment.skills import Skill

if TYPE_CHECKING:
    from collections.abc import Callable

HAS_CAPACITY = re.compile(r"\b(has|lacks?|have|no) (mental )?capacity\b|\bcapacity\?\s*$", re.IGNORECASE)
FORMS = ("needs-assessment", "carer-assessment", "care-plan", "review", "pre-visit", "feedback")


@pytest.fixture
def visit() -> Visit:
    return Visit()


def codes(visit: Visit) -> list[PromptCode]:
    return [prompt.code for prompt in visit.state.prompts()]


def the(visit: Visit, code: PromptCode) -> Prompt:
    [prompt] = [prompt for prompt in visit.state.prompts() if prompt.code is code]
    return prompt


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_record_prompts_nothing(name: str) -> None:
    assert Visit(name).state.prompts() == ()


def test_prompts_write_nothing(visit: Visit) -> None:
    visit.tick("mc_doubt", "yes")
    visit.tick("ho_fire", "smokes_in_bed", "oxygen")
    before = visit.session.freeze()
    assert visit.state.prompts()
    assert visit.session.freeze() == before


# advocacy


def test_the_advocacy_duty_is_named_and_leads_to_its_question(visit: Visit) -> None:
    visit.tick("na_advocate_screen", "weigh")
    prompt = the(visit, PromptCode.ADVOCACY)
    assert (prompt.why, prompt.go_to) == (
        (ItemRef("na_advocate_screen"), ItemRef("na_suitable_person")),
        ItemRef("na_advocate_now"),
    )
    visit.tick("na_advocate_now", "not_needed")
    assert PromptCode.ADVOCACY in codes(visit)
    visit.tick("na_advocate_now", "referred_stop")
    assert PromptCode.ADVOCACY not in codes(visit)


def test_no_difficulty_or_somebody_suitable_is_no_duty(visit: Visit) -> None:
    visit.tick("na_advocate_screen", "none")
    assert codes(visit) == []
    visit.tick("na_advocate_screen", "weigh")
    visit.tick("na_suitable_person", "yes")
    assert codes(visit) == []


def test_somebody_suitable_is_not_enough_in_hospital_or_when_they_disagree(visit: Visit) -> None:
    visit.tick("na_advocate_screen", "weigh")
    visit.tick("na_suitable_person", "yes")
    visit.tick("di_any", "yes")
    path = visit.row("di_items", in_their_words="I want to stay at home.")
    assert codes(visit) == []
    visit.session.answer("di_items.in_their_words", "He must move.", voice=voice_of(DINA), path=path)
    assert ItemRef("di_items") in the(visit, PromptCode.ADVOCACY_EVEN_SO).why
    visit.tick("di_items.open_or_closed", "closed", path=path)
    assert codes(visit) == []
    visit.row("he_hospital", where="The Royal")
    assert ItemRef("he_hospital") in the(visit, PromptCode.ADVOCACY_EVEN_SO).why


# safety


def test_a_worry_about_safety_is_discreet_and_ends_when_the_worker_has_judged(visit: Visit) -> None:
    visit.tick("sa_feel_safe", "mostly")
    assert codes(visit) == []
    visit.tick("sa_feel_safe", "sometimes_not")
    prompt = the(visit, PromptCode.SAFEGUARDING)
    assert (prompt.go_to, prompt.discreet) == (ItemRef("sa_concern"), True)
    visit.tick("sa_concern", "no")
    assert codes(visit) == []


def test_a_concern_is_to_be_raised_the_same_day(visit: Visit) -> None:
    visit.tick("sa_concern", "yes")
    assert the(visit, PromptCode.SAFEGUARDING_RAISE).go_to == ItemRef("sa_raised")
    visit.row("sa_raised", who="Duty desk")
    assert codes(visit) == []


def test_a_worry_about_a_child_is_passed_on(visit: Visit) -> None:
    visit.tick("sa_child", "yes")
    assert the(visit, PromptCode.CHILD).discreet
    visit.session.answer("sa_child_raised", "Children's desk, 11:40")
    assert codes(visit) == []


def test_signs_of_fire_lead_to_the_offer_of_a_visit(visit: Visit) -> None:
    visit.tick("ho_fire", "none")
    assert codes(visit) == []
    visit.tick("ho_fire", "smokes_in_bed", "skin_creams")
    prompt = the(visit, PromptCode.FIRE_SAFETY)
    assert (prompt.why, prompt.go_to, prompt.discreet) == ((ItemRef("ho_fire"),), ItemRef("ho_fire_visit"), False)
    visit.tick("ho_fire_visit", "no")
    assert codes(visit) == []


# the people around


def test_a_child_on_the_map_who_helps_is_named(visit: Visit) -> None:
    visit.row("pe_ecomap", name="Mia", under_18=("yes",), direction=("i_help_them",), role=("family",))
    assert PromptCode.YOUNG_CARER not in codes(visit)
    path = visit.row("pe_ecomap", name="Leon", under_18=("yes",), direction=("they_help_me",), role=("family",))
    prompt = the(visit, PromptCode.YOUNG_CARER)
    assert (prompt.names, prompt.why, prompt.go_to) == (
        ("Leon",),
        (ItemRef("pe_ecomap.under_18", path),),
        ItemRef("pe_young_carer"),
    )
    visit.tick("pe_young_carer", "yes")
    assert the(visit, PromptCode.YOUNG_CARER_ACTION).go_to == ItemRef("pe_young_carer_action")
    assert PromptCode.YOUNG_CARER not in codes(visit)
    visit.tick("pe_young_carer_action", "school")
    assert PromptCode.YOUNG_CARER_ACTION not in codes(visit)


def test_an_adult_who_helps_is_no_young_carer_but_has_to_be_told(visit: Visit) -> None:
    visit.row("pe_ecomap", name="Dina", role=("unpaid_carer",), direction=("they_help_me",))
    prompt = the(visit, PromptCode.CARER_NOT_TOLD)
    assert (prompt.names, prompt.go_to) == (("Dina",), ItemRef("pe_carer_told"))
    assert PromptCode.YOUNG_CARER not in codes(visit)


def test_the_map_says_that_caring_goes_the_other_way(visit: Visit) -> None:
    visit.row("pe_ecomap", name="Tom", direction=("both",))
    prompt = the(visit, PromptCode.PERSON_IS_CARER)
    assert (prompt.names, prompt.go_to) == (("Tom",), ItemRef("pe_you_care"))
    visit.tick("pe_you_care", "no")
    assert PromptCode.PERSON_IS_CARER in codes(visit)
    visit.tick("pe_you_care", "partner")
    assert PromptCode.PERSON_IS_CARER not in codes(visit)


def test_whoever_is_cared_for_and_cares_is_offered_an_assessment_too(visit: Visit) -> None:
    visit.tick("pe_you_care", "partner")
    visit.tick("pe_cared_for_is_carer", "no")
    assert codes(visit) == []
    visit.tick("pe_cared_for_is_carer", "yes")
    assert the(visit, PromptCode.TWO_WAY_CARING).go_to == ItemRef("pe_cared_for_is_carer")


def test_a_carers_own_form_prompts_for_children_mutual_care_and_an_advocate() -> None:
    visit = Visit("carer-assessment")
    visit.tick("cr_children", "yes")
    visit.tick("cr_cared_for_is_carer", "yes")
    visit.tick("cr_advocate_screen", "retain")
    assert codes(visit) == [PromptCode.ADVOCACY, PromptCode.YOUNG_CARER, PromptCode.TWO_WAY_CARING]
    visit.session.answer("cr_mutual", "I cook, she does the money.")
    assert PromptCode.TWO_WAY_CARING not in codes(visit)


def test_a_review_prompts_for_safety_an_advocate_and_the_nhs() -> None:
    visit = Visit("review")
    visit.tick("rv_advocate", "retain")
    visit.tick("rv_safe", "no")
    visit.tick("rv_chc", "refer")
    assert codes(visit) == [PromptCode.ADVOCACY, PromptCode.SAFEGUARDING, PromptCode.CONTINUING_HEALTHCARE]


# health and deciding


def test_a_referral_to_the_nhs_is_followed_to_its_end(visit: Visit) -> None:
    for code in ("not_likely", "has_it"):
        visit.tick("he_chc_flag", code)
        assert codes(visit) == []
    visit.tick("he_chc_flag", "refer")
    assert the(visit, PromptCode.CONTINUING_HEALTHCARE).go_to == ItemRef("he_chc_consent")
    visit.tick("he_chc_consent", "yes")
    assert the(visit, PromptCode.CONTINUING_HEALTHCARE).go_to == ItemRef("he_chc_sent")
    visit.session.answer("he_chc_sent", ApproximateDate(2026, 10, 6))
    assert codes(visit) == []


def test_a_refused_referral_is_not_pressed(visit: Visit) -> None:
    visit.tick("he_chc_flag", "refer")
    visit.tick("he_chc_consent", "no")
    assert codes(visit) == []


def test_capacity_is_asked_of_one_decision_after_help_and_not_of_taste(visit: Visit) -> None:
    visit.tick("mc_doubt", "no")
    assert codes(visit) == []
    visit.tick("mc_doubt", "yes")
    assert the(visit, PromptCode.WHICH_DECISION).go_to == ItemRef("mc_decision")
    assert not visit.state.is_shown("mc_weigh")
    visit.row("mc_decision", decision="Selling the house")
    assert the(visit, PromptCode.SUPPORT_FIRST).go_to == ItemRef("mc_support_tried")
    visit.tick("mc_support_tried", "plain_words")
    assert visit.state.is_shown("mc_weigh")
    assert codes(visit) == []
    visit.tick("mc_unwise_check", "yes")
    assert the(visit, PromptCode.UNWISE).go_to == ItemRef("mc_doubt")


@pytest.mark.parametrize("name", FORMS)
def test_no_question_of_any_form_says_has_capacity(name: str) -> None:
    places = form(name).places
    texts = [place.item.text for place in places.values()]
    texts += [option.text for place in places.values() for option in place.item.options]
    assert [text for text in texts if HAS_CAPACITY.search(text)] == []
    assert not [link_id for link_id in places if re.search(r"(has|lacks?)_capacity|\bcapacity$", link_id)]


def test_the_rule_about_capacity_can_fail() -> None:
    assert HAS_CAPACITY.search("The person has capacity")
    assert HAS_CAPACITY.search("Has mental capacity?")
    assert not HAS_CAPACITY.search("Can make this decision")


def test_time_to_think_leads_to_a_pause(visit: Visit) -> None:
    visit.tick("ou_time_to_think", "ready")
    assert codes(visit) == []
    visit.tick("ou_time_to_think", "until", until="after the bank holiday")
    assert the(visit, PromptCode.TIME_TO_THINK).go_to == ItemRef("ou_time_to_think")
    visit.session.asides.pause_clock("Time to think")
    assert codes(visit) == []
    visit.session.asides.resume_clock()
    assert codes(visit) == []


# the decision


def test_able_beside_a_ticked_way_of_being_unable_is_a_question_not_an_error(visit: Visit) -> None:
    visit.tick("oc_hygiene_unable", "able")
    visit.tick("oc_hygiene_limbs", "none")
    assert codes(visit) == []
    visit.tick("oc_hygiene_limbs", "pain")
    prompt = the(visit, PromptCode.ABLE_WITH_LIMB)
    assert (prompt.names, prompt.go_to) == (("hygiene",), ItemRef("oc_hygiene_unable"))
    visit.tick("oc_hygiene_unable", "unable")
    assert codes(visit) == []


def test_no_eligible_needs_leads_to_the_advice_that_is_owed(visit: Visit) -> None:
    visit.tick("el_decision", "not_eligible")
    assert the(visit, PromptCode.ADVICE).go_to == ItemRef("el_advice_written")
    visit.session.answer("el_advice_written", "Grace, the lunch club would be a start.")
    assert codes(visit) == []


def test_a_reason_out_of_date_leads_to_the_reason(visit: Visit) -> None:
    visit.session.answer("oc_hygiene_now", "At the sink.")
    visit.session.answer("el_cond2_reason", "As she said.")
    visit.session.asides.choose_basis(worker("el_cond2_reason"), (AnswerKey("oc_hygiene_now"),))
    assert codes(visit) == []
    visit.session.answer("oc_hygiene_now", "In the bath.")
    assert the(visit, PromptCode.OUT_OF_DATE).go_to == ItemRef("el_cond2_reason")


# what the worker knows

ALL = frozenset(skill.value for skill in Skill)


@pytest.mark.parametrize(
    ("raise_it", "skill", "by_law"),
    [
        (lambda visit: visit.tick("ab_senses", "both"), Skill.DEAFBLIND, True),
        (lambda visit: visit.tick("ab_specialist", "deafblind"), Skill.DEAFBLIND, True),
        (lambda visit: visit.tick("ab_specialist", "autism"), Skill.AUTISM, False),
        (lambda visit: visit.tick("ab_specialist", "learning_disability"), Skill.LEARNING_DISABILITY, False),
        (lambda visit: visit.tick("mc_doubt", "yes"), Skill.MENTAL_CAPACITY, False),
        (lambda visit: visit.tick("sa_concern", "yes"), Skill.SAFEGUARDING, False),
        (lambda visit: visit.tick("pe_young_carer", "yes"), Skill.YOUNG_CARERS, False),
    ],
)
def test_a_skill_that_is_asked_for_and_not_recorded_is_named(
    visit: Visit, raise_it: Callable[[Visit], object], skill: Skill, by_law: bool
) -> None:
    assert visit.state.skill_warnings(frozenset()) == ()
    raise_it(visit)
    [warning] = visit.state.skill_warnings(ALL - {skill})
    assert (warning.skill, warning.by_law) == (skill, by_law)
    assert visit.state.is_shown(*warning.go_to)
    assert visit.state.skill_warnings(frozenset({skill.value})) == ()


def test_a_named_specialist_is_enough_for_a_deafblind_person(visit: Visit) -> None:
    visit.tick("ab_senses", "both")
    visit.tick("ab_specialist", "deafblind", deafblind="Priya Nair, sensory team")
    assert visit.state.skill_warnings(frozenset()) == ()
    visit.tick("ab_specialist", "already")
    assert visit.state.skill_warnings(frozenset()) == ()


def test_one_sense_alone_asks_for_no_specialist_by_law(visit: Visit) -> None:
    visit.tick("ab_senses", "hearing")
    visit.tick("ab_specialist", "no")
    assert visit.state.skill_warnings(frozenset()) == ()
