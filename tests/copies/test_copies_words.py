"""Values in words, and what must not be split."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doorstep.assessment.answer import Answer, AnswerState, ApproximateDate, Choices, Contact, Provenance
from doorstep.copies.words import (
    NO_BREAK,
    approximate_in_words,
    choices_in_words,
    contact_in_words,
    gap_in_words,
    sentence,
    tidy,
    value_in_paragraphs,
)
from doorstep.definition.model import AnswerOption, Item, ItemType

ITEM = Item(
    "drink",
    ItemType.MULTI_CHOICE,
    "What do you drink?",
    options=(AnswerOption("tea", "Tea"), AnswerOption("other", "Something else", detail="what?")),
)
SOURCE = Provenance("p2", datetime(2026, 10, 6, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "whole",
    [
        "01632 960143",
        "07700 900381",
        "ZB4 7QH",
        "6 October 2026",
        "November 2025",
        "Mr Pennant",
        "20 point",
        "9 to 5",
        "30 metres",
        "12 stone 10",
        "at 8:30",
        "type 2",
        "A. Lindqvist",
        "E. J. Pennant",
        "999 041 7458",
    ],
)
def test_one_piece_of_information_is_never_split(whole: str) -> None:
    assert whole.replace(" ", NO_BREAK) in tidy(f"before {whole} after")


def test_ordinary_words_may_be_split() -> None:
    assert tidy("save me a dumpling") == "save me a dumpling"


def test_dates_typed_as_numbers_are_read_out_as_words() -> None:
    assert tidy("yes 2026-10-13").replace(NO_BREAK, " ") == "yes 13 October 2026"
    assert tidy("part 2026-13-45") == "part 2026-13-45"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (ApproximateDate(2026, 10, 6), "6 October 2026"),
        (ApproximateDate(1962, about=True), "about 1962"),
        (ApproximateDate(2025, 11), "November 2025"),
        (ApproximateDate(words="the summer Mum died"), "the summer Mum died"),
        (ApproximateDate(1972, words="1972 and 1975"), "1972 and 1975"),
        (ApproximateDate(1951, about=True, words="the big storm"), "about 1951 (the big storm)"),
    ],
)
def test_a_remembered_date_is_told_as_it_was_remembered(when: ApproximateDate, words: str) -> None:
    assert approximate_in_words(when).replace(NO_BREAK, " ") == words


def test_choices_give_their_words_and_the_words_they_asked_for() -> None:
    chosen = Choices(("tea", "other", "=Icy’s sorrel"), {"other": "cocoa"})
    assert choices_in_words(chosen, ITEM) == ("Tea", "Something else: cocoa", "Icy’s sorrel")


def test_an_nhs_number_is_grouped_as_it_is_read_out() -> None:
    item = Item("nhs", ItemType.TEXT, "NHS number", check="nhs_number")
    assert value_in_paragraphs("9990417458", item) == (f"999{NO_BREAK}041{NO_BREAK}7458",)
    assert value_in_paragraphs("not known", item) == ("not known",)


def test_a_contact_leaves_out_what_is_empty() -> None:
    contact = Contact("Dr Oyelaran", organisation="Canal Side Surgery", phone="01632 960201", note="ask for Joy")
    told = contact_in_words(contact).replace(NO_BREAK, " ")
    assert told == "Dr Oyelaran, Canal Side Surgery. 01632 960201, ask for Joy"


@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.ANSWERED])
def test_every_gap_is_a_sentence_with_its_reason(state: AnswerState) -> None:
    gap = Answer(state, SOURCE, reason="too tired", follow_up="Aoife, on Friday")
    words = gap_in_words(gap, "Mr Pennant")
    assert words.count(".") >= 3
    assert "too tired." in words
    assert "Who will find out: Aoife, on Friday." in words


def test_choosing_not_to_say_names_who_chose() -> None:
    gap = Answer(AnswerState.CHOSE_NOT_TO_SAY, SOURCE)
    assert gap_in_words(gap, "Mr Pennant").replace(NO_BREAK, " ") == "Mr Pennant chose not to say."


def test_a_quotation_that_ends_with_a_stop_gets_no_second_one() -> None:
    assert sentence('"Not the house, no."') == '"Not the house, no."'
    assert sentence("never had one") == "never had one."
