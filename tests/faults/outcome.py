"""What a fault did: how many states were tried, what was lost, what was corrupt; or why it could not be tried."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Outcome:
    """``lost`` counts acknowledged answers that are missing without a word; ``corrupt`` counts vaults that are broken.

    ``note`` says what else was seen; ``skipped`` why nothing could be tried on this machine.
    """

    states: int = 0
    lost: int = 0
    corrupt: int = 0
    note: str = ""
    skipped: str = ""

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.states + other.states,
            self.lost + other.lost,
            self.corrupt + other.corrupt,
            self.note or other.note,
            self.skipped or other.skipped,
        )

    @property
    def harmless(self) -> bool:
        """Whether something was tried and did no harm."""
        return self.states > 0 and not self.lost and not self.corrupt

    def saying(self, note: str) -> Outcome:
        """Return the same outcome with a note."""
        return replace(self, note=note)


def tracing_refused() -> str:
    """Return why system calls cannot be traced or made to fail here, or nothing when they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else "this machine does not let a program be traced (ptrace)"
