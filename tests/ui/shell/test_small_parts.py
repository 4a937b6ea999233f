"""Days in words, work beside the window, locking by itself, the words after an unwanted end."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QLabel, QWidget

from doorstep.calendar import day_words
from doorstep.errors import DoorstepError, StorageError
from doorstep.services.workspace import Interruption
from doorstep.ui.background import Outcome, finish_errands, run_beside
from doorstep.ui.dates import minutes_words, near_day_words
from doorstep.ui.idle import IdleWatch
from doorstep.ui.look import SCALES, stepped
from doorstep.ui.page_stack import PageStack
from doorstep.ui.stopped import stopped_heading, stopped_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.definition.model import FormDefinition

TODAY = dt.date(2026, 10, 6)


def test_days_are_said_as_people_say_them():
    assert day_words(TODAY) == "6 October 2026"
    assert [near_day_words(TODAY + dt.timedelta(days), TODAY) for days in (-1, 0, 1, 7)] == [
        "yesterday",
        "today",
        "tomorrow",
        "13 October 2026",
    ]
    assert [minutes_words(minutes) for minutes in (0, 59, 60, 125)] == ["0 min", "59 min", "1 h 0 min", "2 h 5 min"]


# work beside the window


def test_the_outcome_comes_back_with_a_value_or_an_error(qtbot: QtBot):
    owner, outcomes = QObject(), list[Outcome]()

    def fail() -> None:
        raise StorageError(what="full")

    run_beside(owner, lambda: 7, outcomes.append)
    qtbot.waitUntil(lambda: len(outcomes) == 1)
    run_beside(owner, fail, outcomes.append)
    qtbot.waitUntil(lambda: len(outcomes) == 2)
    assert outcomes[0] == Outcome(7)
    assert isinstance(outcomes[1].error, StorageError)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_fault_that_nobody_foresaw_still_ends_the_waiting(qtbot: QtBot):
    outcomes: list[Outcome] = []
    owner = QObject()
    with qtbot.captureExceptions():
        run_beside(owner, lambda: 1 / 0, outcomes.append)
        qtbot.waitUntil(lambda: bool(outcomes))
    assert isinstance(outcomes[0].error, DoorstepError)


def test_a_page_that_has_gone_is_not_called(qtbot: QtBot):
    outcomes: list[Outcome] = []
    owner, other = QWidget(), QObject()
    gone = threading.Event()
    run_beside(owner, gone.wait, outcomes.append)
    owner.deleteLater()
    del owner
    gone.set()
    finish_errands()
    done: list[Outcome] = []
    run_beside(other, lambda: 2, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert outcomes == []


# locking by itself


def test_nothing_touched_says_idle_and_a_key_begins_anew(qtbot: QtBot):
    owner, window = QObject(), QWindow()
    watch = IdleWatch(0, owner)
    with qtbot.waitSignal(watch.idle):
        watch.watch(window)
    with qtbot.waitSignal(watch.idle):
        watch.eventFilter(window, QEvent(QEvent.Type.KeyPress))
    with qtbot.assertNotEmitted(watch.idle, wait=30):
        watch.eventFilter(window, QEvent(QEvent.Type.Expose))


# after an unwanted end


def test_where_the_worker_stopped(needs_assessment: FormDefinition):
    at = dt.datetime(2026, 10, 6, 13, 32, tzinfo=dt.UTC)
    told = Interruption("r", "Mr Pennant", "oc_hygiene_now", {}, at)
    clock = at.astimezone().strftime("%H:%M")
    expected = f"You stopped at “Washing and clean clothes” with Mr Pennant, {clock}."
    assert stopped_heading(told, needs_assessment) == expected
    assert stopped_words(told) == "Everything that was shown as saved is here."


def test_an_end_before_any_assessment_was_opened():
    assert stopped_heading(Interruption(), None) == "Doorstep was not closed last time."


def test_what_is_lost_is_said_and_nothing_is_called_safe():
    words = stopped_words(Interruption(lost_saves=3, drafts={"a@person": "Half a sen"}))
    assert words.startswith("3 changes that had been saved cannot be found")
    assert "Everything" not in words
    assert "“Half a sen”" in words


# pages


def test_a_page_that_is_kept_stays_and_others_go(qtbot: QtBot):
    stack = PageStack()
    qtbot.addWidget(stack)
    home, other, over = QLabel("home"), QLabel("other"), QLabel("over")
    stack.show_page(home, keep=True)
    stack.show_page(other)
    stack.show_over(over)
    assert stack.over is over
    stack.go_back()
    assert stack.currentWidget() is other
    assert stack.over is None
    stack.show_page(home, keep=True)
    assert (stack.count(), stack.currentWidget()) == (1, home)


def test_text_sizes_stop_at_their_ends():
    assert stepped(SCALES[-1], 1) == SCALES[-1]
    assert stepped(SCALES[0], -1) == SCALES[0]
    assert stepped(110, 0) in (100, 125)
