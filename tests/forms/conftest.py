"""The needs assessment, as it comes with Doorstep."""

from __future__ import annotations

import pytest

from doorstep.definition.loader import load_form
from doorstep.definition.model import FormDefinition, Item, ItemType
from doorstep.resources import forms_folder
from forms.fields import LEAD_INS


@pytest.fixture(scope="session")
def needs_assessment() -> FormDefinition:
    return load_form(forms_folder() / "needs-assessment")


@pytest.fixture(scope="session")
def questions(needs_assessment: FormDefinition) -> dict[str, Item]:
    """Return the fields as the requirement matrix counts them: repeats once, groups and lead-ins not at all."""
    items = (place.item for place in needs_assessment.places.values() if not place.repeats)
    counted = (item for item in items if item.type is not ItemType.GROUP)
    return {item.link_id: item for item in counted if item.link_id not in LEAD_INS["needs-assessment"]}
