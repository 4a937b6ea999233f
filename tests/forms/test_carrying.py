"""What goes from one record to the next, what grows old and what is always asked anew (part F3, TB-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.definition.model import CANNOT_CARRY, ItemType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.definition.model import FormDefinition

FEEDS = {
    "pre-visit/pv_first_words": "needs-assessment/na_first_words",
    "pre-visit/pv_ais_known": "needs-assessment/ais_support",
    "needs-assessment/ls_not_again": "pre-visit/pv_no_ask",
    "needs-assessment/ais_support": "pre-visit/pv_ais_known",
    "needs-assessment/el_need_met_how.need": "care-plan/pl_needs.need",
    "needs-assessment/ou_outcomes.in_my_words": "care-plan/pl_outcomes.in_my_words",
    "needs-assessment/ou_options.option": "care-plan/pl_options.option",
    "needs-assessment/sa_risks.plan": "care-plan/pl_risks.plan",
    "needs-assessment/mc_limit.legal_ground": "care-plan/pl_limits.legal_ground",
    "needs-assessment/ho_stay_move": "care-plan/pl_home_wish",
    "needs-assessment/ou_dying_well": "care-plan/pl_dying_well_wish",
    "needs-assessment/dl_facts": "review/rv_limits_before",
    "needs-assessment/wm_control": "review/rv_control",
    "needs-assessment/wb_giving": "review/rv_wellbeing_giving",
    "care-plan/pl_outcomes.in_my_words": "review/rv_outcomes_progress.outcome",
    "review/rv_control": "needs-assessment/wm_control",
    "review/rv_wellbeing_giving": "needs-assessment/wb_giving",
    "care-plan/pl_outcomes.why": "needs-assessment/ou_outcomes.why",
}
"""The links between forms that the requirement matrix asks for: what is said there fills in what is asked here."""

ASKED_ANEW = """
na_go_ahead na_advocate_screen na_urgent na_alone_time ab_safe_contact ais_review ls_reuse_ok td_vary_period
oc_toilet_unable oc_toilet_limbs oc_toilet_impact oc_toilet_carer_meets pe_carer_willing pe_carer_able pe_carer_offer
co_ucla_isolated co_ons_lonely he_safe_self he_chc_consent mo_charges_told sa_feel_safe sa_concern sa_child
sa_print_safe dl_refer el_decision el_need_met_how di_items nx_copy_wish nx_share nx_sign_worker
"""
"""Consents, decisions, judgements, danger, and what belongs to the one visit."""


def _links(forms: dict[str, FormDefinition]) -> Iterator[tuple[str, str]]:
    for form in forms.values():
        for link_id, place in form.places.items():
            for source in place.item.carries_from:
                yield source, f"{form.form}/{link_id}"


@pytest.mark.serves("TB-04", "NG86-A17")
@pytest.mark.parametrize(("source", "target"), FEEDS.items())
def test_what_was_said_there_fills_in_what_is_asked_here(
    forms: dict[str, FormDefinition], source: str, target: str
) -> None:
    assert (source, target) in set(_links(forms))


def test_the_whole_journey_is_linked_and_the_carer_and_the_feedback_stand_alone(
    forms: dict[str, FormDefinition],
) -> None:
    assert {name: form.follows for name, form in forms.items()} == {
        "needs-assessment": ("pre-visit", "review", "care-plan", "needs-assessment"),
        "pre-visit": ("pre-visit", "needs-assessment"),
        "carer-assessment": ("carer-assessment",),
        "care-plan": ("care-plan", "needs-assessment"),
        "review": ("care-plan", "review", "needs-assessment"),
        "feedback": (),
    }


@pytest.mark.serves("TB-04", "NG86-A16", "NG86-A21")
@pytest.mark.parametrize(
    ("link_id", "months"),
    [
        ("ab_phone", 6),
        ("ab_address", 6),
        ("ho_status", 12),
        ("ho_household.name", 12),
        ("pe_helpers.hours", 12),
        ("ls_events.what", None),
        ("ls_proud", None),
        ("cu_food", None),
    ],
)
def test_contact_grows_old_in_six_months_home_and_carers_in_twelve_and_a_story_never(
    needs_assessment: FormDefinition, link_id: str, months: int | None
) -> None:
    assert needs_assessment.shelf_life(link_id) == months


@pytest.mark.serves("UKP-03")
def test_capacity_is_never_carried(needs_assessment: FormDefinition) -> None:
    """It is about one decision at one time. Papers that name who may decide are facts, and stay."""
    carried = {
        item.link_id for item in needs_assessment.section("S13").items if item.carries and item.type not in CANNOT_CARRY
    }
    assert carried == {"mc_attorney", "mc_advance", "mc_advocate"}


def test_consent_decisions_and_danger_are_asked_anew(needs_assessment: FormDefinition) -> None:
    carried = [link_id for link_id in ASKED_ANEW.split() if _carries(needs_assessment, link_id)]
    assert carried == []


def test_what_the_person_told_of_their_life_is_not_asked_from_blank(needs_assessment: FormDefinition) -> None:
    kept = ["ls_not_again", "pe_not_involve", "wm_matters_most", "td_day", "ho_choose_where", "cu_food", "ou_outcomes"]
    assert [link_id for link_id in kept if not _carries(needs_assessment, link_id)] == []


def test_nobody_signs_agrees_or_consents_by_an_earlier_form(journey_form: FormDefinition) -> None:
    anew = (
        "_share",
        "_copy",
        "_disagree",
        "_signoff",
        "_agrees",
        "_comm_ready",
        "_advocate_screen",
        "_safe",
        "_consent",
    )
    carried = [
        link_id
        for link_id, place in journey_form.places.items()
        if link_id.endswith(anew) and not place.repeats and place.item.carries
    ]
    assert not journey_form.follows or [link_id for link_id in carried if link_id != "rv_wellbeing_safe"] == []


def test_the_first_minutes_of_a_visit_open_with_being_able_to_talk_and_with_what_cannot_wait(
    needs_assessment: FormDefinition,
) -> None:
    opening = [item.link_id for item in needs_assessment.section("S01").items if item.opening]
    assert opening == ["na_comm_ready", "na_urgent"]


def test_no_page_of_any_form_begins_with_more_than_two_questions(any_form: FormDefinition) -> None:
    for topic in any_form.topics:
        asked = [item for item in topic.items if item.type not in (ItemType.DISPLAY, ItemType.GROUP)]
        opening = [item for item in asked if item.opening]
        assert len(opening) in (1, 2) or len(asked) <= 3, topic.title


def _carries(form: FormDefinition, link_id: str) -> bool:
    item = form.item(link_id)
    return item.carries and item.type not in CANNOT_CARRY
