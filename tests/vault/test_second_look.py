"""A large vault is opened before all of it is checked: what is wrong is found beside the work, and not forgotten."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import ChainBrokenError, StorageError, VaultDamagedError
from doorstep.vault import cipher, database, pages, second_look, snapshots
from doorstep.vault.cipher import Beside, CipherFile
from doorstep.vault.second_look import DUE, SecondLook
from vault.visits import given, keep, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.vault.database import Vault

    Reopen = Callable[..., Vault]

NEVER = 3600.0
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(autouse=True)
def every_vault_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_look, "WHOLE_UP_TO", 0)
    monkeypatch.setattr(second_look, "_HEAD_START", 0.0)


@pytest.fixture
def grown(vault: Vault, folder: Path) -> Path:
    """A closed vault with two visits, and pictures that no list reads; return its folder."""
    for record in ("r1", "r2"):
        keep(vault, *whole_visit(record), record=record)
    keep(vault, *started("r3"), record="r3")
    for _ in range(3):
        vault.put_attachment(os.urandom(20_000), "image/jpeg")
    wait_for(vault)
    vault.close()
    return folder


def type_into(vault: Vault, words: str) -> None:
    keep(vault, given("na_day", words), record="r3")


def wait_for(vault: Vault) -> None:
    assert vault._look is not None
    vault._look._thread.join(30)
    assert vault._look.over
    assert not vault.checking


def flip_a_bit(folder: Path, page: int) -> None:
    path = folder / "vault.db"
    content = bytearray(path.read_bytes())
    content[page * pages.PAGE - 2000] ^= 4
    path.write_bytes(content)


def last_page(folder: Path) -> int:
    """The page that was written last: of a picture."""
    return (folder / "vault.db").stat().st_size // pages.PAGE


def test_a_flipped_bit_where_the_list_does_not_look_is_found_and_told(grown: Path, reopen: Reopen) -> None:
    flip_a_bit(grown, last_page(grown))
    vault = reopen()
    assert len(vault.records()) == 3
    wait_for(vault)
    assert isinstance(vault.damage, VaultDamagedError)
    assert vault.damage.facts == {"file": "vault.db", "what": "pages"}


def test_without_the_second_look_it_would_pass(grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the opening alone does not see it, nor does the next one."""
    flip_a_bit(grown, last_page(grown))
    monkeypatch.setattr(SecondLook, "_look", lambda _self: None)
    for _ in range(2):
        vault = reopen()
        wait_for(vault)
        assert vault.damage is None
        vault.abandon()


def test_a_flipped_bit_in_any_page_is_found_before_or_beside(grown: Path, tmp_path: Path, reopen: Reopen) -> None:
    kept, before, beside = tmp_path / "kept", 0, 0
    shutil.copytree(grown, kept)
    for page in range(1, last_page(kept) + 1):
        shutil.rmtree(grown)
        shutil.copytree(kept, grown)
        flip_a_bit(grown, page)
        try:
            vault = reopen()
        except VaultDamagedError:
            before += 1
            continue
        wait_for(vault)
        assert isinstance(vault.damage, VaultDamagedError), page
        beside += 1
        vault.abandon()
    assert before
    assert beside


def test_what_is_typed_after_damage_was_found_is_saved_and_the_vault_then_stays_shut(
    grown: Path, reopen: Reopen
) -> None:
    flip_a_bit(grown, last_page(grown))
    vault = reopen()
    wait_for(vault)
    type_into(vault, "Later than that, these days")
    assert "Later than" in str(vault.record("r3").answers)
    vault.close()
    with pytest.raises(VaultDamagedError):
        reopen()


def test_a_spoilt_vault_takes_no_snapshot_and_spoils_no_copy(grown: Path, tmp_path: Path, reopen: Reopen) -> None:
    there = snapshots.taken(grown)
    flip_a_bit(grown, last_page(grown))
    vault = reopen()
    wait_for(vault)
    type_into(vault, "Later than that, these days")
    for deed in (vault.take_snapshot, lambda: vault.copy_to(tmp_path / "stick")):
        with pytest.raises(VaultDamagedError):
            deed()
    vault.close()
    assert snapshots.taken(grown) == there
    assert not (tmp_path / "stick").exists()


def test_a_snapshot_is_still_the_way_back(grown: Path, reopen: Reopen) -> None:
    flip_a_bit(grown, last_page(grown))
    vault = reopen()
    wait_for(vault)
    vault.restore(vault.snapshots()[0].name)
    again = reopen()
    wait_for(again)
    assert again.damage is None
    assert len(again.records()) == 3


def test_a_structure_that_every_code_vouches_for_is_found(grown: Path, reopen: Reopen) -> None:
    vault = reopen()
    wait_for(vault)
    vault._database.run("PRAGMA writable_schema = ON")
    vault._database.run(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'attachment')"
        " WHERE name = 'tombstone'"
    )
    vault.abandon()
    again = reopen()
    wait_for(again)
    assert isinstance(again.damage, VaultDamagedError)
    assert again.damage.facts["what"] == "structure"


