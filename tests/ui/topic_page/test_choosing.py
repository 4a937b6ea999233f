"""Choosing: yes and no, one, several, on a scale; taking it back; the words that an option asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton

from doorstep.assessment.answer import Choices
from doorstep.ui.controls.line import Line
from doorstep.ui.topic_page.page import TopicPage
from ui.topic_page.hands import (
    WORKER,
    answer,
    click,
    focused,
    go,
    key,
    named,
    row_at,
    value,
    write,
    write_and_leave,
)

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment

OpenPage = Callable[..., TopicPage]


def test_yes_is_an_answer_at_once(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    yes = row_at(page, "na_time_ok", "Yes")
    click(yes, QPoint(yes.width() - 2, 2))
    assert value(assessment, "na_time_ok") == Choices(("yes",))


def test_passing_over_options_answers_nothing(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_mode_actual")
    key(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert answer(assessment, "na_mode_actual", WORKER) is None
    key(Qt.Key.Key_Space)
    assert value(assessment, "na_mode_actual", WORKER) == Choices(("video",))


@pytest.mark.parametrize("step", [Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_each_of_several_can_be_reached_by_key(open_page: OpenPage, assessment: OpenAssessment, step: Qt.Key) -> None:
    page = open_page("what_matters")
    go(page, "wm_supports_now")
    key(Qt.Key.Key_Space, step, Qt.Key.Key_Space, step, step, Qt.Key.Key_Space)
    assert value(assessment, "wm_supports_now") == Choices(("family", "friends", "faith_group"))


def test_a_choice_can_be_taken_back_to_unanswered(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    phone = row_at(page, "na_mode_actual", "Phone")
    click(phone)
    clear = named(page, QPushButton, "Clear this answer")
    click(clear)
    assert answer(assessment, "na_mode_actual", WORKER) is None
    assert not phone.isChecked()
    assert not clear.isVisible()
    assert focused().isVisible()


def test_several_are_kept_in_the_order_of_the_form(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("oc_nutrition")
    for words in ("Slower", "pain"):
        rows = [row for row in page.findChildren(QAbstractButton) if words.lower() in row.accessibleName().lower()]
        if rows:
            click(rows[0])
    chosen = value(assessment, "oc_nutrition_limbs", WORKER)
    assert isinstance(chosen, Choices)
    order = [option.code for option in assessment.definition.item("oc_nutrition_limbs").options]
    assert list(chosen.codes) == sorted(chosen.codes, key=order.index)


def test_an_exclusive_option_unticks_the_others_and_the_other_way_round(
    open_page: OpenPage, assessment: OpenAssessment
) -> None:
    page = open_page("people")
    item = assessment.definition.item("pe_you_care")
    no, child = (option.text for option in item.options[:2])
    click(row_at(page, "pe_you_care", child))
    click(row_at(page, "pe_you_care", no))
    assert value(assessment, "pe_you_care") == Choices(("no",))
    click(row_at(page, "pe_you_care", child))
    assert value(assessment, "pe_you_care") == Choices(("child",))


def test_an_option_asks_for_its_words_and_they_are_kept(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("life_story")
    click(row_at(page, "ls_source", "Someone else can tell it"))
    line = named(page, Line, "Someone else can tell it: Who?")
    line.setFocus()
    write_and_leave("his sister Bea")
    assert value(assessment, "ls_source") == Choices(("someone_else",), {"someone_else": "his sister Bea"})
    click(row_at(page, "ls_source", "No"))
    assert value(assessment, "ls_source") == Choices(("no",))
    assert not line.isVisible()


def test_words_of_an_option_are_drafts_while_they_are_typed(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("life_story")
    click(row_at(page, "ls_source", "Someone else can tell it"))
    named(page, Line, "Someone else can tell it: Who?").setFocus()
    write("his sis")
    again = open_page("life_story")
    assert named(again, Line, "Someone else can tell it: Who?").text() == "his sis"


def test_a_scale_is_chosen_by_click_and_by_key(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("health")
    click(row_at(page, "he_pain", "7"))
    assert value(assessment, "he_pain") == Choices(("7",))
    go(page, "he_pain")
    key(Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert value(assessment, "he_pain") == Choices(("8",))


def test_faces_have_words_and_differ(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("health")
    tiles = [row_at(page, "wb_dignity", option.text) for option in assessment.definition.item("wb_dignity").options]
    assert len({tile.accessibleName() for tile in tiles}) == len(tiles) == 5
    pictures = {bytes(tile.grab().toImage().copy(0, 0, tile.width(), 44).constBits()) for tile in tiles}
    assert len(pictures) == 5
    click(tiles[3])
    assert value(assessment, "wb_dignity") == Choices(("3",))


def test_people_on_the_map_become_choices_elsewhere(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("oc_nutrition")
    page.repaint_change(assessment.answer("oc_nutrition_how", Choices(("part",))))
    change = assessment.add_row("pe_ecomap")
    row = change.facts[0].row  # type: ignore[union-attr]
    page.repaint_change(change)
    page.repaint_change(assessment.answer("pe_ecomap.name", "Bea", path=(row,)))
    click(row_at(page, "oc_nutrition_helpers", "Bea"))
    chosen = value(assessment, "oc_nutrition_helpers")
    assert isinstance(chosen, Choices)
    assert "=Bea" in chosen.codes
