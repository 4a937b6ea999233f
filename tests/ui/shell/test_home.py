"""The people, and beginning an assessment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from doorstep.assessment.answer import ApproximateDate
from doorstep.assessment.facts import Route, RouteChosen, decode_fact
from doorstep.assessment.people import Person
from doorstep.assessment.record import RecordStatus
from doorstep.services.assessments import Assessments, PersonSummary
from doorstep.services.summary import AssessmentSummary, Whereabouts
from doorstep.ui.controls.buttons import Button
from doorstep.ui.routes import ROUTES
from doorstep.ui.whereabouts import whereabouts_words

if TYPE_CHECKING:
    from doorstep.ui.begin_next import BeginNext
    from services.profiles import Clock
    from ui.shell.hands import Hands

WHEN = dt.datetime(2026, 10, 13, 12, tzinfo=dt.UTC)
LINE = AssessmentSummary(
    record_id="r",
    person_id="p",
    name="A",
    called="A",
    form="needs-assessment",
    title="Needs assessment",
    status=RecordStatus.COMPLETED,
    route=Route.FULL,
    changed_at=WHEN,
    whereabouts=Whereabouts.ONLY_HERE,
)
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
    [person], [card] = visit.home.people(), visit.home.cards()
    assert visit.sees("Mr Pennant", person)
    for words in (
        "Needs assessment",
        "In progress",
        "last visit today",
        "was due 1 October 2026",
        "Not sent to the office",
    ):
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
    line = msgspec.structs.replace(LINE, whereabouts=whereabouts)
    words, _colour = whereabouts_words(line)
    assert words.endswith(".")


def test_the_day_of_the_receipt_is_said():
    line = msgspec.structs.replace(LINE, whereabouts=Whereabouts.RECEIVED, received_at=WHEN)
    assert whereabouts_words(line)[0] == "✓ Safely received by the office on 13 October 2026."


# each person once, and what comes next


def begin_next(hands: Hands, form: str, person: str = "Mr Pennant") -> BeginNext:
    """Open the place where a further record of a person is begun, as the menu does."""
    hands.window.show_home()
    card = next(card for card in hands.home.people() if card.person.called == person)
    card.menu.aboutToShow.emit()
    next(action for action in card.menu.actions() if action.objectName().startswith(f"next_{form}")).trigger()
    assert card.begin is not None
    return card.begin


def test_a_person_stands_there_once_with_all_their_records(visit: Hands):
    visit.page.assessment.answer("wm_good_day", "Dominoes")
    first = visit.page.assessment.record_id
    visit.workspace.assessments.continue_with(first, "care-plan")
    visit.key(Qt.Key.Key_H, CONTROL)
    [person] = visit.home.people()
    assert [card.summary.form for card in person.cards] == ["care-plan", "needs-assessment"]
    assert visit.home.count.text() == "1 person"


def test_the_menu_says_what_can_come_next(visit: Hands):
    visit.key(Qt.Key.Key_H, CONTROL)
    [person] = visit.home.people()
    assert [step.words for step in person.steps()] == [
        "Prepare a visit",
        "Assess again",
        "Care and support plan",
        "Review",
        "Ask how it was",
        "Carer's assessment for Marcia Pennant-Doyle",
    ]


def test_going_on_says_plainly_what_is_known_and_by_when(visit: Hands, clock: Clock):
    visit.page.assessment.answer("wm_good_day", "Dominoes")
    visit.page.assessment.answer("wm_bad_day", "Rain")
    clock.move(days=365)
    begin = begin_next(visit, "needs-assessment")
    assert "from before, the last from 6 October 2026, to check with Mr Pennant" in begin.known.text()
    assert begin.route.value is Route.REASSESSMENT
    visit.press("begin_next_now", begin)
    assert "Write why this route fits" in begin.notice.told  # a shorter route is not taken without its reason
    assert begin.reason.hasFocus()
    visit.type("A year has gone by")
    visit.key(Qt.Key.Key_Return)
    assert visit.page.assessment.state.route is Route.REASSESSMENT
    assert "from before, the last from 6 October 2026, to check with Mr Pennant." in visit.people.from_before.told
    visit.press("begin_checking")
    assert visit.window.focusWidget().objectName() == "confirm_still_true"


def test_a_carers_record_is_opened_only_by_the_carers_own_yes(visit: Hands):
    begin = begin_next(visit, "carer-assessment")
    assert "Nothing from the other record is in it" in begin.known.text()
    before = visit.page.assessment
    visit.press("begin_next_now", begin)
    assert "Ask Marcia Pennant-Doyle first" in begin.notice.told
    assert begin.yes.hasFocus()
    assert visit.page.assessment is before
    visit.key(Qt.Key.Key_Space)
    visit.press("begin_next_now", begin)
    opened = visit.page.assessment
    assert opened.definition.form == "carer-assessment"
    assert opened.state.person.name == "Marcia Pennant-Doyle"
    visit.workspace.assessments.settle()
    *_, entries = visit.workspace.assessments.with_journal(opened.record_id)
    said = [fact.reason for entry in entries if isinstance(fact := decode_fact(entry.fact), RouteChosen)]
    assert said == ["Marcia Pennant-Doyle said yes to an assessment of their own."]


def test_linked_people_lead_to_each_other(visit: Hands):
    begin = begin_next(visit, "carer-assessment")
    begin.yes.setChecked(True)
    visit.press("begin_next_now", begin)
    visit.window.show_home()
    marcia, pennant = visit.home.people()
    assert visit.home.count.text() == "2 people, the one worked with last first"
    assert marcia.person.called == "Marcia Pennant-Doyle"
    [relative] = marcia.person.relatives
    visit.press(f"to_{relative.person_id}", marcia)
    assert pennant.next_button.hasFocus()
    visit.home.search.setText("Marcia")
    assert [step.words for step in pennant.steps()].count("Carer's assessment for Marcia Pennant-Doyle") == 0


@pytest.mark.parametrize(
    "form", ["pre-visit", "needs-assessment", "care-plan", "review", "carer-assessment", "feedback"]
)
def test_each_form_can_be_begun_with_somebody_new(home: Hands, form: str):
    home.key(Qt.Key.Key_N, CONTROL)
    new = home.home.new
    home.type("Joan Ferris")
    new.form.choose(form)
    new.form.changed.emit(form)
    assert new.route.isVisible() == (form == "needs-assessment")
    home.press("begin_assessment")
    if form == "carer-assessment":
        assert "only when the carer says yes" in new.notice.told
        home.key(Qt.Key.Key_Space)
        home.press("begin_assessment")
    home.until(lambda: home.window.assessment is not None)
    assert home.page.assessment.definition.form == form


def test_the_name_comes_first_and_is_in_sight(home: Hands):
    home.window.resize(900, 500)
    home.key(Qt.Key.Key_N, CONTROL)
    home.qtbot.wait(50)
    page, name = home.home, home.home.new.name
    assert name.hasFocus()
    top = name.mapTo(page.viewport(), name.rect().topLeft()).y()
    assert 0 <= top <= page.viewport().height() - name.height()


def test_a_shorter_route_asks_for_its_reason(home: Hands):
    home.key(Qt.Key.Key_N, CONTROL)
    new = home.home.new
    home.type("Joan Ferris")
    assert not new.reason.isVisible()
    new.route.choose(Route.URGENT_FIRST)
    new.route.changed.emit(Route.URGENT_FIRST)
    home.press("begin_assessment")
    assert "Write why this route fits" in new.notice.told
    home.type("No heating in the house")
    home.key(Qt.Key.Key_Return)
    assert home.page.assessment.state.route is Route.URGENT_FIRST


def test_what_is_kept_apart_can_be_sent_and_not_opened(visit: Hands, clock: Clock):
    opened = visit.workspace.assessments.continue_with(visit.page.assessment.record_id, "feedback")
    visit.workspace.assessments.leave(opened.record_id)
    clock.move(days=1)
    visit.window.show_home()
    card = next(card for card in visit.home.cards() if card.summary.form == "feedback")
    assert visit.sees("not for whoever did the assessment", card)
    assert not card.open_button.isVisible()
    assert visit.find(QAbstractButton, "send", card).isVisible()


def test_what_the_office_lent_can_be_gone_on_from_and_not_opened(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    first, until = visit.page.assessment.record_id, dt.date(2026, 10, 20)
    lent = msgspec.structs.replace(LINE, record_id=first, whereabouts=Whereabouts.LENT, lent_until=until)
    person = PersonSummary("p", "Joan Ferris", "Joan", (), lent=(lent,))
    monkeypatch.setattr(Assessments, "people", lambda *_: (person,))
    visit.window.show_home()
    [card] = visit.home.people()
    assert visit.sees("From the office, to read from until 20 October 2026.", card)
    visit.home.search.setFocus()
    visit.key(Qt.Key.Key_Return)
    assert visit.window.pages.page_name == "home"
    assert card.steps()[1].words == "Assess again"
    card.go_on(card.steps()[1])
    assert card.begin is not None


@pytest.mark.serves("TB-21")
def test_two_people_are_linked_and_nothing_is_merged(visit: Hands):
    other = visit.workspace.assessments.start(Person("", "Rhys Pennant", "Rhys"))
    visit.window.show_home()
    card = next(card for card in visit.home.people() if card.person.called == "Mr Pennant")
    card.menu.aboutToShow.emit()
    next(action for action in card.menu.actions() if action.objectName() == "link_somebody").trigger()
    assert card.linking is not None
    assert card.linking.kind.rows[0].hasFocus()
    card.linking.name.setFocus()
    visit.type("nobody of that name")
    visit.press("link_them", card)
    assert "Begin with them first" in card.linking.notice.told
    card.linking.name.clear()
    visit.type("Rhys")
    visit.key(Qt.Key.Key_Return)
    linked = next(card for card in visit.home.people() if card.person.called == "Mr Pennant")
    assert any(button.words == "Rhys Pennant cares for Mr Pennant" for button in linked.findChildren(Button))
    assert linked.next_button.hasFocus()
    rhys = next(card for card in visit.home.people() if card.person.called == "Rhys")
    assert any(button.words == "Rhys cares for Everald Josiah Pennant" for button in rhys.findChildren(Button))
    assert [party.name for party in other.state.parties] == ["Aoife Lindqvist"]  # nothing came over


def test_nothing_begins_when_the_place_is_folded_away(visit: Hands):
    begin = begin_next(visit, "review")
    begin.focus_first()
    visit.key(Qt.Key.Key_Escape)
    [person] = visit.home.people()
    assert person.begin is None
    assert person.next_button.hasFocus()
    assert len(person.cards) == 1


def test_leaving_the_place_for_somebody_new_goes_back_to_its_button(home: Hands):
    home.press("new_assessment")
    assert home.home.new.name.hasFocus()
    home.key(Qt.Key.Key_Escape)
    assert home.find(QAbstractButton, "new_assessment").hasFocus()
