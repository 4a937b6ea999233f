"""A step of the schema is there wholly or not at all, and the steps that are there are never taken twice."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import VaultError
from doorstep.vault import migration
from vault.visits import keep, started

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.vault.database import Vault

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


FROZEN = {
    "0001_first_vault.sql": "1b08471fd323d3bdf374678fec1bd1c7acf61744b4ad05bb3655914baeac47a8",
    "0002_removal.sql": "521e7d9a2888e66310d884496816ae5c25ce03bbdaa54a3fc2048899d44d7827",
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
