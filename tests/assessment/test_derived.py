"""Derived values (F3): each rule, from the words that were said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from assessment.small_form import DINA, FORM, NO, YES, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    ApproximateDate,
    Choices,
    Provenance,
    SourceKind,
)
from doorstep.assessment.change import ItemRef
from doorstep.assessment.derived import Derived, Promise
from doorstep.assessment.outline import Outline
from doorstep.assessment.people import voice_of
from doorstep.assessment.record import Record, RecordedAnswer
from doorstep.assessment.rules import rules_for
from doorstep.assessment.rules.person import age_on, nhs_number_valid
from doorstep.assessment.state import AssessmentState

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession

CARER = Choices(("unpaid_carer",))


def pick(code: str) -> Choices:
    return Choices((code,))


def test_every_derived_value_has_a_rule() -> None:
    assert set(rules_for(Outline(FORM))) == set(Derived.__struct_fields__)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765919", True),
        ("943 476 5918", False),
        ("1111111111", False),
        ("0000000000", False),
        ("943476591", False),
        ("94347659190", False),
        ("943 476 591x", False),
        ("٩٤٣٤٧٦٥٩١٩", False),
        ("", False),
        ("4010232137", True),  # its check digit comes from 11 - 4
        ("9876543210", True),  # a remainder of 0: 11 stands for 0
        ("1000000030", False),  # would need the digit 10
    ],
)
def test_nhs_numbers_are_checked_modulus_11(number: str, valid: bool) -> None:
    assert nhs_number_valid(number) is valid


def test_a_wrong_nhs_number_is_kept_and_flagged(session: AssessmentSession) -> None:
    assert session.state.derived.nhs_number_valid is None
    session.answer("ab_nhs_number", "943 476 5918")
    assert session.state.derived.nhs_number_valid is False
    session.answer("ab_nhs_number", "943 476 5919")
    assert session.state.derived.nhs_number_valid is True


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 13), 80), (date(2026, 3, 14), 81), (date(2026, 3, 15), 81)],
)
def test_age_turns_on_the_birthday(day: date, age: int) -> None:
    assert age_on(day, date(1945, 3, 14)) == age


def test_born_on_a_leap_day() -> None:
    assert [age_on(day, date(2008, 2, 29)) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


def test_age_is_that_of_the_first_visit(session: AssessmentSession) -> None:
    session.answer("ab_dob", ApproximateDate(1945, 10, 10))
    assert session.state.derived.age == 80  # today, 6 October
    session.put_visit(f.Visit("v2", date(2026, 10, 13)))
    assert session.state.derived.age == 81
    session.put_visit(f.Visit("v1", date(2026, 10, 6)))
    assert session.state.derived.age == 80


def test_loneliness_has_a_total_only_when_the_person_answered_all_three(session: AssessmentSession) -> None:
    session.answer("co_ucla_companionship", pick("often"))
    session.answer("co_ucla_left_out", pick("some"))
    session.answer("co_ucla_isolated", pick("often"), voice=voice_of(DINA))
    assert session.state.derived.ucla_total is None
    change = session.answer("co_ucla_isolated", pick("hardly"))
    assert session.state.derived.ucla_total == 6
    assert "ucla_total" in change.recalculated
    session.leave_gap("co_ucla_left_out", AnswerState.CHOSE_NOT_TO_SAY)
    assert session.state.derived.ucla_total is None


def test_outcomes_are_counted_and_nothing_is_decided(session: AssessmentSession) -> None:
    session.answer("oc_nutrition_unable", pick("unable"))
    session.answer("oc_hygiene_unable", pick("unable"))
    session.answer("oc_toilet_unable", pick("not_decided"))
    derived = session.state.derived
    assert derived.outcomes_unable == ("nutrition", "hygiene")
    assert derived.outcomes_not_decided == ("toilet",)
    assert derived.outcomes_able == ()
    assert session.state.answers_of("el_decision") == ()
    given = {fact.key.link_id for fact in session.freeze().answers}
    assert given == {"oc_nutrition_unable", "oc_hygiene_unable", "oc_toilet_unable"}


def test_unpaid_adult_carers_must_be_told_and_offered(journal: Journal) -> None:
    session = journal.session
    for name, role, young in (("Dina Allen", CARER, NO), ("Kez", CARER, YES), ("Jo", pick("friend"), NO)):
        path = journal.row("pe_ecomap")
        session.answer("pe_ecomap.name", name, path=path)
        session.answer("pe_ecomap.role", role, path=path)
        session.answer("pe_ecomap.under_18", young, path=path)
    derived = session.state.derived
    assert derived.unpaid_carers == ("Dina Allen", "Kez")
    assert derived.under_18_on_map == ("Kez",)
    assert derived.carers_not_told == ("Dina Allen",)
    session.answer("pe_carer_told.carer", "dina allen ", path=journal.row("pe_carer_told"))
    assert session.state.derived.carers_not_told == ("Dina Allen",)
    session.answer("pe_carer_offer.carer", "Dina Allen", path=journal.row("pe_carer_offer"), voice=voice_of(DINA))
    assert session.state.derived.carers_not_told == ()


@pytest.mark.parametrize(
    ("screen", "suitable", "duty"),
    [
        (None, None, False),
        ("none", None, False),
        ("understand", None, True),
        ("understand", "no_one", True),
        ("understand", "not_wanted", True),
        ("understand", "yes", False),
    ],
)
def test_advocacy_duty(session: AssessmentSession, screen: str | None, suitable: str | None, duty: bool) -> None:
    if screen:
        session.answer("na_advocate_screen", pick(screen))
    if suitable:
        session.answer("na_suitable_person", pick(suitable))
    assert session.state.derived.advocacy_duty is duty


def test_the_quality_measure_wants_all_four(journal: Journal) -> None:
    session = journal.session
    session.answer("wm_strengths_view", "Patient and funny")
    session.answer("oc_nutrition_now", "I cook by smell")
    session.answer("wm_matters_most.what", "Church", path=journal.row("wm_matters_most"))
    path = journal.row("ou_outcomes")
    assert session.state.derived.qs182 is False
    session.answer("ou_outcomes.in_my_words", "My seat on Wednesdays", path=path)
    assert session.state.derived.qs182 is True


def test_own_words_are_a_share_of_what_was_on_the_form(session: AssessmentSession) -> None:
    assert session.state.derived.own_words_share == 0.0
    session.answer("oc_nutrition_now", "Worker only", voice=WORKER)
    assert session.state.derived.own_words_share == 0.0
    session.answer("oc_nutrition_now", "I cook by smell")
    assert session.state.derived.own_words_share == pytest.approx(1 / 2)  # with the shown question on loneliness


def test_promised_dates_and_what_is_overdue(journal: Journal) -> None:
    session = journal.session
    session.answer("na_decision_due", ApproximateDate(2026, 10, 20))
    path = journal.row("nx_steps")
    session.answer("nx_steps.by_when", ApproximateDate(2026, 10, 14), path=path)
    decision = Promise(ItemRef("na_decision_due"), date(2026, 10, 20))
    step = Promise(ItemRef("nx_steps.by_when", path), date(2026, 10, 14))
    assert session.state.derived.promised_dates == (decision, step)
    assert session.state.derived.overdue == ()
    journal.clock.now = datetime(2026, 10, 15, 9, tzinfo=UTC)
    session.answer("nx_steps.done", NO, path=path)
    assert session.state.derived.overdue == (step,)
    journal.clock.now = datetime(2026, 10, 21, 9, tzinfo=UTC)
    session.answer("nx_steps.done", YES, path=path)
    assert session.state.derived.overdue == (decision,)
    session.answer("el_decision", pick("not_decided"))
    assert session.state.derived.overdue == (decision,)
    session.answer("el_decision", pick("eligible"))
    assert session.state.derived.overdue == ()


def test_a_copy_that_was_wished_for_stays_promised_until_it_is_given(journal: Journal) -> None:
    session = journal.session
    session.answer("nx_copy_wish", pick("not_now"))
    assert session.state.derived.copy_promised_not_given is False
    session.answer("nx_copy_wish", pick("all"))
    path = journal.row("nx_copy_given")
    assert session.state.derived.copy_promised_not_given is True
    session.answer("nx_copy_given.to", "Mrs Allen", path=path)
    assert session.state.derived.copy_promised_not_given is False


def test_the_banner_names_needs_in_a_few_words(session: AssessmentSession) -> None:
    assert session.state.derived.communication_needs == ()
    session.answer("ais_format", Choices(("clear_print",)))
    assert session.state.derived.communication_needs == ()
    session.answer("ais_format", Choices(("large_print", "audio")))
    assert session.state.derived.print_size == 18
    session.answer("ais_print_size", pick("20"))
    session.answer("ais_support", Choices(("quiet", "other"), {"other": "Face me"}))
    assert session.state.derived.communication_needs == (
        "Large print, 20 point",
        "Audio",
        "Quiet room",
        "Other: Face me",
    )
    session.answer("ais_print_size", pick("bigger"))
    assert session.state.derived.print_size == 28


@pytest.mark.parametrize(("code", "safe"), [("yes", True), ("some", False), ("no", False)])
def test_papers_are_left_only_on_a_plain_yes(session: AssessmentSession, code: str, safe: bool) -> None:
    assert session.state.derived.safe_to_leave_papers is None
    session.answer("sa_print_safe", pick(code))
    assert session.state.derived.safe_to_leave_papers is safe


def test_a_disagreement_is_open_until_it_is_closed(journal: Journal) -> None:
    session = journal.session
    first, second = journal.row("di_items"), journal.row("di_items")
    session.answer("di_items.open_or_closed", pick("open"), path=first)
    assert session.state.derived.open_disagreements == 2
    session.answer("di_items.open_or_closed", pick("closed"), path=second)
    assert session.state.derived.open_disagreements == 1


def _with_carried_answer(record: Record, link_id: str, confirmed: datetime | None) -> Record:
    told = Provenance(
        "w0", datetime(2025, 9, 1, tzinfo=UTC), source=SourceKind.CARRIED_FORWARD, origin="old", confirmed_at=confirmed
    )
    entry = RecordedAnswer(AnswerKey(link_id, (), PERSON), Answer(AnswerState.ANSWERED, told, NO))
    return msgspec.structs.replace(record, answers=(entry,))


def test_what_was_carried_forward_is_no_answer_until_it_is_confirmed(session: AssessmentSession) -> None:
    today = date(2026, 10, 6)
    untold = AssessmentState.of(FORM, _with_carried_answer(session.freeze(), "well", None), today)
    assert not untold.is_shown("why")
    assert "well" in {entry.ref.link_id for entry in untold.missing()}
    told = AssessmentState.of(
        FORM, _with_carried_answer(session.freeze(), "well", datetime(2026, 10, 6, tzinfo=UTC)), today
    )
    assert told.is_shown("why")
    assert untold.derived.earlier_information
    assert untold.is_shown("na_prefill_check")
    assert not session.state.is_shown("na_prefill_check")


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 8, 31), ()), (date(2026, 9, 1), (ItemRef("nobody"),))])
def test_what_was_last_confirmed_too_long_ago_is_stale(
    session: AssessmentSession, today: date, stale: tuple[ItemRef, ...]
) -> None:
    record = _with_carried_answer(session.freeze(), "nobody", None)  # people keep twelve months
    assert AssessmentState.of(FORM, record, today).derived.stale == stale


def test_the_day_moving_on_is_noticed_at_the_next_answer(journal: Journal) -> None:
    session = journal.session
    session.answer("na_decision_due", ApproximateDate(2026, 10, 6))
    journal.clock.now = datetime(2026, 10, 7, 9, tzinfo=UTC)
    assert "overdue" in session.answer("well", YES).recalculated
