"""Eligibility laid out as the law has it: each condition, the worker's own answer, the counts, the words beside it.

Nothing here is written anywhere, and nothing is concluded: the program counts, the worker decides (TB-24). Two tests:
the adult's (Care and Support (Eligibility Criteria) Regulations 2015, regulation 2: ten outcomes, two of them, four
ways of being unable) and the carer's (regulation 3: eight outcomes, one of them or health, three ways). The words of
the law come from the legal pack; here are codes and facts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from doorstep.assessment.answer import WORKER, AnswerKey, Choices
from doorstep.assessment.basis import evidence_now
from doorstep.assessment.change import ItemRef
from doorstep.assessment.said import Said, said
from doorstep.assessment.standing import Standing, counts
from doorstep.assessment.tagging import TaggedWords, tagged

if TYPE_CHECKING:
    from collections.abc import Iterator


class WhichTest(StrEnum):
    """Whose eligibility it is."""

    ADULT = "adult"
    CARER = "carer"


class ConditionCode(StrEnum):
    """The conditions of the two tests, in the order of the law."""

    IMPAIRMENT = "impairment"
    OUTCOMES = "outcomes"
    NECESSARY_CARE = "necessary_care"
    HEALTH_OR_OUTCOMES = "health_or_outcomes"
    WELLBEING = "wellbeing"


class Mark(StrEnum):
    """What the worker said of an outcome."""

    UNABLE = "unable"
    ABLE = "able"
    NOT_DECIDED = "not_decided"
    DOES_NOT_APPLY = "does_not_apply"


class OutcomeNow(msgspec.Struct, frozen=True):
    """One outcome as it stands. ``mark`` is None while the worker has not said; ``limbs`` are codes of what was ticked.

    ``said`` are the words of every speaker, ``tagged`` the words tagged elsewhere as belonging here, ``reason`` the
    worker's. ``wellbeing`` and ``impact`` are what it does to the person; ``met_by_carer`` what a carer does about it,
    which is no part of the test.
    """

    area: str
    judged: ItemRef
    mark: Mark | None
    limbs: tuple[str, ...]
    said: tuple[Said, ...]
    tagged: tuple[TaggedWords, ...]
    reason: tuple[Said, ...] = ()
    wellbeing: tuple[Said, ...] = ()
    impact: tuple[Said, ...] = ()
    met_by_carer: tuple[Said, ...] = ()


class Condition(msgspec.Struct, frozen=True):
    """One condition. ``answer`` is the worker's own: ``yes``, ``no``, ``not_decided``, or None.

    ``heard`` are words at hand that bear on it; ``relied`` those that the worker chose for the reason, as they stand
    now; ``tagged`` those that were tagged as belonging here. ``out_of_date`` says that one relied on has changed.
    """

    code: ConditionCode
    judged: ItemRef
    answer: str | None
    reason: ItemRef | None
    heard: tuple[Said, ...]
    relied: tuple[Said, ...]
    tagged: tuple[TaggedWords, ...]
    out_of_date: bool


class Eligibility(msgspec.Struct, frozen=True):
    """The whole test. ``needed`` is how many outcomes the law asks for, one of the carer's test where health is not it.

    ``carer_blind`` is where the worker says that no carer's help was counted; None in the carer's test, which has no
    such question. ``decision`` is where the worker decides; ``decided`` is the code or the words there, or None.
    """

    test: WhichTest
    conditions: tuple[Condition, ...]
    outcomes: tuple[OutcomeNow, ...]
    needed: int
    carer_blind: ItemRef | None
    carer_blind_said: bool
    decision: ItemRef
    decided: str | None

    def areas(self, mark: Mark | None) -> tuple[str, ...]:
        """Return the areas of that mark, in the order of the law; None for those not judged yet."""
        return tuple(outcome.area for outcome in self.outcomes if outcome.mark is mark)


class _Judged(NamedTuple):
    code: ConditionCode
    item: str
    reason: str | None
    heard: tuple[str, ...]


class _Layout(NamedTuple):
    test: WhichTest
    conditions: tuple[_Judged, ...]
    needed: int
    carer_blind: str | None
    decision: str


_ADULT: Final = _Layout(
    WhichTest.ADULT,
    (
        _Judged(
            ConditionCode.IMPAIRMENT,
            "el_cond1",
            "el_cond1_reason",
            ("he_cause_view", "he_conditions.name", "he_conditions.effect"),
        ),
        _Judged(ConditionCode.OUTCOMES, "el_cond2", "el_cond2_reason", ("td_day", "td_night")),
        _Judged(
            ConditionCode.WELLBEING, "el_cond3", "el_cond3_reason", ("wm_matters_most.what", "wm_matters_most.why")
        ),
    ),
    2,
    "el_carer_blind",
    "el_decision",
)
_CARER: Final = _Layout(
    WhichTest.CARER,
    (
        _Judged(ConditionCode.NECESSARY_CARE, "cr_cond1", None, ("cr_day", "cr_tasks.task")),
        _Judged(ConditionCode.HEALTH_OR_OUTCOMES, "cr_cond2", None, ("cr_health",)),
        _Judged(
            ConditionCode.WELLBEING,
            "cr_cond3",
            None,
            ("cr_life", "cr_breaks", "cr_sleep", "cr_work", "cr_learning", "cr_family", "cr_money"),
        ),
    ),
    1,
    None,
    "cr_decision",
)
_ADULT_AREA, _UNABLE, _CARER_AREA = "oc_", "_unable", "cr_oc_"


def eligibility(standing: Standing) -> Eligibility | None:
    """Return the test that this form holds, as it stands; None for a form without one."""
    nodes = standing.outline.nodes
    layout = next((each for each in (_ADULT, _CARER) if each.conditions[0].item in nodes), None)
    if layout is None:
        return None
    tags = tuple(tagged(standing.builder.beside.tags, standing.builder.answers))
    decided = said(standing, layout.decision)
    codes = standing.codes(layout.decision)
    return Eligibility(
        layout.test,
        tuple(_condition(standing, judged, tags) for judged in layout.conditions),
        tuple(_outcomes(standing, layout.test, tags)),
        layout.needed,
        ItemRef(layout.carer_blind) if layout.carer_blind else None,
        "yes" in standing.codes(layout.carer_blind) if layout.carer_blind else False,
        ItemRef(layout.decision),
        codes[0] if codes else decided[0].words if decided else None,
    )


def _condition(standing: Standing, judged: _Judged, tags: tuple[TaggedWords, ...]) -> Condition:
    answer = next(iter(standing.codes(judged.item)), None)
    reason = AnswerKey(judged.reason or judged.item, (), WORKER)
    rests_on = tuple(evidence_now(standing, standing.builder.beside.basis(reason)))
    relied = (each for now in rests_on for each in said(standing, now.key.link_id, now.key.path) if each.key == now.key)
    return Condition(
        judged.code,
        ItemRef(judged.item),
        answer,
        ItemRef(judged.reason) if judged.reason else None,
        tuple(each for link_id in judged.heard for each in _everywhere(standing, link_id)),
        tuple(relied),
        _tagged(tags, judged.item),
        any(now.changed for now in rests_on),
    )


def _everywhere(standing: Standing, link_id: str) -> Iterator[Said]:
    if link_id in standing.outline.nodes:
        for path in standing.paths(link_id):
            yield from said(standing, link_id, path)


def _outcomes(standing: Standing, test: WhichTest, tags: tuple[TaggedWords, ...]) -> Iterator[OutcomeNow]:
    for link_id in standing.outline.nodes:
        if test is WhichTest.ADULT and link_id.startswith(_ADULT_AREA) and link_id.endswith(_UNABLE):
            yield _adult_outcome(standing, link_id.removesuffix(_UNABLE), tags)
        elif test is WhichTest.CARER and link_id.startswith(_CARER_AREA):
            yield _carer_outcome(standing, link_id, tags)


def _adult_outcome(standing: Standing, group: str, tags: tuple[TaggedWords, ...]) -> OutcomeNow:
    codes = standing.codes(f"{group}_unable")
    return OutcomeNow(
        group.removeprefix(_ADULT_AREA),
        ItemRef(f"{group}_unable"),
        next((Mark(code) for code in codes if code in set(Mark)), None),
        tuple(code for code in standing.codes(f"{group}_limbs") if code != "none"),
        said(standing, f"{group}_now"),
        _tagged(tags, group, f"{group}_now"),
        said(standing, f"{group}_reason"),
        said(standing, f"{group}_wellbeing"),
        said(standing, f"{group}_impact"),
        said(standing, f"{group}_carer_meets"),
    )


def _carer_outcome(standing: Standing, link_id: str, tags: tuple[TaggedWords, ...]) -> OutcomeNow:
    """Read the worker's lane as the judgement; the carer's own choice is among what was said."""
    answer = standing.lanes(link_id).get(WORKER)
    judged = answer.value if answer is not None and counts(answer) and standing.is_shown(link_id) else None
    codes = judged.codes if isinstance(judged, Choices) else ()
    others = {Mark.ABLE.value, Mark.DOES_NOT_APPLY.value}
    limbs = tuple(code for code in codes if code not in others)
    mark = Mark.UNABLE if limbs else next((Mark(code) for code in codes), None)
    words = tuple(each for each in said(standing, link_id) if each.speaker != WORKER)
    return OutcomeNow(link_id.removeprefix(_CARER_AREA), ItemRef(link_id), mark, limbs, words, _tagged(tags, link_id))


def _tagged(tags: tuple[TaggedWords, ...], *about: str) -> tuple[TaggedWords, ...]:
    return tuple(words for words in tags if words.about in about)
