"""What was said before, shown until somebody says whether it is still true (TB-04): four answers, one key each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from doorstep.calendar import day_words
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.painting import draw_box, smooth_painter
from doorstep.ui.controls.words import Words
from doorstep.ui.sheet import flow_of
from doorstep.ui.topic_page.keys import CONFIRM_KEYS, Confirm
from doorstep.ui.topic_page.values import told_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from doorstep.assessment.confirming import Carried
    from doorstep.definition.model import Item
    from doorstep.ui.theme import Theme

_STALE = "! This is old. Ask it again."


class CarriedForward(QWidget):
    """The earlier words, who said them, when and where, and what can be said of them now.

    ``said`` tells the ``Confirm`` that was pressed. ``compact`` is for the columns of a row: two buttons, and the keys
    for the rest.
    """

    said = Signal(object)

    def __init__(self, theme: Theme, name: str, *, compact: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._stale = False
        column = QVBoxLayout(self)
        side, foot = theme.space("lanes"), theme.space("related")
        column.setContentsMargins(side, foot, side, foot)
        column.setSpacing(theme.space("inside"))
        self.origin = Words("", theme, "guidance", "quiet")
        self.words = Words("", theme, "body")
        self.stale = Words(_STALE, theme, "guidance_strong", "needs")
        self.buttons = {each.confirm: self._button(each.confirm, each.words, name) for each in CONFIRM_KEYS}
        for key in CONFIRM_KEYS:
            self.buttons[key.confirm].setAccessibleDescription(key.keys)
        for label in (self.words, self.origin, self.stale):
            column.addWidget(label)
        column.addWidget(flow_of(theme, *self.buttons.values()))
        if compact:
            for confirm in (Confirm.NOT_SURE, Confirm.LATER, Confirm.NEVER):
                self.buttons[confirm].hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The buttons, in the order of Tab."""
        return tuple(button for button in self.buttons.values() if not button.isHidden())

    def show_carried(self, item: Item, carried: Carried, *, to_person: bool = False) -> None:
        """Show what came from before; ``to_person`` speaks to the person instead of about them."""
        self.origin.setText(_said_to_you(carried) if to_person else origin_words(carried))
        self.words.setText(f"“{told_words(item, carried.value)}”")
        self.stale.setVisible(carried.stale and not to_person)
        self._stale = carried.stale and not to_person
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of what is not an answer yet; what is stale stands on one of its own."""
        del event
        painter = smooth_painter(self)
        ground, line = ("needs_ground", "needs") if self._stale else ("sunken", "line")
        colours = self._theme.color(ground), self._theme.color(line)
        draw_box(painter, self.rect(), self._theme.corner, *colours)
        painter.end()

    def _button(self, confirm: Confirm, words: str, name: str) -> Button:
        weight = Weight.QUIET if confirm is Confirm.NEVER else Weight.PLAIN
        made = Button(words, self._theme, weight)
        made.setParent(self)
        made.setObjectName(f"confirm_{confirm.value}")
        made.setAccessibleName(f"{words}: {name}")
        made.clicked.connect(partial(self._tell, confirm))
        return made

    def _tell(self, confirm: Confirm, _checked: object = None) -> None:
        self.said.emit(confirm)


def origin_words(carried: Carried) -> str:
    """Return who said something when, and where: Mr Pennant, 6 October 2025, needs assessment."""
    day = day_words(carried.said_at.astimezone().date())
    if carried.from_start:
        return f"Written down by {carried.written_by or 'the worker'} at the start, {day}. Is it right?"
    where = carried.form.replace("-", " ")
    parts = [part for part in (carried.said_by, day, where) if part]
    if carried.written_by and carried.written_by != carried.said_by:
        parts.append(f"written down by {carried.written_by}")
    return f"From before: {', '.join(parts)}. Is it still true?"


def _said_to_you(carried: Carried) -> str:
    day = day_words(carried.said_at.astimezone().date())
    if carried.from_start:
        return f"We wrote this down on {day}. Is it right?"
    return f"On {day} you told us this. Is it still true?"
