"""The page of the shared view: the question that is up, and large ways to the next, to the one before, and back.

It holds nothing but what may stand there (``AssessmentState.in_shared_view``), and no other page of the window is in
reach while it is up.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.painting import smooth_painter
from doorstep.ui.controls.scroll_bar import give_scroll_bar
from doorstep.ui.controls.tab_order import controls_in, put_in_tab_order
from doorstep.ui.controls.term_words import no_terms
from doorstep.ui.controls.words import Words
from doorstep.ui.shared_view.question import SharedQuestion
from doorstep.ui.shared_view.walk import Walk
from doorstep.ui.sheet import bare_column, button
from doorstep.ui.shortcuts import Deed, keys_for
from doorstep.ui.stage_strip import StageStrip
from doorstep.ui.topic_page.keeper import Keeper
from doorstep.ui.topic_page.keys import CONFIRM_KEYS, EXPLAIN_KEY

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.stages import Stage
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.controls.term_words import Terms
    from doorstep.ui.shortcuts import Shortcut
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.keys import Confirm

_LEAST_POINTS: Final = 24
"""The least size of an answer's words on the turned screen, at 100 %."""
_FROM_AFAR: Final = 1.5
"""How much larger than print: a turned laptop stands about half as far again from the eye as a page is held."""
_NOTHING: Final = "There is nothing to ask here just now."


def shared_points(theme: Theme, print_points: int) -> float:
    """Return the size of an answer's words on the turned screen, for somebody who reads print of that size.

    The text size of the window counts half: what is very large already need not grow as fast.
    """
    return max(_LEAST_POINTS, _FROM_AFAR * print_points) * (1 + (theme.text_scale - 1) / 2)


