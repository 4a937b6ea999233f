"""Text and long text: what somebody said, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.model import ItemType
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value


class TextEditor(Editor):
    """A field for words: one line, or as many as it takes. Each key is a draft; leaving the field is the answer."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.wide = asked.item.type is ItemType.LONG_TEXT
        self._shown = ""
        self.field: Line | NoteEdit = NoteEdit(asked.theme) if self.wide else Line(asked.theme)
        if isinstance(self.field, Line):
            self.field.textEdited.connect(self.typed.emit)
        else:
            self.field.textChanged.connect(self._tell_notes)
        self.field.left.connect(self.leave)
        self.field.setAccessibleName(asked.name)
        self.field.setAccessibleDescription(asked.description)
        self.column.addWidget(self.field)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def text(self) -> str:
        """What stands in the field now."""
        return self.field.text() if isinstance(self.field, Line) else self.field.toPlainText()

    def show_value(self, value: Value | None) -> None:
        """Show the words that stand; the caret keeps its place when they are there already."""
        self._shown = "" if value is None else str(value)
        if self.text().strip() != self._shown:
            self._put(self._shown)

    def show_draft(self, text: str) -> bool:
        """Show text that was typed and not kept."""
        if text.strip() == self._shown:
            return False
        self._put(text)
        return True

    def commit(self) -> None:
        """Give the words if they differ from those that stand."""
        words = self.text().strip()
        if words != self._shown:
            self.given.emit(words or None)

    def lock(self) -> None:
        """Let the words be read, selected and copied."""
        self.field.setReadOnly(True)

    def _put(self, text: str) -> None:
        quiet = self.field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if isinstance(self.field, Line):
            self.field.setText(text)
        else:
            self.field.setPlainText(text)
        self.field.blockSignals(quiet)

    def _tell_notes(self) -> None:
        self.typed.emit(self.text())
