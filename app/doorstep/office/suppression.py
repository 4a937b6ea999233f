"""Hiding small numbers: what is counted about few people could tell who they are (TB-25).

Every table shares a known number of people out among its cells. A cell of 1 to 9 is hidden. Then a second one is hidden
where the first could be worked out from the rest, and what is hidden always adds up to ten or more. Whatever is shown
is rounded to the nearest five, so that two summaries made one after the other do not tell of the one person between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST: Final = 10
"""The smallest number of people that is ever told."""
ROUNDED_TO: Final = 5


def protected(cells: Mapping[str, int]) -> dict[str, int | None]:
    """Return the cells of a table as they may be told: rounded, or None where they are hidden.

    ``cells`` must share out a number that may itself be told (``told``). Nothing is told when too little would be left.
    """
    hidden = {code for code, count in cells.items() if 0 < count < FEWEST}
    rest = sorted((count, code) for code, count in cells.items() if code not in hidden and count)
    while hidden and (len(hidden) < 2 or sum(cells[code] for code in hidden) < FEWEST):
        if not rest:
            return dict.fromkeys(cells)
        hidden.add(rest.pop(0)[1])
    return {code: None if code in hidden else rounded(count) for code, count in cells.items()}


def told(count: int) -> int | None:
    """Return a number that stands for itself, rounded; None when it is too small to be told."""
    return rounded(count) if count >= FEWEST else None


def rounded(count: int) -> int:
    """Return a count to the nearest five."""
    return ROUNDED_TO * ((count + ROUNDED_TO // 2) // ROUNDED_TO)
