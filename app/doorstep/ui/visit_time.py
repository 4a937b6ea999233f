"""Time in a visit: how long it has lasted, whether a break is due, whether the person has asked for time to think.

A break is offered in a quiet line at the foot of the page and never insisted on (TB-13). Time to think is not a delay:
promised dates wait while it lasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from doorstep.assessment.breaks import break_due
from doorstep.calendar import day_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.bottom_bar import BottomBar

_LOOK: Final = 20_000
"""Milliseconds between two looks at the clock."""


class VisitTime(QObject):
    """Keeps the bar of an assessment up to date. ``rest_wanted`` asks to hide everything for as long as a break lasts.

    ``break_after`` is after how many minutes a break is offered; 0 never.
    """

    rest_wanted = Signal()

    def __init__(
        self, assessment: OpenAssessment, bar: BottomBar, now: Callable[[], datetime], break_after: int
    ) -> None:
        super().__init__(bar)
        self._assessment = assessment
        self._bar = bar
        self._now = now
        self._break_after = break_after
        self._rested: datetime | None = None
        bar.break_taken.connect(self.take_break)
        bar.went_on.connect(self.go_on)
        clock = QTimer(self)
        clock.setInterval(_LOOK)
        clock.timeout.connect(self.tell)
        clock.start()

    def tell(self) -> None:
        """Say how long the visit has lasted, where one is under way today, and offer what fits."""
        state, now = self._assessment.state, self._now()
        visit = state.visits[-1] if state.visits else None
        under_way = visit is not None and visit.day == now.date() and not visit.ended
        pause, signed = state.paused, state.signed is not None
        self._bar.show_time(_minutes_since(visit.started, now) if visit is not None and under_way else None)
        self._bar.offer_visit(None if under_way or signed else len(state.visits) + 1)
        self._bar.offer_break(due=break_due(visit, now, self._break_after, self._rested) and not signed)
        until = f", until {day_words(pause.until)}" if pause is not None and pause.until is not None else ""
        self._bar.show_pause("" if pause is None else f"Time to think since {day_words(pause.begun)}{until}")

    def take_break(self) -> None:
        """Rest now; the next break is offered as long after this one as the first after the beginning."""
        self.go_on()
        self.rest_wanted.emit()

    def go_on(self) -> None:
        """Go on without a break."""
        self._rested = self._now()
        self.tell()


def _minutes_since(clock: str, now: datetime) -> int | None:
    hours, _, minutes = clock.partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return None
    return max(0, now.hour * 60 + now.minute - int(hours) * 60 - int(minutes))
