"""The people, and beginning an assessment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from doorstep.assessment.answer import ApproximateDate
from doorstep.assessment.facts import Route
from doorstep.assessment.record import RecordStatus
from doorstep.services.summary import AssessmentSummary, Whereabouts
from doorstep.ui.routes import ROUTES
from doorstep.ui.whereabouts import whereabouts_words

if TYPE_CHECKING:
    from ui.shell.hands import Hands

WHEN = dt.datetime(2026, 10, 13, 12, tzinfo=dt.UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_an_assessment_is_begun_in_place_by_keys_alone(home: Hands):
    home.key(Qt.Key.Key_N, CONTROL)
    home.type("Everald Josiah Pennant")
    home.key(Qt.Key.Key_Tab)
    home.type("Mr Pennant")
    for part in ("14", "3", "1945"):
        home.key(Qt.Key.Key_Tab)
        home.type(part)
    home.home.new.preferred.setFocus()
    home.key(Qt.Key.Key_Return)
    home.until(lambda: home.window.assessment is not None)
    person = home.page.assessment.state.person
    assert (person.name, person.called, person.born) == (
        "Everald Josiah Pennant",
        "Mr Pennant",
        dt.date(1945, 3, 14),
    )
    assert home.page.assessment.state.route is Route.FULL
    assert home.people.isVisible()  # who is there is asked first


def test_a_name_is_needed_and_a_wrong_date_is_said(home: Hands):
    home.key(Qt.Key.Key_N, CONTROL)
    new = home.home.new
    home.press("begin_assessment")
    assert "Write the person's name" in new.notice.told
    home.type("Everald")
    new.born.day.setText("31")
    new.born.month.setText("2")
    new.born.year.setText("1945")
    home.press("begin_assessment")
    assert "February 1945 has no day 31" in new.notice.told
    new.born.day.clear()
    home.press("begin_assessment")
    assert "Give day, month and year" in new.notice.told
    assert home.window.assessment is None
    assert new.name.text() == "Everald"


def test_escape_folds_the_form_away_and_keeps_what_was_typed(home: Hands):
    home.key(Qt.Key.Key_N, CONTROL)
    home.type("Ever")
    home.key(Qt.Key.Key_Escape)
    assert not home.home.new.isVisible()
    home.key(Qt.Key.Key_N, CONTROL)
    assert home.home.new.name.text() == "Ever"


@pytest.mark.serves("TB-15")
def test_a_card_says_how_far_what_is_due_and_that_it_has_not_left(visit: Hands):
    visit.page.assessment.answer("na_decision_due", ApproximateDate(2026, 10, 1))
    visit.key(Qt.Key.Key_H, CONTROL)
    [card] = visit.home.cards()
    for words in ("Mr Pennant", "In progress", "last visit today", "was due 1 October 2026", "Not sent to the office"):
        assert visit.sees(words, card), words


def test_search_finds_by_name_and_by_answer_and_enter_opens(visit: Hands):
    visit.page.assessment.answer("wm_good_day", "Dominoes at the Harbour Club")
    visit.key(Qt.Key.Key_H, CONTROL)
    visit.key(Qt.Key.Key_F, CONTROL)
    visit.type("zebra")
    assert visit.home.cards() == ()
    assert visit.home.count.text() == "Nothing here has those words."
    visit.home.search.clear()
    visit.type("dominoes")
    assert len(visit.home.cards()) == 1
    visit.key(Qt.Key.Key_Return)
    assert visit.page.isVisible()


def test_each_card_opens_copies_and_the_office(visit: Hands):
    visit.key(Qt.Key.Key_H, CONTROL)
    visit.press("make_copy")
    assert visit.sheet("copies_page").isVisible()
    visit.key(Qt.Key.Key_H, CONTROL)
    visit.press("send")
    record_id = visit.page.assessment.record_id
    assert visit.window.focusWidget().objectName() == f"check_{record_id}"


@pytest.mark.parametrize("route", Route)
def test_every_route_can_be_chosen(route: Route):
    assert any(each is route for each, _ in ROUTES)


@pytest.mark.parametrize("whereabouts", Whereabouts)
def test_every_whereabouts_has_words(whereabouts: Whereabouts):
    line = AssessmentSummary("r", "A", "A", RecordStatus.COMPLETED, Route.FULL, WHEN, whereabouts)
    words, _colour = whereabouts_words(line)
    assert words.endswith(".")


def test_the_day_of_the_receipt_is_said():
    line = AssessmentSummary(
        "r", "A", "A", RecordStatus.COMPLETED, Route.FULL, WHEN, Whereabouts.RECEIVED, received_at=WHEN
    )
    assert whereabouts_words(line)[0] == "✓ Safely received by the office on 13 October 2026."
