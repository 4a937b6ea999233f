"""An assessment: topics in any order, keys, marks, the banner, time, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from doorstep.assessment.answer import AnswerState, ApproximateDate, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.completeness import ProgressMark
from doorstep.ui.saved_words import SavedWatch
from doorstep.ui.topics_list import MARK_WORDS
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from services.profiles import Clock


def focused(hands: Hands) -> str:
    page = hands.page.pages.page()
    assert page is not None
    place = page.focused()
    assert place is not None
    return place[0].link_id


def test_topics_go_round_by_keys_and_land_in_a_question(visit: Hands):
    visit.page.open_topic("life_story")
    visit.key(Qt.Key.Key_PageDown, CONTROL)
    assert visit.page.topics.current() == "what_matters"
    assert focused(visit) == "wm_good_day"
    visit.key(Qt.Key.Key_PageUp, CONTROL)
    assert visit.page.topics.current() == "life_story"


def test_questions_go_on_into_the_next_topic(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    first = focused(visit)
    visit.key(Qt.Key.Key_Down, CONTROL)
    assert focused(visit) != first
    visit.key(Qt.Key.Key_Up, CONTROL)
    assert focused(visit) == first
    visit.key(Qt.Key.Key_Up, CONTROL)
    assert visit.page.topics.current() == "life_story"


def test_only_the_topic_that_was_opened_is_built_and_the_next_in_a_quiet_moment(visit: Hands):
    built = visit.page.pages.built()
    visit.page.open_topic("money")
    assert visit.page.pages.built() == built | {"money"}
    following = visit.page.topics.order()[visit.page.topics.order().index("money") + 1]
    visit.until(lambda: following in visit.page.pages.built())


def test_what_was_typed_is_an_answer_when_the_topic_is_left_by_a_key(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Tea in the garden")
    visit.key(Qt.Key.Key_PageDown, CONTROL)
    [(_, answer)] = visit.page.assessment.state.answers_of("wm_good_day")
    assert answer.value == "Tea in the garden"


def test_a_mark_changes_with_the_first_answer_and_is_said_in_words(visit: Hands):
    topics = visit.page.topics
    assert topics.mark_of("what_matters") is ProgressMark.UNTOUCHED
    visit.page.after_change(visit.page.assessment.answer("wm_good_day", "Tea"))
    assert topics.mark_of("what_matters") is ProgressMark.BEGUN
    row = topics.item(topics.order().index("what_matters"))
    said = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("What matters to you and what you are good at: begun, ")
    assert said.endswith("still needed")
    visit.page.after_change(visit.page.assessment.leave_gap("wm_matters_most", AnswerState.COME_BACK, reason="tired"))
    assert topics.mark_of("what_matters") is ProgressMark.NEEDS


@pytest.mark.parametrize("mark", ProgressMark)
def test_every_mark_has_words(mark: ProgressMark):
    assert MARK_WORDS[mark]


def test_a_topic_that_comes_to_apply_appears_in_its_place(visit: Hands):
    assert "becoming_an_adult" not in visit.page.topics.order()
    before = len(visit.page.topics.order())
    visit.page.after_change(visit.page.assessment.answer("ab_dob", ApproximateDate(2009, 1, 1)))
    assert len(visit.page.topics.order()) == before + 1


@pytest.mark.serves("TB-18")
def test_communication_needs_stand_on_top_of_every_page_of_the_assessment(visit: Hands):
    needs = visit.page.header.needs
    assert needs.told == ""
    assessment = visit.page.assessment
    visit.page.after_change(assessment.answer("ais_format", Choices(("large_print",))))
    visit.page.after_change(assessment.answer("ais_print_size", Choices(("20",))))
    assert "20 point" in needs.told
    for show in (visit.page.middle.show_check, visit.page.middle.show_copies, visit.page.middle.show_people):
        show()
        assert needs.isVisible()


def test_next_needed_goes_on_from_here_and_round(visit: Hands):
    missing = [each.ref.link_id for each in visit.page.assessment.state.missing()]
    visit.page.go_to(ItemRef(missing[0]))
    visit.key(Qt.Key.Key_Return, CONTROL)
    assert focused(visit) == missing[1]
    visit.page.go_to(ItemRef(missing[-1]))
    visit.key(Qt.Key.Key_Return, CONTROL)
    assert focused(visit) == missing[0]


def test_undo_and_redo_show_on_the_page(visit: Hands):
    visit.page.open_topic("before_we_start")
    visit.page.after_change(visit.page.assessment.answer("na_hello", Choices(("yes",))))
    visit.page.topics.setFocus()
    visit.key(Qt.Key.Key_Z, CONTROL)
    assert visit.page.assessment.state.answers_of("na_hello") == ()
    visit.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(visit.page.assessment.state.answers_of("na_hello")) == 1


@pytest.mark.serves("TB-13")
def test_the_time_of_the_visit_is_told_and_a_break_when_it_is_due(visit: Hands, clock: Clock):
    visit.page.time.tell()
    assert visit.page.bar.time.text() == "0 min"
    assert not visit.page.bar.rest.isVisible()
    clock.move(minutes=52)
    visit.page.time.tell()
    assert visit.page.bar.time.text() == "52 min · shall we have a break?"
    visit.press("go_on")
    assert visit.page.bar.time.text() == "52 min"
    clock.move(minutes=44)
    visit.page.time.tell()
    assert not visit.page.bar.rest.isVisible()
    clock.move(minutes=1)
    visit.page.time.tell()
    visit.press("take_break")
    assert visit.window.over.curtain_is_down
    visit.key(Qt.Key.Key_Space)
    assert not visit.page.bar.rest.isVisible()
    visit.page.middle.show_people()
    visit.press("end_visit")
    assert visit.page.bar.time.isHidden()
    visit.key(Qt.Key.Key_Escape)
    visit.press("begin_visit")
    assert visit.people.visit_button.words == "Start visit 2 now"


def test_a_second_visit_is_begun_with_who_is_there(visit: Hands, clock: Clock):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    visit.press("end_visit")
    clock.move(days=7)
    assert visit.people.visit_button.words == "Start visit 2 now"
    visit.press("start_visit")
    first, second = visit.page.assessment.state.visits
    assert (second.day - first.day).days == 7
    assert len(second.present) == 3
    assert "visit 2" in visit.page.header.title.text()


def test_a_supporter_gets_a_lane_of_their_own(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    before = len(visit.page.assessment.state.lanes("td_day"))
    visit.press("supporter")
    visit.people.party_name.setFocus()
    visit.type("Siobhán Mulqueen")
    visit.press("add_party")
    assert len(visit.page.assessment.state.lanes("td_day")) == before + 1


@pytest.mark.serves("TB-14")
def test_the_route_needs_its_reason(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    visit.press("focused")
    visit.press("choose_route")
    assert "why this route" in visit.people.notice.told
    visit.type("She is tired and wants only the washing looked at")
    visit.press("choose_route")
    assert visit.page.assessment.state.route.value == "focused"


def test_f6_goes_round_topics_question_bar_and_header(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    seen = []
    for _ in range(4):
        visit.key(Qt.Key.Key_F6)
        focus = visit.window.focusWidget()
        pane = next(pane for pane in visit.page.panes() if pane is focus or pane.isAncestorOf(focus))
        seen.append(visit.page.panes().index(pane))
    assert seen == [2, 3, 0, 1]
    assert focused(visit) == "wm_good_day"


def test_on_a_narrow_screen_the_topics_fold_to_a_button(visit: Hands):
    visit.window.resize(683, 384)
    visit.until(lambda: not visit.page.topics.isVisible())
    visit.press("show_topics")
    assert visit.page.topics.hasFocus()
    visit.key(Qt.Key.Key_Down)
    visit.key(Qt.Key.Key_Return)
    visit.until(lambda: not visit.page.topics.isVisible())
    assert focused(visit)


def test_the_watch_says_nothing_while_the_vault_is_locked(visit: Hands):
    watch = SavedWatch(lambda: None, visit.window)
    watch.look()
    assert watch.said == ""
