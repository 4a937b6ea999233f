"""The forms as they come with Doorstep."""

from __future__ import annotations

import pytest

from doorstep.definition.loader import load_form
from doorstep.definition.model import FormDefinition, Item, ItemType
from doorstep.resources import forms_folder
from forms.fields import LEAD_INS

JOURNEY = ("pre-visit", "carer-assessment", "care-plan", "review", "feedback")
"""The forms beside the needs assessment."""


@pytest.fixture(scope="session")
def forms() -> dict[str, FormDefinition]:
    """Return every form by name."""
    return {name: load_form(forms_folder() / name) for name in ("needs-assessment", *JOURNEY)}


@pytest.fixture(params=JOURNEY)
def journey_form(request: pytest.FixtureRequest, forms: dict[str, FormDefinition]) -> FormDefinition:
    """Return each of the forms beside the needs assessment in turn."""
    return forms[request.param]


@pytest.fixture(params=("needs-assessment", *JOURNEY))
def any_form(request: pytest.FixtureRequest, forms: dict[str, FormDefinition]) -> FormDefinition:
    """Return each form in turn."""
    return forms[request.param]


@pytest.fixture(scope="session")
def needs_assessment(forms: dict[str, FormDefinition]) -> FormDefinition:
    return forms["needs-assessment"]


@pytest.fixture(scope="session")
def questions(needs_assessment: FormDefinition) -> dict[str, Item]:
    """Return the fields as the requirement matrix counts them: repeats once, groups and lead-ins not at all."""
    items = (place.item for place in needs_assessment.places.values() if not place.repeats)
    counted = (item for item in items if item.type is not ItemType.GROUP)
    return {item.link_id: item for item in counted if item.link_id not in LEAD_INS["needs-assessment"]}
