"""Where people disagree, in the words of whoever disagrees (TB-16).

A disagreement never keeps a record from being signed. It is open until somebody closes it, prints on the copy, and is
counted in the manifest of the bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import ApproximateDate
from doorstep.assessment.change import ItemRef
from doorstep.assessment.said import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.standing import Standing

DISAGREEMENTS: Final = ("di_items", "cr_disagree", "pl_disagree", "rv_disagree")
"""The repeats whose rows are disagreements, in each form that asks for them. All have the same columns."""
STATUS: Final = "open_or_closed"
_CLOSED: Final = "closed"


class Disagreement(msgspec.Struct, frozen=True):
    """One disagreement. ``row`` is its row in the repeat; ``said`` its words, lane by lane, exactly.

    ``about`` is what it is about, in the words of the form; empty parts were not answered.
    """

    row: ItemRef
    is_open: bool
    said: tuple[Said, ...]
    about: str = ""
    who_says: str = ""
    could_cause: str = ""
    next_step: str = ""
    who: str = ""
    by_when: ApproximateDate | None = None


def disagreements(standing: Standing) -> Iterator[Disagreement]:
    """Yield every disagreement of a record, in form order; a row that was added and not filled in is one as well."""
    for ref in rows(standing):
        yield _of_row(standing, ref)


def count_open(standing: Standing) -> int:
    """Return how many disagreements nobody has closed. Blank is open."""
    return sum(_is_open(standing, ref) for ref in rows(standing))


def rows(standing: Standing) -> Iterator[ItemRef]:
    """Yield the rows of disagreement that are on the form."""
    for repeat in DISAGREEMENTS:
        if repeat in standing.outline.nodes and standing.is_shown(repeat):
            for row in standing.rows(repeat):
                yield ItemRef(repeat, (row,))


def _of_row(standing: Standing, ref: ItemRef) -> Disagreement:
    def words(column: str) -> str:
        link_id = f"{ref.link_id}.{column}"
        return standing.words(link_id, ref.path) if link_id in standing.outline.nodes else ""

    dates = standing.values(f"{ref.link_id}.by_when", ref.path)
    return Disagreement(
        ref,
        _is_open(standing, ref),
        said(standing, f"{ref.link_id}.in_their_words", ref.path),
        words("about"),
        words("who_says"),
        words("could_cause"),
        words("next_step"),
        words("who"),
        next((day for day in dates if isinstance(day, ApproximateDate)), None),
    )


def _is_open(standing: Standing, ref: ItemRef) -> bool:
    return _CLOSED not in standing.codes(f"{ref.link_id}.{STATUS}", ref.path)
