"""A number, typed. There are no arrows to slip on, and the wheel scrolls the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value

_LETTERS: Final = 8


class NumberEditor(Editor):
    """A short field for a number; its least and most, if the form sets them, stand above it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shown: int | float | None = None
        self.field = Line(asked.theme, _LETTERS)
        bounds = self._bounds()
        if bounds:
            self.column.addWidget(Words(bounds, asked.theme, "guidance", "quiet"))
        self.field.setAccessibleName(asked.name)
        self.field.setAccessibleDescription(" ".join(part for part in (bounds, asked.description) if part))
        self.field.textEdited.connect(self.typed.emit)
        self.field.left.connect(self.leave)
        self.column.addWidget(self.field)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def show_value(self, value: Value | None) -> None:
        """Show a number; None leaves the field empty."""
        self._shown = value if isinstance(value, int | float) else None
        self.field.setText("" if self._shown is None else f"{self._shown:g}")
        self.refuse("")

    def show_draft(self, text: str) -> bool:
        """Show what was typed and not kept."""
        if text.strip() == self.field.text().strip():
            return False
        self.field.setText(text)
        return True

    def commit(self) -> None:
        """Give the number if it differs; say in words why it cannot be one."""
        text = self.field.text().strip().replace(",", ".")
        try:
            number = None if not text else _read(text)
        except ValueError:
            self.refuse(f"Please write a number in figures. {self._bounds()}".strip())
            return
        item = self.asked.item
        low = item.minimum is not None and number is not None and number < item.minimum
        high = item.maximum is not None and number is not None and number > item.maximum
        if low or high:
            self.refuse(f"That number does not fit here. {self._bounds()}")
            return
        self.refuse("")
        if number != self._shown:
            self.given.emit(number)

    def lock(self) -> None:
        """Let the number be read and not changed."""
        self.field.setReadOnly(True)

    def _bounds(self) -> str:
        low, high = self.asked.item.minimum, self.asked.item.maximum
        if low is not None and high is not None:
            return f"A number from {low} to {high}."
        if low is not None:
            return f"A number, {low} or more." if low > 0 else ""
        return f"A number, {high} or less." if high is not None else ""


def _read(text: str) -> int | float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() else number
