"""What our legal pack says: the currency warnings of the requirements (A2) hold, and the program finds its texts."""

from __future__ import annotations

import re

import pytest

from doorstep.definition.loader import installed_form
from doorstep.packs.choosing import built_in
from doorstep.packs.model import LegalPack, LegalText


@pytest.fixture(scope="module")
def law() -> LegalPack:
    return built_in(LegalPack)


def text(law: LegalPack, code: str) -> LegalText:
    found = law.text(code)
    assert found is not None, code
    return found


def everything(law: LegalPack) -> str:
    return "\n".join(
        part
        for each in law.texts
        for part in (each.title, *each.words, *each.cites, each.caution, *(point.words for point in each.points))
    )


def test_the_regulations_are_those_of_2015(law: LegalPack) -> None:
    assert any("2015/313" in cite for cite in text(law, "eligibility_adult").cites)
    assert "Eligibility Criteria) Regulations 2014" not in everything(law)


def test_adults_need_two_of_ten_and_carers_one_of_eight_or_health(law: LegalPack) -> None:
    assert [len(text(law, code).points) for code in ("eligibility_adult", "outcomes_adult", "unable_adult")] == [
        3,
        10,
        4,
    ]
    assert [len(text(law, code).points) for code in ("eligibility_carer", "outcomes_carer", "unable_carer")] == [
        3,
        8,
        3,
    ]
    adult, carer = (text(law, f"eligibility_{who}").point("cond2") for who in ("adult", "carer"))
    assert adult is not None
    assert carer is not None
    assert "two or more" in adult.words
    assert "any one of the eight" in carer.words
    assert "health" in carer.words


def test_the_acid_test_is_told_as_overruled_and_nothing_is_computed(law: LegalPack) -> None:
    liberty = text(law, "deprivation_of_liberty")
    assert "overruled" in liberty.caution
    assert "legal advice" in liberty.caution
    assert "refer" in " ".join(liberty.words)
    assert "acid test" not in everything(law).replace(liberty.caution, "")


def test_capacity_asks_what_the_person_can_do_before_what_they_have(law: LegalPack) -> None:
    assert [point.code for point in text(law, "capacity").points] == ["functional", "impairment", "because_of"]


def test_what_was_not_found_in_force_is_said_to_be_so(law: LegalPack) -> None:
    assert "72" in text(law, "complaints").caution
    assert "not found in force" in text(law, "deprivation_of_liberty").caution
    assert "not found in force" in text(law, "charging").caution


def test_the_accessible_information_standard_has_its_sixth_step(law: LegalPack) -> None:
    standard = text(law, "accessible_information")
    assert [point.code for point in standard.points][-1] == "review"
    assert "DAPB1605 version 4.0" in standard.cites[0]


def test_paying_is_told_without_taking_a_side(law: LegalPack) -> None:
    words = " ".join(text(law, "charging").words)
    assert "may have to pay" in words
    assert not re.search(r"\bwill (?:have to|be required to) pay\b", everything(law))
    assert text(law, "charging").point("reablement") is not None


def test_advocates_are_due_in_the_two_special_cases_too(law: LegalPack) -> None:
    words = " ".join(text(law, "advocacy").words)
    assert "28" in words
    assert "8 weeks" in words
    assert len(text(law, "advocacy").points) == 4


def test_complaints_name_the_three_days_the_year_and_the_ombudsman(law: LegalPack) -> None:
    words = " ".join(text(law, "complaints").words)
    assert "3 working days" in words
    assert "12 months" in words
    assert law.number("ombudsman") is not None


def test_no_text_claims_a_sign_off_that_nobody_gave(law: LegalPack) -> None:
    assert law.unsigned == tuple(each.code for each in law.texts)


def test_points_go_by_the_codes_of_the_forms(law: LegalPack) -> None:
    form = installed_form("needs-assessment")
    limbs = {option.code for option in form.item("oc_nutrition_limbs").options} - {"none"}
    areas = {option.code for option in form.item("wb_most").options}
    abuse = {option.code for option in form.item("sa_types").options}
    routes = {option.code for option in form.item("di_routes_told").options}
    assert {point.code for point in text(law, "unable_adult").points} == limbs
    assert {point.code for point in text(law, "wellbeing").points} == areas
    assert {point.code for point in text(law, "abuse_kinds").points} == abuse
    assert len(text(law, "complaints").points) == len(routes)
    assert all(point.code in form.places for point in text(law, "outcomes_adult").points)
