"""The nine traps that were found by running SQLCipher: each shown to be there, and shown to be closed.

The first part of every test is the control: it falls into the trap with the bare driver. If a new SQLCipher no longer
has the trap, that part fails, and the guard can be thought over.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from doorstep.errors import VaultDamagedError, VaultError, VaultMissingError
from doorstep.vault.cipher import CipherFile, create_file
from doorstep.vault.database import Vault
from doorstep.vault.keys import Purpose, decode_envelope, subkey
from vault.visits import CHEAP, PASSPHRASE, given, keep, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reopen = Callable[..., Vault]

PAGE = 4096


@pytest.fixture
def key(folder: Path, vault: Vault) -> bytes:
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    return subkey(envelope.open(PASSPHRASE, floor=CHEAP), Purpose.DATABASE)


@pytest.fixture
def filled(vault: Vault, key: bytes) -> Vault:
    """A vault with something in it, on several pages."""
    keep(vault, *whole_visit())
    vault.put_attachment(os.urandom(40 * PAGE), "image/jpeg")
    return vault


def bare(path: Path, key: bytes, *, log: str = "NONE") -> Any:
    """Open as the driver does when nobody knows better."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA cipher_log_level = {log}")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_1_a_file_cut_at_a_page_passes_the_cipher_check(
    filled: Vault, key: bytes, folder: Path, reopen: Reopen
) -> None:
    filled.close()
    os.truncate(folder / "vault.db", (folder / "vault.db").stat().st_size // PAGE // 2 * PAGE)
    connection = bare(folder / "vault.db", key)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    connection.close()
    with pytest.raises(VaultDamagedError):
        reopen()


@pytest.mark.parametrize("page", [3, 9, 20])
def test_1b_a_flipped_bit_anywhere_is_found_on_opening(filled: Vault, folder: Path, reopen: Reopen, page: int) -> None:
    filled.close()
    flip(folder / "vault.db", page * PAGE + 100)
    with pytest.raises(VaultDamagedError):
        reopen()


def test_2_the_cipher_check_does_not_see_the_log(
    filled: Vault, key: bytes, folder: Path, tmp_path: Path, reopen: Reopen
) -> None:
    """A power cut in the middle of a checkpoint: page 1 is torn in the file and whole in the log."""
    cut = tmp_path / "cut"
    filled._database.checkpoint()
    filled.put_attachment(os.urandom(40 * PAGE), "image/jpeg")  # makes the file longer, which page 1 notes
    shutil.copytree(folder, cut)
    filled.close()
    flip(cut / "vault.db", PAGE - 100)
    connection = bare(cut / "vault.db", key)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() != []
    connection.close()
    shutil.rmtree(folder)
    shutil.copytree(cut, folder)
    assert reopen().differing_records() == ()


@pytest.mark.parametrize("damage", ["bit", "cut", "gone"])
def test_3_a_damaged_log_drops_saves_and_every_check_passes(
    vault: Vault, key: bytes, folder: Path, tmp_path: Path, reopen: Reopen, damage: str
) -> None:
    keep(vault, *started())
    vault._database.checkpoint()
    for count in range(20):
        keep(vault, given("na_day", f"words {count}"))
    cut = tmp_path / "cut"
    shutil.copytree(folder, cut)
    vault.close()
    log = cut / "vault.db-wal"
    match damage:
        case "bit":
            flip(log, log.stat().st_size // 2)
        case "cut":
            os.truncate(log, log.stat().st_size // 2)
        case _:
            log.unlink()
    shutil.rmtree(folder)
    shutil.copytree(cut, folder)

    unaware = CipherFile(cut / "vault.db", key)
    unaware.check()
    [(kept,)] = unaware.run("SELECT count(*) FROM journal WHERE kind = 'answer'")
    unaware.close()
    assert kept < 20

    again = reopen()
    assert again.lost is not None
    assert again.lost.entries == 20 - kept
    assert again.lost.saves == 20 - kept
    assert again.lost.kept_until is not None
    again.verify_chain()
    again.close()
    assert reopen().lost is None  # it has been told


def test_3b_an_old_database_put_back_is_noticed(vault: Vault, folder: Path, tmp_path: Path, reopen: Reopen) -> None:
    keep(vault, *started())
    vault._database.checkpoint()
    shutil.copy(folder / "vault.db", tmp_path / "old.db")
    keep(vault, given("na_day", "one"))
    keep(vault, given("na_day", "two"))
    vault.close()
    shutil.copy(tmp_path / "old.db", folder / "vault.db")
    lost = reopen().lost
    assert lost is not None
    assert lost.entries == 2


@pytest.mark.parametrize("place", [0, 100])
def test_4_a_damaged_first_page_looks_like_a_wrong_key(
    filled: Vault, key: bytes, folder: Path, reopen: Reopen, place: int
) -> None:
    filled.close()
    wrong = bare(folder / "vault.db", bytes(32))
    with pytest.raises(sqlcipher.DatabaseError) as of_the_key:
        wrong.execute("SELECT * FROM sqlite_master")
    wrong.close()
    flip(folder / "vault.db", place)
    damaged = bare(folder / "vault.db", key)
    with pytest.raises(sqlcipher.DatabaseError) as of_the_file:
        damaged.execute("SELECT * FROM sqlite_master")
    damaged.close()
    assert str(of_the_key.value) == str(of_the_file.value)
    with pytest.raises(VaultDamagedError):
        reopen()


@pytest.mark.parametrize("left", [None, b""])
def test_5_a_missing_or_empty_file_becomes_a_new_database(
    filled: Vault, folder: Path, tmp_path: Path, reopen: Reopen, left: bytes | None
) -> None:
    trap = tmp_path / "trap.db"
    if left is not None:
        trap.write_bytes(left)
    connection = bare(trap, bytes(32))
    connection.execute("CREATE TABLE anything (a)")
    connection.close()
    assert trap.stat().st_size

    filled.close()
    (folder / "vault.db").unlink()
    if left is not None:
        (folder / "vault.db").write_bytes(left)
    with pytest.raises(VaultMissingError):
        reopen()
    assert not (folder / "vault.db").exists() or (folder / "vault.db").read_bytes() == b""


def test_6_a_short_key_is_taken_for_a_passphrase(tmp_path: Path) -> None:
    trap = tmp_path / "trap.db"
    connection = bare(trap, bytes(31))
    connection.execute("CREATE TABLE anything (a)")
    connection.close()
    assert trap.stat().st_size
    create_file(tmp_path / "vault.db")
    for length in (0, 16, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            CipherFile(tmp_path / "vault.db", bytes(length))


def test_7_attach_writes_plain_text(filled: Vault, key: bytes, tmp_path: Path) -> None:
    connection = bare(tmp_path / "trap.db", key)
    connection.execute("ATTACH ? AS plain KEY ''", (str(tmp_path / "plain.db"),))
    connection.execute("CREATE TABLE plain.words AS SELECT 'the cat insists' AS said")
    connection.close()
    assert b"the cat insists" in (tmp_path / "plain.db").read_bytes()
    with pytest.raises(VaultError):
        filled._database.run("ATTACH ? AS plain KEY ''", str(tmp_path / "ours.db"))
    with pytest.raises(VaultError):
        filled._database.run("VACUUM INTO ?", str(tmp_path / "ours.db"))
    assert not (tmp_path / "ours.db").exists()


def test_8_the_cipher_talks_on_stderr(filled: Vault, key: bytes, folder: Path) -> None:
    """In processes of their own: the level belongs to the whole process."""
    filled.close()
    flip(folder / "vault.db", 100)
    talking = f"""
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect({str(folder / "vault.db")!r})
connection.execute("PRAGMA key = \\"x'{key.hex()}'\\"")
try: connection.execute("SELECT * FROM sqlite_master")
except dbapi2.DatabaseError: pass
"""
    silent = f"""
from pathlib import Path
from doorstep.errors import VaultDamagedError
from doorstep.vault.cipher import CipherFile
try: CipherFile(Path({str(folder / "vault.db")!r}), bytes.fromhex({key.hex()!r}))
except VaultDamagedError: print("told")
"""
    assert _run(talking).stderr != ""
    quiet = _run(silent)
    assert (quiet.stdout.strip(), quiet.stderr) == ("told", "")


def _run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps other people out by the folder's list of rights")
def test_9_files_are_made_for_everyone_to_read(tmp_path: Path, clock: Callable[[], Any]) -> None:
    usual = os.umask(0o022)
    try:
        bare(tmp_path / "trap.db", bytes(32)).execute("CREATE TABLE anything (a)")
        with Vault.create(tmp_path / "ours", PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP) as vault:
            keep(vault, *started())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "ours").iterdir()}
    finally:
        os.umask(usual)
    assert stat.S_IMODE((tmp_path / "trap.db").stat().st_mode) == 0o644
    assert set(modes.values()) == {0o600}
    assert "vault.db-wal" in modes
