"""Copies: for whom, which parts, the real pages, and asking whether papers are safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from doorstep.assessment.answer import Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import CopyMade
from doorstep.assessment.sharing import AudienceKind
from doorstep.copies.formats import FORMATS
from doorstep.copies.preview import page_count
from doorstep.errors import CopyError
from doorstep.services.copies import Copies, CopyFormat
from doorstep.ui.copies_page import CopiesPage
from doorstep.ui.printing import a4_printer, paint_pages
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from pathlib import Path


def yes() -> Choices:
    return Choices(("yes",))


def copies(hands: Hands) -> CopiesPage:
    hands.page.topics.setFocus()
    hands.key(Qt.Key.Key_P, CONTROL)
    sheet = hands.page.sheet()
    assert isinstance(sheet, CopiesPage)
    return sheet


@pytest.fixture
def safe(visit: Hands) -> Hands:
    """Papers may be left here."""
    visit.page.after_change(visit.page.assessment.answer("sa_print_safe", yes()))
    return visit


def test_the_persons_copy_in_the_size_they_need_comes_first(visit: Hands):
    assessment = visit.page.assessment
    assessment.answer("ais_format", Choices(("large_print",)))
    assessment.answer("ais_print_size", Choices(("20",)))
    request = copies(visit).request
    assert request.audience.kind is AudienceKind.PERSON
    assert request.parts is None
    assert request.profile == "large-20"


def test_every_known_carer_can_be_chosen_also_one_who_joined_later(visit: Hands):
    page = copies(visit)
    names = [row.words for row in page.audience.rows]
    assert "Marcia Pennant-Doyle, carer" in names
    visit.page.show_people()
    visit.people.party_name.setText("Denise Pennant")
    visit.press("add_party")
    names = [row.words for row in copies(visit).audience.rows]
    assert "Denise Pennant, carer" in names


def test_whoever_the_person_was_asked_about_can_be_chosen(visit: Hands):
    assessment = visit.page.assessment
    row = assessment.add_row("nx_share").facts[0].row
    assessment.answer("nx_share.who", "Harbour Home Care", path=(row,))
    assert [row.words for row in copies(visit).audience.rows][-1] == "Harbour Home Care"


@pytest.mark.serves("TB-26", "NG86-G04")
def test_the_real_pages_are_shown_with_their_count_and_sheets(safe: Hands):
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page_count(page.preview.pdf) == page.preview.pages
    assert f"{page.preview.pages} page" in page.counts.text()
    assert "on both sides" in page.counts.text()
    assert not page.pages.picture.pixmap().isNull()


def test_another_choice_takes_the_old_pages_away(safe: Hands):
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    safe.press("giant-28")
    assert page.preview is None
    assert page.pages.isHidden()
    assert page.counts.text() == ""


@pytest.mark.serves("TB-26")
def test_only_the_parts_that_are_ticked_are_asked_for(safe: Hands):
    page = copies(safe)
    page.choose_parts(frozenset({"what_matters"}))
    assert page.request.parts == ("what_matters",)


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


def test_papers_are_asked_about_first_and_nothing_is_written_until_then(visit: Hands, tmp_path: Path):
    page = copies(visit)
    assert "Nobody has asked yet" in page.safety.told
    page.save(tmp_path, CopyFormat.PDF)
    assert list(tmp_path.glob("*.pdf")) == []
    assert page.safety.hasFocus()
    visit.press("safe_now")
    assert page.safety.told == ""
    page.save(tmp_path, CopyFormat.PDF)
    visit.until(lambda: list(tmp_path.glob("*.pdf")))


def test_a_no_to_papers_is_said_and_a_yes_says_nothing(visit: Hands):
    visit.page.assessment.answer("sa_print_safe", Choices(("no",)))
    assert "papers are not safe here" in copies(visit).safety.told
    visit.page.back_to_topics()
    visit.page.assessment.answer("sa_print_safe", yes())
    assert copies(visit).safety.told == ""


def test_the_question_about_papers_is_one_press_away(visit: Hands):
    copies(visit)
    visit.press("ask_safe")
    assert visit.page.pages.page().focused()[0] == ItemRef("sa_print_safe")


def test_a_copy_that_cannot_be_made_is_explained(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise CopyError(what="font")

    monkeypatch.setattr(Copies, "preview", refuse)
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: "This copy could not be made" in page.notice.told)


def test_pages_are_turned_and_stop_at_the_ends(safe: Hands):
    page = copies(safe)
    safe.press("giant-28")
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.pages > 1
    safe.press("page_after")
    assert page.pages.index == 1
    safe.press("page_before")
    page.pages.turn_to(-1)
    assert page.pages.index == 0
    page.pages.turn_to(page.preview.pages)
    assert page.pages.index == 0


def test_the_printer_gets_every_page(safe: Hands, tmp_path: Path):
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(72)
    assert paint_pages(safe.workspace.copies, page.preview, printer)
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == page.preview.pages
