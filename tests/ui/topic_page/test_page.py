"""The page as a whole: names, order, room, conditions, keys, and staying live while it is built."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from doorstep.assessment.answer import AnswerState, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import Route
from doorstep.assessment.people import Carer
from doorstep.definition.model import Item, ItemType
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.rows import RadioRow
from doorstep.ui.theme import THEMES, apply_theme, load_theme
from doorstep.ui.topic_page.keeper import Keeper
from doorstep.ui.topic_page.lane import Lane
from doorstep.ui.topic_page.page import TopicPage
from doorstep.ui.topic_page.question import QuestionBlock
from ui.conftest import MARCIA, MARCIAS_VOICE
from ui.topic_page.hands import WORKER, focused, go, row_at, value, write

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme

OpenPage = Callable[..., TopicPage]

BUSY = ("before_we_start", "about_you", "life_story", "people", "health", "next_steps")


def fill_rows(assessment: OpenAssessment) -> None:
    """Put a row into the widest lists, so that every kind of control is on the pages."""
    assessment.answer("ls_willing", Choices(("yes",)))
    for repeat in ("na_people_present", "ls_events", "pe_ecomap", "pe_helpers", "sa_risks"):
        assessment.add_row(repeat)


def open_cards(page: TopicPage) -> None:
    for button in page.findChildren(QAbstractButton):
        if button.isCheckable() and button.text()[:2] == "1.":
            button.setChecked(True)


def tab_stops(page: TopicPage) -> list[QWidget]:
    inside = page.widget()
    found = [each for each in inside.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [each for each in found if each.isVisible() and each.isEnabled()]


@pytest.mark.parametrize("topic", BUSY)
def test_every_control_has_a_name(open_page: OpenPage, assessment: OpenAssessment, topic: str) -> None:
    fill_rows(assessment)
    page = open_page(topic)
    open_cards(page)
    stops = tab_stops(page)
    assert len(stops) > 20
    for stop in stops:
        told = QAccessible.queryAccessibleInterface(stop)
        assert told.text(QAccessible.Text.Name).strip(), type(stop).__name__


def test_names_tell_question_speaker_and_role_apart(open_page: OpenPage) -> None:
    page = open_page("oc_nutrition")
    question = "Do you get enough to eat and drink? How do you shop, cook and eat?"
    assert go(page, "oc_nutrition_now").accessibleName() == f"{question} Mr Pennant"
    carer = go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    assert carer.accessibleName() == f"{question} Marcia Pennant-Doyle, daughter, carer"
    groups = {group.accessibleName() for group in page.findChildren(Group)}
    assert f"{question} Marcia Pennant-Doyle, daughter, carer" in groups


@pytest.mark.parametrize("topic", ["before_we_start", "people"])
def test_tab_visits_every_control_in_the_order_of_the_page(
    qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment, topic: str
) -> None:
    fill_rows(assessment)
    page = open_page(topic)
    open_cards(page)
    go(page, *page.visible_questions()[1])
    page.repaint_change(assessment.answer("na_mode_actual", Choices(("video",)), voice=WORKER))
    QApplication.processEvents()
    inside = page.widget()
    start = focused()
    seen: list[QWidget] = []
    for _ in range(400):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() is start:
            break
        seen.append(focused())
    else:
        pytest.fail("Tab never came round")

    def one_of_a_group(stop: QWidget) -> object:
        return stop.group() if isinstance(stop, RadioRow) else stop

    reached = {one_of_a_group(stop) for stop in (*seen, start)}
    missed = [stop.accessibleName() for stop in tab_stops(page) if one_of_a_group(stop) not in reached]
    assert missed == []
    round_once = seen[[stop is first_of(tab_stops(page), inside) for stop in seen].index(True) :]
    tops = [stop.mapTo(inside, QPoint(0, stop.height() // 2)).y() for stop in round_once if inside.isAncestorOf(stop)]
    jumps = [(one, other) for one, other in itertools.pairwise(tops) if other < one - 60]
    assert len(jumps) <= columns_beside_each_other(page), jumps


def first_of(stops: list[QWidget], inside: QWidget) -> QWidget:
    return min(stops, key=lambda stop: (stop.mapTo(inside, QPoint(0, 0)).y(), stop.mapTo(inside, QPoint(0, 0)).x()))


def columns_beside_each_other(page: TopicPage) -> int:
    """A card has two columns: Tab goes down one question and up to the next beside it."""
    return sum(len(block.item.items) // 2 for block in page._keeper.blocks.values())


@pytest.mark.parametrize("topic", BUSY)
def test_everything_is_high_enough_for_a_finger(open_page: OpenPage, assessment: OpenAssessment, topic: str) -> None:
    fill_rows(assessment)
    page = open_page(topic)
    open_cards(page)
    page._sight.settle()
    for stop in tab_stops(page):
        assert stop.height() >= 44, (type(stop).__name__, stop.accessibleName())


@pytest.mark.parametrize("topic", BUSY)
@pytest.mark.parametrize(("text_scale", "width"), [(1.0, 1000), (2.0, 1000), (1.0, 500), (2.0, 683), (3.0, 1366)])
def test_nothing_goes_sideways_and_no_words_are_cut(
    qtbot: QtBot,
    qapp: QApplication,
    open_page: OpenPage,
    assessment: OpenAssessment,
    topic: str,
    text_scale: float,
    width: int,
) -> None:
    fill_rows(assessment)
    look = apply_theme(qapp, load_theme("light"), text_scale)
    page = open_page(topic, look=look, width=width)
    open_cards(page)
    for _ in range(8):
        QApplication.processEvents()
    assert page.horizontalScrollBar().maximum() == 0
    for label in page.widget().findChildren(QLabel):
        if label.isVisible() and label.text() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize("name", THEMES)
def test_every_look_can_be_shown(
    qapp: QApplication, theme: Theme, open_page: OpenPage, assessment: OpenAssessment, name: str
) -> None:
    look = apply_theme(qapp, load_theme(name))
    page = open_page("oc_nutrition", look=look)
    assert page.grab().toImage().pixelColor(5, 5) == look.color("paper")
    lane = page.findChildren(Lane)[0].grab().toImage()
    assert lane.pixelColor(1, lane.height() // 2) == look.color("person")
    assert lane.pixelColor(look.edge + 8, 6) == look.color("person_ground")


def test_a_condition_shows_and_hides_in_place(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    place = ItemRef("na_mode_reason")
    assert place not in page.visible_questions()
    row_at(page, "na_mode_actual", "Video").click()
    order = [ref.link_id for ref in page.visible_questions()]
    assert order.index("na_mode_reason") == order.index("na_mode_actual") + 1
    QApplication.processEvents()
    page._sight.settle()
    reason, mode = go(page, "na_mode_reason"), page._keeper.blocks[ItemRef("na_mode_actual")]
    after = page._keeper.blocks[ItemRef("na_time_ok")]
    inside = page.widget()
    tops = [each.mapTo(inside, QPoint(0, 0)).y() for each in (mode, reason, after)]
    assert tops == sorted(tops)
    row_at(page, "na_mode_actual", "Phone").click()
    assert reason.isVisible()
    row_at(page, "na_mode_actual", "In person at home").click()
    assert not reason.isVisible()
    assert focused().isVisible()


def test_what_is_typed_in_a_hidden_question_is_not_lost(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    row_at(page, "na_mode_actual", "Video").click()
    go(page, "na_mode_reason")
    write("He has a cold")
    row_at(page, "na_mode_actual", "In person at home").click()
    row_at(page, "na_mode_actual", "Video").click()
    assert value(assessment, "na_mode_reason") == "He has a cold"


def test_a_carer_who_joins_gets_a_lane(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("oc_nutrition")
    names = [button.accessibleName() for button in page.findChildren(QAbstractButton)]
    assert not any("Devon" in name for name in names)
    page.repaint_change(assessment.put_party(Carer(id="p9", name="Devon Pennant", relationship="son")))
    names = [button.accessibleName() for button in page.findChildren(QAbstractButton) if button.isVisible()]
    assert any("Add the view of Devon Pennant, son, carer" in name for name in names)


def test_a_new_name_is_on_every_lane_and_nothing_typed_is_lost(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("oc_nutrition")
    go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    write("He lives on toast")
    page.repaint_change(assessment.put_party(Carer(id=MARCIA.id, name="Marcia Doyle", relationship="daughter")))
    again = go(page, "oc_nutrition_now", voice=MARCIAS_VOICE)
    assert "Marcia Doyle, daughter, carer" in again.accessibleName()
    assert value(assessment, "oc_nutrition_now", MARCIAS_VOICE) == "He lives on toast"


def test_marks_say_in_words_what_is_needed(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    block = page._keeper.blocks[ItemRef("na_mode_actual")]
    words = [label for label in block.findChildren(QLabel) if label.isVisible()]
    (mark,) = [label for label in words if label.text() == "Needed by law"]
    loud = mark.palette().windowText().color()
    page.repaint_change(assessment.leave_gap("na_mode_actual", AnswerState.NOT_ASKED, reason="no time", voice=WORKER))
    assert mark.palette().windowText().color() != loud


def test_the_page_is_live_before_it_is_built(qtbot: QtBot, theme: Theme, assessment: OpenAssessment) -> None:
    topic = next(topic for topic in assessment.definition.topics if topic.link_id == "before_we_start")
    page = TopicPage(assessment, topic, theme, whole=True)
    qtbot.addWidget(page)
    built = len(page._keeper.blocks)
    assert 0 < built < len(page.visible_questions())
    page.show()
    qtbot.waitUntil(lambda: len(page._keeper.blocks) == len(page.visible_questions()))


def test_going_to_a_question_shows_its_words_too(qtbot: QtBot, open_page: OpenPage) -> None:
    page = open_page("before_we_start")
    for place in page.visible_questions()[::5]:
        page.go_to(place)
        block = page._keeper.blocks[place]
        top = block.mapTo(page.viewport(), QPoint(0, 0)).y()
        assert 0 <= top < page.viewport().height(), place
        assert focused() is block.first


def test_words_to_read_are_shown_and_asked_nothing(qtbot: QtBot, theme: Theme, assessment: OpenAssessment) -> None:
    keeper = Keeper(assessment, theme, QObject())
    words = "You can stop, rest or skip at any time."
    block = QuestionBlock(Item("na_words", ItemType.DISPLAY, words), (), keeper)
    qtbot.addWidget(block)
    block.show()
    assert [label.text() for label in block.findChildren(QLabel) if label.isVisible()] == [words]
    assert block.controls == ()
    assert block.first is None


@pytest.mark.serves("TB-14")
def test_a_shorter_route_marks_only_what_the_law_asks_for(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.choose_route(Route.FOCUSED, "He tires after half an hour")
    page = open_page("decision")
    page.stand_again(tuple(item.link_id for item in page.topic.items))
    marks = {label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)}
    assert "Needed by law" in marks
    assert "Needed" not in marks
