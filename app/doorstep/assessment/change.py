"""What one verb did to an open assessment: the facts it appended, and what a screen has to repaint."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from doorstep.assessment.answer import AnswerKey, RowPath
from doorstep.assessment.facts import Fact


class ItemRef(NamedTuple):
    """One place on the form: an item, inside the rows of ``path`` when it repeats."""

    link_id: str
    path: RowPath = ()


class Change(msgspec.Struct, frozen=True):
    """The whole effect of one verb.

    ``facts`` is what the vault has to keep, in order. ``answered`` names the lanes that were written or cleared;
    ``rows`` the repeats (with the path above them) whose rows were added, removed or moved. ``shown`` and ``hidden``
    are exactly the places that appeared and went, rows included, in form order. ``recalculated`` names the derived
    values that differ. ``newly_incomplete`` and ``newly_complete`` are the places that began or ceased to be missing.
    """

    facts: tuple[Fact, ...] = ()
    answered: tuple[AnswerKey, ...] = ()
    rows: tuple[tuple[str, RowPath], ...] = ()
    shown: tuple[ItemRef, ...] = ()
    hidden: tuple[ItemRef, ...] = ()
    recalculated: tuple[str, ...] = ()
    newly_incomplete: tuple[ItemRef, ...] = ()
    newly_complete: tuple[ItemRef, ...] = ()
