"""kill -9 in the middle of typing, at random moments: nothing that was shown as saved is ever missing."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import pytest

from doorstep.vault.database import Vault
from faults.typing_loop import ANSWER, CHEAP, DRAFT, PASSPHRASE, RECORD, now

KILLS = 50
CONTROLS = 10
LONGEST = 0.12
"""Seconds of typing before the kill, at most."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    Vault.create(folder, PASSPHRASE, clock=now, device_name="laptop-7", kdf=CHEAP).close()
    return folder


def type_and_kill(folder: Path, first: int, seconds: float, *options: str) -> int:
    """Let a worker type from round ``first``, kill them after so many seconds; return the last round shown as saved."""
    script = Path(__file__).with_name("typing_loop.py")
    command = [sys.executable, str(script), str(folder), str(first), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        shown = [worker.stdout.readline()]
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(seconds)
        worker.kill()
        shown += worker.stdout.read().splitlines()
    return int(shown[-1])


def last_rounds(vault: Vault) -> tuple[int, int]:
    """Return the last round that is there, of the answers and of the drafts."""
    value = vault.record(RECORD).by_key[ANSWER].value
    assert isinstance(value, str)
    return int(value.split()[1]), int(vault.drafts(RECORD)[DRAFT].text.split()[1])


def test_fifty_kills_lose_nothing_that_was_shown_as_saved(folder: Path) -> None:
    chance = random.Random(20261006)
    last, acknowledged = 0, 0
    for _ in range(KILLS):
        shown = type_and_kill(folder, last + 1, chance.uniform(0, LONGEST))
        vault = Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)
        try:
            answered, drafted = last_rounds(vault)
            assert answered >= shown
            assert drafted >= shown
            assert vault.lost is None
            _check_interruption(vault, drafted)
        finally:
            vault.close()
        acknowledged += shown - last
        last = answered
    assert acknowledged > KILLS
    _check_whole(folder, last)


def _check_interruption(vault: Vault, drafted: int) -> None:
    told = vault.interrupted
    assert told is not None
    assert told.place is not None
    assert (told.place.record, told.place.link_id, told.place.cursor) == (RECORD, DRAFT.link_id, drafted)
    assert told.drafts[DRAFT].text == f"draft {drafted}"
    assert told.saved_at is not None


def _check_whole(folder: Path, rounds: int) -> None:
    """Every round is in the journal, once and in order, and the stored state is what the journal says."""
    with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
        assert vault.interrupted is None
        vault.verify_chain()
        assert vault.differing_records() == ()
        answers = [entry for entry in vault.journal(RECORD) if entry.kind == "answer"]
        assert [_round(entry.fact) for entry in answers] == list(range(1, rounds + 1))


def _round(fact: bytes) -> int:
    return int(fact.split(b'"answer ')[-1].split()[0])


def test_a_program_that_says_saved_too_early_is_caught(folder: Path) -> None:
    """The control: the same loop, which does not wait for COMMIT before it says so."""
    last = 0
    for _ in range(CONTROLS):
        shown = type_and_kill(folder, last + 1, LONGEST, "early")
        with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
            last = last_rounds(vault)[0]
            assert vault.lost is None  # nothing that was committed is gone
        if last < shown:
            return
    pytest.fail("the control lost nothing, so the check proves nothing")


def test_a_disk_that_loses_what_it_had_kept_is_caught(folder: Path) -> None:
    """The control: the log is gone, as after a power cut without a flush. The vault knows how much is missing."""
    type_and_kill(folder, 1, 0)
    with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
        last = last_rounds(vault)[0]
    for _ in range(CONTROLS):
        shown = type_and_kill(folder, last + 1, LONGEST)
        (folder / "vault.db-wal").unlink()
        with Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP) as vault:
            last = last_rounds(vault)[0]
            if last < shown:
                assert vault.lost is not None
                assert vault.lost.entries >= shown - last
                return
    pytest.fail("the control lost nothing, so the check proves nothing")
