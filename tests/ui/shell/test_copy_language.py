"""Copies in another language: on every paper, and no machine words until they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.copies.languages import IN_ENGLISH
from doorstep.services.copies import CopyFormat, InLanguage
from ui.shell.copying import copies

if TYPE_CHECKING:
    from pathlib import Path

    from ui.shell.hands import Hands


def test_a_copy_in_another_language_prints_no_machine_words_until_they_are_taken(safe: Hands, tmp_path: Path):
    page = copies(safe)
    assert page.choices.request.language == IN_ENGLISH
    assert not page.choices.language.beside.isVisible()
    safe.press("other_languages")
    safe.press("cy")
    assert page.choices.language.fold.words == "In Welsh. Another language?"
    assert safe.sees("What people said stays as they said it: book a translator")
    safe.press("bilingual")
    assert page.choices.request.language == InLanguage("cy", bilingual=True)
    safe.press("accept_machine_made")
    assert page.choices.request.language.accept_machine_made
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.language == "cy"
    page.save(tmp_path, CopyFormat.HTML)
    safe.until(lambda: "The copy is written" in page.notice.told)
    assert safe.sees("Web page, one file; Clear print, 14 point, in Welsh.", page.log)
    safe.press("en")
    assert page.choices.request.language.code == ""


@pytest.mark.parametrize("paper", ["easy-read", "the_card"])
def test_easy_read_and_the_card_are_in_another_language_too(safe: Hands, tmp_path: Path, paper: str):
    page = copies(safe)
    safe.press("other_languages")
    safe.press("pl")
    safe.press("accept_machine_made")
    safe.press(paper)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.language == "pl"
    page.save(tmp_path, CopyFormat.HTML)
    safe.until(lambda: "The copy is written" in page.notice.told)
    [file] = tmp_path.glob("*.html")
    assert file.stem.endswith("-pl")
