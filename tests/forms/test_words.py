"""Questions are spoken: they must be easy to say and to follow (part E of the requirement matrix)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doorstep.definition.model import FormDefinition, Item, ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

HARDEST_GRADE = 6.5
"""Flesch-Kincaid grade; about age 11. The syllable count is a heuristic."""
LONGEST_SENTENCE = 25
KNOWN_TO_ALL = frozenset({"GP", "NHS"})
NOT_OURS = frozenset(
    {f"{scale}_{name}" for scale in ("co_ucla", "cr_lonely", "rv_connection") for name in ("companionship", "isolated")}
    | {"co_djg6", "co_lsns6", "eq_marital"}
)
"""Published words and names of instruments, and "civil partnership": not ours to simplify."""
NEVER = re.compile(
    r"\b(users?|clients?|submit|invalid|abort|suffers? from|wheelchair[- ]bound|the elderly)\b", re.IGNORECASE
)


def _grade(text: str) -> float:
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!]+", text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower().strip("'")
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)


def _spoken(form: FormDefinition) -> list[Item]:
    """Return the questions that are said to somebody; columns are labels, and displays and groups ask nothing."""
    items = (place.item for place in form.places.values() if not place.repeats)
    return [
        item
        for item in items
        if item.asked_of is not Speaker.WORKER and item.type not in (ItemType.GROUP, ItemType.DISPLAY)
    ]


def _all_words(form: FormDefinition) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        yield section.code, " ".join((section.title, section.part, section.note or ""))
    for link_id, place in form.places.items():
        item = place.item
        options = (f"{option.text} {option.detail or ''}" for option in item.options)
        yield link_id, " ".join((item.text, item.guidance or "", item.why or "", *options))


def test_the_heuristic_tells_hard_words_from_easy_ones() -> None:
    assert _grade("What do you like to eat?") < 2
    assert _grade("Please summarise anticipated deterioration necessitating multidisciplinary intervention.") > 15


def test_every_question_can_be_followed_at_eleven(any_form: FormDefinition) -> None:
    spoken = _spoken(any_form)
    hard = {item.link_id: round(_grade(item.text), 1) for item in spoken if _grade(item.text) > HARDEST_GRADE}
    assert {link_id: grade for link_id, grade in hard.items() if link_id not in NOT_OURS} == {}
    average = sum(_grade(item.text) for item in spoken) / len(spoken)
    assert average < 3


def test_no_question_is_one_long_sentence(any_form: FormDefinition) -> None:
    for item in _spoken(any_form):
        for sentence in re.split(r"[.?!]\s", item.text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, item.link_id


def test_no_question_speaks_in_capitals(any_form: FormDefinition) -> None:
    for item in _spoken(any_form):
        unknown = set(re.findall(r"\b[A-Z]{2,}\b", item.text)) - KNOWN_TO_ALL
        assert unknown <= {"LSNS"}, item.link_id


def test_options_explain_their_short_names(any_form: FormDefinition) -> None:
    """An abbreviation stands in brackets behind the words that it is short for, or is known to all."""
    for place in any_form.places.values():
        for option in place.item.options:
            for short in re.findall(r"\b[A-Z]{2,}\b", option.text):
                assert short in KNOWN_TO_ALL or f"({short})" in option.text, (place.item.link_id, option.text)


def test_what_is_asked_of_people_is_a_question_or_a_request(any_form: FormDefinition) -> None:
    statements = [item.link_id for item in _spoken(any_form) if not item.text.endswith(("?", ".", ")"))]
    assert statements in ([], ["nx_sign_person"])


def test_words_that_we_never_use(any_form: FormDefinition) -> None:
    found = {link_id: NEVER.findall(words) for link_id, words in _all_words(any_form) if NEVER.search(words)}
    assert found == {}


def test_pages_have_short_titles(any_form: FormDefinition) -> None:
    for topic in any_form.topics:
        assert len(topic.title) <= 60
        assert topic.title[0].isupper()
    groups = [place.item for place in any_form.places.values() if place.item.type is ItemType.GROUP]
    assert all(len(group.text.split()) <= 5 for group in groups)


def test_none_of_these_takes_away_all_other_ticks(any_form: FormDefinition) -> None:
    """A tick beside "none" would be read either way."""
    for place in any_form.places.values():
        if place.item.type is ItemType.MULTI_CHOICE:
            for option in place.item.options:
                nothing = option.text.startswith(("No", "None", "Nothing", "I do not")) and option.text not in {
                    "No working smoke alarm",
                    "Noise",
                    "Not safe outside",
                    "Not going to the doctor",
                    "Not feeling sure of myself",
                    "Not online",
                    "Not sure",
                }
                assert option.exclusive or not nothing, (place.item.link_id, option.text)


def test_there_is_no_question_whether_somebody_has_capacity(any_form: FormDefinition) -> None:
    """Capacity is about one decision at one time; no field may say it of a person (part F5, trap 25)."""
    said = [link_id for link_id, words in _all_words(any_form) if "has capacity" in words.lower()]
    # Supported self-assessment is a right of whoever has the capacity for it; the law's own words, folded away.
    assert set(said) <= {"na_self_assess_wish", "pv_self_offer"}


def test_what_is_written_to_the_person_is_checked_for_plain_words(forms: dict[str, FormDefinition]) -> None:
    """TB-23: reasons, actions, summaries."""
    checked = {
        link_id
        for form in forms.values()
        for link_id, place in form.places.items()
        if place.item.check == "plain_words"
    }
    assert {"el_plain_reason", "el_advice_written", "nx_summary", "nx_steps.what", "pl_actions.what"} <= checked
    assert {"cr_decision", "rv_summary", "pl_appeal"} <= checked
