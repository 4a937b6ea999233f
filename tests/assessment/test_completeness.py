"""What is missing, who can answer, why it matters, and what settles it (TB-03, TB-14, TB-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA, NO, YES, Journal
from doorstep.assessment.answer import WORKER, AnswerState, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.completeness import ProgressMark
from doorstep.assessment.facts import Route
from doorstep.assessment.people import voice_of
from doorstep.definition.model import Speaker

if TYPE_CHECKING:
    from doorstep.assessment.completeness import Missing
    from doorstep.assessment.session import AssessmentSession


def missing(session: AssessmentSession) -> dict[str, Missing]:
    return {entry.ref.link_id: entry for entry in session.state.missing()}


def topic(session: AssessmentSession, link_id: str):
    return session.state.progress(next(topic for topic in session.definition.topics if topic.link_id == link_id))


def test_it_says_what_who_why_and_where(session: AssessmentSession) -> None:
    entry = missing(session)["well"]
    assert (entry.question, entry.who, entry.why, entry.topic_link_id) == (
        "well",
        Speaker.PERSON,
        "Care Act s9",
        "start",
    )
    assert entry.legal
    assert not entry.needs_decision


def test_every_missing_question_has_a_reason_why_it_matters(session: AssessmentSession) -> None:
    session.answer("well", NO)
    assert all(entry.why for entry in session.state.missing())


def test_could_not_ask_because_is_one_step(session: AssessmentSession) -> None:
    change = session.leave_gap("well", AnswerState.NOT_ASKED, reason="She fell asleep", voice=WORKER)
    assert change.newly_complete == (ItemRef("well"),)
    assert "well" not in missing(session)


@pytest.mark.parametrize(
    ("state", "reason", "settled"),
    [
        (AnswerState.NOT_ASKED, "", False),
        (AnswerState.NOT_ASKED, "Too tired", True),
        (AnswerState.COULD_NOT_FIND_OUT, "", False),
        (AnswerState.COULD_NOT_FIND_OUT, "GP shut", True),
        (AnswerState.CHOSE_NOT_TO_SAY, "", True),
        (AnswerState.DOES_NOT_APPLY, "", True),
        (AnswerState.COME_BACK, "", False),
        (AnswerState.COME_BACK, "After tea", False),
    ],
)
def test_what_settles_an_ordinary_required_question(
    session: AssessmentSession, state: AnswerState, reason: str, settled: bool
) -> None:
    session.answer("well", NO)
    session.leave_gap("why", state, reason=reason)
    assert ("why" not in missing(session)) == settled


@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.ANSWERED])
def test_a_gap_on_a_legal_question_is_a_decision_and_owes_a_reason(
    session: AssessmentSession, state: AnswerState
) -> None:
    session.leave_gap("well", state)
    entry = missing(session)["well"]
    assert entry.needs_decision == (state is not AnswerState.COME_BACK)
    assert entry.came_back == (state is AnswerState.COME_BACK)
    session.leave_gap("well", state, reason=" ")
    assert "well" in missing(session)
    session.leave_gap("well", state, reason="She asked me to leave it")
    assert ("well" in missing(session)) == (state is AnswerState.COME_BACK)


def test_nobody_elses_words_settle_what_the_person_is_asked(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("why", "I think she is sad", voice=WORKER)
    session.answer("why", "Mum is fine", voice=voice_of(DINA))
    session.leave_gap("why", AnswerState.DOES_NOT_APPLY, voice=voice_of(DINA))
    assert "why" in missing(session)
    session.answer("why", "My knees")
    assert "why" not in missing(session)


def test_any_carer_settles_what_carers_are_asked(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina", path=path)
    session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=path)
    session.answer("pe_carer_view", "She is worn out", voice=WORKER)
    assert "pe_carer_view" in missing(session)
    session.answer("pe_carer_view", "I am worn out", voice=voice_of(DINA))
    assert "pe_carer_view" not in missing(session)


def test_a_required_list_wants_a_row_with_something_in_it(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    assert "pe_ecomap" in missing(session)
    change = session.answer("pe_ecomap.name", "Dina", path=path)
    assert change.newly_complete == (ItemRef("pe_ecomap"),)
    assert session.clear("pe_ecomap.name", path=path).newly_incomplete == (ItemRef("pe_ecomap"),)
    session.leave_gap("pe_ecomap", AnswerState.DOES_NOT_APPLY, reason="No one")
    assert "pe_ecomap" not in missing(session)


def test_each_row_is_missing_apart_and_in_row_order(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina", path=path)
    calls = [journal.row("pe_ecomap.calls", path) for _ in range(3)]
    for call in calls:
        session.answer("pe_ecomap.calls.urgent", YES, path=call)
    session.move_row("pe_ecomap.calls", calls[2][1], 0, path)
    session.answer("pe_ecomap.calls.what", "Fell", path=calls[1])
    refs = [entry.ref.path for entry in session.state.missing() if entry.ref.link_id == "pe_ecomap.calls.what"]
    assert refs == [calls[2], calls[0]]


def test_what_is_hidden_is_not_missing(session: AssessmentSession) -> None:
    change = session.answer("well", NO)
    assert ItemRef("why") in change.newly_incomplete
    change = session.answer("well", YES)
    assert ItemRef("why") in change.newly_complete


@pytest.mark.parametrize("route", [Route.FOCUSED, Route.URGENT_FIRST, Route.REASSESSMENT])
def test_shorter_routes_need_only_what_the_law_needs(journal: Journal, route: Route) -> None:
    session = journal.session
    full = set(missing(session))
    change = session.choose_route(route, "She asked for one thing")
    assert set(missing(session)) == {"well"}
    assert {ref.link_id for ref in change.newly_complete} == full - {"well"}
    session.choose_route(Route.JOINT)
    assert set(missing(session)) == full


def test_no_route_drops_a_legal_question_that_appears(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.choose_route(Route.URGENT_FIRST)
    session.answer("pe_ecomap.name", "Dina", path=path)
    call = journal.row("pe_ecomap.calls", path)
    assert ItemRef("any_urgent") in session.answer("pe_ecomap.calls.urgent", YES, path=call).newly_incomplete


def test_a_topic_says_how_far_it_has_come(session: AssessmentSession) -> None:
    assert topic(session, "grouped").mark is ProgressMark.UNTOUCHED
    assert topic(session, "start").mark is ProgressMark.UNTOUCHED
    session.answer("well", NO)
    start = topic(session, "start")
    assert (start.answered, start.needed, start.open_needed, start.mark) == (1, 2, 1, ProgressMark.BEGUN)
    session.leave_gap("why", AnswerState.COME_BACK)
    assert topic(session, "start").mark is ProgressMark.NEEDS
    session.answer("why", "Sore")
    session.answer("after_why", "x")
    session.answer("after_after", "x")
    start = topic(session, "start")
    assert (start.answered, start.needed, start.open_needed, start.mark) == (4, 3, 0, ProgressMark.DONE)


def test_a_legal_gap_without_reason_marks_its_topic(session: AssessmentSession) -> None:
    session.leave_gap("well", AnswerState.NOT_ASKED)
    assert topic(session, "start").mark is ProgressMark.NEEDS
