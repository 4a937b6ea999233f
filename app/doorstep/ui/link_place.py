"""Saying who belongs to whom, in place on a person's card (TB-21): two people, each with records of their own.

A link opens nothing: what either said stays in their own records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from doorstep.assessment.beside import LinkKind
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from doorstep.services.assessments import PersonSummary
    from doorstep.ui.theme import Theme

_MOST: Final = 6
"""How many people are offered; more letters find the others."""
_NOBODY: Final = (
    "Nobody else on this laptop has a name like that. Begin with them first: each has a record of their own."
)


@dataclass(frozen=True, slots=True)
class WantedLink:
    """The person of ``record`` stands to the person of ``other`` as ``kind`` says."""

    record: str
    kind: LinkKind
    other: str


class LinkPlace(Group):
    """The place. ``wanted`` carries a WantedLink, ``closed`` says that it was folded away."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, person: PersonSummary, find: Callable[[str], tuple[PersonSummary, ...]], theme: Theme) -> None:
        """``find`` returns the people whose names or records hold some words."""
        super().__init__(f"Who belongs to {person.called}?", theme)
        self.setObjectName("link_place")
        self._person = person
        self._find = find
        self.column.setSpacing(theme.space("lanes"))
        self.column.addWidget(Words(f"Who belongs to {person.called}?", theme, "question"))
        self.column.addWidget(Words("Their records stay apart: a link opens nothing to anybody.", theme))
        called = person.called
        kinds = (
            (LinkKind.CARED_FOR_BY, f"They care for {called}"),
            (LinkKind.CARER_OF, f"{called} cares for them"),
            (LinkKind.CHILD_OF, f"They are a parent of {called}"),
            (LinkKind.PARENT_OF, f"They are a child of {called}"),
        )
        self.kind = Pick("How do they belong together?", kinds, theme, LinkKind.CARED_FOR_BY)
        self.name = Line(theme)
        self.name.setObjectName("link_name")
        self.name.textChanged.connect(self._offer)
        self.people: Pick[str] = Pick("Who is it?", (("", "Nobody yet"),), theme, "")
        self.notice = Notice(theme, "link_notice")
        self.column.addWidget(self.kind)
        self.column.addWidget(labelled("Their name", self.name, theme, "They have a record on this laptop already"))
        self.column.addWidget(self.people)
        self.column.addWidget(self.notice)
        link = button("Link them", "link_them", theme, self.ask_for_it, Weight.FIRST)
        self.column.addWidget(flow_of(theme, link, button("Not now", "cancel_link", theme, self.closed.emit)))
        self.name.returnPressed.connect(self.ask_for_it)
        self._offer("")

    def ask_for_it(self) -> None:
        """Link the two, if somebody was picked."""
        if not self.people.value:
            self.notice.say(_NOBODY, heading="Nobody to link yet")
            self.name.setFocus()
            return
        self.wanted.emit(WantedLink(self._person.all_records[0].record_id, self.kind.value, self.people.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape fold the place away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _offer(self, words: str) -> None:
        """Offer the people who are found; those who are linked already as well, for people can be two things."""
        found = [each for each in self._find(words) if each.records and each.person_id != self._person.person_id]
        choices = tuple((each.records[0].record_id, each.name) for each in found[:_MOST])
        self.people.offer(choices or (("", "Nobody"),), choices[0][0] if choices else "")
        self.people.setVisible(bool(choices))
        self.notice.clear()
