"""Picking one of a few things: a named group of radio rows with a value behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from doorstep.ui.controls.group import Group
from doorstep.ui.controls.rows import RadioRow
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import put_into

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doorstep.ui.theme import Theme

T = TypeVar("T")


class Pick(Group, Generic[T]):
    """The rows, each a value and its words. ``changed`` carries the value that was picked."""

    changed = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[T, str]], theme: Theme, picked: T) -> None:
        super().__init__(name, theme)
        self._theme = theme
        self._buttons = QButtonGroup(self)
        self._values: list[T] = []
        self.column.addWidget(Words(name, theme, "body_strong"))
        self._buttons.idClicked.connect(lambda place: self.changed.emit(self._values[place]))
        self.offer(choices, picked)

    def offer(self, choices: Sequence[tuple[T, str]], picked: T) -> None:
        """Put other choices in the place of those before; the same ones stay as they are."""
        if [value for value, _ in choices] == self._values:
            self.choose(picked)
            return
        for row in self._buttons.buttons():
            self._buttons.removeButton(row)
            row.hide()
            row.deleteLater()
        self._values = [value for value, _ in choices]
        for place, (value, words) in enumerate(choices):
            row = RadioRow(words, self._theme)
            row.setObjectName(f"{value}")
            row.setAccessibleName(words)
            self._buttons.addButton(row, place)
            put_into(self.column, row)
        self.choose(picked)

    @property
    def rows(self) -> tuple[RadioRow, ...]:
        """The rows from top to bottom."""
        return tuple(row for row in self._buttons.buttons() if isinstance(row, RadioRow))

    @property
    def value(self) -> T:
        """What is picked."""
        return self._values[self._buttons.checkedId()]

    def focus_picked(self) -> None:
        """Put the keyboard on what is picked."""
        picked = self._buttons.checkedButton()
        if picked is not None:
            picked.setFocus()

    def choose(self, value: T) -> None:
        """Pick a value without telling anyone. Raises ValueError when it is not offered."""
        self._buttons.button(self._values.index(value)).setChecked(True)
