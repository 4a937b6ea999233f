"""In which language a copy is: its headings and questions; what people said stays as they said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.services.copies import InLanguage
from doorstep.ui.controls.buttons import Fold
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import bare_column

if TYPE_CHECKING:
    from doorstep.services.copies import Copies
    from doorstep.ui.theme import Theme

_ENGLISH: Final = "en"
_TOLD: Final = (
    "Headings, questions and the copy's own words are in that language. What people said stays as they said it: book a "
    "translator for it. Braille and reading aloud are in English only."
)
_BY_MACHINE: Final = "Print what a machine translated. Nobody has checked it, and the copy says so"


class CopyLanguage(QWidget):
    """English, or another language, with the English beside it if wanted. ``changed`` tells of another choice.

    What a machine translated is printed only when the worker ticks that they take it; until then it stays English.
    """

    changed = Signal()

    def __init__(self, copies: Copies, theme: Theme) -> None:
        super().__init__()
        languages = copies.languages()
        self._by_machine = {language.code for language in languages if language.machine_made}
        offered = [(_ENGLISH, "English"), *((language.code, language.english_name) for language in languages)]
        self._names = dict(offered)
        self.pick: Pick[str] = Pick("In which language?", offered, theme, _ENGLISH)
        self.pick.changed.connect(self._change)
        self.fold = Fold("", theme, self.pick)
        self.fold.setObjectName("other_languages")
        self.beside = CheckRow("With the English beside it", theme)
        self.beside.setObjectName("bilingual")
        self.accepted = CheckRow(_BY_MACHINE, theme)
        self.accepted.setObjectName("accept_machine_made")
        self._told = Words(_TOLD, theme, "guidance", "quiet")
        column = bare_column(self, theme.space("related"))
        for widget in (self.fold, self.pick, self._told, self.beside, self.accepted):
            column.addWidget(widget)
        for row in (self.beside, self.accepted):
            row.toggled.connect(self._change)
        self._show_fitting()

    @property
    def wanted(self) -> InLanguage:
        """The language that is wanted."""
        code = "" if self.pick.value == _ENGLISH else self.pick.value
        return InLanguage(code, self.beside.isChecked(), self.accepted.isChecked())

    def _change(self, _value: object = None) -> None:
        self._show_fitting()
        self.changed.emit()

    def _show_fitting(self) -> None:
        self.fold.say(f"In {self._names[self.pick.value]}. Another language?")
        for widget in (self._told, self.beside):
            widget.setVisible(bool(self.wanted.code))
        self.accepted.setVisible(self.wanted.code in self._by_machine)
