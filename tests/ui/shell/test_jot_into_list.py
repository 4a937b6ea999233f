"""A line of the jot pad in a new row of a list, by keyboard: chosen, said by whom, there to be finished, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from doorstep.assessment.answer import PERSON
from doorstep.assessment.change import ItemRef
from doorstep.ui.finder import fileable
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.jot_pad import JotPad

LINE = "moved here in 1974, for the mill"


@pytest.fixture
def pad(visit: Hands) -> JotPad:
    """The pad with a line on it."""
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_J, CONTROL)
    visit.type(LINE)
    visit.key(Qt.Key.Key_Return)
    assert visit.page.desk.pad is not None
    return visit.page.desk.pad


def file_into(hands: Hands, words: str) -> None:
    hands.press("file_jot")
    hands.type(words)
    hands.key(Qt.Key.Key_Return)


def told(assessment: OpenAssessment, column: str) -> list[tuple[str, object]]:
    """What stands in a column of a list, row by row, with who said it."""
    rows = assessment.state.rows_of(column.rpartition(".")[0])
    answers = [each for row in rows for each in assessment.state.answers_of(column, (row,))]
    return [(assessment.state.speaker_name(voice), answer.value) for voice, answer in answers]


def buttons(pad: JotPad, name: str) -> list[QAbstractButton]:
    return [each for each in pad.findChildren(QAbstractButton, name) if each.isVisible()]


@pytest.mark.serves("TB-02")
def test_a_line_becomes_an_event_on_the_line_of_time_and_its_row_is_there_to_be_finished(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    file_into(visit, "new row happened what")
    assert told(assessment, "ls_events.what") == [("Mr Pennant", LINE)]
    [way] = buttons(pad, "filed_jot")
    assert assessment.state.item("ls_events").text in way.accessibleName()
    assert way.accessibleName().endswith("Mr Pennant. Go there")
    assert pad.lines[0].file_button.hasFocus()
    visit.press("filed_jot", pad)
    page = visit.page.pages.page()
    assert page is not None
    [row] = assessment.state.rows_of("ls_events")
    assert page.focused() == (ItemRef("ls_events.what", (row,)), PERSON)


def test_the_worker_says_who_said_it_and_is_told_that_it_is_a_new_row(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    file_into(visit, "new row equipment")
    text = assessment.state.item("ho_equipment").text
    assert visit.sees("Who said this? It goes into a new row of: ", pad)
    [carer] = buttons(pad, "said_by_carer")
    assert text in carer.accessibleDescription()
    assert pad.isAncestorOf(visit.window.focusWidget())
    visit.press("said_by_carer", pad)
    assert told(assessment, "ho_equipment.item") == [("Marcia Pennant-Doyle", LINE)]


def test_who_said_it_is_asked_in_sight_where_there_is_little_room(visit: Hands, pad: JotPad):
    visit.window.resize(1180, 420)
    file_into(visit, "new row equipment")
    [person] = buttons(pad, "said_by_person")
    assert person.hasFocus()
    visit.until(lambda: person.visibleRegion().boundingRect() == person.rect())


def test_undo_takes_the_row_the_words_and_the_mark_together(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    file_into(visit, "new row happened what")
    visit.key(Qt.Key.Key_Z, CONTROL)
    assert assessment.state.rows_of("ls_events") == ()
    assert [jot.words for jot in assessment.state.jots] == [LINE]
    assert buttons(pad, "filed_jot") == []
    visit.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert told(assessment, "ls_events.what") == [("Mr Pennant", LINE)]
    assert len(buttons(pad, "filed_jot")) == 1


def test_the_keyboard_stays_with_the_line_when_filing_on_this_topic_is_taken_back(visit: Hands, pad: JotPad):
    file_into(visit, "new row matters most")
    assert told(visit.page.assessment, "wm_matters_most.what") == [("Mr Pennant", LINE)]
    visit.key(Qt.Key.Key_Z, CONTROL)
    assert told(visit.page.assessment, "wm_matters_most.what") == []
    assert pad.lines[0].file_button.hasFocus()


def test_a_row_that_was_taken_out_is_no_place_to_go_to_until_it_is_back(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    file_into(visit, "new row happened what")
    [row] = assessment.state.rows_of("ls_events")
    visit.page.after_change(assessment.remove_row("ls_events", row))
    assert buttons(pad, "filed_jot") == []
    change = assessment.undo()
    assert change is not None
    visit.page.after_change(change)
    assert len(buttons(pad, "filed_jot")) == 1


def test_a_list_that_is_full_says_so_beside_the_line(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    for _ in range(5):
        visit.page.after_change(assessment.add_row("wm_matters_most"))
    file_into(visit, "new row matters most")
    assert len(assessment.state.rows_of("wm_matters_most")) == 5
    assert not assessment.state.jots[0].filed
    assert "5 rows at most" in pad.lines[0].notice.text()


def test_every_list_is_offered_as_a_new_row_that_names_the_column_for_the_words(visit: Hands):
    state = visit.page.assessment.state
    offered = {
        match.link_id: match.question
        for topic in state.definition.topics
        for match in fileable("", state, topic.link_id)
        if match.question.startswith("New row: ")
    }
    assert offered.keys() == {item.link_id for topic in state.definition.topics for item in topic.items if item.repeats}
    for column in ("ls_events.what", "pe_ecomap.name", "di_items.in_their_words"):
        assert offered[column.partition(".")[0]].endswith(f" · {state.item(column).text}")
