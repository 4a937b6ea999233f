"""One question that is still needed: who can answer, why it matters, a way there, and a way to say why not (TB-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from doorstep.assessment.answer import AnswerState
from doorstep.definition.model import Speaker
from doorstep.ui.controls.buttons import Fold, Weight
from doorstep.ui.controls.group import Group
from doorstep.ui.controls.line import Line
from doorstep.ui.controls.words import Words
from doorstep.ui.notice import Notice
from doorstep.ui.pick import Pick
from doorstep.ui.sheet import button, flow_of, labelled

if TYPE_CHECKING:
    from doorstep.assessment.completeness import Missing
    from doorstep.ui.theme import Theme

_REASONS: Final = (
    (AnswerState.NOT_ASKED, "It was not asked"),
    (AnswerState.CHOSE_NOT_TO_SAY, "They chose not to say"),
    (AnswerState.COULD_NOT_FIND_OUT, "We could not find out"),
    (AnswerState.DOES_NOT_APPLY, "It does not apply"),
)
_BY_LAW: Final = "The law asks for this one, so the reason is kept as a decision of yours."


@dataclass(frozen=True, slots=True)
class Gap:
    """An honest gap for one question: why there is no answer, and who will find out."""

    missing: Missing
    state: AnswerState
    reason: str
    follow_up: str


class MissingRow(Group):
    """The row. ``go`` carries the Missing, ``gap`` a Gap."""

    go = Signal(object)
    gap = Signal(object)

    def __init__(self, missing: Missing, person: str, theme: Theme) -> None:
        super().__init__(missing.question, theme)
        self.missing = missing
        self._theme = theme
        self._form: GapForm | None = None
        self.column.addWidget(Words(missing.question, theme, "body_strong"))
        self.column.addWidget(Words(_why(missing, person), theme, "guidance", "quiet"))
        go = button("Go there", "go_there", theme, lambda: self.go.emit(missing))
        self.because = Fold("Could not ask because …", theme)
        self.because.setObjectName("could_not_ask")
        self.because.toggled.connect(self._show_form)
        for each in (go, self.because):
            each.setAccessibleDescription(missing.question)
        self.column.addWidget(flow_of(theme, go, self.because))

    @property
    def form(self) -> GapForm | None:
        """The place for the reason, once it was opened."""
        return self._form

    def _show_form(self, shown: bool) -> None:
        if self._form is None:
            self._form = GapForm(self.missing, self._theme)
            self._form.kept.connect(self.gap)
            self.column.addWidget(self._form)
        self._form.setVisible(shown)
        if shown:
            self._form.reason.setFocus()


class GapForm(Group):
    """The place for the reason. ``kept`` carries a Gap."""

    kept = Signal(object)

    def __init__(self, missing: Missing, theme: Theme) -> None:
        super().__init__(f"Why there is no answer to: {missing.question}", theme, "worker")
        self._missing = missing
        if missing.legal:
            self.column.addWidget(Words(_BY_LAW, theme, "guidance"))
        self.reason = Line(theme)
        self.reason.setObjectName("gap_reason")
        self.state = Pick("What happened?", _REASONS, theme, AnswerState.NOT_ASKED)
        self.follow_up = Line(theme)
        self.follow_up.setObjectName("gap_follow_up")
        self._follow = labelled("Who will find out, and by when?", self.follow_up, theme)
        self._follow.hide()
        self.notice = Notice(theme, "gap_notice")
        keep = button("Keep this reason", "keep_gap", theme, self.keep, Weight.FIRST)
        for widget in (labelled("Because", self.reason, theme), self.state, self._follow, self.notice):
            self.column.addWidget(widget)
        self.column.addWidget(flow_of(theme, keep))
        self.state.changed.connect(lambda state: self._follow.setVisible(state is AnswerState.COULD_NOT_FIND_OUT))
        self.reason.returnPressed.connect(self.keep)

    def keep(self) -> None:
        """Hand the gap on; a gap without its reason is no honest gap."""
        reason = self.reason.text().strip()
        if not reason:
            self.notice.say("Write a few words about why, so that whoever reads this later understands.")
            self.reason.setFocus()
            return
        self.kept.emit(Gap(self._missing, self.state.value, reason, self.follow_up.text().strip()))


def _why(missing: Missing, person: str) -> str:
    who = {
        Speaker.PERSON: f"{person} can answer.",
        Speaker.CARER: "A carer can answer.",
        Speaker.SUPPORTER: "A supporter can answer.",
        Speaker.WORKER: "You can answer.",
    }[missing.who]
    return " ".join(
        part
        for part in (
            who,
            missing.why,
            "You said you would come back to this." if missing.came_back else "",
            "The reason that stands there needs more words." if missing.needs_decision else "",
        )
        if part
    )
