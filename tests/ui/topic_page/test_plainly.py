"""Plain words for Easy Read, by keyboard: approved, changed, taken away, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from doorstep.assessment.answer import PERSON, AnswerKey
from doorstep.assessment.tagging import plain_key, said_plainly
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.topic_page.page import TopicPage
from ui.topic_page.hands import click, focused, go, key, settle, write
from ui.topic_page.test_no_stray_windows import Watch, watch

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment

__all__ = ["watch"]

OpenPage = Callable[..., TopicPage]
DAY = AnswerKey("td_day", (), PERSON)
SAID = "I cannot lift the kettle"
PLAIN = "You need help to make tea."
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def sees(page: QWidget, words: str) -> bool:
    return any(words in each.text() for each in page.findChildren(QLabel) if each.isVisible())


def press(page: QWidget, name: str) -> None:
    """Press a button as the keyboard does: it must take the focus, and Space."""
    [found] = [each for each in page.findChildren(QPushButton, name) if each.isVisible()]
    assert found.focusPolicy() & Qt.FocusPolicy.TabFocus
    found.setFocus()
    key(Qt.Key.Key_Space)
    settle()


def offered(page: QWidget) -> bool:
    return any(each.isVisible() for each in page.findChildren(QPushButton, "say_plainly"))


def select_last(letters: int) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_End, CONTROL)
    for _ in range(letters):
        QTest.keyClick(focused(), Qt.Key.Key_Left, SHIFT)


def ask() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_T, CONTROL | SHIFT)
    settle()


def approved(assessment: OpenAssessment) -> list[tuple[str, str]]:
    """What Easy Read would print now: the words that were said, and the plain ones."""
    record = assessment.freeze()
    return [(tag.words, tag.plain) for tag in said_plainly(record.beside.tags, record.by_key)]


@pytest.fixture
def page(open_page: OpenPage) -> TopicPage:
    """A day as it is told, with a space too many and a sign that Qt counts twice; the last words are selected."""
    shown = open_page("typical_day")
    field = go(shown, "td_day")
    assert isinstance(field, NoteEdit)
    field.insertPlainText("  Up at six 🙂. ")  # no key of the test types the sign
    write(SAID)
    select_last(len(f" {SAID}"))
    return shown


@pytest.fixture
def kept(page: TopicPage) -> TopicPage:
    ask()
    write(PLAIN)
    key(Qt.Key.Key_Return)
    settle()
    return page


def test_words_are_approved_by_key_and_listed_below_the_answer(kept: TopicPage, assessment: OpenAssessment) -> None:
    assert approved(assessment) == [(SAID, PLAIN)]
    assert sees(kept, f"In Easy Read: {PLAIN}")
    assert sees(kept, f"In place of “{SAID}”")
    assert isinstance(focused(), NoteEdit)
    assert assessment.state.tags == ()


def test_the_place_quotes_what_was_said_and_counts_as_it_is_typed(page: TopicPage) -> None:
    ask()
    line = focused()
    assert isinstance(line, Line)
    assert line.accessibleName().startswith("How does Easy Read say it?")
    assert sees(page, f"“{SAID}”")
    write("You need help. Tea " + "tea " * 15)
    assert sees(page, "16 words in the longest sentence; 15 at most is easy to read.")
    assert not sees(page, "Select the words")


def test_a_long_sentence_is_kept_all_the_same(page: TopicPage, assessment: OpenAssessment) -> None:
    ask()
    write("tea " * 16)
    press(page, "keep_plain")
    assert approved(assessment) == [(SAID, ("tea " * 16).strip())]


def test_the_button_is_there_only_while_words_are_selected(page: TopicPage) -> None:
    assert offered(page)
    key(Qt.Key.Key_Right)
    assert not offered(page)
    ask()
    assert sees(page, "Select the words first")
    assert isinstance(focused(), NoteEdit)


def test_the_button_does_the_same_and_is_reached_by_tab(page: TopicPage) -> None:
    for _ in range(12):
        if focused().objectName() == "say_plainly":
            break
        key(Qt.Key.Key_Tab)
        settle()
    key(Qt.Key.Key_Space)
    assert isinstance(focused(), Line)


@pytest.mark.parametrize("way", ["button", "escape"])
def test_not_now_keeps_nothing_and_goes_back(page: TopicPage, assessment: OpenAssessment, way: str) -> None:
    ask()
    write(PLAIN)
    if way == "escape":
        key(Qt.Key.Key_Escape)
        settle()
    else:
        press(page, "leave_plain")
    field = focused()
    assert isinstance(field, NoteEdit)
    assert field.textCursor().selectedText().strip() == SAID
    assert approved(assessment) == []
    assert not sees(page, "How does Easy Read say it?")


def test_nothing_typed_is_nothing_kept(page: TopicPage, assessment: OpenAssessment) -> None:
    ask()
    write("  ")
    key(Qt.Key.Key_Return)
    assert isinstance(focused(), Line)
    assert approved(assessment) == []


def test_they_are_changed_in_one_step_and_undone_in_one(kept: TopicPage, assessment: OpenAssessment) -> None:
    press(kept, "change_plain")
    line = focused()
    assert isinstance(line, Line)
    assert line.text() == PLAIN
    line.selectAll()
    write("Someone must lift the kettle for you.")
    key(Qt.Key.Key_Return)
    settle()
    assert approved(assessment) == [(SAID, "Someone must lift the kettle for you.")]
    assert isinstance(focused(), NoteEdit)
    undo(kept, assessment)
    assert approved(assessment) == [(SAID, PLAIN)]
    assert sees(kept, f"In Easy Read: {PLAIN}")


def test_they_are_taken_away_and_come_back_by_undo(kept: TopicPage, assessment: OpenAssessment) -> None:
    press(kept, "drop_plain")
    assert approved(assessment) == []
    assert not sees(kept, "In Easy Read")
    assert isinstance(focused(), NoteEdit)
    undo(kept, assessment)
    assert approved(assessment) == [(SAID, PLAIN)]
    assert sees(kept, f"In Easy Read: {PLAIN}")
    undo(kept, assessment)
    assert not sees(kept, "In Easy Read")


def test_it_says_when_the_words_are_no_longer_there(kept: TopicPage, assessment: OpenAssessment) -> None:
    kept.repaint_change(assessment.answer("td_day", "Up at six. My daughter lifts the kettle", voice=PERSON))
    settle()
    assert approved(assessment) == []
    assert sees(kept, "no longer in the answer")
    assert not [each for each in kept.findChildren(QPushButton, "change_plain") if each.isVisible()]
    press(kept, "drop_plain")
    assert not sees(kept, "In Easy Read")


def test_words_that_moved_while_it_was_open_are_not_approved(page: TopicPage, assessment: OpenAssessment) -> None:
    ask()
    write(PLAIN)
    page.repaint_change(assessment.answer("td_day", "Now I can lift it, most days, by myself", voice=PERSON))
    key(Qt.Key.Key_Return)
    assert approved(assessment) == []
    assert sees(page, "The answer has changed since.")


def test_it_is_there_when_the_page_is_opened_again(kept: TopicPage, open_page: OpenPage) -> None:
    kept.hide()
    again = open_page("typical_day")
    settle()
    assert sees(again, f"In Easy Read: {PLAIN}")


def test_the_mouse_can_do_it_and_no_window_pops_up(page: TopicPage, assessment: OpenAssessment, watch: Watch) -> None:
    field = focused()
    assert isinstance(field, NoteEdit)
    cursor = field.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    field.setTextCursor(cursor)
    click(page.findChildren(QPushButton, "say_plainly")[0])
    write(PLAIN)
    [keep] = page.findChildren(QPushButton, "keep_plain")
    click(keep)
    settle()
    assert approved(assessment) == [(f"Up at six 🙂. {SAID}", PLAIN)]
    assert watch.seen == []


def test_what_is_signed_can_be_read_and_not_changed(
    kept: TopicPage, assessment: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(assessment.state), "missing_count", 0)
    kept.repaint_change(assessment.sign())
    settle()
    assert sees(kept, f"In Easy Read: {PLAIN}")
    assert not offered(kept)
    for name in ("change_plain", "drop_plain"):
        assert not [each for each in kept.findChildren(QPushButton, name) if each.isVisible()]
    ask()
    assert not sees(kept, "How does Easy Read say it?")


def type_and_leave() -> None:
    ask()
    write(PLAIN)
    key(Qt.Key.Key_Escape)
    settle()


def named(page: QWidget) -> list[str]:
    """The names, for a screen reader, of what can be done with plain words."""
    found = [each for each in page.findChildren(QPushButton) if each.objectName() in {"change_plain", "drop_plain"}]
    return [each.accessibleName() for each in found if each.isVisible()]


def test_each_key_is_a_draft_and_the_caret_stays(page: TopicPage, assessment: OpenAssessment) -> None:
    ask()
    told = []
    for letter in "You":
        write(letter)
        told.append(assessment.drafts[plain_key(DAY, SAID)])
    assert told == ["Y", "Yo", "You"]
    page.repaint_change(assessment.answer("td_night", "Badly", voice=PERSON))
    settle()
    assert isinstance(focused(), Line)
    assert not sees(page, "Not yet kept")


def test_not_now_leaves_them_in_sight_and_they_are_gone_on_with_by_key(
    page: TopicPage, assessment: OpenAssessment
) -> None:
    type_and_leave()
    assert isinstance(focused(), NoteEdit)
    assert sees(page, f"Not yet kept: {PLAIN}")
    assert sees(page, f"In place of “{SAID}”")
    assert named(page) == [f"Go on: not yet kept, {PLAIN}", f"Take away: not yet kept, {PLAIN}"]
    press(page, "change_plain")
    line = focused()
    assert isinstance(line, Line)
    assert line.text() == PLAIN
    assert not sees(page, "Not yet kept")
    key(Qt.Key.Key_Return)
    settle()
    assert approved(assessment) == [(SAID, PLAIN)]
    assert dict(assessment.drafts) == {}
    assert not sees(page, "Not yet kept")


def test_they_come_back_when_the_page_is_opened_again_and_when_the_words_are_selected_again(
    page: TopicPage, open_page: OpenPage, assessment: OpenAssessment
) -> None:
    ask()
    write(PLAIN)
    page.hide()
    again = open_page("typical_day")
    settle()
    assert sees(again, f"Not yet kept: {PLAIN}")
    assert approved(assessment) == []
    go(again, "td_day")
    select_last(len(SAID))
    ask()
    line = focused()
    assert isinstance(line, Line)
    assert line.text() == PLAIN


@pytest.mark.parametrize("way", ["button", "emptied"])
def test_what_is_taken_away_or_emptied_waits_no_more(page: TopicPage, assessment: OpenAssessment, way: str) -> None:
    type_and_leave()
    if way == "button":
        press(page, "drop_plain")
    else:
        ask()
        line = focused()
        assert isinstance(line, Line)
        line.selectAll()
        key(Qt.Key.Key_Delete, Qt.Key.Key_Escape)
        settle()
    assert dict(assessment.drafts) == {}
    assert not sees(page, "Not yet kept")
    assert isinstance(focused(), NoteEdit)


def test_typing_what_is_kept_already_leaves_nothing_waiting(kept: TopicPage, assessment: OpenAssessment) -> None:
    press(kept, "change_plain")
    write("!")
    assert assessment.drafts[plain_key(DAY, SAID)] == f"{PLAIN}!"
    key(Qt.Key.Key_Backspace)
    assert dict(assessment.drafts) == {}
    write(" Or coffee.")
    key(Qt.Key.Key_Escape)
    settle()
    assert sees(kept, f"In Easy Read: {PLAIN}")
    assert sees(kept, f"Not yet kept: {PLAIN} Or coffee.")
    assert approved(assessment) == [(SAID, PLAIN)]


def test_what_was_typed_for_words_that_are_gone_is_still_to_be_read(
    page: TopicPage, assessment: OpenAssessment
) -> None:
    ask()
    write(PLAIN)
    page.repaint_change(assessment.answer("td_day", "Now I can lift it, most days, by myself", voice=PERSON))
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Escape)
    settle()
    assert sees(page, f"Not yet kept: {PLAIN}")
    assert sees(page, "no longer in the answer")
    assert named(page) == [f"Take away: not yet kept, {PLAIN}"]


def undo(page: TopicPage, assessment: OpenAssessment) -> None:
    """Take the last step back as the window does, and tell the page."""
    QApplication.processEvents()
    change = assessment.undo()
    assert change is not None
    page.repaint_change(change)
    settle()
