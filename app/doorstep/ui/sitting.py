"""A sitting: the time between unlocking and locking, with the open workspace and what is said about saving."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from doorstep.errors import StorageError
from doorstep.ui.background import finish_errands
from doorstep.ui.saved_words import SavedWatch

if TYPE_CHECKING:
    from doorstep.services.workspace import SaveState, Workspace


class Sitting(QObject):
    """Holds the workspace while there is one.

    ``saved`` carries the words about saving, ``trouble`` a Message for as long as the disk takes nothing, then None.
    """

    saved = Signal(str)
    trouble = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self._watch = SavedWatch(self._save_state, self)
        self._watch.words.connect(self.saved)
        self._watch.trouble.connect(self.trouble)

    @property
    def said(self) -> str:
        """What was said about saving last."""
        return self._watch.said

    def begin(self, workspace: Workspace) -> None:
        """Sit down with an open vault."""
        self.workspace = workspace
        self._watch.start()

    def settle(self) -> None:
        """Let what was typed reach the disk before a list is read from there; not when the disk is in trouble."""
        if self.workspace is not None and self.workspace.save_state().error is None:
            with contextlib.suppress(StorageError):  # the watch says so as long as it lasts
                self.workspace.assessments.settle()

    def end(self) -> None:
        """Wait for work under way, then close the vault.

        Raises StorageError when the disk does not take everything; the vault then stays open.
        """
        if self.workspace is None:
            return
        finish_errands()
        if self.workspace.save_state().error is not None:  # known: no need to wait for the disk once more
            raise StorageError(what="not saved")
        self.workspace.close()
        self._forget()

    def abandon(self) -> None:
        """Close the vault although not everything could be saved: the worker's own choice."""
        if self.workspace is not None:
            self.workspace.abandon()
            self._forget()

    def _forget(self) -> None:
        self._watch.stop()
        self.workspace = None

    def _save_state(self) -> SaveState | None:
        return None if self.workspace is None else self.workspace.save_state()
