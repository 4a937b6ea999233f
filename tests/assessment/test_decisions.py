"""A decision says how, when, why and by whom, or nobody signs; and it knows what it rests on (TB-03, TB-06)."""

from __future__ import annotations

from datetime import date

import pytest

from assessment.small_form import DINA
from assessment.whole_form import Visit, form, worker
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState, ApproximateDate, Choices, Contact
from doorstep.assessment.change import ItemRef
from doorstep.assessment.decision_table import SHAPES, DecisionCode, PartName, Shape, Told
from doorstep.assessment.facts import Route
from doorstep.assessment.people import voice_of
from doorstep.assessment.state import AssessmentState
from doorstep.errors import NotReadyToSignError, UnknownItemError, WrongValueError

OWED = ("el_decided_how", "el_decided_when", "el_decided_why", "el_decided_by")
SAID = {
    "el_decided_how": "Sam and his manager looked at the talk and the doctor's letter.",
    "el_decided_when": ApproximateDate.of(date(2026, 10, 6)),
    "el_decided_why": "She cannot cook or wash without help.",
    "el_decided_by": Contact("Sam Okoro"),
}


@pytest.fixture
def visit() -> Visit:
    return Visit()


def decided(visit: Visit, code: str = "eligible", *, leaving: str = "") -> None:
    visit.tick("el_decision", code)
    for link_id, value in SAID.items():
        if link_id != leaving:
            visit.session.answer(link_id, value)


def decision(visit: Visit, code: DecisionCode):
    return next(each for each in visit.state.decisions() if each.code is code)


def codes(visit: Visit) -> set[DecisionCode]:
    return {each.code for each in visit.state.decisions()}


# how, when, why, who


def test_a_record_without_decisions_has_none(visit: Visit) -> None:
    assert visit.state.decisions() == ()


@pytest.mark.parametrize("code", ["eligible", "not_eligible"])
def test_a_decision_shows_its_parts_and_what_is_still_to_say(visit: Visit, code: str) -> None:
    visit.tick("el_decision", code)
    eligibility = decision(visit, DecisionCode.ELIGIBILITY)
    assert (eligibility.what, eligibility.recorded_by, eligibility.complete) == (ItemRef("el_decision"), "w1", False)
    assert {part.name for part in eligibility.parts if part.owed} >= {
        PartName.HOW,
        PartName.WHEN,
        PartName.WHY,
        PartName.WHO,
    }
    assert not any(part.answered for part in eligibility.parts)


def test_not_decided_yet_is_no_decision(visit: Visit) -> None:
    visit.tick("el_decision", "not_decided", not_decided="Friday, my manager")
    assert DecisionCode.ELIGIBILITY not in codes(visit)


@pytest.mark.parametrize("left_out", OWED)
@pytest.mark.parametrize("route", [Route.FULL, Route.FOCUSED])
def test_nobody_signs_while_a_decision_lacks_one_of_the_four(left_out: str, route: Route) -> None:
    visit = Visit(route=route)
    decided(visit, leaving=left_out)
    visit.session.leave_gap(left_out, AnswerState.NOT_ASKED, reason="I would rather not say")
    visit.leave_the_rest()
    [missing] = visit.state.missing()
    assert (missing.ref.link_id, missing.decided) == (left_out, True)
    with pytest.raises(NotReadyToSignError) as refused:
        visit.session.sign()
    assert refused.value.facts == {"missing": 1, "decisions": ("eligibility",)}
    visit.session.answer(left_out, SAID[left_out])
    visit.session.sign()
    assert visit.state.signed is not None


@pytest.mark.parametrize("left_out", OWED)
def test_without_a_decision_an_honest_gap_is_enough(visit: Visit, left_out: str) -> None:
    visit.leave_the_rest()
    assert visit.state.missing() == ()
    visit.tick("el_decision", "not_decided", not_decided="Friday, my manager")
    assert left_out not in {missing.ref.link_id for missing in visit.state.missing()}
    visit.session.sign()


def test_taking_a_decision_opens_its_parts_and_taking_it_back_closes_them(visit: Visit) -> None:
    visit.leave_the_rest()
    opened = visit.tick("el_decision", "eligible").newly_incomplete
    assert {ref.link_id for ref in opened} == set(OWED)
    back = visit.session.undo()
    assert back is not None
    assert {ref.link_id for ref in back.newly_complete} == set(OWED)
    assert visit.state.missing_count == 0


def test_no_eligible_needs_is_not_signed_without_advice_written_for_this_person(visit: Visit) -> None:
    decided(visit, "not_eligible")
    visit.leave_the_rest()
    assert {missing.ref.link_id for missing in visit.state.missing()} == {"el_advice_written"}
    visit.session.leave_gap("el_advice_written", AnswerState.NOT_ASKED, reason="She got the leaflet")
    with pytest.raises(NotReadyToSignError):
        visit.session.sign()
    visit.session.answer("el_advice_written", "Grace, the lunch club on Tuesdays would be a start.")
    visit.session.sign()


