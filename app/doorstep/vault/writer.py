"""The writer: one thread that saves at once, and merges what came in while it was busy.

Handing over a save takes no disk time, so typing never waits. There is no debounce: waiting would only make the loss
window longer. A time of saving is told only after COMMIT has returned. When the disk fails, everything stays queued in
order, the database is closed and opened again (a file handle is not to be trusted after a failed flush), it is found
out whether the commit had arrived after all, and then it is tried again, ever more slowly, until it works.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from doorstep.errors import AssessmentError, SaveRefusedError, VaultError, WriterEndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from doorstep.vault.store import Save

_DELAYS: Final = (0.25, 0.5, 1.0, 2.0, 5.0)
"""Seconds between one try and the next; the last one repeats."""


_MOST_AT_ONCE: Final = 256
"""Saves in one transaction: what has piled up is saved, and said to be, in parts."""


class SaveState(msgspec.Struct, frozen=True):
    """What may be said on screen about saving.

    ``saved_at`` is when the last commit returned, None before the first; ``pending`` counts saves that are not on the
    disk; ``error`` is the code of what went wrong, until it works again; ``retrying`` says that it is being tried.
    """

    saved_at: datetime | None
    pending: int
    error: str | None = None
    retrying: bool = False


class Committing(Protocol):
    """What the writer needs of a store."""

    def commit(self, saves: Sequence[Save]) -> None:
        """Keep a batch, wholly or not at all."""

    def recover(self) -> bool:
        """Open a fresh connection, and return whether the failed batch had been kept."""


class Writer:
    """Owns the thread. All methods may be called from any other thread."""

    def __init__(self, store: Committing, clock: Callable[[], datetime], *, delays: Sequence[float] = _DELAYS) -> None:
        self._store = store
        self._clock = clock
        self._delays = delays
        self._changed = threading.Condition()
        self._waiting: deque[Save] = deque()
        self._busy = 0
        self._refused: list[Save] = []
        self._saved_at: datetime | None = None
        self._error: str | None = None
        self._retrying = self._ending = self._hurry = False
        # a daemon, so that a program that dies without closing does not hang: the next unlock tells what happened
        self._thread = threading.Thread(target=self._run, name="vault writer", daemon=True)
        self._thread.start()

    def submit(self, save: Save) -> None:
        """Take a save and return at once. Raises WriterEndedError when nobody would keep it."""
        with self._changed:
            if self._ending:
                raise WriterEndedError
            self._waiting.append(save)
            self._changed.notify_all()

    def state(self) -> SaveState:
        """Return how saving stands; costs nothing, to be asked as often as a screen likes."""
        with self._changed:
            return SaveState(self._saved_at, self._queued() + len(self._refused), self._error, self._retrying)

    def flush(self, timeout: float) -> bool:
        """Wait until all that was handed over is on the disk, at most so many seconds; return whether it is."""
        with self._changed:
            self._hurry = self._retrying
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not self._queued(), timeout) and not self._refused

    def stop(self, timeout: float) -> bool:
        """Save what is queued and end; return False, and go on trying, when so many seconds were not enough."""
        self.flush(timeout)
        if self._queued():
            return False
        self.abandon()
        return True

    def abandon(self) -> None:
        """End after what is being done now, whatever is still queued."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        self._thread.join()

    def _queued(self) -> int:
        return len(self._waiting) + self._busy

    def _run(self) -> None:
        try:
            while batch := self._next_batch():
                self._keep(batch)
        finally:
            with self._changed:
                if not self._ending:  # a fault of ours: say that nothing is being saved any more
                    self._error, self._ending = WriterEndedError.code, True
                    self._changed.notify_all()

    def _next_batch(self) -> list[Save]:
        """Wait for something to do and take it, up to a bound; empty when the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ending)
            size = 0 if self._ending else min(len(self._waiting), _MOST_AT_ONCE)
            batch = [self._waiting.popleft() for _ in range(size)]
            self._busy = size
            return batch

    def _keep(self, batch: list[Save]) -> None:
        try:
            self._commit(batch)
        except (AssessmentError, ValueError):
            if len(batch) == 1:
                self._refuse(batch[0])
            else:  # one of them is at fault: the others must not suffer for it
                for save in batch:
                    self._keep([save])

    def _commit(self, batch: list[Save]) -> None:
        """Commit, however often it takes; return without it only when the end has come."""
        for delay in itertools.chain(self._delays, itertools.repeat(self._delays[-1])):
            try:
                self._store.commit(batch)
            except VaultError as error:
                self._fail(error)
            else:
                self._done(batch)
                return
            if self._pause(delay):
                return
            if self._recovered():
                self._done(batch)
                return

    def _recovered(self) -> bool:
        try:
            return self._store.recover()
        except VaultError as error:
            self._fail(error)
            return False

    def _pause(self, delay: float) -> bool:
        """Wait, or less when somebody asks for a flush; return whether the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._ending or self._hurry, delay)
            self._hurry = False
            return self._ending

    def _done(self, batch: list[Save]) -> None:
        with self._changed:
            self._saved_at = self._clock()
            self._busy -= len(batch)
            self._error, self._retrying = SaveRefusedError.code if self._refused else None, False
            self._changed.notify_all()

    def _fail(self, error: VaultError) -> None:
        with self._changed:
            self._error, self._retrying = error.code, True
            self._changed.notify_all()

    def _refuse(self, save: Save) -> None:
        """Put aside what a record cannot carry, and say so from now on: it is not saved and must not look saved."""
        with self._changed:
            self._busy -= 1
            self._refused.append(save)
            self._error = SaveRefusedError.code
            self._changed.notify_all()
