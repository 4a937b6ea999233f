"""A topic opens with a question or two; the rest waits under “more” and opens when the talk goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from doorstep.assessment.answer import Choices
from doorstep.assessment.change import ItemRef
from doorstep.ui.topic_page.more import needed_words
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from doorstep.ui.topic_page.page import TopicPage


def in_sight(hands: Hands) -> list[str]:
    return [ref.link_id for ref in topic(hands).visible_questions()]


def topic(hands: Hands) -> TopicPage:
    page = hands.page.pages.page()
    assert page is not None
    return page


@pytest.mark.serves("TB-14")
def test_a_topic_opens_with_its_opening_questions_and_says_what_waits(visit: Hands):
    page = visit.page.open_topic("what_matters")
    assert in_sight(visit) == ["wm_good_day", "wm_matters_most"]
    waiting = len(visit.page.assessment.state.more(page.topic))
    assert page.more.button.words == f"More about this ({waiting})"
    assert page.more.isVisible()
    folded = visit.page.assessment.state.more(page.topic)
    below = [ref for ref in visit.page.assessment.state.open_places if ref in folded]
    assert page.more.needed.text().startswith(f"{len(below)} in there still needed")


@pytest.mark.serves("TB-14")
def test_more_opens_by_its_key_and_stays_open(visit: Hands):
    page = visit.page.open_topic("what_matters")
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_M, CONTROL)
    every = [item.link_id for item in page.topic.items if visit.page.assessment.state.is_shown(item.link_id)]
    assert in_sight(visit) == every
    assert page.focused() == (ItemRef(every[1]), page.focused()[1])  # type: ignore[index]
    assert not page.more.isVisible()
    visit.key(Qt.Key.Key_PageDown, CONTROL)
    visit.key(Qt.Key.Key_PageUp, CONTROL)
    assert in_sight(visit) == every


def test_going_down_the_questions_stops_at_more_before_the_next_topic(visit: Hands):
    page = visit.page.open_topic("what_matters")
    visit.page.go_to(ItemRef("wm_matters_most"))
    visit.key(Qt.Key.Key_Down, CONTROL)
    assert page.more.button.hasFocus()
    visit.key(Qt.Key.Key_Up, CONTROL)
    assert page.focused() is not None
    visit.key(Qt.Key.Key_Down, CONTROL)
    visit.key(Qt.Key.Key_Down, CONTROL)
    assert visit.page.topics.current() == "typical_day"


def test_tab_comes_from_the_last_question_to_more(visit: Hands):
    page = visit.page.open_topic("what_matters")
    visit.page.go_to(ItemRef("wm_matters_most"))
    for _ in range(12):
        visit.key(Qt.Key.Key_Tab)
        QApplication.processEvents()
        if page.more.button.hasFocus():
            break
    assert page.more.button.hasFocus()
    visit.key(Qt.Key.Key_Return)
    assert len(in_sight(visit)) > 2


def test_going_to_a_question_that_waits_opens_more(visit: Hands):
    page = visit.page.open_topic("health")
    below = visit.page.assessment.state.more(page.topic)[-1]
    visit.page.go_to(below)
    assert page.focused() is not None
    assert page.focused()[0].link_id == below.link_id  # type: ignore[index]
    assert not page.more.isVisible()


@pytest.mark.serves("TB-14")
def test_an_answer_brings_what_follows_from_it_into_sight_and_nothing_else(visit: Hands):
    page = visit.page.open_topic("before_we_start")
    before = in_sight(visit)
    assert "na_urgent" in before
    visit.page.after_change(visit.page.assessment.answer("na_urgent", Choices(("yes",))))
    came = [link_id for link_id in in_sight(visit) if link_id not in before]
    assert came
    assert all(visit.page.assessment.state.item(link_id).enable_when is not None for link_id in came)
    assert page.more.isVisible()


def test_what_holds_something_stands_unfolded_and_does_not_go_away_with_it(visit: Hands):
    page = visit.page.open_topic("what_matters")
    below = page.topic.items[5].link_id
    visit.page.after_change(visit.page.assessment.answer(below, "Sunday calls"))
    assert below in in_sight(visit)
    visit.page.after_change(visit.page.assessment.clear(below))
    assert below in in_sight(visit)


@pytest.mark.serves("TB-20")
def test_next_needed_finds_what_waits(visit: Hands):
    missing = [each.ref for each in visit.page.assessment.state.missing()]
    folded = next(
        ref for ref in missing if ref in visit.page.assessment.state.more(visit.page.assessment.definition.topics[0])
    )
    visit.page.go_to(missing[missing.index(folded) - 1])
    visit.key(Qt.Key.Key_Return, CONTROL)
    assert topic(visit).focused()[0] == folded  # type: ignore[index]


def test_all_questions_at_once_is_a_setting_that_is_kept(visit: Hands):
    look = visit.window.over.show_look()
    visit.press("True", look.topic_pick)
    visit.key(Qt.Key.Key_Escape)
    page = visit.page.open_topic("what_matters")
    page.finish_building()
    assert visit.window.settings.all_questions
    assert len(in_sight(visit)) > 2
    assert not page.more.isVisible()


@pytest.mark.parametrize(
    ("needed", "by_law", "words"),
    [
        (0, 0, ""),
        (1, 0, "One in there is still needed."),
        (4, 0, "4 in there still needed."),
        (1, 1, "One in there is still needed, by law."),
        (3, 3, "3 in there still needed, by law."),
        (5, 2, "5 in there still needed, 2 of them by law."),
    ],
)
def test_the_words_count_what_the_law_asks_apart(needed: int, by_law: int, words: str):
    assert needed_words(needed, by_law) == words
