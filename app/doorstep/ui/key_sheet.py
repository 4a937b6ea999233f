"""The sheet of keys that F1 opens."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import Sheet
from doorstep.ui.topic_page.keys import CONFIRM_KEYS, LANE_KEYS

if TYPE_CHECKING:
    from doorstep.ui.shortcuts import Shortcut
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.keys import ConfirmKey, LaneKey


class KeySheet(Sheet):
    """The page."""

    def __init__(self, table: tuple[Shortcut, ...], theme: Theme) -> None:
        super().__init__("Keys", "key_sheet", theme, back="◂ Back")
        self.words("Everything in Doorstep can be done without a mouse. Tab goes on, Shift+Tab goes back.")
        for where, shortcuts in groupby(table, key=lambda each: each.where):
            self.heading(where.value)
            self.add(self._grid(tuple(shortcuts)))
        self.heading("In a question")
        self.add(self._grid(LANE_KEYS))
        self.heading("On an answer from before")
        self.add(self._grid(CONFIRM_KEYS))

    def _grid(self, shortcuts: tuple[Shortcut | LaneKey | ConfirmKey, ...]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.theme.space("questions"))
        grid.setVerticalSpacing(self.theme.space("related"))
        grid.setColumnStretch(1, 1)
        for row, shortcut in enumerate(shortcuts):
            keys = QKeySequence(shortcut.keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(Words(keys, self.theme, "body_strong"), row, 0)
            grid.addWidget(Words(shortcut.words, self.theme), row, 1)
        return box
