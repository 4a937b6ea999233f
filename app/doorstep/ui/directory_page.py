"""Local help: who is there for what, where, and how old what we know of it is (TB-11)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from doorstep.errors import DoorstepError
from doorstep.packs.directory import NEED_WORDS, how_to_reach
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import Sheet, bare_column, button, empty, flow_of, put_into

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from doorstep.packs.model import Entry, Need
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.packs import Packs
    from doorstep.ui.theme import Theme

T = TypeVar("T")

_MOST: Final = 30
"""Entries shown at once; more words find the others."""
_ANY_NEED: Final = "For anything"
_ANY_PLACE: Final = "Anywhere"


class DirectoryPage(Sheet):
    """The page. ``opened`` is the assessment to whose copy help can be added, or None.

    ``added`` tells that help was put there, ``packs_wanted`` asks which lists are in use.
    """

    added = Signal()
    packs_wanted = Signal()

    def __init__(self, packs: Packs, opened: OpenAssessment | None, theme: Theme) -> None:
        super().__init__("Local help", "directory_page", theme, back="◂ Back")
        self._packs = packs
        self._opened = opened if opened is not None and _takes_help(opened) else None
        self._need: Need | None = None
        self._place = ""
        self.warning = Notice(theme, "directory_warning")
        self.add(self.warning)
        if packs.directory_warning:
            self.warning.say(packs.directory_warning)
        self.search = self.line("What are you looking for?", "directory_search", "A few words: lunch, bus, carers")
        self.search.textChanged.connect(self.refresh)
        self.need_button = self._menu(_ANY_NEED, "directory_need", NEED_WORDS.items(), self._choose_need)
        places = ((place, place) for place in packs.places())
        self.place_button = self._menu(_ANY_PLACE, "directory_place", places, self._choose_place)
        self.row(
            self.need_button,
            self.place_button,
            self.button("Which lists are in use", "show_packs", self.packs_wanted.emit, Weight.QUIET),
        )
        self.notice = Notice(theme, "directory_notice")
        self.add(self.notice)
        self.count = self.words("", "guidance", "directory_count")
        found = QWidget()
        self._found = bare_column(found, theme.space("lanes"))
        self.add(found)
        self.refresh()

    def refresh(self) -> None:
        """Show the help that fits."""
        entries = self._packs.directory(self.search.text(), self._place, self._need)
        empty(self._found)
        self.count.setText(_count_words(len(entries)))
        for entry in entries[:_MOST]:
            put_into(self._found, self._entry(entry))

    def focus_first(self) -> None:
        """Put the keyboard where words are looked for, below what is to be known about the list."""
        self.search.setFocus()

    def _entry(self, entry: Entry) -> QWidget:
        line = Group(entry.name, self.theme)
        line.column.setSpacing(self.theme.space("inside"))
        line.column.addWidget(Words(entry.name, self.theme, "body_strong"))
        for words in (entry.what, how_to_reach(entry)):
            if words:
                line.column.addWidget(Words(words, self.theme))
        told = (("For", entry.who_for), ("How to ask", entry.how_to_ask), ("Cost", entry.cost))
        for title, words in told:
            if words:
                line.column.addWidget(Words(f"{title}: {words}", self.theme, "guidance", "quiet"))
        colour = "needs" if self._packs.is_stale(entry) else "quiet"
        line.column.addWidget(Words(self._packs.warning_of(entry), self.theme, "guidance", colour))
        if self._opened is not None:
            called = self._opened.state.person.called
            add = button(f"Add to {called}’s copy", "add_help", self.theme, partial(self._add, entry), Weight.PLAIN)
            add.setAccessibleDescription(entry.name)
            line.column.addWidget(flow_of(self.theme, add))
        return line

    def _add(self, entry: Entry) -> None:
        if self._opened is None:
            return
        try:
            self._packs.add_to_copy(self._opened, entry)
        except DoorstepError as error:
            self.notice.tell(message_for(error))
            return
        self.added.emit()
        called = self._opened.state.person.called
        self.notice.say(f"Ask {called} whether they would like it.", heading=f"{entry.name} was added.", role="done")
        self.bring_into_view(self.notice)

    def _menu(
        self, words: str, name: str, choices: Iterable[tuple[T, str]], choose: Callable[[T | None, str], None]
    ) -> Button:
        made = Button(words, self.theme)
        made.setObjectName(name)
        menu = QMenu(made)
        menu.addAction(words).triggered.connect(lambda _checked=False: choose(None, words))
        for value, told in choices:
            action = menu.addAction(told)
            action.triggered.connect(lambda _checked=False, value=value, told=told: choose(value, told))
        made.setMenu(menu)
        return made

    def _choose_need(self, need: Need | None, words: str) -> None:
        self._need = need
        self.need_button.say(words)
        self.refresh()

    def _choose_place(self, place: str | None, words: str) -> None:
        self._place = place or ""
        self.place_button.say(words)
        self.refresh()


def _takes_help(opened: OpenAssessment) -> bool:
    """Tell whether a form has a place for help that was talked about, and can still be written in."""
    return "in_community" in opened.definition.places and opened.state.signed is None


def _count_words(count: int) -> str:
    if not count:
        return "Nothing fits. Try fewer words, or another place."
    if count > _MOST:
        return f"{count} places to turn to; the first {_MOST} are shown. More words find fewer."
    return "One place to turn to" if count == 1 else f"{count} places to turn to"
