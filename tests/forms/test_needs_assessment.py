"""The needs assessment holds what the requirement matrix asks for (parts A5, E and F3)."""

from __future__ import annotations

import pytest

from doorstep.assessment.sharing import parts_of
from doorstep.definition.conditions import Comparison, Operator, Subject
from doorstep.definition.model import CHOOSING, FormDefinition, Item, ItemType, Speaker, Visibility

FIELDS_BY_SECTION = {
    "S01": 33,
    "S02": 25,
    "S03": 15,
    "S04": 16,
    "S05": 5 + 10 * 10,
    "S06": 22,
    "S07": 21,
    "S08": 15,
    "S09": 14,
    "S09E": 9,
    "S10": 30,
    "S10T": 14,
    "S11": 14,
    "S12": 20,
    "S13": 22,
    "S14": 10,
    "S15": 26,
    "S16": 4,
    "S17": 24,
}
AREAS = {
    "nutrition": "(a)",
    "hygiene": "(b)",
    "toilet": "(c)",
    "clothing": "(d)",
    "home_safe": "(e)",
    "home_upkeep": "(f)",
    "relationships": "(g)",
    "work_learning": "(h)",
    "community": "(i)",
    "childcare": "(j)",
}
"""The ten outcomes of SI 2015/313 regulation 2(2), in its order."""


def test_it_has_439_fields_in_19_sections(needs_assessment: FormDefinition, questions: dict[str, Item]) -> None:
    counted = dict.fromkeys((section.code for section in needs_assessment.sections), 0)
    for link_id in questions:
        counted[needs_assessment.place(link_id).section.code] += 1
    assert counted == FIELDS_BY_SECTION
    assert sum(counted.values()) == 439


def test_the_full_route_and_the_legal_floor_are_as_long_as_counted(questions: dict[str, Item]) -> None:
    required = [item for item in questions.values() if item.required and item.enable_when is None]
    legal = [item for item in required if item.legal]
    assert (len(required), sum(item.asked_of is Speaker.PERSON for item in required)) == (238, 140)
    assert (len(legal), sum(item.asked_of is Speaker.PERSON for item in legal)) == (95, 33)


def test_each_of_the_ten_outcomes_is_a_page_that_names_its_words_of_law(needs_assessment: FormDefinition) -> None:
    groups = [item for item in needs_assessment.section("S05").items if item.type is ItemType.GROUP]
    assert [group.link_id for group in groups] == [f"oc_{area}" for area in AREAS]
    for group, letter in zip(groups, AREAS.values(), strict=True):
        assert group.why is not None
        assert f"regulation 2(2){letter}:" in group.why
        suffixes = [item.link_id.removeprefix(f"{group.link_id}_") for item in group.items]
        assert suffixes == [
            "now",
            "how",
            "helpers",
            "want",
            "limbs",
            "unable",
            "reason",
            "wellbeing",
            "impact",
            "carer_meets",
        ]


def test_only_childcare_may_not_apply(needs_assessment: FormDefinition) -> None:
    not_applying = [
        area for area in AREAS if needs_assessment.item(f"oc_{area}_unable").option("does_not_apply") is not None
    ]
    assert not_applying == ["childcare"]


def test_what_is_private_is_private_by_default(questions: dict[str, Item]) -> None:
    shown: dict[Visibility, set[str]] = {kind: set() for kind in Visibility}
    for link_id, item in questions.items():
        shown[item.visibility].add(link_id)
    worker_only = {"sa_types", "sa_s42", "sa_wants", "sa_consent_raise", "sa_now_safe", "sa_raised"}
    worker_only |= {"sa_concern", "sa_child", "sa_child_raised", "ho_get_in"}
    named = {"na_alone_time", "ab_safe_contact", "ls_hard_times", "cu_identity", "pe_not_involve", "he_safe_self"}
    safety = {link for link in questions if link.startswith("sa_")} - {"sa_risks", "sa_positive_risk"} - worker_only
    equality = {link for link in questions if link.startswith("eq_")}
    assert shown[Visibility.WORKER_ONLY] == worker_only
    assert shown[Visibility.PRIVATE_CARER] == {"pe_carer_view"}
    assert shown[Visibility.PRIVATE_PERSON] == named | {"wb_safe"} | safety | equality
    assert not shown[Visibility.SHARE], "unless somebody says otherwise, the person is asked first"


