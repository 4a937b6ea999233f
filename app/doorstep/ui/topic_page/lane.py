"""One lane of one question: who speaks, what they said or why not, who may see it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from doorstep.assessment.answer import AnswerState, SourceKind
from doorstep.assessment.change import ItemRef
from doorstep.definition.model import Visibility
from doorstep.ui.controls.buttons import Button, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.finder import PlaceWanted, outcomes
from doorstep.ui.topic_page.carried import CarriedForward
from doorstep.ui.topic_page.gap_form import GapForm
from doorstep.ui.topic_page.keys import STATE_KEYS, Confirm
from doorstep.ui.topic_page.lanes.editor import Asked, Editor
from doorstep.ui.topic_page.lanes.table import editor_for
from doorstep.ui.topic_page.lanes.text import TextEditor
from doorstep.ui.topic_page.plainly import Plainly
from doorstep.ui.topic_page.reading_hint import ReadingHint
from doorstep.ui.topic_page.speakers import STATE_WORDS, speaker_words, visibility_words

if TYPE_CHECKING:
    from doorstep.assessment.answer import Answer, AnswerKey, Value
    from doorstep.assessment.confirming import Carried
    from doorstep.definition.model import Item
    from doorstep.ui.finder import Match
    from doorstep.ui.topic_page.keeper import Keeper


_SELECT_FIRST: Final = "Select the words first: hold Shift and press the arrow keys."
_DOUBTFUL_NUMBER: Final = "These digits do not make an NHS number: look again. What is written is kept."


class Lane(Group):
    """A named group with the speaker's colour on its edge; inside a card a lane that is alone has neither.

    The ``tools`` of a lane that is ``alone`` are placed by its question, beside what is folded away.
    Typing goes to a draft at each key; what is meant goes to the assessment when the field is left.
    """

    def __init__(
        self, item: Item, key: AnswerKey, keeper: Keeper, parent: QWidget, *, alone: bool, nested: bool = False
    ) -> None:
        self.speaker = speaker_words(keeper.state, key.voice)
        theme = keeper.theme
        plain = item.repeats or (alone and nested)
        super().__init__(f"{item.text} {self.speaker}", theme, None if plain else key.voice.kind.value)
        self.setParent(parent)  # at once: whatever is shown without a parent is a window of its own
        self.item = item
        self.key = key
        self._keeper = keeper
        self._name = f"{item.text} {self.speaker}"
        self._wish: Visibility | None = None
        self._refused = False
        self._nested = nested
        self._gap: GapForm | None = None
        self._carried: CarriedForward | None = None
        self._plainly: Plainly | None = None
        self._changing = False
        self.editor: Editor | None = None
        if not plain:
            self.column.addWidget(Words(self.speaker, theme, "guidance_strong", key.voice.kind.value))
        if key.voice.kind in item.voices:
            asked = Asked(item, key, self._name, item.guidance or "", keeper, compact=nested)
            self.editor = editor_for(asked)
        if self.editor is not None:
            self.editor.typed.connect(self._keep_draft)
            self.editor.left.connect(self._leave)
            self.editor.given.connect(self._give)
            self.editor.wrong.connect(self._say_wrong)
            self.editor.tag_wanted.connect(self.tag)
            self.editor.plain_wanted.connect(self.say_plainly)
            self.column.addWidget(self.editor)
        self._hint: ReadingHint | None = None
        if self.editor is not None and item.check == "plain_words":
            self._hint = ReadingHint(keeper.assessment.check_words, theme)
            self.column.addWidget(self._hint)
        self.notice = Words("", theme, "guidance_strong", "needs")
        self.notice.hide()
        self.column.addWidget(self.notice)
        self.status = Button("", theme, Weight.QUIET)
        self.status.setParent(self)
        self.status.colour = "quiet"
        self.status.setMenu(QMenu(self.status))
        self.status.menu().aboutToShow.connect(self._fill_menu)
        if nested:
            self.status.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not alone:
            foot = Flow(theme)
            for tool in self.tools:
                foot.add(tool)
            self.column.addWidget(foot)
        self.repaint_answer()
        self._show_draft()

    @property
    def place(self) -> ItemRef:
        """The question that the lane belongs to."""
        return ItemRef(self.key.link_id, self.key.path)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard now, in the order of Tab."""
        gap = self._gap.controls if self._gap is not None and not self._gap.isHidden() else ()
        carried = self._carried.controls if self._carried is not None and not self._carried.isHidden() else ()
        editor = self.editor.controls if self.editor is not None and not self.editor.isHidden() else ()
        plainly = self._plainly.controls if self._plainly is not None else ()
        return (*carried, *editor, *gap, *plainly, *(() if self._nested else self.tools))

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """What stands at the foot: the state, and what the editor adds."""
        return (self.status, *(self.editor.tools if self.editor is not None else ()))

    @property
    def first(self) -> QWidget:
        """The control that takes the focus when somebody comes to this lane."""
        if self._gap is not None and not self._gap.isHidden():
            return self._gap.reason
        if self._carried is not None and not self._carried.isHidden() and not self._changing:
            return self._carried.buttons[Confirm.STILL_TRUE]
        return self.editor.first if self.editor is not None else self.status

    def repaint_answer(self) -> None:
        """Show what stands in the lane now: a value, a gap, what was carried forward, or nothing."""
        focus = QApplication.focusWidget()
        answer = self._keeper.state.current(self.key)
        gap = answer is not None and answer.state is not AnswerState.ANSWERED
        before = self._keeper.state.carried(self.key)
        waits = before is not None and not before.confirmed
        self._changing = self._changing and waits
        self._show_gap(answer if gap and not self._changing else None)
        self._show_carried(before if waits else None)
        if self.editor is not None:
            self.editor.show_value(answer.value if answer is not None and not gap and not waits else None)
            self.editor.setVisible(self._changing or not (gap or waits))
            if self._keeper.locked:
                self.editor.lock()
        if answer is not None and isinstance(answer.value, str):
            self._look_at(answer.value)
        if answer is not None and answer.visibility is not None:
            self._wish = None
        self._say_status(answer)
        self._say_doubt()
        self._stand_back()
        self._keep_the_keyboard(focus)

    def choose_state(self, state: AnswerState) -> None:
        """Put the lane into a state, and go where its words are typed; ``ANSWERED`` goes back to the field."""
        self.commit()
        if state is AnswerState.ANSWERED:
            self._answer_after_all()
            return
        key = self.key
        verb = self._keeper.assessment.leave_gap
        self._say(self._keeper.keep(partial(verb, key.link_id, state, voice=key.voice, path=key.path)))
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_visibility(self, visibility: Visibility) -> None:
        """Say who may see the answer; before there is one, the choice waits for it in the lane."""
        answer = self._keeper.state.current(self.key)
        if answer is None:
            self._wish = visibility
            self._say_status(None)
        else:
            self._say(self._keeper.keep(partial(self._keeper.assessment.set_visibility, self.key, visibility)))

    def commit(self) -> None:
        """Keep what is being typed in this lane."""
        if self._keeper.locked:
            return
        if self._gap is not None and not self._gap.isHidden():
            self._gap.commit()
        elif self.editor is not None:
            self._refused = False
            self.editor.commit()
            if not (self._refused or self.editor.problem):
                self._keeper.assessment.drop_draft(self.key)

    def tag(self) -> None:
        """Ask which part of life the selected words are about, and show them there as well."""
        chosen = self.editor.selection() if isinstance(self.editor, TextEditor) else None
        if chosen is None:
            self._say(_SELECT_FIRST, "needs")
            return
        self.commit()
        self._keeper.place_wanted.emit(PlaceWanted("These words are about …", outcomes, partial(self._tag, chosen)))

    def say_plainly(self) -> None:
        """Ask for plain words for the selected ones, to be printed in Easy Read."""
        if self._keeper.locked or not isinstance(self.editor, TextEditor):
            return
        chosen = self.editor.selection()
        if chosen is None:
            self._say(_SELECT_FIRST, "needs")
            return
        self.commit()
        self._say("")
        self._plain_part().ask(*chosen)

    def _plain_part(self) -> Plainly:
        """Return the place for plain words, below the answer: made when it is wanted, for pages are large."""
        if self._plainly is None:
            self._plainly = Plainly(self.key, self._name, self._keeper, self)
            self._plainly.left.connect(self._go_first)
            self.column.insertWidget(self.column.indexOf(self.notice) + 1, self._plainly)
        return self._plainly

    def _go_first(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_tags(self) -> None:
        """Mark the words here that are shown under a part of life as well, and list those that have plain words."""
        kept = self._keeper.state.plain_words(self.key) or self._keeper.assessment.plain_drafts(self.key)
        if self._plainly is not None or kept:
            self._plain_part().show_kept()
        if isinstance(self.editor, TextEditor):
            tags = (tag for tag in self._keeper.state.tags if tag.key == self.key and tag.start is not None)
            self.editor.mark([(tag.start, len(tag.words)) for tag in tags if tag.start is not None])

    def _tag(self, chosen: tuple[int, int], match: Match) -> None:
        said = self._keeper.keep(partial(self._keeper.assessment.tag_words, self.key, *chosen, match.topic))
        if said:
            self._say(said)
        else:
            self._say(f"These words are also shown under “{match.title}”.", "done")
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, value: Value | None) -> None:
        key, assessment = self.key, self._keeper.assessment
        if value is None:
            words = self._keeper.keep(partial(assessment.clear, key.link_id, voice=key.voice, path=key.path))
        else:
            answer = self._keeper.state.current(key)
            wish = self._wish or (answer.visibility if answer is not None else None)
            words = self._keeper.keep(
                partial(assessment.answer, key.link_id, value, voice=key.voice, path=key.path, visibility=wish)
            )
        self._refused = bool(words)
        self._say(words)
        self._say_doubt()

    def _leave(self, _editor: object) -> None:
        self.commit()

    def _keep_draft(self, text: str) -> None:
        self._look_at(text)
        self._keeper.assessment.type_draft(self.key, text)

    def _look_at(self, text: str) -> None:
        """Let a text to the person be looked at, while it can still be written."""
        if self._hint is not None and not self._keeper.locked:
            self._hint.look_at(text)

    def _show_draft(self) -> None:
        draft = self._keeper.assessment.drafts.get(self.key)
        if draft is not None and self.editor is not None and not self._keeper.locked and self.editor.show_draft(draft):
            if self.editor.isHidden():
                self.confirm(Confirm.CHANGED)
            self._say("Not yet kept: this was being typed when Doorstep last closed.", "needs")

    def _say(self, words: str, colour: str = "error") -> None:
        self.notice.setText(words)
        self.notice.colour_as(colour)
        self.notice.setVisible(bool(words))
        self._stand_back()

    def _say_doubt(self) -> None:
        """Warn of a value that fails its check; it is kept as it was said (``ab_nhs_number``)."""
        state = self._keeper.state
        answer = state.current(self.key)
        if self.item.check == "nhs_number" and answer is not None and answer.value is not None:
            self._say(_DOUBTFUL_NUMBER if state.derived.nhs_number_valid is False else "", "needs")

    def _stand_back(self) -> None:
        """Take no room when there is nothing to show: the lane of a repeat shows only a gap."""
        if self.editor is None:
            gap = self._gap is not None and not self._gap.isHidden()
            self.setVisible(gap or not self.notice.isHidden())

    def _keep_the_keyboard(self, held: QWidget | None) -> None:
        """Go on in the lane when the control that had the keyboard here went out of sight, by undo above all."""
        if held is not None and self.isAncestorOf(held) and not held.isVisibleTo(self):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_wrong(self, words: str) -> None:
        self._say(words)

    def _say_status(self, answer: Answer | None) -> None:
        """Write the state and who may see it on the button that changes both."""
        state = "Not answered yet"
        if answer is not None:
            state = _state_words(answer)
        rows = self._keeper.state.rows_of(self.item.link_id, self.key.path) if self.item.repeats else ()
        if answer is None and rows:
            state = f"{len(rows)} in the list"
        visibility = self._visibility()
        seen = visibility_words(self._keeper.state, visibility)
        short = seen if visibility is not self.item.visibility else ""
        self.status.say(short if self._nested else f"{state} · {seen}")
        self.status.setAccessibleName(f"{state}, {seen}. Change this. {self._name}")
        self.status.setEnabled(not self._keeper.locked)

    def _visibility(self) -> Visibility:
        """Who may see the lane: as was chosen here, else as its own class, its row or the form have it."""
        return self._wish or self._keeper.state.visibility_of(self.key)

    def _show_gap(self, answer: Answer | None) -> None:
        if answer is None:
            if self._gap is not None:
                self._gap.hide()
            return
        if self._gap is None:
            self._gap = GapForm(self._keeper.theme, self._name)
            self._gap.told.connect(self._tell_gap)
            self._gap.answer_wanted.connect(self._answer_after_all)
            self.column.insertWidget(self.column.indexOf(self.notice), self._gap)
            self._keeper.rebuilt.emit(self)
        self._gap.show_gap(answer)
        self._gap.show()
        if self._keeper.locked:
            self._gap.lock()

    def _tell_gap(self, gap: GapForm) -> None:
        answer = self._keeper.state.current(self.key)
        if answer is None or answer.state is AnswerState.ANSWERED:
            return
        key, verb = self.key, self._keeper.assessment.leave_gap
        reason, follow_up = gap.reason.text().strip(), gap.follow_up.text().strip()
        told = partial(
            verb, key.link_id, answer.state, reason=reason, follow_up=follow_up, voice=key.voice, path=key.path
        )
        self._say(self._keeper.keep(told))

    def _answer_after_all(self, _gap: object = None) -> None:
        answer, before = self._keeper.state.current(self.key), self._keeper.state.carried(self.key)
        if before is not None and not before.confirmed:
            self.confirm(Confirm.CHANGED)  # the earlier words stay until there are others
            return
        if answer is not None and answer.state is not AnswerState.ANSWERED:
            self._give(None)
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_carried(self, before: Carried | None) -> None:
        if before is None or self._keeper.locked:
            if self._carried is not None:
                self._carried.hide()
            return
        if self._carried is None:
            self._carried = CarriedForward(self._keeper.theme, self._name, compact=self._nested)
            self._carried.said.connect(self.confirm)
            place = 0 if self.editor is None else self.column.indexOf(self.editor)
            self.column.insertWidget(place, self._carried)
            self._keeper.rebuilt.emit(self)
        self._carried.show_carried(self.item, before)
        self._carried.show()

    def confirm(self, confirm: Confirm) -> None:
        """Say what is true of the answer from before, and go on to the next one that waits."""
        before = self._keeper.state.carried(self.key)
        if before is None or before.confirmed or self._keeper.locked:
            return
        if confirm is Confirm.CHANGED:
            self._changing = True
            self.repaint_answer()
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say(self._keeper.confirm(self.key, confirm))

    def _fill_menu(self) -> None:
        """Offer the six states, who may see it, and a blank lane; made when it is opened, for pages are large."""
        menu = self.status.menu()
        menu.clear()
        answer = self._keeper.state.current(self.key)
        states = QActionGroup(menu)
        for key in STATE_KEYS:
            action = QAction(f"{key.words}\t{key.keys}", states)
            action.setCheckable(True)
            action.setChecked(answer is not None and answer.state is key.state)
            action.triggered.connect(partial(self._state_chosen, key.state))
            menu.addAction(action)
        menu.addSection("Who may see it")
        classes = QActionGroup(menu)
        for visibility in Visibility:
            words = visibility_words(self._keeper.state, visibility)
            action = QAction(words[0].upper() + words[1:], classes)
            action.setCheckable(True)
            action.setChecked(self._visibility() is visibility)
            action.triggered.connect(partial(self._visibility_chosen, visibility))
            menu.addAction(action)
        if answer is not None:
            menu.addSeparator()
            blank = QAction("Clear this lane: not asked yet", menu)
            blank.triggered.connect(self._clear)
            menu.addAction(blank)

    def _state_chosen(self, state: AnswerState | None, _checked: object = None) -> None:
        if state is not None:
            self.choose_state(state)

    def _visibility_chosen(self, visibility: Visibility, _checked: object = None) -> None:
        self.choose_visibility(visibility)

    def _clear(self, _checked: object = None) -> None:
        self._give(None)


def _state_words(answer: Answer) -> str:
    """Say how an answer stands; of one that came from before, whether anybody has said that it still holds."""
    if answer.state is not AnswerState.ANSWERED or answer.provenance.source is not SourceKind.CARRIED_FORWARD:
        return STATE_WORDS[answer.state]
    return "From before, to check" if answer.provenance.confirmed_at is None else "Still true"
