"""Every bundle that this laptop has numbered: so that no number comes twice, and a receipt finds its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from doorstep.vault.database import Vault

_SETTING: Final = "bundles"


class Numbered(msgspec.Struct, frozen=True):
    """A running number and the record that it was given to. ``sha256`` is empty until the bundle was wholly written."""

    number: int
    record: str
    sha256: str = ""


class Ledger:
    """The list, kept in the vault.

    A number is kept before its bundle is made. If the program dies in between, that number is simply never used: the
    office notices a gap, which is harmless, and never two bundles of one number, which would look like a forgery.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def reserve(self, record: str) -> tuple[Numbered, str]:
        """Take the next number for a record; return it and the hash of the last bundle that was finished, or empty."""
        entries = self._entries()
        numbered = Numbered(len(entries) + 1, record)
        self._keep((*entries, numbered))
        return numbered, next((entry.sha256 for entry in reversed(entries) if entry.sha256), "")

    def finish(self, numbered: Numbered, sha256: str) -> None:
        """Note that the bundle of a number is whole."""
        finished = msgspec.structs.replace(numbered, sha256=sha256)
        self._keep(tuple(finished if entry.number == numbered.number else entry for entry in self._entries()))

    def find(self, number: int) -> Numbered | None:
        """Return what a number was given to, if its bundle was finished."""
        return next((entry for entry in self._entries() if entry.number == number and entry.sha256), None)

    def _entries(self) -> tuple[Numbered, ...]:
        kept = self._vault.setting(_SETTING)
        return () if kept is None else msgspec.json.decode(kept, type=tuple[Numbered, ...])

    def _keep(self, entries: tuple[Numbered, ...]) -> None:
        self._vault.set_setting(_SETTING, msgspec.json.encode(entries))
