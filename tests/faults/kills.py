"""kill -9 at random moments of typing: into the vault's writer, and into the window of the real program."""

from __future__ import annotations

import contextlib
import random
import subprocess
from typing import TYPE_CHECKING

from doorstep.errors import ChainBrokenError, DoorstepError
from doorstep.vault.database import Vault
from faults.outcome import Outcome
from faults.programs import TESTS, last_shown, typing
from faults.typing_loop import ANSWER, CHEAP, DRAFT, FOR_EVER, PASSPHRASE, RECORD, begin, now

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 0.12
"""Seconds of typing before the kill, at most."""


def type_and_kill(folder: Path, first: int, seconds: float, *options: str) -> int:
    """Let a worker type from round ``first``, kill them after so many seconds; return the last round shown as saved."""
    with subprocess.Popen(typing(folder, first, FOR_EVER, *options), stdout=subprocess.PIPE, cwd=TESTS) as worker:
        assert worker.stdout is not None
        shown = [worker.stdout.readline()]
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(seconds)
        worker.kill()
        shown += worker.stdout.read().splitlines()
    return last_shown(shown)


def rounds_in(vault: Vault) -> int:
    """Return the last round that is there, of the answers and of the drafts; 0 when there is none."""
    kept = vault.record(RECORD).by_key.get(ANSWER)
    if kept is None:
        return 0
    assert isinstance(kept.value, str)
    return min(int(kept.value.split()[1]), int(vault.drafts(RECORD)[DRAFT].text.split()[1]))


def whole(vault: Vault) -> bool:
    """Tell whether every round is in the journal once and in order, the chain holds, and the state is its fold."""
    try:
        vault.verify_chain()
    except ChainBrokenError:
        return False
    answers = [entry.fact for entry in vault.journal(RECORD) if entry.kind == "answer"]
    rounds = [int(fact.split(b'"answer ')[-1].split()[0]) for fact in answers]
    return vault.differing_records() == () and rounds == list(range(1, len(rounds) + 1))


def judge(folder: Path, shown: int) -> Outcome:
    """Open a vault after a fault and compare it with what was shown as saved."""
    try:
        vault = Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)
    except DoorstepError as error:
        return Outcome(1, corrupt=1, note=str(error))
    try:
        missing = max(shown - rounds_in(vault), vault.lost.saves if vault.lost else 0, 0)
        return Outcome(1, missing, 0 if whole(vault) else 1)
    finally:
        vault.abandon()


def kill_the_writer(root: Path, kills: int, *options: str) -> Outcome:
    """Kill a worker who types into a vault, again and again, and look after each time."""
    folder, chance, total, acknowledged = root / "vault", random.Random(20261006), Outcome(), 0
    begin(folder).abandon()
    for _ in range(kills):
        with contextlib.closing(Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)) as vault:
            last = rounds_in(vault)
        shown = type_and_kill(folder, last + 1, chance.uniform(0, LONGEST), *options)
        total += judge(folder, shown)
        acknowledged += shown - last
    return total.saying(f"{acknowledged} rounds acknowledged")
