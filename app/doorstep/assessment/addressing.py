"""Is there such a place, and whose lane is it? Asked of every request before anything is written.

Nobody speaks in the person's place: a lane is only written in the voice that it belongs to (TB-02).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import WORKER, RowPath, Voice
from doorstep.errors import RowNotFoundError, WrongValueError, WrongVoiceError

if TYPE_CHECKING:
    from doorstep.assessment.state import AssessmentState
    from doorstep.definition.model import Item


class Addresses:
    """The addresses of one open assessment. Every method raises UnknownItemError for an item that is not there."""

    def __init__(self, state: AssessmentState) -> None:
        self._state = state

    def item(self, link_id: str, path: RowPath) -> Item:
        """Return the item of a place. Raises RowNotFoundError when a row of the path is not there."""
        item = self._state.item(link_id)
        repeats = self._state.definition.place(link_id).repeats
        if len(path) != len(repeats):
            raise RowNotFoundError(link_id=link_id, row="/".join(path))
        for depth, repeat in enumerate(repeats):
            self.rows(repeat.link_id, path[depth], path[:depth])
        return item

    def repeat(self, link_id: str, parent: RowPath) -> Item:
        """Return a repeat. Raises RowNotFoundError, and WrongValueError when the item has no rows."""
        item = self.item(link_id, parent)
        if not item.repeats:
            raise WrongValueError(link_id=link_id, expected="no rows")
        return item

    def new_row(self, link_id: str, parent: RowPath, position: int | None = None) -> int:
        """Return where a new row goes: to ``position``, else to the end. Raises as ``repeat``, and when it is full."""
        item, count = self.repeat(link_id, parent), len(self._state.rows_of(link_id, parent))
        if item.max_rows is not None and count >= item.max_rows:
            raise WrongValueError(link_id=link_id, expected=f"{item.max_rows} rows at most")
        return count if position is None else max(0, min(position, count))

    def rows(self, link_id: str, row: str, parent: RowPath) -> tuple[str, ...]:
        """Return the rows among which a row stands. Raises RowNotFoundError when it does not."""
        rows = self._state.rows_of(link_id, parent)
        if row not in rows:
            raise RowNotFoundError(link_id=link_id, row=row)
        return rows

    def lane(self, item: Item, voice: Voice | None) -> Voice:
        """Return the lane to write to; None is the lane of whoever is asked. Raises WrongVoiceError."""
        if voice is None:
            asked = self._state.voices_of(item.asked_of)
            if len(asked) != 1:
                raise WrongVoiceError(link_id=item.link_id, voice=item.asked_of.value)
            voice = asked[0]
        if voice.kind not in item.voices or voice not in self._state.voices_of(voice.kind):
            raise WrongVoiceError(link_id=item.link_id, voice=str(voice))
        return voice

    def gap_lane(self, item: Item, voice: Voice | None) -> Voice:
        """Return the lane for a gap: as ``lane``, and the worker's always may. Raises WrongVoiceError."""
        if voice is None:
            asked = self._state.voices_of(item.asked_of)
            voice = asked[0] if len(asked) == 1 else WORKER
        return voice if voice == WORKER else self.lane(item, voice)
