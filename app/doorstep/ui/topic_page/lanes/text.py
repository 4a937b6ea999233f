"""Text and long text: what somebody said, in their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.model import ItemType
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.sheet import button
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._tag: Button | None = None
        if self.wide and asked.has_tools and _is_of_the_day(asked):
            self._tag = button("This is about …", "tag_words", asked.theme, self.tag_wanted.emit, Weight.QUIET)
            self._tag.setParent(self)
            self._tag.setAccessibleDescription(f"For the selected words. {asked.name}")
        self._plain: Button | None = None
        if isinstance(self.field, NoteEdit) and asked.has_tools:
            self._plain = button("Say it plainly …", "say_plainly", asked.theme, self.plain_wanted.emit, Weight.QUIET)
            self._plain.setParent(self)
            self._plain.setAccessibleDescription(f"For the selected words, in Easy Read. {asked.name}")
            self.field.selectionChanged.connect(self.show_tools)
            self.show_tools()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """What can be done with selected words: where a day is told, and for Easy Read."""
        return tuple(tool for tool in (self._tag, self._plain) if tool is not None)

    def show_tools(self) -> None:
        """Offer plain words while some are selected; nothing once the record is signed."""
        if self._tag is not None:
            self._tag.setVisible(not self.field.isReadOnly())
        if self._plain is not None:
            self._plain.setVisible(not self.field.isReadOnly() and self.selection() is not None)

    def selection(self) -> tuple[int, int] | None:
        """Return where the selected words begin and end in the answer, in characters; None when none are selected."""
        if not isinstance(self.field, NoteEdit):
            return None
        cursor, raw = self.field.textCursor(), self.field.toPlainText()
        start, end = (_characters(raw, place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        chosen = raw[start:end]
        if not chosen.strip():
            return None
        before = len(raw) - len(raw.lstrip())
        start += len(chosen) - len(chosen.lstrip()) - before
        return start, start + len(chosen.strip())

    def mark(self, spans: Sequence[tuple[int, int]]) -> None:
        """Underline words of the answer: where each begins, and how long it is, in characters."""
        if not isinstance(self.field, NoteEdit):
            return
        raw = self.field.toPlainText()
        before = len(raw) - len(raw.lstrip())
        self.field.underline([(_units(raw, before + at), _units(raw, before + at + long)) for at, long in spans])

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
        self.show_tools()

    def _put(self, text: str) -> None:
        quiet = self.field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if isinstance(self.field, Line):
            self.field.setText(text)
        else:
            self.field.setPlainText(text)
        self.field.blockSignals(quiet)

    def _tell_notes(self) -> None:
        self.typed.emit(self.text())


def _is_of_the_day(asked: Asked) -> bool:
    """Tell whether a question stands in the section that holds the parts of life: its answer tells of them."""
    place = asked.keeper.state.definition.place(asked.item.link_id)
    return place.group is None and any(item.type is ItemType.GROUP for item in place.section.items)


def _characters(text: str, units: int) -> int:
    """Return how many characters stand before a place that Qt counts in UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))


def _units(text: str, characters: int) -> int:
    """Return the place in UTF-16 units of a character."""
    return len(text[:characters].encode("utf-16-le")) // 2
