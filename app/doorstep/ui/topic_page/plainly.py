"""Plain words for what somebody said: typed and kept by the worker below the answer, printed in Easy Read.

The program never writes them, and nothing that was said changes. How long a sentence is is told, and holds nothing up.
What is typed is safe at each key, like any other typing; until it is kept it is listed as such, and printed nowhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from doorstep.assessment.tagging import plain_key
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.tab_order import controls_in
from doorstep.ui.controls.words import Words, told_by
from doorstep.ui.sheet import bare_column, button, empty, flow_of, put_into

if TYPE_CHECKING:
    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.tagging import PlainWords
    from doorstep.ui.topic_page.keeper import Keeper

_ASKED = "How does Easy Read say it?"
_GONE = "The words that it stands for are no longer in the answer, so it is not printed."
_MOVED = "The answer has changed since. Select the words again."


class Plainly(QWidget):
    """The plain words that are kept for one answer, and the place where they are written.

    ``ask`` opens the place, ``show_kept`` lists what is kept now and what waits to be; ``left`` tells that the keyboard
    belongs to the answer again. With nothing to show it takes no room.
    """

    left = Signal()

    def __init__(self, key: AnswerKey, name: str, keeper: Keeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        self._keeper = keeper
        self._chosen: tuple[int, int, str] | None = None
        self._shown: tuple[tuple[PlainWords, ...], bool] = ((), keeper.locked)
        theme = keeper.theme
        column = bare_column(self, theme.space("related"))
        kept, self._form = QWidget(self), Group(f"Plain words for Easy Read. {name}", theme)
        self._kept = bare_column(kept, theme.space("related"))
        self._form.setParent(self)
        column.addWidget(kept)
        column.addWidget(self._form)
        self._said = Words("", theme)
        self.line = Line(theme)
        self.line.setObjectName("plain_words")
        self.line.textChanged.connect(self._count)
        self.line.textEdited.connect(self._type)
        self.line.returnPressed.connect(self._keep)
        asked = Words(_ASKED, theme, "guidance_strong")
        told_by(asked, self.line, f"{_ASKED} {name}")
        self._length = Words("", theme, "guidance", "quiet")
        self._length.setObjectName("plain_length")
        keep = button("Keep", "keep_plain", theme, self._keep)
        away = button("Not now", "leave_plain", theme, self._leave, Weight.QUIET)
        for part in (self._said, asked, self.line, self._length, flow_of(theme, keep, away)):
            self._form.column.addWidget(part)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._form)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)
        self._form.hide()
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything in it that takes the keyboard, in the order of Tab."""
        return () if self.isHidden() else tuple(controls_in(self))

    def ask(self, start: int, end: int) -> None:
        """Ask for plain words in place of those of the answer from ``start`` up to ``end``, in characters."""
        said = self._text()[start:end]
        before = self._keeper.assessment.drafts.get(plain_key(self._key, said), self._kept_for(said))
        self._chosen = (start, end, said)
        self._said.setText(f"“{said}”")
        self.line.setText(before)
        self._count(before)
        self._form.show()
        self.show()
        self._keeper.rebuilt.emit(self)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_kept()  # what is typed here now is no longer listed as waiting

    def show_kept(self) -> None:
        """List the plain words as they stand now; what is the same already stays, with the keyboard in it."""
        shown = ((*self._kept_now(), *self._waiting()), self._keeper.locked)
        if self._keeper.locked:
            self._chosen = None
            self._form.hide()
        if shown != self._shown:
            focus = QApplication.focusWidget()
            held = focus is not None and self.isAncestorOf(focus) and not self._form.isAncestorOf(focus)
            self._shown = shown
            empty(self._kept)
            for each in shown[0]:
                self._list(each)
            if held:
                self.left.emit()
            self._keeper.rebuilt.emit(self)
        self.setVisible(bool(shown[0]) or not self._form.isHidden())

    def _list(self, kept: PlainWords) -> None:
        theme = self._keeper.theme
        told, colour = ("In Easy Read", "ink") if kept.tag else ("Not yet kept", "needs")
        put_into(self._kept, Words(f"{told}: {kept.plain}", theme, "guidance_strong", colour))
        put_into(self._kept, Words(f"In place of “{kept.words}”", theme, "guidance", "quiet"))
        if not kept.still_there:
            put_into(self._kept, Words(_GONE, theme, "guidance_strong", "needs"))
        if self._keeper.locked:
            return
        ways = [button("Take away", "drop_plain", theme, partial(self._take_away, kept), Weight.QUIET)]
        if kept.start is not None:
            change = partial(self.ask, kept.start, kept.start + len(kept.words))
            ways.insert(0, button("Change" if kept.tag else "Go on", "change_plain", theme, change, Weight.QUIET))
        for way in ways:
            way.setAccessibleName(f"{way.words}: {told[0].lower()}{told[1:]}, {kept.plain}")
        put_into(self._kept, flow_of(theme, *ways))

    def _type(self, text: str) -> None:
        """Keep the words as they are being typed; none, or those that are kept already, leave nothing waiting."""
        if self._chosen is None:
            return
        said = self._chosen[2]
        if text.strip() in {"", self._kept_for(said)}:
            self._keeper.assessment.drop_draft(plain_key(self._key, said))
        else:
            self._keeper.assessment.type_draft(plain_key(self._key, said), text)

    def _count(self, text: str) -> None:
        words, most = self._keeper.assessment.longest_sentence(text)
        told = f"{words} {'word' if words == 1 else 'words'} in the longest sentence; {most} at most is easy to read."
        self._length.setText(told)
        self._length.colour_as("needs" if words > most else "quiet")

    def _keep(self) -> None:
        """Keep the words, unless there are none, or the answer says something else by now."""
        if self._chosen is None or not self.line.text().strip():
            return
        start, end, said = self._chosen
        if self._text()[start:end] != said:
            self._refuse(_MOVED)
            return
        plain = self.line.text().strip()
        if plain == self._kept_for(said):
            self._leave()
            return
        refused = self._keeper.keep(partial(self._keeper.assessment.say_plainly, self._key, start, end, plain))
        if refused:
            self._refuse(refused)
        else:
            self._leave()

    def _refuse(self, words: str) -> None:
        self._length.setText(words)
        self._length.colour_as("error")

    def _leave(self) -> None:
        self._chosen = None
        self.left.emit()  # before the field goes out of sight: Qt would give the keyboard to whatever comes next
        self._form.hide()
        self.show_kept()

    def _take_away(self, kept: PlainWords) -> None:
        self.left.emit()
        if kept.tag:
            self._keeper.keep(partial(self._keeper.assessment.remove_tag, kept.tag))
        else:
            self._keeper.assessment.drop_draft(plain_key(self._key, kept.words))
        self.show_kept()

    def _kept_now(self) -> tuple[PlainWords, ...]:
        return self._keeper.state.plain_words(self._key)

    def _kept_for(self, said: str) -> str:
        """The plain words that are kept for words of the answer; "" when there are none."""
        return next((each.plain for each in self._kept_now() if each.words == said), "")

    def _waiting(self) -> tuple[PlainWords, ...]:
        """What is typed and not kept, but for what stands in the field."""
        said = self._chosen[2] if self._chosen is not None else None
        return tuple(each for each in self._keeper.assessment.plain_drafts(self._key) if each.words != said)

    def _text(self) -> str:
        """What stands in the answer now, in words; "" when that is no text."""
        answer = self._keeper.state.current(self._key)
        return answer.value if answer is not None and isinstance(answer.value, str) else ""
