"""Copies as files: in which forms, for whom a file suits, with a password, and noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from doorstep.assessment.answer import Choices
from doorstep.assessment.facts import CopyMade
from doorstep.copies.formats import FORMATS
from doorstep.services.copies import CopyFormat
from ui.shell.copying import copies, tick

if TYPE_CHECKING:
    from pathlib import Path

    from ui.shell.hands import Hands


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder that the worker picks whenever they are asked."""
    chosen = tmp_path / "stick"
    monkeypatch.setattr("doorstep.ui.copies_page.ask_folder", lambda *_: chosen)
    return chosen


def test_a_copy_is_saved_and_kept_in_the_journal(safe: Hands, tmp_path: Path):
    page = copies(safe)
    kinds = [kind for kind in CopyFormat if FORMATS[kind].can_be_made()]
    for kind in kinds:
        page.save(tmp_path, kind)
        safe.until(lambda: "The copy is written" in page.notice.told)
        page.notice.clear()
    made = {path.suffix for path in tmp_path.glob("assessment-copy-*")}
    assert made == {".pdf", ".html", ".txt", ".brf", ".docx"}
    noted = [fact for fact in safe.page.assessment.freeze().copies if isinstance(fact, CopyMade)]
    assert len(noted) == len(kinds)


@pytest.mark.serves("TB-07")
def test_several_forms_are_saved_at_once_named_by_profile_and_never_by_person(safe: Hands, folder: Path):
    page = copies(safe)
    safe.press("large-18")
    tick(safe, "format_pdf", "format_plain-text", "format_braille")
    safe.press("save_copy")
    safe.until(lambda: "The copy is written" in page.notice.told)
    names = sorted(path.name for path in folder.iterdir())
    assert [name.removeprefix("assessment-copy-person-2026-10-06-") for name in names] == [
        "braille.brf",
        "large-18.pdf",
        "plain-text.txt",
    ]
    assert not any("pennant" in name.lower() for name in names)
    assert len(page.log.findChildren(QLabel)) == 3


def test_braille_is_set_for_the_page_that_the_embosser_holds(safe: Hands, folder: Path):
    page = copies(safe)
    assert not any(line.isVisible() for line in page.findChildren(QLineEdit, "braille_cells"))
    tick(safe, "format_braille")
    cells = safe.find(QLineEdit, "braille_cells")
    for typed in ("4", "32"):
        cells.setFocus()
        cells.clear()
        safe.type(typed)
        safe.press("save_copy")
        if typed == "4":
            assert "20 to 80 cells" in page.notice.told
            assert not folder.exists()
    safe.until(lambda: "The copy is written" in page.notice.told)
    (path,) = folder.iterdir()
    assert max(map(len, path.read_text("ascii").replace("\f", "").splitlines())) in range(25, 33)


def test_nothing_ticked_saves_nothing(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe)
    safe.press("save_copy")
    assert "Tick at least one" in page.notice.told
    assert not folder.exists()


def test_a_password_is_asked_for_told_plainly_and_forgotten(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe, "format_pdf")
    safe.press("lock_pdf")
    assert safe.sees("does not protect the other formats, nor paper")
    assert safe.sees("a screen reader can still read it")
    page.files.password.line.setFocus()
    safe.type("short")
    safe.press("save_copy")
    assert "at least 8 letters" in page.notice.told
    page.files.password.line.setFocus()
    safe.type("er than plum")
    safe.press("save_copy")
    safe.until(lambda: "The copy is written" in page.notice.told)
    (path,) = folder.iterdir()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="shorter than plum") as opened:
        assert opened.allow.accessibility
    assert page.files.password.text == ""
    assert not page.files.locking
    assert safe.sees("with a password", page.log)


def test_a_password_without_a_pdf_would_protect_nothing(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe, "format_plain-text")
    safe.press("lock_pdf")
    page.files.password.line.setFocus()
    safe.type("shorter than plum")
    safe.press("save_copy")
    assert "The password is for the PDF" in page.notice.told
    assert not folder.exists()


@pytest.mark.serves("TB-26", "NG86-G04")
def test_a_file_is_offered_first_to_whom_it_suits(visit: Hands):
    page = copies(visit)
    assert "Would a file do instead of paper?" in page.files.suits.text()
    assert page.files.formats == (CopyFormat.PDF,)
    visit.page.back_to_topics()
    visit.page.assessment.answer("ais_format", Choices(("screen_reader", "bsl_video")))
    page = copies(visit)
    assert "A file suits Mr Pennant better than paper" in page.files.suits.text()
    assert "Web page" in page.files.suits.text()
    assert set(page.files.formats) == {CopyFormat.HTML, CopyFormat.TEXT}
    assert "book a British Sign Language (BSL) translation" in page.missing.text()
    files, paper = (visit.find(QWidget, name).mapTo(page, QPoint(0, 0)).y() for name in ("save_copy", "print_copy"))
    assert files < paper


def test_what_suits_the_person_is_not_said_of_others(visit: Hands):
    visit.page.assessment.answer("ais_format", Choices(("screen_reader",)))
    page = copies(visit)
    assert "suits Mr Pennant" in page.files.suits.text()
    page.choices.audience.rows[1].click()
    assert "suits" not in page.files.suits.text()
