"""Go to (Ctrl+K): type a few words, pick a topic or a question, press Enter.

The panel lies over the page only while it is being used; Escape takes it away and the cursor back to where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from doorstep.ui.controls.line import Line
from doorstep.ui.controls.scroll_bar import give_scroll_bar
from doorstep.ui.controls.words import Words
from doorstep.ui.finder import Match, PlaceWanted, find

if TYPE_CHECKING:
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.theme import Theme

_GO_TO: Final = "Go to a topic or a question"
_MATCH: Final = Qt.ItemDataRole.UserRole
_WIDTH: Final = 620
_ROWS: Final = 8
"""Rows shown without scrolling."""
_LEAST: Final = 60
_AROUND_LIST: Final = 150
"""Pixels that the panel needs beside its list."""
_TO_THE_LIST: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


_LEAVE: Final = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class GoTo(QFrame):
    """The panel. ``chosen`` carries the Match that was picked to go there."""

    chosen = Signal(object)

    def __init__(self, state: AssessmentState, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("go_to")
        self.setAccessibleName("Go to")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.Box)
        self._state = state
        self._came_from: QWidget | None = None
        self.line = Line(theme)
        self.line.setPlaceholderText("Type a few words")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Places that match")
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(theme.space("inside"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        give_scroll_bar(self.list, theme)
        self._wanted = PlaceWanted(_GO_TO, find, self._go)
        self.label = Words(_GO_TO, theme, "body_strong")
        self.label.setBuddy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.space("lanes")] * 4)
        for widget in (self.label, self.line, self.list):
            layout.addWidget(widget)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list.currentItemChanged.connect(self._read_out)
        self.list.itemClicked.connect(self._choose)
        self.hide()

    def open(self) -> None:
        """Show the panel with every topic in it, ready to type."""
        self.pick(PlaceWanted(_GO_TO, find, self._go))

    def pick(self, wanted: PlaceWanted) -> None:
        """Show the panel to pick a place for something else than going there."""
        self._came_from = QApplication.focusWidget()
        self._wanted = wanted
        self.label.setText(wanted.asks)
        self.line.setAccessibleName(wanted.asks)
        self.line.clear()
        self.show()
        self._search("")
        self.raise_()
        self.line.setFocus()

    def close_panel(self) -> None:
        """Take the panel away and give the cursor back."""
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus()

    def place(self) -> None:
        """Lie at the top of the page, in its middle, no wider than reading needs."""
        over = self.parentWidget()
        if over is None:
            return
        room = over.rect()
        width = min(_WIDTH, room.width() - 32)
        self.list.setFixedHeight(min(self._height_of_matches(), max(_LEAST, room.height() - _AROUND_LIST)))
        self.setGeometry((room.width() - width) // 2, 8, width, self.sizeHint().height())

    def matches(self) -> tuple[Match, ...]:
        """Return what the list shows."""
        return tuple(self.list.item(row).data(_MATCH) for row in range(self.list.count()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the words are typed; Enter goes, Escape and Tab leave."""
        if watched is self.line and event.type() is QEvent.Type.FocusOut and self.isActiveWindow():
            self.hide()  # somebody clicked elsewhere: the panel must not cover what they do there
        if watched is not self.line or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _TO_THE_LIST:
            QApplication.sendEvent(self.list, QKeyEvent(event))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
            return True
        if key in _LEAVE:
            self.close_panel()
            return True
        return super().eventFilter(watched, event)

    def _search(self, words: str) -> None:
        self.list.clear()
        for match in self._wanted.look(words, self._state):
            item = QListWidgetItem(match.words)
            item.setData(_MATCH, match)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self.list.addItem("Nothing has those words. Try fewer or shorter ones.")
            self.list.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        self.place()

    def _height_of_matches(self) -> int:
        self.list.doItemsLayout()
        items = (self.list.item(row) for row in range(min(self.list.count(), _ROWS)))
        heights = (self.list.visualItemRect(item).height() for item in items)
        return sum(height + 2 * self.list.spacing() for height in heights) + 4

    def _go(self, match: Match) -> None:
        self.chosen.emit(match)

    def _read_out(self, item: QListWidgetItem | None) -> None:
        """Say the place that Enter would go to: the keyboard stays in the line, so nothing else would say it."""
        if item is not None and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, item.text()))

    def _choose(self, item: QListWidgetItem | None) -> None:
        match = item.data(_MATCH) if item is not None else None
        if match is not None:
            self.hide()
            self._wanted.take(match)
