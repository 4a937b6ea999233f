"""One Doorstep a vault: a lock file that the operating system releases itself, even after kill -9 or a power cut."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doorstep.errors import VaultInUseError

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The lock on a vault's folder, held from opening to closing."""

    def __init__(self, path: Path) -> None:
        """Take it. Raises VaultInUseError when another program holds it, OSError when the file cannot be made."""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise VaultInUseError(folder=str(path.parent)) from error

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two in at once."""
        os.close(self._handle)
