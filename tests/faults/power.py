"""Power cuts, replayed: the disk as a cut may leave it at moments of a real run, and the vault opened from there."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.errors import DoorstepError
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from doorstep.vault.migration import migrate
from faults import migrating
from faults.disk import Disk
from faults.kills import judge
from faults.outcome import Outcome, tracing_refused
from faults.programs import last_shown, program, typing
from faults.trace import Flushed, Said, record
from faults.typing_loop import CHEAP, PASSPHRASE, RECORD, begin, now, save_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from faults.trace import Step

_MEMORY = Path("/dev/shm")
"""Where the states are opened: nothing has to reach a disk there."""


def cut_while_typing(root: Path, states: int, *options: str, rounds: int = 80) -> Outcome:
    """Cut the power at that many moments of typing, and compare with what had been shown as saved by then."""
    refused = tracing_refused()
    if refused:
        return Outcome(skipped=refused)
    folder, chance, total = root / "vault", random.Random(4000), Outcome()
    begin(folder).close()
    disk = Disk(folder)
    steps = record(typing(folder, 1, rounds, "singly", *options), folder, root / "trace")
    with _state_folder() as state:
        for files, said in _cuts(disk, steps, sorted(chance.choices(range(len(steps)), k=states)), chance):
            _lay_out(state, files)
            total += judge(state, last_shown(said))
    flushes = sum(isinstance(step, Flushed) and step.name == "vault.db-wal" for step in steps)
    commits = len({step.words for step in steps if isinstance(step, Said)})
    return total.saying(f"{len(steps)} system calls, {flushes} flushes of the log, {commits} times shown as saved")


def cut_while_migrating(root: Path, each: int, *options: str, every: int = 1) -> Outcome:
    """Cut the power ``each`` times at every step of a migration; the schema must be the old one or the new one."""
    refused = tracing_refused()
    if refused:
        return Outcome(skipped=refused)
    folder, chance, total = root / "vault", random.Random(957), Outcome()
    with begin(folder) as vault:
        vault.writer.submit(save_of(1, now()))
        vault.writer.flush(10)
        before = vault.record(RECORD)
    disk = Disk(folder)
    steps = record(program("migrating", folder, *options), folder, root / "trace")
    with _state_folder() as state:
        moments = [moment for moment in range(0, len(steps), every) for _ in range(each)]
        for files, _ in _cuts(disk, steps, moments, chance):
            _lay_out(state, files)
            total += _judge_migration(state, before)
    return total.saying(f"{len(steps)} system calls")


def _cuts(
    disk: Disk, steps: tuple[Step, ...], moments: Iterable[int], chance: random.Random
) -> Iterator[tuple[Mapping[str, bytes], list[bytes]]]:
    """Yield the files after a cut at each of these moments, and what the program had said by then."""
    done = 0
    for moment in moments:
        for step in steps[done : moment + 1]:
            disk.take(step)
        done = moment + 1
        yield disk.after_a_cut(chance), disk.said


def _judge_migration(folder: Path, before: object) -> Outcome:
    """Look at the schema as it was left, then open the vault and look for what was in it."""
    try:
        data_key = decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)
        database = CipherFile(folder / "vault.db", subkey(data_key, Purpose.DATABASE))
        try:
            between = migrating.is_between(database)
            with migrating.further_step():
                migrate(database)
        finally:
            database.close()
        with migrating.further_step():
            vault = Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)
        try:
            return Outcome(1, int(vault.record(RECORD) != before or vault.lost is not None), int(between))
        finally:
            vault.abandon()
    except DoorstepError as error:
        return Outcome(1, corrupt=1, note=str(error))


@contextlib.contextmanager
def _state_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        yield Path(name) / "vault"


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
