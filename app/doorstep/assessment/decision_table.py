"""Which answers are decisions, and where each says how, when, why and by whom it was made (TB-06).

A decision is taken as soon as its first item says so. From then on its parts are owed: a reason for leaving one out
no longer settles it, whatever the route. The table is keyed by link_ids, so that a form holds those decisions whose
items it has. Sources: NG86 1.3 (how, when and why are told), Care Act 2014 sections 11, 13, 25(5) and 42, Mental
Capacity Act 2005 sections 1 to 4.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from doorstep.assessment.answer import WORKER, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.standing import Standing, counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doorstep.assessment.answer import Answer


class DecisionCode(StrEnum):
    """The kinds of decision. ``gap`` is a LEGAL question that was left out for a reason (TB-03)."""

    ELIGIBILITY = "eligibility"
    CARER_ELIGIBILITY = "carer_eligibility"
    REFUSAL = "refusal"
    NOT_FACE_TO_FACE = "not_face_to_face"
    RAISING_A_CONCERN = "raising_a_concern"
    SHARING_WITHOUT_YES = "sharing_without_yes"
    NEED_NOT_MET = "need_not_met"
    CAPACITY = "capacity"
    BEST_INTERESTS = "best_interests"
    LIMIT = "limit"
    PLAN_LIMIT = "plan_limit"
    DIRECT_PAYMENT = "direct_payment"
    PLAN_NOT_SIGNED = "plan_not_signed"
    GAP = "gap"


class PartName(StrEnum):
    """What a decision record says beside the decision itself."""

    HOW = "how"
    WHEN = "when"
    WHY = "why"
    WHO = "who"
    EVIDENCE = "evidence"
    TOLD = "told"
    ADVICE = "advice"


OWED: Final = frozenset({PartName.HOW, PartName.WHEN, PartName.WHY, PartName.WHO, PartName.ADVICE})
"""Without these a decision is not finished. ``advice`` is owed to whoever has no eligible needs (Care Act s13(5))."""


class Told(StrEnum):
    """A part that no item of its own holds."""

    BY_RECORD = "by_record"
    """The record of the answer says it: who recorded it, and when."""
    BY_DECISION = "by_decision"
    """The answer itself says it, with the extra words that its option asks for."""


Source: TypeAlias = str | Told


class Shape(NamedTuple):
    """One kind of decision. ``what`` holds the decision; ``taken`` are the codes that take it, none for any answer.

    ``reasons`` are the items whose basis makes the decision out of date when it changes.
    """

    code: DecisionCode
    what: str
    taken: frozenset[str]
    parts: Mapping[PartName, Source]
    reasons: tuple[str, ...] = ()

    @property
    def repeat(self) -> str:
        """The repeat in whose rows the decision stands, or ''."""
        return self.what.rpartition(".")[0]


HOW, WHEN, WHY, WHO = PartName.HOW, PartName.WHEN, PartName.WHY, PartName.WHO
EVIDENCE, TOLD, ADVICE = PartName.EVIDENCE, PartName.TOLD, PartName.ADVICE
_RECORD, _DECISION = Told.BY_RECORD, Told.BY_DECISION
_ANY: Final = frozenset[str]()

SHAPES: Final = (
    Shape(
        DecisionCode.ELIGIBILITY,
        "el_decision",
        frozenset({"eligible", "not_eligible"}),
        {
            HOW: "el_decided_how",
            WHEN: "el_decided_when",
            WHY: "el_decided_why",
            WHO: "el_decided_by",
            EVIDENCE: "el_evidence",
            TOLD: "el_told_person",
            ADVICE: "el_advice_written",
        },
        ("el_decided_why", "el_plain_reason", "el_cond1_reason", "el_cond2_reason", "el_cond3_reason"),
    ),
    Shape(
        DecisionCode.CARER_ELIGIBILITY,
        "cr_decision",
        _ANY,
        {HOW: _DECISION, WHEN: _DECISION, WHY: _DECISION, WHO: _DECISION},
        ("cr_decision",),
    ),
    Shape(
        DecisionCode.REFUSAL,
        "na_refusal_duty",
        _ANY,
        {HOW: _DECISION, WHEN: _RECORD, WHY: _DECISION, WHO: _RECORD, EVIDENCE: "na_refusal_words"},
        ("na_refusal_duty",),
    ),
    Shape(
        DecisionCode.NOT_FACE_TO_FACE,
        "na_mode_actual",
        frozenset({"video", "phone"}),
        {HOW: _DECISION, WHEN: _RECORD, WHY: "na_mode_reason", WHO: _RECORD},
        ("na_mode_reason",),
    ),
    Shape(
        DecisionCode.RAISING_A_CONCERN,
        "sa_consent_raise",
        frozenset({"no_respect", "no_must", "cannot_decide", "not_safe"}),
        {HOW: _DECISION, WHEN: _RECORD, WHY: _DECISION, WHO: _RECORD, EVIDENCE: "sa_s42", TOLD: "sa_raised"},
        ("sa_consent_raise",),
    ),
    Shape(
        DecisionCode.SHARING_WITHOUT_YES,
        "nx_share_other_ground.with_whom",
        _ANY,
        {
            HOW: "nx_share_other_ground.legal_ground",
            WHEN: _RECORD,
            WHY: "nx_share_other_ground.why",
            WHO: _RECORD,
            EVIDENCE: "nx_share_other_ground.what",
            TOLD: "nx_share_other_ground.told_person",
        },
        ("nx_share_other_ground.why",),
    ),
    Shape(
        DecisionCode.NEED_NOT_MET,
        "el_need_met_how.by_whom",
        frozenset({"not_met"}),
        {HOW: _DECISION, WHEN: _RECORD, WHY: "el_need_met_how.why_not", WHO: _RECORD},
        ("el_need_met_how.why_not",),
    ),
    Shape(
        DecisionCode.CAPACITY,
        "mc_outcome",
        frozenset({"not_now", "cannot"}),
        {HOW: "mc_support_tried", WHEN: _RECORD, WHY: "mc_link", WHO: _RECORD, EVIDENCE: "mc_impairment"},
        ("mc_link",),
    ),
    Shape(
        DecisionCode.BEST_INTERESTS,
        "mc_bi_decision",
        _ANY,
        {HOW: "mc_bi_less_restrictive", WHEN: _RECORD, WHY: _DECISION, WHO: _DECISION, EVIDENCE: "mc_bi_consulted"},
        ("mc_bi_decision",),
    ),
    Shape(
        DecisionCode.LIMIT,
        "mc_limit.what",
        _ANY,
        {HOW: "mc_limit.legal_ground", WHEN: _RECORD, WHY: "mc_limit.why", WHO: "mc_limit.decided_by"},
        ("mc_limit.why",),
    ),
    Shape(
        DecisionCode.PLAN_LIMIT,
        "pl_limits.what",
        _ANY,
        {HOW: "pl_limits.legal_ground", WHEN: _RECORD, WHY: "pl_limits.least_limiting", WHO: "pl_limits.decided_by"},
        ("pl_limits.least_limiting",),
    ),
    Shape(
        DecisionCode.DIRECT_PAYMENT,
        "pl_dp_unable_reason",
        _ANY,
        {HOW: _DECISION, WHEN: _RECORD, WHY: _DECISION, WHO: _RECORD},
        ("pl_dp_unable_reason",),
    ),
    Shape(
        DecisionCode.PLAN_NOT_SIGNED,
        "pl_not_signed_reason",
        _ANY,
        {HOW: "pl_amend_guidance", WHEN: _RECORD, WHY: _DECISION, WHO: _RECORD},
        ("pl_not_signed_reason",),
    ),
)


def taken(standing: Standing, shape: Shape, ref: ItemRef) -> Answer | None:
    """Return the worker's answer that takes a decision at one place, or None while it is not taken there."""
    answer = standing.lanes(*ref).get(WORKER)
    if answer is None or not standing.is_shown(*ref):
        return None
    return answer if counts(answer) and _takes(shape, answer) else None