def test_eligible_needs_owe_no_such_advice(visit: Visit) -> None:
    decided(visit)
    assert decision(visit, DecisionCode.ELIGIBILITY).complete
    assert decision(visit, DecisionCode.ELIGIBILITY).part(PartName.ADVICE) is None


# the other decisions


def test_a_limit_is_a_decision_in_each_row(visit: Visit) -> None:
    first = visit.row("mc_limit", what="Sam keeps the bank card", legal_ground="Best interests", why="He was robbed")
    second = visit.row(
        "mc_limit", what="The gas is off", legal_ground="Best interests", why="A fire", decided_by="Family and Sam"
    )
    visit.row("mc_limit", why="A row without a limit")
    limits = {each.what.path: each for each in visit.state.decisions()}
    assert set(limits) == {first, second}
    assert not limits[first].complete
    assert limits[second].complete
    visit.leave_the_rest()
    assert [missing.ref for missing in visit.state.missing()] == [ItemRef("mc_limit.decided_by", first)]


def test_meeting_by_phone_wants_its_reason_on_every_route() -> None:
    visit = Visit(route=Route.FOCUSED)
    visit.tick("na_mode_actual", "at_home")
    assert visit.state.decisions() == ()
    visit.tick("na_mode_actual", "phone")
    assert not decision(visit, DecisionCode.NOT_FACE_TO_FACE).complete
    assert "na_mode_reason" in {missing.ref.link_id for missing in visit.state.missing()}
    visit.session.answer("na_mode_reason", "She asked us to ring.", voice=PERSON)
    assert decision(visit, DecisionCode.NOT_FACE_TO_FACE).complete


def test_the_worker_may_say_why_where_the_person_was_not_asked(visit: Visit) -> None:
    visit.tick("na_mode_actual", "phone")
    visit.session.answer("na_mode_reason", "Snow; her idea was to wait, mine to ring.", voice=WORKER)
    assert decision(visit, DecisionCode.NOT_FACE_TO_FACE).complete
    assert "na_mode_reason" not in {missing.ref.link_id for missing in visit.state.missing()}


def test_the_worker_speaks_for_the_person_in_nothing_else(visit: Visit) -> None:
    visit.session.answer("oc_nutrition_now", "Empty fridge.", voice=WORKER)
    assert "oc_nutrition_now" in {missing.ref.link_id for missing in visit.state.missing()}


def test_sharing_without_a_yes_and_a_need_not_met_say_why(visit: Visit) -> None:
    shared = visit.row("nx_share_other_ground", with_whom="The police", legal_ground="A crime")
    need = visit.row("el_need_met_how", need="Company", by_whom=("not_met",))
    visit.row("el_need_met_how", need="Meals", by_whom=("community",))
    found = {each.code: each for each in visit.state.decisions()}
    assert set(found) == {DecisionCode.SHARING_WITHOUT_YES, DecisionCode.NEED_NOT_MET}
    assert not any(each.complete for each in found.values())
    visit.leave_the_rest()
    assert {missing.ref for missing in visit.state.missing()} == {
        ItemRef("nx_share_other_ground.why", shared),
        ItemRef("el_need_met_how.why_not", need),
    }


def test_what_others_say_takes_no_decision(visit: Visit) -> None:
    path = visit.row("el_need_met_how", need="Company")
    visit.session.answer("el_need_met_how.by_whom", Choices(("not_met",)), voice=voice_of(DINA), path=path)
    assert visit.state.decisions() == ()
    visit.session.answer("el_need_met_how.by_whom", Choices(("not_met",)), path=path)
    assert codes(visit) == {DecisionCode.NEED_NOT_MET}


def test_going_against_a_wish_needs_the_words_that_its_option_asks_for(visit: Visit) -> None:
    visit.tick("sa_concern", "yes")
    visit.tick("sa_consent_raise", "no_must")
    assert not decision(visit, DecisionCode.RAISING_A_CONCERN).complete
    visit.leave_the_rest()
    assert [missing.ref.link_id for missing in visit.state.missing()] == ["sa_consent_raise"]
    visit.tick("sa_consent_raise", "no_must", no_must="Her sister is at risk too")
    assert decision(visit, DecisionCode.RAISING_A_CONCERN).complete
    assert visit.state.missing() == ()


def test_agreeing_is_nothing_to_justify(visit: Visit) -> None:
    visit.tick("sa_concern", "yes")
    visit.tick("sa_consent_raise", "yes")
    assert DecisionCode.RAISING_A_CONCERN not in codes(visit)


