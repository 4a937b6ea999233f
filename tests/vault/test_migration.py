"""A step of the schema is there wholly or not at all, and the steps that are there are never taken twice."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import StorageError, VaultError, VaultNewerError
from doorstep.vault import migration
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from vault.visits import CHEAP, PASSPHRASE, Clock, keep, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reopen = Callable[..., Vault]

NEXT_STEP = """
CREATE TABLE later (record TEXT PRIMARY KEY) STRICT;
CREATE TRIGGER later_stays BEFORE DELETE ON later BEGIN
    SELECT raise(ABORT, 'it stays'); -- one; statement
END;
ALTER TABLE record ADD COLUMN removed_at TEXT;
"""


def with_steps(monkeypatch: pytest.MonkeyPatch, *further: str) -> None:
    steps = [*migration._steps(), *further]
    monkeypatch.setattr(migration, "_steps", lambda: steps)


def tables(vault: Vault) -> set[str]:
    return {row[0] for row in vault._database.run("SELECT name FROM sqlite_master")}


def test_an_older_vault_is_brought_up_to_date_and_keeps_everything(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, *started())
    before = vault.record("r1")
    vault.close()
    with_steps(monkeypatch, NEXT_STEP)
    for _ in range(2):
        again = reopen()
        assert again.record("r1") == before
        assert again._database.run("PRAGMA user_version") == [(migration.known_version(),)]
        assert {"later", "later_stays"} <= tables(again)
        again.close()


@pytest.mark.parametrize("cut_before", range(5))
def test_a_step_that_breaks_off_leaves_the_old_schema(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch, cut_before: int
) -> None:
    keep(vault, *started())
    before = tables(vault)
    vault.close()
    statements = list(migration._statements(NEXT_STEP))
    assert len(statements) == 3
    with monkeypatch.context() as broken:
        with_steps(broken, "\n".join([*statements[:cut_before], "SELECT no_such_column;\n"]))
        with pytest.raises(VaultError):
            reopen()
    again = reopen()
    assert tables(again) == before
    assert again._database.run("PRAGMA user_version") == [(migration.known_version(),)]
    assert again.record("r1").person.name == "Ann Bell"


def test_a_step_cut_before_any_statement_leaves_the_old_or_the_new(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the real runner: raise at its first statement, then at its second, until none is left to raise at."""
    keep(vault, *started())
    before, record = tables(vault), vault.record("r1")
    vault.close()
    with_steps(monkeypatch, NEXT_STEP)
    statements, finished = 0, False
    while not finished:
        with monkeypatch.context() as cut:
            cut.setattr("doorstep.vault.database.migrate", _cut_before(statements))
            try:
                reopen().abandon()
                finished = True
            except StorageError:
                pass
        with monkeypatch.context() as old_program:
            if not finished:
                old_program.setattr(migration, "_steps", lambda: real_steps)
                old_program.setattr("doorstep.vault.database.is_older", lambda _: False)
            again = reopen()
            assert (tables(again) == before) is not finished
            assert again._database.run("PRAGMA user_version") == [(len(real_steps) + finished,)]
            assert again.record("r1") == record
            again.close()
        statements += 1
    assert statements > 6


def test_steps_that_commit_one_by_one_would_be_caught(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the transaction, a cut leaves a schema that is neither."""
    before = tables(vault)
    for statement in list(migration._statements(NEXT_STEP))[:1]:
        vault._database.run(statement)
    assert tables(vault) != before
    assert vault._database.run("PRAGMA user_version") == [(len(real_steps),)]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_step_killed_at_any_statement_leaves_the_old_or_the_new(
    vault: Vault, reopen: Reopen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, *started())
    before, record = tables(vault), vault.record("r1")
    vault.close()
    for statement in range(100):
        child = os.fork()
        if not child:
            try:
                with_steps(monkeypatch, NEXT_STEP)
                monkeypatch.setattr("doorstep.vault.database.migrate", _cut_before(statement, _kill))
                Vault.open(folder, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP)
            finally:
                _kill()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        database = CipherFile(folder / "vault.db", key_of(folder))
        [(version,)] = database.run("PRAGMA user_version")
        found = {row[0] for row in database.run("SELECT name FROM sqlite_master")}
        database.close()
        assert (found == before, version) in {(True, len(real_steps)), (False, len(real_steps) + 1)}
        if found != before:
            break
    assert statement > 6
    with_steps(monkeypatch, NEXT_STEP)
    assert reopen().record("r1") == record


def key_of(folder: Path) -> bytes:
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    return subkey(envelope.open(PASSPHRASE, floor=CHEAP), Purpose.DATABASE)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise() -> None:
    raise StorageError(what="input or output")


def _cut_before(statement: int, cut: Callable[[], None] = _raise) -> Callable[[CipherFile], None]:
    """Return the real runner, over a database that goes away before so many statements."""

    def migrate(database: CipherFile) -> None:
        run, left = CipherFile.run, statement

        def counted(self: CipherFile, sql: str, *values: object) -> list[tuple[object, ...]]:
            nonlocal left
            if left == 0:
                cut()
            left -= 1
            return run(self, sql, *values)

        CipherFile.run = counted  # type: ignore[method-assign]
        try:
            real_migrate(database)
        finally:
            CipherFile.run = run  # type: ignore[method-assign]

    return migrate


real_migrate = migration.migrate
real_steps = migration._steps()


def test_before_a_step_a_snapshot_is_taken(vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(vault, *started())
    vault.close()
    shutil.rmtree(vault._folder / "snapshots")
    with_steps(monkeypatch, NEXT_STEP)
    again = reopen()
    [snapshot] = again.snapshots()
    kept = CipherFile(again._folder / "snapshots" / snapshot.name, key_of(again._folder))
    assert kept.run("PRAGMA user_version") == [(len(real_steps),)]
    kept.close()


def test_a_newer_vault_is_left_alone(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault._database.run("PRAGMA user_version = 9000")
    vault.close()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(VaultNewerError):
        reopen()
    assert (folder / "vault.db").read_bytes() == before


FROZEN = {
    "0001_first_vault.sql": "1b08471fd323d3bdf374678fec1bd1c7acf61744b4ad05bb3655914baeac47a8",
    "0002_removal.sql": "521e7d9a2888e66310d884496816ae5c25ce03bbdaa54a3fc2048899d44d7827",
    "0003_beside.sql": "1b42908870a8a3cfa7140eebd11f74bf237482a232e3611765db625c4181a82f",
}


def test_every_step_is_frozen(vault: Vault) -> None:
    """Vaults that were made with them are out there: a change of the schema belongs in the next step."""
    folder = resources.files("doorstep.vault.migrations")
    steps = {
        entry.name: hashlib.sha256(entry.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for entry in folder.iterdir()
        if entry.name.endswith(".sql")
    }
    assert steps == FROZEN
    assert vault._database.run("PRAGMA application_id") == [(int.from_bytes(b"Door"),)]
    assert vault._database.run("PRAGMA user_version") == [(len(FROZEN),)]
