"""The pages of copies against axe-core (WCAG 2.2 AA, best practices): it finds nothing, and finds what is planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copies.axe import found_by_axe, needs_axe
from copies.making import CARER, EVERYTHING, MADE_ON, WORKER, copy_of_sample, easy_read_of_sample, played
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.card import CardHelp, blank_card
from doorstep.copies.html import write_html
from doorstep.copies.languages import InLanguage, tongue_of
from doorstep.copies.profiles import PROFILES
from doorstep.copies.translating import translated

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.copies.document import Document

CLEAR = PROFILES["clear-14"]


def in_language(code: str) -> Document:
    words = tongue_of(InLanguage(code, bilingual=True, accept_machine_made=True), played().form)
    return translated(copy_of_sample(), words)


def pages() -> dict[str, bytes]:
    """Return a page of each kind."""
    return {
        "person": write_html(copy_of_sample(), CLEAR),
        "carer, on a cream page": write_html(copy_of_sample(audience=CARER), PROFILES["dyslexia-14"]),
        "easy read": write_html(easy_read_of_sample(), PROFILES["easy-read"]),
        "every block, giant print": write_html(EVERYTHING, PROFILES["giant-28"]),
        "urdu": write_html(in_language("ur"), CLEAR),
        "welsh": write_html(in_language("cy"), CLEAR),
        "blank card": write_html(
            blank_card(CardHelp(), CARDS["card-20"], made_on=MADE_ON, made_by=WORKER)[0], CARDS["card-20"]
        ),
    }


@needs_axe
@pytest.mark.parametrize(
    "kind", ["person", "carer, on a cream page", "easy read", "every block, giant print", "urdu", "welsh", "blank card"]
)
def test_axe_finds_nothing(kind: str, tmp_path: Path) -> None:
    found = found_by_axe(pages()[kind], tmp_path)
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
