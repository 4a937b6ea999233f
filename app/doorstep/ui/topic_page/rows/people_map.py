"""The people in a life: a card each, and a map drawn from the same rows with the person in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import Choices
from doorstep.definition.model import ItemType
from doorstep.ui.topic_page.rows.drawn_map import DrawnMap, Helps, Tie
from doorstep.ui.topic_page.rows.repeat import RepeatRows
from doorstep.ui.topic_page.values import value_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value
    from doorstep.definition.model import Item

_HELPS = {"they_help_me": Helps.TO_PERSON, "i_help_them": Helps.FROM_PERSON, "both": Helps.BOTH}


class PeopleMapRows(RepeatRows):
    """The cards are the editor, for the keyboard and for a screen reader; the map is a picture of them."""

    def make_picture(self) -> QWidget | None:
        """Return the drawn map."""
        return DrawnMap(self.keeper.theme, self.keeper.state.person.called, self.ties)

    def ties(self) -> tuple[Tie, ...]:
        """Return what the map draws of each row. Columns are known by their names: near, direction, feels."""
        return tuple(self._tie(row) for row in self.order())

    def _tie(self, row: str) -> Tie:
        columns = {item.link_id.rpartition(".")[2]: item for item in self.item.items}
        named = next((item for item in self.item.items if item.type is ItemType.TEXT), None)
        name = value_words(named, self._value(named, row)) if named is not None else ""
        related = columns.get("related")
        near = self._code(columns.get("near"), row)
        feels = columns.get("feels")
        return Tie(
            name or "no name yet",
            value_words(related, self._value(related, row)) if related is not None else "",
            int(near) if near.isdigit() else None,
            _HELPS.get(self._code(columns.get("direction"), row)),
            self._code(feels, row),
        )

    def _code(self, item: Item | None, row: str) -> str:
        value = self._value(item, row) if item is not None else None
        return value.codes[0] if isinstance(value, Choices) and value.codes else ""

    def _value(self, item: Item, row: str) -> Value | None:
        answers = self.keeper.state.answers_of(item.link_id, (*self.parent_path, row))
        return next((answer.value for _, answer in answers if answer.value is not None), None)
