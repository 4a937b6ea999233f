"""Who else was at the door while the vault was locked: the office with its own key, or somebody who guessed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from doorstep.calendar import day_words
from doorstep.errors import StorageError
from doorstep.ui.dates import time_words
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

WORTH_TELLING: Final = 5
"""Wrong passphrases in a row: fewer are slips of the worker's own fingers."""
_AFTER_RECOVERY: Final = (
    "No answer in it was changed, and its journal says that it was opened. If you did not expect this, ask your office."
)
_NOT_COUNTED: Final = (
    "This is so after the vault's files were copied by hand. If nobody did that, somebody may have tried passphrases "
    "on this laptop: tell your office."
)


class AtTheDoor(Notice):
    """Says it on the first page, and stays until the worker has read it. Hidden when nobody was there."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__(theme, "at_the_door")
        self._workspace = workspace
        told = door_words(workspace)
        if told is not None:
            heading, words = told
            self.say(words, heading=heading, buttons=(button("I have read this", "door_read", theme, self._read),))

    def _read(self) -> None:
        with contextlib.suppress(StorageError):  # told once more next time, that is all
            self._workspace.recovery_seen()
        self.clear()


def door_words(workspace: Workspace) -> tuple[str, str] | None:
    """Return a heading and sentences, or None when nobody else was there."""
    recovered, guesses = workspace.recovered, workspace.guesses
    if recovered is not None:
        local = recovered.at.astimezone()
        heading = f"Your office opened this vault on {day_words(local.date())} at {time_words(local)}."
        who = f"{recovered.by} of {recovered.office} gave it a new passphrase, with the office's own key."
        return heading, f"{who} {_AFTER_RECOVERY}"
    if not guesses.counted:
        return "The count of wrong passphrases was missing or had been changed.", _NOT_COUNTED
    if guesses.wrong >= WORTH_TELLING:
        return (
            f"{guesses.wrong} wrong passphrases were tried before the right one.",
            "None of them opened anything. If that was not you, tell your office.",
        )
    return None
