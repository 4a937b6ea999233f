"""The rules of the derived values, one module a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.rules import (
    communication,
    disagreements,
    outcomes,
    people,
    person,
    preparation,
    promises,
    reasons,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.derived import Rule
    from doorstep.assessment.outline import Outline


def rules_for(outline: Outline) -> Mapping[str, Rule]:
    """Return the rule of every derived value, with what each reads on this form."""
    return {
        **person.RULES,
        **outcomes.rules(outline),
        **people.RULES,
        **promises.rules(outline),
        **communication.RULES,
        **reasons.RULES,
        **disagreements.rules(outline),
        **preparation.RULES,
    }
