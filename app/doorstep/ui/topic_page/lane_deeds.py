"""What the keys inside a question do: each acts on the lane, the row or the question that has the keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from doorstep.ui.topic_page.focus import focused_card, focused_lane, focused_question
from doorstep.ui.topic_page.keys import CONFIRM_KEYS, EXPLAIN_KEY, MENU_KEY, PLAIN_KEY, STATE_KEYS, TAG_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from doorstep.assessment.answer import AnswerState
    from doorstep.ui.topic_page.keeper import Keeper
    from doorstep.ui.topic_page.keys import Confirm, ConfirmKey, LaneKey


class LaneDeeds(QObject):
    """The keys of one page, bound as long as the page lives. One that has nothing to act on does nothing."""

    def __init__(self, page: QWidget, keeper: Keeper) -> None:
        super().__init__(page)
        self._page = page
        self._keeper = keeper
        for lane_key in STATE_KEYS:
            if lane_key.state is not None:
                self._bind(lane_key, partial(self._choose_state, lane_key.state))
        self._bind(MENU_KEY, self._open_menu)
        self._bind(TAG_KEY, self._tag)
        self._bind(PLAIN_KEY, self._say_plainly)
        self._bind(EXPLAIN_KEY, self._explain)
        for confirm_key in CONFIRM_KEYS:
            self._bind(confirm_key, partial(self._confirm, confirm_key.confirm))

    def _bind(self, lane_key: LaneKey | ConfirmKey, deed: Callable[[], None]) -> None:
        key = QShortcut(QKeySequence(lane_key.keys), self._page)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(deed)

    def _choose_state(self, state: AnswerState) -> None:
        lane = focused_lane(self._page)
        if lane is not None and not self._keeper.locked:
            lane.choose_state(state)

    def _confirm(self, confirm: Confirm) -> None:
        """Say what is true of what came from before: of the row when its heading has the keyboard, else of the lane."""
        card = focused_card(self._page)
        if card is not None:
            card.confirm(confirm)
            return
        lane = focused_lane(self._page)
        if lane is not None:
            lane.confirm(confirm)

    def _explain(self) -> None:
        """Say what the professional words of the question mean that has the keyboard."""
        question = focused_question(self._page)
        if question is not None:
            question.explain()

    def _open_menu(self) -> None:
        lane = focused_lane(self._page)
        if lane is not None:
            lane.status.showMenu()

    def _tag(self) -> None:
        lane = focused_lane(self._page)
        if lane is not None:
            lane.tag()

    def _say_plainly(self) -> None:
        lane = focused_lane(self._page)
        if lane is not None:
            lane.say_plainly()
