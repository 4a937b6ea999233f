"""Why there is no answer, who may see one: one key away, in the lane, never in the way of the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from doorstep.assessment.answer import AnswerState, Choices, SourceKind
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import AnswerGiven
from doorstep.definition.model import Visibility
from doorstep.ui.controls.buttons import Button
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.topic_page.page import TopicPage
from ui.conftest import MARCIAS_VOICE
from ui.topic_page.hands import (
    PERSON,
    WORKER,
    answer,
    click,
    control_key,
    focused,
    go,
    key,
    named,
    value,
    write,
    write_and_leave,
)

if TYPE_CHECKING:
    import pytest
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from doorstep.services.open_assessment import OpenAssessment

OpenPage = Callable[..., TopicPage]

STATES = {
    2: AnswerState.CHOSE_NOT_TO_SAY,
    3: AnswerState.NOT_ASKED,
    4: AnswerState.DOES_NOT_APPLY,
    5: AnswerState.COULD_NOT_FIND_OUT,
    6: AnswerState.COME_BACK,
}


def open_menu(button: Button) -> dict[str, QAction]:
    """What the menu of a state button offers, without the keys."""
    button.menu().aboutToShow.emit()
    return {action.text().partition("\t")[0]: action for action in button.menu().actions()}


def test_each_state_is_one_key_away(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    for number, state in STATES.items():
        go(page, "na_purpose_back")
        control_key(number)
        stands = answer(assessment, "na_purpose_back")
        assert stands is not None
        assert stands.state is state


def test_the_reason_is_typed_in_the_lane_and_kept(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    control_key(3)
    assert isinstance(focused(), Line)
    assert "Why was it not asked?" in focused().accessibleName()
    write_and_leave("His daughter was on the phone")
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert (stands.state, stands.reason) == (AnswerState.NOT_ASKED, "His daughter was on the phone")


def test_what_could_not_be_found_out_asks_who_will(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    control_key(5)
    write_and_leave("Letters are at the surgery")
    assert "Who will find out" in focused().accessibleName()
    write_and_leave("Rosa, by Friday")
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert (stands.reason, stands.follow_up) == ("Letters are at the surgery", "Rosa, by Friday")


def test_ctrl_1_goes_back_to_the_field(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    control_key(2)
    control_key(1)
    assert answer(assessment, "na_purpose_back") is None
    assert isinstance(focused(), NoteEdit)
    write_and_leave("Help at home")
    assert value(assessment, "na_purpose_back") == "Help at home"


def test_a_state_loses_no_words_that_were_being_typed(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    field = go(page, "na_purpose_back")
    write("Because of my hip")
    control_key(6)
    change = assessment.undo()
    assert change is not None
    page.repaint_change(change)
    assert isinstance(field, NoteEdit)
    assert field.toPlainText() == "Because of my hip"


def test_a_gap_in_one_lane_leaves_the_others(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("oc_nutrition")
    go(page, "oc_nutrition_now")
    write_and_leave("I manage")
    go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    control_key(2)
    assert value(assessment, "oc_nutrition_now") == "I manage"
    stands = answer(assessment, "oc_nutrition_now", MARCIAS_VOICE)
    assert stands is not None
    assert stands.state is AnswerState.CHOSE_NOT_TO_SAY


def test_the_menu_offers_the_same_and_a_blank_lane(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    button = named(page, Button, "Change this. So I know I said it well")
    assert button.words == "Not answered yet · ask before sharing"
    open_menu(button)["Does not apply"].trigger()
    assert button.words == "Does not apply · ask before sharing"
    open_menu(button)["Clear this lane: not asked yet"].trigger()
    assert answer(assessment, "na_purpose_back") is None


def test_who_may_see_it_can_be_said_before_and_after(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    button = named(page, Button, "Change this. So I know I said it well")
    open_menu(button)["Private to Mr Pennant"].trigger()
    assert button.words == "Not answered yet · private to Mr Pennant"
    go(page, "na_purpose_back")
    write_and_leave("I am frightened of the stairs")
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert stands.visibility is Visibility.PRIVATE_PERSON
    open_menu(button)["Share freely"].trigger()
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert stands.visibility is Visibility.SHARE


def test_a_row_that_says_who_may_see_it_is_believed(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("ls_willing", Choices(("yes",)))
    (row,) = [fact.row for fact in assessment.add_row("ls_events").facts]
    assessment.answer("ls_events.share", Choices(("private_person",)), path=(row,))
    assessment.answer("ls_events.what", "The year without letters", path=(row,))
    page = open_page("life_story")
    page.go_to(ItemRef("ls_events.what", (row,)), PERSON)
    names = [button.accessibleName() for button in page.findChildren(Button)]
    assert [name for name in names if name.startswith("Answered, private to Mr Pennant.") and "What happened" in name]


def test_nobody_is_an_answer_to_a_list(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("home")
    go(page, "ho_household")
    control_key(4)
    write_and_leave("He lives alone")
    stands = answer(assessment, "ho_household", PERSON)
    assert stands is not None
    assert (stands.state, stands.reason) == (AnswerState.DOES_NOT_APPLY, "He lives alone")


def test_what_was_said_last_time_is_no_answer_until_it_is_still_true(
    open_page: OpenPage, assessment: OpenAssessment
) -> None:
    change = assessment.answer("na_purpose_back", "She comes every day", source=SourceKind.CARRIED_FORWARD)
    fact = change.facts[0]
    assert isinstance(fact, AnswerGiven)
    page = open_page("before_we_start")
    still = named(page, QPushButton, "Still true")
    assert go(page, "na_purpose_back") is still
    assert not any(field.isVisible() and "every day" in field.toPlainText() for field in page.findChildren(NoteEdit))
    click(still)
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert (stands.value, stands.provenance.source) == ("She comes every day", SourceKind.CARRIED_FORWARD)
    assert stands.provenance.confirmed_at is not None
    assert not still.isVisible()
    field = go(page, "na_purpose_back")
    assert isinstance(field, NoteEdit)
    assert field.toPlainText() == "She comes every day"


def test_a_signed_record_can_be_read_and_not_changed(
    open_page: OpenPage, assessment: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment.answer("na_purpose_back", "Help at home")
    page = open_page("before_we_start")
    field = go(page, "na_purpose_back")
    monkeypatch.setattr(type(assessment.state), "missing_count", 0)
    page.repaint_change(assessment.sign())
    assert isinstance(field, NoteEdit)
    assert field.isReadOnly()
    field.setFocus()
    control_key(2)
    key(Qt.Key.Key_X)
    assert value(assessment, "na_purpose_back") == "Help at home"
    assert answer(assessment, "na_purpose_back", WORKER) is None


def test_the_menu_opens_by_key_and_the_keyboard_goes_on_in_the_lane(
    qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment
) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    QTest.keyClick(focused(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    for one in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, one)
    qtbot.waitUntil(lambda: answer(assessment, "na_purpose_back") is not None)
    stands = answer(assessment, "na_purpose_back")
    assert stands is not None
    assert stands.state is AnswerState.CHOSE_NOT_TO_SAY
    assert "What they said about it" in focused().accessibleName()
