"""Rows: lists, the line of time, the map of people; to add, write, move, take out and find again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from doorstep.assessment.answer import ApproximateDate, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import RowAdded
from doorstep.ui.topic_page.page import TopicPage
from doorstep.ui.topic_page.rows.drawn_map import DrawnMap
from doorstep.ui.topic_page.rows.life_line import LifeLine
from ui.topic_page.hands import (
    WORKER,
    click,
    control_key,
    focused,
    go,
    key,
    named,
    row_at,
    settle,
    value,
    write,
    write_and_leave,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.assessment.answer import RowPath, Value, Voice
    from doorstep.assessment.change import Change
    from doorstep.services.open_assessment import OpenAssessment

OpenPage = Callable[..., TopicPage]
PRESENT = "na_people_present"


def row_of(change: Change) -> str:
    return next(fact.row for fact in change.facts if isinstance(fact, RowAdded))


def add(assessment: OpenAssessment, repeat: str, columns: dict[str, Value], voice: Voice | None = None) -> RowPath:
    path = (row_of(assessment.add_row(repeat)),)
    for column, told in columns.items():
        assessment.answer(f"{repeat}.{column}", told, voice=voice, path=path)
    return path


def headings(page: QWidget, *, holding: str) -> list[str]:
    """The headings in the order in which they stand on the page."""
    found = [button for button in page.findChildren(QPushButton) if button.isCheckable() and button.isVisible()]
    found = [button for button in found if holding in button.text() and button.text()[0].isdigit()]
    return [button.text() for button in sorted(found, key=lambda button: button.mapTo(page, QPoint(0, 0)).y())]


def test_a_row_is_added_written_and_found_again(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("before_we_start")
    go(page, PRESENT)
    key(Qt.Key.Key_Space)
    write_and_leave("Marcia Pennant-Doyle")
    (row,) = assessment.state.rows_of(PRESENT)
    assert value(assessment, f"{PRESENT}.name", WORKER, (row,)) == "Marcia Pennant-Doyle"
    click(row_at(page, f"{PRESENT}.chosen_by_person", "Yes", (row,)))
    assert value(assessment, f"{PRESENT}.chosen_by_person", WORKER, (row,)) == Choices(("yes",))
    again = open_page("before_we_start")
    assert headings(again, holding="Marcia") == ["1. Marcia Pennant-Doyle · Yes"]


def test_columns_of_a_closed_row_are_found_by_going_there(open_page: OpenPage, assessment: OpenAssessment) -> None:
    path = add(assessment, "pe_ecomap", {"name": "Bea"})
    page = open_page("people")
    go(page, "pe_ecomap.how_often", path)
    write_and_leave("On Sundays")
    assert value(assessment, "pe_ecomap.how_often", path=path) == "On Sundays"
    assert ItemRef("pe_ecomap.how_often", path) in page.visible_questions()


def test_rows_are_moved_by_button_and_by_key(qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment) -> None:
    for name in ("Marcia", "Siobhán", "Rosa"):
        add(assessment, PRESENT, {"name": name}, WORKER)
    page = open_page("before_we_start")
    click(named(page, QPushButton, "Move up: 3. Rosa"))
    rows = assessment.state.rows_of(PRESENT)
    assert [value(assessment, f"{PRESENT}.name", WORKER, (row,)) for row in rows] == ["Marcia", "Rosa", "Siobhán"]
    qtbot.waitUntil(lambda: headings(page, holding=".") == ["1. Marcia", "2. Rosa", "3. Siobhán"])
    assert not named(page, QPushButton, "Move up: 1. Marcia").isEnabled()
    go(page, f"{PRESENT}.name", (rows[0],))
    inside = focused()
    write("!")
    QTest.keyClick(inside, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert assessment.state.rows_of(PRESENT) == (rows[1], rows[0], rows[2])
    assert inside.hasFocus()
    key(Qt.Key.Key_Tab)
    assert value(assessment, f"{PRESENT}.name", WORKER, (rows[0],)) == "Marcia!"


def test_a_row_taken_out_comes_back_with_undo(qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment) -> None:
    for name in ("Marcia", "Siobhán"):
        add(assessment, PRESENT, {"name": name}, WORKER)
    page = open_page("before_we_start")
    click(named(page, QPushButton, "Take out: 1. Marcia"))
    assert headings(page, holding=".") == ["1. Siobhán"]
    assert focused().isVisible()
    assert focused().accessibleName() == "1. Siobhán"
    change = assessment.undo()
    assert change is not None
    page.repaint_change(change)
    qtbot.waitUntil(lambda: headings(page, holding=".") == ["1. Marcia", "2. Siobhán"])


def test_the_last_row_taken_out_leaves_the_way_to_add(open_page: OpenPage, assessment: OpenAssessment) -> None:
    add(assessment, PRESENT, {"name": "Marcia"}, WORKER)
    page = open_page("before_we_start")
    click(named(page, QPushButton, "Take out: 1. Marcia"))
    assert focused().accessibleName() == "Add the first: Who is here today?"


def test_a_full_list_says_so(open_page: OpenPage, assessment: OpenAssessment) -> None:
    for number in range(5):
        add(assessment, "wm_matters_most", {"what": f"Thing {number}"})
    page = open_page("what_matters")
    button = named(page, QPushButton, "That is all 5")
    assert not button.isEnabled()
    click(named(page, QPushButton, "Take out: 5. Thing 4"))
    assert named(page, QPushButton, "Add another: What matters most").isEnabled()


def test_each_lane_of_a_column_is_its_own(open_page: OpenPage, assessment: OpenAssessment) -> None:
    path = add(assessment, "pe_helpers", {"who": "Marcia"})
    page = open_page("people")
    lanes = assessment.state.lanes("pe_helpers.what")
    for voice, words in zip(lanes, ("She cooks", "I cook and clean", "I bring the bins in", "Seen to"), strict=False):
        go(page, "pe_helpers.what", path, voice)
        write_and_leave(words)
        assert value(assessment, "pe_helpers.what", voice, path) == words


def test_a_column_can_be_a_gap_by_key(open_page: OpenPage, assessment: OpenAssessment) -> None:
    path = add(assessment, "pe_ecomap", {"name": "Bea"})
    page = open_page("people")
    go(page, "pe_ecomap.related", path)
    control_key(2)
    stands = assessment.state.answers_of("pe_ecomap.related", path)
    assert [answer.state.value for _, answer in stands] == ["chose_not_to_say"]


def test_events_stand_in_the_order_of_time(qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("ls_willing", Choices(("yes",)))
    told: dict[str, ApproximateDate | None] = {
        "Ivy died": ApproximateDate(2019),
        "The fire": None,
        "Born": ApproximateDate(1945, 3, 14),
        "Came over": ApproximateDate(1961, about=True),
    }
    for what, when in told.items():
        add(assessment, "ls_events", {"what": what} if when is None else {"what": what, "when": when})
    page = open_page("life_story")
    expected = ["1. 14 March 1945 · Born", "2. about 1961 · Came over", "3. 2019 · Ivy died", "4. The fire"]
    qtbot.waitUntil(lambda: headings(page, holding=".") == expected)
    line = page.findChildren(LifeLine)[0]
    line.grab()
    assert line.accessibleDescription() == "14 March 1945: Born; about 1961: Came over; 2019: Ivy died; : The fire"


def test_an_event_does_not_move_from_under_the_hand(
    qtbot: QtBot, open_page: OpenPage, assessment: OpenAssessment
) -> None:
    assessment.answer("ls_willing", Choices(("yes",)))
    add(assessment, "ls_events", {"what": "Ivy died", "when": ApproximateDate(2019)})
    path = add(assessment, "ls_events", {"what": "Born"})
    page = open_page("life_story")
    go(page, "ls_events.when", path)
    for part in ("14", "3", "1945"):
        write_and_leave(part)
    go(page, "ls_events.what", path)
    assert value(assessment, "ls_events.when", path=path) == ApproximateDate(1945, 3, 14)
    assert focused().isVisible()
    write_and_leave(" at home")
    page.repaint_change(assessment.answer("ls_early", "Port Antonio"))
    go(page, "ls_early")
    page.repaint_change(assessment.answer("ls_work", "The buses"))
    qtbot.waitUntil(lambda: [heading[:1] for heading in headings(page, holding=".")] == ["1", "2"])
    assert "Born" in headings(page, holding=".")[0]


def test_the_map_draws_who_is_on_the_list(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("people")
    settle()
    picture = page.findChildren(DrawnMap)[0]
    before = picture.grab().toImage()
    path = add(assessment, "pe_ecomap", {"name": "Marcia", "related": "daughter"})
    marcia = picture.grab().toImage()
    assert marcia != before
    seen = [marcia]
    for column, code in (("near", "5"), ("direction", "both"), ("feels", "hard")):
        assessment.answer(f"pe_ecomap.{column}", Choices((code,)), path=path)
        seen.append(picture.grab().toImage())
    assert all(one != other for one, other in itertools.pairwise(seen))
    assert picture.accessibleDescription() == "Marcia, daughter"


def test_how_a_tie_feels_is_seen_without_colour(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("people")
    settle()
    picture = page.findChildren(DrawnMap)[0]
    path = add(assessment, "pe_ecomap", {"name": "Devon", "near": Choices(("5",))})
    looks = set()
    for code in ("helps", "mixed", "hard"):
        assessment.answer("pe_ecomap.feels", Choices((code,)), path=path)
        looks.add(bytes(picture.grab().toImage().convertToFormat(QImage.Format.Format_Mono).constBits()))
    assert len(looks) == 3
