"""The glossary in use, read beside the window so that no page waits for it (TB-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from doorstep.ui.background import Outcome, run_beside

if TYPE_CHECKING:
    from doorstep.packs.glossary import Found
    from doorstep.services.packs import Packs


class PlainWords(QObject):
    """Finds professional words in a text; none until the glossary has been read. ``ready`` tells that it has."""

    ready = Signal()

    def __init__(self, packs: Packs, owner: QObject) -> None:
        super().__init__(owner)
        self._packs = packs
        self._read = False

    def read(self) -> None:
        """Read the glossary, once; a damaged one leaves the words as they are."""
        if not self._read:
            run_beside(self, lambda: self._packs.current, self._done)

    def terms(self, text: str) -> tuple[Found, ...]:
        """Return the terms in a text."""
        return self._packs.terms_in(text) if self._read else ()

    def _done(self, outcome: Outcome) -> None:
        if outcome.error is None:
            self._read = True
            self.ready.emit()
