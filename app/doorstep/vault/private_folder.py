"""A folder that nobody but its owner may look into: by its mode, or on Windows by its list of rights.

On POSIX the files are made with mode 0600 besides. On Windows they inherit the folder's list, which names one account.
"""

from __future__ import annotations

import contextlib
import ntpath
import os
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Run = Callable[[Sequence[str]], int]

_SECONDS: Final = 30


def close_to_others(folder: Path) -> None:
    """Close a folder to every other account, as far as we may and the disk can: a stick may know no rights at all."""
    if os.name == "nt":
        rights_for_owner(folder, os.environ, _run)
    else:
        with contextlib.suppress(OSError):
            folder.chmod(0o700)


def rights_for_owner(folder: Path, environment: Mapping[str, str], run: Run) -> bool:
    """Give a folder on Windows, and all that is in it, to the account that runs this program alone.

    ``run`` starts a program with its arguments and returns its exit code. Returns whether the rights are set. What was
    allowed to others by name goes first; what the folder above allows goes with ``/inheritance:r``, in the step that
    lets the owner in.
    """
    account = "\\".join(filter(None, (environment.get("USERDOMAIN"), environment.get("USERNAME"))))
    if not environment.get("USERNAME"):
        return False
    icacls = ntpath.join(environment.get("SystemRoot", r"C:\Windows"), "System32", "icacls.exe")
    steps = (
        (icacls, str(folder), "/reset", "/T", "/C", "/Q"),
        (icacls, str(folder), "/inheritance:r", "/grant:r", f"{account}:(OI)(CI)F", "/Q"),
    )
    codes = [run(step) for step in steps]  # the second also when the first failed
    return not any(codes)


def _run(words: Sequence[str]) -> int:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        ended = subprocess.run(words, capture_output=True, check=False, timeout=_SECONDS, creationflags=flags)
    except (OSError, subprocess.TimeoutExpired):
        return 1
    return ended.returncode
