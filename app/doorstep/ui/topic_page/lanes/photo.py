"""A photo: chosen from a file, kept as pixels only, shown small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from doorstep.assessment.answer import AttachmentRef
from doorstep.errors import DoorstepError
from doorstep.ui.choosing_files import ask_file
from doorstep.ui.controls.buttons import Button
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.messages import message_for
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import Value

_THUMBNAIL: Final = 240
"""The longest side of the small picture, in pixels."""


class PhotoEditor(Editor):
    """A button to choose a file, the picture small, and words that say what it shows."""

    wide = True

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._shown: AttachmentRef | None = None
        self.picture = QLabel()
        self.picture.hide()
        self.choose_button = Button("Choose a photo", asked.theme)
        self.choose_button.setAccessibleName(f"Choose a photo: {asked.name}")
        self.choose_button.setAccessibleDescription(asked.description)
        self.choose_button.clicked.connect(self._ask_for_file)
        self.remove_button = Button("Take the photo out", asked.theme)
        self.remove_button.setAccessibleName(f"Take the photo out: {asked.name}")
        self.remove_button.clicked.connect(self._remove)
        self.caption = Line(asked.theme)
        self.caption.textEdited.connect(self.typed.emit)
        self.caption.left.connect(self.leave)
        self.column.addWidget(self.picture)
        self._caption_part = self.labelled("What it shows, for whoever cannot see it", self.caption)
        self.column.addWidget(self._caption_part)
        buttons = Flow(asked.theme)
        buttons.add(self.choose_button)
        buttons.add(self.remove_button)
        self.column.addWidget(buttons)
        self.show_value(None)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The words and the buttons."""
        return (self.caption, self.choose_button, self.remove_button)

    @property
    def first(self) -> QWidget:
        """The words when there is a photo, else the way to choose one."""
        return self.caption if self._shown is not None else self.choose_button

    def take(self, path: Path) -> None:
        """Take a photo in from a file: the service re-encodes it, bounds its size and drops where it was taken."""
        try:
            kept = self.asked.keeper.assessment.take_photo(path, self.caption.text().strip())
        except DoorstepError as error:
            self.refuse(message_for(error).words)
            return
        self.refuse("")
        self.given.emit(kept)

    def show_value(self, value: Value | None) -> None:
        """Show the photo small; None shows only the way to choose one."""
        self._shown = value if isinstance(value, AttachmentRef) else None
        self.caption.setText(self._shown.caption if self._shown is not None else "")
        self.picture.setVisible(self._shown is not None and self._show_picture(self._shown))
        self._caption_part.setVisible(self._shown is not None)
        self.remove_button.setVisible(self._shown is not None)
        self.choose_button.say("Choose another photo" if self._shown is not None else "Choose a photo")
        self.choose_button.setAccessibleName(f"{self.choose_button.words}: {self.asked.name}")

    def show_draft(self, text: str) -> bool:
        """Show words about the photo that were typed and not kept."""
        if self._shown is None or text == self.caption.text():
            return False
        self.caption.setText(text)
        return True

    def commit(self) -> None:
        """Give the photo with its words, if they differ."""
        words = self.caption.text().strip()
        if self._shown is not None and words != self._shown.caption:
            self.given.emit(msgspec.structs.replace(self._shown, caption=words))

    def lock(self) -> None:
        """Let the photo be seen and not changed."""
        self.caption.setReadOnly(True)
        self.choose_button.hide()
        self.remove_button.hide()

    def _show_picture(self, kept: AttachmentRef) -> bool:
        image = QImage.fromData(self.asked.keeper.picture(kept))
        if image.isNull():
            self.refuse("The photo cannot be shown. Its words are kept.")
            return False
        small = image.scaled(
            _THUMBNAIL, _THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.picture.setPixmap(QPixmap.fromImage(small))
        self.picture.setAccessibleName(kept.caption or f"Photo: {self.asked.name}")
        return True

    def _ask_for_file(self) -> None:
        chosen = ask_file(self, "Choose a photo", ".jpg", ".jpeg", ".png")
        if chosen is not None:
            self.take(chosen)

    def _remove(self) -> None:
        self.choose_button.setFocus()
        self.given.emit(None)
