"""Right-sized routes and the dates that go with them: TB-13, TB-14, TB-15."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from assessment.small_form import MRS_ALLEN, NO, SAM, YES, YES_NO, item, worker
from doorstep.assessment.answer import WORKER, AnswerKey, AnswerState, ApproximateDate, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import Route, RouteChosen
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.conditions import Comparison, Operator
from doorstep.definition.loader import installed_form
from doorstep.definition.model import AnswerOption, FormDefinition, ItemType, Section
from doorstep.errors import FullerAssessmentOwedError, NotReadyToSignError

if TYPE_CHECKING:
    from doorstep.assessment.derived import Promise

URGENT = FormDefinition(
    "urgent",
    "A short form",
    "1.0.0",
    "en-GB",
    (
        Section(
            "S01",
            "start",
            "Start",
            (
                item("na_urgent", ItemType.YES_NO, options=YES_NO, required=True, legal=True),
                worker(
                    "na_full_by",
                    ItemType.DATE,
                    required=True,
                    legal=True,
                    enable_when=Comparison("na_urgent", Operator.EQUALS, ("yes",)),
                ),
                worker(
                    "na_proportion",
                    ItemType.SINGLE_CHOICE,
                    options=tuple(AnswerOption(route.value, route.name) for route in Route),
                ),
                worker(
                    "na_proportion_reason",
                    ItemType.LONG_TEXT,
                    enable_when=Comparison("na_proportion", Operator.NOT_EQUALS, ("full",)),
                ),
                worker("na_decision_due", ItemType.DATE),
                worker(
                    "na_urgent_actions",
                    ItemType.REPEAT_GROUP,
                    items=(worker("na_urgent_actions.by_when", ItemType.DATE),),
                ),
            ),
            "Start",
        ),
    ),
    digest="urgent",
)
KIND, REASON = (AnswerKey(name, (), WORKER) for name in ("na_proportion", "na_proportion_reason"))


class Day:
    """A clock that only tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 6, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def session(day: Day) -> AssessmentSession:
    ids = count(1)
    started, _ = AssessmentSession.start(
        URGENT, MRS_ALLEN, SAM, record_id="r1", clock=day, new_id=lambda: f"i{next(ids)}"
    )
    return started


def test_choosing_a_route_answers_which_one_fits_and_why_in_one_step(session: AssessmentSession) -> None:
    session.choose_route(Route.FOCUSED, "She is tired")
    answers = session.freeze().by_key
    assert answers[KIND].value == Choices(("focused",))
    assert answers[REASON].value == "She is tired"
    assert session.state.is_shown("na_proportion_reason")
    session.undo()
    assert session.state.route is Route.FULL
    assert KIND not in session.freeze().by_key


def test_answering_which_one_fits_chooses_the_route(session: AssessmentSession) -> None:
    change = session.answer("na_proportion", Choices(("urgent_first",)))
    assert RouteChosen in {type(fact) for fact in change.facts}
    assert session.state.route is Route.URGENT_FIRST
    session.undo()
    assert session.state.route is Route.FULL


def test_changing_the_route_loses_nothing(session: AssessmentSession) -> None:
    session.answer("na_urgent", NO)
    session.answer("na_decision_due", ApproximateDate(2026, 11, 2))
    for route in (Route.URGENT_FIRST, Route.REASSESSMENT, Route.JOINT, Route.FULL):
        session.choose_route(route, "It changed")
    assert session.state.current(AnswerKey("na_urgent")) is not None
    assert session.state.derived.promised_dates[0].due == date(2026, 11, 2)


@pytest.mark.parametrize("route", Route)
def test_every_legal_question_of_the_real_form_is_needed_on_every_route(route: Route) -> None:
    form = installed_form("needs-assessment")
    session, _ = AssessmentSession.start(form, MRS_ALLEN, SAM, record_id="r1", clock=Day(), new_id=str, route=route)
    missing = {each.ref.link_id for each in session.state.missing()}
    legal = {
        link_id
        for link_id, place in form.places.items()
        if place.item.legal and not place.repeats and session.state.is_shown(link_id)
    }
    assert legal
    assert legal <= missing


def test_an_urgent_answer_is_not_signed_without_the_day_of_the_fuller_assessment(session: AssessmentSession) -> None:
    session.answer("na_urgent", YES)
    with pytest.raises(FullerAssessmentOwedError):
        session.sign()
    session.leave_gap("na_full_by", AnswerState.COULD_NOT_FIND_OUT, reason="The team will say")
    assert [each.ref for each in session.state.missing()] == [ItemRef("na_full_by")]
    with pytest.raises(FullerAssessmentOwedError):
        session.sign()
    session.answer("na_full_by", ApproximateDate(2026, 10))  # some day in October is no day
    with pytest.raises(FullerAssessmentOwedError):
        session.sign()
    session.answer("na_full_by", ApproximateDate(2026, 10, 20))
    session.sign()
    assert session.state.signed is not None


def test_the_urgent_first_route_owes_that_day_even_where_nobody_said_that_it_is_urgent(
    session: AssessmentSession,
) -> None:
    session.choose_route(Route.URGENT_FIRST, "The boiler is out")
    with pytest.raises(NotReadyToSignError):
        session.sign()
    session.answer("na_urgent", NO)
    with pytest.raises(FullerAssessmentOwedError):
        session.sign()
    session.choose_route(Route.FULL)
    session.sign()


def _decision(session: AssessmentSession) -> Promise:
    return session.state.derived.promised_dates[0]


def test_a_promise_waits_while_the_person_thinks_and_the_days_are_added(session: AssessmentSession, day: Day) -> None:
    session.answer("na_decision_due", ApproximateDate(2026, 10, 10))
    session.asides.pause_clock("Time to think")
    day.now += timedelta(days=20)
    session.answer("na_urgent", NO)
    assert _decision(session).waits
    assert session.state.derived.overdue == ()
    session.asides.resume_clock()
    assert not _decision(session).waits
    assert (_decision(session).due, _decision(session).falls_due) == (date(2026, 10, 10), date(2026, 10, 30))
    day.now += timedelta(days=5)
    session.answer("na_urgent", YES)
    assert [promise.ref.link_id for promise in session.state.derived.overdue] == ["na_decision_due"]


def test_a_pause_that_comes_too_late_moves_nothing(session: AssessmentSession, day: Day) -> None:
    session.answer("na_decision_due", ApproximateDate(2026, 10, 10))
    day.now += timedelta(days=10)
    session.asides.pause_clock("Time to think")
    session.asides.resume_clock()
    assert _decision(session).falls_due == date(2026, 10, 10)
    assert session.state.derived.overdue == (_decision(session),)


def test_what_cannot_wait_does_not_wait(session: AssessmentSession, day: Day) -> None:
    row = (session.add_row("na_urgent_actions").facts[0].row,)  # type: ignore[union-attr]
    session.answer("na_urgent_actions.by_when", ApproximateDate(2026, 10, 7), path=row)
    session.asides.pause_clock("Time to think")
    day.now += timedelta(days=3)
    session.answer("na_urgent", NO)
    assert [promise.ref.link_id for promise in session.state.derived.overdue] == ["na_urgent_actions.by_when"]
