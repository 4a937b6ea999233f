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
from doorstep.assessment.jotting import PAD, pad_key, words_column
from doorstep.assessment.people import voice_of
from doorstep.assessment.record import RecordBuilder
from doorstep.definition.model import Item, ItemType, Speaker, Visibility
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
    return session.asides.jot(words).facts[0].id


def said(session: AssessmentSession, key: AnswerKey = WHY) -> str | None:
    answer = session.state.current(key)
    return answer.value if answer else None


def test_a_line_is_kept_as_it_was_written_with_its_time_and_visit(session: AssessmentSession) -> None:
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    change = session.asides.jot(ODD)
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
    change = session.asides.file_jot(jot, WHY)
    answer = session.state.current(WHY)
    assert answer is not None
    assert answer.value == ODD
    assert answer.provenance == Provenance("w1", written, "v1", SourceKind.SAID)
    assert session.state.jots[0].filed == (WHY,)
    assert (change.answered, change.beside) == ((WHY,), ("jots",))


def test_words_that_stood_there_stay_above_with_a_blank_line_between(session: AssessmentSession) -> None:
    session.answer("why", "I like my garden.", visibility=Visibility.PRIVATE_PERSON)
    session.asides.file_jot(jotted(session, "And the birds."), WHY)
    answer = session.state.current(WHY)
    assert answer is not None
    assert answer.value == "I like my garden.\n\nAnd the birds."
    assert answer.visibility is Visibility.PRIVATE_PERSON


def test_one_line_stays_one_line(session: AssessmentSession) -> None:
    session.answer("free", "tea")
    session.asides.file_jot(jotted(session, "no sugar"), AnswerKey("free"))
    assert said(session, AnswerKey("free")) == "tea; no sugar"


