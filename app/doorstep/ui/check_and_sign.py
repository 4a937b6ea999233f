"""Check and sign: what is still needed, topic by topic, then the worker's signature (TB-20, TB-09)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.errors import AssessmentError
from doorstep.ui.controls.buttons import Fold
from doorstep.ui.messages import message_for
from doorstep.ui.missing_row import Gap, MissingRow
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import BACK, Sheet, bare_column, empty, put_into
from doorstep.ui.signing import Signing
from doorstep.ui.to_weigh import ToWeigh

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.assessment.change import Change, ItemRef
    from doorstep.assessment.completeness import Missing
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.theme import Theme


class CheckAndSign(Sheet):
    """The page. ``go_wanted`` carries the ItemRef of a question, ``changed`` each Change made here.

    ``confirm`` tells whether a passphrase is the worker's: it is asked for before signing.
    """

    go_wanted = Signal(object)
    changed = Signal(object)

    def __init__(self, assessment: OpenAssessment, confirm: Callable[[str], bool], theme: Theme) -> None:
        super().__init__("Check and sign", "check_and_sign", theme, back=BACK)
        self._assessment = assessment
        self._unfolded: str | None = None
        self.notice = Notice(theme, "check_notice")
        self.add(self.notice)
        self.summary = self.words("", name="missing_summary")
        self._groups = QWidget()
        self._list = bare_column(self._groups, theme.space("lanes"))
        self.add(self._groups)
        self.to_weigh = ToWeigh(assessment, theme)
        self.to_weigh.go_wanted.connect(self.go_wanted)
        self.add(self.to_weigh)
        self.signing = Signing(assessment, confirm, theme)
        self.signing.changed.connect(self._show_signed)
        self.add(self.signing)

    def refresh(self) -> None:
        """Look at the assessment again and show what is still needed."""
        missing = self._assessment.state.missing()
        signed = self._assessment.state.signed
        self.summary.setText("" if signed else _summary(missing))
        self.summary.setVisible(not signed)
        self._groups.setVisible(not signed)
        self._show_groups(missing)
        self.to_weigh.refresh()
        self.signing.refresh()

    def rows(self) -> tuple[MissingRow, ...]:
        """Return the questions that are unfolded, from top to bottom."""
        return tuple(self._groups.findChildren(MissingRow))

    def unfold(self, topic_link_id: str) -> None:
        """Show the questions of one topic and fold the others away."""
        self._unfolded = "" if self._unfolded == topic_link_id else topic_link_id
        self._show_groups(self._assessment.state.missing())
        heading = self.findChild(Fold, f"missing_{topic_link_id}")
        if heading is not None:
            heading.setFocus()

    def leave_gap(self, gap: Gap) -> None:
        """Record why a question has no answer, take it off the list, and go on to the next one."""
        before = [each.ref for each in self._assessment.state.missing()]
        try:
            change = self._assessment.leave_gap(
                gap.missing.ref.link_id,
                gap.state,
                reason=gap.reason,
                follow_up=gap.follow_up,
                path=gap.missing.ref.path,
            )
        except AssessmentError as error:
            self.notice.tell(message_for(error))
            return
        self.changed.emit(change)
        self._go_on(before, gap.missing.ref)

    def _go_on(self, before: list[ItemRef], done: ItemRef) -> None:
        """Show what is left, with the keyboard on the question after the one that is dealt with, or on the last."""
        missing = self._assessment.state.missing()
        after = before[before.index(done) + 1 :] if done in before else []
        following = next((each for each in missing if each.ref in after), missing[-1] if missing else None)
        if following is not None:
            self._unfolded = following.topic_link_id
        self.refresh()
        row = next((row for row in self.rows() if following is not None and row.missing.ref == following.ref), None)
        if row is not None:
            row.because.setFocus()
        else:
            self.focus_first()

    def _show_signed(self, change: Change) -> None:
        self.changed.emit(change)
        self.refresh()

    def _show_groups(self, missing: tuple[Missing, ...]) -> None:
        empty(self._list)
        groups = [(link_id, tuple(group)) for link_id, group in groupby(missing, lambda each: each.topic_link_id)]
        titles = {topic.link_id: topic.title for topic in self._assessment.definition.topics}
        if groups and self._unfolded != "" and self._unfolded not in dict(groups):
            self._unfolded = groups[0][0]
        for link_id, group in groups:
            self._add_group(link_id, titles[link_id], group)

    def _add_group(self, link_id: str, title: str, group: tuple[Missing, ...]) -> None:
        unfolded = link_id == self._unfolded
        heading = Fold(f"{title}: {len(group)} still needed", self.theme)
        heading.setObjectName(f"missing_{link_id}")
        heading.setChecked(unfolded)
        heading.clicked.connect(lambda _checked: self.unfold(link_id))
        put_into(self._list, heading)
        if not unfolded:
            return
        for each in group:
            row = MissingRow(each, self._assessment.state.person.called, self.theme)
            row.go.connect(lambda chosen: self.go_wanted.emit(chosen.ref))
            row.gap.connect(self.leave_gap)
            put_into(self._list, row)


def _summary(missing: tuple[Missing, ...]) -> str:
    if not missing:
        return "Nothing is missing: every question that is needed has an answer, or the reason why it has none."
    by_law = sum(each.legal for each in missing)
    count = "1 question still needs" if len(missing) == 1 else f"{len(missing)} questions still need"
    law = f" The law asks for {by_law} of them." if by_law else ""
    return f"{count} an answer, or the reason why there is none.{law} Nothing here is an error; it is what is left."
