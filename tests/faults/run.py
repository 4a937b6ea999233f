"""Every fault, and a table of what it did: fault, states tried, answers lost, vaults corrupt, seconds.

    python -m faults.run          (from tests/; ``make faults``)

An answer is lost when it was shown as saved and is missing without a word. A control takes one protection away, and
must lose something: else the row above it would prove nothing. The run fails when a fault harms or a control does not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from faults.damage import flip_bits, flip_bits_of_a_large_vault
from faults.failing_disk import fill_the_disk, refuse_for_a_while, refuse_for_good, slow_flushes
from faults.kills import kill_the_writer
from faults.others import clock_jumps, many_visits, order_by_clock, two_programs, two_vaults
from faults.power import cut_while_migrating, cut_while_typing
from faults.window_kills import kill_the_window

if TYPE_CHECKING:
    from collections.abc import Callable

    from faults.outcome import Outcome

_EARLY: Final = range(10, 70, 6)
_LATER: Final = range(60, 120, 10)
"""The n-th call of its kind, in each thread, from which on it fails."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, or a control, and how to try it in an empty folder."""

    fault: str
    try_it: Callable[[Path], Outcome]
    control: bool = False

    def passes(self, outcome: Outcome) -> bool:
        """Whether it came out as it must; what this machine does not permit neither passes nor fails."""
        if outcome.skipped:
            return True
        return bool(outcome.lost or outcome.corrupt) if self.control else outcome.harmless


ROWS: Final = (
    Row("kill -9, typing into the vault", lambda root: kill_the_writer(root, 100)),
    Row("  says “saved” before COMMIT", lambda root: kill_the_writer(root, 20, "early"), control=True),
    Row("kill -9, typing into the real window", lambda root: kill_the_window(root, 25)),
    Row("power cut while typing", lambda root: cut_while_typing(root, 2_000)),
    Row("  WAL with synchronous = NORMAL", lambda root: cut_while_typing(root, 300, "normal"), control=True),
    Row("power cut while migrating", lambda root: cut_while_migrating(root, 12)),
    Row("  statement by statement", lambda root: cut_while_migrating(root, 4, "stepwise"), control=True),
    Row("full disk, then room again", lambda root: fill_the_disk(root, 5)),
    Row("failing writes (EIO)", lambda root: refuse_for_a_while(root, "pwrite64", "EIO", _EARLY)),
    Row("failing writes (ENOSPC)", lambda root: refuse_for_a_while(root, "pwrite64", "ENOSPC", _EARLY)),
    Row("failing flushes", lambda root: refuse_for_a_while(root, "fsync", "EIO", range(10, 40, 3))),
    Row("writes fail for good, then kill -9", lambda root: refuse_for_good(root, "pwrite64", "EIO", _LATER)),
    Row(
        "  says “saved” before COMMIT",
        lambda root: refuse_for_good(root, "pwrite64", "EIO", _LATER, "early"),
        control=True,
    ),
    Row("slow disk, 20 ms a flush, real window", slow_flushes),
    Row("  saving in the window's thread", lambda root: slow_flushes(root, in_the_window=True), control=True),
    Row("two programs on one vault", two_programs),
    Row("two vaults open, lock file gone", two_vaults),
    Row("clock jumps by years", lambda root: clock_jumps(root, 2_000)),
    Row("  order by the clock", lambda root: order_by_clock(root, 200), control=True),
    Row("flipped bits in the database", lambda root: flip_bits(root, 200, "vault.db")),
    Row("flipped bits in a large database", lambda root: flip_bits_of_a_large_vault(root, 200)),
    Row(
        "  without the second look",
        lambda root: flip_bits_of_a_large_vault(root, 40, without_look=True),
        control=True,
    ),
    Row("flipped bits in the log", lambda root: flip_bits(root, 200, "vault.db-wal")),
    Row(
        "  without the sidecar",
        lambda root: flip_bits(root, 40, "vault.db-wal", without_sidecar=True),
        control=True,
    ),
    Row("a hundred visits, real window", lambda root: many_visits(root, 100)),
    Row("a thousand visits, its services", lambda root: many_visits(root, 1_000, "quick_visits")),
)


def run(rows: tuple[Row, ...] = ROWS) -> bool:
    """Try each row, print the table as it grows, and tell whether all came out as they must."""
    print(f"{'fault (controls are set in and must lose)':44}{'states':>8}{'lost':>8}{'corrupt':>9}{'seconds':>9}")
    well = True
    for row in rows:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as name:
            outcome = row.try_it(Path(name))
        seconds = time.monotonic() - began
        verdict = "" if row.passes(outcome) else "FAILED. "
        well = well and not verdict
        if outcome.skipped:
            print(f"{row.fault:44}skipped: {outcome.skipped}", flush=True)
            continue
        figures = f"{outcome.states:>8}{outcome.lost:>8}{outcome.corrupt:>9}{seconds:>9.1f}"
        print(f"{row.fault:44}{figures}  {verdict}{outcome.note}", flush=True)
    return well


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
