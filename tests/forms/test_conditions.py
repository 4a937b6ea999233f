"""Questions of the needs assessment come and go as the requirement matrix says."""

from __future__ import annotations

from datetime import date

import pytest

from doorstep.assessment.answer import ApproximateDate
from doorstep.definition.model import FormDefinition, Item, ItemType
from forms.conversation import Conversation


@pytest.fixture
def talk(needs_assessment: FormDefinition) -> Conversation:
    return Conversation(needs_assessment)


@pytest.mark.parametrize(
    ("link_id", "codes", "opened"),
    [
        ("na_mode_actual", ["phone"], ["na_mode_reason"]),
        ("na_go_ahead", ["no"], ["na_refusal_words", "na_refusal_duty"]),
        ("na_self_assess_wish", ["already"], ["na_self_read_back"]),
        ("na_advocate_screen", ["weigh"], ["na_suitable_person", "na_advocate_now"]),
        ("na_urgent", ["yes"], ["na_urgent_detail", "na_urgent_actions", "na_full_by"]),
        ("na_proportion", ["focused"], ["na_proportion_reason"]),
        ("ais_format", ["large_print", "audio"], ["ais_print_size"]),
        ("ais_format", ["coloured_paper"], ["ais_colour"]),
        ("ais_has_need", ["yes"], ["ais_support", "ais_share_ok", "ais_review"]),
        ("ab_interpreter", ["sign"], ["ais_support"]),
        ("ls_willing", ["a_little"], ["ls_events", "ls_hard_times", "ls_reuse_ok"]),
        ("td_vary", ["some"], ["td_vary_detail", "td_vary_period"]),
        ("oc_toilet_how", ["part"], ["oc_toilet_helpers"]),
        ("oc_toilet_unable", ["unable"], ["oc_toilet_wellbeing", "oc_toilet_impact"]),
        ("ho_stay_move", ["not_sure"], ["ho_move_wish"]),
        ("ho_fire", ["oxygen"], ["ho_fire_visit"]),
        ("ho_lose_home", ["yes"], ["ho_homeless_refer"]),
        ("pe_young_carer", ["yes"], ["pe_young_carer_detail", "pe_young_carer_action"]),
        ("pe_you_care", ["child"], ["pe_you_care_detail", "pe_childcare_respite_info"]),
        ("pe_you_care", ["parent"], ["pe_you_care_offer", "pe_cared_for_is_carer"]),
        ("he_discharge", ["yes"], ["he_discharge_detail", "he_recovery_place"]),
        ("he_chc_flag", ["refer"], ["he_chc_consent"]),
        ("mo_manage", ["someone_does"], ["mo_helper"]),
        ("mo_charges_told", ["yes"], ["mo_charges_back"]),
        ("mo_budget_explained", ["council", "provider", "direct_payment", "mix"], ["mo_budget_wish"]),
        ("sa_concern", ["yes"], ["sa_types", "sa_s42", "sa_wants", "sa_now_safe", "sa_raised"]),
        ("sa_child", ["yes"], ["sa_child_raised"]),
        ("dl_facts", ["watched"], ["dl_feeling", "dl_arranged", "dl_refer"]),
        ("mc_doubt", ["yes"], ["mc_decision", "mc_support_tried", "mc_outcome"]),
        ("el_decision", ["not_eligible"], ["el_advice_written", "el_power"]),
        ("di_any", ["yes"], ["di_items", "di_want"]),
        ("nx_copy_wish", ["some"], ["nx_copy_parts", "nx_copy_format", "nx_copy_given"]),
    ],
)
def test_an_answer_opens_what_follows_from_it(
    talk: Conversation, link_id: str, codes: list[str], opened: list[str]
) -> None:
    assert not any(talk.shows(follows) for follows in opened), "closed before"
    talk.say(link_id, *codes)
    assert [follows for follows in opened if not talk.shows(follows)] == []


