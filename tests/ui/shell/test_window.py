"""What holds on every page: the title, the keys, the curtain, the look, saving said truly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from doorstep.assessment.change import ItemRef
from doorstep.errors import StorageError
from doorstep.faults import Fault
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui.controls.ring import FocusRing
from doorstep.ui.controls.rows import RadioRow
from doorstep.ui.first_start import FirstStart
from doorstep.ui.shortcuts import TABLE, Deed, Where, keys_for, shortcuts
from doorstep.vault.store import Store
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.ui.window import MainWindow


def _full(*_: object) -> None:
    raise StorageError(what="full")


# the title


def test_no_page_puts_a_name_into_the_title(visit: Hands):
    window = visit.window
    titles = {window.windowTitle()}
    for show in (
        visit.page.middle.show_check,
        visit.page.middle.show_copies,
        window.show_home,
        window.show_office,
        window.lock,
    ):
        show()
        titles.add(window.windowTitle())
    assert titles == {"Doorstep"}


# saving


def test_saved_is_said_only_after_the_commit(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    visit.until(lambda: visit.page.bar.saved.text().startswith("Saved "))
    with monkeypatch.context() as disk:
        disk.setattr(Store, "commit", _full)
        visit.page.go_to(ItemRef("wm_good_day"))
        visit.type("Tea in the garden")
        visit.until(lambda: visit.page.bar.saved.text() == "Not saved yet")
    visit.until(lambda: visit.page.bar.saved.text().startswith("Saved "))  # the disk is there again, and only now


def test_a_full_disk_is_said_plainly_and_the_words_stay(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    trouble = visit.window.trouble
    with monkeypatch.context() as disk:
        disk.setattr(Store, "commit", _full)
        visit.page.go_to(ItemRef("wm_good_day"))
        field = visit.window.focusWidget()
        visit.type("Tea in the garden")
        visit.until(lambda: "Not saved yet" in trouble.told)
        assert "still here" in trouble.told
        assert field.toPlainText() == "Tea in the garden"
        assert field.hasFocus()
    visit.until(lambda: trouble.told == "")
    visit.until(lambda: visit.page.bar.saved.text().startswith("Saved "))


def test_a_full_disk_keeps_the_window_open_and_the_worker_decides(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as disk:
        disk.setattr(Store, "commit", _full)
        visit.page.go_to(ItemRef("wm_good_day"))
        visit.type("Tea in the garden")
        visit.until(lambda: visit.window.trouble.told)
        visit.window.close()
        assert visit.window.isVisible()
        assert visit.workspace is not None
        assert visit.sees("disk is full")
    visit.until(lambda: not visit.window.trouble.told)
    visit.window.close()
    assert not visit.window.isVisible()
    assert visit.window.workspace is None


def test_closing_anyway_is_the_workers_own_choice(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as disk:
        disk.setattr(Store, "commit", _full)
        visit.page.go_to(ItemRef("wm_good_day"))
        visit.type("Tea")
        visit.until(lambda: visit.window.trouble.told)
        visit.key(Qt.Key.Key_L, CONTROL)
        assert visit.workspace is not None
        visit.press("leave_anyway")
        visit.until(lambda: visit.window.workspace is None)


# the curtain


@pytest.mark.serves("TB-12")
def test_the_curtain_hides_every_word_and_comes_back_to_the_same_field(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Her secret")
    place = visit.page.pages.page().focused()
    visit.key(Qt.Key.Key_F12)
    assert not visit.sees("Pennant")
    assert not visit.sees("What matters")
    visit.key(Qt.Key.Key_K, CONTROL)  # keys of the page below do nothing
    assert visit.page.middle.finder.isHidden()
    for habit in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        visit.key(habit)
        assert not visit.sees("What matters")
    visit.key(Qt.Key.Key_Space)
    assert visit.page.pages.page().focused() == place
    assert visit.window.focusWidget().toPlainText() == "Her secret"


def test_the_vault_can_be_locked_from_behind_the_curtain(visit: Hands):
    visit.key(Qt.Key.Key_F12)
    visit.key(Qt.Key.Key_L, CONTROL)
    assert visit.window.workspace is None


# keys


def test_no_two_deeds_share_a_key_where_both_work():
    seen: dict[str, Where] = {}
    for shortcut in TABLE:
        assert shortcut.keys not in seen, shortcut
        seen[shortcut.keys] = shortcut.where


def test_every_deed_has_a_key_and_the_sheet_shows_it(home: Hands):
    assert {shortcut.deed for shortcut in TABLE} == set(Deed)
    home.key(Qt.Key.Key_F1)
    for shortcut in TABLE:
        assert home.sees(shortcut.words), shortcut
    home.key(Qt.Key.Key_Escape)
    assert home.home.isVisible()


def test_a_changed_key_is_changed_in_the_table():
    table = shortcuts({"go_to": "Ctrl+J", "never_heard_of": "F3"})
    assert keys_for(Deed.GO_TO, table) == "Ctrl+J"
    assert keys_for(Deed.LOCK, table) == "Ctrl+L"


# the look


def test_larger_words_keep_the_place_and_what_is_typed(visit: Hands, new_window: Callable[..., MainWindow]):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Tea in the garden")
    place = visit.page.pages.page().focused()
    size = visit.window.theme.font("body").pointSizeF()
    visit.key(Qt.Key.Key_Equal, CONTROL)
    assert visit.window.theme.font("body").pointSizeF() > size
    assert visit.page.pages.page().focused() == place
    assert visit.window.focusWidget().toPlainText() == "Tea in the garden"
    visit.key(Qt.Key.Key_Minus, CONTROL)
    assert visit.window.theme.font("body").pointSizeF() == size


def test_a_half_written_form_survives_another_look(home: Hands):
    home.key(Qt.Key.Key_N, CONTROL)
    home.type("Everald")
    home.press("look")
    home.press(ThemeChoice.YELLOW_ON_BLACK)
    assert home.window.theme.name == "yellow-on-black"
    home.key(Qt.Key.Key_Escape)
    assert home.home.new.name.text() == "Everald"
    assert home.home.new.isVisible()


def test_the_look_is_handed_to_whoever_keeps_settings(home: Hands, new_window: Callable[..., MainWindow]):
    home.window.close()
    kept: list[Settings] = []
    window = new_window(keep_settings=kept.append)
    window.set_look(msgspec.structs.replace(window.settings, theme=ThemeChoice.DARK))
    assert [settings.theme for settings in kept] == [ThemeChoice.DARK]


def test_one_ring_shows_the_focus_however_often_pages_were_built_anew(home: Hands):
    home.key(Qt.Key.Key_Equal, CONTROL)
    home.key(Qt.Key.Key_L, CONTROL)
    assert len(home.window.findChildren(FocusRing)) == 1


# what nobody foresaw


def test_a_fault_is_told_with_its_mark_and_without_its_words(home: Hands):
    fault = Fault("KeyError", ("ui/home.py:1",))
    home.window.tell_fault(fault)
    assert fault.mark in home.window.notice.told
    assert "still in the vault" in home.window.notice.told


def test_sending_from_an_assessment_goes_to_where_it_is_sent(visit: Hands):
    record_id = visit.page.assessment.record_id
    visit.key(Qt.Key.Key_E, CONTROL)
    assert visit.office.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() in (f"send_{record_id}", f"check_{record_id}")


def test_screen_and_text_size_opens_on_the_colours_that_are_chosen(home: Hands):
    home.press("look")
    focus = QApplication.focusWidget()
    assert isinstance(focus, RadioRow)
    assert focus.isChecked()
    assert focus.objectName() == "light"


def test_locking_on_the_people_page_comes_back_to_it(visit: Hands):
    visit.page.middle.show_people()
    visit.key(Qt.Key.Key_L, CONTROL)
    visit.unlock()
    assert visit.page.middle.sheet_name == "people_page"


def test_enter_in_the_last_field_of_the_first_start_goes_on(hands: Hands):
    page = hands.window.pages.currentWidget()
    assert isinstance(page, FirstStart)
    page.worker_phone.setFocus()
    hands.key(Qt.Key.Key_Return)
    assert page.notice.told
