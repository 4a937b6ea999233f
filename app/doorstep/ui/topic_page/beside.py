"""What stands beside the questions of one topic: prompts, tagged words, what the law looks at, what a reason rests on.

Read from the assessment as it stands, and never written anywhere: the worker decides (TB-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from doorstep.assessment.answer import WORKER, AnswerKey
from doorstep.ui.prompt_words import words_of_prompt, words_of_skill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.basis import EvidenceNow
    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.decisions import Decision
    from doorstep.assessment.eligibility import Condition, Eligibility
    from doorstep.assessment.prompts import Prompt
    from doorstep.assessment.state import AssessmentState
    from doorstep.assessment.tagging import TaggedWords
    from doorstep.definition.model import Topic
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.prompt_words import PromptWords


@dataclass(frozen=True, slots=True)
class Thought:
    """Something to think of, in words: a prompt, or a skill that is asked for. ``why`` are the answers behind it."""

    words: PromptWords
    why: tuple[ItemRef, ...]
    go_to: ItemRef


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one question.

    ``reason`` is the lane of a reason that rests on answers, ``rests_on`` what it rests on now; ``condition`` is one
    of the law's with the ``test`` that it is part of; ``decision`` a decision that was taken there.
    """

    thoughts: tuple[Thought, ...] = ()
    quotes: tuple[TaggedWords, ...] = ()
    condition: Condition | None = None
    test: Eligibility | None = None
    decision: Decision | None = None
    reason: AnswerKey | None = None
    rests_on: tuple[EvidenceNow, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self == Beside()


@dataclass(slots=True)
class _Gathered:
    thoughts: list[Thought] = field(default_factory=list)
    quotes: list[TaggedWords] = field(default_factory=list)


def thoughts(assessment: OpenAssessment) -> tuple[Thought, ...]:
    """Return everything that the answers give reason to think of, and the skills that are asked for."""
    state = assessment.state
    skills = (Thought(words_of_skill(each), each.why, each.go_to) for each in assessment.skill_warnings())
    prompts = (Thought(words_of_prompt(each, _names(each, state)), each.why, each.go_to) for each in state.prompts())
    return (*prompts, *skills)


def beside(assessment: OpenAssessment, topic: Topic) -> Mapping[str, Beside]:
    """Return what stands beside the questions of a topic, by link_id; those with nothing are left out."""
    state = assessment.state
    here = {item.link_id for item in topic.items}
    gathered: dict[str, _Gathered] = {}
    for thought in thoughts(assessment):
        top = top_of(state, thought.go_to)
        if top in here:
            gathered.setdefault(top, _Gathered()).thoughts.append(thought)
    for quote in state.tags:
        place = topic.items[0].link_id if topic.group and quote.about == topic.link_id else quote.about
        if place in here:
            gathered.setdefault(place, _Gathered()).quotes.append(quote)
    test = state.eligibility()
    conditions = {each.judged.link_id: each for each in test.conditions} if test is not None else {}
    decisions = {each.what.link_id: each for each in state.decisions() if each.what.link_id in here}
    found: dict[str, Beside] = {}
    for link_id in here:
        own, condition = gathered.get(link_id, _Gathered()), conditions.get(link_id)
        reason = _reason(state, link_id)
        found[link_id] = Beside(
            tuple(own.thoughts),
            tuple(own.quotes),
            condition,
            test if condition is not None else None,
            decisions.get(link_id),
            reason,
            state.basis_of(reason) if reason is not None else (),
        )
    return {link_id: each for link_id, each in found.items() if not each.is_empty}


def top_of(state: AssessmentState, place: ItemRef) -> str:
    """Return the question of a page in which a place stands."""
    repeats = state.definition.place(place.link_id).repeats
    return repeats[0].link_id if repeats else place.link_id


def _reason(state: AssessmentState, link_id: str) -> AnswerKey | None:
    """Return the worker's lane of a question that holds the reason of a decision; None of any other question."""
    is_reason = state.is_reason(link_id) and WORKER in state.lanes(link_id)
    return AnswerKey(link_id, (), WORKER) if is_reason else None


def _names(prompt: Prompt, state: AssessmentState) -> tuple[str, ...]:
    """Return whom or what a prompt is about as it is called on the form: an area by the title of its topic."""
    places = state.definition.places
    return tuple(places[f"oc_{name}"].item.text if f"oc_{name}" in places else name for name in prompt.names)
