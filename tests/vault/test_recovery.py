"""Recovery: with either key of the office, on a machine that has nothing else, and never unseen."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage
import pytest

from doorstep.assessment.answer import PERSON
from doorstep.errors import (
    ChainBrokenError,
    DoorstepError,
    RecoveryError,
    VaultDamagedError,
    VaultExistsError,
    VaultInUseError,
    VaultMissingError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.deeds import VaultRecovered
from doorstep.vault.interruption import Place
from doorstep.vault.recovery import open_seal, recover
from doorstep.vault.store import Save
from doorstep.vault.throttle import Guesses
from vault.visits import ANN, CHEAP, PASSPHRASE, START, keep, key, started, whole_visit

if TYPE_CHECKING:
    from vault.visits import Clock

PRIMARY, ESCROW, STRANGER = (pyrage.x25519.Identity.generate() for _ in range(3))
KEYS = (str(PRIMARY.to_public()), str(ESCROW.to_public()))
NEW = "harbour window borrowed kettle"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "vault.md"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def lost(vault: Vault, folder: Path) -> Path:
    """The folder of a vault that had joined an office, and whose passphrase nobody knows any more."""
    keep(vault, *whole_visit())
    vault.door.seal_to_office(KEYS)
    vault.close()
    return folder


def recovered_into(
    lost: Path, out: Path, identity: pyrage.x25519.Identity, *, passphrase: str = NEW, damaged: bool = False
) -> int:
    opened = open_seal(lost, [str(identity)])
    return recover(
        opened, out, passphrase, by="Jane Cole", office="Harbour Council", at=START, damaged=damaged, kdf=CHEAP
    )


def reopened(folder: Path, clock: Clock, passphrase: str = NEW) -> Vault:
    return Vault.open(folder, passphrase, clock=clock, kdf_floor=CHEAP)


@pytest.mark.parametrize("identity", [PRIMARY, ESCROW], ids=["primary", "escrow"])
def test_either_key_recovers_everything_under_a_new_passphrase(
    lost: Path, tmp_path: Path, clock: Clock, identity: pyrage.x25519.Identity
) -> None:
    out = tmp_path / "clean machine" / "vault"
    assert recovered_into(lost, out, identity) == 1
    with reopened(lost, clock, PASSPHRASE) as before, reopened(out, clock) as after:
        assert after.record("r1") == before.record("r1")
        assert after.journal("r1") == before.journal("r1")
        assert after.differing_records() == ()
        assert after.door.office_keys == KEYS  # and it can be recovered once more
    with pytest.raises(WrongPassphraseError):
        reopened(out, clock, PASSPHRASE)


def test_that_it_was_recovered_stands_in_the_chain(lost: Path, tmp_path: Path, clock: Clock) -> None:
    out = tmp_path / "out"
    recovered_into(lost, out, ESCROW)
    with reopened(out, clock) as vault:
        assert vault.deeds == (VaultRecovered(START, "Jane Cole", "Harbour Council", KEYS[1]),)
        vault.verify_chain()
        keep(vault, *started("r2"), record="r2")
        vault.verify_chain()
        vault._database.run("DROP TRIGGER journal_no_update")
        vault._database.run(
            "UPDATE journal SET fact = CAST(replace(fact, 'Jane', 'June') AS BLOB) WHERE kind = 'recovered'"
        )
        with pytest.raises(ChainBrokenError):
            vault.verify_chain()
    with reopened(lost, clock, PASSPHRASE) as untouched:
        assert untouched.deeds == ()


def test_the_vault_that_is_recovered_is_only_read(lost: Path, tmp_path: Path) -> None:
    before = contents(lost)
    recovered_into(lost, tmp_path / "out", PRIMARY)
    assert contents(lost) == before


def test_an_unclean_end_is_still_told_after_recovery(vault: Vault, folder: Path, tmp_path: Path, clock: Clock) -> None:
    """Recovering is no sitting: what the worker was typing when the battery died waits in the copy too."""
    vault.door.seal_to_office(KEYS)
    keep(vault, *started())
    vault.writer.submit(Save("r1", drafts={key("na_day"): "half a sen"}, place=Place("r1", "na_day", voice=PERSON)))
    assert vault.writer.flush(20)
    vault.abandon()
    recovered_into(folder, tmp_path / "out", PRIMARY)
    with reopened(tmp_path / "out", clock) as after:
        assert after.interrupted is not None
        assert [draft.text for draft in after.interrupted.drafts.values()] == ["half a sen"]
        assert after.lost is None
        assert after.guesses == Guesses(0, counted=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps other people out by the folder's list of rights")
def test_the_copy_is_for_its_owner_alone(lost: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    recovered_into(lost, out, PRIMARY)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_no_other_key_recovers_it_and_nothing_is_left_behind(lost: Path, tmp_path: Path) -> None:
    with pytest.raises(RecoveryError) as caught:
        recovered_into(lost, tmp_path / "out", STRANGER)
    assert caught.value.facts == {"what": "other keys"}
    assert not (tmp_path / "out").exists()


def test_a_laptop_that_joined_no_office_cannot_be_recovered(vault: Vault, folder: Path, tmp_path: Path) -> None:
    vault.close()
    with pytest.raises(RecoveryError) as caught:
        recovered_into(folder, tmp_path / "out", PRIMARY)
    assert caught.value.facts == {"what": "never sealed"}


def test_a_vault_is_never_written_over(lost: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("Dear all")
    for out in (tmp_path / "out", lost):
        before = contents(out)
        with pytest.raises(VaultExistsError):
            recovered_into(lost, out, PRIMARY)
        assert contents(out) == before


def test_what_cannot_be_recovered_says_why_and_leaves_no_copy(lost: Path, tmp_path: Path, clock: Clock) -> None:
    out, whole = tmp_path / "out", (lost / "vault.db").read_bytes()

    def fails(passphrase: str = NEW) -> type[DoorstepError]:
        with pytest.raises(DoorstepError) as caught:
            recovered_into(lost, out, PRIMARY, passphrase=passphrase)
        assert not out.exists() or contents(out) == {}
        return caught.type

    assert fails("qwertyuiop") is WeakPassphraseError
    with reopened(lost, clock, PASSPHRASE):
        assert fails() is VaultInUseError
    (lost / "vault.db").write_bytes(whole[: len(whole) // 2])
    assert fails() is VaultDamagedError
    (lost / "vault.db").unlink()
    assert fails() is VaultMissingError
    (lost / "vault.db").write_bytes(whole)
    assert recovered_into(lost, out, PRIMARY) == 1  # the same folder does, once nothing is wrong


def test_a_journal_that_was_changed_is_not_passed_on_as_whole(lost: Path, tmp_path: Path, clock: Clock) -> None:
    with reopened(lost, clock, PASSPHRASE) as vault:
        vault._database.run("DROP TRIGGER journal_no_update")
        vault._database.run("UPDATE journal SET fact = CAST(replace(fact, 'Annie', 'Hetty') AS BLOB) WHERE seq = 1")
    with pytest.raises(ChainBrokenError) as caught:
        recovered_into(lost, tmp_path / "out", PRIMARY)
    assert caught.value.facts == {"row": 1}
    assert contents(tmp_path / "out") == {}


def test_a_damaged_vault_with_a_lost_passphrase_gives_what_can_be_read(
    lost: Path, tmp_path: Path, clock: Clock
) -> None:
    whole = bytearray((lost / "vault.db").read_bytes())
    whole[:64] = bytes(64)  # the head of the first page: no tool opens that file
    (lost / "vault.db").write_bytes(whole)
    before, out = contents(lost), tmp_path / "out"
    with pytest.raises(VaultDamagedError):
        recovered_into(lost, out, ESCROW)
    assert recovered_into(lost, out, ESCROW, damaged=True) == 1
    assert contents(lost) == before
    with reopened(out, clock) as vault:
        assert vault.record("r1").person == ANN
        assert [deed.by for deed in vault.deeds] == ["Jane Cole"]
        assert vault.door.office_keys == KEYS
    with pytest.raises(WrongPassphraseError):
        reopened(out, clock, PASSPHRASE)


def run_the_page(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the very lines of the page's code block."""
    (lines,) = re.findall(
        r"^```sh the key of the database\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    command = ["bash", "-euo", "pipefail", "-c", lines]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.stock_tools
@pytest.mark.parametrize("identity", [PRIMARY, ESCROW], ids=["primary", "escrow"])
def test_stock_tools_alone_give_the_key_of_the_database(lost: Path, identity: pyrage.x25519.Identity) -> None:
    (lost / "escrow.txt").write_text(f"# from the safe\n{identity}\n")
    told = run_the_page(lost)
    assert told.returncode == 0, told.stderr
    assert re.fullmatch("[0-9a-f]{64}", (lost / "data.key").read_text())
    database = CipherFile(lost / "vault.db", bytes.fromhex((lost / "database.key").read_text()))
    assert ANN.name in str(database.run("SELECT person FROM record"))
    database.close()


@pytest.mark.stock_tools
def test_the_same_lines_fail_with_another_key(lost: Path) -> None:
    (lost / "escrow.txt").write_text(f"{STRANGER}\n")
    assert run_the_page(lost).returncode != 0
    assert not (lost / "database.key").exists()
