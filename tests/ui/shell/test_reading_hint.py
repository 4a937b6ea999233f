"""Texts to the person: long sentences and hard words are told as they are typed, and nothing is held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from doorstep.assessment.change import ItemRef
from doorstep.assessment.plain_words import check
from doorstep.ui.topic_page.reading_hint import ReadingHint, reading_words

if TYPE_CHECKING:
    from ui.shell.hands import Hands

FORTY = "We decided this because " + "you told us about many things and " * 6 + "we listened."


@pytest.mark.serves("TB-23")
def test_a_sentence_of_forty_words_is_told_a_moment_after_it_was_typed(visit: Hands):
    visit.page.go_to(ItemRef("el_plain_reason"))
    visit.type(FORTY)
    visit.until(lambda: visit.sees("could it be two sentences?"))
    visit.key(Qt.Key.Key_Tab)
    [(_, answer)] = visit.page.assessment.state.answers_of("el_plain_reason")
    assert answer.value == FORTY


def test_only_texts_to_the_person_are_looked_at(visit: Hands):
    visit.page.go_to(ItemRef("el_decided_why"))
    visit.type("x")
    QApplication.processEvents()
    page = visit.page.pages.page()
    assert page is not None
    looked_at = {hint.parentWidget().item.link_id for hint in page.findChildren(ReadingHint)}  # type: ignore[union-attr]
    assert "el_plain_reason" in looked_at
    assert "el_decided_why" not in looked_at


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You can cook. You asked for help with the bath. We will help you with that.", ""),
        ("Your multidisciplinary eligibility determination is enclosed.", "Long words: multidisciplinary, eligibility"),
        (FORTY, "“We decided this because …” has"),
    ],
)
def test_the_words_name_what_could_be_plainer(text: str, told: str):
    words = reading_words(check(text), text)
    assert told in words
    assert bool(words) is bool(told)
