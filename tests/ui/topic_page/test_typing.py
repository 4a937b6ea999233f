"""Words being typed: a draft at each key, an answer when the field is left, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from doorstep.assessment.answer import AnswerKey
from doorstep.definition.model import Visibility
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.topic_page.page import TopicPage
from ui.conftest import MARCIAS_VOICE
from ui.topic_page.hands import PERSON, WORKER, answer, go, key, value, write, write_and_leave

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.services.open_assessment import OpenAssessment

OpenPage = Callable[..., TopicPage]


def test_a_line_is_kept_when_it_is_left(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    assert isinstance(go(page, "na_visit_times"), Line)
    write("10:05 to 11:50")
    assert value(assessment, "na_visit_times", WORKER) is None
    key(Qt.Key.Key_Tab)
    assert value(assessment, "na_visit_times", WORKER) == "10:05 to 11:50"


def test_long_words_are_kept_line_by_line(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    assert isinstance(go(page, "na_purpose_back"), NoteEdit)
    write("You are here")
    key(Qt.Key.Key_Return)
    write_and_leave("about my legs")
    assert value(assessment, "na_purpose_back") == "You are here\nabout my legs"


def test_every_key_is_a_draft_at_once(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_visit_times")
    told = []
    for letter in "10:05":
        write(letter)
        told.append(assessment.drafts[AnswerKey("na_visit_times", (), WORKER)])
    assert told == ["1", "10", "10:", "10:0", "10:05"]
    key(Qt.Key.Key_Tab)
    assert AnswerKey("na_visit_times", (), WORKER) not in assessment.drafts


def test_a_draft_found_at_opening_is_shown_and_marked_and_becomes_the_answer(
    open_page: OpenPage, assessment: OpenAssessment
) -> None:
    assessment.type_draft(AnswerKey("na_purpose_back"), "So that I can st")
    page = open_page("before_we_start")
    field = go(page, "na_purpose_back")
    assert isinstance(field, NoteEdit)
    assert field.toPlainText() == "So that I can st"
    marks = [label for label in page.findChildren(QLabel) if label.text().startswith("Not yet kept")]
    assert [mark.isVisible() for mark in marks] == [True]
    field.moveCursor(field.textCursor().MoveOperation.End)
    write_and_leave("ay at home")
    assert value(assessment, "na_purpose_back") == "So that I can stay at home"
    assert [mark.isVisible() for mark in marks] == [False]


def test_typing_the_same_words_again_leaves_no_draft(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("na_visit_times", "10:05", voice=WORKER)
    page = open_page("before_we_start")
    go(page, "na_visit_times")
    write("!")
    key(Qt.Key.Key_Backspace, Qt.Key.Key_Tab)
    assert dict(assessment.drafts) == {}
    assert value(assessment, "na_visit_times", WORKER) == "10:05"


def test_emptying_a_field_makes_it_unanswered(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("na_visit_times", "1", voice=WORKER)
    page = open_page("before_we_start")
    go(page, "na_visit_times")
    key(Qt.Key.Key_Backspace, Qt.Key.Key_Tab)
    assert answer(assessment, "na_visit_times", WORKER) is None


def test_commit_typing_keeps_what_has_not_been_left(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_purpose_back")
    write("To see how I manage")
    page.commit_typing()
    assert value(assessment, "na_purpose_back") == "To see how I manage"


def test_a_change_elsewhere_leaves_the_caret_alone(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    field = go(page, "na_purpose_back")
    write("half a sen")
    page.repaint_change(assessment.answer("na_visit_times", "10:05", voice=WORKER))
    assert field.hasFocus()
    write("tence")
    page.commit_typing()
    assert value(assessment, "na_purpose_back") == "half a sentence"


def test_each_speaker_has_a_lane_and_none_is_written_into_another(
    qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment
) -> None:
    page = open_page("oc_nutrition")
    go(page, "oc_nutrition_now")
    write_and_leave("I cook when I can")
    go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    write_and_leave("He lives on toast")
    assert value(assessment, "oc_nutrition_now") == "I cook when I can"
    assert value(assessment, "oc_nutrition_now", MARCIAS_VOICE) == "He lives on toast"
    assert value(assessment, "oc_nutrition_now", WORKER) is None


def test_changing_words_keeps_who_may_see_them(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("na_purpose_back", "Help", visibility=Visibility.PRIVATE_PERSON)
    page = open_page("before_we_start")
    field = go(page, "na_purpose_back")
    assert isinstance(field, NoteEdit)
    field.moveCursor(field.textCursor().MoveOperation.End)
    write_and_leave(" with the stairs")
    stands = answer(assessment, "na_purpose_back", PERSON)
    assert stands is not None
    assert (stands.value, stands.visibility) == ("Help with the stairs", Visibility.PRIVATE_PERSON)


def test_the_change_is_told_to_the_window(qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, "na_visit_times")
    with qtbot.waitSignal(page.changed) as told:
        write_and_leave("10:05")
    assert told.args is not None
    assert told.args[0].answered == (AnswerKey("na_visit_times", (), WORKER),)


def test_undo_is_shown_in_the_field(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    field = go(page, "na_visit_times")
    assert isinstance(field, Line)
    write_and_leave("10:05")
    change = assessment.undo()
    assert change is not None
    page.repaint_change(change)
    assert field.text() == ""


def test_where_the_keyboard_is_can_be_asked(open_page: OpenPage) -> None:
    page = open_page("oc_nutrition")
    go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    where = page.focused()
    assert where is not None
    assert (where[0].link_id, where[1]) == ("oc_nutrition_now", MARCIAS_VOICE)
    assert where[0] in page.visible_questions()


def test_a_number_that_fails_its_check_is_kept_and_doubted(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("about_you")
    field = go(page, "ab_nhs_number")
    write_and_leave("999 041 7459")
    assert value(assessment, "ab_nhs_number") == "999 041 7459"
    doubts = [label for label in page.findChildren(QLabel) if "do not make an NHS number" in label.text()]
    assert [doubt.isVisible() for doubt in doubts] == [True]
    field.setFocus()
    key(Qt.Key.Key_Backspace)
    write_and_leave("8")
    assert value(assessment, "ab_nhs_number") == "999 041 7458"
    assert not any(label.isVisible() for label in doubts)
