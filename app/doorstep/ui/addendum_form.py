"""Adding to a signed assessment: what is different, what it is about, and why it is added now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.notes import NoteEdit
from doorstep.ui.controls.words import Words
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from doorstep.ui.theme import Theme


_WHOLE: Final = "the whole assessment"
_WHO_READS: Final = "Whoever may read that question in a copy may read what is added to it."


@dataclass(frozen=True, slots=True)
class Addendum:
    """What is to be added: about which question (empty: the whole), what, and why now."""

    about: str
    words: str
    reason: str


class AddendumForm(Group):
    """The place. ``wanted`` carries an Addendum; ``choose_wanted`` asks for a question to be picked."""

    wanted = Signal(object)
    choose_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("Addendum", theme)
        self.setObjectName("addendum")
        self._about = ""
        self._about_words = Words(f"About: {_WHOLE}", theme, "body_strong")
        self.words = NoteEdit(theme)
        self.words.setObjectName("addendum_words")
        self.reason = NoteEdit(theme)
        self.reason.setObjectName("addendum_reason")
        self.notice = Notice(theme, "addendum_notice")
        self.column.setSpacing(theme.space("lanes"))
        for widget in (
            Words("Add something that is different now", theme, "question"),
            self._about_words,
            Words(_WHO_READS, theme, "guidance", "quiet"),
            flow_of(
                theme,
                button("Choose the question", "choose_question", theme, self.choose_wanted.emit),
                button("The whole assessment", "about_the_whole", theme, lambda: self.is_about("", _WHOLE)),
            ),
            labelled("What is different?", self.words, theme),
            labelled("Why is it added now?", self.reason, theme),
            self.notice,
            flow_of(theme, button("Add it with today's date", "add_addendum", theme, self.ask, Weight.FIRST)),
        ):
            self.column.addWidget(widget)

    def is_about(self, link_id: str, question: str) -> None:
        """Say which question the addendum belongs to; an empty link_id is the whole."""
        self._about = link_id
        self._about_words.setText(f"About: {question}")

    def ask(self) -> None:
        """Hand the addendum on; it needs its words and its reason."""
        words, reason = self.words.toPlainText().strip(), self.reason.toPlainText().strip()
        if words and reason:
            self.notice.clear()
            self.wanted.emit(Addendum(self._about, words, reason))
            return
        self.notice.say("Write what is different, and why it is added now.", heading="One thing first")
        (self.reason if words else self.words).setFocus()

    def forget(self) -> None:
        """Empty the fields: the addendum stands."""
        self.is_about("", _WHOLE)
        self.words.clear()
        self.reason.clear()
