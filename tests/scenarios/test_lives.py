"""Whole lives: what happens at the table, as it comes, with what the program then asks for, prints and keeps back."""

from __future__ import annotations

import pytest

from doorstep.assessment.answer import WORKER, AnswerState
from doorstep.assessment.facts import Route
from doorstep.assessment.prompts import PromptCode
from doorstep.assessment.record import encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.definition.model import Speaker
from doorstep.errors import NotReadyToSignError
from scenarios.talk import DINAS, PERSON, Talk, codes, day, form, lanes

FOR_GRACE = Audience(AudienceKind.PERSON)
FOR_DINA = Audience(AudienceKind.CARER, "c1")


def prompted(talk: Talk) -> set[PromptCode]:
    return {prompt.code for prompt in talk.state.prompts()}


def copy_for(talk: Talk, audience: Audience) -> str:
    return encode_record(share(talk.session.freeze(), form(), audience).record).decode()


@pytest.mark.serves("FACS-3.1-05", "UKP-22", "TB-14", "TB-15")
def test_an_urgent_visit_at_night() -> None:
    talk = Talk(route=Route.URGENT_FIRST)
    talk.say("na_urgent", "yes", WORKER)
    talk.say("na_urgent_detail", "Her son who cooks and lifts was taken to hospital at six.", WORKER)
    talk.row("na_urgent_actions", what="Night sitter until eight", who="Emergency duty team", by_when=day("2026-10-06"))
    with pytest.raises(NotReadyToSignError):
        talk.session.sign()
    talk.say("na_full_by", day("2026-10-09"))
    assert "2026-10-09" in {str(promise.due) for promise in talk.state.derived.promised_dates}
    assert talk.open_items().isdisjoint({"na_full_by", "na_urgent_detail", "na_urgent_actions"})
    assert talk.state.derived.overdue == ()


@pytest.mark.serves("UKP-15", "TB-03", "TB-06")
def test_somebody_who_would_rather_not() -> None:
    talk = Talk()
    talk.say("na_go_ahead", "no")
    assert {"na_refusal_words", "na_refusal_duty"} <= talk.open_items()
    talk.say("na_refusal_words", "I have buried two husbands and I will not be measured.")
    talk.say("na_refusal_duty", "accept")
    talk.session.leave_gap("wm_good_day", AnswerState.CHOSE_NOT_TO_SAY, reason="Would rather not")
    assert {"na_refusal_words", "na_refusal_duty", "wm_good_day"}.isdisjoint(talk.open_items())
    assert "I will not be measured" in copy_for(talk, FOR_GRACE)


@pytest.mark.serves("TB-16", "FACS-3.4-33", "UKP-36")
def test_somebody_who_does_not_agree_with_the_decision() -> None:
    talk = Talk()
    talk.say("el_decision", "not_eligible")
    talk.say("el_person_reply", "You are wrong and I shall say so.")
    talk.say("di_any", "yes")
    talk.row("di_items", about="decision", in_their_words="I cannot do the stairs, whatever the form says.")
    assert "el_advice_written" in talk.open_items()
    assert "di_routes_told" in talk.open_items()
    [disagreement] = talk.state.disagreements()
    assert disagreement.is_open
    assert "whatever the form says" in copy_for(talk, FOR_GRACE)
    assert "di_items" not in talk.open_items()


@pytest.mark.serves("UKP-17", "UKP-33", "TB-27", "UKP-02")
def test_a_deafblind_person_with_an_interpreter() -> None:
    talk = Talk()
    talk.say("ais_has_need", "yes")
    talk.say("ais_support", codes("deafblind"))
    talk.say("ab_senses", "both")
    talk.say("ab_specialist", "deafblind")
    untrained = {warning.skill for warning in talk.state.skill_warnings(frozenset())}
    assert "deafblind" in untrained
    trained = {warning.skill for warning in talk.state.skill_warnings(frozenset({"deafblind"}))}
    assert "deafblind" not in trained
    talk.say("na_comm_ready", "rebook")
    assert any("interpreter" in need.casefold() for need in talk.state.derived.communication_needs)


@pytest.mark.serves("TB-08", "TB-12", "NG86-A24")
def test_a_carer_who_may_not_see() -> None:
    talk = Talk()
    talk.row("pe_ecomap", name="Dina Allen", role="unpaid_carer")
    talk.say("td_day", "I say I have eaten. I have not.", PERSON)
    talk.say("td_day", "Mum eats very well.", DINAS)
    talk.say("pe_not_involve", "Do not talk to Dina about the money.")
    talk.say("nx_copy_carer_wish", "no")
    shared = share(talk.session.freeze(), form(), FOR_DINA)
    assert (shared.parts, shared.record.answers) == ((), ())
    talk.say("nx_copy_carer_wish", "all")
    hers = copy_for(talk, FOR_DINA)
    assert "I say I have eaten" in hers
    assert "about the money" not in hers


