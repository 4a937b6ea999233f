"""A person's assessment and their carer's, side by side: only when both agree, and only what each lets be seen (TB-21).

Care Act 2014, section 12(5) and (6). What is cut is cut by ``assessment/sharing``, as for any other reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.sharing import Agreement, Audience, AudienceKind, SharedRecord, share, side_by_side
from doorstep.assessment.state import AssessmentState

if TYPE_CHECKING:
    from datetime import date

    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition


class Together(msgspec.Struct, frozen=True):
    """Who agrees, and what may be shown of each: None until both agree. Names are those to use in speech."""

    person: str
    carer: str
    agreement: Agreement
    of_person: AssessmentState | None = None
    of_carer: AssessmentState | None = None


def look_together(person: tuple[Record, FormDefinition], carer: tuple[Record, FormDefinition], on: date) -> Together:
    """Return what a person and a carer may look at together on a day, each as the other may see it."""
    theirs, carers = person[0].person, carer[0].person
    agreement = side_by_side(person, carer, on)
    if not agreement.both:
        return Together(theirs.called, carers.called, agreement)
    for_carer = (Audience(AudienceKind.CARER, name) for name in (carers.id, carers.name))
    for_person = (Audience(AudienceKind.PROVIDER, name) for name in (theirs.name, theirs.called))
    return Together(
        theirs.called,
        carers.called,
        agreement,
        _as_seen([share(*person, audience, on=on) for audience in for_carer], person[1], on),
        _as_seen([share(*carer, audience, on=on) for audience in for_person], carer[1], on),
    )


def _as_seen(cuts: list[SharedRecord], definition: FormDefinition, on: date) -> AssessmentState:
    """Return the widest of the cuts for one reader, who may stand in the ledger by one name or another."""
    widest = max(cuts, key=lambda cut: len(cut.record.answers))
    return AssessmentState.of(definition, widest.record, on)
