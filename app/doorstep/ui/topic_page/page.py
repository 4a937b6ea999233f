"""The page of one topic: its questions in order, built a few at a time so that the window stays live.

First stand the one or two questions that open the topic, and whatever holds something or follows from it; the rest
waits under "more". What has been in sight stays there as long as the page lives. The page shows and hides questions in
place when conditions change, and never moves the focus for it.
"""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import PartyPut, RecordSigned
from doorstep.definition.model import ItemType
from doorstep.ui.controls.scroll_bar import give_scroll_bar
from doorstep.ui.controls.term_words import no_terms
from doorstep.ui.controls.words import Words
from doorstep.ui.topic_page.beside import Beside, beside
from doorstep.ui.topic_page.focus import focused_lane
from doorstep.ui.topic_page.keeper import Keeper
from doorstep.ui.topic_page.lane_deeds import LaneDeeds
from doorstep.ui.topic_page.more import More
from doorstep.ui.topic_page.question import QuestionBlock
from doorstep.ui.topic_page.sight import Sight
from doorstep.ui.topic_page.unfolding import Unfolding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from doorstep.assessment.answer import AnswerKey, Voice
    from doorstep.assessment.change import Change
    from doorstep.definition.model import Item, Topic
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.controls.term_words import Terms
    from doorstep.ui.theme import Theme

_AT_ONCE: Final = 4
"""How many questions are built before the page is first painted."""
_AT_A_TIME: Final = 2
"""How many more are built between two looks at the keyboard."""


