"""What getting ready for a visit can see at a glance: how long the person has waited, how old the directory is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.derived import Rule

if TYPE_CHECKING:
    from datetime import date

    from doorstep.assessment.standing import Standing

_FIRST_CALL = "pv_first_contact_date"
_DIRECTORY = "directory"


def _wait_days(standing: Standing) -> int | None:
    """Days from the first call until today; None when its day is not known, or lies ahead."""
    first = standing.day(_FIRST_CALL)
    return (standing.today - first).days if first is not None and first <= standing.today else None


def _directory_dated(standing: Standing) -> date | None:
    """The day on which the directory of local help that this record uses was issued (TB-11)."""
    packs = standing.builder.beside.packs
    return next((pack.issued for pack in packs if pack.kind == _DIRECTORY), None)


RULES = {
    "wait_days": Rule(_wait_days, frozenset({_FIRST_CALL})),
    "directory_dated": Rule(_directory_dated, frozenset()),
}
