"""What is worked out in every form: communication needs follow the person, and stand before anybody asks (TB-18)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import AnswerKey, AnswerState, Choices
from doorstep.assessment.carry_forward import Beginning, EarlierRecord, carry_forward
from doorstep.assessment.people import Person, Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from doorstep.assessment.facts import Fact
    from doorstep.definition.model import FormDefinition

BEFORE = datetime(2026, 10, 6, 9, tzinfo=UTC)
NOW = BEFORE + timedelta(days=30)


@pytest.fixture(scope="module")
def forms() -> dict[str, FormDefinition]:
    names = ("needs-assessment", "pre-visit", "care-plan", "review", "carer-assessment")
    return {name: load_form(forms_folder() / name) for name in names}


def begin(form: FormDefinition, at: datetime, *carried: Fact) -> AssessmentSession:
    ids = count(1)
    session, _ = AssessmentSession.start(
        form,
        Person("person", "Ada Quill"),
        Worker("w1", "Wynn Ostler"),
        record_id=f"{form.form} {at}",
        clock=lambda: at,
        new_id=lambda: f"row{next(ids)}",
        known=carried,
    )
    return session


@pytest.fixture
def assessment(forms: dict[str, FormDefinition]) -> AssessmentSession:
    """Return an assessment of somebody who signs, and reads 20 point."""
    session = begin(forms["needs-assessment"], BEFORE)
    session.answer("ais_has_need", Choices(("yes",)))
    session.answer("ais_support", Choices(("bsl_interpreter",)))
    session.answer("ais_format", Choices(("large_print",)))
    session.answer("ais_print_size", Choices(("20",)))
    return session


def after(assessment: AssessmentSession, form: FormDefinition) -> AssessmentSession:
    beginning = Beginning(form, NOW, "w1", lambda: "new")
    return begin(form, NOW, *carry_forward(beginning, [EarlierRecord(assessment.freeze(), assessment.definition)]))


@pytest.mark.serves("TB-18", "UKP-02")
@pytest.mark.parametrize("name", ["pre-visit", "care-plan", "review", "needs-assessment"])
def test_the_banner_and_the_print_size_stand_before_anybody_is_asked_again(
    assessment: AssessmentSession, forms: dict[str, FormDefinition], name: str
) -> None:
    derived = after(assessment, forms[name]).state.derived
    assert derived.communication_needs == (
        "Large print, 20 point",
        "British Sign Language (BSL) interpreter",
    )
    assert derived.print_size == 20


def test_without_any_need_there_is_no_banner(forms: dict[str, FormDefinition]) -> None:
    earlier = begin(forms["needs-assessment"], BEFORE)
    earlier.answer("ais_format", Choices(("clear_print",)))
    derived = after(earlier, forms["review"]).state.derived
    assert (derived.communication_needs, derived.print_size) == ((), 14)


def test_what_is_said_now_takes_the_place_of_what_was_known(
    assessment: AssessmentSession, forms: dict[str, FormDefinition]
) -> None:
    session = after(assessment, forms["needs-assessment"])
    session.answer("ais_format", Choices(("audio",)))
    session.answer("ais_has_need", Choices(("no",)))
    session.answer("ab_interpreter", Choices(("no",)))
    assert session.state.derived.communication_needs == ("Audio",)
    assert session.state.derived.print_size == 14


def test_a_need_that_nobody_is_sure_of_stays_known_and_one_that_is_taken_back_does_not(
    assessment: AssessmentSession, forms: dict[str, FormDefinition]
) -> None:
    session = after(assessment, forms["review"])
    session.not_sure(AnswerKey("ais_support"))
    assert "British Sign Language (BSL) interpreter" in session.state.derived.communication_needs
    session.leave_gap("ais_support", AnswerState.CHOSE_NOT_TO_SAY)
    assert session.state.derived.communication_needs == ("Large print, 20 point",)


def test_a_carer_has_a_banner_of_their_own(forms: dict[str, FormDefinition]) -> None:
    session = begin(forms["carer-assessment"], NOW)
    session.answer("cr_ais", Choices(("hearing_loop",)))
    session.answer("ais_format", Choices(("large_print",)))
    assert session.state.derived.communication_needs == ("Large print, 18 point", "Hearing loop or listener")
    session.answer("cr_ais", Choices(("none",)))
    assert session.state.derived.communication_needs == ("Large print, 18 point",)


@pytest.mark.serves("NG86-A10")
@pytest.mark.parametrize(("name", "scale"), [("review", "rv_connection"), ("carer-assessment", "cr_lonely")])
def test_the_loneliness_scale_is_added_up_in_each_form_that_asks_it(
    forms: dict[str, FormDefinition], name: str, scale: str
) -> None:
    session = begin(forms[name], NOW)
    session.answer(f"{scale}_companionship", Choices(("often",)))
    session.answer(f"{scale}_left_out", Choices(("hardly_ever",)))
    assert session.state.derived.ucla_total is None, "all three or none"
    session.answer(f"{scale}_isolated", Choices(("some_of_the_time",)))
    assert session.state.derived.ucla_total == 6
