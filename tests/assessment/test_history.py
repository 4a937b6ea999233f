"""Undo and redo: a step back is an appended fact, and what comes back is what was there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from assessment.small_form import NO, YES, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import WORKER, AnswerKey, AnswerState, Choices
from doorstep.assessment.record import RecordBuilder
from doorstep.definition.model import Visibility

if TYPE_CHECKING:
    from doorstep.assessment.change import Change
    from doorstep.assessment.record import Record
    from doorstep.assessment.session import AssessmentSession


def timeless(session: AssessmentSession) -> Record:
    record = session.freeze()
    return msgspec.structs.replace(record, changed_at=record.started_at)


def undo(session: AssessmentSession) -> Change:
    change = session.undo()
    assert change is not None
    return change


def redo(session: AssessmentSession) -> Change:
    change = session.redo()
    assert change is not None
    return change


def test_there_is_nothing_to_undo_at_first(session: AssessmentSession) -> None:
    assert (session.can_undo, session.can_redo) == (False, False)
    assert session.undo() is None
    assert session.redo() is None


def test_an_answer_goes_back_to_what_it_was_with_when_it_was_said(session: AssessmentSession) -> None:
    session.answer("well", YES)
    first = session.state.current(AnswerKey("well"))
    session.answer("well", NO)
    change = undo(session)
    assert session.state.current(AnswerKey("well")) == first
    assert isinstance(change.facts[0], f.AnswerGiven)
    assert change.facts[0].at > first.provenance.recorded_at  # type: ignore[union-attr]
    undo(session)
    assert session.state.current(AnswerKey("well")) is None
    assert (session.can_undo, session.can_redo) == (False, True)


def test_redo_says_it_again_as_it_was_said(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("why", "Sore")
    before = timeless(session)
    undo(session), undo(session)
    redo(session), redo(session)
    assert timeless(session) == before
    assert not session.can_redo


def test_a_new_step_ends_what_could_be_redone(session: AssessmentSession) -> None:
    session.answer("well", NO)
    undo(session)
    session.answer("well", YES)
    assert not session.can_redo


def test_a_request_that_changes_nothing_is_no_step(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("well", NO)
    session.clear("why")
    undo(session)
    assert not session.can_undo


def test_clearing_gaps_and_visibility_can_be_taken_back(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("why", "Sore")
    before = timeless(session)
    session.clear("why")
    session.leave_gap("why", AnswerState.COME_BACK, voice=WORKER)
    undo(session), undo(session)
    assert timeless(session) == before
    session.set_visibility(AnswerKey("why"), Visibility.PRIVATE_PERSON)
    undo(session)
    assert timeless(session) == before


def test_a_removed_row_comes_back_whole_in_its_place(journal: Journal) -> None:
    session = journal.session
    rows = [journal.row("pe_ecomap") for _ in range(3)]
    session.answer("pe_ecomap.name", "Dina", path=rows[1])
    session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=rows[1])
    calls = [journal.row("pe_ecomap.calls", rows[1]) for _ in range(2)]
    session.answer("pe_ecomap.calls.urgent", YES, path=calls[0])
    session.answer("pe_ecomap.calls.if_carer", "x", path=calls[1])
    before = timeless(session)
    shown_before = session.remove_row("pe_ecomap", rows[1][0]).hidden
    change = undo(session)
    assert timeless(session) == before
    assert session.state.rows_of("pe_ecomap")[1] == rows[1][0]
    assert change.shown == shown_before
    redo(session)
    assert session.state.rows_of("pe_ecomap") == (rows[0][0], rows[2][0])
    assert not [key for key in session.freeze().by_key if key.path[:1] == rows[1]]


def test_rows_added_and_moved_can_be_taken_back(journal: Journal) -> None:
    session = journal.session
    first, second = (journal.row("pe_ecomap")[0] for _ in range(2))
    session.move_row("pe_ecomap", second, 0)
    undo(session)
    assert session.state.rows_of("pe_ecomap") == (first, second)
    undo(session)
    assert session.state.rows_of("pe_ecomap") == (first,)
    redo(session), redo(session)
    assert session.state.rows_of("pe_ecomap") == (second, first)


def test_a_route_can_be_taken_back(session: AssessmentSession) -> None:
    full = session.state.missing()
    session.choose_route(f.Route.FOCUSED, "One thing only")
    assert undo(session).newly_incomplete
    assert session.state.route is f.Route.FULL
    assert session.state.missing() == full


def test_people_and_visits_are_not_undone(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    undo(session)
    assert session.state.visits[0].id == "v1"
    assert session.state.current(AnswerKey("well")) is None


def test_a_signature_ends_what_could_be_undone(session: AssessmentSession) -> None:
    for missing in session.state.missing():
        session.leave_gap(missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER)
    undo(session)
    redo(session)
    session.sign()
    assert (session.can_undo, session.can_redo) == (False, False)


def test_steps_back_are_facts_like_any_other(journal: Journal) -> None:
    session = journal.session
    for change in (session.answer("well", NO), session.answer("why", "x"), undo(session), undo(session), redo(session)):
        journal.facts.extend(change.facts)
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()
