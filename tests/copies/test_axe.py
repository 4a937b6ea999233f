"""The pages of copies against axe-core (WCAG 2.2 AA, best practices): it finds nothing, and finds what is planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copies.axe import found_by_axe, needs_axe
from copies.every_copy import LANGUAGES, sample_in
from copies.making import CARER, EVERYTHING, MADE_ON, WORKER, copy_of_sample, easy_read_of_sample
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.card import CardHelp, blank_card
from doorstep.copies.html import write_html
from doorstep.copies.profiles import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLEAR = PROFILES["clear-14"]


CARD = CARDS["card-20"]
PAGES: dict[str, Callable[[], bytes]] = {
    "person": lambda: write_html(copy_of_sample(), CLEAR),
    "carer, on a cream page": lambda: write_html(copy_of_sample(audience=CARER), PROFILES["dyslexia-14"]),
    "easy read": lambda: write_html(easy_read_of_sample(), PROFILES["easy-read"]),
    "every block, giant print": lambda: write_html(EVERYTHING, PROFILES["giant-28"]),
    "both languages": lambda: write_html(sample_in("ur", parts=("people",), bilingual=True), CLEAR),
    "blank card": lambda: write_html(blank_card(CardHelp(), CARD, made_on=MADE_ON, made_by=WORKER)[0], CARD),
}
"""A page of each kind."""


@needs_axe
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind: str, tmp_path: Path) -> None:
    found = found_by_axe(PAGES[kind](), tmp_path)
    assert found["broken"] == []
    assert found["passed"] > 10


@needs_axe
@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_axe_finds_nothing_in_any_language(code: str, tmp_path: Path) -> None:
    """A part of the copy, in Easy Read where the language is read from right to left."""
    profile = "easy-read" if code in ("ar", "ur") else "clear-14"
    found = found_by_axe(write_html(sample_in(code, profile, ("people",)), PROFILES[profile]), tmp_path)
    assert found["broken"] == []
    assert found["passed"] > 10


@needs_axe
def test_axe_finds_what_is_planted(tmp_path: Path) -> None:
    """The control: a picture without words, a page without a language, letters too pale to read."""
    page = write_html(EVERYTHING, CLEAR)
    for told, planted in (
        (b' alt="A blue box"', b""),
        (b'<html lang="en-GB">', b"<html>"),
        (b"color: #111111;", b"color: #BBBBBB;"),
    ):
        assert told in page
        page = page.replace(told, planted)
    rules = {rule for rule, _elements in found_by_axe(page, tmp_path)["broken"]}
    assert {"image-alt", "html-has-lang", "color-contrast"} <= rules