def is_owed(standing: Standing, ref: ItemRef) -> bool:
    """Tell whether a place is a part that a decision which was taken owes: only an answer settles it."""
    for shape, name in _PART_AT.get(ref.link_id, ()):
        if name in OWED and taken(standing, shape, ItemRef(shape.what, ref.path)) is not None:
            return True
    return False


def lacks_words(standing: Standing, ref: ItemRef) -> bool:
    """Tell whether a decision was taken without the words that its option asks for ("Why?")."""
    shapes = (shape for shape in _AT.get(ref.link_id, ()) if Told.BY_DECISION in shape.parts.values())
    answers = (taken(standing, shape, ref) for shape in shapes)
    return any(answer is not None and not says_all(standing, ref.link_id, answer) for answer in answers)


def says_all(standing: Standing, link_id: str, answer: Answer) -> bool:
    """Tell whether an answer holds the extra words that its options ask for."""
    if not isinstance(answer.value, Choices):
        return True
    item, details = standing.definition.item(link_id), answer.value.details
    asked = (code for code in answer.value.codes if (option := item.option(code)) is not None and option.detail)
    return all(details.get(code, "").strip() for code in asked)


def parts_beside(ref: ItemRef) -> Iterator[ItemRef]:
    """Yield the places that the answer at this place may make owed."""
    for shape in _AT.get(ref.link_id, ()):
        for source in shape.parts.values():
            if not isinstance(source, Told):
                yield ItemRef(source, ref.path)


def _takes(shape: Shape, answer: Answer) -> bool:
    if not shape.taken:
        return True
    return isinstance(answer.value, Choices) and not shape.taken.isdisjoint(answer.value.codes)


def _by_part() -> Mapping[str, tuple[tuple[Shape, PartName], ...]]:
    found: dict[str, tuple[tuple[Shape, PartName], ...]] = {}
    for shape in SHAPES:
        for name, source in shape.parts.items():
            if not isinstance(source, Told):
                found[source] = (*found.get(source, ()), (shape, name))
    return found


_PART_AT: Final = _by_part()
_AT: Final = {shape.what: tuple(each for each in SHAPES if each.what == shape.what) for shape in SHAPES}
