"""The jot pad: caught now, filed later, the words kept exactly and dated as they were jotted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA, NO, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import (
    WORKER,
    AnswerKey,
    AnswerState,
    Provenance,
    SourceKind,
    Voice,
)
from doorstep.assessment.jotting import PAD, pad_key
from doorstep.assessment.people import voice_of
from doorstep.assessment.record import RecordBuilder
from doorstep.definition.model import Speaker, Visibility
from doorstep.errors import (
    RecordFrozenError,
    RowNotFoundError,
    UnknownItemError,
    WrongValueError,
    WrongVoiceError,
)

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession

WHY = AnswerKey("why")
ODD = "  “Don't tidy me” —\tTom\n"


def jotted(session: AssessmentSession, words: str = ODD) -> str:
    return session.jot(words).facts[0].id


def said(session: AssessmentSession, key: AnswerKey = WHY) -> str | None:
    answer = session.state.current(key)
    return answer.value if answer else None


def test_a_line_is_kept_as_it_was_written_with_its_time_and_visit(session: AssessmentSession) -> None:
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    change = session.jot(ODD)
    [jot] = session.state.jots
    assert (jot.words, jot.visit, jot.by, jot.at, jot.filed) == (ODD, "v1", "w1", change.facts[0].at, ())
    assert change.beside == ("jots",)


def test_a_filed_line_becomes_the_answer_word_for_word_and_as_old_as_the_line(journal: Journal) -> None:
    session = journal.session
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    jot = jotted(session)
    written = session.state.jots[0].at
    session.put_visit(f.Visit("v2", date(2026, 10, 13)))
    journal.clock.now += timedelta(days=7)
    change = session.file_jot(jot, WHY)
    answer = session.state.current(WHY)
    assert answer is not None
    assert answer.value == ODD
    assert answer.provenance == Provenance("w1", written, "v1", SourceKind.SAID)
    assert session.state.jots[0].filed == (WHY,)
    assert (change.answered, change.beside) == ((WHY,), ("jots",))


def test_words_that_stood_there_stay_above_with_a_blank_line_between(session: AssessmentSession) -> None:
    session.answer("why", "I like my garden.", visibility=Visibility.PRIVATE_PERSON)
    session.file_jot(jotted(session, "And the birds."), WHY)
    answer = session.state.current(WHY)
    assert answer is not None
    assert answer.value == "I like my garden.\n\nAnd the birds."
    assert answer.visibility is Visibility.PRIVATE_PERSON


def test_one_line_stays_one_line(session: AssessmentSession) -> None:
    session.answer("free", "tea")
    session.file_jot(jotted(session, "no sugar"), AnswerKey("free"))
    assert said(session, AnswerKey("free")) == "tea; no sugar"


def test_newer_words_keep_their_time_when_an_older_line_joins_them(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("why", "newer")
    before = session.state.current(WHY)
    session.file_jot(jot, WHY)
    after = session.state.current(WHY)
    assert before is not None
    assert after is not None
    assert after.provenance == before.provenance


def test_undo_takes_back_the_words_and_the_mark_in_one_step_and_redo_brings_both(journal: Journal) -> None:
    session = journal.session
    session.answer("why", "first")
    jot = jotted(session)
    filed = session.file_jot(jot, WHY)
    after = session.freeze()
    session.undo()
    assert (said(session), session.state.jots[0].filed) == ("first", ())
    session.redo()
    assert session.freeze().answers == after.answers
    assert session.freeze().beside == after.beside
    assert len(filed.facts) == 2


def test_filing_twice_adds_nothing_until_the_words_have_gone(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.file_jot(jot, WHY)
    assert session.file_jot(jot, WHY).facts == ()
    session.clear("why")
    session.file_jot(jot, WHY)
    assert (said(session), session.state.jots[0].filed) == (ODD, (WHY,))
    session.undo()
    assert (said(session), session.state.jots[0].filed) == (None, (WHY,))


def test_a_line_can_be_filed_under_two_questions(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.file_jot(jot, WHY)
    session.file_jot(jot, AnswerKey("free", (), voice_of(DINA)))
    assert session.state.jots[0].filed == (WHY, AnswerKey("free", (), voice_of(DINA)))


def test_a_gap_gives_way_to_words(session: AssessmentSession) -> None:
    session.leave_gap("why", AnswerState.COME_BACK)
    session.file_jot(jotted(session), WHY)
    assert said(session) == ODD


def test_what_was_carried_over_is_neither_confirmed_nor_lost_by_filing(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("why", "last year", source=SourceKind.CARRIED_FORWARD)
    with pytest.raises(WrongValueError):
        session.file_jot(jot, WHY)
    assert (said(session), session.state.jots[0].filed) == ("last year", ())


def test_a_line_goes_only_where_words_go_and_into_a_lane_that_is_there(session: AssessmentSession) -> None:
    jot = jotted(session)
    before = session.freeze()
    for key, error in (
        (AnswerKey("well"), WrongValueError),
        (AnswerKey("pe_ecomap"), WrongValueError),
        (AnswerKey("nothing"), UnknownItemError),
        (AnswerKey("free", ("gone",)), RowNotFoundError),
        (AnswerKey("code", (), WORKER), WrongVoiceError),
        (AnswerKey("why", (), Voice(Speaker.CARER, "nobody")), WrongVoiceError),
    ):
        with pytest.raises(error):
            session.file_jot(jot, key)
    with pytest.raises(RowNotFoundError):
        session.file_jot("no such line", WHY)
    assert session.freeze() == before


def test_lines_are_rewritten_and_dropped_and_come_back_where_they_were(session: AssessmentSession) -> None:
    first, second = jotted(session, "one"), jotted(session, "two")
    session.file_jot(first, WHY)
    session.rewrite_jot(first, "uno")
    before = session.state.jots
    assert [jot.words for jot in before] == ["uno", "two"]
    session.drop_jot(first)
    assert [jot.id for jot in session.state.jots] == [second]
    assert said(session) == "one"
    session.undo()
    assert session.state.jots == before
    session.undo()
    assert [jot.words for jot in session.state.jots] == ["one", "two"]


def test_a_blank_line_and_a_line_as_it_stands_are_no_change(session: AssessmentSession) -> None:
    jot = jotted(session)
    assert session.rewrite_jot(jot, ODD).facts == ()
    for blank in ("", " \n"):
        with pytest.raises(WrongValueError):
            session.jot(blank)
        with pytest.raises(WrongValueError):
            session.rewrite_jot(jot, blank)


def test_a_signed_record_takes_no_jots(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("well", NO)
    for missing in session.state.missing():
        session.leave_gap(missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER)
    session.sign()
    for verb in (lambda: session.jot("x"), lambda: session.drop_jot(jot), lambda: session.file_jot(jot, WHY)):
        with pytest.raises(RecordFrozenError):
            verb()


def test_the_journal_tells_the_same_pad(journal: Journal) -> None:
    session = journal.session
    for change in (session.jot("a"), session.jot("b")):
        journal.facts.extend(change.facts)
    first = session.state.jots[0].id
    for change in (session.file_jot(first, WHY), session.drop_jot(first), session.undo(), session.undo()):
        assert change is not None
        journal.facts.extend(change.facts)
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()


def test_the_pads_own_typing_has_an_address_that_no_question_can_have() -> None:
    assert " " in PAD
    assert pad_key() != pad_key("j1")
    assert pad_key("j1").link_id == PAD
