"""kill -9 of the real program while keys are typed into its window."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

from doorstep.errors import DoorstepError, VaultDamagedError
from doorstep.vault.database import Vault
from faults.laptop import PASSPHRASE, Laptop, new_profile
from faults.outcome import Outcome
from faults.programs import last_shown
from faults.typing_loop import now

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 0.8
"""Seconds of typing before the kill, at most."""


def kill_the_window(root: Path, kills: int) -> Outcome:
    """Kill the program in the middle of typing, again and again; every number that was shown as saved must be there."""
    profile, chance = new_profile(root / "profile"), random.Random(9)
    total, acknowledged, first = Outcome(), set[int](), 1
    for _ in range(kills):
        with Laptop(profile) as laptop:
            laptop.unlock()
            if not acknowledged:
                laptop.ask("begin", "Ann Bell")
            else:
                laptop.ask("open_first")
            laptop.ask("type_for_ever", first)
            said = [laptop.heard().encode()]
            time.sleep(chance.uniform(0, LONGEST))
            said += laptop.kill()
        acknowledged |= set(range(first, last_shown(said) + 1))
        total += _judge(profile / "vault", acknowledged)
        first = max(acknowledged) + 100  # so that a number is never taken for one that was typed before
    return total.saying(f"{len(acknowledged)} numbers acknowledged")


def numbers_in(folder: Path) -> set[int]:
    """Return every number that was typed into the one record of a vault, as an answer or as a draft.

    Raises DoorstepError when the vault is not whole.
    """
    vault = Vault.open(folder, PASSPHRASE, clock=now)
    try:
        [line] = vault.records()
        texts = [str(answer.answer.value) for answer in vault.record(line.id).answers]
        texts += [draft.text for draft in vault.drafts(line.id).values()]
        vault.verify_chain()
        if vault.differing_records() or vault.lost is not None:
            raise VaultDamagedError(file="vault.db", what="answers")
        return {int(number) for text in texts for number in re.findall(r"<(\d+)>", text)}
    finally:
        vault.abandon()


def _judge(folder: Path, acknowledged: set[int]) -> Outcome:
    try:
        return Outcome(1, len(acknowledged - numbers_in(folder)))
    except DoorstepError as error:
        return Outcome(1, corrupt=1, note=str(error))
