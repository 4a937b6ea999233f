"""The words of decision records, by code: what was decided, and its parts (TB-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.assessment.decision_table import DecisionCode, PartName

if TYPE_CHECKING:
    from collections.abc import Mapping

DECISIONS: Final[Mapping[DecisionCode, str]] = {
    DecisionCode.ELIGIBILITY: "Eligible needs",
    DecisionCode.CARER_ELIGIBILITY: "A carer's eligible needs",
    DecisionCode.REFUSAL: "An assessment that was declined",
    DecisionCode.NOT_FACE_TO_FACE: "Not meeting face to face",
    DecisionCode.RAISING_A_CONCERN: "What to do about a concern",
    DecisionCode.SHARING_WITHOUT_YES: "Sharing without a yes",
    DecisionCode.NEED_NOT_MET: "A need that is not met",
    DecisionCode.CAPACITY: "Whether this decision can be made",
    DecisionCode.BEST_INTERESTS: "A decision in their best interests",
    DecisionCode.LIMIT: "A limit on the person's control",
    DecisionCode.PLAN_LIMIT: "A limit in the plan",
    DecisionCode.DIRECT_PAYMENT: "No direct payment",
    DecisionCode.PLAN_NOT_SIGNED: "A plan that was not signed off",
    DecisionCode.GAP: "A question that the law asks, left out",
}
"""What each kind of decision is called."""

PARTS: Final[Mapping[PartName, str]] = {
    PartName.HOW: "How",
    PartName.WHEN: "When",
    PartName.WHY: "Why",
    PartName.WHO: "Who decided",
    PartName.EVIDENCE: "What it is based on",
    PartName.TOLD: "Who was told, and when",
    PartName.ADVICE: "Written advice for this person",
}
"""What each part of a decision record is called."""
OUT_OF_DATE: Final = "Out of date: an answer behind it has changed."
