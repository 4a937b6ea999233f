"""Snapshots and second copies: what is kept should something go wrong, and going back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from doorstep.calendar import day_words
from doorstep.errors import StorageError
from doorstep.ui.background import Outcome, run_beside
from doorstep.ui.choosing_files import ask_folder
from doorstep.ui.controls.buttons import Weight
from doorstep.ui.controls.words import Words
from doorstep.ui.dates import time_words
from doorstep.ui.messages import message_for
from doorstep.ui.notice import Notice
from doorstep.ui.passphrase_ask import PassphraseAsk
from doorstep.ui.sheet import Sheet, bare_column, button, empty, flow_of, put_into

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from doorstep.services.backup import KeptSnapshot, SecondCopy
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

_WARNING = (
    "What was written since then will no longer be in the vault. It is put aside in a folder of its own, so that your "
    "office can still get at it. Doorstep then locks, and you unlock it as always."
)


class BackupPage(Sheet):
    """The page. ``restored`` tells that the vault is another one now, and closed."""

    restored = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__("Snapshots and second copies", "backup_page", theme, back="◂ Back")
        self._workspace = workspace
        self.notice = Notice(theme, "backup_notice")
        self.add(self.notice)
        self.proof = PassphraseAsk("restore", workspace.confirm_passphrase, theme)
        self.add(self.proof)
        self.heading("A second copy on a stick")
        self.words("It is encrypted as the vault is, and opens with your passphrase. Keep it apart from the laptop.")
        self.copied = self.words("", name="second_copy")
        self.copy = self.button("Make a second copy on a stick", "make_copy", self.choose_folder, Weight.FIRST)
        self.row(self.copy)
        self.heading("Snapshots on this laptop")
        self.words(
            "Doorstep takes one each time it locks, and keeps the last ten and one for each day of a month. They help "
            "when something in the vault was spoilt; they are gone with the laptop."
        )
        listed = QWidget()
        self._list = bare_column(listed, theme.space("lanes"))
        self.add(listed)

    def refresh(self) -> None:
        """Show what is kept."""
        self.copied.setText(copy_words(self._workspace.backup.second_copy))
        empty(self._list)
        try:
            snapshots = self._workspace.backup.snapshots()
        except StorageError as error:
            self.notice.tell_beside(message_for(error))
            return
        for snapshot in snapshots:
            put_into(self._list, self._row(snapshot))
        if not snapshots:
            put_into(self._list, Words("There is none yet.", self.theme, "body", "quiet"))

    def choose_folder(self) -> None:
        """Ask for the stick."""
        folder = ask_folder(self, "Where shall the second copy go?")
        if folder is not None:
            self.copy_to(folder)

    def copy_to(self, folder: Path) -> None:
        """Write the second copy into a folder, beside the window."""
        self._do("Copying …", lambda: self._workspace.backup.copy_to(folder), self._copied)

    def ask_to_restore(self, snapshot: KeptSnapshot) -> None:
        """Warn, and ask for the passphrase, before going back to a snapshot."""
        self.notice.clear()
        self.proof.ask(
            f"Go back to {_when(snapshot.taken_at)}?", _WARNING, "Go back", lambda: self._restore(snapshot.name)
        )

    def _restore(self, name: str) -> None:
        self._do("Going back …", lambda: self._workspace.backup.restore(name), lambda _kept: self.restored.emit())

    def _do(self, waiting: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        def finish(outcome: Outcome) -> None:
            if outcome.error is not None:
                self.notice.tell(message_for(outcome.error))
                return
            then(outcome.value)

        self.notice.say("", heading=waiting, role="accent")
        self.notice.setFocus()
        run_beside(self, work, finish)

    def _copied(self, path: Path) -> None:
        self.refresh()
        self.notice.say(f"It is in {path}.", heading="The second copy is made.", role="done")
        self.notice.setFocus()

    def _row(self, snapshot: KeptSnapshot) -> QWidget:
        row = QWidget()
        column = bare_column(row, self.theme.space("inside"))
        when = _when(snapshot.taken_at)
        column.addWidget(Words(f"{when}, {size_words(snapshot.size)}", self.theme))
        back = button("Go back to this", f"restore_{snapshot.name}", self.theme, lambda: self.ask_to_restore(snapshot))
        back.setAccessibleName(f"Go back to the snapshot of {when}")
        column.addWidget(flow_of(self.theme, back))
        return row


def copy_words(copy: SecondCopy | None) -> str:
    """Return when the last second copy was made, and where."""
    if copy is None:
        return "There is no second copy yet."
    return f"The last one was made on {_when(copy.made_at)}, in {copy.folder}."


def size_words(size: int) -> str:
    """Return a size in bytes as people say it: 340 KB, 2.1 MB."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _when(moment: datetime) -> str:
    return f"{day_words(moment.astimezone().date())} at {time_words(moment)}"
