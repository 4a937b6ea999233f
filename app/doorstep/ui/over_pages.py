"""What is shown over the page in sight until the worker goes back: keys, colours, the curtain, the turned screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from doorstep.ui.look import LookPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from doorstep.services.assessments import Together
    from doorstep.services.workspace import Workspace
    from doorstep.ui.shared_view.page import SharedView
    from doorstep.ui.sheet import Sheet
    from doorstep.ui.shortcuts import Shortcut
    from doorstep.ui.window import MainWindow


class OverPages:
    """Shows them in a window, whether the vault is open or not. ``table`` is what the keys do."""

    def __init__(self, window: MainWindow, table: tuple[Shortcut, ...]) -> None:
        self._window = window
        self._table = table

    def show_keys(self) -> None:
        """Show all keys; a second time, go back."""
        from doorstep.ui.key_sheet import KeySheet  # only when asked for

        if isinstance(self._window.pages.over, KeySheet):
            self._window.pages.go_back()
            return
        self.look_at(KeySheet(self._table, self._window.theme))

    def show_look(self) -> LookPage:
        """Show where colours and text size are chosen."""
        page = LookPage(self._window.settings, self._window.theme)
        page.wanted.connect(self._window.set_look)
        self.look_at(page)
        return page

    def show_together(self, both: Together) -> None:
        """Show the records of two people side by side."""
        from doorstep.ui.side_by_side import SideBySide  # only when two people agreed to it

        self.look_at(SideBySide(both, self._window.theme))

    def draw_curtain(self) -> None:
        """Hide everything at once; a second time, show it again."""
        if self.curtain_is_down:
            self._window.pages.go_back()
            return
        from doorstep.ui.curtain import Curtain  # only when asked for

        page = Curtain(self._window.theme)
        page.lifted.connect(self._window.pages.go_back)
        self._show(page)
        page.setFocus()

    @property
    def curtain_is_down(self) -> bool:
        """Whether everything is hidden."""
        return self._window.pages.over is not None and self._window.pages.over.objectName() == "curtain"

    def turn_screen(self) -> None:
        """Turn the laptop to the person, with one large question; a second time, back to where the worker was."""
        assessment = self._window.assessment
        if self.turned is not None:
            self.turn_back()
        elif assessment is not None and self._window.pages.currentWidget() is assessment:
            view = assessment.shared_view()
            view.closed.connect(self.turn_back)
            self._show(view)
            view.begin()

    def turn_back(self) -> None:
        """Turn the laptop back to the worker, and give the keyboard back to where it was."""
        view = self.turned
        if view is not None:
            view.commit()
            self._window.pages.go_back()

    @property
    def turned(self) -> SharedView | None:
        """What the person sees while the screen is turned to them."""
        from doorstep.ui.shared_view.page import SharedView  # not before it is wanted

        return self._window.pages.over if isinstance(self._window.pages.over, SharedView) else None

    def attended(self) -> Workspace | None:
        """Return the workspace, unless the screen is turned to the person or behind the curtain."""
        over = self._window.pages.over
        hidden = over is not None and over.objectName() in ("curtain", "shared_view")
        return None if hidden else self._window.workspace

    def look_at(self, page: Sheet) -> None:
        """Show a sheet from which the worker comes back to where they were."""
        page.closed.connect(self._window.pages.go_back)
        self._show(page)
        page.focus_first()

    @contextmanager
    def shown_again(self) -> Iterator[None]:
        """Put away what is over the page while the pages are built anew, and show the question or the look again."""
        looking, turned, before = isinstance(self._window.pages.over, LookPage), self.turned, self._window.settings
        self.turn_back()
        while self._window.pages.over is not None:
            self._window.pages.go_back()
        yield
        if turned is not None:
            self.turn_screen()
            view = self.turned
            if view is not None:
                view.show_question(turned.place)
        if looking:
            self.show_look().focus_changed(before)

    def _show(self, page: QWidget) -> None:
        if self._window.assessment is not None:
            self._window.assessment.commit_typing()
        self._window.pages.show_over(page)
