"""What is still missing, and why it matters (TB-20).

A required place is settled by a value of somebody who can give it: what the person is asked, only the person; what a
carer or supporter is asked, any of them; what the worker is asked, any lane. It is settled as well by an honest gap,
there or in the worker's lane ("could not ask because"). ``come back`` settles nothing. ``not asked`` and ``could not
find out`` settle with a reason; on a LEGAL question every gap needs one, because the gap is a decision (TB-06). The
full and joint routes need every required question, the others only the LEGAL ones (TB-14). What a decision owes once it
is taken - how, when, why, who - is needed on every route, and only an answer settles it (``decision_table``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Answer, AnswerState
from doorstep.assessment.change import ItemRef
from doorstep.assessment.decision_table import is_owed, lacks_words
from doorstep.assessment.facts import Route
from doorstep.assessment.routes import FULLER_BY, owes_fuller_assessment
from doorstep.assessment.standing import Standing, counts, settled_or_said
from doorstep.definition.model import ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doorstep.assessment.answer import Voice
    from doorstep.definition.model import FormDefinition, Item, Topic

DEEP_ROUTES = frozenset({Route.FULL, Route.JOINT})
"""Routes on which every required question is needed."""
SILENT = frozenset({ItemType.DISPLAY, ItemType.GROUP})
"""Types that ask nothing themselves."""
NEEDS_REASON = frozenset({AnswerState.NOT_ASKED, AnswerState.COULD_NOT_FIND_OUT})
"""Gaps that say nothing without a reason."""


_AROUND = frozenset({Speaker.CARER, Speaker.SUPPORTER})
ANSWERS_FOR: Mapping[Speaker, frozenset[Speaker]] = {
    Speaker.PERSON: frozenset({Speaker.PERSON}),
    Speaker.CARER: _AROUND,
    Speaker.SUPPORTER: _AROUND,
    Speaker.WORKER: frozenset(Speaker),
}
"""Whose words settle what each kind of speaker is asked; nobody speaks for the person (TB-02)."""


class ProgressMark(StrEnum):
    """The mark of a topic: not begun; begun; nothing needed is open; something was left to come back to."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    DONE = "done"
    NEEDS = "needs"


class TopicProgress(msgspec.Struct, frozen=True):
    """How far a topic has come. Counts are of shown questions, each row of a repeat apart.

    ``answered`` have a value or a gap in some lane, ``needed`` are required on this route, ``open_needed`` of those
    are not settled.
    """

    answered: int
    needed: int
    open_needed: int
    mark: ProgressMark


class Missing(msgspec.Struct, frozen=True):
    """One question that is still open, and all that is needed to close it in one step.

    ``who`` can answer it; ``why`` is why it matters. ``came_back`` says that the worker marked it to return to.
    ``needs_decision`` says that a gap stands there without the reason that a LEGAL question wants (TB-06). ``decided``
    says that a decision which was taken owes it, so that only an answer will do.
    """

    ref: ItemRef
    topic_link_id: str
    question: str
    who: Speaker
    why: str
    legal: bool
    needs_decision: bool
    came_back: bool
    decided: bool = False


def is_needed(item: Item, route: Route) -> bool:
    """Tell whether an item, when shown, may not be left blank on this route."""
    if item.type in SILENT:
        return False
    return item.legal or (item.required and route in DEEP_ROUTES)


def gap_settles(item: Item, answer: Answer) -> bool:
    """Tell whether a gap closes a needed question: not without the reason that it owes."""
    if answer.state is AnswerState.ANSWERED or not answer.state.settles:
        return False
    reasoned = bool(answer.reason and answer.reason.strip())
    return reasoned or not (item.legal or answer.state in NEEDS_REASON)


def is_open(standing: Standing, ref: ItemRef) -> bool:
    """Tell whether a place is shown, needed and not settled."""
    item = standing.outline.nodes[ref.link_id].item
    if item is None or ref not in standing.shown:
        return False
    if lacks_words(standing, ref) or (ref.link_id == FULLER_BY and owes_fuller_assessment(standing)):
        return True
    owed = is_owed(standing, ref)
    if not owed and not is_needed(item, standing.builder.route):
        return False
    if item.repeats and standing.has_entries(ref.link_id, ref.path):
        return False
    return not any(_closes(item, *lane, owed=owed) for lane in standing.lanes(ref.link_id, ref.path).items())


