"""Which values fit which items."""

from __future__ import annotations

import pytest

from assessment.small_form import FORM
from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Choices, Contact, Value
from doorstep.assessment.values import fitting
from doorstep.errors import WrongValueError

PICTURE = AttachmentRef("ab" * 32, "image/jpeg", 10, 4, 4)


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("why", "🙏🏾 words"),
        ("in_group_number", 0),
        ("in_group_number", 9),
        ("in_group_number", 2.5),
        ("ab_dob", ApproximateDate(1945, 3, 14)),
        ("ab_dob", ApproximateDate(1962, about=True)),
        ("ab_dob", ApproximateDate(month=2, day=29)),
        ("ab_dob", ApproximateDate(words="the summer Mum died")),
        ("doctor", Contact("Dr Oyelaran")),
        ("photo", PICTURE),
        ("well", Choices(("yes",))),
        ("score", Choices(("4",))),
        ("helpers", Choices(("=Anyone at all",))),
        ("ab_nhs_number", "943 476 5918"),  # wrong check digit: a warning elsewhere, never a refusal
    ],
)
def test_what_fits_is_kept_as_it_is(link_id: str, value: Value) -> None:
    assert fitting(FORM.item(link_id), value) == value


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("why", "  \n"),
        ("why", 3),
        ("why", Choices(("yes",))),
        ("in_group_number", -1),
        ("in_group_number", 10),
        ("in_group_number", True),
        ("in_group_number", float("nan")),
        ("in_group_number", "4"),
        ("ab_dob", ApproximateDate()),
        ("ab_dob", ApproximateDate(about=True)),
        ("ab_dob", ApproximateDate(2026, 2, 30)),
        ("ab_dob", ApproximateDate(2026, 13)),
        ("ab_dob", ApproximateDate(2025, 2, 29)),
        ("ab_dob", ApproximateDate(month=4, day=31)),
        ("ab_dob", "1945"),
        ("doctor", Contact(" ")),
        ("photo", AttachmentRef("not a hash", "image/jpeg", 10, 4, 4)),
        ("photo", "a file name"),
        ("well", Choices(())),
        ("well", Choices(("yes", "no"))),
        ("well", Choices(("maybe",))),
        ("well", "yes"),
        ("tags", Choices(("a", "a"))),
        ("tags", Choices(("a", "none"))),
        ("tags", Choices(("=Dina",))),
        ("helpers", Choices(("= ",))),
        ("hello", "x"),
        ("grouped", "x"),
        ("pe_ecomap", "x"),
    ],
)
def test_what_does_not_fit_is_refused(link_id: str, value: Value) -> None:
    with pytest.raises(WrongValueError) as refused:
        fitting(FORM.item(link_id), value)
    assert refused.value.facts["link_id"] == link_id


def test_ticks_are_stored_in_form_order_with_the_words_of_what_is_ticked() -> None:
    value = Choices(("b", "a"), {"b": "The blue one", "none": "left over"})
    assert fitting(FORM.item("tags"), value) == Choices(("a", "b"), {"b": "The blue one"})
