"""The jargon buster finds professional words as people write them, and explains them in plain ones (TB-22)."""

from __future__ import annotations

from datetime import date

import pytest

from doorstep.assessment.plain_words import read_age
from doorstep.packs.choosing import built_in
from doorstep.packs.glossary import explain, terms_in, terms_used
from doorstep.packs.model import Glossary, PackHead, PackKind, Term

WORDS = Glossary(
    PackHead(PackKind.GLOSSARY, "1", date(2026, 9, 28), "Words"),
    (
        Term("assessment", "a talk"),
        Term("needs assessment", "a talk about needs", ("assessment of needs",)),
        Term("carer", "someone who helps"),
        Term("deputy", "chosen by a court", ("deputies",)),
        Term("OT", "helps with everyday things", exact=True),
        Term("re-ablement", "help for a few weeks"),
    ),
)


def words_in(text: str) -> list[str]:
    return [text[found.start : found.end] for found in terms_in(WORDS, text)]


def test_the_longest_term_wins() -> None:
    assert words_in("The needs assessment, and another assessment.") == ["needs assessment", "assessment"]


def test_whole_words_only() -> None:
    assert words_in("Reassessments of scarers, and a rota") == []


def test_capitals_plurals_and_other_spellings() -> None:
    assert words_in("CARERS and Deputies; Assessment of needs") == ["CARERS", "Deputies", "Assessment of needs"]


def test_an_exact_term_counts_only_as_written() -> None:
    assert words_in("The OT came, not ot or Ot.") == ["OT"]


def test_a_term_over_the_end_of_a_line_and_beside_marks() -> None:
    assert words_in("(the carer's needs\n  assessment); re-ablement.") == [
        "carer",
        "needs\n  assessment",
        "re-ablement",
    ]


def test_explaining_a_word_in_any_spelling() -> None:
    assert explain(WORDS, "  assessment of   NEEDS ") == WORDS.terms[1]
    assert explain(WORDS, "umbrella") is None


@pytest.mark.serves("TB-22")
def test_the_last_page_has_only_the_terms_used_once_each_by_the_alphabet() -> None:
    used = terms_used(WORDS, ["An OT helps the carer.", "Carers like the OT.", "Nothing here."])
    assert [term.word for term in used] == ["carer", "OT"]


def test_nothing_is_found_in_nothing() -> None:
    assert terms_in(WORDS, "") == ()
    assert terms_in(Glossary(WORDS.head, ()), "carer") == ()


OURS = built_in(Glossary)


def test_our_glossary_has_the_words_of_the_field() -> None:
    assert len(OURS.terms) >= 60
    for word in (
        "Care Act",
        "reablement",
        "direct payment",
        "safeguarding",
        "advocate",
        "IMCA",
        "deprivation of liberty",
    ):
        assert explain(OURS, word) is not None, word


@pytest.mark.parametrize("term", OURS.terms, ids=lambda term: term.word)
def test_each_explanation_is_plain(term: Term) -> None:
    assert len(term.plain.split()) <= 25
    assert term.plain.endswith(".")
    assert read_age(term.plain) <= 12


def test_finding_terms_in_a_long_copy_is_quick_enough_to_hover(capsys: pytest.CaptureFixture[str]) -> None:
    text = "The carer had an assessment of needs before reablement began, and the advocate came along. " * 130
    assert len(text.split()) > 1900
    assert len(terms_in(OURS, text)) == 130 * 4
