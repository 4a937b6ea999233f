"""What a reason rests on: the answers that the worker chose, each with a mark when it says something else now (TB-06).

Only the worker makes a reason current again, by saying anew what it rests on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.finder import PlaceWanted, answered
from doorstep.ui.sheet import button, flow_of
from doorstep.ui.topic_page.quote import Quote, answer_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.basis import EvidenceNow
    from doorstep.ui.finder import Match
    from doorstep.ui.topic_page.keeper import Keeper


class RestsOn(Group):
    """The list, and a way to put answers on it and take them off. ``reason`` is the lane of the reason."""

    def __init__(self, reason: AnswerKey, rests_on: tuple[EvidenceNow, ...], keeper: Keeper) -> None:
        question = keeper.state.item(reason.link_id).text
        super().__init__(f"What this rests on: {question}", keeper.theme)
        self._reason = reason
        self._rests_on = rests_on
        self._keeper = keeper
        theme, changed = keeper.theme, any(each.changed for each in rests_on)
        self.column.addWidget(Words("What this rests on", theme, "guidance_strong", "quiet"))
        for evidence in rests_on:
            self.column.addWidget(self._line(evidence))
        self.notice = Words("", theme, "guidance_strong", "error")
        self.column.addWidget(self.notice)
        self.notice.hide()
        if keeper.locked:
            return
        self.choose = button("Choose an answer …", "choose_basis", theme, self._ask, Weight.QUIET)
        self.choose.setAccessibleDescription(f"What this rests on: {question}")
        tools = [self.choose]
        if changed:
            tools.append(button("It still holds", "basis_holds", theme, self._still_holds))
        self.column.addWidget(flow_of(theme, *tools))

    def _line(self, evidence: EvidenceNow) -> Quote:
        line = Quote(evidence.key, answer_words(self._keeper.state, evidence.key), self._keeper)
        if evidence.changed:
            line.say(
                "Nothing stands there any more." if evidence.gone else "Changed since you chose it. It says this now."
            )
        if not self._keeper.locked:
            take = partial(self._keep, [key for key in self._keys() if key != evidence.key])
            line.add(button("Take it off", "drop_basis", self._keeper.theme, take, Weight.QUIET))
        return line

    def _ask(self) -> None:
        self._keeper.place_wanted.emit(PlaceWanted("Which answer does this rest on?", answered, self._add))

    def _add(self, match: Match) -> None:
        if match.link_id is not None:
            self._keep([*self._keys(), *self._keeper.lanes_below(match.link_id)])

    def _still_holds(self) -> None:
        self._keep([each.key for each in self._rests_on if not each.gone])

    def _keys(self) -> list[AnswerKey]:
        return [each.key for each in self._rests_on if not each.gone]

    def _keep(self, keys: Iterable[AnswerKey]) -> None:
        said = self._keeper.keep(partial(self._keeper.assessment.choose_basis, self._reason, tuple(keys)))
        self.notice.setText(said)
        self.notice.setVisible(bool(said))
