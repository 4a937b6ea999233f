"""What each key, button and menu entry of the window does, and where it makes sense."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence, QShortcut

from doorstep.ui.own_pages import OwnPages
from doorstep.ui.panes import go_round
from doorstep.ui.shortcuts import Deed, Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.home import Home
    from doorstep.ui.shortcuts import Shortcut
    from doorstep.ui.window import MainWindow

_BEHIND_THE_CURTAIN: Final = frozenset({Deed.CURTAIN, Deed.LOCK})
_WHILE_TURNED: Final = frozenset(
    {Deed.TURN, Deed.CURTAIN, Deed.LOCK, Deed.LARGER, Deed.SMALLER, Deed.NEXT_QUESTION, Deed.PREVIOUS_QUESTION}
)
"""What can be done while the person looks at the screen: nothing that would show them anything else."""


class Deeds:
    """The deeds of one window, bound to the keys of a table."""

    def __init__(self, window: MainWindow, table: tuple[Shortcut, ...]) -> None:
        self._window = window
        self._deeds: dict[Deed, Callable[[], object]] = {**self._anywhere(), **self._on_pages()}
        for shortcut in table:
            if shortcut.where is not Where.SHARED:  # that page binds its own: they mean other things elsewhere
                key = QShortcut(QKeySequence(shortcut.keys), window)
                key.activated.connect(partial(window.do, shortcut.deed))

    def do(self, deed: Deed) -> None:
        """Do a deed, unless what is in sight forbids it."""
        if self._window.over.curtain_is_down:
            allowed = deed in _BEHIND_THE_CURTAIN
        else:
            allowed = self._window.over.turned is None or deed in _WHILE_TURNED
        if allowed:
            self._deeds[deed]()

    def _anywhere(self) -> dict[Deed, Callable[[], object]]:
        window = self._window
        return {
            Deed.SHOW_KEYS: window.over.show_keys,
            Deed.CURTAIN: window.over.draw_curtain,
            Deed.LOCK: window.lock,
            Deed.HOME: window.show_home,
            Deed.LARGER: lambda: window.change_size(1),
            Deed.SMALLER: lambda: window.change_size(-1),
            Deed.EXPORT: self._send,
            Deed.LOCAL_HELP: OwnPages(window).show_directory,
            Deed.PROFILE: OwnPages(window).show_profile,
            Deed.TURN: window.over.turn_screen,
        }

    def _on_pages(self) -> dict[Deed, Callable[[], object]]:
        home, page = self._on_home, self._on_assessment
        return {
            Deed.SEARCH: lambda: home(lambda home: home.search.setFocus()),
            Deed.NEW: lambda: home(lambda home: home.begin_new()),
            Deed.NEXT_PANE: lambda: page(lambda page: go_round(page.panes(), 1)),
            Deed.PREVIOUS_PANE: lambda: page(lambda page: go_round(page.panes(), -1)),
            Deed.GO_TO: lambda: page(lambda page: page.middle.finder.open()),
            Deed.NEXT_TOPIC: lambda: page(lambda page: page.go_to_neighbour(1)),
            Deed.PREVIOUS_TOPIC: lambda: page(lambda page: page.go_to_neighbour(-1)),
            Deed.NEXT_QUESTION: lambda: self._go_to_question(1),
            Deed.PREVIOUS_QUESTION: lambda: self._go_to_question(-1),
            Deed.MORE: lambda: page(lambda page: page.open_more()),
            Deed.NEXT_NEEDED: lambda: page(lambda page: page.go_to_needed()),
            Deed.NEXT_TO_CHECK: lambda: page(lambda page: page.go_to_waiting()),
            Deed.JOT: lambda: page(lambda page: page.desk.switch_pad()),
            Deed.UNDO: lambda: page(lambda page: page.undo()),
            Deed.REDO: lambda: page(lambda page: page.redo()),
            Deed.PEOPLE: lambda: page(lambda page: page.middle.show_people()),
            Deed.CHECK: lambda: page(lambda page: page.middle.show_check()),
            Deed.THEN_AND_NOW: lambda: page(lambda page: page.middle.show_then_and_now()),
            Deed.COPY: lambda: page(lambda page: page.middle.show_copies()),
        }

    def _send(self) -> None:
        """Go to the office; from an assessment, to where this one is sent."""
        page = self._window.assessment
        if page is not None and self._window.pages.currentWidget() is page:
            self._window.send(page.assessment.record_id)
        else:
            self._window.show_office()

    def _go_to_question(self, step: int) -> None:
        view = self._window.over.turned
        if view is not None:
            view.go(step)
        else:
            self._on_assessment(lambda page: page.go_to_question(step))

    def _on_assessment(self, deed: Callable[[AssessmentPage], object]) -> None:
        page = self._window.assessment
        if page is not None and self._window.pages.currentWidget() is page:
            deed(page)

    def _on_home(self, deed: Callable[[Home], object]) -> None:
        home = self._window.home
        if home is not None and self._window.pages.currentWidget() is home:
            deed(home)
