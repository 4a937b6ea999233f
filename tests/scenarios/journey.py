"""Mr Pennant's journey, played once for all tests: each stretch follows those before it, as on the laptop."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.carry_forward import EarlierRecord
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import first_visit, later_sample
from scenarios.talk import form

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession
    from doorstep.assessment.state import AssessmentState

STRETCHES = {
    "preparation": ("pre-visit", ()),
    "first-visit": ("needs-assessment", ("preparation",)),
    "carer": ("carer-assessment", ()),
    "plan": ("care-plan", ("first-visit", "preparation")),
    "review": ("review", ("plan", "first-visit")),
    "feedback": ("feedback", ()),
    "a-year-later": ("needs-assessment", ("review", "plan", "first-visit", "preparation")),
}
"""Each stretch: its form, and the stretches that it follows, nearest first."""


@cache
def played(stretch: str) -> AssessmentSession:
    """Play a stretch, and what it follows. Tests only read; they make their own when they change anything."""
    name, before = STRETCHES[stretch]
    made = form(name)
    sample = first_visit(made) if stretch == "first-visit" else later_sample(stretch, made)
    play = SamplePlay(sample, made, lambda picture: picture.reference(), stretch, [earlier(name) for name in before])
    return play.play()


def earlier(stretch: str) -> EarlierRecord:
    """Return a stretch as a record that others follow."""
    session = played(stretch)
    return EarlierRecord(session.freeze(), session.definition)


def begun(stretch: str) -> AssessmentState:
    """Return what stands in a stretch when it has just been begun."""
    return begun_session(stretch).state


def begun_session(stretch: str) -> AssessmentSession:
    """Begin a stretch after those before it, and say nothing yet."""
    name, before = STRETCHES[stretch]
    made = form(name)
    sample = msgspec.structs.replace(later_sample(stretch, made), answers=(), confirms=False)
    records = [earlier(each) for each in before]
    return SamplePlay(sample, made, lambda picture: picture.reference(), f"{stretch}-begun", records).play()
