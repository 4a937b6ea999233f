"""What getting ready for a visit can see at a glance."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.answer import ApproximateDate
from doorstep.assessment.beside import PackReference
from doorstep.assessment.people import Person, Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder


@pytest.fixture
def preparation() -> AssessmentSession:
    session, _ = AssessmentSession.start(
        load_form(forms_folder() / "pre-visit"),
        Person("person", "Ada Quill"),
        Worker("w1", "Wynn Ostler"),
        record_id="r",
        clock=lambda: datetime(2026, 10, 20, 9, tzinfo=UTC),
        new_id=lambda: "row",
    )
    return session


@pytest.mark.parametrize(
    ("first", "days"), [(date(2026, 10, 6), 14), (date(2026, 10, 20), 0), (date(2026, 11, 1), None)]
)
def test_the_wait_is_counted_from_the_first_call(preparation: AssessmentSession, first: date, days: int | None) -> None:
    assert preparation.state.derived.wait_days is None
    preparation.answer("pv_first_contact_date", ApproximateDate.of(first))
    assert preparation.state.derived.wait_days == days


def test_the_directory_says_of_when_it_is(preparation: AssessmentSession) -> None:
    assert preparation.state.derived.directory_dated is None
    legal = PackReference("legal", "1", date(2026, 1, 1), "a" * 64)
    directory = PackReference("directory", "7", date(2026, 9, 30), "b" * 64)
    preparation.note(f.PacksNoted(datetime(2026, 10, 20, 9, tzinfo=UTC), "w1", (legal, directory)))
    assert preparation.state.derived.directory_dated == date(2026, 9, 30)
