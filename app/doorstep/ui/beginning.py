"""Beginning a record with what was chosen on the first page, and keeping why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.people import Person
from doorstep.ui.next_steps import CARERS

if TYPE_CHECKING:
    from doorstep.services.assessments import Assessments, OpenAssessment
    from doorstep.ui.begin_next import BegunNext
    from doorstep.ui.new_assessment import NewPerson


def begin_new(assessments: Assessments, new: NewPerson) -> OpenAssessment:
    """Begin with somebody new. Raises what ``Assessments.start`` raises."""
    person = Person(id="", name=new.name, preferred_name=new.preferred_name, born=new.born)
    opened = assessments.start(person, new.route, new.form)
    return _with_reason(opened, yes_words(new.name) if new.form == CARERS else new.reason)


def begin_next(assessments: Assessments, begun: BegunNext) -> OpenAssessment:
    """Begin a further record of a person, or a carer's own. Raises what the services raise."""
    step = begun.step
    if step.carer:
        opened = assessments.start_for_carer(step.record_id, step.carer, step.form, begun.route)
        return _with_reason(opened, yes_words(step.name))
    return _with_reason(assessments.continue_with(step.record_id, step.form, begun.route), begun.reason)


def yes_words(name: str) -> str:
    """Return how a carer's yes to a record of their own is written down (TB-21)."""
    return f"{name} said yes to an assessment of their own."


def _with_reason(opened: OpenAssessment, reason: str) -> OpenAssessment:
    if reason:
        opened.choose_route(opened.state.route, reason)
    return opened