class SharedView(QWidget):
    """The page. ``changed`` carries each Change made here, ``closed`` asks for the worker's page again."""

    changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        assessment: OpenAssessment,
        theme: Theme,
        place: ItemRef,
        table: tuple[Shortcut, ...],
        stages: tuple[Stage, ...] = (),
        terms: Terms = no_terms,
    ) -> None:
        """``place`` is where the worker is: the walk begins there, or at the nearest question that may stand here."""
        super().__init__()
        self.setObjectName("shared_view")
        self.setAccessibleName("Your conversation, one question at a time")
        points = shared_points(theme, assessment.state.derived.print_size)
        self._theme = theme
        self._stages = stages
        self._look = theme.scaled(points / theme.sizes.points["body"])
        self._words = theme.scaled(points / _LEAST_POINTS)
        self._keeper = Keeper(assessment, self._look, self, terms)
        self._keeper.changed.connect(self.changed)
        self._keeper.changed.connect(self._show_change)
        self._walk = Walk(assessment.state)
        self._place = self._walk.nearest(place)
        self.question: SharedQuestion | None = None
        self._lay_out()
        for deed, step in ((Deed.SHARED_NEXT, 1), (Deed.SHARED_BEFORE, -1)):
            self._bind(keys_for(deed, table), step)
        for key in CONFIRM_KEYS:
            said = QShortcut(QKeySequence(key.keys), self)
            said.activated.connect(partial(self._confirm, key.confirm))
        explain = QShortcut(QKeySequence(EXPLAIN_KEY.keys), self)
        explain.activated.connect(self._explain)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.activated.connect(self.closed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._show_place()

    @property
    def place(self) -> ItemRef | None:
        """The question that is up; None when there is none to show."""
        return self._place

    def begin(self) -> None:
        """Give the keyboard to the question that is up."""
        target = self.question.first if self.question is not None else None
        (target or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: int) -> None:
        """Go on (1) or back (-1) by one question. Whoever goes by the arrows of a way stays on it."""
        if self._place is None:
            return
        self.commit()
        way = self.next if step > 0 else self.before
        on_a_way = self.next.hasFocus() or self.before.hasFocus()
        self.show_question(self._walk.after(self._place) if step > 0 else self._walk.before(self._place))
        if on_a_way and way.isEnabled():
            way.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(self, place: ItemRef | None) -> None:
        """Put a question up, or the nearest that may stand there; None leaves the one that is there."""
        if place is not None:
            self.commit()
            self._place = self._walk.nearest(place)
            self._show_place()
            self.begin()

    def commit(self) -> None:
        """Keep what is being typed."""
        if self.question is not None:
            self.question.commit()

    def _lay_out(self) -> None:
        look = self._look
        self.before = _Way("◂ Back", look, -1, self)
        self.next = _Way("Next ▸", look, 1, self)
        self.turn_back = button("Turn the screen back", "turn_back", look, self.closed.emit, Weight.QUIET)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        give_scroll_bar(self._scroll, look)
        ways = Flow(look, "lanes")
        for way in (self.before, self.next, self.turn_back):
            ways.add(way)
        side = look.space("page")
        foot = _Foot(look)
        foot_column = bare_column(foot, 0)
        foot_column.setContentsMargins(side, look.space("related"), side, look.space("lanes"))
        foot_column.addWidget(ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(foot)

    def _bind(self, keys: str, step: int) -> None:
        key = QShortcut(QKeySequence(keys), self)
        key.activated.connect(lambda: self.go(step))

    def _show_place(self) -> None:
        """Build the question that is up; the one before goes with all that was in it."""
        self.question = None
        sheet, around = QWidget(), QWidget()
        sheet.setMaximumWidth(self._look.column)
        sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = bare_column(sheet, self._look.space("lanes"))
        margins, side = QHBoxLayout(around), self._look.space("page")
        margins.setContentsMargins(side, self._look.space("questions"), side, self._look.space("lanes"))
        margins.addWidget(sheet, 1000)
        margins.addStretch(1)
        self.topic = Words(self._topic_words(), self._theme, "body", "quiet")
        self.topic.setObjectName("shared_topic")
        column.addWidget(StageStrip(self._theme, self._stages))
        column.addWidget(self.topic)
        if self._place is None:
            column.addWidget(Words(_NOTHING, self._words, "shared"))
            column.addStretch(1)
        else:
            self.question = SharedQuestion(self._place, self._walk, self._keeper, self._words)
            self.question.row_wanted.connect(self.show_question)
            column.addWidget(self.question, 1)
        self._scroll.setWidget(around)
        self._offer_ways()
        put_in_tab_order((*controls_in(around), self.before, self.next, self.turn_back))

    def _explain(self) -> None:
        if self.question is not None:
            self.question.explain()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring whatever gets the keyboard into view, once it is laid out."""
        if new is not None and self._scroll.isAncestorOf(new):
            QTimer.singleShot(0, new, lambda: self._scroll.ensureWidgetVisible(new, 0, self._look.space("lanes")))

    def _confirm(self, confirm: Confirm) -> None:
        if self.question is not None:
            self.question.confirm(confirm)

    def _show_change(self, _change: object) -> None:
        if self.question is not None:
            self.question.repaint_answer()
        self._offer_ways()

    def _offer_ways(self) -> None:
        place = self._place
        self.before.setEnabled(place is not None and self._walk.before(place) is not None)
        self.next.setEnabled(place is not None and self._walk.after(place) is not None)
        inside = place is not None and bool(place.path)
        leads_out = place is not None and inside and self._walk.after(place) == self._walk.above(place)
        self.next.say("Done with this one ▸" if leads_out else "Next ▸")

    def _topic_words(self) -> str:
        """The topic, and inside a row the list and the words of the row."""
        if self._place is None:
            return ""
        state = self._keeper.state
        parts = [state.definition.topic_of(self._place.link_id).title]
        if self._place.path:
            above = self._walk.above(self._place)
            parts.append(state.item(above.link_id).text)
            parts.append(self._walk.heading(above, self._place.path))
        return " · ".join(part for part in parts if part)


class _Foot(QWidget):
    """What stands below, with a line above it: words that scroll end there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line = theme.color("line")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        del event
        painter = smooth_painter(self)
        painter.fillRect(0, 0, self.width(), 1, self._line)
        painter.end()


class _Way(Button):
    """A large way on or back, which the arrow keys take as well."""

    def __init__(self, words: str, theme: Theme, step: int, view: SharedView) -> None:
        super().__init__(words, theme, Weight.FIRST if step > 0 else Weight.PLAIN)
        self.setObjectName("shared_next" if step > 0 else "shared_before")
        self._view = view
        self.clicked.connect(lambda: view.go(step))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Right and Down go on, Left and Up go back."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._view.go(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._view.go(-1)
        else:
            super().keyPressEvent(event)
