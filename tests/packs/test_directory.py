"""Local help: found by need and place, and honest about how old it is (TB-11)."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from doorstep.definition.loader import installed_form
from doorstep.packs.choosing import built_in
from doorstep.packs.directory import (
    NEED_WORDS,
    entry_warning,
    find,
    how_to_reach,
    is_stale,
    pack_warning,
    places,
)
from doorstep.packs.model import EVERYWHERE, Directory, Entry, Need, Provider

OURS = built_in(Directory)
TODAY = date(2026, 10, 6)


def names(found: tuple[Entry, ...]) -> list[str]:
    return [entry.code for entry in found]


@pytest.mark.serves("TB-11", "NG86-S06")
def test_help_is_found_by_need_and_place_local_first() -> None:
    found = names(find(OURS, need=Need.CARERS, place="felham"))
    assert found[:2] == ["carers_centre", "young_carers"]
    assert "carers_uk" in found
    assert found.index("carers_centre") < found.index("carers_uk")


def test_help_of_another_town_is_left_out() -> None:
    assert "memory_cafe" not in names(find(OURS, need=Need.MEMORY, place="Market Loxley"))
    assert "alzheimers_society" in names(find(OURS, need=Need.MEMORY, place="Market Loxley"))


def test_every_word_of_a_search_must_be_there() -> None:
    assert names(find(OURS, "lunch meal")) == ["lunch_club"]
    assert names(find(OURS, "lunch rugby")) == []
    assert names(find(OURS, "someone to speak up"))[0] == "advocacy_local"
    assert len(find(OURS)) == len(OURS.entries)


def test_a_name_comes_before_a_mention() -> None:
    assert names(find(OURS, "carers", place="Borchester"))[0] == "carers_centre"


def test_places_are_offered_without_england() -> None:
    assert "Felham" in places(OURS)
    assert EVERYWHERE not in places(OURS)


@pytest.mark.parametrize(
    ("checked", "stale"),
    [(date(2026, 10, 6), False), (date(2026, 4, 9), False), (date(2026, 4, 8), True), (None, True)],
)
def test_details_are_stale_after_half_a_year_or_when_never_checked(checked: date | None, stale: bool) -> None:
    assert is_stale(checked, TODAY) is stale
    entry = msgspec.structs.replace(OURS.entries[0], checked_on=checked)
    assert ("before you rely on it" in entry_warning(entry, TODAY)) is stale


def test_the_number_of_days_can_be_set() -> None:
    assert is_stale(date(2026, 9, 1), TODAY, after_days=30)
    assert "30 days" in entry_warning(msgspec.structs.replace(OURS.entries[0], checked_on=date(2026, 9, 1)), TODAY, 30)


@pytest.mark.serves("TB-11")
def test_an_old_list_says_so_and_a_sample_always_does() -> None:
    real = msgspec.structs.replace(OURS, head=msgspec.structs.replace(OURS.head, sample=False))
    assert pack_warning(real, TODAY) == ""
    assert "28 September 2026" in pack_warning(real, date(2027, 6, 1))
    assert "sample" in pack_warning(OURS, TODAY)


def test_every_kind_of_help_that_the_guideline_names_is_there() -> None:
    kinds = {entry.provider for entry in OURS.entries}
    assert {Provider.VOLUNTARY, Provider.COMMUNITY, Provider.USER_LED, Provider.DISABLED_PEOPLE} <= kinds
    needs = {need for entry in OURS.entries for need in entry.needs}
    assert needs == set(Need) == set(NEED_WORDS)


def test_needs_begin_with_the_topics_of_information_given() -> None:
    topics = {option.code for option in installed_form("needs-assessment").item("in_given.topic").options}
    assert set(list(Need)[:12]) <= topics


def test_what_the_card_needs_is_there() -> None:
    for code in ("council_adult_care", "out_of_hours", "safeguarding_adults", "complaints_council"):
        entry = OURS.entry(code)
        assert entry is not None
        assert entry.phone
    night = OURS.entry("out_of_hours")
    assert night is not None
    assert night.out_of_hours


def test_invented_numbers_are_kept_free_for_stories_and_real_ones_claim_no_check() -> None:
    for entry in OURS.entries:
        if EVERYWHERE in entry.places:
            assert entry.checked_on is None
        else:
            assert re.fullmatch(r"01632 960\d{3}", entry.phone)
            assert not entry.web or ".example" in entry.web


def test_how_to_reach_has_one_line_for_a_copy() -> None:
    advocate = OURS.entry("advocacy_local")
    assert advocate is not None
    assert how_to_reach(advocate) == ("01632 960120. www.borchesteradvocacy.example. Monday to Friday, 9 am to 5 pm")
