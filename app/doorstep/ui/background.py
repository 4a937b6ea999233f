"""Work that takes longer than a blink, done beside the window.

``run_beside`` hands one piece of work to the thread pool and calls back in the window's thread with an ``Outcome``. The
window never freezes, and a page that has gone in the meantime is not called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from doorstep.errors import DoorstepError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a piece of work: its ``value``, or the ``error`` that stopped it."""

    value: object = None
    error: DoorstepError | None = None


class Errand(QObject):
    """One piece of work under way. It belongs to the program until it is done, so that no page can pull it away."""

    _finished = Signal(object)

    def __init__(
        self,
        work: Callable[[], object],
        then: Callable[[Outcome], None],
        owner: QObject,
        stop: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(QCoreApplication.instance())
        self._owner = owner
        self._stop = stop
        self._then = then
        self._runner = _Runner(work, self._finished.emit)
        self._finished.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Hand the work to the thread pool."""
        QThreadPool.globalInstance().start(self._runner)

    def stop(self) -> None:
        """Ask the work to come to an end soon, if it can."""
        if self._stop is not None:
            self._stop()

    @Slot(object)
    def _report(self, outcome: Outcome) -> None:
        if isValid(self._owner):
            self._then(outcome)
        self.deleteLater()


class _Runner(QRunnable):
    """The half of an errand that runs in the other thread. It is kept alive by the errand, not by the pool."""

    def __init__(self, work: Callable[[], object], report: Callable[[Outcome], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work
        self._report = report

    def run(self) -> None:
        # A fault that nobody foresaw still ends the waiting; it then goes on to the log by its own way.
        outcome = Outcome(error=DoorstepError())
        try:
            outcome = Outcome(value=self._work())
        except DoorstepError as error:
            outcome = Outcome(error=error)
        finally:
            self._report(outcome)


def run_beside(
    owner: QObject,
    work: Callable[[], object],
    then: Callable[[Outcome], None],
    stop: Callable[[], None] | None = None,
) -> Errand:
    """Run ``work`` in the thread pool; ``then`` gets its Outcome in the window's thread, unless ``owner`` is gone.

    ``stop`` is called when the work should end soon: long work such as printing must not hold up the lock.
    """
    errand = Errand(work, then, owner, stop)
    errand.start()
    return errand


def finish_errands() -> None:
    """Wait until all work under way has ended: before the vault is closed, before the program ends."""
    application = QCoreApplication.instance()
    for errand in application.findChildren(Errand) if application is not None else ():
        errand.stop()
    QThreadPool.globalInstance().waitForDone()
