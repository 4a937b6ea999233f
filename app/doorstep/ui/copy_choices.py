"""Which copy: their papers or the card, for whom, which parts, set how. It begins with what the person needs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.people import Carer
from doorstep.assessment.sharing import LEDGERS, Audience, AudienceKind
from doorstep.services.copies import CopyRequest
from doorstep.ui.controls.buttons import Fold
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.controls.words import Words
from doorstep.ui.copy_language import CopyLanguage
from doorstep.ui.copy_words import profile_words
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import bare_column

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

T = TypeVar("T")

_AGREED: Final = "Others get only the parts that {called} agreed to, and nothing that is private."
_IN_FILE: Final = (
    "It holds everything that was said and written down, private words too, and nobody but the council may read it. "
    "Make it at the office. Never leave it in the home."
)


class Paper(StrEnum):
    """What can be left behind."""

    COPY = "their_copy"
    CARD = "the_card"


class CopyChoices(QWidget):
    """The choices from top to bottom. ``changed`` tells that another copy is wanted now."""

    changed = Signal()

    def __init__(self, workspace: Workspace, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__()
        self._workspace = workspace
        self._assessment = assessment
        self._theme = theme
        self._column = bare_column(self, theme.space("lanes"))
        self._ask_paper()
        self._ask_audience()
        self._ask_parts()
        self._ask_settings()
        self.language = CopyLanguage(workspace.copies, theme)
        self.language.changed.connect(self._changed)
        self._column.addWidget(self.language)
        self._show_fitting()

    @property
    def card_wanted(self) -> bool:
        """Whether it is the card, and not a copy."""
        return self.paper.value is Paper.CARD

    @property
    def request(self) -> CopyRequest:
        """The copy that is asked for at the moment."""
        chosen = tuple(code for code, row in self._parts.items() if row.isChecked())
        parts = None if len(chosen) == len(self._parts) else chosen
        return CopyRequest(self.audience.value, parts, self.profile.value, language=self.language.wanted)

    def refresh(self) -> None:
        """Offer whoever can be given a copy now."""
        self.audience.offer(self._audiences(), self.audience.value)

    def choose_parts(self, codes: frozenset[str]) -> None:
        """Tick exactly these parts."""
        self.parts_fold.setChecked(True)
        for code, row in self._parts.items():
            row.setChecked(code in codes)

    def _changed(self, _value: object = None) -> None:
        self._show_fitting()
        self.changed.emit()

    def _show_fitting(self) -> None:
        """The card is the person's alone and has no parts."""
        card = self.card_wanted
        for widget in (self.audience, self._agreed, self.parts_fold, self.profile):
            widget.setVisible(not card)
        some = sum(row.isChecked() for row in self._parts.values())
        whole = some == len(self._parts)
        self.parts_fold.say("All parts. Choose only some?" if whole else f"{some} of {len(self._parts)} parts. Others?")
        self._parts_group.setVisible(not card and self.parts_fold.isChecked())
        self.card_profile.setVisible(card)
        papers = self._papers()
        names = [name for name, _words in papers]
        self.profile.offer(papers, self.profile.value if self.profile.value in names else names[0])
        in_file = self.audience.value.kind is AudienceKind.FILE
        called = self._assessment.state.person.called
        self._agreed.setText(_IN_FILE if in_file else _AGREED.format(called=called))

    def _pick(self, pick: Pick[T]) -> None:
        pick.changed.connect(self._changed)
        self._column.addWidget(pick)

    def _ask_paper(self) -> None:
        offered = [
            (Paper.COPY, "A copy of what was said and decided"),
            (Paper.CARD, "The card: whom to ring, what was agreed, what comes next"),
        ]
        self.paper: Pick[Paper] = Pick("What will you leave?", offered, self._theme, Paper.COPY)
        self._pick(self.paper)

    def _ask_audience(self) -> None:
        offered = self._audiences()
        self.audience: Pick[Audience] = Pick("Who is this copy for?", offered, self._theme, offered[0][0])
        self._pick(self.audience)
        self._agreed = Words("", self._theme, "guidance", "quiet")
        self._column.addWidget(self._agreed)

    def _audiences(self) -> list[tuple[Audience, str]]:
        state = self._assessment.state
        carers = [party for party in state.parties if isinstance(party, Carer)]
        return [
            (Audience(AudienceKind.PERSON), state.person.called),
            *((Audience(AudienceKind.CARER, carer.id), f"{carer.name}, carer") for carer in carers),
            *((Audience(AudienceKind.PROVIDER, name), name) for name in self._named_in_the_ledger()),
            (Audience(AudienceKind.FILE), "The council's file"),
        ]

    def _named_in_the_ledger(self) -> list[str]:
        """The readers that the person was asked about (TB-08), but for the carers, who are offered already."""
        state = self._assessment.state
        ledgers = [ledger for ledger in LEDGERS if ledger in state.definition.places]
        keys = [AnswerKey(f"{ledger}.who", (row,)) for ledger in ledgers for row in state.rows_of(ledger)]
        answers = (state.current(key) for key in keys)
        names = (answer.value for answer in answers if answer is not None)
        known = {party.name for party in state.parties}
        return [name for name in dict.fromkeys(names) if isinstance(name, str) and name not in known]

    def _ask_parts(self) -> None:
        self._parts: dict[str, CheckRow] = {}
        self._parts_group = Group("Which parts?", self._theme)
        for part in self._workspace.copies.parts(self._assessment.record_id):
            row = CheckRow(part.title, self._theme)
            row.setObjectName(f"part_{part.code}")
            row.setChecked(True)
            row.toggled.connect(self._changed)
            self._parts_group.column.addWidget(row)
            self._parts[part.code] = row
        self.parts_fold = Fold("All parts. Choose only some?", self._theme, self._parts_group)
        self._column.addWidget(self.parts_fold)
        self._column.addWidget(self._parts_group)

    def _papers(self) -> list[tuple[str, str]]:
        """The ways of setting a copy; Easy Read is the person's own."""
        own = self.audience.value.kind is AudienceKind.PERSON
        fitting = (each for each in self._workspace.copies.profiles() if own or not each.easy_read)
        return [(each.name, profile_words(each.name, each.title)) for each in fitting]

    def _ask_settings(self) -> None:
        copies, cards, record = self._workspace.copies, self._workspace.cards, self._assessment.record_id
        suggested = copies.suggested_profile(record).name
        self.profile: Pick[str] = Pick("How shall it be set?", self._papers(), self._theme, suggested)
        self._pick(self.profile)
        sizes = [(each.name, profile_words(each.name, each.title)) for each in cards.profiles()]
        self.card_profile: Pick[str] = Pick("How large?", sizes, self._theme, cards.suggested_profile(record).name)
        self._pick(self.card_profile)