def test_columns_are_no_more_open_than_their_repeat(needs_assessment: FormDefinition) -> None:
    for place in needs_assessment.places.values():
        if place.repeats:
            assert place.item.visibility is place.repeats[-1].visibility, place.item.link_id


def test_each_event_of_the_life_story_says_who_may_see_it(needs_assessment: FormDefinition) -> None:
    assert needs_assessment.item("ls_events").type is ItemType.TIMELINE
    assert needs_assessment.item("ls_events").visibility_from == "ls_events.share"
    assert needs_assessment.item("pe_ecomap").type is ItemType.PEOPLE_MAP


@pytest.mark.parametrize("module", ["co_djg6", "co_lsns6"])
def test_instruments_without_permission_are_off_until_somebody_switches_them_on(
    needs_assessment: FormDefinition, module: str
) -> None:
    switch = Comparison(f"module_{module[3:]}", Operator.EQUALS, (True,), Subject.SETTING)
    assert needs_assessment.item(module).enable_when == switch


def test_the_validated_loneliness_questions_keep_their_published_words(needs_assessment: FormDefinition) -> None:
    assert [needs_assessment.item(f"co_ucla_{name}").text for name in ("companionship", "left_out", "isolated")] == [
        "How often do you feel that you lack companionship?",
        "How often do you feel left out?",
        "How often do you feel isolated from others?",
    ]
    for name in ("companionship", "left_out", "isolated"):
        item = needs_assessment.item(f"co_ucla_{name}")
        assert [(option.text, option.score) for option in item.options] == [
            ("Hardly ever or never", 1),
            ("Some of the time", 2),
            ("Often", 3),
        ]
        assert item.voices == (Speaker.PERSON,), "nobody may answer it for the person"
    assert needs_assessment.item("co_ons_lonely").text == "How often do you feel lonely?"


def test_the_parts_of_a_copy_are_the_sections(needs_assessment: FormDefinition) -> None:
    parts = {part.code: part.title for part in parts_of(needs_assessment)}
    assert len(parts) == len(needs_assessment.sections) - 1, "all but the questions for counting"
    for link_id in ("nx_copy_parts", "nx_copy_carer_parts"):
        assert {option.code: option.text for option in needs_assessment.item(link_id).options} == parts
    assert {"My story", "What matters", "My day", "Home", "People", "Connection", "Culture"} <= set(parts.values())
    assert {"Health", "Money", "Safety", "Wishes", "Decision", "Next steps"} <= set(parts.values())


def test_every_legal_question_says_why_it_matters(questions: dict[str, Item]) -> None:
    assert [link_id for link_id, item in questions.items() if item.legal and not item.why] == []


def test_every_question_serves_a_requirement(questions: dict[str, Item]) -> None:
    assert [link_id for link_id, item in questions.items() if not item.serves] == []


def test_scales_count(questions: dict[str, Item], needs_assessment: FormDefinition) -> None:
    scales = [place.item for place in needs_assessment.places.values() if place.item.type is ItemType.SCALE]
    assert scales
    for scale in scales:
        assert [option.code for option in scale.options] == [str(option.score) for option in scale.options]
    faces = {link_id for link_id, item in questions.items() if item.faces}
    assert len(faces) == 9
    assert all(link_id.startswith("wb_") for link_id in faces)


def test_capacity_is_recorded_decision_by_decision(questions: dict[str, Item]) -> None:
    assert questions["mc_decision"].type is ItemType.REPEAT_GROUP


def test_options_from_elsewhere_have_somewhere_to_come_from(needs_assessment: FormDefinition) -> None:
    for area in AREAS:
        helpers = needs_assessment.item(f"oc_{area}_helpers")
        assert helpers.options_from == ("pe_ecomap.name", "ho_equipment.item")
        assert helpers.type in CHOOSING
