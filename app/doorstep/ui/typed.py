"""Carrying over what is typed on a page when the page is built anew, in other colours or another size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget


def typed_in(page: QWidget) -> Mapping[str, str]:
    """Return the text of every named field of a page, but for passphrases."""
    lines = {
        line.objectName(): line.text()
        for line in page.findChildren(QLineEdit)
        if line.echoMode() is QLineEdit.EchoMode.Normal
    }
    notes = {note.objectName(): note.toPlainText() for note in page.findChildren(QPlainTextEdit)}
    return {name: text for name, text in {**lines, **notes}.items() if name and text}


def type_into(page: QWidget, texts: Mapping[str, str]) -> None:
    """Put texts back into the fields of those names."""
    for line in page.findChildren(QLineEdit):
        if line.objectName() in texts and line.text() != texts[line.objectName()]:
            line.setText(texts[line.objectName()])
    for note in page.findChildren(QPlainTextEdit):
        if note.objectName() in texts and note.toPlainText() != texts[note.objectName()]:
            note.setPlainText(texts[note.objectName()])
