"""The pages behind the work: local help, the lists in use, the worker's own page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from doorstep.assessment.answer import Choices
from doorstep.packs.model import Need, PackKind
from doorstep.services.packs import InstalledPack
from doorstep.ui.directory_page import DirectoryPage
from doorstep.ui.own_profile import OwnProfile
from doorstep.ui.packs_page import PacksPage
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from services.profiles import Clock

P = TypeVar("P", bound="QWidget")


def in_sight(hands: Hands, kind: type[P]) -> P:
    page = hands.window.pages.currentWidget()
    assert isinstance(page, kind)
    return page


def directory(hands: Hands) -> DirectoryPage:
    hands.key(Qt.Key.Key_D, CONTROL)
    return in_sight(hands, DirectoryPage)


# local help


@pytest.mark.serves("TB-11")
def test_help_is_found_by_words_need_and_place_and_says_when_it_was_checked(home: Hands):
    page = directory(home)
    assert page.search.hasFocus()
    every = page.count.text()
    home.type("carers")
    assert page.count.text() != every
    page.search.clear()
    page._choose_need(Need.HOUSING, "Housing")
    assert page.need_button.words == "Housing"
    expected = home.workspace.packs.directory(need=Need.HOUSING)
    assert page.count.text().startswith(str(len(expected)))
    assert home.sees(expected[0].name, page)
    assert home.sees("hecked", page)
    page.search.setFocus()
    home.type("zzzz")
    assert "Nothing fits" in page.count.text()


@pytest.mark.serves("TB-11")
def test_a_list_that_is_old_or_a_sample_says_so(home: Hands):
    assert home.workspace.packs.directory_warning
    assert directory(home).warning.told == home.workspace.packs.directory_warning


@pytest.mark.serves("TB-11")
def test_help_is_added_to_the_persons_copy_from_their_assessment(visit: Hands):
    page = directory(visit)
    entry = visit.workspace.packs.directory()[0]
    visit.press("add_help", page)
    assert f"{entry.name} was added." in page.notice.told
    visit.key(Qt.Key.Key_Escape)
    state = visit.page.assessment.state
    [row] = state.rows_of("in_community")
    assert state.answers_of("in_community.name", (row,))[0][1].value == entry.name


def test_from_the_first_page_there_is_no_copy_to_add_to(home: Hands):
    page = directory(home)
    assert page.findChild(type(page.need_button), "add_help") is None
    home.key(Qt.Key.Key_D, CONTROL)  # once more is the same page
    home.key(Qt.Key.Key_Escape)
    assert home.home.isVisible()


# lists and texts in use


@pytest.mark.serves("TB-17")
def test_the_packs_in_use_are_named_with_version_and_day(home: Hands):
    directory(home)
    home.press("show_packs")
    page = in_sight(home, PacksPage)
    for head in home.workspace.packs.current.heads:
        assert f"version {head.version}" in page.told.text()


def test_a_pack_is_taken_in_and_what_became_of_it_is_said(home: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    directory(home)
    home.press("show_packs")
    page = in_sight(home, PacksPage)
    page.take_in(tmp_path / "missing.doorstep-pack")
    assert page.notice.told
    head = next(head for head in home.workspace.packs.current.heads if head.kind is PackKind.DIRECTORY)
    monkeypatch.setattr(home.workspace.packs, "install", lambda _path: InstalledPack(head, head, used=True))
    page.take_in(tmp_path / "new.doorstep-pack")
    assert "the new one is in" in page.notice.told
    monkeypatch.setattr(home.workspace.packs, "install", lambda _path: InstalledPack(head, head, used=False))
    page.take_in(tmp_path / "old.doorstep-pack")
    assert "nothing was changed" in page.notice.told


# the worker's own page


@pytest.mark.serves("TB-27")
def test_a_skill_that_is_ticked_is_not_asked_for_any_more(visit: Hands):
    visit.page.after_change(visit.page.assessment.answer("ab_senses", Choices(("both",))))
    assert visit.page.assessment.skill_warnings()
    visit.key(Qt.Key.Key_W, CONTROL | SHIFT)
    page = in_sight(visit, OwnProfile)
    assert page.name.text() == "Aoife Lindqvist"
    visit.press("skill_deafblind")
    visit.press("keep_profile")
    assert "Your page is kept." in page.notice.told
    assert visit.page.assessment.skill_warnings() == ()
    assert visit.workspace.profile.skills == {"deafblind"}


@pytest.mark.serves("TB-27")
def test_training_has_its_day_and_says_when_it_wants_repeating(home: Hands, clock: Clock):
    home.press("profile")
    page = in_sight(home, OwnProfile)
    page.what.setFocus()
    home.type("Safeguarding adults, level 2")
    home.press("add_training")
    assert "the day on which it ended" in page.notice.told
    for field, text in zip((page.on.day, page.on.month, page.on.year), ("1", "3", "2024"), strict=True):
        field.setText(text)
    for field, text in zip((page.again.day, page.again.month, page.again.year), ("1", "3", "2026"), strict=True):
        field.setText(text)
    home.press("keep_profile")
    [training] = home.workspace.profile.training
    assert (training.on, training.again_by) == (dt.date(2024, 3, 1), dt.date(2026, 3, 1))
    assert clock().date() > training.again_by
    assert home.sees("Wants repeating since 1 March 2026.", page)
    home.press("drop_training")
    home.press("keep_profile")
    assert home.workspace.profile.training == ()


def test_a_name_is_needed(home: Hands):
    home.press("profile")
    page = in_sight(home, OwnProfile)
    page.name.clear()
    home.press("keep_profile")
    assert "Write your name." in page.notice.told
    assert page.name.hasFocus()
    assert QApplication.focusWidget() is page.name
