"""What the requirement matrix counts of each form (parts A5 and F1), and the lead-ins that it does not count.

A lead-in is a question that stands before another only to tell whether that one is asked (docs/formats/form.md,
section 8).
"""

from __future__ import annotations

LEAD_INS: dict[str, tuple[str, ...]] = {
    "needs-assessment": ("na_first_words",),
    "pre-visit": ("pv_stops_here",),
    "carer-assessment": ("cr_nhs_care",),
    "care-plan": ("pl_home_wish", "pl_dying_well_wish", "pl_dp_possible", "pl_limits_any", "pl_moving_on"),
    "review": ("rv_carer_named", "rv_limits_before"),
    "feedback": (),
}
"""The questions that no row of the matrix asks for, by form."""
