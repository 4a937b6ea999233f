"""The reading-age helper: guidance while somebody types, about long sentences and hard words (TB-23)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.assessment.plain_words import check, read_age, syllables_of

FORTY = (
    "We decided this because you told us that the stairs and the bath are hard for you on most days, that you fell "
    "twice in the spring, and that your daughter cannot go on helping you each night as before."
)
PLAIN = "You can wash and dress. The stairs are hard for you. We will help you with the bath each week."
HARD = (
    "Eligibility determinations necessitate comprehensive consideration of multifactorial impairment-related "
    "circumstances notwithstanding availability of informal provision."
)


@pytest.mark.serves("TB-23", "COP-09")
def test_a_forty_word_sentence_is_flagged_where_it_stands() -> None:
    text = f"This is short. {FORTY}"
    (found,) = check(text).sentences
    assert found.words == len(FORTY.split()) == 40
    assert text[found.start : found.end] == FORTY


def test_twenty_words_are_not_too_many_and_twenty_one_are() -> None:
    assert check("word " * 19 + "word.").sentences == ()
    assert len(check("word " * 20 + "word.").sentences) == 1


def test_plain_words_read_younger_than_hard_ones() -> None:
    plain, hard = check(PLAIN), check(HARD)
    assert plain.age is not None
    assert hard.age is not None
    assert plain.age <= 9 < 18 < hard.age
    assert plain.hard_words == ()
    assert "comprehensive" in [word.word for word in hard.hard_words]


def test_hard_words_are_told_where_they_stand_and_names_are_left_alone() -> None:
    text = "We think of your independence. You said that Alexandrina Papadopoulos comes on Sundays to see you."
    (found,) = check(text).hard_words
    assert text[found.start : found.end] == found.word == "independence"


def test_too_little_to_judge_has_no_age() -> None:
    assert check("Yes.").age is None
    assert check("").age is None
    assert check("").words == 0


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Shah came {long}. She stayed {long}.",
        "You need, e.g. rails {long}. Or a seat {long}!",
        "It costs 3.50 pounds a day {long}\n\nand more {long}",
        "First line {long}\nSecond line {long}",
        "- wash {long}\n- dress {long}",
        "“Do you agree {long}?” she asked {long}.",
    ],
)
def test_sentences_end_where_a_reader_stops(text: str) -> None:
    """Two long sentences are two: they are neither cut at a short form nor run together."""
    assert len(check(text.format(long="word " * 20 + "word")).sentences) == 2


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("home", 1), ("makes", 1), ("asked", 1), ("wanted", 2), ("table", 2), ("houses", 2), ("lovely", 2)),
        *(("audio", 3), ("usual", 3), ("being", 2), ("carrier", 3), ("autism", 3), ("dementia", 3), ("material", 4)),
        *(("experience", 4), ("patience", 2), ("people", 2), ("day-to-day", 3), ("carer's", 2), ("999", 1)),
        *(("assessment", 3), ("eligibility", 6), ("the", 1), ("wellbeing", 3), ("placement", 2)),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_our_own_words_can_be_judged_however_short() -> None:
    assert read_age("A cat sat.") <= 7
    assert read_age("") == 5


@given(st.text(max_size=400))
def test_any_text_is_judged_without_a_fault(text: str) -> None:
    found = check(text)
    assert all(0 <= each.start < each.end <= len(text) for each in (*found.sentences, *found.hard_words))
    assert found.age is None or 5 <= found.age <= 25


def test_two_thousand_words_take_time_in_step_with_their_number() -> None:
    """Nothing in it looks back over the whole text: twice the words, twice the work, counted in words looked at."""
    once, twice = check(PLAIN * 50), check(PLAIN * 100)
    assert twice.words == 2 * once.words
    assert len(twice.hard_words) == 2 * len(once.hard_words)
