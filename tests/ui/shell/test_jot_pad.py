"""The jot pad: one key away, beside the page, its words kept exactly and filed in the right voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from doorstep.assessment.answer import PERSON, AnswerKey
from doorstep.assessment.change import ItemRef
from doorstep.assessment.jotting import pad_key
from doorstep.definition.model import ItemType
from doorstep.ui.finder import fileable
from doorstep.ui.jot_pad import JotPad
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from doorstep.assessment.beside import Jot

LINE = "daughter rings at 7 each night"


@pytest.fixture
def pad(visit: Hands) -> JotPad:
    """The pad, opened from the first question of a topic."""
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_J, CONTROL)
    assert visit.page.desk.pad is not None
    return visit.page.desk.pad


def jots(hands: Hands) -> tuple[Jot, ...]:
    return hands.page.assessment.state.jots


def jot(hands: Hands, words: str = LINE) -> None:
    hands.type(words)
    hands.key(Qt.Key.Key_Return)


def test_a_line_is_caught_by_one_key_and_enter_and_tells_its_time(visit: Hands, pad: JotPad):
    assert pad.line.hasFocus()
    jot(visit)
    assert [each.words for each in jots(visit)] == [LINE]
    assert pad.line.text() == ""
    assert pad.line.hasFocus()
    assert visit.sees(LINE, pad)
    told = [label.text() for label in pad.lines[0].findChildren(QLabel)]
    assert any(":" in words for words in told)


def test_the_key_goes_back_to_where_the_cursor_was(visit: Hands, pad: JotPad):
    jot(visit)
    visit.key(Qt.Key.Key_J, CONTROL)
    assert not pad.isVisible()
    page = visit.page.pages.page()
    assert page is not None
    assert page.focused() is not None
    assert page.focused()[0] == ItemRef("wm_good_day")  # type: ignore[index]


@pytest.mark.parametrize("size", [(1366, 768), (1180, 720), (683, 384)])
def test_the_pad_never_lies_over_the_page(visit: Hands, pad: JotPad, size: tuple[int, int]):
    visit.window.resize(*size)
    QApplication.processEvents()
    middle = visit.page.pages
    beside = pad.mapTo(visit.page, pad.rect().topLeft())
    page = middle.mapTo(visit.page, middle.rect().bottomRight())
    assert pad.isVisible()
    assert beside.x() > page.x() or beside.y() > page.y()
    if size[0] >= 1180:
        assert middle.width() > 400


def test_what_is_typed_is_kept_as_it_is_typed(visit: Hands, pad: JotPad):
    visit.type("half a li")
    assert visit.page.assessment.drafts[pad_key()] == "half a li"
    visit.key(Qt.Key.Key_Return)
    assert pad_key() not in visit.page.assessment.drafts


def test_a_draft_comes_back_after_the_window_died(visit: Hands, pad: JotPad):
    jot(visit)
    visit.page.assessment.type_draft(pad_key(), "not yet kept")
    visit.page.assessment.type_draft(pad_key(jots(visit)[0].id), "daughter rings at 8")
    again = JotPad(visit.page.assessment, visit.window.theme, visit.window._now)
    assert again.line.text() == "not yet kept"
    field = again.lines[0].field
    assert field is not None
    assert field.text() == "daughter rings at 8"


def file_under(hands: Hands, words: str) -> None:
    hands.press("file_jot")
    hands.type(words)
    hands.key(Qt.Key.Key_Return)


@pytest.mark.serves("TB-02")
def test_a_line_is_filed_in_the_voice_of_whoever_said_it_in_exactly_these_words(visit: Hands, pad: JotPad):
    jot(visit, "I  can't be doing with stairs…")
    file_under(visit, "get enough to eat")
    assert visit.sees("Who said this?", pad)
    visit.press("said_by_carer", pad)
    [(voice, answer)] = visit.page.assessment.state.answers_of("oc_nutrition_now")
    assert answer.value == "I  can't be doing with stairs…"
    assert visit.page.assessment.state.speaker_name(voice) == "Marcia Pennant-Doyle"
    assert jots(visit)[0].filed == (AnswerKey("oc_nutrition_now", (), voice),)
    visit.press("filed_jot", pad)
    assert visit.page.topics.current() == "oc_nutrition"
    page = visit.page.pages.page()
    assert page is not None
    assert page.focused() == (ItemRef("oc_nutrition_now"), voice)


def test_where_only_one_can_have_said_it_nobody_is_asked(visit: Hands, pad: JotPad):
    jot(visit)
    file_under(visit, "good day like")
    [(voice, answer)] = visit.page.assessment.state.answers_of("wm_good_day")
    assert (voice, answer.value) == (PERSON, LINE)
    assert pad.lines[0].file_button.hasFocus()


def test_filing_is_refused_in_words_beside_the_line(visit: Hands, pad: JotPad):
    assessment = visit.page.assessment
    assert assessment.state.carried(AnswerKey("ab_full_name", (), PERSON)) is not None
    jot(visit)
    pad._filing = jots(visit)[0].id
    pad._file(pad._filing, AnswerKey("ab_full_name", (), PERSON))
    assert not jots(visit)[0].filed
    assert pad.lines[0].notice.text()


def test_a_line_can_be_put_right(visit: Hands, pad: JotPad):
    jot(visit)
    visit.press("change_jot", pad)
    visit.key(Qt.Key.Key_End)
    visit.type(", and Sundays")
    visit.key(Qt.Key.Key_Return)
    assert [each.words for each in jots(visit)] == [f"{LINE}, and Sundays"]


def test_a_dropped_line_can_be_brought_back(visit: Hands, pad: JotPad):
    jot(visit)
    visit.press("drop_jot", pad)
    assert jots(visit) == ()
    assert pad.back.hasFocus()
    visit.key(Qt.Key.Key_Return)
    assert [each.words for each in jots(visit)] == [LINE]
    assert not pad.back.isVisible()


def test_undo_takes_a_line_off_the_pad(visit: Hands, pad: JotPad):
    jot(visit)
    visit.key(Qt.Key.Key_Z, CONTROL)
    assert jots(visit) == ()
    assert pad.lines == ()


def test_an_empty_line_is_no_line(visit: Hands, pad: JotPad):
    jot(visit, "  ")
    assert jots(visit) == ()


def test_the_pad_is_not_opened_while_the_person_looks_at_the_screen(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_F9)
    visit.key(Qt.Key.Key_J, CONTROL)
    assert visit.page.desk.pad is None


def test_lines_go_only_where_words_fit_and_this_topic_comes_first(visit: Hands):
    state = visit.page.assessment.state
    found = fileable("day", state, "what_matters")
    assert found[0].topic == "what_matters"
    items = [(state.item(match.link_id), match.question.startswith("New row: ")) for match in found if match.link_id]
    assert {item.type for item, new_row in items if not new_row} <= {ItemType.TEXT, ItemType.LONG_TEXT}
    assert {new_row for item, new_row in items if item.repeats} == {True}
    assert {item.repeats for item, new_row in items if new_row} == {True}
    assert all(match.topic == "what_matters" for match in fileable("", state, "what_matters"))
