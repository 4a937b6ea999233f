"""The jot pad: always one key away, beside the page and never over it.

A line is typed and Enter keeps it, with its time and in exactly these words. Later it is filed under a question, or
in a new row of a list, in the lane of whoever said it. What is being typed is safe at each key, like any other typing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.jotting import pad_key, words_column
from doorstep.errors import DoorstepError
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.placed import widgets_in
from doorstep.ui.controls.scroll_bar import give_scroll_bar
from doorstep.ui.controls.tab_order import controls_in, put_in_tab_order
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import near_day_words, time_words
from doorstep.ui.jot_line import JotLine
from doorstep.ui.messages import message_for
from doorstep.ui.sheet import bare_column, button, empty, flow_of, labelled, put_into

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from doorstep.assessment.beside import Jot
    from doorstep.assessment.change import Change
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.finder import Match
    from doorstep.ui.theme import Theme

_NO_END: Final = 16_777_215
"""How large Qt lets a widget grow."""
_LETTERS: Final = 32
"""How wide the pad is, in letters: a line of it is a few words."""
_MOST: Final = 0.4
"""The part of the window that it takes at most."""


class JotPad(QWidget):
    """The pad. ``changed`` tells each Change, ``go_wanted`` the lane to go to, ``closed`` that it should go away.

    ``place_wanted`` asks for a question to file a line under; ``take_place`` takes what was picked.
    """

    changed = Signal(object)
    go_wanted = Signal(object)
    place_wanted = Signal()
    closed = Signal()

    def __init__(self, assessment: OpenAssessment, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("jot_pad")
        self.setAccessibleName("Jot pad")
        self._assessment = assessment
        self._theme = theme
        self._now = now
        self._filing = ""
        self.line = Line(theme)
        self.line.setObjectName("jot_line")
        self.line.setText(assessment.drafts.get(pad_key(), ""))
        self.line.textEdited.connect(lambda text: assessment.type_draft(pad_key(), text))
        self.line.returnPressed.connect(self.keep)
        self._next = labelled("Jot pad", self.line, theme, "For you alone. Enter keeps a line.")
        self._close = button("Close the pad", "close_jot_pad", theme, self.closed.emit, Weight.QUIET)
        self.back = button("Bring it back", "undrop_jot", theme, self._bring_back, Weight.QUIET)
        self.told = Words("", theme, "guidance", "quiet")
        self._lay_out(flow_of(theme, self.told, self.back))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)
        self.refresh()

    @property
    def lines(self) -> tuple[JotLine, ...]:
        """The lines in sight, the newest first."""
        return tuple(widget for widget in widgets_in(self._lines) if isinstance(widget, JotLine))

    def line_of(self, jot_id: str) -> JotLine:
        """Return the line of a jot. Raises StopIteration when there is none."""
        return next(line for line in self.lines if line.jot.id == jot_id)

    def fit(self, room: QSize, *, below: bool) -> None:
        """Take a part of the room beside the page, or the lower half of it."""
        wanted = self.line.fontMetrics().averageCharWidth() * _LETTERS
        width = room.width() if below else max(1, min(wanted, round(room.width() * _MOST)))
        self.setMaximumSize(width, room.height() // 2 if below else _NO_END)
        self.setMinimumSize(0 if below else width, room.height() // 2 if below else 0)

    def focus_first(self) -> None:
        """Put the keyboard where the next line is typed; on the pad of a signed record, on the way out."""
        (self._close if self._next.isHidden() else self.line).setFocus()

    def keep(self) -> None:
        """Keep the line that was typed, exactly; an empty one is no line."""
        words = self.line.text()
        if words.strip() and self._do(partial(self._assessment.jot, words)):
            self.line.setText("")  # and no steps to take back: Ctrl+Z means the line that was kept

    def take_place(self, match: Match) -> None:
        """File the line under the question that was picked; where several may have said it, ask who did."""
        if match.link_id is None:
            return
        line, state = self.line_of(self._filing), self._assessment.state
        item = state.item(match.link_id)
        asked = words_column(item) or item  # a column without its row: filing makes a new one
        keys = [AnswerKey(asked.link_id, (), voice) for voice in state.lanes(asked.link_id)]
        if len(keys) == 1:
            self._file(self._filing, keys[0])
        else:
            line.ask_who(keys)
            self._order()

    def refresh(self) -> None:
        """Show the lines as they stand, the newest first; the keyboard stays with the line that it was in."""
        signed, focus = self._assessment.state.signed is not None, QApplication.focusWidget()
        held = [line.jot.id for line in self.lines if focus is not None and line.isAncestorOf(focus)]
        self._next.setVisible(not signed)
        empty(self._lines)
        for jot in reversed(self._assessment.state.jots):
            line = self._line(jot, fixed=signed)
            put_into(self._lines, line)
            draft = self._assessment.drafts.get(pad_key(jot.id))
            if draft is not None and not signed:
                line.show_draft(draft)
        self._say("")
        self.nothing.setVisible(not self.lines)
        self._order()
        if held:
            self._keep_the_keyboard(held[0])

    def _line(self, jot: Jot, *, fixed: bool) -> JotLine:
        today, day = self._now().date(), jot.at.astimezone().date()
        when = time_words(jot.at) if day == today else f"{near_day_words(day, today)}, {time_words(jot.at)}"
        line = JotLine(jot, when, self._assessment.state, self._theme, fixed=fixed)
        line.file_wanted.connect(self._want_place)
        line.dropped.connect(self._drop)
        line.typed.connect(lambda jot_id, text: self._assessment.type_draft(pad_key(jot_id), text))
        line.rewritten.connect(self._rewrite)
        line.lane_chosen.connect(self._file)
        line.go_wanted.connect(self.go_wanted)
        return line

    def _want_place(self, jot_id: str) -> None:
        self._filing = jot_id
        self.line_of(jot_id).file_button.setFocus()  # where the keyboard comes back to
        self.place_wanted.emit()

    def _file(self, jot_id: str, key: AnswerKey) -> None:
        if self._do(partial(self._assessment.file_jot, jot_id, key), jot_id):
            self._focus_line(jot_id)

    def _rewrite(self, jot_id: str, words: str) -> None:
        if self._do(partial(self._assessment.rewrite_jot, jot_id, words), jot_id):
            self.refresh()
            self._focus_line(jot_id)

    def _drop(self, jot_id: str) -> None:
        if self._do(partial(self._assessment.drop_jot, jot_id), jot_id):
            self._say("The line is gone.", undo=True)
            self.back.setFocus()

    def _bring_back(self) -> None:
        change = self._assessment.undo()
        if change is not None:
            self.changed.emit(change)
        self.line.setFocus()

    def _do(self, verb: Callable[[], Change], jot_id: str = "") -> bool:
        """Do a verb and tell; when it is refused, say why beside the line that it is about."""
        try:
            change = verb()
        except DoorstepError as error:
            words = message_for(error).words
            if jot_id:
                self.line_of(jot_id).say(words)
            else:
                self._say(words)
            return False
        self.changed.emit(change)
        return True

    def _keep_the_keyboard(self, jot_id: str) -> None:
        line = next((line for line in self.lines if line.jot.id == jot_id), None)
        if line is None or line.fixed:
            self.focus_first()
        else:
            (line.field or line.file_button).setFocus()

    def _focus_line(self, jot_id: str) -> None:
        self.line_of(jot_id).file_button.setFocus()

    def _say(self, words: str, *, undo: bool = False) -> None:
        """Say something under the line to type in; ``undo`` offers to take back what was just done."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.back.setVisible(undo)

    def _order(self) -> None:
        put_in_tab_order((self.line, self.back, *controls_in(self._holder), self._close))

    def _lay_out(self, told: QWidget) -> None:
        side, related = self._theme.space("lanes"), self._theme.space("related")
        self._holder = QWidget()
        self._lines = bare_column(self._holder, side)
        self.nothing = Words(
            "What comes up and has no place yet: type it here, file it later.", self._theme, "guidance"
        )
        page = QWidget()
        inner = bare_column(page, side)
        inner.setContentsMargins(related, side // 2, related, related)
        for widget in (self._next, told, self.nothing, self._holder):
            inner.addWidget(widget)
        inner.addStretch(1)
        inner.addWidget(self._close)
        bare_column(self, 0).addWidget(_Scroll(page, self._theme))


class _Scroll(QScrollArea):
    """The lines, which scroll apart from the page; whatever gets the keyboard comes into view."""

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        give_scroll_bar(self, theme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            QTimer.singleShot(0, new, lambda: self.ensureWidgetVisible(new, 0, new.height()))  # once it is laid out
