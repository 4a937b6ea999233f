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
    ``beside`` names the parts of what stands beside the answers that differ: ``jots``, ``tags``, ``pauses``, ``bases``.
    """

    facts: tuple[Fact, ...] = ()
    answered: tuple[AnswerKey, ...] = ()
    rows: tuple[tuple[str, RowPath], ...] = ()
    shown: tuple[ItemRef, ...] = ()
    hidden: tuple[ItemRef, ...] = ()
    recalculated: tuple[str, ...] = ()
    newly_incomplete: tuple[ItemRef, ...] = ()
    newly_complete: tuple[ItemRef, ...] = ()
    beside: tuple[str, ...] = ()

    def then(self, after: Change) -> Change:
        """Return the effect of both: this one, and then ``after``. What appeared and went again is in neither list."""
        return Change(
            facts=self.facts + after.facts,
            answered=tuple(dict.fromkeys(self.answered + after.answered)),
            rows=tuple(dict.fromkeys(self.rows + after.rows)),
            shown=_net(self.shown, after.hidden, after.shown, self.hidden),
            hidden=_net(self.hidden, after.shown, after.hidden, self.shown),
            recalculated=tuple(dict.fromkeys(self.recalculated + after.recalculated)),
            newly_incomplete=_net(
                self.newly_incomplete, after.newly_complete, after.newly_incomplete, self.newly_complete
            ),
            newly_complete=_net(
                self.newly_complete, after.newly_incomplete, after.newly_complete, self.newly_incomplete
            ),
            beside=tuple(dict.fromkeys(self.beside + after.beside)),
        )


def _net(
    first: tuple[ItemRef, ...], undone: tuple[ItemRef, ...], second: tuple[ItemRef, ...], redone: tuple[ItemRef, ...]
) -> tuple[ItemRef, ...]:
    kept = (ref for ref in first if ref not in undone)
    return (*kept, *(ref for ref in second if ref not in redone))
