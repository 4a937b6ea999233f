"""Beginning a record with what was chosen on the first page, keeping why, and asking first who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.people import Person
from doorstep.errors import DoorstepError
from doorstep.ui.messages import message_for
from doorstep.ui.next_steps import CARERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.assessments import Assessments, OpenAssessment
    from doorstep.ui.begin_next import BegunNext
    from doorstep.ui.new_assessment import NewPerson
    from doorstep.ui.window import MainWindow


class Beginning:
    """Begins records in a window; why one cannot be begun is told at its foot."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def begin_new(self, new: NewPerson) -> None:
        """Begin with somebody new, and forget what was typed about them."""
        if self._show(lambda assessments: _begun_new(assessments, new)) and self._window.home is not None:
            self._window.home.new.forget()

    def begin_next(self, begun: BegunNext) -> None:
        """Begin a further record of a person, or a carer's own."""
        self._show(lambda assessments: _begun_next(assessments, begun))

    def _show(self, begin: Callable[[Assessments], OpenAssessment]) -> bool:
        """Begin a record, and ask first who is there; tell whether it began."""
        if self._window.workspace is None:
            return False
        try:
            opened = begin(self._window.workspace.assessments)
        except DoorstepError as error:
            self._window.tell(message_for(error))
            return False
        page = self._window.open_assessment(opened.record_id)
        if page is not None:
            page.middle.show_people().from_before.tell_count(opened.state)
        return True


def _begun_new(assessments: Assessments, new: NewPerson) -> OpenAssessment:
    person = Person(id="", name=new.name, preferred_name=new.preferred_name, born=new.born)
    opened = assessments.start(person, new.route, new.form)
    return _with_reason(opened, _yes_words(new.name) if new.form == CARERS else new.reason)


def _begun_next(assessments: Assessments, begun: BegunNext) -> OpenAssessment:
    step = begun.step
    if step.carer:
        opened = assessments.start_for_carer(step.record_id, step.carer, step.form, begun.route)
        return _with_reason(opened, _yes_words(step.name))
    return _with_reason(assessments.continue_with(step.record_id, step.form, begun.route), begun.reason)


def _yes_words(name: str) -> str:
    """Return how a carer's yes to a record of their own is written down (TB-21)."""
    return f"{name} said yes to an assessment of their own."


def _with_reason(opened: OpenAssessment, reason: str) -> OpenAssessment:
    if reason:
        opened.choose_route(opened.state.route, reason)
    return opened
