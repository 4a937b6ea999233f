"""Questions of the other five forms come and go as the requirement matrix says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import ApproximateDate
from forms.conversation import Conversation

if TYPE_CHECKING:
    from doorstep.definition.model import FormDefinition

OPENED = [
    ("pre-visit", "pv_referral_source", ["gp_nhs"], ["pv_told_of_referral"]),
    ("pre-visit", "pv_pref_mode", ["phone"], ["pv_pref_mode_why"]),
    ("pre-visit", "pv_ais_known", ["bsl_interpreter"], ["pv_interpreter_booked"]),
    ("pre-visit", "pv_self_offer", ["wants"], ["pv_self_received"]),
    ("pre-visit", "ais_format", ["large_print", "audio"], ["ais_print_size"]),
    ("carer-assessment", "ais_format", ["large_print"], ["ais_print_size"]),
    ("care-plan", "pl_format", ["large_print"], ["ais_print_size"]),
    ("review", "ais_format", ["large_print"], ["ais_print_size"]),
    ("pre-visit", "pv_joint_agencies", ["housing"], ["pv_joint_consent"]),
    ("pre-visit", "pv_stops_here", ["yes"], ["pv_ended_reason"]),
    ("carer-assessment", "cr_cared_for_is_carer", ["yes"], ["cr_mutual"]),
    ("carer-assessment", "cr_nhs_care", ["yes"], ["cr_nhs_right_told"]),
    ("care-plan", "pl_dp_possible", ["no"], ["pl_dp_unable_reason"]),
    ("care-plan", "pl_limits_any", ["yes"], ["pl_limits"]),
    ("care-plan", "pl_dying_well_wish", ["later"], ["pl_dying_well"]),
    ("care-plan", "pl_home_wish", ["move"], ["pl_housing_move"]),
    ("care-plan", "pl_person_agrees", ["some"], ["pl_not_signed_reason", "pl_amend_guidance"]),
    ("review", "rv_carer_named", ["yes"], ["rv_carer_view", "rv_carer_separate"]),
    ("review", "rv_limits_before", ["locked"], ["rv_restrictions"]),
    ("review", "rv_still_eligible", ["may_have_changed"], ["rv_reassess"]),
]
LEFT_CLOSED = [
    ("pre-visit", "pv_referral_source", ["self"], "pv_told_of_referral"),
    ("pre-visit", "pv_pref_mode", ["face_to_face"], "pv_pref_mode_why"),
    ("pre-visit", "pv_ais_known", ["none"], "pv_interpreter_booked"),
    ("pre-visit", "pv_self_offer", ["does_not_want"], "pv_self_received"),
    ("pre-visit", "pv_stops_here", ["no"], "pv_ended_reason"),
    ("carer-assessment", "cr_cared_for_is_carer", ["not_sure"], "cr_mutual"),
    ("carer-assessment", "cr_nhs_care", ["no"], "cr_nhs_right_told"),
    ("care-plan", "pl_dp_possible", ["not_asked_for"], "pl_dp_unable_reason"),
    ("care-plan", "pl_limits_any", ["no"], "pl_limits"),
    ("care-plan", "pl_dying_well_wish", ["no"], "pl_dying_well"),
    ("care-plan", "pl_home_wish", ["stay_with_changes"], "pl_housing_move"),
    ("care-plan", "pl_person_agrees", ["yes"], "pl_not_signed_reason"),
    ("review", "rv_carer_named", ["no"], "rv_carer_separate"),
    ("review", "rv_limits_before", ["none"], "rv_restrictions"),
    ("review", "rv_still_eligible", ["yes"], "rv_reassess"),
]


@pytest.mark.parametrize(("form", "link_id", "codes", "opened"), OPENED)
def test_an_answer_opens_what_follows_from_it(
    forms: dict[str, FormDefinition], form: str, link_id: str, codes: list[str], opened: list[str]
) -> None:
    talk = Conversation(forms[form])
    assert not any(talk.shows(follows) for follows in opened), "closed before"
    talk.say(link_id, *codes)
    assert [follows for follows in opened if not talk.shows(follows)] == []


@pytest.mark.parametrize(("form", "link_id", "codes", "closed"), LEFT_CLOSED)
def test_other_answers_leave_it_closed(
    forms: dict[str, FormDefinition], form: str, link_id: str, codes: list[str], closed: str
) -> None:
    talk = Conversation(forms[form])
    talk.say(link_id, *codes)
    assert not talk.shows(closed)


def test_every_condition_of_the_five_forms_is_tried_here(journey_form: FormDefinition) -> None:
    conditional = {
        link_id
        for link_id, place in journey_form.places.items()
        if place.item.enable_when is not None and not place.repeats
    }
    tried = {follows for form, _, _, opened in OPENED if form == journey_form.form for follows in opened}
    assert conditional - tried == ({"pl_transition"} if journey_form.form == "care-plan" else set())


def test_a_service_that_does_not_sign_owes_the_reason(forms: dict[str, FormDefinition]) -> None:
    talk = Conversation(forms["care-plan"])
    path = talk.row("pl_signoff")
    talk.say("pl_signoff.answer", "waiting", path=path)
    assert not talk.shows("pl_not_signed_reason")
    talk.say("pl_signoff.answer", "not_signed", path=path)
    assert talk.shows("pl_not_signed_reason")
    assert talk.shows("pl_amend_guidance")


@pytest.mark.parametrize(("born", "shown"), [(2011, False), (2009, True), (2001, True), (1999, False), (None, False)])
def test_the_move_to_adult_help_is_planned_from_16_to_25(
    forms: dict[str, FormDefinition], born: int | None, shown: bool
) -> None:
    talk = Conversation(forms["care-plan"], born=date(born, 1, 1) if born else None)
    assert talk.shows("pl_transition") is shown


def test_a_day_of_birth_that_is_only_told_later_opens_it_too(forms: dict[str, FormDefinition]) -> None:
    talk = Conversation(forms["care-plan"])
    talk.session.answer("ab_dob", ApproximateDate.of(date(2008, 5, 1)))
    assert talk.shows("pl_transition")


def test_a_need_that_is_not_met_says_why(forms: dict[str, FormDefinition]) -> None:
    talk = Conversation(forms["care-plan"])
    path = talk.row("pl_needs")
    talk.say("pl_needs.by_whom", "community", path=path)
    assert not talk.session.state.is_shown("pl_needs.why_not", path)
    talk.say("pl_needs.by_whom", "not_met", path=path)
    assert talk.session.state.is_shown("pl_needs.why_not", path)
