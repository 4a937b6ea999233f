"""Flipped bits in the database and in its log: damage is told, or does no harm; it never passes for an answer."""

from __future__ import annotations

import random
import shutil
import threading
from typing import TYPE_CHECKING
from unittest.mock import patch

from doorstep.errors import DoorstepError
from doorstep.vault import second_look
from doorstep.vault.database import Vault
from doorstep.vault.second_look import SecondLook
from faults.kills import rounds_in, whole
from faults.outcome import Outcome
from faults.typing_loop import CHEAP, PASSPHRASE, begin, now, save_of

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 60


def flip_bits(root: Path, states: int, name: str, *, without_sidecar: bool = False) -> Outcome:
    """Flip one bit of a file of a vault that was killed, so many times, each time in a fresh copy.

    ``without_sidecar`` is a control: a vault that does not know how far it had come.
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


def flip_bits_of_a_large_vault(root: Path, states: int, *, without_look: bool = False) -> Outcome:
    """Flip one bit of a database that is so large that the most of it is checked after it was opened.

    ``without_look`` is the control: nobody checks the rest.
    """
    with patch.object(second_look, "WHOLE_UP_TO", 0), patch.object(second_look, "_HEAD_START", 0.0):
        if not without_look:
            return flip_bits(root, states, "vault.db")
        with patch.object(SecondLook, "_look", lambda _self: None):
            return flip_bits(root, states, "vault.db")


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
        while vault.checking:
            threading.Event().wait(0.01)
        if vault.damage is not None:
            return Outcome(1), 1
        missing = ROUNDS - rounds_in(vault)
        if vault.lost is not None:
            return Outcome(1, int(vault.lost.saves < missing), int(not whole(vault))), 1
        return Outcome(1, missing, int(not whole(vault))), 0
    except DoorstepError:
        return Outcome(1, corrupt=1), 0
    finally:
        vault.abandon()