def _closes(item: Item, voice: Voice, answer: Answer, *, owed: bool) -> bool:
    """Tell whether one lane settles a needed item. What a decision owes is settled by an answer, not by a gap.

    The worker's own words are an answer to that as well, whoever the question is asked of: the decision is theirs.
    """
    asked, by_worker = voice.kind in ANSWERS_FOR[item.asked_of], voice.kind is Speaker.WORKER
    if counts(answer):
        return asked or (owed and by_worker)
    return not owed and (asked or by_worker) and gap_settles(item, answer)


def open_places(standing: Standing) -> Iterator[ItemRef]:
    """Yield every open place of a record, in no order."""
    return (ref for ref in standing.shown if is_open(standing, ref))


def describe(standing: Standing, ref: ItemRef) -> Missing:
    """Return all that a screen says about an open place."""
    item = standing.definition.item(ref.link_id)
    answers = standing.lanes(ref.link_id, ref.path).values()
    return Missing(
        ref=ref,
        topic_link_id=standing.definition.topic_of(ref.link_id).link_id,
        question=item.text,
        who=item.asked_of,
        why=why_it_matters(item),
        legal=item.legal,
        needs_decision=item.legal and any(_owes_reason(item, answer) for answer in answers),
        came_back=any(answer.state is AnswerState.COME_BACK for answer in answers),
        decided=is_owed(standing, ref) or lacks_words(standing, ref),
    )


def why_it_matters(item: Item) -> str:
    """Return the form's own reason; else its guidance; else that the law or the assessment asks for it."""
    if item.why or item.guidance:
        return item.why or item.guidance or ""
    return "The law says this must be asked." if item.legal else "This is part of a whole assessment."


def _owes_reason(item: Item, answer: Answer) -> bool:
    return answer.state is not AnswerState.ANSWERED and answer.state.settles and not gap_settles(item, answer)


def progress(standing: Standing, topic: Topic, still_open: frozenset[ItemRef] | set[ItemRef]) -> TopicProgress:
    """Return how far a topic has come. ``still_open`` holds the open places of the whole record."""
    answered = needed = open_needed = 0
    wants_return = False
    for ref, item in questions(standing, topic):
        lanes = standing.lanes(ref.link_id, ref.path)
        talked_about = any(settled_or_said(answer) for answer in lanes.values())
        answered += talked_about or (item.repeats and standing.has_entries(*ref))
        needed += is_needed(item, standing.builder.route) or is_owed(standing, ref)
        if ref in still_open:
            open_needed += 1
            wants_return = wants_return or any(
                answer.state is AnswerState.COME_BACK or _owes_reason(item, answer) for answer in lanes.values()
            )
    return TopicProgress(answered, needed, open_needed, _mark(answered, open_needed, wants_return=wants_return))


def _mark(answered: int, open_needed: int, *, wants_return: bool) -> ProgressMark:
    if wants_return:
        return ProgressMark.NEEDS
    if not answered:
        return ProgressMark.UNTOUCHED
    return ProgressMark.BEGUN if open_needed else ProgressMark.DONE


def questions(standing: Standing, topic: Topic) -> Iterator[tuple[ItemRef, Item]]:
    """Yield every question that is shown in a topic, row by row, in form order."""
    for item in topic.items:
        yield from _questions_below(standing, item, ItemRef(item.link_id))


def _questions_below(standing: Standing, item: Item, ref: ItemRef) -> Iterator[tuple[ItemRef, Item]]:
    if ref not in standing.shown:
        return
    if item.type not in SILENT:
        yield ref, item
    paths = [(*ref.path, row) for row in standing.rows(*ref)] if item.repeats else [ref.path]
    for path in paths:
        for child in item.items:
            yield from _questions_below(standing, child, ItemRef(child.link_id, path))


def in_form_order(definition: FormDefinition, standing: Standing) -> tuple[Missing, ...]:
    """Return everything that is missing, in the order of the form and of its rows."""
    return tuple(
        describe(standing, ref)
        for topic in definition.topics
        for ref, _ in questions(standing, topic)
        if is_open(standing, ref)
    )
