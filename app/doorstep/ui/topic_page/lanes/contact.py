"""Somebody to reach: a person, a practice, a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject

from doorstep.assessment.answer import Contact
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value

_PARTS: Final = (
    ("name", "Name"),
    ("role", "What they do"),
    ("organisation", "Where they work"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("note", "Anything else"),
)


class ContactEditor(Editor):
    """Six short fields, of which only the name is needed. Leaving them all is the answer."""

    wide = True

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shown: Contact | None = None
        self.fields = {part: Line(asked.theme) for part, _ in _PARTS}
        flow = Flow(asked.theme, even=True, least=asked.theme.column // 3)
        for part, words in _PARTS:
            field = self.fields[part]
            field.textEdited.connect(self._tell_edit)
            field.installEventFilter(self)
            flow.add(self.labelled(words, field))
        self.fields["name"].setAccessibleDescription(asked.description)
        self.column.addWidget(flow)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The six fields."""
        return tuple(self.fields.values())

    def show_value(self, value: Value | None) -> None:
        """Show a contact; None leaves every field empty."""
        self._shown = value if isinstance(value, Contact) else None
        for part, field in self.fields.items():
            words = getattr(self._shown, part) if self._shown is not None else ""
            if field.text().strip() != words:
                field.setText(words)
        self.refuse("")

    def show_draft(self, text: str) -> bool:
        """Show what was typed and not kept: a line a field."""
        if text == self._text():
            return False
        for field, words in zip(self.fields.values(), text.split("\n"), strict=False):
            field.setText(words)
        return True

    def commit(self) -> None:
        """Give the contact if it differs; a contact needs a name."""
        told = Contact(**{part: field.text().strip() for part, field in self.fields.items()})
        if told == Contact(""):
            self.refuse("")
            if self._shown is not None:
                self.given.emit(None)
        elif not told.name:
            self.refuse("Please give a name as well; the name of a practice or a service is enough.")
        else:
            self.refuse("")
            if told != self._shown:
                self.given.emit(told)

    def lock(self) -> None:
        """Let the contact be read and not changed."""
        for field in self.fields.values():
            field.setReadOnly(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the contact when the fields as a whole are left; going from name to phone is not leaving them."""
        if event.type() is QEvent.Type.FocusOut:
            focus = self.window().focusWidget()
            if focus is None or not self.isAncestorOf(focus) or not self.isActiveWindow():
                self.leave()
        return super().eventFilter(watched, event)

    def _text(self) -> str:
        return "\n".join(field.text() for field in self.fields.values())

    def _tell_edit(self) -> None:
        self.typed.emit(self._text())
