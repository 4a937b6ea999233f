"""What the tests of the core share: a session on a small form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessment.small_form import Journal

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession


@pytest.fixture
def journal() -> Journal:
    """An open assessment with a person, two carers, a neighbour and a worker."""
    return Journal()


@pytest.fixture
def session(journal: Journal) -> AssessmentSession:
    """The session of that assessment."""
    return journal.session