class TopicPage(QScrollArea):
    """One topic. ``changed`` tells each Change that was made here; ``repaint_change`` shows a Change made anywhere.

    ``go_wanted`` asks for another place (ItemRef, Voice or None), ``place_wanted`` for one to be picked (PlaceWanted).
    ``more`` stands for what waits at the foot; ``whole`` shows all questions at once.
    """

    changed = Signal(object)
    go_wanted = Signal(object, object)
    place_wanted = Signal(object)

    def __init__(
        self,
        assessment: OpenAssessment,
        topic: Topic,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        whole: bool = False,
        terms: Terms = no_terms,
    ) -> None:
        super().__init__(parent)
        self.topic = topic
        self._theme = theme
        self._keeper = Keeper(assessment, theme, self, terms)
        self._keeper.changed.connect(self._tell)
        self._keeper.rebuilt.connect(self._order_soon)
        self._keeper.checked.connect(self._go_to_waiting)
        self._keeper.go_wanted.connect(self.go_wanted)
        self._keeper.place_wanted.connect(self.place_wanted)
        self._unfolding = Unfolding(assessment.state, topic, whole=whole)
        self._items = self._unfolding.items
        self._waiting: list[Item] = []
        self._blocks: dict[str, QuestionBlock] = {}
        self._order_timer = QTimer(self)
        self._order_timer.setSingleShot(True)
        self._order_timer.timeout.connect(self._put_tab_in_order)
        self._beside: Mapping[str, Beside] = {}
        self._beside_timer = QTimer(self)
        self._beside_timer.setSingleShot(True)
        self._beside_timer.timeout.connect(self._tell_beside)
        self._build_timer = QTimer(self)
        self._build_timer.timeout.connect(partial(self._build, _AT_A_TIME))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(topic.title)
        give_scroll_bar(self, theme)
        self._lay_out()
        self._sight = Sight(self, self._contents, self._column, theme)
        LaneDeeds(self, self._keeper)
        self._unfold(self._unfolding.grow())
        self._build(_AT_ONCE)

    # what the window asks

    def repaint_change(self, change: Change) -> None:
        """Show and hide what a Change showed and hid, and write anew what it wrote. Focus and place stay."""
        if any(isinstance(fact, PartyPut | RecordSigned) for fact in change.facts):
            self._refresh_all(signed=any(isinstance(fact, RecordSigned) for fact in change.facts))
        for place in change.hidden:
            if place in self._keeper.blocks:
                self._keeper.blocks[place].hide()
        if self.isVisible():  # else once it is: an answer would wait for every page that was ever opened
            self._look_again()
        for place in change.shown:
            self._show(place)
        self._repaint_answers(change)
        if change.recalculated:
            for block in self._keeper.blocks.values():
                block.repaint_displayed(change.recalculated)

    def go_to(self, place: ItemRef, voice: Voice | None = None) -> None:
        """Put the focus into a question, or into one lane of it, and bring it into view with its words."""
        block = self._find(place)
        if block is None:
            return
        target = block.open_lane(voice).first if voice is not None and block.rows is None else block.first
        if target is None:
            return
        self._sight.bring_into_view(block, target)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit_typing(self) -> None:
        """Keep whatever is being typed on this page, wherever it is."""
        for block in tuple(self._keeper.blocks.values()):
            block.commit()

    def visible_questions(self) -> tuple[ItemRef, ...]:
        """Return the questions in view in order: those of the topic, and those of each card that is open."""
        return tuple(self._questions())

    def focused(self) -> tuple[ItemRef, Voice] | None:
        """Return the question and the lane that have the keyboard, or None."""
        lane = focused_lane(self)
        return None if lane is None else (lane.place, lane.key.voice)

    def finish_building(self) -> None:
        """Build all that is still waiting, now."""
        self._build(len(self._waiting))

    # what waits under "more"

    def open_more(self) -> None:
        """Show all questions of the topic, and put the keyboard into the first that was not in sight."""
        folded = self._unfolding.folded()
        if folded:
            self._open_all()
            self.go_to(ItemRef(folded[0].link_id))

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The questions that stand on the page, in form order."""
        return self._unfolding.in_sight

    def stand_again(self, link_ids: tuple[str, ...]) -> None:
        """Let the questions that stood on the page before stand on it again, at once."""
        self._unfold(self._unfolding.grow(link_ids))
        self.finish_building()
        self._tell_more()

    def _open_all(self) -> None:
        self._unfold(self._unfolding.open())
        self._tell_more()

    def _unfold(self, items: tuple[Item, ...]) -> None:
        """Let questions stand on the page from now on; they are built a few at a time."""
        if items:
            self._waiting += items
            self._build_timer.start(0)

    def _tell_more(self) -> None:
        unfolding = self._unfolding
        self.more.tell(unfolding.questions_folded(), unfolding.open_there(), self._keeper.state)

    # what stands beside the questions

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came into sight, and beside the questions, while another topic was there."""
        super().showEvent(event)
        self._look_again()

    def _look_again(self) -> None:
        """Show what has come into sight; what stands beside the questions follows once that is painted."""
        self._unfold(self._unfolding.grow())
        self._tell_more()
        self._beside_timer.start(0)

    def _tell_beside(self) -> None:
        """Show below each question what stands beside it; one with something to think of comes into sight.

        Whatever has the keyboard stays where it is on the screen.
        """
        if not self.isVisible():
            return
        with self._sight.held_still():
            self._beside = beside(self._keeper.assessment, self.topic)
            to_think_of = (link_id for link_id, each in self._beside.items() if each.thoughts)
            new = self._unfolding.grow(to_think_of)
            if new:
                self._unfold(new)
                self.finish_building()
            for link_id, block in self._blocks.items():
                block.show_beside(self._beside.get(link_id, Beside()))
                for lane in block.lanes.values():
                    lane.show_tags()
            self._tell_more()

    # building

    def _lay_out(self) -> None:
        self._contents = QWidget()
        self._margins = QHBoxLayout(self._contents)
        self._margins.setSpacing(0)
        sheet = QWidget()
        sheet.setMaximumWidth(self._theme.column + 2 * self._theme.space("lanes"))
        sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._margins.addWidget(sheet, 1)
        self._margins.addStretch(0)
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._theme.space("questions"))
        heading = QVBoxLayout()
        heading.setSpacing(self._theme.space("related"))
        heading.addWidget(Words(self.topic.title, self._theme, "topic"))
        note = self.topic.section.note if self.topic.group is None else self.topic.group.guidance
        if note:
            heading.addWidget(Words(note, self._theme, "guidance", "quiet"))
        self._column.addLayout(heading)
        self._lead = self._column.count()
        self.more = More(self._theme)
        self.more.wanted.connect(self.open_more)
        self._column.addWidget(self.more)
        self._column.addStretch(1)
        self.setWidget(self._contents)
        self._fit_margins()

    def _build(self, count: int) -> None:
        for _ in range(min(count, len(self._waiting))):
            item = self._waiting.pop(0)
            if item.link_id in self._blocks:
                continue
            uninvited = item is self._items[0] and not self._keeper.state.topic_shown(self.topic)
            if uninvited or self._keeper.state.is_shown(item.link_id):
                self._add_block(item)
        self._sight.settle()
        if not self._waiting:
            self._build_timer.stop()
            self._tell_more()

    def _add_block(self, item: Item) -> QuestionBlock:
        """Build a question into its place among those that stand already."""
        block = QuestionBlock(item, (), self._keeper)
        order = [one.link_id for one in self._items]
        before = set(order[: order.index(item.link_id)])
        self._column.insertWidget(self._lead + len(before & self._blocks.keys()), block)
        block.show()  # a layout would only show it later, and until then it has no height
        self._blocks[item.link_id] = block
        block.show_beside(self._beside.get(item.link_id, Beside()))
        self._order_soon(block)
        return block

    def _show(self, place: ItemRef) -> None:
        block = self._keeper.blocks.get(place)
        if block is not None:
            block.show()
            block.repaint_marks()
            return
        item = next((item for item in self._items if item.link_id == place.link_id), None)
        if item is not None and item.link_id in self._unfolding and item not in self._waiting:
            self._add_block(item)

    def _find(self, place: ItemRef) -> QuestionBlock | None:
        """Return the block of a place, building and opening what is in the way.

        A question that is not asked as things stand is shown all the same: whoever goes to it wants it (TB-14).
        """
        top = self._unfolding.top(place)
        if top not in self._unfolding:
            self._open_all()
        if self._waiting:
            self.finish_building()
        repeats = self._keeper.state.definition.place(place.link_id).repeats
        self._show(ItemRef(top))
        for depth, repeat in enumerate(repeats):
            rows = self._keeper.blocks[ItemRef(repeat.link_id, place.path[:depth])].rows
            if rows is None or place.path[depth] not in rows.cards:
                return None
            rows.cards[place.path[depth]].open()
        return self._keeper.blocks.get(place)

    # repainting

    def _tell(self, change: Change) -> None:
        self.repaint_change(change)
        self.changed.emit(change)

    def _refresh_all(self, *, signed: bool) -> None:
        for block in tuple(self._keeper.blocks.values()):
            if block.item.type is not ItemType.DISPLAY:
                block.refresh_lanes()
            for lane in block.lanes.values():
                if signed:
                    lane.repaint_answer()
            if signed and block.rows is not None:
                block.rows.repaint_rows()

    def _repaint_answers(self, change: Change) -> None:
        for repeat, parent in change.rows:
            block = self._keeper.blocks.get(ItemRef(repeat, parent))
            if block is not None and block.rows is not None:
                block.rows.repaint_rows()
                block.repaint_lanes()
        for key in change.answered:
            block = self._keeper.blocks.get(ItemRef(key.link_id, key.path))
            if block is not None:
                block.repaint_lane(key.voice)
        if change.answered or change.rows:
            self._repaint_what_draws_on_answers()

    def _repaint_what_draws_on_answers(self) -> None:
        blocks = tuple(self._keeper.blocks.values())
        for block in blocks:
            block.refresh_options()
        lists = [block.rows for block in blocks if block.rows is not None]
        waiting = self._keeper.state.to_confirm(self.topic) if any(rows.cards for rows in lists) else ()
        for rows in lists:
            rows.repaint_headings(waiting)

    def _order_soon(self, _from: object) -> None:
        self._order_timer.start(0)

    def _put_tab_in_order(self) -> None:
        """Make Tab follow the page: Qt orders controls by when they were made, and lanes and rows come late."""
        blocks = (self._blocks[item.link_id] for item in self._items if item.link_id in self._blocks)
        controls = [control for block in blocks for control in block.controls]
        for one, other in itertools.pairwise((*controls, self.more.button)):
            QWidget.setTabOrder(one, other)

    # places

    def _go_to_waiting(self, after: tuple[AnswerKey, ...]) -> None:
        """Go to the next answer from before that still waits; to a row as one, unless its columns are being checked."""
        still = {carried.key for carried in self._keeper.state.to_confirm(self.topic)}
        key = next((key for key in after if key in still), None)
        if key is None:
            lane = focused_lane(self)
            if lane is not None:
                lane.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.go_to_checking(key)

    def go_to_checking(self, key: AnswerKey) -> None:
        """Put the focus where an answer from before is checked: in its lane, or on the heading of its folded row."""
        place = ItemRef(key.link_id, key.path)
        repeats = self._keeper.state.definition.place(key.link_id).repeats
        if repeats:
            self._show(ItemRef(repeats[0].link_id))
            block = self._keeper.blocks.get(ItemRef(repeats[0].link_id))
            card = block.rows.cards.get(key.path[0]) if block is not None and block.rows is not None else None
            if block is not None and card is not None and not card.is_open:
                self._sight.bring_into_view(block, card.still_true)
                card.still_true.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.go_to(place, key.voice)

    def _questions(self) -> Iterator[ItemRef]:
        for item in self._items:
            wanted = item.type is not ItemType.DISPLAY and item.link_id in self._unfolding
            if wanted and self._keeper.state.is_shown(item.link_id):
                yield ItemRef(item.link_id)
                yield from self._inside(ItemRef(item.link_id))

    def _inside(self, place: ItemRef) -> Iterator[ItemRef]:
        block = self._keeper.blocks.get(place)
        if block is None or block.rows is None:
            return
        for row in block.rows.order():
            card = block.rows.cards.get(row)
            if card is not None and card.is_open:
                for column in card.columns:
                    if self._keeper.state.is_shown(column.place.link_id, column.place.path):
                        yield column.place
                        yield from self._inside(column.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a wide page its margins and a narrow one its words."""
        self._fit_margins()
        super().resizeEvent(event)

    def _fit_margins(self) -> None:
        space = self._theme.space("page")
        side = space if self.viewport().width() > self._theme.column else self._theme.space("lanes")
        self._margins.setContentsMargins(side, space // 2, side, space)
