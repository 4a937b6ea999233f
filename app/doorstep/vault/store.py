"""The database, its sidecar and the clock together: what the writer commits through."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import AnswerKey, RowPath
from doorstep.assessment.facts import AnswerCleared, AnswerGiven, Fact, RowRemoved
from doorstep.errors import StorageError
from doorstep.vault import drafts, journal, projection, removal
from doorstep.vault.drafts import Draft
from doorstep.vault.head import Mark
from doorstep.vault.interruption import Lost, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from doorstep.assessment.facts import RecordRemoved
    from doorstep.vault.cipher import CipherFile
    from doorstep.vault.head import Sidecar

    Clock = Callable[[], datetime]


class Due(msgspec.Struct, frozen=True):
    """Something promised for a day, as the list of assessments shows it.

    ``link_id`` is the question that holds the date. ``waits``: the person asked for time, and the clock stands still.
    """

    day: date
    what: str
    link_id: str = ""
    waits: bool = False


class Save(msgspec.Struct, frozen=True):
    """What a screen hands over to be kept: facts in order, text being typed, text that no longer counts.

    A fact that gives or clears an answer drops the draft of that answer by itself. ``place`` is where the worker is
    now; ``due`` replaces what is due for the record. Both None for "as before".
    """

    record_id: str
    facts: tuple[Fact, ...] = ()
    drafts: Mapping[AnswerKey, str] = {}
    dropped_drafts: tuple[AnswerKey, ...] = ()
    place: Place | None = None
    due: tuple[Due, ...] | None = None


class Store:
    """Commits saves, each batch in one transaction, and keeps the sidecar beside it."""

    def __init__(self, database: CipherFile, sidecar: Sidecar, clock: Clock) -> None:
        self.database = database
        self.sidecar = sidecar
        self.clock = clock
        self.mark = self._read_mark()
        self._turn = threading.RLock()
        self._failing = self._unsure = False  # a commit has failed and is to be tried again; a removal has failed

    def commit(self, saves: Sequence[Save]) -> None:
        """Keep a batch, wholly or not at all; it is on the disk when this returns.

        Raises VaultError, and for facts that a record cannot carry AssessmentError or ValueError.
        """
        at = self.clock()
        with self._turn:
            self._settle()
            self._failing = True
            with self.database.transaction():
                head = journal.Head(self.mark.seq, self.mark.hash)
                for save in saves:
                    head = self._append(head, save)
                self._drop_drafts_of_lost_rows(saves)
                self._keep_drafts(saves, at)
                place = next((save.place for save in reversed(saves) if save.place is not None), None)
                self.database.run(
                    "UPDATE sitting SET saves = saves + 1, saved_at = ?, place = coalesce(?, place)",
                    *(at.isoformat(), msgspec.json.encode(place) if place else None),
                )
            self._failing = False
            self._advance(head)

    def remove(self, record: str, fact: RecordRemoved) -> None:
        """Take a record out, in one transaction: afterwards there is the record or its tombstone.

        Whether it may go is asked inside. Raises RemovalRefusedError, VaultError.
        """
        with self._turn:
            if self._failing:
                raise StorageError(what="not saved")
            self._settle()
            self._unsure = True
            with self.database.transaction():
                removal.require_received(self.database, record, fact)
                head = journal.append(self.database, journal.Head(self.mark.seq, self.mark.hash), record, fact)
                removal.take_out(self.database, record, head.seq)
                self.database.run("UPDATE sitting SET saves = saves + 1, saved_at = ?", fact.at.isoformat())
            self._unsure = False
            self._advance(head)
        self.database.checkpoint()  # what the log still held of it is gone too

    def recover(self) -> bool:
        """Open a fresh connection after a failed commit; return whether that commit had reached the disk after all.

        Raises VaultError while the file still cannot be opened.
        """
        with self._turn:
            before = self.mark
            self.database.reopen()
            self.mark = self._read_mark()
            arrived = self.mark.saves > before.saves and not self._unsure
            self._failing = self._unsure = False
            if self.mark.saves > before.saves:
                self.sidecar.write(self.mark)
            return arrived

    def take_loss(self) -> Lost | None:
        """Compare with the sidecar: return what is missing, if anything, and let the sidecar begin anew from here."""
        known = self.sidecar.read()
        lost = None
        if known is not None and known.saves > self.mark.saves:
            [(saved_at,)] = self.database.run("SELECT saved_at FROM sitting")
            kept_until = datetime.fromisoformat(saved_at) if saved_at else None
            lost = Lost(known.saves - self.mark.saves, max(known.seq - self.mark.seq, 0), kept_until)
        self.sidecar.replace(self.mark)
        return lost

    def _settle(self) -> None:
        """Read the mark anew when a removal has failed: it may have reached the disk all the same."""
        if self._unsure:
            self.mark = self._read_mark()
            self._unsure = False

    def _advance(self, head: journal.Head) -> None:
        self.mark = Mark(self.mark.saves + 1, head.seq, head.hash)
        self.sidecar.write(self.mark)

    def _append(self, head: journal.Head, save: Save) -> journal.Head:
        for fact in save.facts:
            head = journal.append(self.database, head, save.record_id, fact)
            projection.apply(self.database, save.record_id, head.seq, fact)
        if save.due is not None:
            self.database.run("UPDATE record SET due = ? WHERE id = ?", msgspec.json.encode(save.due), save.record_id)
        return head

    def _keep_drafts(self, saves: Iterable[Save], at: datetime) -> None:
        for (record, key), text in _last_words(saves).items():
            if text is None:
                drafts.drop(self.database, record, key)
            else:
                drafts.put(self.database, record, key, Draft(text, at))

    def _drop_drafts_of_lost_rows(self, saves: Iterable[Save]) -> None:
        for save in saves:
            for row in _lost_rows(save):
                drafts.drop_below(self.database, save.record_id, row)

    def _read_mark(self) -> Mark:
        [(saves,)] = self.database.run("SELECT saves FROM sitting")
        head = journal.head(self.database)
        return Mark(saves, head.seq, head.hash)


def _last_words(saves: Iterable[Save]) -> dict[tuple[str, AnswerKey], str | None]:
    """Return what each field of a batch was left with: its text, or None once its answer is in the journal."""
    words: dict[tuple[str, AnswerKey], str | None] = {}
    for save in saves:
        settled = [fact.key for fact in save.facts if isinstance(fact, AnswerGiven | AnswerCleared)]
        for row in _lost_rows(save):
            settled += [key for record, key in words if record == save.record_id and key.path[: len(row)] == row]
        words |= dict.fromkeys(((save.record_id, key) for key in (*settled, *save.dropped_drafts)), None)
        words |= {(save.record_id, key): text for key, text in save.drafts.items()}
    return words


def _lost_rows(save: Save) -> list[RowPath]:
    return [(*fact.parent, fact.row) for fact in save.facts if isinstance(fact, RowRemoved)]
