"""One question: the words spoken to the person, a lane for each speaker, and what is folded away until it is wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from doorstep.assessment.answer import WORKER, AnswerKey
from doorstep.assessment.change import ItemRef
from doorstep.definition.model import ItemType, Speaker
from doorstep.ui.controls.buttons import Button, Fold, Weight
from doorstep.ui.controls.flow import Flow
from doorstep.ui.controls.term_words import TermWords
from doorstep.ui.controls.words import Words
from doorstep.ui.explained import Explained
from doorstep.ui.topic_page.aside import Aside
from doorstep.ui.topic_page.lane import Lane
from doorstep.ui.topic_page.rows.people_map import PeopleMapRows
from doorstep.ui.topic_page.rows.repeat import RepeatRows
from doorstep.ui.topic_page.rows.timeline import TimelineRows
from doorstep.ui.topic_page.speakers import speaker_words
from doorstep.ui.topic_page.values import displayed_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from doorstep.assessment.answer import RowPath, Voice
    from doorstep.definition.model import Item
    from doorstep.packs.model import Term
    from doorstep.ui.topic_page.beside import Beside
    from doorstep.ui.topic_page.keeper import Keeper


class QuestionBlock(QWidget):
    """One block a question. ``nested`` makes it small, for the columns of a repeat.

    The lane of whoever is asked is open, and each lane that holds something; the others are folded to "+ whose view".
    """

    def __init__(self, item: Item, path: RowPath, keeper: Keeper, *, nested: bool = False) -> None:
        super().__init__()
        self.item = item
        self.place = ItemRef(item.link_id, path)
        self.lanes: dict[Voice, Lane] = {}
        self.rows: RepeatRows | None = None
        self._keeper = keeper
        self._nested = nested
        self._offers: list[Button] = []
        self._folds: list[Fold] = []
        self._aside: Aside | None = None
        self._marks = Words("", keeper.theme, "guidance", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(keeper.theme.space("inside" if nested else "related"))
        keeper.blocks[self.place] = self
        if item.type is ItemType.DISPLAY:
            self._displayed = Words(displayed_words(item, keeper.state.derived), keeper.theme, "body", "ink")
            self._column.addWidget(self._displayed)
            return
        self._head = Flow(keeper.theme, "inside")
        self._foot = Flow(keeper.theme, "lanes")
        self._explained: Explained | None = None
        self._add_words()
        if item.repeats:
            self._add_rows()
        self._lane_column = QVBoxLayout()
        self._lane_column.setSpacing(keeper.theme.space("related"))
        self._column.addLayout(self._lane_column)
        self._column.addWidget(self._foot)
        self.refresh_lanes()
        self._add_folds()

    @property
    def wide(self) -> bool:
        """Whether it wants the whole width of a card."""
        editors = [lane.editor for lane in self.lanes.values() if lane.editor is not None]
        return self.item.repeats or len(self.lanes) > 1 or any(editor.wide for editor in editors)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, in the order of Tab."""
        rows = self.rows.controls if self.rows is not None else ()
        lanes = tuple(control for lane in self._lanes_in_order() for control in lane.controls)
        aside = self._aside.controls if self._aside is not None else ()
        return (*rows, *lanes, *self._offers, *self._folds, *aside)

    @property
    def first(self) -> QWidget | None:
        """The control that takes the focus when somebody goes to this question."""
        if self.rows is not None:
            return self.rows.first
        return next((lane.first for lane in self._lanes_in_order()), None)

    @property
    def first_lane(self) -> Lane | None:
        """The lane that a key means when no lane has the focus: that of whoever is asked, if it is open."""
        lanes = self._lanes_in_order()
        asked = (lane for lane in lanes if lane.key.voice.kind is self.item.asked_of)
        return next(asked, lanes[0] if lanes else None)

    def open_lane(self, voice: Voice) -> Lane:
        """Open a speaker's lane if it is folded away, and return it."""
        if voice not in self.lanes:
            key = AnswerKey(self.item.link_id, self.place.path, voice)
            alone = self.item.repeats or len(self._voices()) == 1
            lane = Lane(self.item, key, self._keeper, self, alone=alone, nested=self._nested)
            self.lanes[voice] = lane
            self._lane_column.insertWidget(self._lanes_in_order().index(lane), lane)
            if alone:
                self._place_tools(lane)
            self._fold_rest()
            self._keeper.rebuilt.emit(self)
        return self.lanes[voice]

    def refresh_lanes(self) -> None:
        """Open the lanes that are needed now, and offer the others by name."""
        state = self._keeper.state
        for voice in self._needed_now():
            self.open_lane(voice)
        self._fold_rest()
        for lane in tuple(self.lanes.values()):
            if lane.speaker != speaker_words(state, lane.key.voice):
                self._renew(lane)
        self.repaint_marks()

    def repaint_lane(self, voice: Voice) -> None:
        """Show what stands in one lane now, opening it if it got something to show."""
        if self.item.type is ItemType.DISPLAY:
            return
        if voice in self.lanes:
            self.lanes[voice].repaint_answer()
        else:
            self.refresh_lanes()
        self.repaint_marks()

    def repaint_displayed(self, recalculated: Collection[str]) -> None:
        """Write the derived value of a display anew when it is among those that were worked out anew."""
        if self.item.type is ItemType.DISPLAY and self.item.shows in recalculated:
            self._displayed.setText(displayed_words(self.item, self._keeper.state.derived))

    def show_beside(self, beside: Beside) -> None:
        """Show below the question what stands beside it now."""
        if self._aside is None and not beside.is_empty:
            self._aside = Aside(self._keeper, self)
            self._column.addWidget(self._aside)
        if self._aside is not None:
            self._aside.show_beside(beside)

    def repaint_lanes(self) -> None:
        """Show what stands in every open lane now."""
        for lane in self.lanes.values():
            lane.repaint_answer()
        self.repaint_marks()

    def refresh_options(self) -> None:
        """Offer what can be chosen now, for items that draw on other answers."""
        if self.item.options_from:
            for lane in self.lanes.values():
                if lane.editor is not None:
                    lane.editor.refresh_options()

    def repaint_marks(self) -> None:
        """Say in words whether an answer is needed; quietly once there is one or an honest gap."""
        if not self._keeper.state.is_shown(self.item.link_id, self.place.path):
            self._marks.setText("Not asked as things stand. What you write here is kept.")
            self._marks.colour_as("quiet")
            self._marks.show()
            return
        if not self._keeper.state.is_needed(self.item.link_id):
            self._marks.hide()
            return
        answers = self._keeper.state.answers_of(self.item.link_id, self.place.path)
        rows = self.item.repeats and self._keeper.state.rows_of(self.item.link_id, self.place.path)
        settled = bool(rows) or any(answer.state.settles for _, answer in answers)
        words = "Needed by law" if self.item.legal else "Needed"
        self._marks.setText(words)
        self._marks.colour_as("quiet" if settled else "needs")
        self._marks.show()

    def commit(self) -> None:
        """Keep what is being typed anywhere in this question."""
        for lane in tuple(self.lanes.values()):
            lane.commit()

    def forget(self) -> None:
        """Leave the page: nothing will be shown here any more."""
        self._keeper.blocks.pop(self.place, None)
        if self.rows is not None:
            self.rows.forget()

    def _add_words(self) -> None:
        theme, spoken = self._keeper.theme, self.item.asked_of is not Speaker.WORKER
        size = "guidance_strong" if self._nested else "question" if spoken else "body_strong"
        words = TermWords(self.item.text, theme, size, terms=self._keeper.terms)
        words.asked.connect(self._explain_one)
        if self._nested:
            self._head.add(words)
            self._column.addWidget(self._head)
        else:
            self._column.addWidget(words)
        self._column.addWidget(self._marks)

    def explain(self) -> None:
        """Say what the professional words of the question and its guidance mean; a second time, take it away."""
        texts = (self.item.text, self.item.why or "", self.item.guidance or "")
        self._say({found.term: None for text in texts for found in self._keeper.terms(text)})

    def _explain_one(self, term: Term) -> None:
        self._say((term,))

    def _say(self, terms: Iterable[Term]) -> None:
        if self._explained is None:
            self._explained = Explained(self._keeper.theme)  # not before it is wanted: pages are large
            self._column.insertWidget(self._column.indexOf(self._marks), self._explained)
        self._explained.explain(terms)

    def _place_tools(self, lane: Lane) -> None:
        """Put what belongs to the only lane beside what is folded away; in a card, beside the words."""
        for place, tool in enumerate(lane.tools):
            if self._nested:
                self._head.add(tool)
            else:
                self._foot.add(tool, place)
        if lane.editor is not None:
            lane.editor.show_tools()  # a row that is in sight shows whatever is put into it

    def _add_rows(self) -> None:
        kinds = {ItemType.TIMELINE: TimelineRows, ItemType.PEOPLE_MAP: PeopleMapRows}
        make = kinds.get(self.item.type, RepeatRows)
        self.rows = make(self.item, self.place.path, self._keeper, self._make_column)
        self._column.addWidget(self.rows)

    def _make_column(self, item: Item, path: RowPath) -> QuestionBlock:
        return QuestionBlock(item, path, self._keeper, nested=True)

    def _voices(self) -> tuple[Voice, ...]:
        """Every lane that there is: those of the form, and any other that holds a gap."""
        state, link_id, path = self._keeper.state, self.item.link_id, self.place.path
        held = tuple(voice for voice, _ in state.answers_of(link_id, path))
        return tuple(dict.fromkeys((*state.lanes(link_id), *held))) or (WORKER,)

    def _needed_now(self) -> tuple[Voice, ...]:
        state, link_id, path = self._keeper.state, self.item.link_id, self.place.path
        voices, drafts = self._voices(), self._keeper.assessment.drafts
        held = {voice for voice, _ in state.answers_of(link_id, path)}
        held |= {voice for voice in voices if AnswerKey(link_id, path, voice) in drafts}
        asked = {voice for voice in voices if voice.kind is self.item.asked_of}
        return tuple(voice for voice in voices if voice in held | (asked or {voices[0]}))

    def _lanes_in_order(self) -> list[Lane]:
        if not self.lanes:
            return []
        order = {voice: place for place, voice in enumerate(self._voices())}
        return sorted(self.lanes.values(), key=lambda lane: order.get(lane.key.voice, len(order)))

    def _fold_rest(self) -> None:
        """Offer each lane that is folded away as a small button at the foot."""
        for button in self._offers:
            self._foot.take(button)
            button.hide()
            button.deleteLater()
        self._offers = []
        rest = [voice for voice in self._voices() if voice not in self.lanes]
        if self.item.repeats:
            return
        state = self._keeper.state
        for place, voice in enumerate(rest):
            button = Button(f"+ {state.speaker_name(voice)}", self._keeper.theme, Weight.QUIET)
            button.colour = voice.kind.value
            button.setAccessibleName(f"Add the view of {speaker_words(state, voice)}: {self.item.text}")
            button.clicked.connect(partial(self._open_and_go, voice))
            self._foot.add(button, place)
            self._offers.append(button)

    def _open_and_go(self, voice: Voice, _checked: object = None) -> None:
        self.open_lane(voice).first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew(self, lane: Lane) -> None:
        """Build a lane anew whose speaker got another name."""
        lane.commit()
        del self.lanes[lane.key.voice]
        for gone in (lane, *lane.tools):
            for flow in (self._head, self._foot):
                if gone in flow.children_in_order:
                    flow.take(gone)
            gone.hide()
            gone.deleteLater()
        self.open_lane(lane.key.voice)

    def _add_folds(self) -> None:
        told = (("Why do we ask?", self.item.why), ("Guidance", self.item.guidance))
        theme = self._keeper.theme
        for title, words in told:
            if words:
                part = TermWords(words, theme, "guidance", "quiet", terms=self._keeper.terms)
                part.asked.connect(self._explain_one)
                fold = Fold(title, theme, part)
                fold.colour = "quiet"
                fold.setAccessibleName(f"{title} {self.item.text}")
                fold.setAccessibleDescription(words)
                self._folds.append(fold)
                self._foot.add(fold)
                self._column.addWidget(part)