def test_a_refusal_and_a_capacity_finding_are_decisions(visit: Visit) -> None:
    visit.tick("na_go_ahead", "no")
    visit.tick("na_refusal_duty", "accept")
    visit.tick("mc_doubt", "yes")
    visit.tick("mc_outcome", "cannot")
    assert codes(visit) == {DecisionCode.REFUSAL, DecisionCode.CAPACITY}
    visit.tick("mc_outcome", "can")
    assert codes(visit) == {DecisionCode.REFUSAL}


def test_a_hidden_decision_is_none(visit: Visit) -> None:
    visit.tick("na_go_ahead", "no")
    visit.tick("na_refusal_duty", "accept")
    visit.tick("na_go_ahead", "yes")
    assert DecisionCode.REFUSAL not in codes(visit)


def test_a_carers_decision_says_it_all_in_its_own_words() -> None:
    visit = Visit("carer-assessment")
    visit.session.answer("cr_decision", "Sam decided on 6 October, because ...")
    found = decision(visit, DecisionCode.CARER_ELIGIBILITY)
    assert found.complete
    assert {part.told_by for part in found.parts} == {Told.BY_DECISION}


# LEGAL questions left out


def test_leaving_out_what_the_law_asks_is_a_decision_with_reason_who_and_when(visit: Visit) -> None:
    change = visit.session.leave_gap("sa_feel_safe", AnswerState.NOT_ASKED, reason="Her son was there", voice=WORKER)
    gap = decision(visit, DecisionCode.GAP)
    assert (gap.what, gap.recorded_by, gap.complete) == (ItemRef("sa_feel_safe"), "w1", True)
    assert gap.recorded_at <= change.facts[0].at
    visit.tick("sa_feel_safe", "always")
    assert visit.state.decisions() == ()


def test_a_gap_without_its_reason_is_not_finished_and_an_ordinary_gap_is_no_decision(visit: Visit) -> None:
    visit.session.leave_gap("sa_feel_safe", AnswerState.NOT_ASKED, voice=WORKER)
    assert not decision(visit, DecisionCode.GAP).complete
    visit.session.clear("sa_feel_safe", voice=WORKER)
    visit.session.leave_gap("wm_good_day", AnswerState.NOT_ASKED, reason="Tired", voice=WORKER)
    visit.session.leave_gap("sa_feel_safe", AnswerState.COME_BACK, voice=WORKER)
    assert visit.state.decisions() == ()


# what a reason rests on

FORMS = ("needs-assessment", "carer-assessment", "care-plan", "review")
REASON = worker("el_decided_why")
NOW = AnswerKey("oc_nutrition_now")
CARER = AnswerKey("oc_nutrition_now", (), voice_of(DINA))


@pytest.fixture
def resting(visit: Visit) -> Visit:
    """A finished decision whose reasons rest on what the person and her daughter said about eating."""
    visit.session.answer("oc_nutrition_now", "I burn my toast.")
    visit.session.answer("oc_nutrition_now", "She eats nothing hot.", voice=CARER.voice)
    decided(visit)
    visit.session.asides.choose_basis(REASON, (NOW, CARER))
    return visit


def stale(visit: Visit) -> tuple[AnswerKey, ...]:
    return decision(visit, DecisionCode.ELIGIBILITY).out_of_date


def test_a_reason_names_the_answers_that_it_rests_on(resting: Visit) -> None:
    evidence = resting.state.basis_of(REASON)
    assert [(each.key, each.changed, each.gone) for each in evidence] == [(NOW, False, False), (CARER, False, False)]
    assert stale(resting) == ()


def test_a_changed_answer_makes_the_decision_out_of_date_and_says_which(resting: Visit) -> None:
    change = resting.session.answer("oc_nutrition_now", "I cook every day.")
    assert [each.changed for each in resting.state.basis_of(REASON)] == [True, False]
    assert stale(resting) == (REASON,)
    assert "reasons_out_of_date" in change.recalculated
    assert resting.state.derived.reasons_out_of_date == (REASON,)


def test_a_cleared_answer_is_gone(resting: Visit) -> None:
    resting.session.clear("oc_nutrition_now")
    assert [(each.changed, each.gone) for each in resting.state.basis_of(REASON)] == [(True, True), (False, False)]


def test_another_answer_leaves_it_current(resting: Visit) -> None:
    resting.session.answer("oc_hygiene_now", "I wash at the sink.")
    resting.session.answer("oc_nutrition_now", "The worker saw an empty fridge.", voice=WORKER)
    resting.session.answer("el_decided_why", "Said better.")
    assert stale(resting) == ()


@pytest.mark.parametrize("by_undo", [True, False])
def test_putting_the_answer_back_makes_it_current_again(resting: Visit, by_undo: bool) -> None:
    resting.session.answer("oc_nutrition_now", "I cook every day.")
    change = resting.session.undo() if by_undo else resting.session.answer("oc_nutrition_now", "I burn my toast.")
    assert stale(resting) == ()
    assert change is not None
    assert "reasons_out_of_date" in change.recalculated


