"""Nothing flashes up as a window of its own while pages are built: it would take the keyboard from whoever types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from doorstep.assessment.facts import RowAdded
from doorstep.demo.sample import SamplePicture, first_visit
from doorstep.ui.topic_page.page import TopicPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme


class Watch(QObject):
    """Writes down every window that is shown, but for menus and the pages under test."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMenu | TopicPage):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    watching = Watch()
    qapp.installEventFilter(watching)
    yield watching
    qapp.removeEventFilter(watching)


def fill(assessment: OpenAssessment) -> None:
    """Give every answer of the sample but its pictures; the carer and the supporter have the ids of the sample."""
    rows: dict[tuple[str, tuple[int, ...]], str] = {}
    for answer in first_visit(assessment.definition).answers:
        path: tuple[str, ...] = ()
        for depth, repeat in enumerate(assessment.definition.place(answer.link_id).repeats, start=1):
            place = (repeat.link_id, answer.rows[:depth])
            if place not in rows:
                added = assessment.add_row(repeat.link_id, path).facts
                rows[place] = next(fact.row for fact in added if isinstance(fact, RowAdded))
            path = (*path, rows[place])
        if answer.value is None:
            assessment.leave_gap(
                answer.link_id, answer.state, reason=answer.reason or "", voice=answer.voice, path=path
            )
        elif not isinstance(answer.value, SamplePicture):
            assessment.answer(answer.link_id, answer.value, voice=answer.voice, path=path)


def test_no_page_of_a_filled_record_shows_a_window_of_its_own(
    qtbot: QtBot, theme: Theme, assessment: OpenAssessment, watch: Watch
) -> None:
    fill(assessment)
    for topic in assessment.definition.topics:
        page = TopicPage(assessment, topic, theme)
        qtbot.addWidget(page)
        page.show()
        page.finish_building()
        for place in page.visible_questions()[:1]:
            page.go_to(place)
        QApplication.processEvents()  # and what comes to stand beside the questions
    assert watch.seen == []


def test_the_watch_sees_a_part_that_is_shown_before_it_has_a_place(qtbot: QtBot, watch: Watch) -> None:
    stray = QLabel("I have no parent yet")
    qtbot.addWidget(stray)
    stray.setVisible(True)
    assert watch.seen == ["QLabel "]
