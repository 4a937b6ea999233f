"""The twenty-five things that a quick implementation would miss (F5 of the requirement matrix), each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copies.making import one_line, pdf_text
from copies.making import played as made
from doorstep.assessment.answer import AnswerKey, AnswerState, SourceKind
from doorstep.assessment.facts import Route
from doorstep.assessment.sharing import Audience, AudienceKind, parts_of, share
from doorstep.copies.profiles import PROFILES
from doorstep.definition.model import ItemType, Visibility
from doorstep.errors import NotReadyToSignError, WrongVoiceError
from doorstep.services.unlock import Profile
from scenarios.journey import begun_session
from scenarios.talk import DINAS, GRACE, PERSON, SAM, WORKERS_LANE, Talk, codes, day, form, lanes
from services.profiles import CHEAP, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("needs-assessment", "pre-visit", "carer-assessment", "care-plan", "review", "feedback")


@pytest.mark.serves("NG86-A06")
def test_trap_01_where_to_live_and_with_whom_are_two_questions_for_everyone() -> None:
    talk = Talk()
    talk.say("ho_status", "own")
    assert talk.shown("ho_choose_where", "ho_choose_who", "ho_stay_move") == [True, True, True]
    talk.say("ho_choose_where", "Here, where I can hear the bells.")
    assert "ho_choose_who" in talk.open_items()
    assert "ho_choose_where" not in talk.open_items()


@pytest.mark.serves("NG86-A10")
def test_trap_02_the_harm_of_being_alone_is_asked_not_only_counted() -> None:
    talk = Talk()
    for item in ("co_ucla_companionship", "co_ucla_left_out", "co_ucla_isolated"):
        talk.say(item, "often")
    assert talk.state.derived.ucla_total == 9
    assert "co_effect" in talk.open_items()
    assert "person" in lanes("needs-assessment", "co_effect")


@pytest.mark.serves("NG86-A09", "TB-06")
def test_trap_03_how_when_why_and_who_are_four_and_the_reply_is_kept() -> None:
    talk = Talk()
    four = {"el_decided_how", "el_decided_when", "el_decided_why", "el_decided_by"}
    assert four | {"el_plain_reason", "el_person_reply"} <= talk.open_items()
    for link_id in four:
        assert lanes("needs-assessment", link_id) == {"worker"}
    assert lanes("needs-assessment", "el_person_reply") == {"person"}


@pytest.mark.serves("TB-02", "PLP-00a", "CJ-2-01", "COP-01")
def test_trap_04_nobody_elses_words_stand_in_the_persons_lane() -> None:
    talk = Talk()
    talk.say("td_day", "I get up when the cat does.", PERSON)
    talk.say("td_day", "She does not get up before ten.", DINAS)
    talk.say("td_day", "Dressed at noon on both visits.", WORKERS_LANE)
    said = {str(voice): answer.value for voice, answer in talk.state.answers_of("td_day")}
    assert said == {
        "person": "I get up when the cat does.",
        "carer:c1": "She does not get up before ten.",
        "worker": "Dressed at noon on both visits.",
    }
    with pytest.raises(WrongVoiceError):
        talk.say("wm_good_day", "She likes the garden.", DINAS)


@pytest.mark.serves("NG86-A24", "NG86-A23")
def test_trap_06_any_or_all_parts_and_another_copy_for_the_carer() -> None:
    talk = Talk()
    talk.row("pe_ecomap", name="Dina Allen", role="unpaid_carer")
    talk.say("td_day", "I get up when the cat does.")
    talk.say("wm_good_day", "A day with the garden in it.")
    talk.say("nx_copy_carer_wish", "some")
    talk.say("nx_copy_carer_parts", codes("typical_day"))
    record = talk.session.freeze()
    mine = share(record, form(), Audience(AudienceKind.PERSON), ("what_matters",))
    hers = share(record, form(), Audience(AudienceKind.CARER, "c1"))
    assert {entry.key.link_id for entry in mine.record.answers} == {"wm_good_day"}
    assert {entry.key.link_id for entry in hers.record.answers} == {"td_day"}


@pytest.mark.serves("NG86-A18", "NG86-A19", "NG86-A20")
def test_trap_07_caring_can_go_both_ways() -> None:
    talk = Talk()
    talk.say("pe_you_care", "partner")
    assert {"pe_you_care_offer", "pe_cared_for_is_carer"} <= talk.open_items()
    child = Talk()
    child.say("pe_you_care", "disabled_child")
    assert child.shown("pe_you_care_offer", "pe_you_care_detail") == [False, True]
    assert form("carer-assessment").item("cr_cared_for_is_carer").legal


@pytest.mark.serves("NG86-A22")
def test_trap_08_each_need_has_who_meets_it_or_why_nobody_does() -> None:
    talk = Talk()
    met = talk.row("el_need_met_how", need="Breakfast", by_whom="family_friends")
    unmet = talk.row("el_need_met_how", need="Company at night", by_whom="not_met")
    assert talk.state.is_shown("el_need_met_how.why_not", unmet)
    assert not talk.state.is_shown("el_need_met_how.why_not", met)


@pytest.mark.serves("FACS-3.1-05", "TB-15")
def test_trap_09_an_urgent_answer_is_not_closed_without_the_fuller_assessments_date() -> None:
    talk = Talk(route=Route.URGENT_FIRST)
    talk.say("na_urgent", "yes", WORKERS_LANE)
    assert {"na_urgent_actions", "na_full_by"} <= talk.open_items()
    with pytest.raises(NotReadyToSignError):
        talk.session.sign()
    talk.say("na_full_by", day("2026-10-20"))
    assert "na_full_by" not in talk.open_items()
    assert [promise.due.isoformat() for promise in talk.state.derived.promised_dates] == ["2026-10-20"]


@pytest.mark.serves("FACS-3.4-33", "TB-16")
def test_trap_10_disagreement_is_kept_with_the_trouble_it_may_cause() -> None:
    talk = Talk()
    talk.say("di_any", "yes")
    path = talk.row(
        "di_items", about="need", in_their_words="I can wash. I will not be washed.", could_cause="Shut door"
    )
    assert talk.state.derived.open_disagreements == 1
    assert dict(talk.state.answers_of("di_items.in_their_words", path)).keys() == {PERSON}
    talk.say("di_items.open_or_closed", "closed", path=path)
    assert talk.state.derived.open_disagreements == 0
    plan = form("care-plan")
    assert plan.item("pl_not_signed_reason").legal
    assert plan.item("pl_amend_guidance").legal


@pytest.mark.serves("FACS-3.4-26", "FACS-3.4-27")
def test_trap_11_charges_are_explained_before_help_starts_and_said_back() -> None:
    plan = form("care-plan")
    assert plan.item("pl_charges_told").type is ItemType.DATE
    assert plan.item("pl_charges_told").legal
    serving = [place.item for place in form().places.values() if "FACS-3.4-27" in place.item.serves]
    assert any(item.asked_of.value == "person" and item.type is ItemType.LONG_TEXT for item in serving)


@pytest.mark.serves("TB-24", "UKP-06", "UKP-07", "UKP-18")
def test_trap_13_need_is_judged_as_if_no_carer_were_there() -> None:
    limbs = [option.code for option in form().item("oc_toilet_limbs").options if not option.exclusive]
    assert limbs == ["without_help", "pain", "risk", "slow"]
    carers = [option.code for option in form("carer-assessment").item("cr_oc_home").options]
    assert carers == ["able", "without_help", "pain", "risk"]
    assert form().item("el_carer_blind").legal
    talk = Talk()
    talk.say("oc_toilet_unable", "unable", WORKERS_LANE)
    talk.say("oc_nutrition_unable", "unable", WORKERS_LANE)
    talk.say("oc_toilet_carer_meets", "willing_and_able", DINAS)
    assert talk.state.derived.outcomes_unable == ("nutrition", "toilet")
    assert talk.state.answers_of("el_cond2") == ()
    assert talk.state.answers_of("el_decision") == ()


@pytest.mark.serves("UKP-19")
def test_trap_14_needs_that_go_up_and_down_have_a_stated_period() -> None:
    talk = Talk()
    talk.say("td_vary", "a_lot")
    assert {"td_vary_detail", "td_vary_period"} <= talk.open_items()
    talk.say("td_vary", "same")
    assert talk.shown("td_vary_detail", "td_vary_period") == [False, False]


@pytest.mark.serves("NG86-A25", "UKP-08")
def test_trap_15_the_advocate_comes_before_the_talk_and_has_time_alone() -> None:
    ids = list(form().places)
    assert ids.index("na_advocate_screen") < ids.index("ls_willing")
    talk = Talk()
    talk.say("na_advocate_screen", codes("weigh"))
    talk.say("na_suitable_person", "no_one")
    assert talk.state.derived.advocacy_duty
    talk.say("na_advocate_now", "here")
    assert "na_advocate_time" in talk.open_items()


@pytest.mark.serves("NG86-N02")
def test_trap_16_culture_is_many_questions_and_festivals_are_one_of_them() -> None:
    six = ("cu_faith_day", "cu_festivals", "cu_food", "cu_dress", "cu_grooming", "cu_treatment")
    assert all("NG86-N02" in form().item(link_id).serves for link_id in six)


@pytest.mark.serves("NG86-I06")
def test_trap_17_every_way_to_hold_a_budget_is_told_before_one_is_chosen() -> None:
    ways = {option.code for option in form("care-plan").item("pl_budget_how").options}
    assert len(ways) >= 4
    told = [link_id for link_id, place in form().places.items() if "NG86-I06" in place.item.serves]
    assert told


@pytest.mark.serves("UKP-28")
def test_trap_18_papers_stay_away_from_a_home_where_they_are_not_safe() -> None:
    item = form().item("sa_print_safe")
    assert (item.legal, item.visibility) == (True, Visibility.PRIVATE_PERSON)
    talk = Talk()
    assert talk.state.derived.safe_to_leave_papers is None
    talk.say("sa_print_safe", "no")
    assert talk.state.derived.safe_to_leave_papers is False


@pytest.mark.serves("UKP-21")
def test_trap_19_not_eligible_needs_advice_written_for_this_person() -> None:
    talk = Talk()
    talk.say("el_decision", "not_eligible")
    assert "el_advice_written" in talk.open_items()
    talk.say("el_advice_written", "The Thursday lunch club will fetch you.", WORKERS_LANE)
    assert "el_advice_written" not in talk.open_items()


@pytest.mark.serves("FACS-3.5-04", "FACS-3.5-05")
def test_trap_21_a_review_asks_six_kinds_of_change_and_what_the_person_gives() -> None:
    review = form("review")
    six = ("outcomes", "needs", "risks", "requirements", "money")
    asked = [*(f"rv_change_{kind}" for kind in six), "rv_coordination", "rv_contribution"]
    assert all(review.item(link_id).required for link_id in asked)


@pytest.mark.serves("COP-12", "COP-20", "PLP-B-03")
def test_trap_22_feedback_is_not_taken_by_the_worker_and_a_complaint_goes_on() -> None:
    feedback = form("feedback")
    assert feedback.apart
    assert all("worker" not in option.text.casefold() for option in feedback.item("fb_how").options)
    assert "complaint" in {option.code for option in feedback.item("fb_kind").options}


@pytest.mark.serves("UKP-03", "FACS-3.4-12", "FACS-3.4-13", "FACS-3.4-14")
def test_trap_25_no_field_says_has_capacity() -> None:
    for name in FORMS:
        for place in form(name).places.values():
            assert "has capacity" not in place.item.text.casefold()
            assert "lacks capacity" not in place.item.text.casefold()
    talk = Talk()
    talk.say("mc_doubt", "yes")
    assert {"mc_decision", "mc_support_tried", "mc_unwise_check"} <= talk.open_items()
    ids = list(form().places)
    assert ids.index("mc_understand") < ids.index("mc_impairment") < ids.index("mc_link")


@pytest.mark.serves("UKP-37")
def test_nobody_is_asked_about_immigration_or_public_funds() -> None:
    for name in FORMS:
        for place in form(name).places.values():
            words = f"{place.item.text} {' '.join(option.text for option in place.item.options)}".casefold()
            assert "immigration" not in words
            assert "public funds" not in words


@pytest.mark.serves("TB-03")
def test_a_gap_is_never_a_no() -> None:
    talk = Talk()
    assert talk.state.answers_of("sa_feel_safe") == ()
    talk.session.leave_gap("ab_email", AnswerState.DOES_NOT_APPLY, reason="never had one")
    [(_, answer)] = talk.state.answers_of("ab_email")
    assert (answer.value, answer.state, answer.reason) == (None, AnswerState.DOES_NOT_APPLY, "never had one")


@pytest.mark.serves("FACS-3.3-16", "UKP-16")
def test_trap_12_what_somebody_wrote_about_themselves_stands_in_their_own_lane() -> None:
    talk = Talk()
    talk.say("na_self_assess_wish", "already")
    talk.session.answer("wm_good_day", "A day with the garden in it.", source=SourceKind.SELF_ASSESSMENT)
    [(voice, answer)] = talk.state.answers_of("wm_good_day")
    assert (voice, answer.provenance.source) == (PERSON, SourceKind.SELF_ASSESSMENT)
    assert "na_self_read_back" in talk.open_items()
    assert form("pre-visit").item("pv_self_offer").legal


@pytest.mark.serves("NG86-A17", "TB-04")
def test_trap_05_what_was_said_before_comes_with_its_day_and_a_question_can_be_left_alone_for_good() -> None:
    session = begun_session("a-year-later")
    told = session.state.carried(AnswerKey("wm_good_day"))
    assert told is not None
    assert (told.said_by, told.said_at.date().isoformat(), told.confirmed) == ("Mr Pennant", "2026-10-06", False)
    session.do_not_ask_again(AnswerKey("wm_good_day"))
    kept = session.state.current(AnswerKey("wm_good_day"))
    assert kept is not None
    assert kept.not_again  # from the next record on it comes as a gap with that reason, and nobody asks


@pytest.mark.serves("TB-29")
def test_trap_20_counting_stands_apart_from_who_somebody_is() -> None:
    [counting] = [section for section in form().sections if section.monitoring]
    assert counting.link_id not in {part.code for part in parts_of(form())}
    assert form().place("cu_food").section.link_id != counting.link_id
    talk = Talk()
    talk.say("cu_food", "Scotch bonnet, whole, and no pork.")
    assert "Scotch bonnet" in str(share(talk.session.freeze(), form(), Audience(AudienceKind.PERSON)).record.answers)


@pytest.mark.serves("TB-17")
def test_trap_23_a_record_knows_the_law_that_it_was_made_under(tmp_path: Path) -> None:
    workspace = Profile(tmp_path / "profile", kdf=CHEAP).create(PASSPHRASE, SAM)
    opened = workspace.assessments.start(GRACE)
    packs = {pack.kind: pack for pack in opened.freeze().beside.packs}
    assert set(packs) == {"legal", "glossary", "directory"}
    assert packs["legal"].sha256 == next(head.sha256 for head in workspace.packs.current.heads if head.kind == "legal")
    workspace.close()


@pytest.mark.serves("TB-07", "UKP-02")
def test_trap_24_large_print_is_set_anew_and_carers_have_a_format_of_their_own() -> None:
    expected = made().expected
    for profile in ("giant-24", "giant-28"):
        words = pdf_text(profile)
        assert [phrase for phrase in expected.must_print_phrases if one_line(phrase) not in words] == []
    assert "person" in lanes("carer-assessment", "ais_format")
    assert {"easy-read", "dyslexia-14"} <= set(PROFILES)