def test_only_the_worker_makes_it_current(resting: Visit) -> None:
    resting.session.answer("oc_nutrition_now", "I cook every day.")
    resting.session.answer("el_decided_why", "New words.")
    assert stale(resting) == (REASON,)
    change = resting.session.asides.choose_basis(REASON, (NOW, CARER))
    assert stale(resting) == ()
    assert change.beside == ("bases",)
    resting.session.undo()
    assert stale(resting) == (REASON,)


def test_what_it_rests_on_can_be_taken_away_and_put_back(resting: Visit) -> None:
    assert resting.session.asides.choose_basis(REASON, (NOW, CARER)).facts == ()
    resting.session.asides.choose_basis(REASON, ())
    assert resting.state.basis_of(REASON) == ()
    resting.session.undo()
    assert len(resting.state.basis_of(REASON)) == 2


def test_a_row_that_goes_takes_its_answer_with_it(visit: Visit) -> None:
    path = visit.row("he_conditions", name="Arthritis")
    visit.session.answer("el_cond1_reason", "Her hands.")
    reason, named = worker("el_cond1_reason"), AnswerKey("he_conditions.name", path)
    visit.session.asides.choose_basis(reason, (named,))
    visit.session.remove_row("he_conditions", path[0])
    assert [each.gone for each in visit.state.basis_of(reason)] == [True]
    visit.session.undo()
    assert [each.changed for each in visit.state.basis_of(reason)] == [False]


def test_nothing_rests_on_silence(visit: Visit) -> None:
    visit.session.leave_gap("oc_nutrition_now", AnswerState.CHOSE_NOT_TO_SAY)
    for key in (NOW, CARER):
        with pytest.raises(WrongValueError):
            visit.session.asides.choose_basis(REASON, (key,))
    with pytest.raises(UnknownItemError):
        visit.session.asides.choose_basis(AnswerKey("el_nothing"), ())


def test_an_out_of_date_decision_is_still_the_workers_to_sign(resting: Visit) -> None:
    resting.session.answer("oc_nutrition_now", "I cook every day.")
    resting.leave_the_rest()
    resting.session.sign()
    assert stale(resting) == (REASON,)


# what is kept up to date step by step is what a fresh reading finds


def test_every_step_agrees_with_reading_the_record_anew(visit: Visit) -> None:
    def check() -> None:
        anew = AssessmentState.of(form("needs-assessment"), visit.session.freeze(), visit.clock().date())
        assert visit.state.missing() == anew.missing()
        assert visit.state.missing_count == anew.missing_count
        assert visit.state.derived == anew.derived

    limit = visit.row("mc_limit", what="Sam keeps the bank card")
    steps = (
        lambda: visit.tick("el_decision", "not_eligible"),
        lambda: visit.session.answer("el_decided_why", "Because."),
        lambda: visit.session.asides.choose_basis(REASON, (worker("el_decision"),)),
        lambda: visit.session.leave_gap("el_decided_how", AnswerState.NOT_ASKED, reason="Later"),
        lambda: visit.tick("el_decision", "eligible"),
        lambda: visit.tick("na_mode_actual", "phone"),
        lambda: visit.tick("na_mode_actual", "at_home"),
        lambda: visit.session.answer("mc_limit.why", "He was robbed", path=limit),
        lambda: visit.tick("sa_concern", "yes"),
        lambda: visit.tick("sa_consent_raise", "no_must"),
        lambda: visit.tick("sa_concern", "no"),
        lambda: visit.session.remove_row("mc_limit", limit[0]),
        lambda: visit.session.choose_route(Route.FOCUSED, "One thing"),
        lambda: visit.session.asides.jot("ask about the cat"),
        lambda: visit.session.asides.pause_clock("Time to think"),
    )
    for step in steps:
        step()
        check()
    while visit.session.undo() is not None:
        check()
    while visit.session.redo() is not None:
        check()


def test_every_name_in_the_table_is_a_question_of_some_form() -> None:
    names = {place for name in FORMS for place in form(name).places}
    asked = {shape.what for shape in SHAPES} | {reason for shape in SHAPES for reason in shape.reasons}
    asked |= {source for shape in SHAPES for source in shape.parts.values() if not isinstance(source, Told)}
    assert asked <= names
    for shape in SHAPES:
        assert all(WORKER in Visit(name).state.lanes(shape.what) for name in FORMS if shape.what in form(name).places)
        codes_there = {code.code for name in FORMS if shape.what in form(name).places for code in _options(name, shape)}
        assert shape.taken <= codes_there


def _options(name: str, shape: Shape):
    return form(name).item(shape.what).options
