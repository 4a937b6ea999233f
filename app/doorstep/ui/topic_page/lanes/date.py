"""A date, as far as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import ApproximateDate
from doorstep.ui.controls.date_fields import DateFields
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value


class DateEditor(Editor):
    """Day, month, year; "about"; or only words. An unanswered date is empty. Leaving the whole date is the answer."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shown: ApproximateDate | None = None
        self.fields = DateFields(asked.theme, asked.name, asked.description)
        self.fields.edited.connect(self.typed.emit)
        self.fields.left.connect(self.leave)
        self.column.addWidget(self.fields)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The three fields, the tick, the fold and the words."""
        return self.fields.controls

    def show_value(self, value: Value | None) -> None:
        """Show a date; None leaves every field empty."""
        self._shown = value if isinstance(value, ApproximateDate) else None
        self.fields.show_date(self._shown)
        self.refuse("")

    def show_draft(self, text: str) -> bool:
        """Show a date that was typed and not kept."""
        if text == self.fields.text:
            return False
        self.fields.show_text(text)
        return True

    def commit(self) -> None:
        """Give the date if it differs; say in words why it cannot be one."""
        try:
            date = self.fields.date()
        except ValueError as problem:
            self.refuse(str(problem))
            return
        self.refuse("")
        if date != self._shown:
            self.given.emit(date)

    def lock(self) -> None:
        """Let the date be read and not changed."""
        self.fields.lock()
