"""One question on the turned screen: its words, very large, and the person's own lane below, for whoever types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.answer import AnswerKey, AnswerState
from doorstep.assessment.facts import RowAdded
from doorstep.ui.controls.buttons import Button, Fold, Weight
from doorstep.ui.controls.placed import widgets_in
from doorstep.ui.controls.term_words import TermWords
from doorstep.ui.controls.words import Words
from doorstep.ui.explained import Explained
from doorstep.ui.sheet import bare_column, button, empty, flow_of, put_into
from doorstep.ui.topic_page.carried import CarriedForward
from doorstep.ui.topic_page.keys import Confirm
from doorstep.ui.topic_page.lanes.editor import Asked, Editor
from doorstep.ui.topic_page.lanes.table import editor_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.answer import Value
    from doorstep.assessment.change import Change, ItemRef
    from doorstep.definition.model import AnswerOption
    from doorstep.packs.model import Term
    from doorstep.ui.shared_view.walk import Walk
    from doorstep.ui.theme import Theme
    from doorstep.ui.topic_page.keeper import Keeper

_GAP_WORDS: Final = {
    AnswerState.CHOSE_NOT_TO_SAY: "You chose not to say. That is fine.",
    AnswerState.NOT_ASKED: "We have not asked you this.",
    AnswerState.DOES_NOT_APPLY: "This does not fit you, so we did not ask.",
    AnswerState.COULD_NOT_FIND_OUT: "We could not find this out yet.",
    AnswerState.COME_BACK: "We will come back to this.",
}


class SharedAsked(Asked):
    """What an editor has to know here: it offers nothing that is drawn from what the person may not see."""

    @property
    def face_size(self) -> int:
        """Faces are looked at from across the table."""
        return 2 * self.theme.target

    @property
    def has_tools(self) -> bool:
        """What is done with selected words is the worker's."""
        return False

    def options(self) -> tuple[AnswerOption, ...]:
        """What can be chosen now."""
        return self.keeper.state.shared_options_of(self.key.link_id, self.key.path)


