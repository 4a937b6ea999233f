"""Whether there is a vault, told without loading the cipher: the first window asks before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

KEYS: Final = "keys.json"
DATABASE: Final = "vault.db"
HEAD: Final = "head"
LOCK: Final = "vault.lock"
NEW: Final = ".new"
"""Put after the name of a file whose vault is still being laid out."""


def is_vault(folder: Path) -> bool:
    """Return whether any part of a vault is in a folder; then it may only be opened, never made."""
    return any((folder / name).exists() for name in (KEYS, DATABASE))
