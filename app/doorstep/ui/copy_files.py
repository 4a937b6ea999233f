"""A copy as files: which formats, what suits this person, and a password for the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from doorstep.services.copies import CopyFormat, Sheet
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Fold
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.passphrase_line import PassphraseLine
from doorstep.ui.sheet import bare_column, labelled

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

ELECTRONIC: Final = frozenset({CopyFormat.HTML, CopyFormat.TEXT, CopyFormat.READ_ALOUD})
"""Who is helped by one of these is better served without paper (TB-26)."""
BRAILLE: Final = frozenset({CopyFormat.BRAILLE, CopyFormat.CONTRACTED_BRAILLE})
_CELLS: Final = (20, 40, 80)
_LINES: Final = (5, 25, 40)
"""The least, the usual and the most that is taken: from a small display to wide paper."""
_CARD_FORMATS: Final = frozenset({CopyFormat.PDF, CopyFormat.HTML})
_WHAT_IT_DOES: Final = (
    "Nobody can open the PDF without it, and a screen reader can still read it. It does not protect the other formats, "
    "nor paper. Doorstep does not keep it and cannot bring it back: tell it to the person, and never send it along "
    "with the file."
)


class CopyFiles(QWidget):
    """The formats to tick, those that suit the person ticked already, and the password folded away."""

    def __init__(self, workspace: Workspace, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__()
        self._workspace = workspace
        self._assessment = assessment
        self.suits = Words("", theme)
        self.suits.setObjectName("what_suits")
        self._group = Group("In which form?", theme)
        self._group.column.addWidget(Words("In which form?", theme, "body_strong"))
        self._rows: dict[CopyFormat, CheckRow] = {}
        self._suggested: frozenset[CopyFormat] = frozenset()
        for kind, about in workspace.copies.formats():
            row = CheckRow(about.title, theme)
            row.setObjectName(f"format_{kind.value}")
            self._group.column.addWidget(row)
            self._rows[kind] = row
        self._lacking = Words("", theme, "guidance", "quiet")
        self._lacking.hide()
        self._braille_page = QWidget()
        self._sizes = [Line(theme, letters=3) for _ in range(2)]
        for row in (self._rows[kind] for kind in BRAILLE):
            row.toggled.connect(self._show_braille_page)
        self.password = PassphraseLine("copy_password", theme)
        self._locked = QWidget()
        column = bare_column(self._locked, theme.space("related"))
        column.addWidget(labelled("Password for the PDF, at least 8 letters", self.password, theme, _WHAT_IT_DOES))
        self.fold = Fold("Lock the PDF with a password?", theme, self._locked)
        self.fold.setObjectName("lock_pdf")
        self.fold.toggled.connect(lambda _open: self.password.forget())
        self._ask_braille_page(theme)
        whole = bare_column(self, theme.space("related"))
        for widget in (self.suits, self._group, self._lacking, self._braille_page, self.fold, self._locked):
            whole.addWidget(widget)
        run_beside(self, self._makeable, self._offer)

    def _ask_braille_page(self, theme: Theme) -> None:
        names = (("Cells in a line", "braille_cells", _CELLS), ("Lines on a page", "braille_lines", _LINES))
        row = Flow(theme, "lanes")
        for line, (label, name, (least, usual, most)) in zip(self._sizes, names, strict=True):
            line.setObjectName(name)
            line.setText(f"{usual}")
            line.setValidator(QIntValidator(least, most, line))
            row.add(labelled(label, line, theme))
        column = bare_column(self._braille_page, theme.space("related"))
        column.addWidget(row)
        column.addWidget(
            Words("As the embosser or the braille display has them; 40 by 25 is usual.", theme, "guidance", "quiet")
        )
        self._braille_page.hide()

    def _show_braille_page(self, _on: bool = True) -> None:
        self._braille_page.setVisible(bool(BRAILLE & set(self.formats)))

    @property
    def braille(self) -> Sheet | None:
        """The page for braille; None when what is typed makes none."""
        if not all(line.hasAcceptableInput() for line in self._sizes):
            return None
        cells, lines = (int(line.text()) for line in self._sizes)
        return Sheet(cells, lines)

    @property
    def formats(self) -> tuple[CopyFormat, ...]:
        """What is ticked, in the order in which it is offered."""
        return tuple(kind for kind, row in self._rows.items() if row.isChecked() and row.isVisibleTo(self._group))

    @property
    def locking(self) -> bool:
        """Whether a password is wanted."""
        return self.fold.isChecked()

    @property
    def password_wanted(self) -> str:
        """The password as it is typed, empty when none is wanted."""
        return self.password.text if self.locking else ""

    def forget_password(self) -> None:
        """Fold the password away, and forget it."""
        self.fold.setChecked(False)

    def refresh(self, *, card: bool, own: bool) -> None:
        """Say what suits the person now when it is their ``own`` copy, and offer what can be made of the card."""
        suggestion = self._workspace.copies.suggestion(self._assessment.record_id)
        if self._ticked() == self._suggested:  # nobody chose otherwise
            self._suggested = frozenset(suggestion.formats) & frozenset(self._rows)
            for kind, row in self._rows.items():
                row.setChecked(kind in self._suggested)
        for kind, row in self._rows.items():
            row.setVisible(not card or kind in _CARD_FORMATS)
        self._show_braille_page()
        self.fold.setVisible(not card)
        self._locked.setVisible(not card and self.fold.isChecked())
        self.suits.setText(self._suiting(suggestion.formats if own else ()))

    def _ticked(self) -> frozenset[CopyFormat]:
        return frozenset(kind for kind, row in self._rows.items() if row.isChecked())

    def _suiting(self, formats: tuple[CopyFormat, ...]) -> str:
        called = self._assessment.state.person.called
        electronic = [row.words for kind, row in self._rows.items() if kind in formats and kind in ELECTRONIC]
        if not electronic:
            return "Would a file do instead of paper? It can be made larger, read aloud and sent on."
        named = ", or ".join(f"“{words}”" for words in electronic)
        return f"A file suits {called} better than paper: {named}. Offer it first."

    def _makeable(self) -> frozenset[CopyFormat]:
        """Looking for a braille translator on the machine takes a moment."""
        return frozenset(kind for kind, about in self._workspace.copies.formats() if about.can_be_made())

    def _offer(self, outcome: Outcome) -> None:
        if not isinstance(outcome.value, frozenset):
            return
        lacking = [kind for kind in self._rows if kind not in outcome.value]
        for kind in lacking:
            self._rows.pop(kind).hide()
        titles = {kind: about.title for kind, about in self._workspace.copies.formats()}
        names = ", ".join(titles[kind] for kind in lacking)
        self._lacking.setText(f"This laptop lacks what it takes for: {names}." if names else "")
        self._lacking.setVisible(bool(names))
