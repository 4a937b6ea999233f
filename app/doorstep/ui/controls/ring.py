"""The focus ring: one overlay that frames whatever has the keyboard, in two colours that show on any ground.

Stock Fusion marks the focus with less than 3:1 on most controls, in every palette that was tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from doorstep.ui.controls.painting import smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from doorstep.ui.theme import Theme

_INNER: Final = 3
_OUTER: Final = 2
_ROOM: Final = _INNER + _OUTER + 1
_MOVES: Final = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusRing(QObject):
    """The ring of one window. Make one for each top-level window; it follows the focus inside it by itself."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._frame = RingFrame(window, theme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @property
    def frame(self) -> RingFrame:
        """What is drawn. It lies on the page that it frames something of, and is made anew if it went with a page."""
        if not isValid(self._frame):
            self._frame = RingFrame(self._window, self._theme)
        return self._frame

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._unwatch()
        self._target = None
        if new is None or new is self._window or not self._window.isAncestorOf(new):
            self.frame.hide()
            return
        self._target = new
        host = self._host_of(new)
        self.frame.setParent(host)
        watched: QWidget | None = new
        while watched is not None and watched is not host:
            watched.installEventFilter(self)
            self._watched.append(watched)
            watched = watched.parentWidget()
        self._settle()

    def _unwatch(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []

    def _host_of(self, widget: QWidget) -> QWidget:
        """The contents of the nearest scroll area, so that the ring scrolls with what it frames; else the window."""
        above = widget.parentWidget()
        while above is not None and above is not self._window:
            viewport = above.parentWidget()
            area = viewport.parentWidget() if viewport is not None else None
            if isinstance(area, QScrollArea) and area.widget() is above:
                return above
            above = above.parentWidget()
        return self._window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the framed control when the page is laid out anew around it."""
        if event.type() in _MOVES:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        target, frame = self._target, self.frame
        host = frame.parentWidget() or self._window
        if target is None or not isValid(target) or not host.isAncestorOf(target) or not target.isVisibleTo(host):
            frame.hide()
            return
        place = QRect(target.mapTo(host, target.rect().topLeft()), target.size())
        frame.setGeometry(place.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        frame.raise_()
        frame.show()


class RingFrame(QWidget):
    """The two lines around a control. The mouse goes through them."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw 3 px of the focus colour, and 2 px outside it for grounds on which that does not show."""
        del event
        painter = smooth_painter(self)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = self._theme.corner
        painter.setPen(QPen(self._theme.color("focus_outside"), _OUTER))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), corner + _ROOM, corner + _ROOM)
        painter.setPen(QPen(self._theme.color("focus"), _INNER))
        painter.drawRoundedRect(self.rect().adjusted(3, 3, -4, -4), corner + _INNER, corner + _INNER)
        painter.end()
