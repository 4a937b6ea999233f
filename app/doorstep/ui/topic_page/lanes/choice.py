"""Yes or no, one of several, any of several; with the words that an option asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from doorstep.assessment.answer import Choices
from doorstep.definition.model import ItemType
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.rows import CheckRow, RadioRow
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.lanes.editor import Asked, Editor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.assessment.answer import Value
    from doorstep.definition.model import AnswerOption

_COLUMNS_FROM: Final = 7
"""From so many options on, they stand in columns where there is room."""


class ChoiceEditor(Editor):
    """Options to choose from. A choice is an answer at once; the words of its detail follow when they are left."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.many = asked.item.type is ItemType.MULTI_CHOICE
        self.wide = self.wide or len(asked.item.options) >= _COLUMNS_FROM
        self.rows: dict[str, RadioRow | CheckRow] = {}
        self.details: dict[str, Line] = {}
        self._shown: Choices | None = None
        self._offered: tuple[AnswerOption, ...] = ()
        self._locked = False
        self._group = QButtonGroup(self)  # radios only: a group leaves no more than one of its rows to Tab
        self._list: QWidget = QWidget()
        self._detail_part = QWidget()
        detail_column = QVBoxLayout(self._detail_part)
        detail_column.setContentsMargins(0, asked.theme.space("inside"), 0, 0)
        self._nothing = Words("There is nothing to choose from yet.", asked.theme, "guidance", "quiet")
        self._clear = Button("Clear this answer", asked.theme, Weight.QUIET)
        self._clear.setParent(self)  # shown before it has a place, it would be a window of its own
        self._clear.setAccessibleName(f"Clear this answer: {asked.name}")
        self._clear.clicked.connect(self._clear_answer)
        for part in (self._list, self._nothing, self._detail_part):
            self.column.addWidget(part)
        self._offer(asked.options())
        self._settle()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The rows, and the details that are asked for."""
        return (*self.rows.values(), *self.details.values())

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """The way back to unanswered; in a card it is only in the menu of the state."""
        return () if self.asked.compact else (self._clear,)

    @property
    def first(self) -> QWidget:
        """What is chosen, else the first row."""
        chosen = (row for row in self.rows.values() if row.isChecked())
        return next(chosen, next(iter(self.rows.values()), self))

    def show_value(self, value: Value | None) -> None:
        """Show what is chosen, and the words of its details."""
        self._shown = value if isinstance(value, Choices) else None
        codes = self._shown.codes if self._shown is not None else ()
        self.refresh_options()
        self._group.setExclusive(False)
        for code, row in self.rows.items():
            row.setChecked(code in codes)
        self._group.setExclusive(True)
        self._settle()

    def show_draft(self, text: str) -> bool:
        """Show the words of details that were typed and not kept."""
        differs = False
        for line in text.splitlines():
            code, _, words = line.partition("=") if not line.startswith("=") else ("", "", "")
            if code in self.details and self.details[code].text() != words:
                self.details[code].setText(words)
                differs = True
        return differs

    def commit(self) -> None:
        """Give what is chosen, with its details, if it differs from what stands."""
        value = self._value()
        if value != self._shown:
            self.given.emit(value)

    def lock(self) -> None:
        """Let the choice be read and not changed."""
        self._locked = True
        for row in self.rows.values():
            row.setEnabled(False)
        for line in self.details.values():
            line.setReadOnly(True)
        self._clear.hide()

    def refresh_options(self) -> None:
        """Offer what can be chosen now; what is chosen stays chosen."""
        if not self.asked.item.options_from:
            return
        offered = self.asked.options()
        if offered != self._offered:
            self._offer(offered)
            self.asked.keeper.rebuilt.emit(self)

    def make_row(self, option: AnswerOption) -> RadioRow | CheckRow:
        """Return the control of one option."""
        theme = self.asked.theme
        return CheckRow(option.text, theme) if self.many else RadioRow(option.text, theme)

    def make_list(self) -> QWidget:
        """Return the holder of the rows: beside each other for yes and no, in columns when there are many."""
        theme = self.asked.theme
        if self.asked.item.type is ItemType.YES_NO:
            return _filled(Flow(theme), self.rows.values())
        if len(self.rows) >= _COLUMNS_FROM:
            return _filled(Flow(theme, "inside", even=True, least=theme.column // 3), self.rows.values())
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in self.rows.values():
            column.addWidget(row)
        return holder

    def _offer(self, options: tuple[AnswerOption, ...]) -> None:
        codes = self._shown.codes if self._shown is not None else ()
        for gone in self._group.buttons():
            self._group.removeButton(gone)
        self._offered = options
        self.rows = {}
        for option in options:
            row = self.make_row(option)
            row.setAccessibleName(option.text)
            row.setAccessibleDescription(self.asked.name)
            row.setChecked(option.code in codes)
            row.setEnabled(not self._locked)
            row.clicked.connect(self._choose)
            if not self.many:
                self._group.addButton(row)
            self.rows[option.code] = row
        old, self._list = self._list, self.make_list()
        self.column.replaceWidget(old, self._list)
        old.hide()
        old.deleteLater()
        self._nothing.setVisible(not options)

    def _choose(self) -> None:
        chosen = self.sender()
        alone = {option.code for option in self._offered if option.exclusive}
        if self.many and isinstance(chosen, CheckRow) and chosen.isChecked():
            code = next(code for code, row in self.rows.items() if row is chosen)
            for other, row in self.rows.items():
                if other != code and (code in alone or other in alone):
                    row.setChecked(False)
        self._settle()
        self.commit()

    def _settle(self) -> None:
        """Show a line for each detail that is asked for, and the way to clear when there is something to clear."""
        chosen = [option for option in self._offered if self.rows[option.code].isChecked()]
        wanted = {option.code: option for option in chosen if option.detail}
        changed = wanted.keys() != self.details.keys()
        for code in self.details.keys() - wanted.keys():
            holder = self.details.pop(code).parentWidget()
            if holder is not None:
                holder.hide()
                holder.deleteLater()
        for code, option in wanted.items():
            if code not in self.details:
                self._add_detail(option)
            words = self._shown.details.get(code, "") if self._shown is not None else ""
            if not self.details[code].hasFocus() and code in (self._shown.codes if self._shown is not None else ()):
                self.details[code].setText(words)
        self._detail_part.setVisible(bool(wanted))
        self._clear.setVisible(bool(chosen) and not (self.many or self.asked.compact or self._locked))
        if changed:
            self.asked.keeper.rebuilt.emit(self)

    def _add_detail(self, option: AnswerOption) -> None:
        line = Line(self.asked.theme)
        line.textEdited.connect(self._tell_details)
        line.left.connect(self.leave)
        line.setReadOnly(self._locked)
        self.details[option.code] = line
        layout = self._detail_part.layout()
        if layout is not None:
            layout.addWidget(self.labelled(f"{option.text}: {option.detail}", line))

    def _value(self) -> Choices | None:
        codes = tuple(code for code, row in self.rows.items() if row.isChecked())
        details = {code: line.text().strip() for code, line in self.details.items() if line.text().strip()}
        return Choices(codes, details) if codes else None

    def _tell_details(self) -> None:
        self.typed.emit("\n".join(f"{code}={line.text()}" for code, line in self.details.items()))

    def _clear_answer(self) -> None:
        self._group.setExclusive(False)
        for row in self.rows.values():
            row.setChecked(False)
        self._group.setExclusive(True)
        self.first.setFocus()
        self._settle()
        self.commit()


def _filled(flow: Flow, rows: Iterable[QWidget]) -> Flow:
    for row in rows:
        flow.add(row)
    return flow