@pytest.mark.serves("UKP-10", "UKP-09", "NG86-A04", "UKP-29")
def test_a_child_who_helps_is_found() -> None:
    talk = Talk()
    talk.row("pe_ecomap", name="Kit", under_18="yes", role="unpaid_carer")
    assert talk.state.derived.under_18_on_map == ("Kit",)
    assert PromptCode.YOUNG_CARER in prompted(talk)
    talk.say("pe_young_carer", "yes", WORKER)
    talk.say("pe_young_carer", "yes", PERSON)
    assert {"pe_young_carer_detail", "pe_young_carer_action"} <= talk.open_items()
    talk.say("pe_young_carer_action", codes("more_help", "assessment"))
    assert PromptCode.YOUNG_CARER_ACTION not in prompted(talk)


@pytest.mark.serves("NG86-A18", "NG86-A19", "NG86-A20", "NG86-N04")
def test_two_who_look_after_each_other() -> None:
    talk = Talk()
    talk.say("pe_you_care", "partner")
    talk.say("pe_cared_for_is_carer", "yes")
    assert PromptCode.TWO_WAY_CARING in prompted(talk)
    assert {"pe_you_care_offer", "pe_childcare_respite_info"} <= talk.open_items()
    carers = Talk("carer-assessment")
    carers.say("cr_cared_for_is_carer", "yes")
    assert "cr_mutual" in carers.open_items()


@pytest.mark.serves("UKP-04", "CJ-1.1-01", "CJ-1.1-02", "CJ-1.1-03", "FACS-3.7-11")
def test_somebody_who_is_not_safe_at_home() -> None:
    talk = Talk()
    talk.say("sa_feel_safe", "sometimes_not", PERSON)
    assert PromptCode.SAFEGUARDING in prompted(talk)
    assert all(prompt.discreet for prompt in talk.state.prompts() if prompt.code is PromptCode.SAFEGUARDING)
    talk.say("sa_concern", "yes")
    assert {"sa_types", "sa_s42", "sa_wants", "sa_consent_raise", "sa_now_safe", "sa_raised"} <= talk.open_items()
    talk.say("sa_wants", "I want him to stop, not to go.")
    for audience in (FOR_GRACE, FOR_DINA):
        assert "I want him to stop" not in copy_for(talk, audience)


@pytest.mark.serves("UKP-11", "FACS-3.7-01", "UKP-24")
def test_what_others_may_have_to_look_at_is_prompted_and_never_decided() -> None:
    talk = Talk()
    talk.say("he_chc_flag", "refer")
    talk.say("ho_fire", codes("no_alarm", "smokes_in_bed"))
    assert {PromptCode.CONTINUING_HEALTHCARE, PromptCode.FIRE_SAFETY} <= prompted(talk)
    assert talk.state.answers_of("el_decision") == ()


@pytest.mark.serves("TB-13", "PLP-NV-03")
def test_somebody_who_wants_time_to_think() -> None:
    talk = Talk()
    talk.say("ou_time_to_think", codes("until", until="after my sister has been"))
    assert PromptCode.TIME_TO_THINK in prompted(talk)
    talk.session.asides.pause_clock("wants to ask her sister", day("2026-10-20").calendar())
    assert PromptCode.TIME_TO_THINK not in prompted(talk)
    assert talk.state.paused is not None
    talk.session.asides.resume_clock()
    assert talk.state.paused is None


@pytest.mark.serves("FACS-3.3-22", "FACS-3.3-10", "FACS-3.3-09")
def test_the_three_headings_that_the_source_left_are_met() -> None:
    """Of a hidden list only its headings survive: shared and open work, whole systems, people in control."""
    assert form().item("nx_summary_back").legal
    assert form().item("nx_referrals").repeats
    assert form().item("na_topic_order").asked_of is Speaker.PERSON


@pytest.mark.serves("COP-12", "COP-21", "TB-19")
def test_somebody_says_how_it_was_on_the_turned_screen() -> None:
    talk = Talk("feedback")
    asked = [link_id for link_id in form("feedback").places if talk.state.in_shared_view(link_id)]
    assert {"fb_listened", "fb_better", "fb_kind", "fb_name_ok"} <= set(asked)
    assert all(lanes("feedback", link_id) == {"person"} for link_id in asked)
