"""One row of a repeat, as a card: a heading that folds it, buttons to move it and take it out, its columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button, Fold, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.carried import origin_words
from doorstep.ui.topic_page.keys import ROW_DOWN_KEY, ROW_UP_KEY, Confirm
from doorstep.ui.topic_page.values import value_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.confirming import Carried
    from doorstep.definition.model import Item
    from doorstep.ui.topic_page.question import QuestionBlock
    from doorstep.ui.topic_page.rows.repeat import RepeatRows

_HEADING_PARTS: Final = 3
"""How many answers of a row make its heading."""
_LONGEST: Final = 70
_STEPS: Final = {ROW_UP_KEY.keys: -1, ROW_DOWN_KEY.keys: 1}


class RowCard(Group):
    """One row. Its columns are built when it is first opened: rows may have fourteen of them."""

    def __init__(self, rows: RepeatRows, row: str, make_column: Callable[[Item, RowPath], QuestionBlock]) -> None:
        theme = rows.keeper.theme
        super().__init__("", theme)
        self._rows = rows
        self._row = row
        self._make_column = make_column
        self.path = (*rows.parent_path, row)
        self.heading = ""
        self.columns: list[QuestionBlock] = []
        pad = theme.space("related")
        self.column.setContentsMargins(pad, pad // 2, pad, pad)
        self._inside = QWidget()
        self.fold = Fold("", theme, self._inside)
        self.fold.setFont(theme.font("body_strong"))
        self.fold.colour = "ink"
        self.fold.toggled.connect(self._build)
        self._up = self._small("Move up", partial(rows.move_row, row, -1))
        self._down = self._small("Move down", partial(rows.move_row, row, 1))
        self._out = self._small("Take out", partial(rows.remove_row, row))
        self.still_true = Button("All of this is still true", theme)
        self.still_true.clicked.connect(partial(self.confirm, Confirm.STILL_TRUE))
        self.still_true.hide()
        self._before = Words("", theme, "guidance", "quiet")
        self._before.hide()
        head = Flow(theme, "related")
        for button in (self.fold, self.still_true, *self._buttons):
            head.add(button)
        self.column.addWidget(head)
        self.column.addWidget(self._before)
        self.column.addWidget(self._inside)

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return (self._up, self._down, self._out) if self._rows.can_move else (self._out,)

    @property
    def head_controls(self) -> tuple[QWidget, ...]:
        """What stands in the heading."""
        return (self.fold, self.still_true, *self._buttons)

    @property
    def first(self) -> QWidget:
        """The heading."""
        return self.fold

    @property
    def first_field(self) -> QWidget:
        """The first field of the first column."""
        return next((block.first for block in self.columns if block.first is not None), self.fold)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The heading, the buttons, then the columns."""
        inside = (control for block in self.columns for control in block.controls)
        return (*self.head_controls, *inside)

    @property
    def is_open(self) -> bool:
        """Whether the columns are in view."""
        return self.fold.isChecked()

    def open(self) -> None:
        """Show the columns."""
        self.fold.setChecked(True)

    def repaint_heading(self, place: int, count: int) -> None:
        """Write the heading from the first answers of the row, and let the ends be ends."""
        told = [words for item in self._rows.item.items if (words := self._words_of(item))]
        words = " · ".join(told[:_HEADING_PARTS]) or "nothing written yet"
        self.heading = f"{place + 1}. {words if len(words) <= _LONGEST else words[:_LONGEST] + '…'}"
        self.fold.say(self.heading)
        self.setAccessibleName(f"{self._rows.item.text} {self.heading}")
        for button in self._buttons:
            button.setAccessibleName(f"{button.words}: {self.heading}")
            button.setEnabled(not self._rows.keeper.locked)
        self._up.setEnabled(place > 0 and not self._rows.keeper.locked)
        self._down.setEnabled(place < count - 1 and not self._rows.keeper.locked)

    def show_waiting(self, waiting: tuple[Carried, ...]) -> None:
        """Say what of the row came from before and waits to be checked; the whole row can be confirmed as one."""
        waits = bool(waiting) and not self._rows.keeper.locked
        self._before.setVisible(waits)
        if waits:
            count = "1 answer" if len(waiting) == 1 else f"{len(waiting)} answers"
            stale = any(carried.stale for carried in waiting)
            old = "! Some of it is old. " if stale else ""
            self._before.setText(f"{old}{origin_words(waiting[0])} {count} to check.")
            self._before.colour_as("needs" if stale else "quiet")
            self.still_true.setAccessibleName(f"{self.still_true.words}: {self.heading}")
            self.still_true.setAccessibleDescription(self._before.text())
        elif self.still_true.hasFocus():
            self.fold.setFocus()  # before it goes, or the keyboard goes anywhere
        self.still_true.setVisible(waits)

    def confirm(self, confirm: Confirm) -> None:
        """Say of the whole row that it is still true, in one act; for anything else, open it."""
        if self.still_true.isHidden():
            return
        if confirm is not Confirm.STILL_TRUE:
            self.open()
            self.first_field.setFocus()
            return
        keeper, depth = self._rows.keeper, len(self.path)
        keys = [carried.key for carried in keeper.waiting(self._rows.item.link_id)]
        own = [place for place, key in enumerate(keys) if key.path[:depth] == self.path]
        self._rows.confirm_row(self._row, tuple(keys[own[-1] + 1 :]) if own else ())

    def forget(self) -> None:
        """Leave the page."""
        for block in self.columns:
            block.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the row by key, from anywhere inside it."""
        step = _STEPS.get(QKeySequence(event.keyCombination()).toString())
        if step is not None and self._rows.can_move:
            self._rows.move_row(self._row, step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card as a sheet on the page."""
        del event
        painter = smooth_painter(self)
        theme = self._rows.keeper.theme
        draw_box(painter, self.rect(), theme.corner, theme.color("paper"), theme.color("line"))
        painter.end()

    def _small(self, words: str, deed: Callable[[], None]) -> Button:
        button = Button(words, self._rows.keeper.theme, Weight.QUIET)
        button.clicked.connect(deed)
        return button

    def _words_of(self, item: Item) -> str:
        for _, answer in self._rows.keeper.state.answers_of(item.link_id, self.path):
            if words := value_words(item, answer.value):
                return " ".join(words.split())
        return ""

    def _build(self, shown: bool) -> None:
        if not shown or self.columns:
            return
        theme = self._rows.keeper.theme
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(theme.space("related"), 0, theme.space("related"), 0)
        column.setSpacing(theme.space("lanes"))
        line: Flow | None = None
        for item in self._rows.item.items:
            block = self._make_column(item, self.path)
            if not self._rows.keeper.state.is_shown(item.link_id, self.path):
                block.hide()  # never show() here: without a parent yet, it would be a window of its own
            self.columns.append(block)
            if block.wide:
                column.addWidget(block)
                line = None
                continue
            if line is None:
                line = Flow(theme, "lanes", even=True, least=theme.column // 3)
                column.addWidget(line)
            line.add(block)
        self._rows.keeper.rebuilt.emit(self)
