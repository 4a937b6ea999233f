"""What stands below a question because it belongs there: prompts, tagged words, the law's view, a reason's ground.

Everything here is quiet, says where it comes from, and leads there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from doorstep.assessment.answer import AnswerKey
from doorstep.ui.controls.buttons import Fold, Weight
from doorstep.ui.controls.tab_order import controls_in
from doorstep.ui.controls.words import Words
from doorstep.ui.decision_words import OUT_OF_DATE, PARTS
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import bare_column, button, empty, flow_of, put_into
from doorstep.ui.topic_page.beside import Beside
from doorstep.ui.topic_page.law_words import condition_words, to_weigh
from doorstep.ui.topic_page.quote import Quote, answer_words
from doorstep.ui.topic_page.rests_on import RestsOn

if TYPE_CHECKING:
    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.decisions import Decision
    from doorstep.assessment.tagging import TaggedWords
    from doorstep.ui.topic_page.beside import Thought
    from doorstep.ui.topic_page.keeper import Keeper

_FEW: Final = 3
"""Quotations that stand unfolded beside a condition; more would push the worker's own answer away."""
_SHORT: Final = 40
"""Letters of an answer that fit beside its question."""


class Aside(QWidget):
    """The part. ``show_beside`` fills it; while nothing stands beside the question it takes no room."""

    def __init__(self, keeper: Keeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._shown: tuple[object, ...] = (Beside(), keeper.locked, ())
        self._weighing: bool | None = None
        self._column: QVBoxLayout = bare_column(self, keeper.theme.space("related"))
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything in it that takes the keyboard, in the order of Tab."""
        return () if self.isHidden() else tuple(controls_in(self))

    def show_beside(self, beside: Beside) -> None:
        """Show what stands beside the question now; what is the same already stays, with the keyboard in it."""
        signed = self._keeper.locked
        keys = (*(quote.key for quote in beside.quotes), *(each.key for each in beside.rests_on))
        said = tuple(answer_words(self._keeper.state, key) for key in keys)
        if (beside, signed, said) == self._shown:
            return
        held = self._held()
        self._shown = (beside, signed, said)
        empty(self._column)
        self.setVisible(not beside.is_empty)
        for thought in beside.thoughts:
            self._add_thought(thought)
        if beside.decision is not None:
            self._add_decision(beside.decision)
        if beside.condition is not None and beside.test is not None:
            self._add_condition(beside)
        if beside.quotes:
            self._say("Said elsewhere, and tagged as being about this:")
            for quote in beside.quotes:
                self._add_tagged(quote)
        if beside.reason is not None:
            put_into(self._column, RestsOn(beside.reason, beside.rests_on, self._keeper))
        self._give_back(held)
        self._keeper.rebuilt.emit(self)

    def _add_thought(self, thought: Thought) -> None:
        theme = self._keeper.theme
        note = Notice(theme, "thought")
        ways = tuple(
            button(self._question(place), "why_thought", theme, partial(self._go, place), Weight.QUIET)
            for place in dict.fromkeys(thought.why)
            if place != thought.go_to
        )
        for way in ways:
            way.setAccessibleName(f"Because of this answer: {way.words}. Go there")
        put_into(self._column, note)
        note.say(thought.words.body, heading=thought.words.heading, role="accent", buttons=ways)

    def _add_decision(self, decision: Decision) -> None:
        owed = [part for part in decision.parts if part.owed and not part.answered]
        if owed:
            self._say("This decision still has to say:", "guidance_strong")
            ways = (
                button(PARTS[part.name], "decision_part", self._keeper.theme, partial(self._go, part.ref))
                for part in owed
            )
            put_into(self._column, flow_of(self._keeper.theme, *ways))
        if decision.out_of_date:
            self._say(OUT_OF_DATE, "guidance_strong", "needs")

    def _add_condition(self, beside: Beside) -> None:
        condition, test = beside.condition, beside.test
        if condition is None or test is None:
            return
        self._say(condition_words(condition.code, test, self._keeper.state.definition), "guidance")
        heard = to_weigh(condition, test)
        if not heard:
            return
        part = QWidget()
        quotes = bare_column(part, self._keeper.theme.space("related"))
        for key, words in heard:
            quotes.addWidget(Quote(key, words, self._keeper))
        fold = Fold(f"Said in the conversation, to weigh ({len(heard)})", self._keeper.theme, part)
        fold.setObjectName("heard")
        put_into(self._column, fold)
        self._column.addWidget(part)
        fold.setChecked(len(heard) <= _FEW if self._weighing is None else self._weighing)
        fold.clicked.connect(self._keep_open)

    def _keep_open(self, shown: bool) -> None:
        self._weighing = shown

    def _add_tagged(self, quote: TaggedWords) -> None:
        line = self._add_quote(quote.key, quote.words)
        if not quote.still_there:
            line.say("No longer in the text there.")
        if not self._keeper.locked:
            off = partial(self._remove, quote.tag)
            line.add(button("Take the tag off", "remove_tag", self._keeper.theme, off, Weight.QUIET))

    def _add_quote(self, key: AnswerKey, words: str) -> Quote:
        line = Quote(key, words, self._keeper)
        put_into(self._column, line)
        return line

    def _remove(self, tag_id: str) -> None:
        self._keeper.keep(partial(self._keeper.assessment.remove_tag, tag_id))

    def _say(self, words: str, size: str = "guidance_strong", colour: str = "quiet") -> None:
        if words:
            put_into(self._column, Words(words, self._keeper.theme, size, colour))

    def _question(self, place: ItemRef) -> str:
        """The question that was answered, with the answer where it is a short one."""
        state = self._keeper.state
        said = "; ".join(answer_words(state, AnswerKey(*place, voice)) for voice, _ in state.answers_of(*place))
        question = state.item(place.link_id).text
        return f"{question} {said}" if said and len(said) < _SHORT else question

    def _go(self, place: ItemRef) -> None:
        self._keeper.go_wanted.emit(place, None)

    def _held(self) -> str | None:
        """The name of the control in here that has the keyboard; None when it is elsewhere."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else None

    def _give_back(self, held: str | None) -> None:
        if held is not None:
            again = next((control for control in self.controls if control.objectName() == held), None)
            target = again or next(iter(self.controls), None)
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
