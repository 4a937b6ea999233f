"""A date in three fields, as people remember dates: any part may be missing, it may be a guess, it may be only words.

Stock QDateEdit always shows a date, so that an unanswered question looks and sounds answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from doorstep.assessment.answer import ApproximateDate
from doorstep.calendar import MONTHS
from doorstep.ui.controls.buttons import Fold
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words, told_by

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme

_PARTS = (("Day", 3), ("Month", 6), ("Year", 5))
_LEAST_YEAR, _MOST_YEAR = 1850, 2150


class DateFields(QWidget):
    """Day, month and year, a tick for "about", and a line for words. ``edited`` tells the whole text at each key."""

    edited = Signal(str)
    left = Signal(object)

    def __init__(self, theme: Theme, name: str, description: str = "") -> None:
        super().__init__()
        self._fields: list[Line] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("inside"))
        self.about = CheckRow("about", theme)
        self.about.setAccessibleName(f"{name}: about, the date is a guess")
        self.words = Line(theme)
        self._words_part = QWidget()
        words_column = QVBoxLayout(self._words_part)
        words_column.setContentsMargins(0, 0, 0, 0)
        label = Words("In their words, for example “the summer Mum died”", theme, "guidance", "quiet")
        told_by(label, self.words, f"{name}: the date in words")
        words_column.addWidget(label)
        words_column.addWidget(self.words)
        self.fold = Fold("No date, only words?", theme, self._words_part)
        self.fold.setAccessibleName(f"{name}: give the date in words")
        row = Flow(theme, on_foot=True)
        for part in (self._parts(theme, name, description), self.about, self.fold):
            row.add(part)
        column.addWidget(row)
        column.addWidget(self._words_part)
        for field in (*self._fields, self.words):
            field.textEdited.connect(self._tell_edit)
        self.about.clicked.connect(self._tell_edit)
        for control in self.controls:
            control.installEventFilter(self)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, in the order of Tab."""
        return (*self._fields, self.about, self.fold, self.words)

    @property
    def day(self) -> Line:
        """The field of the day."""
        return self._fields[0]

    @property
    def month(self) -> Line:
        """The field of the month: a number, or the name of the month."""
        return self._fields[1]

    @property
    def year(self) -> Line:
        """The field of the year."""
        return self._fields[2]

    def _parts(self, theme: Theme, name: str, description: str) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("related"))
        grid.setVerticalSpacing(theme.space("related"))  # room for the ring
        for column, (part, letters) in enumerate(_PARTS):
            field = Line(theme, letters)
            label = Words(part, theme, "guidance", "quiet")
            label.setWordWrap(False)
            told_by(label, field, f"{name}: {part.lower()}", description if column == 0 else "")
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            self._fields.append(field)
        return holder

    @property
    def text(self) -> str:
        """All that stands in the fields as one text, for a draft."""
        parts = (field.text().strip() for field in self._fields)
        told = ("/".join(parts), "about" if self.about.isChecked() else "", self.words.text())
        return "" if told == ("//", "", "") else "|".join(told)

    def show_text(self, text: str) -> None:
        """Show what ``text`` once gave."""
        date, about, words = [*text.split("|", 2), "", ""][:3]
        for field, part in zip(self._fields, [*date.split("/"), "", ""], strict=False):
            field.setText(part)
        self.about.setChecked(about == "about")
        self._show_words(words)

    def show_date(self, date: ApproximateDate | None) -> None:
        """Show a date; None empties every field."""
        date = date or ApproximateDate()
        for field, part in zip(self._fields, (date.day, date.month, date.year), strict=True):
            field.setText("" if part is None else str(part))
        self.about.setChecked(date.about)
        self._show_words(date.words or "")

    def date(self) -> ApproximateDate | None:
        """Return the date, None when nothing is there. Raises ValueError, with words for the page, if it cannot be."""
        day, month, year = _number(self.day, 1, 31, "day"), _month(self.month), _year(self.year)
        words = self.words.text().strip() or None
        if day is None and month is None and year is None and words is None:
            return None
        told = ApproximateDate(year, month, day, self.about.isChecked(), words)
        if day is not None and month is None:
            raise ValueError("Give the month as well, or leave the day out.")
        if None not in (day, month, year) and told.calendar() is None:
            raise ValueError(f"{MONTHS[(month or 1) - 1]} {year} has no day {day}.")
        return told

    def lock(self) -> None:
        """Let the fields be read and not changed."""
        for field in (*self._fields, self.words):
            field.setReadOnly(True)
        self.about.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the date as a whole is left; going from day to month is not leaving it."""
        if event.type() is QEvent.Type.FocusOut:
            focus = self.window().focusWidget() if self.window() is not None else None
            if focus is None or not self.isAncestorOf(focus) or not self.isActiveWindow():
                self.left.emit(self)
        return super().eventFilter(watched, event)

    def _show_words(self, words: str) -> None:
        self.words.setText(words)
        if words:
            self.fold.setChecked(True)

    def _tell_edit(self) -> None:
        self.edited.emit(self.text)


def _number(field: Line, least: int, most: int, what: str) -> int | None:
    text = field.text().strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"The {what} is a number from {least} to {most}.")
    return int(text)


def _month(field: Line) -> int | None:
    text = field.text().strip().lower()
    if len(text) >= len("mar") and text.isalpha():
        for number, name in enumerate(MONTHS, 1):
            if name.lower().startswith(text) or text == f"{name[:3].lower()}t":
                return number
        raise ValueError("The month is a number from 1 to 12, or its name.")
    return _number(field, 1, 12, "month")


def _year(field: Line) -> int | None:
    return _number(field, _LEAST_YEAR, _MOST_YEAR, "year")
