"""Right-sized routes (TB-14): the route, and the answers that say which one fits and why, are told once.

The route and the question "What kind of assessment fits?" are one thing: whoever chooses the one has answered the
other, and its reason is the answer that is printed. Urgent help has a date for the fuller assessment, and no reason
stands in its place (TB-15; Care Act 2014, section 19(3)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.assessment.answer import WORKER, Answer, AnswerKey, AnswerState, Choices
from doorstep.assessment.facts import AnswerGiven, Route, RouteChosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import Provenance, Value
    from doorstep.assessment.standing import Standing
    from doorstep.definition.model import FormDefinition

KIND: Final = "na_proportion"
"""What kind of assessment fits; its options are the routes."""
REASON: Final = "na_proportion_reason"
URGENT: Final = "na_urgent"
FULLER_BY: Final = "na_full_by"
_NAMES: Final = frozenset(route.value for route in Route)


def told(definition: FormDefinition, route: Route, reason: str, provenance: Provenance) -> Iterator[AnswerGiven]:
    """Yield the answers that choosing a route gives in the worker's lane, as far as the form asks for them."""
    said: dict[str, Value] = {KIND: Choices((route.value,)), REASON: reason.strip()}
    for link_id, value in said.items():
        if link_id in definition.places and value:
            answer = Answer(AnswerState.ANSWERED, provenance, value)
            yield AnswerGiven(provenance.recorded_at, provenance.recorded_by, AnswerKey(link_id, (), WORKER), answer)


def chosen_by(given: AnswerGiven, route: Route) -> Iterator[RouteChosen]:
    """Yield the choice of a route that an answer is, unless it is the ``route`` already taken."""
    value = given.answer.value
    if given.key != AnswerKey(KIND, (), WORKER) or not isinstance(value, Choices):
        return
    [code] = value.codes
    if code in _NAMES and code != route.value:
        yield RouteChosen(given.at, given.by, Route(code))


def owes_fuller_assessment(standing: Standing) -> bool:
    """Tell whether there was an urgent answer, or the route is urgent first, and no day for the fuller assessment."""
    if FULLER_BY not in standing.outline.nodes:
        return False
    urgent = standing.builder.route is Route.URGENT_FIRST or "yes" in standing.codes(URGENT)
    return urgent and standing.day(FULLER_BY) is None
