"""Tells of damage that is found in a vault that is open: large vaults are checked to the end beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal

from doorstep.errors import ChainBrokenError, DoorstepError
from doorstep.ui.messages import Message
from doorstep.ui.notice import Notice
from doorstep.ui.sheet import button

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme

_EVERY: Final = 1000
"""Milliseconds between two looks; a look costs microseconds."""
_SAFE: Final = "What you type is still being saved."
_DO: Final = (
    "Finish only what cannot wait, then go back to a snapshot or take the laptop to your office: once Doorstep locks, "
    "the vault stays shut until one of the two is done."
)


class DamageNotice(Notice):
    """Hidden as long as nothing is wrong; then it stays. ``copies_wanted`` asks for the page of snapshots.

    ``workspace`` returns None while the vault is locked.
    """

    copies_wanted = Signal()

    def __init__(self, workspace: Callable[[], Workspace | None], theme: Theme) -> None:
        super().__init__(theme, "vault_damage")
        self._workspace = workspace
        self._known: DoorstepError | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once whether anything was found, and say it without taking the keyboard."""
        workspace = self._workspace()
        found = workspace.damage if workspace is not None else None
        if found is self._known:
            return
        self._known = found
        if found is None:
            self.clear()
        else:
            back = button("Snapshots and second copies", "damage_copies", self._theme, self.copies_wanted.emit)
            self.tell_beside(damage_words(found), buttons=(back,))


def damage_words(found: DoorstepError) -> Message:
    """Return what was found in an open vault, what is safe and what to do."""
    if isinstance(found, ChainBrokenError):
        entry = found.facts.get("row", "?")
        happened = (
            f"The journal of this vault does not fit together at entry {entry}: something changed it from outside."
        )
    else:
        happened = "A part of the vault’s file is damaged."
    return Message(happened, _SAFE, _DO)
