"""What is not asked as things stand can still be gone to: the talk may go anywhere (TB-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import WORKER, AnswerKey, AnswerState, ApproximateDate
from doorstep.assessment.change import ItemRef
from doorstep.ui.finder import find

if TYPE_CHECKING:
    from ui.shell.hands import Hands

NOT_ASKED = "Not asked as things stand. What you write here is kept."


def test_go_to_offers_what_is_not_asked_last_and_says_so(visit: Hands):
    matches = find("children", visit.page.assessment.state)
    asked = [match.asked for match in matches]
    assert asked == sorted(asked, reverse=True)
    (moving,) = [match for match in matches if match.link_id == "tr_moving"]
    assert moving.words.endswith("not asked as things stand")


def test_a_question_that_is_not_asked_can_be_opened_and_keeps_its_reason(visit: Hands):
    visit.page.go_to(ItemRef("tr_moving"), WORKER)
    assert visit.sees(NOT_ASKED)
    topic = visit.page.pages.page()
    assert topic is not None
    assert topic.focused() == (ItemRef("tr_moving"), WORKER)
    assert not visit.page.assessment.state.is_shown("tr_moving")
    visit.page.assessment.leave_gap("tr_moving", AnswerState.DOES_NOT_APPLY, reason="She is 70.", voice=WORKER)
    kept = visit.page.assessment.state.current(AnswerKey("tr_moving", (), WORKER))
    assert kept is not None
    assert kept.reason == "She is 70."


def test_a_question_that_comes_to_be_asked_no_longer_says_that_it_is_not(visit: Hands):
    visit.page.go_to(ItemRef("tr_moving"), WORKER)
    assert visit.sees(NOT_ASKED)
    change = visit.page.assessment.answer("ab_dob", ApproximateDate(2008, 3, 1))
    visit.page.after_change(change)
    assert not visit.sees(NOT_ASKED)


def test_the_neighbours_of_a_topic_that_is_not_asked_are_those_that_are(visit: Hands):
    visit.page.open_topic("becoming_adult")
    visit.page.go_to_neighbour(1)
    assert visit.page.topics.current() == "money"
