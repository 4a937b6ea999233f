"""Events of a life: cards in the order of time, and a line drawn from the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate, RowPath
from doorstep.definition.model import ItemType
from doorstep.ui.topic_page.rows.life_line import Event, LifeLine
from doorstep.ui.topic_page.rows.repeat import RepeatRows
from doorstep.ui.topic_page.values import date_words, value_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value
    from doorstep.definition.model import Item

_WORDS = frozenset({ItemType.TEXT, ItemType.LONG_TEXT})
_LAST = (9999, 13, 32)


class TimelineRows(RepeatRows):
    """The first date column orders the rows; a row without a date comes last. The line is a picture of the list."""

    can_move = False

    def make_picture(self) -> QWidget | None:
        """Return the drawn line."""
        return LifeLine(self.keeper.theme, self.events)

    def order(self) -> tuple[str, ...]:
        """Return the rows by their date; a row that is known by its year stands before those of that year."""
        rows = super().order()
        return tuple(sorted(rows, key=lambda row: _moment(self._date_of(row))))

    def events(self) -> tuple[Event, ...]:
        """Return what the line draws: when, what, and how it felt, of each row in order."""
        return tuple(self._event(row) for row in self.order())

    def _event(self, row: str) -> Event:
        path = (*self.parent_path, row)
        date = self._date_of(row)
        what = next((told for item in self.item.items if item.type in _WORDS and (told := self._told(item, path))), "")
        felt = next((item for item in self.item.items if item.type is ItemType.SINGLE_CHOICE), None)
        words = self._told(felt, path) if felt is not None else ""
        return Event(date_words(date) if date else "", date.year if date else None, what, words)

    def _date_of(self, row: str) -> ApproximateDate | None:
        path = (*self.parent_path, row)
        for item in self.item.items:
            value = self._value(item, path) if item.type is ItemType.DATE else None
            if isinstance(value, ApproximateDate):
                return value
        return None

    def _told(self, item: Item, path: RowPath) -> str:
        return " ".join(value_words(item, self._value(item, path)).split())

    def _value(self, item: Item, path: RowPath) -> Value | None:
        answers = self.keeper.state.answers_of(item.link_id, path)
        return next((answer.value for _, answer in answers if answer.value is not None), None)


def _moment(date: ApproximateDate | None) -> tuple[int, int, int]:
    if date is None or date.year is None:
        return _LAST
    return (date.year, date.month or 0, date.day or 0)
