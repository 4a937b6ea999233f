"""A repeat: one card a row, to add, move, take out, open and fold; every column is a small question of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from doorstep.assessment.facts import RowAdded
from doorstep.ui.controls.buttons import Button
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.rows.card import RowCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.answer import AnswerKey, RowPath
    from doorstep.assessment.change import Change
    from doorstep.assessment.confirming import Carried
    from doorstep.definition.model import Item
    from doorstep.ui.topic_page.keeper import Keeper
    from doorstep.ui.topic_page.question import QuestionBlock

_OPEN_UP_TO: Final = 4
"""Rows with no more columns than this stand open from the start."""


class RepeatRows(QWidget):
    """The rows of a repeat under one path. Cards keep their widgets when rows move, so nothing typed is lost."""

    can_move = True
    """Whether the worker orders the rows; a line of time orders itself."""

    def __init__(
        self, item: Item, parent: RowPath, keeper: Keeper, make_column: Callable[[Item, RowPath], QuestionBlock]
    ) -> None:
        super().__init__()
        self.item = item
        self.parent_path = parent
        self.keeper = keeper
        self.cards: dict[str, RowCard] = {}
        self._make_column = make_column
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(keeper.theme.space("related"))
        self.picture = self.make_picture()
        if self.picture is not None:
            self._column.addWidget(self.picture)
        self._cards_column = QVBoxLayout()
        self._cards_column.setSpacing(keeper.theme.space("related"))
        self._column.addLayout(self._cards_column)
        self.notice = Words("", keeper.theme, "guidance", "quiet")
        self.notice.hide()
        self._column.addWidget(self.notice)
        self.add_button = Button("", keeper.theme)
        self.add_button.clicked.connect(self.add_row)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.repaint_rows()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, in the order of Tab."""
        cards = [self.cards[row] for row in self.order() if row in self.cards]
        return (*(control for card in cards for control in card.controls), self.add_button)

    @property
    def first(self) -> QWidget:
        """The first card, else the way to add one."""
        rows = self.order()
        return self.cards[rows[0]].first if rows and rows[0] in self.cards else self.add_button

    def make_picture(self) -> QWidget | None:
        """Return a drawing of the rows to stand above them, or None."""
        return None

    def order(self) -> tuple[str, ...]:
        """Return the row ids in the order of the page."""
        return self.keeper.state.rows_of(self.item.link_id, self.parent_path)

    def add_row(self) -> None:
        """Add a row at the end, open it and go into it."""
        added: list[str] = []

        def verb() -> Change:
            change = self.keeper.assessment.add_row(self.item.link_id, self.parent_path)
            added.extend(fact.row for fact in change.facts if isinstance(fact, RowAdded))
            return change

        self._say(self.keeper.keep(verb))
        for row in added:
            self.cards[row].open()
            self.cards[row].first_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_row(self, row: str) -> None:
        """Take a row out; undo brings it back. The focus goes to the row that took its place."""
        rows = self.order()
        place, heading = rows.index(row), self.cards[row].heading
        verb = partial(self.keeper.assessment.remove_row, self.item.link_id, row, self.parent_path)
        problem = self.keeper.keep(verb)
        self._say(problem or f"{heading} was taken out. Ctrl+Z brings it back.")
        rest = self.order()
        if not problem:
            target = self.cards[rest[min(place, len(rest) - 1)]].first if rest else self.add_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_row(self, row: str, step: int) -> None:
        """Move a row up (-1) or down (1); the focus stays where it is."""
        place = self.order().index(row) + step
        if 0 <= place < len(self.order()):
            verb = partial(self.keeper.assessment.move_row, self.item.link_id, row, place, self.parent_path)
            self._say(self.keeper.keep(verb))

    def confirm_row(self, row: str, after: tuple[AnswerKey, ...]) -> None:
        """Say that all of a row is still true, and go on to the first of the lanes ``after`` it that waits."""
        self._say(
            self.keeper.keep(partial(self.keeper.assessment.still_true_row, self.item.link_id, row, self.parent_path))
        )
        self.keeper.checked.emit(after)

    def repaint_rows(self) -> None:
        """Bring the cards into line with the rows that there are now."""
        rows, focus = self.order(), QApplication.focusWidget()
        bereft = False
        for row in self.cards.keys() - set(rows):
            card = self.cards.pop(row)
            bereft = bereft or (focus is not None and card.isAncestorOf(focus))
            card.forget()
            self._cards_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for row in rows:
            if row not in self.cards:
                self.cards[row] = RowCard(self, row, self._make_column)
                if len(self.item.items) <= _OPEN_UP_TO:
                    self.cards[row].open()
        self._put_in_order(rows)
        self.repaint_headings(self.keeper.waiting(self.item.link_id) if rows else ())
        self._say_add(len(rows))
        if bereft:  # a row was undone from under the hand
            (self.cards[rows[-1]].first if rows else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.keeper.rebuilt.emit(self)

    def repaint_headings(self, waiting: tuple[Carried, ...]) -> None:
        """Write the headings anew after an answer in a row, and draw the picture.

        ``waiting`` is all that came from before and waits to be checked on the topic, in its order.
        """
        rows = self.order()
        if not self._typing_inside():
            self._put_in_order(rows)
        for place, row in enumerate(rows):
            if row in self.cards:
                card, depth = self.cards[row], len(self.parent_path) + 1
                card.repaint_heading(place, len(rows))
                card.show_waiting(tuple(each for each in waiting if each.key.path[:depth] == card.path))
        if self.picture is not None:
            self.picture.update()

    def forget(self) -> None:
        """Leave the page, with all that is in the rows."""
        for card in self.cards.values():
            card.forget()

    def _put_in_order(self, rows: tuple[str, ...]) -> None:
        for place, row in enumerate(rows):
            card = self.cards.get(row)
            if card is not None and self._cards_column.indexOf(card) != place:
                focus = card.focusWidget() if card.isAncestorOf(self.window().focusWidget()) else None
                self._cards_column.removeWidget(card)
                self._cards_column.insertWidget(place, card)
                if focus is not None:
                    focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typing_inside(self) -> bool:
        """Whether somebody is in a row: it must not move away from under the hand."""
        focus = self.window().focusWidget()
        return not self.can_move and focus is not None and self.isAncestorOf(focus)

    def _say_add(self, count: int) -> None:
        full = self.item.max_rows is not None and count >= self.item.max_rows
        words = "Add another" if count else "Add the first"
        self.add_button.say(f"That is all {self.item.max_rows}" if full else words)
        self.add_button.setAccessibleName(f"{self.add_button.words}: {self.item.text}")
        self.add_button.setEnabled(not full and not self.keeper.locked)

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))
