"""What the tests of the copies do at their page: open it, look at the pages, tick the forms of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.copies_page import CopiesPage
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from doorstep.services.copies import CopyPreview


def copies(hands: Hands) -> CopiesPage:
    hands.page.topics.setFocus()
    hands.key(Qt.Key.Key_P, CONTROL)
    sheet = hands.page.middle.sheet()
    assert isinstance(sheet, CopiesPage)
    return sheet


def look(hands: Hands) -> tuple[CopiesPage, CopyPreview]:
    page = copies(hands)
    hands.press("preview_copy")
    hands.until(lambda: page.preview is not None)
    assert page.preview is not None
    return page, page.preview


def tick(hands: Hands, *names: str) -> None:
    """Tick exactly these formats."""
    page = hands.page.middle.sheet()
    assert isinstance(page, CopiesPage)
    for row in page.files.findChildren(CheckRow):
        if row.isVisible() and row.isChecked() is not (row.objectName() in names):
            hands.press(row.objectName())