def test_newer_words_keep_their_time_when_an_older_line_joins_them(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("why", "newer")
    before = session.state.current(WHY)
    session.asides.file_jot(jot, WHY)
    after = session.state.current(WHY)
    assert before is not None
    assert after is not None
    assert after.provenance == before.provenance


def test_undo_takes_back_the_words_and_the_mark_in_one_step_and_redo_brings_both(journal: Journal) -> None:
    session = journal.session
    session.answer("why", "first")
    jot = jotted(session)
    filed = session.asides.file_jot(jot, WHY)
    after = session.freeze()
    session.undo()
    assert (said(session), session.state.jots[0].filed) == ("first", ())
    session.redo()
    assert session.freeze().answers == after.answers
    assert session.freeze().beside == after.beside
    assert len(filed.facts) == 2


def test_filing_twice_adds_nothing_until_the_words_have_gone(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.asides.file_jot(jot, WHY)
    assert session.asides.file_jot(jot, WHY).facts == ()
    session.clear("why")
    session.asides.file_jot(jot, WHY)
    assert (said(session), session.state.jots[0].filed) == (ODD, (WHY,))
    session.undo()
    assert (said(session), session.state.jots[0].filed) == (None, (WHY,))


def test_a_line_can_be_filed_under_two_questions(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.asides.file_jot(jot, WHY)
    session.asides.file_jot(jot, AnswerKey("free", (), voice_of(DINA)))
    assert session.state.jots[0].filed == (WHY, AnswerKey("free", (), voice_of(DINA)))


def test_a_gap_gives_way_to_words(session: AssessmentSession) -> None:
    session.leave_gap("why", AnswerState.COME_BACK)
    session.asides.file_jot(jotted(session), WHY)
    assert said(session) == ODD


def test_what_was_carried_over_is_neither_confirmed_nor_lost_by_filing(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("why", "last year", source=SourceKind.CARRIED_FORWARD)
    with pytest.raises(WrongValueError):
        session.asides.file_jot(jot, WHY)
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
            session.asides.file_jot(jot, key)
    with pytest.raises(RowNotFoundError):
        session.asides.file_jot("no such line", WHY)
    assert session.freeze() == before


def test_lines_are_rewritten_and_dropped_and_come_back_where_they_were(session: AssessmentSession) -> None:
    first, second = jotted(session, "one"), jotted(session, "two")
    session.asides.file_jot(first, WHY)
    session.asides.rewrite_jot(first, "uno")
    before = session.state.jots
    assert [jot.words for jot in before] == ["uno", "two"]
    session.asides.drop_jot(first)
    assert [jot.id for jot in session.state.jots] == [second]
    assert said(session) == "one"
    session.undo()
    assert session.state.jots == before
    session.undo()
    assert [jot.words for jot in session.state.jots] == ["one", "two"]


def test_a_blank_line_and_a_line_as_it_stands_are_no_change(session: AssessmentSession) -> None:
    jot = jotted(session)
    assert session.asides.rewrite_jot(jot, ODD).facts == ()
    for blank in ("", " \n"):
        with pytest.raises(WrongValueError):
            session.asides.jot(blank)
        with pytest.raises(WrongValueError):
            session.asides.rewrite_jot(jot, blank)


def test_a_signed_record_takes_no_jots(session: AssessmentSession) -> None:
    jot = jotted(session)
    session.answer("well", NO)
    for missing in session.state.missing():
        session.leave_gap(missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER)
    session.sign()
    for verb in (
        lambda: session.asides.jot("x"),
        lambda: session.asides.drop_jot(jot),
        lambda: session.asides.file_jot(jot, WHY),
    ):
        with pytest.raises(RecordFrozenError):
            verb()


def test_the_journal_tells_the_same_pad(journal: Journal) -> None:
    session = journal.session
    for change in (session.asides.jot("a"), session.asides.jot("b")):
        journal.facts.extend(change.facts)
    first = session.state.jots[0].id
    for change in (session.asides.file_jot(first, WHY), session.asides.drop_jot(first), session.undo(), session.undo()):
        assert change is not None
        journal.facts.extend(change.facts)
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()


def test_the_pads_own_typing_has_an_address_that_no_question_can_have() -> None:
    assert " " in PAD
    assert pad_key() != pad_key("j1")
    assert pad_key("j1").link_id == PAD


NAME = AnswerKey("pe_ecomap.name")


def test_a_line_makes_a_new_row_of_a_list_in_one_step_that_is_undone_whole(journal: Journal) -> None:
    session = journal.session
    first = session.add_row("pe_ecomap").facts[0].row
    session.answer("pe_ecomap.name", "Grace", path=(first,))
    jot = jotted(session)
    written = session.state.jots[0].at
    before = session.freeze()
    journal.clock.now += timedelta(days=7)
    change = session.asides.file_jot(jot, NAME)
    [_, row] = session.state.rows_of("pe_ecomap")
    at = AnswerKey("pe_ecomap.name", (row,))
    answer = session.state.current(at)
    assert answer is not None
    assert (answer.value, answer.provenance) == (ODD, Provenance("w1", written))
    assert session.state.jots[0].filed == (at,)
    assert (change.answered, change.rows, change.beside) == ((at,), (("pe_ecomap", ()),), ("jots",))
    after = session.freeze()
    session.undo()
    assert session.state.rows_of("pe_ecomap") == (first,)
    assert (session.freeze().answers, session.freeze().beside) == (before.answers, before.beside)
    session.redo()
    assert (session.freeze().answers, session.freeze().rows) == (after.answers, after.rows)


def test_a_list_is_filed_into_once_in_each_voice_until_the_row_or_its_words_have_gone(
    session: AssessmentSession,
) -> None:
    jot, rows = jotted(session), session.state.rows_of
    session.asides.file_jot(jot, NAME)
    assert session.asides.file_jot(jot, NAME).facts == ()
    session.remove_row("pe_ecomap", rows("pe_ecomap")[0])
    session.asides.file_jot(jot, NAME)
    assert len(rows("pe_ecomap")) == 1
    session.clear("pe_ecomap.name", path=rows("pe_ecomap"))
    session.asides.file_jot(jot, NAME)
    assert len(rows("pe_ecomap")) == 2
    offers = [AnswerKey("pe_carer_offer.carer", (), voice) for voice in (WORKER, voice_of(DINA))]
    for key in offers:
        session.asides.file_jot(jot, key)
    assert [said(session, key) for key in session.state.jots[0].filed[-2:]] == [ODD, ODD]
    assert [key.voice for key in session.state.jots[0].filed[-2:]] == [WORKER, voice_of(DINA)]


def test_a_row_of_a_row_is_filed_into_by_the_row_above_it(session: AssessmentSession) -> None:
    row = session.add_row("pe_ecomap").facts[0].row
    for words in ("one", "two", "three"):
        session.asides.file_jot(jotted(session, words), AnswerKey("pe_ecomap.calls.what", (row,)))
    inner = session.state.rows_of("pe_ecomap.calls", (row,))
    assert [said(session, AnswerKey("pe_ecomap.calls.what", (row, call))) for call in inner] == ["one", "two", "three"]
    before = session.freeze()
    with pytest.raises(WrongValueError):
        session.asides.file_jot(jotted(session, "four"), AnswerKey("pe_ecomap.calls.what", (row,)))
    assert session.freeze().answers == before.answers


def test_no_row_is_made_where_no_words_go_or_nobody_speaks(session: AssessmentSession) -> None:
    jot = jotted(session)
    before = session.freeze()
    for key, error in (
        (AnswerKey("pe_ecomap.under_18"), WrongValueError),
        (AnswerKey("pe_ecomap.name", (), WORKER), WrongVoiceError),
        (AnswerKey("pe_ecomap.calls.what", ("gone",)), RowNotFoundError),
        (AnswerKey("pe_ecomap.calls.what"), RowNotFoundError),
        (AnswerKey("pe_ecomap.name", ("gone",)), RowNotFoundError),
    ):
        with pytest.raises(error):
            session.asides.file_jot(jot, key)
    assert session.freeze() == before


def test_the_words_of_a_line_go_into_the_column_that_the_list_is_about(session: AssessmentSession) -> None:
    def column(link_id: str, speaker: Speaker) -> Item:
        return Item(link_id, ItemType.TEXT, link_id, asked_of=speaker, voices=(speaker,))

    told = column("l.told", Speaker.WORKER)
    own = column("l.own", Speaker.PERSON)
    date_only = Item("l.when", ItemType.DATE, "When")
    for columns, expected in (((date_only, told, own), own), ((date_only, told), told), ((date_only,), None)):
        assert words_column(Item("l", ItemType.REPEAT_GROUP, "List", items=columns)) == expected
    assert words_column(session.state.item("why")) is None
