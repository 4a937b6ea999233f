"""The top of an assessment: whose it is, what can be done, and the communication needs, which never scroll away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.words import Words
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import bare_column, button
from doorstep.ui.shortcuts import Deed, Shortcut, keys_for
from doorstep.ui.stage_strip import now_and_next

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from doorstep.assessment.stages import Stage
    from doorstep.assessment.state import AssessmentState
    from doorstep.ui.theme import Theme

NARROW: Final = 1100
"""Below this width the topics fold away behind a button, and all deeds go into one menu."""
_LARGE: Final = 1.5
"""Above this text size a button is told by its sign alone."""

_DEEDS: Final = (
    (Deed.GO_TO, "Go to"),
    (Deed.PEOPLE, "People and visits"),
    (Deed.CHECK, "Check and sign"),
    (Deed.COPY, "Copies"),
)
_MORE: Final = (
    (Deed.UNDO, "Take back the last answer"),
    (Deed.REDO, "Bring it back"),
    (Deed.TURN, "Turn the screen to the person"),
    (Deed.THEN_AND_NOW, "Then and now"),
    (Deed.JOT, "Jot pad"),
    (Deed.LOCAL_HELP, "Local help"),
    (Deed.EXPORT, "Send to the office"),
    (Deed.HOME, "All people"),
    (Deed.CURTAIN, "Draw the curtain"),
    (Deed.LOCK, "Lock now"),
    (Deed.SHOW_KEYS, "Keys"),
)


class AssessmentHeader(QWidget):
    """The top. ``wanted`` carries the Deed that was asked for; ``topics_wanted`` asks to unfold the topics."""

    wanted = Signal(object)
    topics_wanted = Signal()

    def __init__(self, theme: Theme, table: tuple[Shortcut, ...]) -> None:
        super().__init__()
        self.setObjectName("assessment_header")
        self._table = table
        large = theme.text_scale > _LARGE
        self.topics = button("☰" if large else "☰ Topics", "show_topics", theme, self.topics_wanted.emit)
        self.topics.setAccessibleName("Topics")
        self.title = Words("", theme, "body_strong")
        self.title.setObjectName("assessment_title")
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.stage = Words("", theme, "guidance", "quiet")
        self.stage.setObjectName("stage_words")
        self.stage.hide()
        whose = QWidget()
        whose.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        whose_column = bare_column(whose, 0)
        whose_column.addWidget(self.title)
        whose_column.addWidget(self.stage)
        self._large = large
        self._buttons = [self._button(deed, words, theme) for deed, words in _DEEDS]
        self.menu_button = Button("Menu", theme, Weight.QUIET)
        self.menu_button.setObjectName("menu")
        self.menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.menu)
        self.needs = Notice(theme, "communication_needs")
        row_box = QWidget()
        row = QHBoxLayout(row_box)
        side, inside = theme.space("lanes"), theme.space("inside")
        row.setContentsMargins(side, inside, side, inside)
        row.setSpacing(theme.space("related"))
        for widget in (self.topics, whose, *self._buttons, self.menu_button):
            row.addWidget(widget)
        needs_box = QWidget()
        needs = bare_column(needs_box, 0)
        needs.setContentsMargins(side, 0, side, theme.space("related"))
        needs.addWidget(self.needs)
        column = bare_column(self, 0)
        column.addWidget(row_box)
        column.addWidget(needs_box)
        self._fold()

    def show_state(self, state: AssessmentState) -> None:
        """Say whose assessment this is, and how to talk with this person (TB-18)."""
        visit = f" · visit {len(state.visits)}" if state.visits else ""
        signed = " · signed" if state.signed else ""
        self.title.setText(f"{state.person.called} · {state.definition.title}{visit}{signed}")
        needs = " · ".join(state.derived.communication_needs)
        if needs:
            self.needs.say("", heading=needs, role="accent")
        else:
            self.needs.clear()

    def show_stages(self, stages: tuple[Stage, ...]) -> None:
        """Say where the person is on the way and what is next (TB-05), where letters are small enough for it."""
        self.stage.setText(now_and_next(stages))
        self.stage.setVisible(bool(self.stage.text()) and not self._large)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the deeds into the menu when there is little room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < NARROW
        self.topics.setVisible(narrow)
        for each in self._buttons:
            each.setVisible(not narrow)
        self.menu.clear()
        for deed, words in (*_DEEDS, *_MORE) if narrow else _MORE:
            action = self.menu.addAction(f"{words}\t{keys_for(deed, self._table)}")
            action.setObjectName(f"menu_{deed.value}")
            action.triggered.connect(lambda _checked=False, deed=deed: self.wanted.emit(deed))

    def _button(self, deed: Deed, words: str, theme: Theme) -> Button:
        made = button(words, f"deed_{deed.value}", theme, lambda: self.wanted.emit(deed), Weight.QUIET)
        made.setAccessibleDescription(keys_for(deed, self._table))
        return made
