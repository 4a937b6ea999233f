"""The verbs: lanes, gaps, rows, signing. What is refused leaves the record as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assessment.small_form import DINA, FORM, MRS_ALLEN, NO, PAUL, SAM, YES, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState, Choices, SourceKind, Voice
from doorstep.assessment.people import Carer, Worker, voice_of
from doorstep.assessment.record import RecordBuilder, RecordStatus, decode_record, encode_record
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.model import Speaker, Visibility
from doorstep.errors import (
    NotReadyToSignError,
    RecordFrozenError,
    RowNotFoundError,
    UnknownItemError,
    WrongValueError,
    WrongVoiceError,
)

GAP = AnswerState.NOT_ASKED


def test_the_first_facts_say_who_and_with_which_form(journal: Journal) -> None:
    started, joined = journal.facts[:2]
    assert isinstance(started, f.RecordStarted)
    assert started.form == f.FormReference("small", "1.0.0", "digest")
    assert joined == f.PartyPut(joined.at, "w1", SAM)


def test_an_answer_goes_to_whoever_is_asked_and_says_where_it_came_from(session: AssessmentSession) -> None:
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    change = session.answer("well", YES)
    answer = session.state.current(AnswerKey("well"))
    assert change.answered == (AnswerKey("well", (), PERSON),)
    assert answer is not None
    assert answer.value == YES
    assert (answer.provenance.recorded_by, answer.provenance.visit, answer.provenance.source) == (
        "w1",
        "v1",
        SourceKind.SAID,
    )


def test_lanes_are_kept_apart_and_listed_in_order(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("why", "The worker's view", voice=WORKER)
    session.answer("why", "Dina's words", voice=voice_of(DINA))
    session.answer("why", "Her own words")
    said = [(session.state.speaker_name(voice), answer.value) for voice, answer in session.state.answers_of("why")]
    assert said == [
        ("Mrs Allen", "Her own words"),
        ("Dina Allen", "Dina's words"),
        ("Sam Okoro", "The worker's view"),
    ]


def test_carers_have_a_lane_each_in_the_order_in_which_they_joined(session: AssessmentSession) -> None:
    session.put_party(Carer("a0", "Abel Allen"))
    names = [session.state.speaker_name(voice) for voice in session.state.lanes("why")]
    assert names == ["Mrs Allen", "Dina Allen", "Paul Allen", "Abel Allen", "Jo Hart", "Sam Okoro"]


@pytest.mark.parametrize("voice", [WORKER, voice_of(DINA)])
def test_nobody_speaks_in_the_persons_place(session: AssessmentSession, voice: Voice) -> None:
    with pytest.raises(WrongVoiceError):
        session.answer("well", YES, voice=voice)


def test_a_stranger_has_no_lane(session: AssessmentSession) -> None:
    with pytest.raises(WrongVoiceError):
        session.answer("why", "x", voice=Voice(Speaker.CARER, "nobody"))
    with pytest.raises(WrongVoiceError):
        session.answer("why", "x", voice=Voice(Speaker.CARER, "s1"))


def test_with_two_carers_the_carer_must_be_named(session: AssessmentSession) -> None:
    with pytest.raises(WrongVoiceError):
        session.answer("pe_carer_willing", "Yes")
    session.answer("pe_carer_willing", "Yes", voice=voice_of(PAUL))


def test_with_one_carer_the_lane_is_clear() -> None:
    journal = Journal(people=False)
    journal.session.put_party(DINA)
    assert journal.session.answer("pe_carer_willing", "Yes").answered[0].voice == voice_of(DINA)


def test_the_same_words_again_append_nothing(session: AssessmentSession) -> None:
    session.answer("well", YES)
    assert session.answer("well", YES).facts == ()
    assert session.answer("well", NO).facts


def test_the_same_words_at_a_later_visit_are_a_new_fact(session: AssessmentSession) -> None:
    session.answer("well", YES)
    session.put_visit(f.Visit("v2", date(2026, 10, 13)))
    assert session.answer("well", YES).facts


def test_changing_the_words_keeps_who_may_see_them(session: AssessmentSession) -> None:
    key = AnswerKey("why")
    session.answer("why", "First")
    session.set_visibility(key, Visibility.PRIVATE_PERSON)
    session.answer("why", "Second")
    answer = session.state.current(key)
    assert answer is not None
    assert (answer.value, answer.visibility) == ("Second", Visibility.PRIVATE_PERSON)


def test_who_may_see_cannot_be_set_on_a_blank(session: AssessmentSession) -> None:
    with pytest.raises(WrongValueError):
        session.set_visibility(AnswerKey("why"), Visibility.SHARE)


def test_the_worker_may_always_say_why_not(session: AssessmentSession) -> None:
    session.leave_gap("well", GAP, reason="Too tired", voice=WORKER)
    answer = session.state.current(AnswerKey("well", (), WORKER))
    assert answer is not None
    assert (answer.state, answer.reason, answer.value) == (GAP, "Too tired", None)


def test_a_gap_stands_with_the_worker_when_nobody_of_that_kind_is_there() -> None:
    change = Journal(people=False).session.leave_gap("pe_carer_willing", GAP, reason="Nobody came")
    assert change.answered[0].voice == WORKER


def test_a_gap_is_never_an_answer(session: AssessmentSession) -> None:
    with pytest.raises(WrongValueError):
        session.leave_gap("well", AnswerState.ANSWERED)


def test_clearing_makes_a_lane_blank_and_clearing_a_blank_does_nothing(session: AssessmentSession) -> None:
    session.answer("well", YES)
    assert session.clear("well").answered == (AnswerKey("well"),)
    assert session.state.current(AnswerKey("well")) is None
    assert session.clear("well").facts == ()


def test_what_the_form_does_not_know_is_refused(session: AssessmentSession) -> None:
    with pytest.raises(UnknownItemError):
        session.answer("nonsense", "x")
    with pytest.raises(UnknownItemError):
        session.state.is_shown("section S01")


def test_rows_are_added_moved_and_removed(journal: Journal) -> None:
    session = journal.session
    first, second, third = (journal.row("pe_ecomap")[0] for _ in range(3))
    session.move_row("pe_ecomap", third, 0)
    assert session.state.rows_of("pe_ecomap") == (third, first, second)
    session.remove_row("pe_ecomap", first)
    assert session.state.rows_of("pe_ecomap") == (third, second)
    assert session.move_row("pe_ecomap", third, 0).facts == ()
    between = session.add_row("pe_ecomap", position=1).facts[0]
    assert session.state.rows_of("pe_ecomap") == (third, between.row, second)  # type: ignore[union-attr]


def test_a_path_must_lead_to_a_row_that_is_there(journal: Journal) -> None:
    path = journal.row("pe_ecomap")
    with pytest.raises(RowNotFoundError):
        journal.session.answer("pe_ecomap.name", "Dina", path=("lost",))
    with pytest.raises(RowNotFoundError):
        journal.session.answer("pe_ecomap.name", "Dina")
    with pytest.raises(RowNotFoundError):
        journal.session.answer("well", YES, path=path)
    with pytest.raises(RowNotFoundError):
        journal.session.add_row("pe_ecomap.calls", ("lost",))
    with pytest.raises(RowNotFoundError):
        journal.session.remove_row("pe_ecomap", "lost")


def test_a_full_repeat_takes_no_more(journal: Journal) -> None:
    path = journal.row("pe_ecomap")
    for _ in range(3):
        journal.row("pe_ecomap.calls", path)
    with pytest.raises(WrongValueError):
        journal.session.add_row("pe_ecomap.calls", path)


def test_only_repeats_have_rows(session: AssessmentSession) -> None:
    with pytest.raises(WrongValueError):
        session.add_row("well")


def test_names_from_the_map_can_be_chosen_and_outlive_their_row(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina Allen", path=path)
    codes = [option.code for option in session.state.options_of("helpers")]
    assert codes == ["paid", "=Dina Allen"]
    session.answer("helpers", Choices(("=Dina Allen", "paid")))
    session.remove_row("pe_ecomap", path[0])
    assert [option.text for option in session.state.options_of("helpers")] == ["Paid care", "Dina Allen"]
    assert session.state.current(AnswerKey("helpers")).value == Choices(("paid", "=Dina Allen"))  # type: ignore[union-attr]


def _settle_everything(session: AssessmentSession) -> None:
    for missing in session.state.missing():
        session.leave_gap(missing.ref.link_id, GAP, reason="She was tired", voice=WORKER, path=missing.ref.path)


def test_signing_waits_for_open_questions_and_counts_them(session: AssessmentSession) -> None:
    with pytest.raises(NotReadyToSignError) as refused:
        session.sign()
    assert refused.value.facts == {"missing": len(session.state.missing()), "decisions": ()}
    assert session.state.signed is None


def test_honest_gaps_let_the_worker_sign(session: AssessmentSession) -> None:
    _settle_everything(session)
    session.sign("As I saw it")
    assert session.state.status is RecordStatus.COMPLETED
    assert session.state.signed is not None


def test_a_signed_record_takes_addenda_only(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("why", "Before")
    _settle_everything(session)
    session.sign()
    before = session.freeze()
    attempts = [
        lambda: session.answer("well", YES),
        lambda: session.leave_gap("well", GAP, reason="x"),
        lambda: session.clear("why"),
        lambda: session.set_visibility(AnswerKey("why"), Visibility.SHARE),
        lambda: session.add_row("pe_ecomap"),
        lambda: session.remove_row("pe_ecomap", path[0]),
        lambda: session.put_party(DINA),
        lambda: session.put_visit(f.Visit("v", date(2026, 1, 1))),
        lambda: session.choose_route(f.Route.FOCUSED),
        lambda: session.sign(),
    ]
    for attempt in attempts:
        with pytest.raises(RecordFrozenError):
            attempt()
    assert session.freeze() == before
    session.add_addendum("why", "Her name is Grace", "Misheard")
    assert session.state.status is RecordStatus.AMENDED
    assert session.freeze().addenda[0].words == "Her name is Grace"


def test_an_addendum_needs_a_signature_words_and_a_known_question(session: AssessmentSession) -> None:
    with pytest.raises(WrongValueError):
        session.add_addendum("why", "Too early", "")
    _settle_everything(session)
    session.sign()
    with pytest.raises(WrongValueError):
        session.add_addendum("why", " ", "")
    with pytest.raises(UnknownItemError):
        session.add_addendum("nonsense", "x", "")


def test_notes_are_taken_after_signing_too(session: AssessmentSession) -> None:
    _settle_everything(session)
    session.sign()
    at = datetime(2026, 10, 7, tzinfo=UTC)
    session.note(f.CopyMade(at, "w1", "person", (), "clear", "application/pdf", "0" * 64, "0" * 64))
    session.note(f.RecordViewed(at, "w1"))
    assert len(session.freeze().copies) == 1


def test_a_note_cannot_smuggle_content_in(session: AssessmentSession) -> None:
    with pytest.raises(TypeError):
        session.note(f.RouteChosen(datetime.now(UTC), "w1", f.Route.FOCUSED))  # type: ignore[arg-type]


def test_resuming_goes_on_where_it_was_left(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=path)
    session.answer("pe_ecomap.name", "Dina Allen", path=path)
    record = decode_record(encode_record(session.freeze()))
    again = AssessmentSession.resume(FORM, record, "w2", clock=journal.clock, new_id=lambda: "later")
    assert again.freeze() == record
    assert again.state.derived == session.state.derived
    assert again.state.missing() == session.state.missing()
    again.put_party(Worker("w2", "Asha Rao"))
    again.answer("well", YES)
    assert again.state.current(AnswerKey("well")).provenance.recorded_by == "w2"  # type: ignore[union-attr]


def test_the_facts_alone_rebuild_the_record(journal: Journal) -> None:
    session = journal.session
    for change in (session.answer("well", NO), session.answer("why", "Tired"), session.clear("why")):
        journal.facts.extend(change.facts)
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()


def test_the_person_may_change_name_and_stays_the_person(session: AssessmentSession) -> None:
    changed = MRS_ALLEN.__class__(MRS_ALLEN.id, MRS_ALLEN.name, "Gracie", MRS_ALLEN.born)
    session.put_party(changed)
    assert session.state.speaker_name(PERSON) == "Gracie"
    assert session.state.person.called == "Gracie"
