"""Words of a typical day, tagged: shown under the part of life that they are about, exactly, with a way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from doorstep.assessment.answer import PERSON, AnswerKey
from doorstep.assessment.change import ItemRef
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.topic_page.quote import Quote
from ui.shell.hands import CONTROL, SHIFT, Hands

DAY = AnswerKey("td_day", (), PERSON)


def tell_the_day(hands: Hands, words: str = "  Up at six 🙂. I cannot lift the kettle") -> NoteEdit:
    """Type a day as it is told, with a space too many and a sign that Qt counts twice."""
    hands.page.go_to(ItemRef("td_day"))
    field = QApplication.focusWidget()
    assert isinstance(field, NoteEdit)
    hands.type(words)
    return field


def select_last(hands: Hands, letters: int) -> None:
    hands.key(Qt.Key.Key_End, CONTROL)
    for _ in range(letters):
        hands.key(Qt.Key.Key_Left, SHIFT)


def tag_about(hands: Hands, words: str) -> None:
    hands.key(Qt.Key.Key_T, CONTROL)
    assert hands.page.middle.finder.isVisible()
    hands.type(words)
    hands.key(Qt.Key.Key_Return)


@pytest.fixture
def tagged(visit: Hands) -> Hands:
    tell_the_day(visit)
    select_last(visit, len(" I cannot lift the kettle"))
    tag_about(visit, "eating")
    return visit


def quotes(hands: Hands) -> tuple[Quote, ...]:
    page = hands.page.pages.page()
    assert page is not None
    QApplication.processEvents()
    return tuple(each for each in page.findChildren(Quote) if each.isVisible())


def test_selected_words_are_kept_exactly_under_the_part_of_life(tagged: Hands):
    [tag] = tagged.page.assessment.state.tags
    assert (tag.words, tag.about, tag.speaker) == ("I cannot lift the kettle", "oc_nutrition", PERSON)
    assert tag.still_there
    assert tagged.sees("These words are also shown under “Eating and drinking”.")
    assert isinstance(QApplication.focusWidget(), NoteEdit)


def test_they_stand_under_the_topic_with_their_speaker_and_a_way_back(tagged: Hands):
    tagged.page.open_topic("oc_nutrition")
    tagged.until(lambda: quotes(tagged))
    [quote] = quotes(tagged)
    assert tagged.sees("“I cannot lift the kettle”", quote)
    assert "Mr Pennant" in quote.accessibleName()
    tagged.press("go_to_words", quote)
    assert tagged.page.topics.current() == "typical_day"
    assert isinstance(QApplication.focusWidget(), NoteEdit)


def test_the_words_are_underlined_where_they_were_said(tagged: Hands):
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, NoteEdit)
    [marked] = field.extraSelections()
    assert marked.cursor.selectedText() == "I cannot lift the kettle"


def test_words_that_were_changed_since_are_told_to_be_gone(tagged: Hands):
    tagged.page.after_change(tagged.page.assessment.answer("td_day", "Up at six. My daughter lifts the kettle"))
    tagged.page.open_topic("oc_nutrition")
    tagged.until(lambda: quotes(tagged))
    assert tagged.sees("No longer in the text there.", quotes(tagged)[0])


def test_a_tag_is_taken_off_and_comes_back_by_undo(tagged: Hands):
    tagged.page.open_topic("oc_nutrition")
    tagged.until(lambda: quotes(tagged))
    tagged.press("remove_tag")
    tagged.until(lambda: not quotes(tagged))
    assert tagged.page.assessment.state.tags == ()
    tagged.page.undo()
    tagged.until(lambda: quotes(tagged))


def test_without_selected_words_it_says_how_to_select_them(visit: Hands):
    tell_the_day(visit)
    visit.key(Qt.Key.Key_T, CONTROL)
    assert not visit.page.middle.finder.isVisible()
    assert visit.sees("Select the words first")


def test_the_ten_outcomes_are_offered_and_escape_leaves_the_selection(visit: Hands):
    field = tell_the_day(visit)
    select_last(visit, 6)
    visit.key(Qt.Key.Key_T, CONTROL)
    assert len(visit.page.middle.finder.matches()) == 10
    visit.key(Qt.Key.Key_Escape)
    assert field.hasFocus()
    assert field.textCursor().selectedText() == "kettle"
    assert visit.page.assessment.state.tags == ()


def test_the_button_below_the_day_does_the_same(visit: Hands):
    field = tell_the_day(visit)
    cursor = field.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    field.setTextCursor(cursor)
    visit.press("tag_words")
    visit.type("family")
    visit.key(Qt.Key.Key_Return)
    [tag] = visit.page.assessment.state.tags
    assert tag.words == "Up at six 🙂. I cannot lift the kettle"
    assert tag.about == "oc_relationships"
