"""``doorstep vault`` as the office's IT types it: words, exit codes, and never a word of an assessment."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doorstep.__main__ import main
from doorstep.services.vault_commands import VaultCommands
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from vault.visits import CHEAP, PASSPHRASE, Clock, given, keep, started

if TYPE_CHECKING:
    from collections.abc import Callable

    Doorstep = Callable[..., tuple[int, str, str]]

SAID = "the cat insists"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    with Vault.create(folder / "vault", PASSPHRASE, clock=Clock(), device_name="laptop-7", kdf=CHEAP) as vault:
        keep(vault, *started(), given("na_day", SAID))
    return folder


@pytest.fixture
def doorstep(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doorstep:
    monkeypatch.setitem(VaultCommands.__init__.__kwdefaults__, "kdf_floor", CHEAP)
    secret = tmp_path / "passphrase"

    def run(*arguments: str, passphrase: str = PASSPHRASE, profile: Path = profile) -> tuple[int, str, str]:
        secret.write_text(f"{passphrase}\n", "utf-8")
        code = main(["--profile", str(profile), "vault", "--passphrase-file", str(secret), *arguments])
        told = capsys.readouterr()
        assert SAID not in told.out + told.err
        assert "Bell" not in told.out + told.err
        return code, told.out, told.err

    return run


def said(profile: Path, passphrase: str = PASSPHRASE) -> object:
    with Vault.open(profile / "vault", passphrase, clock=Clock(), kdf_floor=CHEAP) as vault:
        return [entry.answer.value for entry in vault.record("r1").answers]


def change(profile: Path, words: str) -> None:
    with Vault.open(profile / "vault", PASSPHRASE, clock=Clock(), kdf_floor=CHEAP) as vault:
        keep(vault, given("na_day", words))


def as_someone_with_the_key(profile: Path, *statements: str) -> None:
    envelope = decode_envelope((profile / "vault" / "keys.json").read_bytes())
    key = subkey(envelope.open(PASSPHRASE, floor=CHEAP), Purpose.DATABASE)
    database = CipherFile(profile / "vault" / "vault.db", key)
    for statement in statements:
        database.run(statement)
    database.close()


def test_a_whole_vault_is_well(doorstep: Doorstep) -> None:
    assert doorstep("check") == (0, "1 assessments, 5 journal entries, 1 snapshots.\nAll is well.\n", "")


def test_an_edit_is_named_by_its_row(doorstep: Doorstep, profile: Path) -> None:
    as_someone_with_the_key(
        profile, "DROP TRIGGER journal_no_update", "UPDATE journal SET at = '2020-01-01T00:00:00Z' WHERE seq = 3"
    )
    code, out, _ = doorstep("check")
    assert code == 1
    assert "at entry 3" in out
    assert "journal_no_update" in out
    assert "All is well" not in out


def test_an_answer_that_its_journal_does_not_tell_is_found(doorstep: Doorstep, profile: Path) -> None:
    as_someone_with_the_key(profile, "UPDATE record SET route = 'focused'")
    code, out, _ = doorstep("check")
    assert code == 1
    assert "1 assessments are not what their journal says" in out


@pytest.mark.parametrize("place", [10, 5000])
def test_damage_is_told_with_ways_out(doorstep: Doorstep, profile: Path, place: int) -> None:
    damage(profile, place)
    code, out, _ = doorstep("check")
    assert code == 1
    assert "damaged" in out
    assert "1 snapshots" in out
    assert "doorstep vault salvage" in out


def damage(profile: Path, place: int) -> None:
    with (profile / "vault" / "vault.db").open("r+b") as file:
        file.seek(place)
        file.write(os.urandom(64))


def test_the_wrong_passphrase_and_no_vault_have_their_own_words(doorstep: Doorstep, tmp_path: Path) -> None:
    code, out, err = doorstep("check", passphrase="something else entirely")
    assert (code, out) == (1, "")
    assert "passphrase does not open this vault" in err
    code, out, err = doorstep("check", profile=tmp_path / "elsewhere")
    assert (code, out) == (1, "")
    assert "missing" in err
    assert not (tmp_path / "elsewhere").exists()


def test_a_vault_in_use_is_left_alone(doorstep: Doorstep, profile: Path) -> None:
    with Vault.open(profile / "vault", PASSPHRASE, clock=Clock(), kdf_floor=CHEAP):
        code, _, err = doorstep("check")
    assert code == 1
    assert "open already" in err


def test_snapshots_are_taken_listed_and_put_back(doorstep: Doorstep, profile: Path) -> None:
    code, out, _ = doorstep("snapshot")
    assert (code, out.splitlines()[0]) == (0, "Nothing has changed since the last snapshot.")
    name = out.splitlines()[1].split()[0]
    change(profile, "something nobody wanted")
    code, out, _ = doorstep("restore")
    assert (code, len(out.splitlines())) == (0, 3)
    code, out, _ = doorstep("restore", name)
    assert code == 0
    aside = Path(out.split(" is kept in ")[1].rstrip(".\n"))
    assert (aside / "vault.db").is_file()
    assert said(profile) == [SAID]


def test_a_damaged_vault_is_restored_from_its_snapshot(doorstep: Doorstep, profile: Path) -> None:
    [snapshot] = (profile / "vault" / "snapshots").iterdir()
    damage(profile, 10)
    assert doorstep("restore", snapshot.name)[0] == 0
    assert said(profile) == [SAID]


def test_a_database_that_is_gone_is_restored_from_its_snapshot(doorstep: Doorstep, profile: Path) -> None:
    [snapshot] = (profile / "vault" / "snapshots").iterdir()
    (profile / "vault" / "vault.db").unlink()
    assert doorstep("restore", snapshot.name)[0] == 0
    assert said(profile) == [SAID]


def test_a_second_copy_becomes_a_vault_on_a_clean_machine(doorstep: Doorstep, profile: Path, tmp_path: Path) -> None:
    with Vault.open(profile / "vault", PASSPHRASE, clock=Clock(), kdf_floor=CHEAP) as vault:
        copy = vault.copy_to(tmp_path / "stick")
    clean = tmp_path / "clean"
    assert doorstep("restore", "--from", str(copy), profile=clean)[0] == 0
    assert said(clean) == [SAID]
    change(clean, "newer")
    assert doorstep("restore", "--from", str(copy), profile=clean)[0] == 0  # over the same vault: kept aside
    assert said(clean) == [SAID]


def test_the_copy_of_another_vault_is_not_put_over_this_one(doorstep: Doorstep, profile: Path, tmp_path: Path) -> None:
    with Vault.create(tmp_path / "other", PASSPHRASE, clock=Clock(), device_name="laptop-8", kdf=CHEAP) as other:
        copy = other.copy_to(tmp_path / "stick")
    code, _, err = doorstep("restore", "--from", str(copy))
    assert code == 1
    assert err
    assert said(profile) == [SAID]


def test_what_is_left_is_salvaged_into_a_fresh_vault(doorstep: Doorstep, profile: Path, tmp_path: Path) -> None:
    damage(profile, 10)
    before = (profile / "vault" / "vault.db").read_bytes()
    code, out, _ = doorstep("salvage", str(tmp_path / "saved" / "vault"))
    assert code == 0
    assert "1 assessments with 5 journal entries" in out
    assert (profile / "vault" / "vault.db").read_bytes() == before
    assert said(tmp_path / "saved") == [SAID]
    code, _, err = doorstep("salvage", str(tmp_path / "saved" / "vault"))
    assert (code, "already" in err) == (1, True)


def test_the_passphrase_is_asked_for_when_no_file_is_named(
    profile: Path, monkeypatch: pytest.MonkeyPatch, doorstep: Doorstep
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    assert main(["--profile", str(profile), "vault", "check"]) == 0


def test_a_command_lets_go_of_the_vault(profile: Path) -> None:
    commands = VaultCommands(profile / "vault", io.StringIO(), kdf_floor=CHEAP)
    for _ in range(2):
        assert commands.check(PASSPHRASE) == 0
