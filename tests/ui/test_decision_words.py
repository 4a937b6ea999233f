"""Every kind of decision and every part of its record has a name."""

from __future__ import annotations

from doorstep.assessment.decision_table import DecisionCode, PartName
from doorstep.ui.decision_words import DECISIONS, PARTS


def test_nothing_is_without_a_name() -> None:
    assert set(DECISIONS) == set(DecisionCode)
    assert set(PARTS) == set(PartName)
    assert len(set(DECISIONS.values())) == len(DECISIONS)