def test_an_old_edit_by_someone_with_the_key_is_named_by_row(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = reopen()
    wait_for(vault)
    vault._database.run("DROP TRIGGER journal_no_update")
    vault._database.run(
        "UPDATE journal SET fact = CAST(replace(CAST(fact AS TEXT), 'six', 'ten') AS BLOB) WHERE seq = 5"
    )
    vault.abandon()
    monkeypatch.setattr(database, "CHECKED_AT_OPENING", 3)
    again = reopen()
    wait_for(again)
    assert isinstance(again.damage, ChainBrokenError)
    assert again.damage.facts["row"] == 5


@pytest.mark.parametrize("end", ["close", "abandon"])
def test_a_vault_that_was_closed_early_is_checked_wholly_before_it_opens_again(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(second_look, "_HEAD_START", NEVER)
    vault = reopen()
    assert vault.checking
    getattr(vault, end)()
    assert not vault.checking
    flip_a_bit(grown, last_page(grown))
    with pytest.raises(VaultDamagedError):
        reopen()


def test_without_the_note_it_would_be_put_off_again(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a worker who always closes early would never be told."""
    monkeypatch.setattr(second_look, "_HEAD_START", NEVER)
    monkeypatch.setattr(second_look, "note_due", lambda _database: None)
    reopen().close()
    flip_a_bit(grown, last_page(grown))
    assert reopen().damage is None


def test_a_good_end_leaves_no_trace(grown: Path, reopen: Reopen) -> None:
    vault = reopen()
    wait_for(vault)
    assert vault.setting(DUE) is None
    assert vault.take_snapshot() is None  # nothing has changed


def test_a_whole_check_settles_what_was_due(grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as early:
        early.setattr(second_look, "_HEAD_START", NEVER)
        reopen().close()
    vault = reopen()
    assert vault._look is None
    assert vault.setting(DUE) is None
    vault.close()
    assert reopen()._look is not None


def test_a_small_vault_is_checked_wholly_before_it_opens(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_look, "WHOLE_UP_TO", 8 * 1024 * 1024)
    flip_a_bit(grown, last_page(grown))
    with pytest.raises(VaultDamagedError):
        reopen()


def test_saving_goes_on_during_a_look(grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Beside.run

    def never_done(self: Beside, _sql: str, *_values: object) -> list[cipher.Row]:
        return run(self, ENDLESS)

    monkeypatch.setattr(Beside, "run", never_done)
    vault = reopen()
    for count in range(20):
        type_into(vault, f"I get up at {count}")
    vault._database.checkpoint()
    assert vault.checking
    vault.close()  # it interrupts the look
    assert vault._look is not None
    assert not vault._look._thread.is_alive()


def test_what_seemed_wrong_while_the_file_was_written_to_is_looked_at_again(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that a checkpoint has half written is no damage."""
    monkeypatch.setattr(second_look, "_HEAD_START", NEVER)
    monkeypatch.setattr(second_look, "_PAUSE", 0.0)
    vault = reopen()
    looks = list[int]()

    def look(_self: SecondLook) -> VaultDamagedError | None:
        looks.append(1)
        if len(looks) > 2:
            return None
        type_into(vault, f"I get up at {len(looks)}")
        vault._database.checkpoint()
        return VaultDamagedError(file="vault.db", what="pages")

    monkeypatch.setattr(SecondLook, "_look", look)
    assert SecondLook(vault._database)._look_until_sure() is None
    assert len(looks) == 3


def test_a_disk_that_fails_for_a_while_is_no_damage(
    grown: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_look, "_HEAD_START", NEVER)
    monkeypatch.setattr(second_look, "_PAUSE", 0.0)
    vault = reopen()
    prove, failed = CipherFile.prove_pages, list[int]()

    def prove_pages(self: CipherFile, first: int, count: int) -> int:
        if not failed:
            failed.append(first)
            self.reopen()  # as the writer does after a failed flush
            raise StorageError(what="closed")
        return prove(self, first, count)

    monkeypatch.setattr(CipherFile, "prove_pages", prove_pages)
    assert SecondLook(vault._database)._look_until_sure() is None
    assert failed


def test_looks_beside_a_busy_writer_raise_no_alarm(grown: Path, reopen: Reopen) -> None:
    vault = reopen()
    for count in range(30):
        look = SecondLook(vault._database, head_start=0.0)
        look.start()
        type_into(vault, f"I get up at {count}, the cat insists " * 40)
        vault._database.checkpoint()
        look._thread.join(30)
        assert look.over
        assert look.found is None


SECOND_PROGRAM = """
import sys
from pathlib import Path
from doorstep.errors import VaultInUseError
from doorstep.vault.cipher import CipherFile
try:
    CipherFile(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
except VaultInUseError:
    print("kept out")
"""


def second_program(vault: Vault) -> str:
    told = [sys.executable, "-c", SECOND_PROGRAM, str(vault._database.path), vault._database._key.hex()]
    return subprocess.run(told, capture_output=True, text=True, check=False).stdout.strip()


@pytest.mark.skipif(os.name != "posix", reason="the trap is one of POSIX locks")
def test_reading_the_file_beside_sqlite_lets_nobody_in(grown: Path, reopen: Reopen) -> None:
    vault = reopen()
    wait_for(vault)
    assert second_program(vault) == "kept out"
    with (grown / "vault.db").open("rb"):
        pass  # the control: this is how a lock is lost
    assert second_program(vault) != "kept out"


def test_every_page_is_proved_but_the_one_that_locks_lie_on(grown: Path, reopen: Reopen, monkeypatch) -> None:
    vault = reopen()
    wait_for(vault)
    file, last = vault._database, last_page(grown)
    assert file.prove_pages(1, last + 5) == last
    assert file.prove_pages(last + 1, 5) == 0
    path = grown / "vault.db"
    content = path.read_bytes()
    path.write_bytes(content[:-100])
    with pytest.raises(VaultDamagedError):
        file.prove_pages(1, last)
    path.write_bytes(content[: pages.PAGE] + bytes(pages.PAGE) + content[2 * pages.PAGE :])
    with pytest.raises(VaultDamagedError):
        file.prove_pages(1, last)
    monkeypatch.setattr(pages, "LOCKS", 2)
    assert [file.prove_pages(first, last) for first in (1, 2, 3, last + 1)] == [1, 1, last - 2, 0]
