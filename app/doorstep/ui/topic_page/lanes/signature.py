"""A signature: drawn with a pointer, a finger or a pen; or a name typed, for whoever cannot draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import AttachmentRef
from doorstep.errors import DoorstepError
from doorstep.ui.controls.buttons import Button
from doorstep.ui.controls.drawing_pad import DrawingPad, typed_name_png
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.messages import message_for
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value

TYPED = "Typed instead of drawn: "
"""How the caption of a typed signature begins, so that nobody takes it for a drawn one."""


class SignatureEditor(Editor):
    """A pad and a field for the name. Nothing is kept until "Keep this signature" is pressed: a stroke may go wrong."""

    wide = True

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shown: AttachmentRef | None = None
        self.pad = DrawingPad(asked.theme)
        self.pad.setAccessibleName(f"Pad to sign on: {asked.name}")
        self.pad.drawn.connect(self._settle)
        self.name_field = Line(asked.theme)
        self.name_field.textEdited.connect(self._type_name)
        self.keep_button = Button("Keep this signature", asked.theme)
        self.keep_button.setAccessibleName(f"Keep this signature: {asked.name}")
        self.keep_button.clicked.connect(self.commit)
        self.wipe_button = Button("Start again", asked.theme)
        self.wipe_button.setAccessibleName(f"Start the signature again: {asked.name}")
        self.wipe_button.clicked.connect(self._wipe)
        self.column.addWidget(self.pad)
        self.column.addWidget(self.labelled("Or type the name instead of drawing", self.name_field))
        self.name_field.setAccessibleDescription(asked.description)
        buttons = Flow(asked.theme)
        buttons.add(self.keep_button)
        buttons.add(self.wipe_button)
        self.column.addWidget(buttons)
        self._settle()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The name and the buttons; the pad is for the pointer alone."""
        return (self.name_field, self.keep_button, self.wipe_button)

    def show_value(self, value: Value | None) -> None:
        """Show a signature that is kept; None shows an empty pad."""
        self._shown = value if isinstance(value, AttachmentRef) else None
        self.name_field.setText("")
        self.pad.clear()
        if self._shown is not None:
            self.name_field.setText(self._shown.caption.removeprefix(TYPED))
            self.pad.show_kept(self.asked.keeper.picture(self._shown))
        self._settle()

    def show_draft(self, text: str) -> bool:
        """Show a name that was typed and not kept."""
        if text == self.name_field.text():
            return False
        self.name_field.setText(text)
        self._settle()
        return True

    def commit(self) -> None:
        """Keep the drawing, or the typed name as a picture of it, and give it."""
        name = self.name_field.text().strip()
        typed = bool(name) and (self._shown is None or name != self._shown.caption.removeprefix(TYPED))
        if self.pad.empty and not typed:
            return
        png = typed_name_png(name, self.font().family()) if self.pad.empty else self.pad.png()
        try:
            kept = self.asked.keeper.assessment.keep_drawing(png, TYPED + name if self.pad.empty else "")
        except DoorstepError as error:
            self.refuse(message_for(error).words)
            return
        self.given.emit(kept)

    def lock(self) -> None:
        """Let the signature be seen and not changed."""
        self.pad.setEnabled(False)
        self.name_field.setReadOnly(True)
        self.keep_button.hide()
        self.wipe_button.hide()

    def _type_name(self, name: str) -> None:
        self.typed.emit(name)
        self._settle()

    def _wipe(self) -> None:
        self.pad.clear()
        self.name_field.clear()
        if self._shown is not None:
            self.given.emit(None)
        self.name_field.setFocus()
        self._settle()

    def _settle(self, _pad: object = None) -> None:
        self.keep_button.setEnabled(not self.pad.empty or bool(self.name_field.text().strip()))
