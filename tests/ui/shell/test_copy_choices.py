"""Copies: for whom, which parts, how set, whether papers are safe; and the page by Tab alone and in large words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from doorstep.assessment.answer import Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.sharing import AudienceKind
from doorstep.services.copies import CopyFormat
from doorstep.settings import Settings, ThemeChoice
from ui.shell.copying import copies, look, tick

if TYPE_CHECKING:
    from pathlib import Path

    from ui.shell.hands import Hands


def test_the_persons_copy_in_the_size_they_need_comes_first(visit: Hands):
    assessment = visit.page.assessment
    assessment.answer("ais_format", Choices(("large_print",)))
    assessment.answer("ais_print_size", Choices(("20",)))
    request = copies(visit).choices.request
    assert request.audience.kind is AudienceKind.PERSON
    assert request.parts is None
    assert request.profile == "large-20"


def test_every_known_carer_can_be_chosen_also_one_who_joined_later(visit: Hands):
    page = copies(visit)
    names = [row.words for row in page.choices.audience.rows]
    assert "Marcia Pennant-Doyle, carer" in names
    visit.page.middle.show_people()
    visit.people.party_name.setText("Denise Pennant")
    visit.press("add_party")
    names = [row.words for row in copies(visit).choices.audience.rows]
    assert "Denise Pennant, carer" in names


def test_whoever_the_person_was_asked_about_can_be_chosen(visit: Hands):
    assessment = visit.page.assessment
    row = assessment.add_row("nx_share").facts[0].row
    assessment.answer("nx_share.who", "Harbour Home Care", path=(row,))
    assert "Harbour Home Care" in [row.words for row in copies(visit).choices.audience.rows]


def test_the_councils_file_comes_last_and_says_that_it_must_not_stay_in_the_home(safe: Hands):
    page = copies(safe)
    assert not safe.sees("Never leave it in the home")
    assert page.choices.audience.rows[-1].words == "The council's file"
    safe.press("file")
    assert page.choices.request.audience.kind is AudienceKind.FILE
    assert safe.sees("It holds everything that was said and written down, private words too")
    assert safe.sees("Never leave it in the home")


def test_easy_read_is_offered_for_the_person_alone(safe: Hands):
    page = copies(safe)
    names = [row.objectName() for row in page.choices.profile.rows]
    assert "easy-read" in names
    safe.press("easy-read")
    safe.press("file")
    assert [row.objectName() for row in page.choices.profile.rows] == [name for name in names if name != "easy-read"]
    assert page.choices.request.profile == names[0]
    safe.press("person")
    assert "easy-read" in [row.objectName() for row in page.choices.profile.rows]


@pytest.mark.serves("TB-26")
def test_only_the_parts_that_are_ticked_are_asked_for(safe: Hands):
    page = copies(safe)
    page.choices.choose_parts(frozenset({"what_matters"}))
    assert page.choices.request.parts == ("what_matters",)
    assert page.choices.parts_fold.words.startswith("1 of ")


def test_each_way_of_setting_says_what_it_is_for(visit: Hands):
    page = copies(visit)
    for pick in (page.choices.profile, page.choices.card_profile):
        assert all(": " in row.words for row in pick.rows)


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
    visit.page.assessment.answer("sa_print_safe", Choices(("yes",)))
    assert copies(visit).safety.told == ""


def test_the_question_about_papers_is_one_press_away(visit: Hands):
    copies(visit)
    visit.press("ask_safe")
    assert visit.page.pages.page().focused()[0] == ItemRef("sa_print_safe")


def test_by_tab_alone_the_whole_page_is_reached_with_everything_unfolded(safe: Hands):
    page, _preview = look(safe)
    page.choices.choose_parts(frozenset({"what_matters"}))
    tick(safe, "format_pdf", "format_braille")
    safe.press("lock_pdf")
    safe.until(lambda: page.preview is not None)
    safe.until(lambda: not page.pages.picture.pixmap().isNull())
    page.focus_first()
    reached: list[str] = []
    for _ in page.findChildren(QWidget):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.objectName())
        if focus.objectName() == "print_copy":
            break
        safe.key(Qt.Key.Key_Tab)
    wanted = ["part_what_matters", "preview_copy", "format_pdf", "braille_cells", "lock_pdf", "copy_password"]
    wanted += ["show_copy_password", "save_copy", "both_sides", "print_copy"]
    places = [reached.index(name) for name in wanted]
    assert places == sorted(places), "in the order in which they stand"


def test_nothing_is_pushed_sideways_by_large_words(safe: Hands):
    safe.window.set_look(Settings(theme=ThemeChoice.DARK, text_scale=200))
    safe.window.resize(1024, 700)
    page = copies(safe)
    tick(safe, "format_pdf", "format_braille")
    safe.press("lock_pdf")
    safe.press("preview_copy")
    safe.until(lambda: not page.pages.picture.pixmap().isNull())
    assert page.horizontalScrollBar().maximum() == 0
    edge = page.viewport().width()
    wide = [each for each in page.widget().findChildren(QWidget) if each.isVisible()]
    assert [each for each in wide if each.mapTo(page, each.rect().topRight()).x() > edge] == []
