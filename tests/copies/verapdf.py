"""The real veraPDF, where there is one: DOORSTEP_VERAPDF names a command that takes files and says PASS or FAIL."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COMMAND = os.environ.get("DOORSTEP_VERAPDF", "")
needs_verapdf = pytest.mark.skipif(not COMMAND, reason="DOORSTEP_VERAPDF names no command that runs veraPDF")


def verdicts(pdfs: Mapping[str, bytes], folder: Path) -> dict[str, bool]:
    """Return for each named PDF whether veraPDF lets it pass as PDF/UA-1; the files are written into ``folder``."""
    paths = {name: folder / f"{name.replace(' ', '-')}.pdf" for name in pdfs}
    for name, path in paths.items():
        path.write_bytes(pdfs[name])
    told = subprocess.run([*shlex.split(COMMAND), *paths.values()], capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1), told.stderr
    lines = told.stdout.splitlines()
    return {
        name: any(line.startswith("PASS") and path.name in line for line in lines)
        and not any(line.startswith(("FAIL", "ERROR")) and path.name in line for line in lines)
        for name, path in paths.items()
    }
