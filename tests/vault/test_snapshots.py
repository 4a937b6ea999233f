"""Snapshots are taken by themselves, thinned, never in plain text, and one step away from being the vault again."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.errors import (
    ChainBrokenError,
    StorageError,
    VaultDamagedError,
    VaultExistsError,
    VaultMissingError,
    WrongPassphraseError,
)
from doorstep.vault import restore
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from doorstep.vault.snapshots import Snapshot, thinned
from vault.test_removal import REMOVED, SECRET, received
from vault.visits import CHEAP, PASSPHRASE, Clock, given, keep, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reopen = Callable[..., Vault]

AT = datetime(2026, 10, 6, 12, tzinfo=UTC)
ANOTHER = "ladder oyster marble window"


def files(folder: Path) -> list[Path]:
    return sorted((folder / "snapshots").iterdir())


def said(vault: Vault) -> object:
    return [entry.answer.value for entry in vault.record("r1").answers if entry.key.link_id == "na_day"]


def test_closing_takes_one_that_only_its_owner_may_read(vault: Vault, folder: Path) -> None:
    keep(vault, *whole_visit())
    vault.close()
    [taken] = files(folder)
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    assert stat.S_IMODE(taken.parent.stat().st_mode) == 0o700
    content = taken.read_bytes()
    assert not content.startswith(b"SQLite")
    assert b"the cat insists" not in content
    assert b"CREATE TABLE" not in content


def test_a_copy_that_is_not_keyed_first_would_be_plain(vault: Vault, tmp_path: Path) -> None:
    """The control: the same driver, the same pages, without a key."""
    import sqlite3

    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE said (words)")
    plain.execute("INSERT INTO said VALUES ('the cat insists')")
    plain.commit()
    plain.close()
    assert b"the cat insists" in (tmp_path / "plain.db").read_bytes()


def test_none_is_taken_when_nothing_has_changed(vault: Vault, reopen: Reopen, folder: Path) -> None:
    keep(vault, *started())
    vault.close()
    for _ in range(3):
        reopen().close()
    assert len(files(folder)) == 1
    again = reopen()
    keep(again, given("na_day", "new words"))
    again.close()
    assert len(files(folder)) == 2
    again = reopen()
    again.set_setting("worker", b"somebody else")
    assert again.take_snapshot() is not None
    assert again.take_snapshot() is None


def test_a_snapshot_that_cannot_be_taken_does_not_keep_the_vault_open(
    vault: Vault, reopen: Reopen, folder: Path
) -> None:
    keep(vault, *started())
    (folder / "snapshots").write_bytes(b"in the way")
    with pytest.raises(StorageError):
        vault.take_snapshot()
    vault.close()
    assert reopen().interrupted is None


def at_day(number: int, days_ago: float, size: int = 10) -> Snapshot:
    return Snapshot(f"{number}", number, AT - timedelta(days=days_ago), size, "")


def kept(told: list[Snapshot], **further: object) -> list[int]:
    gone = thinned(told, AT, **further)  # type: ignore[arg-type]
    return [snapshot.number for snapshot in told if snapshot not in gone]


def test_the_last_ten_stay_whatever_their_age() -> None:
    told = [at_day(number, 100 - number / 100) for number in range(20, 0, -1)]
    assert kept(told) == list(range(20, 10, -1))


def test_the_newest_of_each_day_stays_for_thirty_days() -> None:
    two_a_day = [at_day(200 - half, half / 2) for half in range(100)]
    told = kept(two_a_day)
    assert told[:10] == list(range(200, 190, -1))
    days = {snapshot.taken_at.date(): snapshot.number for snapshot in reversed(two_a_day)}
    month = [number for day, number in days.items() if AT.date() - day <= timedelta(29)]
    assert set(month) <= set(told)
    assert len(told) <= 10 + 31
    assert min(told) > 200 - 2 * 31


def test_snapshots_from_before_a_removal_go_and_the_newest_stays() -> None:
    told = [at_day(3, 0), at_day(2, 5), at_day(1, 20)]
    assert kept(told, removed_at=AT - timedelta(10)) == [3, 2]
    assert kept(told, removed_at=AT + timedelta(10)) == [3]


def test_large_snapshots_are_fewer_but_three() -> None:
    told = [at_day(number, 0, 10) for number in range(9, 0, -1)]
    assert kept(told, most_bytes=50) == [9, 8, 7, 6, 5]
    assert kept(told, most_bytes=1) == [9, 8, 7]


def test_thirty_days_after_a_removal_no_snapshot_holds_what_was_removed(
    vault: Vault, reopen: Reopen, folder: Path, clock: Clock
) -> None:
    received(vault)
    vault.take_snapshot()
    vault.remove("r1", msgspec.structs.replace(REMOVED, at=clock()))
    clock.now += timedelta(29)
    vault.take_snapshot()
    assert holding_the_secret(folder)
    clock.now += timedelta(2)
    assert vault.take_snapshot() is None
    assert not holding_the_secret(folder)
    assert files(folder)


def key_of(folder: Path, passphrase: str = PASSPHRASE) -> bytes:
    return decode_envelope((folder / "keys.json").read_bytes()).open(passphrase, floor=CHEAP)


def holding_the_secret(folder: Path) -> bool:
    facts = []
    for path in files(folder):
        database = CipherFile(path, subkey(key_of(folder), Purpose.DATABASE))
        facts += [row[0] for row in database.run("SELECT fact FROM journal")]
        database.close()
    return any(SECRET.encode() in fact for fact in facts)


def test_one_step_back_and_what_was_there_is_kept_aside(vault: Vault, reopen: Reopen, folder: Path) -> None:
    keep(vault, *started(), given("na_day", "as it was"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    keep(vault, given("na_day", "something nobody wanted"))
    aside = vault.restore(snapshot.name)
    again = reopen()
    assert said(again) == ["as it was"]
    assert again.lost is None
    again.verify_chain()
    assert again.differing_records() == ()
    keep(again, given("na_day", "and on"))
    again.close()
    database = CipherFile(aside / "vault.db", subkey(key_of(folder), Purpose.DATABASE))
    assert b"something nobody wanted" in database.run("SELECT fact FROM journal ORDER BY seq DESC")[0][0]
    database.close()
    assert {path.name for path in aside.iterdir()} == {"vault.db", "head"}


def test_a_damaged_snapshot_is_not_put_in_place(vault: Vault, folder: Path) -> None:
    keep(vault, *started(), given("na_day", "as it is"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    path = folder / "snapshots" / snapshot.name
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    with pytest.raises(VaultDamagedError):
        vault.restore(snapshot.name)
    with pytest.raises(VaultMissingError):
        vault.restore("000009-20261006T120000Z-0123456789abcdef.snapshot")
    keep(vault, given("na_day", "still at work"))
    assert said(vault) == ["still at work"]


def test_a_snapshot_whose_journal_was_edited_is_not_put_in_place(vault: Vault, folder: Path) -> None:
    keep(vault, *started(), given("na_day", "as it is"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    database = CipherFile(folder / "snapshots" / snapshot.name, subkey(key_of(folder), Purpose.DATABASE))
    database.run("DROP TRIGGER journal_no_update")
    database.run("UPDATE journal SET at = '2020' WHERE seq = 2")
    database.close()
    with pytest.raises(ChainBrokenError):
        vault.restore(snapshot.name)


@pytest.mark.parametrize("moment", ["before the decision", "after it", "half finished"])
def test_restoring_cut_off_leaves_the_old_or_the_new(
    vault: Vault, reopen: Reopen, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    keep(vault, *started(), given("na_day", "as it was"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    keep(vault, given("na_day", "newer"))
    with monkeypatch.context() as cut:
        cut.setattr(
            restore,
            "finish" if moment != "before the decision" else "_put_aside",
            lambda *_: (_ for _ in ()).throw(OSError),
        )
        with pytest.raises((StorageError, OSError)):
            vault.restore(snapshot.name)
    if moment == "half finished":
        (folder / "head").unlink()
    again = reopen()
    assert said(again) == (["newer"] if moment == "before the decision" else ["as it was"])
    assert again.lost is None


def test_an_old_log_is_not_mixed_into_what_was_put_back(
    vault: Vault, reopen: Reopen, folder: Path, tmp_path: Path
) -> None:
    """After a crash the log holds commits of the newer database; they do not fit the older one."""
    keep(vault, *started(), given("na_day", "as it was"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    vault._database.checkpoint()
    for count in range(30):
        keep(vault, given("na_day", f"newer {count}"))
    crashed = tmp_path / "crashed"
    shutil.copytree(folder, crashed)
    assert (crashed / "vault.db-wal").stat().st_size
    key = key_of(crashed)
    aside = restore.restore(crashed, crashed / "snapshots" / snapshot.name, key, AT)
    opened = Vault.open(crashed, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP)
    assert said(opened) == ["as it was"]
    assert opened.lost is None
    opened.close()
    assert (aside / "vault.db-wal").stat().st_size


def test_an_old_passphrase_opens_no_old_snapshot(vault: Vault, reopen: Reopen, folder: Path) -> None:
    keep(vault, *started(), given("na_day", "as it was"))
    snapshot = vault.take_snapshot()
    assert snapshot is not None
    key_of(folder)  # the control: until now it did
    vault.door.change_passphrase(PASSPHRASE, ANOTHER)
    vault.close()
    assert [path.name for path in files(folder)] == [path.name for path in files(folder) if path.suffix == ".snapshot"]
    with pytest.raises(WrongPassphraseError):
        key_of(folder)
    with pytest.raises(WrongPassphraseError):
        reopen()
    again = reopen(ANOTHER)
    again.restore(snapshot.name)
    with pytest.raises(WrongPassphraseError):
        reopen()
    assert said(reopen(ANOTHER)) == ["as it was"]


def test_a_second_copy_is_a_vault_on_a_clean_machine(vault: Vault, tmp_path: Path) -> None:
    keep(vault, *whole_visit())
    stick, clean = tmp_path / "stick", tmp_path / "clean" / "vault"
    copy = vault.copy_to(stick)
    assert copy.parent == stick
    assert {path.name for path in copy.iterdir()} == {"vault.db", "keys.json"}
    assert b"the cat insists" not in b"".join(path.read_bytes() for path in copy.iterdir())
    with pytest.raises(WrongPassphraseError):
        restore.from_copy(copy, clean, ANOTHER, kdf_floor=CHEAP)
    assert not Vault.exists(clean)
    restore.from_copy(copy, clean, PASSPHRASE, kdf_floor=CHEAP)
    with Vault.open(clean, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP) as opened:
        assert opened.record("r1") == vault.record("r1")
        opened.verify_chain()
        assert opened.guesses.counted  # a fresh count is no meddling
    with pytest.raises(VaultExistsError):
        restore.from_copy(copy, clean, PASSPHRASE, kdf_floor=CHEAP)


def test_the_next_copy_replaces_the_one_before_and_its_envelope(vault: Vault, tmp_path: Path) -> None:
    keep(vault, *started(), given("na_day", "first"))
    copy = vault.copy_to(tmp_path)
    vault.door.change_passphrase(PASSPHRASE, ANOTHER)
    key_of(copy)  # the limit that the specification tells: until the next copy, the stick has the old envelope
    keep(vault, given("na_day", "second"))
    assert vault.copy_to(tmp_path) == copy
    with pytest.raises(WrongPassphraseError):
        key_of(copy)
    with Vault.open(copy, ANOTHER, clock=Clock(), kdf_floor=CHEAP) as opened:
        assert said(opened) == ["second"]


def test_a_copy_that_breaks_off_leaves_the_one_before(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, *started(), given("na_day", "first"))
    copy = vault.copy_to(tmp_path)
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    keep(vault, given("na_day", "second"))

    def pulled_out(_: CipherFile, path: Path) -> None:
        path.write_bytes(b"half")
        raise StorageError(what="input or output")

    monkeypatch.setattr(CipherFile, "copy_to", pulled_out)
    with pytest.raises(StorageError):
        vault.copy_to(tmp_path)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_two_vaults_do_not_share_a_folder_on_the_stick(vault: Vault, tmp_path: Path) -> None:
    other = Vault.create(tmp_path / "other", PASSPHRASE, clock=Clock(), device_name="laptop-7", kdf=CHEAP)
    assert vault.copy_to(tmp_path / "stick") != other.copy_to(tmp_path / "stick")
    other.close()
