"""A notice that does work beside the window: what is under way, how far it is, and a button that stops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot

from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.progress import Progress
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Work:
    """What is under way. What is only looked at gives way to the next; what is written or printed ends first."""

    progress: Progress
    thing: str
    gives_way: bool


class WorkNotice(Notice):
    """One piece of work at a time. Errors are told here; a result goes to whoever asked for it."""

    _under_way: _Work | None = None

    def run(
        self,
        waiting: str,
        work: Callable[[Progress], object],
        then: Callable[[Any], None],
        thing: str = "",
        *,
        gives_way: bool = False,
    ) -> None:
        """Do ``work`` beside the window, saying ``waiting``; ``thing`` is what each of its steps is called."""
        if self._under_way is not None:
            self._under_way.progress.stop()
        this = self._under_way = _Work(Progress(), thing, gives_way)

        def finish(outcome: Outcome) -> None:
            if self._under_way is not this:
                return  # something else was chosen meanwhile
            self._under_way = None
            if outcome.error is not None:
                self.tell(message_for(outcome.error))
                return
            held = self.isAncestorOf(self.window().focusWidget() or self.window())
            self.clear()
            then(outcome.value)
            if held and not self.isHidden():
                self.setFocus()  # the button that stops it is gone

        this.progress.stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)
        stop = button("Stop", "stop_work", self._theme, self.stop, Weight.QUIET)
        self.say("", heading=waiting, role="accent", buttons=(stop,))
        run_beside(self, lambda: work(this.progress), finish, this.progress.stop)

    def stop(self) -> None:
        """Stop what is under way; what is done stays done, and is told."""
        work = self._under_way
        if work is None:
            return
        work.progress.stop()
        if work.gives_way:
            self._under_way = None
            self.say("", heading="Stopped.")
        else:
            self.say("", heading="Stopping …", role="accent")
        self.setFocus()

    def give_way(self) -> None:
        """Drop what is only looked at: something else is wanted now."""
        if self._under_way is not None and self._under_way.gives_way:
            self._under_way.progress.stop()
            self._under_way = None
            self.clear()

    def busy(self) -> bool:
        """Tell whether something is being written or printed; then the keyboard goes to where it can be stopped."""
        if self._under_way is None or self._under_way.gives_way:
            return False
        self.setFocus()
        return True

    @Slot(int, int)
    def _step(self, done: int, total: int) -> None:
        work = self._under_way
        if work is not None and not work.progress.stopped:
            self.words.setText(f"{work.thing} {done + 1} of {total}")
            self.words.show()