class SharedQuestion(QWidget):
    """The question at one place. ``row_wanted`` carries the place inside a row to go to."""

    row_wanted = Signal(object)

    def __init__(self, place: ItemRef, walk: Walk, keeper: Keeper, words: Theme) -> None:
        """``words`` is the look of the question itself; that of the keeper is the look of all below it."""
        super().__init__()
        self.item = keeper.state.item(place.link_id)
        self.place = place
        self.key = AnswerKey(place.link_id, place.path)
        self._walk = walk
        self._keeper = keeper
        theme = keeper.theme
        self._changing = False
        self.carried = CarriedForward(theme, self.item.text)
        self.carried.said.connect(self.confirm)
        self.editor = self._make_editor()
        self.notice = Words("", theme, "body_strong", "needs")
        self.notice.hide()
        self._gap = Words("", theme, "body_strong")
        self.after_all = self._quiet("I would like to answer this after all", "answer_after_all", self._answer)
        self.not_say = self._quiet("I would rather not say", "rather_not_say", self._keep_to_self)
        self.later = self._quiet("Ask me later", "ask_me_later", self._put_off)
        self.add_button = button("", "shared_add_row", theme, self.add_row)
        holder = QWidget()
        self._rows = bare_column(holder, theme.space("related"))
        column = bare_column(self, theme.space("lanes"))
        self.explained = Explained(theme)
        asked = TermWords(self.item.text, words, "shared", terms=keeper.terms)
        asked.asked.connect(self._explain_one)
        column.addWidget(asked)
        column.addWidget(self.explained)
        column.addSpacing(theme.space("related"))
        parts = (holder, self.add_button) if self.item.repeats else (self.carried, self.editor)
        for part in (*parts, self._gap, self.notice, flow_of(theme, self.not_say, self.later, self.after_all)):
            if part is not None:
                column.addWidget(part)
        self._add_why(column.addWidget)
        column.addStretch(1)
        self.repaint_answer()
        self._show_draft()

    @property
    def first(self) -> QWidget | None:
        """What takes the keyboard when this question comes up."""
        if self.item.repeats:
            return self.rows[0] if self.rows else self.add_button
        if not self.carried.isHidden() and not self._changing:
            return self.carried.controls[0]
        if self.editor is not None and not self.editor.isHidden():
            return self.editor.first
        return None if self.after_all.isHidden() else self.after_all

    @property
    def rows(self) -> tuple[Button, ...]:
        """The rows of a list that may be shown, from top to bottom."""
        return tuple(widget for widget in widgets_in(self._rows) if isinstance(widget, Button))

    def repaint_answer(self) -> None:
        """Show what stands in the person's lane now."""
        answer, locked = self._keeper.state.current(self.key), self._keeper.locked
        before = self._keeper.state.carried(self.key)
        waits = before is not None and not before.confirmed and not locked
        self._changing = self._changing and waits
        gap = answer is not None and answer.state is not AnswerState.ANSWERED and not self._changing
        self._gap.setText(_GAP_WORDS[answer.state] if answer is not None and gap else "")
        self._gap.setVisible(gap)
        self.after_all.setVisible(gap and not (locked or waits))
        self.carried.setVisible(waits and not self.item.repeats)
        if before is not None and waits:
            self.carried.show_carried(self.item, before, to_person=True)
        self.not_say.setVisible(not (gap or locked or self.item.repeats))
        self.later.setVisible(not (gap or waits or locked or self.item.repeats))
        if self.item.repeats:
            self._repaint_rows()
        if self.editor is not None:
            self.editor.setVisible(self._changing or not (gap or waits))
            self.editor.show_value(answer.value if answer is not None and not waits else None)
            if locked:
                self.editor.lock()

    def commit(self) -> None:
        """Keep what is being typed."""
        if self._keeper.locked or self.editor is None or self.editor.isHidden():
            return
        self._say("")
        self.editor.commit()
        if not (self.editor.problem or self.notice.text()):
            self._keeper.assessment.drop_draft(self.key)

    def explain(self) -> None:
        """Say what the professional words of the question mean; a second time, take it away."""
        texts = (self.item.text, self.item.why or "")
        self.explained.explain({found.term: None for text in texts for found in self._keeper.terms(text)})

    def _explain_one(self, term: Term) -> None:
        self.explained.explain((term,))

    def confirm(self, confirm: Confirm) -> None:
        """Say what is true of what the person told us before."""
        if self.carried.isHidden():
            return
        if confirm is Confirm.CHANGED:
            self._changing = True
            self.repaint_answer()
        else:
            self._say(self._keeper.confirm(self.key, confirm))
        if self.first is not None:
            self.first.setFocus()

    def add_row(self) -> None:
        """Add a row to the list and go into it."""
        added: list[str] = []

        def verb() -> Change:
            change = self._keeper.assessment.add_row(self.item.link_id, self.place.path)
            added.extend(fact.row for fact in change.facts if isinstance(fact, RowAdded))
            return change

        self._say(self._keeper.keep(verb))
        for row in added:
            self._go_into((*self.place.path, row))

    def _make_editor(self) -> Editor | None:
        """Return the editor of the person's lane, by which either of the two may type; None for a list."""
        editor = editor_for(SharedAsked(self.item, self.key, self.item.text, "", self._keeper))
        if editor is not None:
            editor.typed.connect(self._keep_draft)
            editor.left.connect(self._leave)
            editor.given.connect(self._give)
            editor.wrong.connect(self._say)
        return editor

    def _add_why(self, add: Callable[[QWidget], object]) -> None:
        if self.item.why:
            why = Words(self.item.why, self._keeper.theme, "body", "quiet")
            fold = Fold("Why do we ask?", self._keeper.theme, why)
            fold.setAccessibleDescription(self.item.why)
            add(fold)
            add(why)

    def _quiet(self, words: str, name: str, do: Callable[[], object]) -> Button:
        made = button(words, name, self._keeper.theme, do, Weight.QUIET)
        made.setParent(self)  # shown before it has a place, it would be a window of its own
        return made

    def _repaint_rows(self) -> None:
        repeat, theme = self.place, self._keeper.theme
        empty(self._rows)
        for row in self._walk.rows(repeat):
            words = self._walk.heading(repeat, row) or "Nothing is written here yet"
            put_into(self._rows, button(words, f"shared_row_{row[-1]}", theme, partial(self._go_into, row)))
        count = len(self._keeper.state.rows_of(repeat.link_id, repeat.path))
        full = self.item.max_rows is not None and count >= self.item.max_rows
        self.add_button.say("Add another" if self.rows else "Add the first")
        self.add_button.setAccessibleName(f"{self.add_button.words}: {self.item.text}")
        self.add_button.setVisible(not (full or self._keeper.locked))

    def _go_into(self, row: tuple[str, ...]) -> None:
        inside = self._walk.first_in(self.place, row)
        if inside is not None:
            self.row_wanted.emit(inside)

    def _give(self, value: Value | None) -> None:
        key, assessment = self.key, self._keeper.assessment
        if value is None:
            verb = partial(assessment.clear, key.link_id, voice=key.voice, path=key.path)
        else:
            verb = partial(assessment.answer, key.link_id, value, voice=key.voice, path=key.path)
        self._say(self._keeper.keep(verb))

    def _keep_to_self(self) -> None:
        self._leave_open(AnswerState.CHOSE_NOT_TO_SAY)

    def _put_off(self) -> None:
        self.commit()
        if self._keeper.state.current(self.key) is None:  # words that are there already stay
            self._leave_open(AnswerState.COME_BACK)

    def _leave_open(self, state: AnswerState) -> None:
        key, verb = self.key, self._keeper.assessment.leave_gap
        self._say(self._keeper.keep(partial(verb, key.link_id, state, voice=key.voice, path=key.path)))
        if not self.after_all.isHidden():
            self.after_all.setFocus()

    def _answer(self) -> None:
        self._give(None)
        if self.first is not None:
            self.first.setFocus()

    def _keep_draft(self, text: str) -> None:
        self._keeper.assessment.type_draft(self.key, text)

    def _show_draft(self) -> None:
        draft = self._keeper.assessment.drafts.get(self.key)
        if draft is not None and self.editor is not None and not self._keeper.locked and self.editor.show_draft(draft):
            self.confirm(Confirm.CHANGED)

    def _leave(self, _editor: object) -> None:
        self.commit()

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))
