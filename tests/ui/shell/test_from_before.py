"""Tell us once (TB-04): what was said before is shown, checked with one key, and counts only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from doorstep.assessment.answer import PERSON, AnswerKey, AnswerState, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.completeness import ProgressMark
from doorstep.assessment.facts import Route
from doorstep.ui.topic_page.lane import Lane
from doorstep.ui.topic_page.rows.card import RowCard
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer
    from services.profiles import Clock

ALT = Qt.KeyboardModifier.AltModifier
GOOD, BAD = ItemRef("wm_good_day"), ItemRef("wm_bad_day")
MATTERS = "s04_what_matters"


@pytest.fixture
def again(visit: Hands, clock: Clock) -> Hands:
    """A year after a first assessment: the reassessment has begun, and nothing in it is checked yet."""
    told = visit.page.assessment
    told.answer("wm_good_day", "Tea with Sunita in the garden")
    told.answer("wm_bad_day", "When nobody comes")
    told.answer("wm_control", Choices(("2",)))
    told.answer("ab_phone", "01632 960111")
    for name, related in (("Marcia", "my daughter"), ("Sunita", "my neighbour")):
        path = (told.add_row("pe_ecomap").facts[0].row,)  # type: ignore[union-attr]
        told.answer("pe_ecomap.name", name, path=path)
        told.answer("pe_ecomap.related", related, path=path)
    clock.move(days=365)
    opened = visit.workspace.assessments.continue_with(told.record_id, "needs-assessment", Route.REASSESSMENT)
    visit.window.open_assessment(opened.record_id)
    return visit


def standing(hands: Hands, link_id: str, path: tuple[str, ...] = ()) -> Answer | None:
    return hands.page.assessment.state.current(AnswerKey(link_id, path, PERSON))


def lane_of(hands: Hands, place: ItemRef) -> Lane:
    hands.page.go_to(place)
    page = hands.page.pages.page()
    assert page is not None
    return next(lane for lane in page.findChildren(Lane) if lane.key == AnswerKey(place.link_id, place.path, PERSON))


def cards(hands: Hands) -> list[RowCard]:
    hands.page.go_to(ItemRef("pe_ecomap"))
    page = hands.page.pages.page()
    assert page is not None
    return [card for card in page.findChildren(RowCard) if len(card.path) == 1 and card.isVisible()]


def topic_of(hands: Hands, link_id: str) -> str:
    return hands.page.assessment.definition.topic_of(link_id).link_id


def test_the_earlier_words_stand_with_who_said_them_when_and_where(again: Hands):
    lane = lane_of(again, GOOD)
    assert again.sees("“Tea with Sunita in the garden”", lane)
    assert again.sees("Mr Pennant, 6 October 2026, needs assessment", lane)
    assert lane.status.words.startswith("From before, to check")
    assert lane.editor is not None
    assert not lane.editor.isVisible()
    focus = again.window.focusWidget()
    assert focus.objectName() == "confirm_still_true"
    assert "good day" in QAccessible.queryAccessibleInterface(focus).text(QAccessible.Text.Name)


def test_nothing_counts_until_it_is_confirmed(again: Hands):
    topic = topic_of(again, "wm_good_day")
    assert again.page.topics.mark_of(topic) is ProgressMark.UNTOUCHED
    assert again.page.topics.to_check(topic) == 3
    assert "to check" in again.page.needed.text()
    lane_of(again, GOOD)
    again.key(Qt.Key.Key_1, ALT)
    assert again.page.topics.mark_of(topic) is ProgressMark.BEGUN
    assert again.page.topics.to_check(topic) == 2


@pytest.mark.serves("TB-04")
def test_still_true_is_one_key_and_leads_to_the_next(again: Hands):
    lane = lane_of(again, GOOD)
    again.key(Qt.Key.Key_1, ALT)
    answer = standing(again, "wm_good_day")
    assert answer is not None
    assert answer.value == "Tea with Sunita in the garden"
    assert answer.provenance.confirmed_at is not None
    assert lane.status.words.startswith("Still true")
    assert again.page.pages.page().focused() == (BAD, PERSON)  # type: ignore[union-attr]
    again.key(Qt.Key.Key_1, ALT)
    assert again.page.pages.page().focused() == (ItemRef("wm_control"), PERSON)  # type: ignore[union-attr]


def test_changed_opens_the_field_and_keeps_the_earlier_words_in_sight(again: Hands):
    lane = lane_of(again, GOOD)
    again.key(Qt.Key.Key_2, ALT)
    assert again.sees("“Tea with Sunita in the garden”", lane)
    again.type("Sunita moved away. I sit by the window.")
    again.key(Qt.Key.Key_Tab)
    answer = standing(again, "wm_good_day")
    assert answer is not None
    assert answer.value == "Sunita moved away. I sit by the window."
    assert not again.sees("“Tea with Sunita in the garden”", lane)


def test_changed_and_nothing_said_leaves_it_to_be_checked(again: Hands):
    lane_of(again, GOOD)
    again.key(Qt.Key.Key_2, ALT)
    again.page.go_to(BAD)
    assert again.page.topics.to_check(topic_of(again, "wm_good_day")) == 3


@pytest.mark.parametrize(
    ("key", "state"), [(Qt.Key.Key_3, AnswerState.COULD_NOT_FIND_OUT), (Qt.Key.Key_4, AnswerState.COME_BACK)]
)
def test_not_sure_and_later_are_gaps_that_keep_the_earlier_words(again: Hands, key: Qt.Key, state: AnswerState):
    lane = lane_of(again, GOOD)
    again.key(key, ALT)
    answer = standing(again, "wm_good_day")
    assert answer is not None
    assert answer.state is state
    assert again.page.pages.page().focused() == (BAD, PERSON)  # type: ignore[union-attr]
    assert again.sees("“Tea with Sunita in the garden”", lane)
    again.page.go_to(GOOD)
    again.key(Qt.Key.Key_1, ALT)  # after all
    answer = standing(again, "wm_good_day")
    assert answer is not None
    assert answer.value == "Tea with Sunita in the garden"


def test_do_not_ask_me_again_is_kept(again: Hands):
    lane_of(again, GOOD)
    again.press("confirm_never", lane_of(again, GOOD))
    carried = again.page.assessment.state.carried(AnswerKey("wm_good_day"))
    assert carried is not None
    assert carried.not_again


@pytest.mark.serves("TB-04")
def test_a_stale_answer_is_told_by_a_sign_and_words(again: Hands):
    fresh, stale = lane_of(again, GOOD), lane_of(again, ItemRef("ab_phone"))
    assert again.sees("! This is old. Ask it again.", stale)
    again.page.go_to(GOOD)
    assert not again.sees("This is old", fresh)


def test_a_person_on_the_map_is_confirmed_as_one(again: Hands):
    marcia, sunita = cards(again)
    marcia.fold.setFocus()
    again.key(Qt.Key.Key_1, ALT)
    for column in ("pe_ecomap.name", "pe_ecomap.related"):
        answer = standing(again, column, marcia.path)
        assert answer is not None
        assert answer.provenance.confirmed_at is not None
    assert not marcia.still_true.isVisible()
    assert sunita.still_true.hasFocus()  # the next to check, as one again
    again.key(Qt.Key.Key_Space)
    assert not sunita.still_true.isVisible()
    assert again.page.topics.to_check(topic_of(again, "pe_ecomap")) == 0


def test_something_else_about_a_row_opens_it(again: Hands):
    marcia, _ = cards(again)
    marcia.fold.setFocus()
    again.key(Qt.Key.Key_2, ALT)
    assert marcia.is_open
    lane = next(lane for lane in marcia.findChildren(Lane) if lane.key.link_id == "pe_ecomap.name")
    assert lane.first.hasFocus()
    again.key(Qt.Key.Key_1, ALT)
    place, _voice = again.page.pages.page().focused()  # type: ignore[union-attr,misc]
    assert place == ItemRef("pe_ecomap.related", marcia.path)


def test_one_key_leads_to_the_next_topic_with_something_to_check(again: Hands):
    lane_of(again, GOOD)
    again.key(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert again.page.pages.page().topic.link_id == topic_of(again, "pe_ecomap")  # type: ignore[union-attr]
    again.key(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert again.page.pages.page().topic.link_id == topic_of(again, "ab_phone")  # type: ignore[union-attr]


def test_undo_brings_the_question_back(again: Hands):
    lane = lane_of(again, GOOD)
    again.key(Qt.Key.Key_1, ALT)
    again.key(Qt.Key.Key_Z, CONTROL)
    assert again.sees("“Tea with Sunita in the garden”", lane)
    assert again.page.topics.to_check(topic_of(again, "wm_good_day")) == 3


def test_the_person_checks_their_own_words_on_the_turned_screen(again: Hands):
    again.page.go_to(GOOD)
    again.key(Qt.Key.Key_F9)
    view = again.window.over.turned
    assert view is not None
    assert again.sees("On 6 October 2026 you told us this. Is it still true?", view)
    again.key(Qt.Key.Key_2, ALT)
    again.type("Less tea")
    again.key(Qt.Key.Key_PageDown)
    answer = standing(again, "wm_good_day")
    assert answer is not None
    assert answer.value == "Less tea"
    again.press("confirm_still_true", view)
    answer = standing(again, "wm_bad_day")
    assert answer is not None
    assert answer.provenance.confirmed_at is not None
    assert again.window.focusWidget().toPlainText() == "When nobody comes"
