"""The pages of the window: one in sight, some kept with what is typed in them, some only looked at over another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

_LEAST: Final = QSize(320, 240)


class PageStack(QStackedWidget):
    """Shows one page at a time. A page that is not kept is thrown away when another takes its place.

    What is out of sight is out of the stack as well: a screen reader can look into every page of a stack, and would
    find the answers behind the curtain.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept: set[QWidget] = set()
        self._below: list[tuple[QWidget, QWidget | None]] = []

    def minimumSizeHint(self) -> QSize:
        """Let the window be made small: pages fold by the width that they get, and must not forbid it."""
        return _LEAST

    @property
    def over(self) -> QWidget | None:
        """The page that is shown over another one, if any."""
        return self.currentWidget() if self._below else None

    def holds(self, page: QWidget | None) -> bool:
        """Tell whether a page is in sight, or is what the worker comes back to from the one that is."""
        return page is not None and (page is self.currentWidget() or any(page is below for below, _ in self._below))

    @property
    def page_name(self) -> str:
        """The name of the page in sight."""
        page = self.currentWidget()
        return page.objectName() if page is not None else ""

    def show_page(self, page: QWidget, *, keep: bool = False) -> None:
        """Put a page in sight, in the place of the one that is there and of all that it was shown over."""
        if keep:
            self._kept.add(page)
        leaving = [self.currentWidget(), *(below for below, _ in self._below)]
        self._below.clear()
        self._put_in_sight(page)
        for each in leaving:
            if each is not None and each is not page and each not in self._kept:
                self._throw_away(each)

    def show_over(self, page: QWidget) -> None:
        """Put a page in sight from which the worker comes back to where they were."""
        below = self.currentWidget()
        if below is not None:
            self._below.append((below, QApplication.focusWidget()))
        self._put_in_sight(page)

    def go_back(self) -> None:
        """Leave the page that is shown over another one, and give the keyboard back."""
        if not self._below:
            return
        leaving, (page, focus) = self.currentWidget(), self._below.pop()
        self._put_in_sight(page)
        if leaving is not None:
            self._throw_away(leaving)
        if focus is not None and isValid(focus):
            focus.setFocus()

    def drop(self, page: QWidget) -> None:
        """Throw away a page that was kept."""
        self._kept.discard(page)
        if page is not self.currentWidget():
            self._throw_away(page)

    def _put_in_sight(self, page: QWidget) -> None:
        """Show a page and take the one before it out of the stack; it stays a child, with all that is typed in it."""
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None and before is not page:
            self.removeWidget(before)

    def _throw_away(self, page: QWidget) -> None:
        self._kept.discard(page)
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
