"""What conditions may name outside the form."""

from __future__ import annotations

from doorstep.assessment.derived import Derived
from doorstep.definition.reach import DERIVED


def test_a_condition_may_name_exactly_the_values_that_are_derived() -> None:
    assert set(Derived.__struct_fields__) == DERIVED