@pytest.mark.parametrize(
    ("link_id", "codes", "closed"),
    [
        ("na_mode_actual", ["at_home"], "na_mode_reason"),
        ("na_advocate_screen", ["none"], "na_suitable_person"),
        ("pe_you_care", ["no"], "pe_you_care_detail"),
        ("pe_you_care", ["child"], "pe_you_care_offer"),
        ("mo_budget_explained", ["council", "mix"], "mo_budget_wish"),
        ("dl_facts", ["none"], "dl_feeling"),
        ("nx_copy_wish", ["not_now"], "nx_copy_given"),
        ("el_decision", ["eligible"], "el_advice_written"),
        ("oc_toilet_how", ["alone"], "oc_toilet_helpers"),
    ],
)
def test_other_answers_leave_it_closed(talk: Conversation, link_id: str, codes: list[str], closed: str) -> None:
    talk.say(link_id, *codes)
    assert not talk.shows(closed)


def test_questions_about_carers_open_when_an_unpaid_carer_is_on_the_map(talk: Conversation) -> None:
    path = talk.row("pe_ecomap")
    talk.session.answer("pe_ecomap.name", "Bea Quill", path=path)
    talk.say("pe_ecomap.role", "friend", path=path)
    assert not talk.shows("pe_carer_view")
    talk.say("pe_ecomap.role", "unpaid_carer", path=path)
    opened = ["pe_carer_view", "pe_carer_willing", "pe_carer_told", "pe_carer_offer", "nx_copy_carer_wish"]
    assert all(talk.shows(link_id) for link_id in opened)


def test_any_no_among_the_four_abilities_asks_for_the_impairment(talk: Conversation) -> None:
    talk.say("mc_doubt", "yes")
    assert not talk.shows("mc_understand"), "all practicable help comes first"
    talk.say("mc_support_tried", "time", "pictures")
    for ability in ("mc_understand", "mc_retain", "mc_weigh"):
        talk.say(ability, "yes")
    assert not talk.shows("mc_impairment")
    talk.say("mc_communicate", "no")
    assert talk.shows("mc_impairment")
    assert talk.shows("mc_link")


def test_no_risk_needs_a_tick_until_a_risk_is_written_down(talk: Conversation) -> None:
    assert talk.shows("sa_risks_none")
    talk.session.answer("sa_risks.what_could_go_wrong", "A fall", path=talk.row("sa_risks"))
    assert not talk.shows("sa_risks_none")


@pytest.mark.parametrize(("born", "shown"), [(2011, False), (2009, True), (2001, True), (1999, False)])
def test_becoming_an_adult_is_asked_from_16_to_25(talk: Conversation, born: int, shown: bool) -> None:
    talk.session.answer("ab_dob", ApproximateDate.of(date(born, 1, 1)))
    assert talk.shows("tr_moving") is shown


def test_an_advocate_is_named_when_one_is_involved(talk: Conversation) -> None:
    assert not talk.shows("mc_advocate")
    path = talk.row("na_people_present")
    talk.say("na_people_present.role", "advocate", path=path)
    assert talk.shows("mc_advocate")


def test_care_that_fits_is_asked_for_once_anything_of_culture_was_said(talk: Conversation) -> None:
    assert not talk.shows("cu_view")
    talk.session.answer("cu_food", "Fish on Fridays")
    assert talk.shows("cu_view")


def test_modules_appear_with_their_switch(needs_assessment: FormDefinition) -> None:
    assert not Conversation(needs_assessment).shows("co_djg6")
    switched = Conversation(needs_assessment, "module_djg6")
    assert switched.shows("co_djg6")
    assert not switched.shows("co_lsns6")


def test_everything_without_a_condition_is_there_from_the_start(
    talk: Conversation, questions: dict[str, Item], needs_assessment: FormDefinition
) -> None:
    always = [
        item
        for item in questions.values()
        if item.enable_when is None and needs_assessment.place(item.link_id).section.code != "S10T"
    ]
    assert [item.link_id for item in always if not talk.shows(item.link_id)] == []
    assert all(item.type is not ItemType.GROUP for item in always)
