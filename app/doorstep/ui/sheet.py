"""A sheet: one calm page that scrolls, a single column no wider than reading allows.

Every page beside the topic pages is a sheet, so that they all have the same margins, headings and distances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.placed import widgets_in
from doorstep.ui.controls.scroll_bar import give_scroll_bar
from doorstep.ui.controls.tab_order import controls_in, put_in_tab_order
from doorstep.ui.controls.words import Words, told_by
from doorstep.ui.panes import first_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from doorstep.ui.theme import Theme

_NARROW: Final = 760
"""Below this width, in device-independent pixels, the margins shrink."""

BACK: Final = "◂ Back to the conversation"
"""The words that lead from a sheet inside an assessment to the topic."""


class Sheet(QScrollArea):
    """A page with a title. ``add`` and its kin put things into the column from top to bottom.

    ``width`` is that of the column in pixels, when it is not to be as wide as reading allows. ``back`` are the words
    of the button that leaves the page, above the title; ``closed`` is told then, and at Escape.
    """

    closed = Signal()

    def __init__(self, title: str, name: str, theme: Theme, *, width: int = 0, back: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner, column = QWidget(), QWidget()
        column.setMaximumWidth(width or theme.column)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = bare_column(column, theme.space("lanes"))
        self.column.addStretch(1)
        self._around = QHBoxLayout(inner)
        if back != BACK:  # inside an assessment a sheet stands where the topic stood
            self._around.addStretch(1)
        self._around.addWidget(column, 1000)
        self._around.addStretch(1)
        self.setWidget(inner)
        if back:
            self.row(self.button(back, "back", self.closed.emit))
            leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
            leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            leave.activated.connect(self.closed)
        self.title = self.words(title, "topic")
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        give_scroll_bar(self, theme)
        self._order_timer = QTimer(self)
        self._order_timer.setSingleShot(True)
        self._order_timer.timeout.connect(lambda: put_in_tab_order(controls_in(inner)))
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put Tab in order again when something came, went or moved."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._order_timer.start(0)
        return super().eventFilter(watched, event)

    def add(self, widget: QWidget, *, space: int = 0) -> None:
        """Put a widget below all others, with more space above it when asked."""
        if space:
            self.column.insertSpacing(self.column.count() - 1, space)
        self.column.insertWidget(self.column.count() - 1, widget)

    def words(self, text: str, size: str = "body", name: str = "", *, space: int = 0) -> Words:
        """Add words in a size of the theme; guidance is set back in its colour."""
        words = Words(text, self.theme, size, "quiet" if size == "guidance" else "ink")
        words.setObjectName(name)
        self.add(words, space=space)
        return words

    def heading(self, text: str) -> Words:
        """Add a heading, set off from what stands above it."""
        return self.words(text, "question", space=self.theme.space("lanes"))

    def field(self, label: str, control: QWidget, hint: str = "") -> None:
        """Add a control under its label; the hint is read out with it."""
        self.add(labelled(label, control, self.theme, hint))

    def line(self, label: str, name: str, hint: str = "") -> Line:
        """Add a line to type in, found by its object name."""
        line = Line(self.theme)
        line.setObjectName(name)
        self.field(label, line, hint)
        return line

    def button(self, words: str, name: str, do: Callable[[], object], weight: Weight = Weight.PLAIN) -> Button:
        """Return a button of this page, to be added with ``row``."""
        return button(words, name, self.theme, do, weight)

    def row(self, *widgets: QWidget) -> Flow:
        """Add widgets in a row that breaks when there is no room."""
        row = flow_of(self.theme, *widgets)
        self.add(row)
        return row

    def focus_first(self) -> None:
        """Put the keyboard on the first thing below the title."""
        widgets = widgets_in(self.column)
        for widget in widgets[widgets.index(self.title) + 1 :]:
            target = first_in(widget)
            if target is not None:
                target.setFocus()
                return

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring whatever gets the keyboard into view, with its label."""
        if new is not None and self.isAncestorOf(new):
            self.bring_into_view(new)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a part of the page, once it has been laid out."""
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))

    def _scroll_to(self, widget: QWidget) -> None:
        # Qt would lay out some turns later. Once only: more at a time kept every page alive that had been left.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if widget.height() < self.viewport().height():
            self.ensureWidgetVisible(widget, 0, 2 * self.theme.target)
        else:
            above = widget.mapTo(self.viewport(), QPoint()).y() - self.theme.space("lanes")
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the margins before the words."""
        margin = self.theme.space("page" if event.size().width() >= _NARROW else "lanes")
        self._around.setContentsMargins(margin, min(margin, self.theme.space("questions")), margin, margin)
        super().resizeEvent(event)


def bare_column(widget: QWidget, spacing: int) -> QVBoxLayout:
    """Give a widget a column without margins."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def labelled(label: str, control: QWidget, theme: Theme, hint: str = "") -> QWidget:
    """Return a control under its label and hint, bound together for screen readers."""
    box = QWidget()
    column = bare_column(box, theme.space("inside"))
    words = Words(label, theme, "body_strong")
    told_by(words, control.focusProxy() or control, label, hint)
    column.addWidget(words)
    if hint:
        column.addWidget(Words(hint, theme, "guidance", "quiet"))
    column.addWidget(control)
    return box


def button(words: str, name: str, theme: Theme, do: Callable[[], object], weight: Weight = Weight.PLAIN) -> Button:
    """Return a button whose words are a verb, found by its object name."""
    made = Button(words, theme, weight)
    made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: do())
    return made


def flow_of(theme: Theme, *widgets: QWidget) -> Flow:
    """Return widgets in a row that breaks when there is no room."""
    flow = Flow(theme)
    for widget in widgets:
        flow.add(widget)
    return flow


def empty(column: QVBoxLayout) -> None:
    """Take all widgets out of a column, at once and for good."""
    for widget in widgets_in(column):
        column.removeWidget(widget)
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()


def put_into(column: QVBoxLayout, widget: QWidget) -> None:
    """Put a widget at the foot of a column, in sight at once; a layout alone would show it a moment later."""
    column.addWidget(widget)
    widget.show()
