"""What to weigh before signing: decisions and what they still have to say, what to think of, where people disagree.

None of it is a verdict, and nothing here keeps anybody from signing but what the check above names (TB-16, TB-20).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.assessment.change import ItemRef
from doorstep.assessment.decision_table import DecisionCode
from doorstep.calendar import day_words
from doorstep.ui.controls.buttons import Fold, Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.words import Words
from doorstep.ui.decision_words import DECISIONS, OUT_OF_DATE, PARTS
from doorstep.ui.sheet import bare_column, button, empty, flow_of, put_into
from doorstep.ui.topic_page.beside import thoughts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from doorstep.assessment.decisions import Decision
    from doorstep.assessment.disagreements import Disagreement
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.controls.buttons import Button
    from doorstep.ui.theme import Theme


class ToWeigh(QWidget):
    """The part of check and sign. ``go_wanted`` carries the ItemRef of a question. Empty parts take no room."""

    go_wanted = Signal(object)

    def __init__(self, assessment: OpenAssessment, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("to_weigh")
        self._assessment = assessment
        self._theme = theme
        self._column = bare_column(self, theme.space("lanes"))

    def refresh(self) -> None:
        """Show what there is to weigh now."""
        empty(self._column)
        state = self._assessment.state
        taken = state.decisions()
        self._add_part("Decisions", (self._decision(each) for each in taken if each.code is not DecisionCode.GAP))
        self._add_left_out([each for each in taken if each.code is DecisionCode.GAP])
        self._add_part("Where people disagree", map(self._disagreement, state.disagreements()))
        if state.signed is None:
            self._add_part("To think of", self._thoughts())

    def _add_part(self, heading: str, lines: Iterable[QWidget]) -> None:
        told = tuple(lines)
        if told:
            put_into(self._column, Words(heading, self._theme, "question"))
        for line in told:
            put_into(self._column, line)

    def _add_left_out(self, gaps: Sequence[Decision]) -> None:
        """Fold the LEGAL questions that were left out into one line: they may be many."""
        if not gaps:
            return
        part = QWidget()
        column = bare_column(part, 0)
        for gap in gaps:
            question = self._assessment.state.item(gap.what.link_id).text
            column.addWidget(self._way(question, gap.what, DECISIONS[DecisionCode.GAP]))
        fold = Fold(f"Questions that the law asks, left out for a reason: {len(gaps)}", self._theme, part)
        fold.setObjectName("left_out")
        put_into(self._column, fold)
        self._column.addWidget(part)
        part.hide()

    def _decision(self, decision: Decision) -> QWidget:
        question = self._assessment.state.item(decision.what.link_id).text
        line = self._line(DECISIONS[decision.code], question)
        owed = [part for part in decision.parts if part.owed and not part.answered]
        if owed:
            line.column.addWidget(Words("Still to be said:", self._theme, "guidance_strong", "needs"))
        else:
            recorded = day_words(decision.recorded_at.astimezone().date())
            whole = f"It says how, when, why and by whom. Written down on {recorded}."
            line.column.addWidget(Words(whole, self._theme, "guidance", "quiet"))
        if decision.out_of_date:
            line.column.addWidget(Words(OUT_OF_DATE, self._theme, "guidance_strong", "needs"))
        ways = [self._way(PARTS[part.name], part.ref, question) for part in owed]
        ways += [self._way("Read the reason again", place, question) for place in _places(decision)]
        line.column.addWidget(flow_of(self._theme, *(ways or [self._way("Go there", decision.what, question)])))
        return line

    def _disagreement(self, disagreement: Disagreement) -> QWidget:
        about = disagreement.about or "A disagreement"
        line = self._line(f"{about}: {'open' if disagreement.is_open else 'settled'}", "")
        for said in disagreement.said:
            speaker = self._assessment.state.speaker_name(said.speaker)
            line.column.addWidget(Words(f"{speaker}: “{said.words}”", self._theme))
        next_step = ", ".join(part for part in (disagreement.next_step, disagreement.who) if part)
        if next_step:
            line.column.addWidget(Words(f"What happens next: {next_step}", self._theme, "guidance", "quiet"))
        line.column.addWidget(flow_of(self._theme, self._way("Go there", disagreement.row, about)))
        return line

    def _thoughts(self) -> Iterable[QWidget]:
        for thought in thoughts(self._assessment):
            line = self._line(thought.words.heading, thought.words.body)
            line.column.addWidget(flow_of(self._theme, self._way("Go there", thought.go_to, thought.words.heading)))
            yield line

    def _line(self, heading: str, words: str) -> Group:
        line = Group(heading, self._theme)
        line.column.setSpacing(self._theme.space("inside"))
        line.column.addWidget(Words(heading, self._theme, "body_strong"))
        if words:
            line.column.addWidget(Words(words, self._theme, "guidance", "quiet"))
        return line

    def _way(self, words: str, place: ItemRef, about: str) -> Button:
        way = button(words, "go_to_weigh", self._theme, partial(self.go_wanted.emit, place), Weight.QUIET)
        way.setAccessibleDescription(about)
        return way


def _places(decision: Decision) -> tuple[ItemRef, ...]:
    return tuple(ItemRef(key.link_id, key.path) for key in decision.out_of_date)
