"""The second look: what the opening of a large vault has no time to check is checked beside the work that has begun.

A small vault is checked wholly before its list is shown. In a large one that would take seconds: there the opening
checks what the list is made of and the newest entries of the journal, and a thread then looks at every page, the
structure and the whole journal. That a look is due is noted in the vault before it begins and taken back when it has
found everything well, so that a vault that was closed early, or in which something was found, is checked wholly before
it is opened again.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Final, TypeAlias

from doorstep.errors import ChainBrokenError, VaultDamagedError, VaultError
from doorstep.vault import journal
from doorstep.vault.migration import is_older

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doorstep.vault.cipher import Beside, CipherFile, Stamp
    from doorstep.vault.journal import JournalEntry

WHOLE_UP_TO: Final = 8 * 1024 * 1024
"""Bytes of a vault that is checked wholly before it is opened: about two tenths of a second, some fifty assessments."""
DUE: Final = "second_look.due"
"""The setting that stands in a vault whose last look did not come to a good end."""
_HEAD_START: Final = 0.5
"""Seconds for the list to be read and painted before the look begins."""
_PAGES_AT_ONCE: Final = 64
_ENTRIES_AT_ONCE: Final = 250
_BREATH: Final = 0.002
"""Seconds after so many, in which the window's thread need not ask for its turn."""
_PAUSE: Final = 0.5
_PATIENCE: Final = 0.05
"""Seconds before a look is begun again, and before one that is to stop is interrupted again."""

Damage: TypeAlias = VaultDamagedError | ChainBrokenError


def may_wait(database: CipherFile) -> bool:
    """Tell whether the whole check of a database may come after its opening. Its log must be empty.

    Not for a small one, one whose last look is still due, or one that is brought up to date first.
    """
    if database.stamp().size <= WHOLE_UP_TO or is_older(database):
        return False
    return not database.run("SELECT 1 FROM setting WHERE name = ?", DUE)


def note_due(database: CipherFile) -> None:
    """Note that a look is due. Raises StorageError."""
    database.run("INSERT OR REPLACE INTO setting VALUES (?, x'')", DUE)


def note_done(database: CipherFile) -> None:
    """Note that all of a database was found well. Raises StorageError."""
    database.run("DELETE FROM setting WHERE name = ?", DUE)


class SecondLook:
    """One look at a database in use, in a thread of its own that reads and never keeps anybody waiting.

    ``found`` is what is wrong: None as long as nothing is. ``over`` is True when the look has come to its end; one that
    was stopped never does.
    """

    def __init__(self, database: CipherFile, head_start: float | None = None) -> None:
        self.found: Damage | None = None
        self.over = False
        self._database = database
        self._head_start = _HEAD_START if head_start is None else head_start
        self._stopping = threading.Event()
        self._reader_turn = threading.Lock()
        self._reader: Beside | None = None
        # a daemon, so that a program that dies without closing does not hang: the look is then still due
        self._thread = threading.Thread(target=self._run, name="second look", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End it, wherever it is, and wait for its thread: some hundredths of a second. A second time does nothing."""
        self._stopping.set()
        while self._thread.is_alive():
            with self._reader_turn:
                if self._reader is not None:
                    self._reader.interrupt()
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        if self._stopping.wait(self._head_start):
            return
        found = self._look_until_sure()
        if self._stopping.is_set():
            return
        if found is None:
            with contextlib.suppress(VaultError):  # a disk without room: it stays due
                note_done(self._database)
        self.found, self.over = found, True

    def _look_until_sure(self) -> Damage | None:
        """Look; and again when something seemed wrong while the file was written to: it may have been half written.

        A disk that fails closes the file for a while: that is not taken for damage either.
        """
        while True:
            before, found = self._stamp(), self._look()
            if found is None or (before is not None and self._stamp() == before) or self._stopping.wait(_PAUSE):
                return found

    def _stamp(self) -> Stamp | None:
        with contextlib.suppress(VaultError):
            return self._database.stamp()
        return None

    def _look(self) -> Damage | None:
        try:
            self._prove_pages()
            with self._reading() as reader:
                if reader.run("PRAGMA quick_check(1)") != [("ok",)]:
                    return VaultDamagedError(file=self._database.path.name, what="structure")
                journal.verify(self._unhurried(journal.batches(reader)))
        except (VaultDamagedError, ChainBrokenError) as error:
            return error
        except VaultError:  # a part of the disk that cannot be read
            return VaultDamagedError(file=self._database.path.name, what="unreadable")
        return None

    def _prove_pages(self) -> None:
        first = 1
        while not self._stopping.wait(_BREATH):
            there = self._database.prove_pages(first, _PAGES_AT_ONCE)
            if not there:
                return
            first += there

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Beside]:
        """Hold a reader that ``stop`` can interrupt."""
        with contextlib.closing(self._database.beside()) as reader:
            self._reader = reader
            try:
                yield reader
            finally:
                with self._reader_turn:
                    self._reader = None

    def _unhurried(self, entries: Iterable[JournalEntry]) -> Iterator[JournalEntry]:
        for count, entry in enumerate(entries):
            if count % _ENTRIES_AT_ONCE == 0 and self._stopping.wait(_BREATH):
                return
            yield entry
