"""``doorstep vault``: looking after a vault at a command line, for the office's IT.

Prints plain sentences, and never a word of an assessment. What fails is raised for ``__main__`` to tell.
"""

from __future__ import annotations

import contextlib
import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

from doorstep.errors import StorageError
from doorstep.vault import restore as restoring
from doorstep.vault import snapshots
from doorstep.vault.cipher import CipherFile
from doorstep.vault.inspection import Inspection, inspect
from doorstep.vault.keys import FLOOR, Kdf, Purpose, subkey
from doorstep.vault.migration import check_identity
from doorstep.vault.presence import DATABASE, is_vault
from doorstep.vault.salvage import Salvaged
from doorstep.vault.salvage import salvage as salvaged
from doorstep.vault.unlocking import Unlocked, unlocked

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

WELL: Final = 0
NOT_WELL: Final = 1


class VaultCommands:
    """The commands over one vault's folder. ``kdf_floor`` is for tests."""

    def __init__(
        self,
        folder: Path,
        out: TextIO,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        kdf_floor: Kdf = FLOOR,
    ) -> None:
        self._folder = folder
        self._out = out
        self._clock = clock
        self._kdf_floor = kdf_floor

    def run(self, asked: argparse.Namespace) -> int:
        """Do what was asked; return 0 when all is well and 1 when the vault is not. Raises VaultError."""
        passphrase = read_passphrase(asked.passphrase_file)
        match asked.vault_command:
            case "check":
                return self.check(passphrase)
            case "snapshot":
                return self.snapshot(passphrase)
            case "restore" if asked.copy is not None:
                return self.restore_copy(passphrase, asked.copy)
            case "restore":
                return self.restore(passphrase, asked.snapshot)
            case _:
                return self.salvage(passphrase, asked.out)

    def check(self, passphrase: str) -> int:
        """Look the vault over and say what was found."""
        with self._held(passphrase) as held:
            found = inspect(held)
        self._say(*_words_of(found))
        return WELL if found.well else NOT_WELL

    def snapshot(self, passphrase: str) -> int:
        """Take a snapshot, when anything has changed since the last one; list what there is."""
        with self._held(passphrase) as held:
            database = CipherFile(held.folder / DATABASE, subkey(held.data_key, Purpose.DATABASE))
            with contextlib.closing(database):
                check_identity(database)
                database.check()
                taken = snapshots.take(database, held.folder, self._clock())
            self._say("A snapshot was taken." if taken else "Nothing has changed since the last snapshot.")
            self._list(held.folder)
        return WELL

    def restore(self, passphrase: str, name: str | None) -> int:
        """Put a snapshot back; without a name, list those that there are."""
        with self._held(passphrase, database_needed=False) as held:
            if name is None:
                self._list(held.folder)
                self._say("Name one of them to put it back.")
                return WELL
            source = held.folder / snapshots.FOLDER / name
            aside = restoring.restore(held.folder, source, held.data_key, self._clock())
        self._say("The snapshot is in place.", f"What was there before is kept in {aside}.")
        return WELL

    def restore_copy(self, passphrase: str, copy: Path) -> int:
        """Put a second copy back: over the same vault, whose files are kept aside, or where there is none."""
        if not is_vault(self._folder):
            restoring.from_copy(copy, self._folder, passphrase, kdf_floor=self._kdf_floor)
            self._say(f"The copy is now the vault in {self._folder}.", "It opens with the passphrase of the copy.")
            return WELL
        with self._held(passphrase, database_needed=False) as held:
            aside = restoring.restore(held.folder, copy / DATABASE, held.data_key, self._clock())
        self._say("The copy is in place.", f"What was there before is kept in {aside}.")
        return WELL

    def salvage(self, passphrase: str, out: Path) -> int:
        """Read what is left of a damaged vault into a fresh one in another folder."""
        with self._held(passphrase, database_needed=False) as held:
            told = salvaged(held.folder, held.data_key, out, self._clock())
        self._say(*_words_of_salvage(told), f"The fresh vault is in {out}; it has the same passphrase.")
        return NOT_WELL if told.lost or told.set_aside or told.begun_anew else WELL

    @contextlib.contextmanager
    def _held(self, passphrase: str, *, database_needed: bool = True) -> Iterator[Unlocked]:
        with unlocked(self._folder, passphrase, kdf_floor=self._kdf_floor, database_needed=database_needed) as held:
            yield held
            held.lock.release()

    def _list(self, folder: Path) -> None:
        for each in snapshots.taken(folder):
            self._say(f"{each.name}  {each.taken_at:%d %B %Y, %H:%M} UTC  {each.size // 1024} KiB")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._out.write(f"{line}\n")


def read_passphrase(file: Path | None) -> str:
    """Return the first line of a file, or ask at the keyboard without showing it. Raises StorageError."""
    if file is None:
        return getpass.getpass("Passphrase: ")
    try:
        return file.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(what="passphrase file") from error


def _words_of(found: Inspection) -> list[str]:
    if found.damage is not None:
        return [
            f"The passphrase is right, but the database is damaged ({found.damage}).",
            f"There are {found.snapshots} snapshots: “doorstep vault restore” puts one back.",
            "“doorstep vault salvage” saves what can still be read.",
        ]
    lines = [f"{found.records} assessments, {found.entries} journal entries, {found.snapshots} snapshots."]
    if found.broken_at is not None:
        lines.append(f"The journal does not fit together at entry {found.broken_at}: it was changed from outside.")
    if found.guards_missing:
        lines.append(f"What guards the journal was taken away: {', '.join(found.guards_missing)}.")
    if found.differing:
        lines.append(f"{found.differing} assessments are not what their journal says.")
    if found.lost_saves:
        lines.append(f"{found.lost_saves} saves that were shown as saved are gone.")
    return [*lines, "All is well."] if found.well else lines


def _words_of_salvage(told: Salvaged) -> list[str]:
    lines = [
        f"{told.pages} pages read, {told.damaged_pages} of them damaged.",
        f"Saved: {told.records} assessments with {told.entries} journal entries, {told.drafts} unfinished texts.",
        f"Saved: {told.pictures} pictures, {told.forms} forms, {told.settings} settings.",
        f"Lost: {told.lost} journal entries. {told.set_aside} more were read and do not fit without them.",
    ]
    if told.begun_anew:
        lines.append(f"{len(told.begun_anew)} assessments had lost their beginning; look at the names and the form.")
    return lines
