"""What of a topic page is in sight: whatever has the keyboard is brought into view, and then held still."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.question import QuestionBlock


class Sight(QObject):
    """Follows the keyboard over a page as long as the page lives.

    ``contents`` is all that the page scrolls, ``column`` lays out the questions in it.
    """

    def __init__(self, page: QScrollArea, contents: QWidget, column: QLayout, theme: Theme) -> None:
        super().__init__(page)
        self._page, self._contents, self._column, self._theme = page, contents, column, theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def settle(self) -> None:
        """Lay everything out now, down to the last field, so that places are true: Qt would do it some turns later."""
        self._column.activate()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def bring_into_view(self, block: QuestionBlock, target: QWidget) -> None:
        """Scroll only if something of the question is out of sight; then its words go to the upper part."""
        self.settle()
        bar, height = self._page.verticalScrollBar(), self._page.viewport().height()
        top = block.mapTo(self._contents, block.rect().topLeft()).y()
        if top < bar.value() or top + block.height() > bar.value() + height:
            bar.setValue(top - self._theme.space("page"))
        foot = target.mapTo(self._contents, target.rect().bottomLeft()).y()
        self._page.ensureVisible(0, foot, 0, self._theme.space("lanes"))

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """Keep what has the keyboard where it is on the screen while other things on the page come and go."""
        self.settle()
        focus = QApplication.focusWidget()
        held = focus if focus is not None and self._page.isAncestorOf(focus) else None
        before = self._height(held) if held is not None else 0
        yield
        self.settle()
        if held is not None and isValid(held):
            bar = self._page.verticalScrollBar()
            bar.setValue(bar.value() + self._height(held) - before)

    def _height(self, widget: QWidget) -> int:
        return widget.mapTo(self._page.viewport(), QPoint()).y()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring whatever gets the keyboard into view, once it is laid out; what is in view stays where it is."""
        if new is not None and self._page.isAncestorOf(new):
            QTimer.singleShot(0, new, lambda: self._show_whole(new))

    def _show_whole(self, control: QWidget) -> None:
        if not (self._page.isVisible() and control.hasFocus()):
            return
        self.settle()
        around = control.height() // 2 + self._theme.space("lanes")
        if 2 * around < self._page.viewport().height():
            self._page.ensureVisible(0, control.mapTo(self._contents, control.rect().center()).y(), 0, around)
        else:  # too tall to be seen whole: the line with the caret has to do, which is all that Qt itself looks at
            self._page.ensureWidgetVisible(control, 0, self._theme.space("lanes"))
