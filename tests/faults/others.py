"""A second program on the same vault, a clock that jumps, and a thousand visits."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from doorstep.assessment.facts import AnswerGiven, decode_fact
from doorstep.errors import DoorstepError, VaultInUseError
from doorstep.vault.database import Vault
from faults.hand import FIELDS
from faults.kills import judge
from faults.laptop import PASSPHRASE, Laptop, new_profile
from faults.outcome import Outcome
from faults.programs import TESTS, last_shown, typing
from faults.typing_loop import CHEAP, RECORD, begin, now
from faults.typing_loop import PASSPHRASE as TYPED_PASSPHRASE
from faults.window_kills import numbers_in

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.record import Record

_MIB = 1 << 20
WAL_BOUND = 16 * _MIB
"""Four times what SQLite lets the log grow to before it empties it."""
GROWTH_BOUND_KIB = 96 * 1024
"""Memory that the program may have gained between a tenth of the visits and all of them."""


def two_programs(root: Path) -> Outcome:
    """Start the program twice on one profile: the second says so and harms nothing; after kill -9 it gets in."""
    profile, total = new_profile(root / "profile"), Outcome()
    with Laptop(profile) as first, Laptop(profile) as second:
        first.unlock()
        first.ask("begin", "Ann Bell")
        first.ask("go", "wm_good_day")
        first.ask("type", "<1>")
        refusal = second.ask("unlock", PASSPHRASE)
        total += Outcome(1, corrupt=int(refusal == "in"))
        first.ask("type", "<2>")
        first.ask("settle")
        first.kill()
        total += Outcome(1, corrupt=int(second.ask("unlock", PASSPHRASE) != "in"))
        second.close()
    total += Outcome(1, len({1, 2} - numbers_in(profile / "vault")))
    return total.saying(refusal[:60])


def two_vaults(root: Path) -> Outcome:
    """Open one vault twice within a process, without the lock file too: SQLite's own lock is the second line."""
    folder = root / "vault"
    with begin(folder):
        refused = 0
        for unlocked in (False, True):
            if unlocked:
                (folder / "vault.lock").unlink()
            try:
                Vault.open(folder, TYPED_PASSPHRASE, clock=now, kdf_floor=CHEAP).abandon()
            except VaultInUseError:
                refused += 1
    return Outcome(2, corrupt=2 - refused) + judge(folder, 0)


def clock_jumps(root: Path, rounds: int) -> Outcome:
    """Type while the clock jumps by years, back and forth, at every round: order is the journal's, not the clock's."""
    folder = root / "vault"
    begin(folder).close()
    said = subprocess.run(typing(folder, 1, rounds, "jumping"), stdout=subprocess.PIPE, check=True, cwd=TESTS).stdout
    return Outcome(rounds - 1) + judge(folder, last_shown(said.splitlines()))


def order_by_clock(root: Path, rounds: int) -> Outcome:
    """The control: what would stand as the last answer if the clock were believed."""
    clock_jumps(root, rounds)
    vault = Vault.open(root / "vault", TYPED_PASSPHRASE, clock=now, kdf_floor=CHEAP)
    try:
        facts = [decode_fact(entry.fact) for entry in vault.journal(RECORD)]
    finally:
        vault.abandon()
    answers = [fact for fact in facts if isinstance(fact, AnswerGiven)]
    believed = sorted(answers, key=lambda fact: fact.at)
    return Outcome(rounds, sum(one is not other for one, other in zip(answers, believed, strict=True)))


def many_visits(root: Path, visits: int, verb: str = "visits") -> Outcome:
    """Hold so many visits in one sitting of the real window; memory and log stay within bounds.

    ``verb`` tells the hand how: by the window's fields, or (``quick_visits``) by the services behind it.
    """
    profile = new_profile(root / "profile")
    wal, largest, memory = profile / "vault" / "vault.db-wal", 0, []
    with Laptop(profile) as laptop:
        laptop.unlock()
        tenth = max(visits // 10, 1)
        for first in range(0, visits, tenth):
            memory.append(int(laptop.ask(verb, first, min(first + tenth, visits))))
            largest = max(largest, wal.stat().st_size)
        laptop.close()
    growth = memory[-1] - memory[0]
    over = int(growth > GROWTH_BOUND_KIB) + int(largest > WAL_BOUND)
    note = f"log up to {largest / _MIB:.1f} MiB, memory {memory[0] // 1024} to {memory[-1] // 1024} MiB"
    return Outcome(visits, _visits_missing(profile / "vault", visits), over, note)


def _holds_what_was_typed(record: Record) -> bool:
    return {each.key.link_id for each in record.answers} >= set(FIELDS)


def _visits_missing(folder: Path, visits: int) -> int:
    try:
        vault = Vault.open(folder, PASSPHRASE, clock=now)
    except DoorstepError:
        return visits
    try:
        return visits - sum(_holds_what_was_typed(vault.record(line.id)) for line in vault.records())
    finally:
        vault.abandon()
