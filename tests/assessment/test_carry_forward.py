"""Tell us once: what an earlier record brings to the next, and what becomes of it at the table (TB-04)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import msgspec
import pytest

from assessment.small_form import DINA, FORM, MRS_ALLEN, NO, PEOPLE, SAM, START, YES, Journal, item
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    AnswerKey,
    AnswerState,
    ApproximateDate,
    Choices,
    Contact,
    SourceKind,
    Voice,
)
from doorstep.assessment.carry_forward import Beginning, EarlierRecord, carry_forward, from_the_start
from doorstep.assessment.change import ItemRef
from doorstep.assessment.confirming import ASKED_NOT_TO, NOT_SURE
from doorstep.assessment.facts import AnswerGiven, Route, RowAdded
from doorstep.assessment.people import Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.model import FormDefinition, Item, ItemType, Section, Speaker, Visibility
from doorstep.errors import RecordFrozenError, WrongValueError

if TYPE_CHECKING:
    from doorstep.assessment.facts import Fact
    from doorstep.assessment.record import Record

CAROL = Worker("w2", "Carol Webb", "social worker")
NEXT_YEAR = datetime(2027, 10, 6, 9, tzinfo=UTC)
DINAS = Voice(Speaker.CARER, "c1")


def _next(
    *earlier: Record, form: FormDefinition = FORM, at: datetime = NEXT_YEAR, before: FormDefinition = FORM
) -> AssessmentSession:
    """Begin the next record of the same person, with another worker, a year later unless told otherwise."""
    ids = (f"n{number}" for number in count(1))
    beginning = Beginning(form, at, CAROL.id, lambda: next(ids))
    known = carry_forward(beginning, [EarlierRecord(record, before) for record in earlier])
    session, _ = AssessmentSession.start(
        form, MRS_ALLEN, CAROL, record_id="r2", clock=lambda: at, new_id=lambda: next(ids), known=known
    )
    return session


def test_what_was_said_stands_in_the_same_voice_and_counts_only_when_it_is_confirmed(journal: Journal) -> None:
    journal.session.answer("well", NO)
    journal.session.answer("why", "My hip", voice=PERSON)
    journal.session.answer("why", "She fell in May", voice=DINAS)
    session = _next(journal.session.freeze())
    assert not session.state.is_shown("why")
    assert "well" in {missing.ref.link_id for missing in session.state.missing()}
    session.still_true(AnswerKey("well"))
    assert session.state.is_shown("why")
    told = session.state.current(AnswerKey("why", (), DINAS))
    assert told is not None
    assert told.value == "She fell in May"
    said = session.state.carried(AnswerKey("why", (), DINAS))
    assert said is not None
    assert (said.said_by, said.written_by, said.record) == ("Dina Allen", "Sam Okoro", "r1")
    assert said.said_at.date() == date(2026, 10, 6)
    assert not said.confirmed


def test_still_true_keeps_who_said_it_when_and_is_one_step_to_take_back(journal: Journal) -> None:
    journal.session.answer("well", YES)
    session = _next(journal.session.freeze())
    session.still_true(AnswerKey("well"))
    told = session.freeze().by_key[AnswerKey("well")].provenance
    assert told.recorded_by == SAM.id
    assert (told.confirmed_by, told.confirmed_at) == (CAROL.id, NEXT_YEAR)
    assert not session.still_true(AnswerKey("well")).facts
    session.undo()
    assert "well" in {missing.ref.link_id for missing in session.state.missing()}
    assert [each.key.link_id for each in session.state.to_confirm(FORM.topics[0])] == ["well"]


def test_changed_is_an_answer_of_today(journal: Journal) -> None:
    journal.session.answer("well", YES)
    session = _next(journal.session.freeze())
    session.answer("well", NO)
    assert session.freeze().by_key[AnswerKey("well")].provenance.source is SourceKind.SAID
    assert session.state.carried(AnswerKey("well")) is None


@pytest.mark.parametrize("verb", ["not_sure", "ask_later"])
def test_not_sure_and_ask_me_later_keep_the_earlier_words_in_sight(journal: Journal, verb: str) -> None:
    journal.session.answer("ab_dob", ApproximateDate(1945, 3, 14))
    session = _next(journal.session.freeze())
    key = AnswerKey("ab_dob")
    getattr(session, verb)(key)
    kept = session.state.carried(key)
    assert kept is not None
    assert kept.value == ApproximateDate(1945, 3, 14)
    assert kept.put_off is (AnswerState.COULD_NOT_FIND_OUT if verb == "not_sure" else AnswerState.COME_BACK)
    assert session.state.derived.age == 82  # from the person's particulars: the gap holds no answer
    waiting = [each.key for each in session.state.to_confirm(FORM.topics[0])]
    assert waiting == ([key] if verb == "ask_later" else [])
    session.still_true(key)
    after = session.state.current(key)
    assert after is not None
    assert after.value == ApproximateDate(1945, 3, 14)
    assert not after.earlier


def test_not_sure_settles_a_legal_question_with_its_reason_and_later_does_not(journal: Journal) -> None:
    journal.session.answer("well", YES)
    session = _next(journal.session.freeze())
    session.ask_later(AnswerKey("well"))
    assert "well" in {missing.ref.link_id for missing in session.state.missing()}
    session.not_sure(AnswerKey("well"))
    assert "well" not in {missing.ref.link_id for missing in session.state.missing()}
    told = session.state.current(AnswerKey("well"))
    assert told is not None
    assert told.reason == NOT_SURE


def test_who_chooses_not_to_say_takes_the_earlier_words_off_the_table(journal: Journal) -> None:
    journal.session.answer("score", Choices(("4",)))
    session = _next(journal.session.freeze())
    session.leave_gap("score", AnswerState.CHOSE_NOT_TO_SAY)
    assert session.state.carried(AnswerKey("score")) is None


def test_there_is_nothing_to_confirm_where_nothing_came_from_before(session: AssessmentSession) -> None:
    session.answer("score", Choices(("4",)))
    for verb in (session.still_true, session.not_sure, session.ask_later):
        with pytest.raises(WrongValueError):
            verb(AnswerKey("score"))


def test_a_signed_record_confirms_nothing(journal: Journal) -> None:
    journal.session.answer("tags", Choices(("a",)))
    session = _next(journal.session.freeze())
    session.choose_route(Route.FOCUSED)
    session.answer("well", YES)
    session.sign()
    with pytest.raises(RecordFrozenError):
        session.still_true(AnswerKey("tags"))


def test_a_person_on_the_map_is_confirmed_in_one_step(journal: Journal) -> None:
    row = journal.row("pe_ecomap")
    journal.session.answer("pe_ecomap.name", "Dina", path=row)
    journal.session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=row)
    call = journal.row("pe_ecomap.calls", row)
    journal.session.answer("pe_ecomap.calls.urgent", NO, path=call)
    empty = journal.row("pe_ecomap")
    session = _next(journal.session.freeze())
    assert session.state.rows_of("pe_ecomap") == row
    assert empty[0] not in session.state.rows_of("pe_ecomap")
    assert session.state.derived.unpaid_carers == ()
    change = session.still_true_row("pe_ecomap", row[0])
    assert len(change.facts) == 3
    assert session.state.derived.unpaid_carers == ("Dina",)
    assert session.state.to_confirm(FORM.topics[2]) == ()
    session.undo()
    assert session.state.derived.unpaid_carers == ()


def test_gaps_hidden_answers_pictures_and_what_is_asked_anew_are_not_carried(journal: Journal) -> None:
    journal.session.answer("well", NO)
    journal.session.answer("why", "My hip", voice=PERSON)
    journal.session.answer("well", YES)  # hides "why"
    journal.session.leave_gap("score", AnswerState.CHOSE_NOT_TO_SAY)
    journal.session.answer("doctor", Contact("Dr Patel"))
    anew = tuple(
        msgspec.structs.replace(each, carries=each.link_id != "doctor") if isinstance(each, Item) else each
        for each in START.items
    )
    form = msgspec.structs.replace(FORM, sections=(msgspec.structs.replace(START, items=anew), *FORM.sections[1:]))
    carried = {str(entry.key) for entry in _next(journal.session.freeze(), form=form).freeze().answers}
    assert carried == {"well@person"}
    assert "doctor@person" in {str(entry.key) for entry in _next(journal.session.freeze()).freeze().answers}


def test_a_private_answer_stays_private_and_a_private_row_as_well(journal: Journal) -> None:
    session = journal.session
    session.answer("well", YES)
    session.answer("free", "Quietly", voice=PERSON, visibility=Visibility.PRIVATE_PERSON)
    row = journal.row("events")
    session.answer("events.what", "The year I was away", path=row, voice=PERSON)
    session.answer("events.share", Choices(("worker_only",)), path=row)
    after = _next(session.freeze())
    for key in (AnswerKey("free"), AnswerKey("events.what", row)):
        assert after.state.visibility_of(key) is session.state.visibility_of(key)
    after.ask_later(AnswerKey("free"))
    assert after.state.visibility_of(AnswerKey("free")) is Visibility.PRIVATE_PERSON


def test_what_nobody_confirmed_keeps_its_true_age_and_what_hangs_on_it(journal: Journal) -> None:
    journal.session.answer("well", NO)
    journal.session.answer("why", "My hip", voice=PERSON)
    declined = _next(journal.session.freeze()).freeze()
    third = _next(declined, at=NEXT_YEAR + timedelta(days=30))
    said = third.state.carried(AnswerKey("why"))
    assert said is not None
    assert (said.record, said.said_at.date(), said.said_by) == ("r1", date(2026, 10, 6), "Mrs Allen")


def test_what_was_confirmed_is_as_old_as_its_confirmation(journal: Journal) -> None:
    journal.session.answer("nobody", NO)
    second = _next(journal.session.freeze())
    assert second.state.derived.stale == (ItemRef("nobody"),)
    second.still_true(AnswerKey("nobody"))
    assert second.state.derived.stale == ()
    third = _next(second.freeze(), at=NEXT_YEAR + timedelta(days=300))
    said = third.state.carried(AnswerKey("nobody"))
    assert said is not None
    assert (said.written_by, said.stale) == ("Carol Webb", False)
    assert said.record == "r2"


def test_an_answer_without_a_shelf_life_never_ages(journal: Journal) -> None:
    journal.session.answer("well", YES)
    session = _next(journal.session.freeze(), at=NEXT_YEAR + timedelta(days=3650))
    said = session.state.carried(AnswerKey("well"))
    assert said is not None
    assert not said.stale


def test_do_not_ask_again_is_honoured_by_every_later_record(journal: Journal) -> None:
    full = {"pe_ecomap"}
    journal.session.answer("score", Choices(("1",)))
    journal.session.do_not_ask_again(AnswerKey("score"))
    journal.session.do_not_ask_again(AnswerKey("ab_nhs_number"))
    second = _next(journal.session.freeze())
    third = _next(second.freeze(), at=NEXT_YEAR + timedelta(days=400))
    for session in (second, third):
        assert session.state.to_confirm(FORM.topics[0]) == ()
        for link_id in ("score", "ab_nhs_number"):
            told = session.state.current(AnswerKey(link_id))
            assert told is not None
            assert (told.state, told.reason, told.not_again) == (AnswerState.NOT_ASKED, ASKED_NOT_TO, True)
        kept = session.state.carried(AnswerKey("score"))
        assert kept is not None
        assert kept.value == Choices(("1",))
    assert {missing.ref.link_id for missing in second.state.missing()} >= full


def test_the_law_asks_all_the_same_and_the_wish_is_seen(journal: Journal) -> None:
    journal.session.answer("well", YES)
    journal.session.do_not_ask_again(AnswerKey("well"))
    session = _next(journal.session.freeze())
    [said] = session.state.to_confirm(FORM.topics[0])
    assert said.not_again
    assert "well" in {missing.ref.link_id for missing in session.state.missing()}


def test_the_wish_can_be_taken_back(journal: Journal) -> None:
    journal.session.answer("score", Choices(("1",)))
    journal.session.do_not_ask_again(AnswerKey("score"))
    journal.session.undo()
    [said] = _next(journal.session.freeze()).state.to_confirm(FORM.topics[0])
    assert not said.not_again


def test_carers_come_along_supporters_only_with_their_words(journal: Journal) -> None:
    journal.session.answer("well", YES)
    session = _next(journal.session.freeze())
    assert [party.id for party in session.state.parties] == ["w2", "w1", "c1", "c2"]
    journal.session.answer("free", "A good neighbour", voice=Voice(Speaker.SUPPORTER, "s1"))
    assert "s1" in {party.id for party in _next(journal.session.freeze()).state.parties}


PLAN = FormDefinition(
    "plan",
    "A plan",
    "1.0.0",
    "en-GB",
    (
        Section(
            "P01",
            "plan",
            "Plan",
            (
                item(
                    "pl_tags", ItemType.MULTI_CHOICE, options=START.items[6].options[:1], carries_from=("small/tags",)
                ),
                item("pl_tags_words", ItemType.LONG_TEXT, carries_from=("small/tags",)),
                item("pl_code", ItemType.TEXT, visibility=Visibility.SHARE, carries_from=("small/code",)),
                item(
                    "pl_goals",
                    ItemType.REPEAT_GROUP,
                    carries_from=("small/ou_outcomes",),
                    items=(
                        item("pl_goals.what", ItemType.TEXT, carries_from=("small/ou_outcomes.in_my_words",)),
                        item("pl_goals.by", ItemType.DATE),
                    ),
                ),
                item(
                    "pl_goals_again",
                    ItemType.REPEAT_GROUP,
                    carries_from=("small/ou_outcomes",),
                    items=(
                        item("pl_goals_again.what", ItemType.TEXT, carries_from=("small/ou_outcomes.in_my_words",)),
                    ),
                ),
                item("pl_born", ItemType.DATE, voices=(Speaker.WORKER,), fact=True, carries_from=("small/ab_dob",)),
            ),
            "Plan",
        ),
    ),
    follows=("small",),
    digest="plan",
)


def test_another_form_is_filled_by_what_it_names(journal: Journal) -> None:
    session = journal.session
    session.answer("well", YES)
    session.answer("tags", Choices(("a", "b"), {"b": "Bread"}))
    session.answer("code", "Key under the pot")
    session.answer("ab_dob", ApproximateDate(1945, 3, 14))
    row = journal.row("ou_outcomes")
    session.answer("ou_outcomes.in_my_words", "To sing again", path=row)
    plan = _next(session.freeze(), form=PLAN)
    answers = plan.freeze().by_key
    assert answers[AnswerKey("pl_tags")].value == Choices(("a",))
    assert answers[AnswerKey("pl_tags_words")].value == "A, B: Bread"
    assert answers[AnswerKey("pl_goals.what", row)].value == "To sing again"
    assert plan.state.visibility_of(AnswerKey("pl_code")) is Visibility.WORKER_ONLY
    assert answers[AnswerKey("pl_born", (), WORKER)].value == ApproximateDate(1945, 3, 14)
    [again] = plan.state.rows_of("pl_goals_again")
    assert again != row[0]
    plan.remove_row("pl_goals_again", again)
    assert plan.state.current(AnswerKey("pl_goals.what", row)) is not None


def test_what_was_said_last_fills_in_and_a_newer_gap_outweighs_an_older_answer(journal: Journal) -> None:
    older = Journal()
    older.session.answer("score", Choices(("1",)))
    older.session.answer("low_words", "Low")
    journal.clock.now += timedelta(days=90)
    journal.session.answer("score", Choices(("4",)))
    records = (older.session.freeze(), journal.session.freeze())
    for order in (records, records[::-1]):
        assert _next(*order).freeze().by_key[AnswerKey("score")].value == Choices(("4",))
    journal.session.leave_gap("score", AnswerState.CHOSE_NOT_TO_SAY)
    assert AnswerKey("score") not in _next(older.session.freeze(), journal.session.freeze()).freeze().by_key


def test_a_question_that_asks_for_something_else_now_is_left_blank(journal: Journal) -> None:
    journal.session.answer("score", Choices(("4",)))
    items = tuple(
        msgspec.structs.replace(each, options=each.options[:2]) if each.link_id == "score" else each
        for each in START.items
    )
    form = msgspec.structs.replace(FORM, sections=(msgspec.structs.replace(START, items=items), PEOPLE))
    assert AnswerKey("score") not in _next(journal.session.freeze(), form=form).freeze().by_key


def test_what_was_typed_at_the_start_waits_for_the_person_and_asks_nothing_else() -> None:
    at = datetime(2026, 10, 6, 9, tzinfo=UTC)
    known = from_the_start(Beginning(FORM, at, SAM.id, str), MRS_ALLEN, "r1")
    session, _ = AssessmentSession.start(
        FORM, MRS_ALLEN, SAM, record_id="r1", clock=lambda: at, new_id=str, known=known
    )
    [born] = session.state.to_confirm(FORM.topics[0])
    assert (born.key, born.value, born.from_start) == (AnswerKey("ab_dob"), ApproximateDate(1945, 3, 14), True)
    assert session.state.progress(FORM.topics[0]).answered == 0
    assert not session.state.derived.earlier_information
    session.still_true(AnswerKey("ab_dob"))
    assert session.state.progress(FORM.topics[0]).answered == 1


def test_the_same_records_begin_the_same_record(journal: Journal) -> None:
    row = journal.row("pe_ecomap")
    journal.session.answer("pe_ecomap.name", DINA.name, path=row)

    def begin() -> tuple[Fact, ...]:
        return carry_forward(
            Beginning(FORM, NEXT_YEAR, CAROL.id, lambda: "new"), [EarlierRecord(journal.session.freeze(), FORM)]
        )

    assert begin() == begin()
    assert [type(fact) for fact in begin()][-2:] == [RowAdded, AnswerGiven]
