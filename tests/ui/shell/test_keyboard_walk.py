"""What a newcomer stumbled over, walking through the program by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollArea, QWidget

from doorstep.assessment.change import ItemRef
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui.controls.rows import RadioRow
from doorstep.ui.controls.scroll_bar import ScrollBar
from doorstep.ui.sheet import button
from doorstep.ui.theme import load_theme
from doorstep.ui.topic_page.question import QuestionBlock
from doorstep.ui.topic_page.rows.repeat import RepeatRows

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from ui.shell.hands import Hands

CONTROL = Qt.KeyboardModifier.ControlModifier
LOOKS = ("light", "dark", "black-on-white", "white-on-black", "yellow-on-black", "black-on-yellow")


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def in_view(widget: QWidget, area: QScrollArea) -> bool:
    viewport = area.viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, widget.rect().topLeft()), widget.size()))


def settle() -> None:
    """Let all happen that the window put off: what is laid out late may push things away."""
    for _ in range(5):
        QApplication.processEvents()


def test_the_buttons_of_a_notice_come_right_after_it(home: Hands):
    notice, theme = home.home.stopped, home.window.theme
    pressed: list[str] = []
    buttons = tuple(button(words, words, theme, lambda: pressed.append("yes")) for words in ("there", "right"))
    notice.say("You stopped at Washing.", buttons=buttons)
    notice.setFocus()
    for expected in (*buttons, home.find(QAbstractButton, "new_assessment")):
        home.key(Qt.Key.Key_Tab)
        assert focus() is expected


def test_the_visit_is_started_right_after_who_is_here(visit: Hands):
    people = visit.page.middle.show_people()
    visit.qtbot.wait(20)
    people.refresh()
    visit.qtbot.wait(20)
    *_, last = people._present.values()
    following = people.end_button if people.end_button.isVisible() else people.visit_button
    last.setFocus()
    visit.key(Qt.Key.Key_Tab)
    assert focus() is following


def test_enter_presses_the_button_that_has_the_keyboard(home: Hands):
    home.find(QAbstractButton, "new_assessment").setFocus()
    home.key(Qt.Key.Key_Return)
    assert home.home.new.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_leaves_go_to_and_comes_back_to_the_same_field(visit: Hands, key: Qt.Key):
    visit.page.go_to(ItemRef("wm_good_day"))
    before = focus()
    visit.key(Qt.Key.Key_K, CONTROL)
    assert visit.page.middle.finder.isVisible()
    visit.key(key)
    assert not visit.page.middle.finder.isVisible()
    assert focus() is before


def test_a_chosen_colour_or_size_keeps_the_keyboard(home: Hands):
    home.window.over.show_look()
    home.window.set_look(Settings(theme=ThemeChoice.DARK))
    assert focus().objectName() == ThemeChoice.DARK
    home.window.set_look(Settings(theme=ThemeChoice.DARK, text_scale=125))
    assert focus().objectName() == "125"


def test_undo_goes_to_the_topic_where_it_took_something_back(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Tea in the garden")
    visit.page.open_topic("money")
    visit.page.undo()
    page = visit.page.pages.page()
    assert page is not None
    assert page.topic.link_id == "what_matters"
    assert page.focused() is not None


@pytest.mark.parametrize("link_id", ["ais_format", "wb_control", "eq_gender_same", "ho_lose_home", "nx_help_improve"])
def test_a_question_far_down_a_topic_that_was_never_opened_comes_whole_into_view(visit: Hands, link_id: str):
    visit.page.go_to(ItemRef(link_id))
    page = visit.page.pages.page()
    assert page is not None
    settle()
    question = focus()
    while not isinstance(question, QuestionBlock):
        question = question.parentWidget()
    assert question.item.link_id == link_id
    assert in_view(question, page)


def test_undo_and_redo_of_an_honest_gap_keep_the_keyboard_in_the_question(visit: Hands):
    visit.page.go_to(ItemRef("co_ons_lonely"))
    page = visit.page.pages.page()
    assert page is not None
    place = page.focused()
    visit.key(Qt.Key.Key_2, CONTROL)
    visit.type("She was tired")
    visit.key(Qt.Key.Key_1, CONTROL)
    assert isinstance(focus(), RadioRow)
    visit.key(Qt.Key.Key_Z, CONTROL)
    assert page.focused() == place
    assert isinstance(focus(), QLineEdit)
    assert focus().isVisible()
    visit.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert page.focused() == place
    assert isinstance(focus(), RadioRow)


def test_undo_of_an_added_row_goes_back_to_where_rows_are_added(visit: Hands):
    visit.page.go_to(ItemRef("pe_ecomap"))
    page = visit.page.pages.page()
    assert page is not None
    rows = next(rows for rows in page.findChildren(RepeatRows) if rows.item.link_id == "pe_ecomap")
    rows.add_button.setFocus()
    visit.key(Qt.Key.Key_Space)
    visit.key(Qt.Key.Key_Z, CONTROL)
    settle()
    assert not rows.cards
    assert focus() is rows.add_button


def test_the_first_field_of_a_row_added_at_the_foot_of_the_view_is_wholly_in_view(visit: Hands):
    visit.page.go_to(ItemRef("pe_ecomap"))
    page = visit.page.pages.page()
    assert page is not None
    rows = next(rows for rows in page.findChildren(RepeatRows) if rows.item.link_id == "pe_ecomap")
    bar, viewport = page.verticalScrollBar(), page.viewport()
    for _ in range(2):
        rows.add_button.setFocus()
        settle()
        foot = rows.add_button.mapTo(viewport, rows.add_button.rect().bottomLeft()).y()
        bar.setValue(bar.value() + foot + 1 - viewport.height())
        assert in_view(rows.add_button, page)
        visit.key(Qt.Key.Key_Space)
        settle()
        assert rows.cards[rows.order()[-1]].isAncestorOf(focus())
        assert in_view(focus(), page)


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("look", LOOKS)
def test_the_thumb_of_a_scroll_bar_can_be_told_from_its_groove(qtbot: QtBot, look: str):
    bar = ScrollBar(load_theme(look))
    qtbot.addWidget(bar)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    bar.resize(16, 300)
    image = bar.grab().toImage()
    shades = {luminance(image.pixelColor(8, y)) for y in range(0, 300, 2)}
    assert (max(shades) + 0.05) / (min(shades) + 0.05) >= 3


def test_pages_and_lists_have_the_scroll_bar_that_can_be_seen(visit: Hands):
    page = visit.page.pages.page()
    assert page is not None
    for area in (page, visit.page.topics, visit.page.middle.finder.list, visit.page.middle.show_people()):
        assert isinstance(area.verticalScrollBar(), ScrollBar), area.objectName()
