"""The routes in words (TB-14): how deep the conversation goes."""

from __future__ import annotations

from typing import Final

from doorstep.assessment.facts import Route

ROUTES: Final = (
    (Route.FULL, "Full: every topic"),
    (Route.FOCUSED, "Focused: what matters now; only what the law asks for stays needed"),
    (Route.URGENT_FIRST, "Urgent first: safety today, the rest on a promised date"),
    (Route.JOINT, "Joint: together with another service, or with a carer's assessment"),
    (Route.REASSESSMENT, "Reassessment: only what has changed since last time"),
)
"""Each route with the words to choose it by."""


def route_name(route: Route) -> str:
    """Return the short name of a route: full, urgent first."""
    return next(words for each, words in ROUTES if each is route).partition(":")[0].lower()
