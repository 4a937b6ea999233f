"""Flipped bits in the database and in its log: damage is told, or does no harm; it never passes for an answer."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

from doorstep.errors import DoorstepError
from doorstep.vault.database import Vault
from faults.kills import rounds_in, whole
from faults.outcome import Outcome
from faults.typing_loop import CHEAP, PASSPHRASE, begin, now, save_of

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 60


def flip_bits(root: Path, states: int, name: str, *, without_sidecar: bool = False) -> Outcome:
    """Flip one bit of a file of a vault that was killed, so many times, each time in a fresh copy.

    ``without_sidecar`` is the control: a vault that does not know how far it had come.
    """
    original, chance, total, told = _killed_vault(root / "original"), random.Random(1), Outcome(), 0
    copy = root / "copy"
    for _ in range(states):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(original, copy)
        content = bytearray((copy / name).read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        (copy / name).write_bytes(content)
        if without_sidecar:
            (copy / "head").unlink()
        outcome, noticed = _judge(copy)
        total, told = total + outcome, told + noticed
    return total.saying(f"{told} told to the worker, {states - told - min(total.lost, states)} without effect")


def _killed_vault(folder: Path) -> Path:
    """Return a copy of the files of an open vault, half of its answers in the database and half in the log."""
    live = folder.parent / "live"
    with begin(live) as vault:
        for count in range(1, ROUNDS // 2):
            vault.writer.submit(save_of(count, now()))
            vault.writer.flush(5)
    vault = Vault.open(live, PASSPHRASE, clock=now, kdf_floor=CHEAP)
    for count in range(ROUNDS // 2, ROUNDS + 1):
        vault.writer.submit(save_of(count, now()))
        vault.writer.flush(5)
    shutil.copytree(live, folder)
    vault.abandon()
    return folder


def _judge(folder: Path) -> tuple[Outcome, int]:
    """Return what came of it, and whether the worker is told."""
    try:
        vault = Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)
    except DoorstepError:
        return Outcome(1), 1  # refused by name; a snapshot or salvage is the way out
    try:
        missing = ROUNDS - rounds_in(vault)
        if vault.lost is not None:
            return Outcome(1, int(vault.lost.saves < missing), int(not whole(vault))), 1
        return Outcome(1, missing, int(not whole(vault))), 0
    except DoorstepError:
        return Outcome(1, corrupt=1), 0
    finally:
        vault.abandon()
