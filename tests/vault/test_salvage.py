"""What can be read of a damaged vault is read, what cannot is counted, and nothing is invented."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import VaultDamagedError, VaultExistsError
from doorstep.vault.database import Vault
from doorstep.vault.keys import decode_envelope
from doorstep.vault.pages import PAGE
from doorstep.vault.salvage import SETTING, Salvaged, salvage
from doorstep.vault.store import Save
from vault.test_removal import REMOVED, SECRET, received
from vault.visits import CHEAP, PASSPHRASE, START, Clock, given, keep, key, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSWERS = 120
LONG = "and so on, at length, "


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """Two records, long and short answers, a picture over many pages, a draft."""
    keep(vault, *whole_visit())
    keep(vault, *started("r2"), record="r2")
    for count in range(ANSWERS):
        keep(vault, given(f"q{count}", f"words {count} " + LONG * (count % 40 * 10)), record="r2")
    vault.put_attachment(bytes(range(256)) * 200, "image/png")
    vault.writer.submit(Save("r2", drafts={key("na_night"): "half a sentence"}))
    vault.writer.flush(5)
    vault.set_setting("worker", b"Jo Marsh")
    return vault


def salvaged(folder: Path, out: Path) -> Salvaged:
    envelope = decode_envelope((folder / "keys.json").read_bytes())
    return salvage(folder, envelope.open(PASSPHRASE, floor=CHEAP), out, START)


def answers(vault: Vault) -> dict[str, object]:
    return {entry.key.link_id: entry.answer.value for entry in vault.record("r2").answers}


def reopened(out: Path) -> Vault:
    vault = Vault.open(out, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP)
    vault.verify_chain()
    assert vault.differing_records() == ()
    return vault


def test_of_a_whole_vault_everything_comes_back(filled: Vault, folder: Path, tmp_path: Path) -> None:
    """The control for what follows: nothing is lost that was not damaged."""
    records = filled.record("r1"), filled.record("r2")
    entries = len(filled.journal("r1")) + len(filled.journal("r2"))
    filled.close()
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "head"}
    told = salvaged(folder, tmp_path / "out")
    assert (told.lost, told.set_aside, told.begun_anew, told.damaged_pages) == (0, 0, (), 0)
    assert (told.records, told.entries, told.drafts, told.pictures, told.settings) == (2, entries, 1, 1, 1)
    assert {path: path.read_bytes() for path in before} == before
    with reopened(tmp_path / "out") as fresh:
        assert (fresh.record("r1"), fresh.record("r2")) == records
        assert fresh.drafts("r2")[key("na_night")].text == "half a sentence"
        assert fresh.setting("worker") == b"Jo Marsh"
        assert fresh.search("cat insists") == ("r1",)
        kept = fresh.setting(SETTING)
        assert kept is not None
        assert json.loads(kept)["lost"] == 0


def test_what_only_the_log_holds_comes_back_too(filled: Vault, folder: Path, tmp_path: Path) -> None:
    filled._database.checkpoint()
    keep(filled, given("last", "said just before the crash"), record="r2")
    assert (folder / "vault.db-wal").stat().st_size
    told = salvaged(folder, tmp_path / "out")
    assert told.lost == 0
    with reopened(tmp_path / "out") as fresh:
        assert answers(fresh)["last"] == "said just before the crash"


def _one_bit(file: Path) -> None:
    _write(file, 20 * PAGE + 700, b"\xff")


def _pages_overwritten(file: Path) -> None:
    _write(file, 30 * PAGE, os.urandom(8 * PAGE))


def _first_page(file: Path) -> None:
    _write(file, 0, os.urandom(PAGE))


def _cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 6 // 10)


def _write(file: Path, place: int, data: bytes) -> None:
    with file.open("r+b") as handle:
        handle.seek(place)
        handle.write(data)


@pytest.mark.parametrize(
    ("damage", "at_least"),
    [(_one_bit, ANSWERS - 8), (_pages_overwritten, ANSWERS - 60), (_first_page, ANSWERS), (_cut_short, ANSWERS // 4)],
)
def test_what_is_not_damaged_comes_back_and_is_true(
    filled: Vault, folder: Path, tmp_path: Path, damage: Callable[[Path], None], at_least: int
) -> None:
    before, entries = answers(filled), len(filled.journal("r1")) + len(filled.journal("r2"))
    filled.close()
    damage(folder / "vault.db")
    with pytest.raises(VaultDamagedError):  # the control: as it is, it cannot be opened
        Vault.open(folder, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP)
    told = salvaged(folder, tmp_path / "out")
    assert told.damaged_pages or damage is _cut_short
    assert told.entries + told.lost + told.set_aside == entries
    with reopened(tmp_path / "out") as fresh:
        after = answers(fresh)
        assert after.items() <= before.items()
        assert len(after) >= at_least


def test_a_record_that_lost_its_beginning_begins_anew(filled: Vault, folder: Path, tmp_path: Path) -> None:
    filled._database.run("DROP TRIGGER journal_no_delete")
    filled._database.run("DELETE FROM journal WHERE record = 'r2' AND kind IN ('started', 'party')")
    filled.close()
    told = salvaged(folder, tmp_path / "out")
    assert (told.begun_anew, told.lost) == (("r2",), 3)
    with reopened(tmp_path / "out") as fresh:
        assert fresh.record("r2").person.name == "Ann Bell"  # from the line in the list
        assert len(answers(fresh)) == ANSWERS


def test_what_was_changed_is_not_taken_for_true(filled: Vault, folder: Path, tmp_path: Path) -> None:
    filled._database.run("DROP TRIGGER journal_no_update")
    filled._database.run("UPDATE journal SET fact = x'7b7d' WHERE record = 'r2' AND kind = 'answer' AND seq = 40")
    filled.close()
    told = salvaged(folder, tmp_path / "out")
    assert told.lost == 1
    with reopened(tmp_path / "out") as fresh:
        assert len(answers(fresh)) == ANSWERS - 1


def test_tombstones_come_back_and_what_was_removed_is_in_no_page(vault: Vault, folder: Path, tmp_path: Path) -> None:
    from doorstep.vault.keys import Purpose, subkey
    from doorstep.vault.pages import read_pages

    received(vault)
    vault.close()
    data_key = decode_envelope((folder / "keys.json").read_bytes()).open(PASSPHRASE, floor=CHEAP)

    def holds_the_secret() -> bool:
        pages = read_pages((folder / "vault.db").read_bytes(), subkey(data_key, Purpose.DATABASE))
        return any(SECRET.encode() in page.content for page in pages.values())

    assert holds_the_secret()  # the control
    with Vault.open(folder, PASSPHRASE, clock=Clock(), kdf_floor=CHEAP) as again:
        again.remove("r1", REMOVED)
    assert not holds_the_secret()
    told = salvaged(folder, tmp_path / "out")
    assert told.lost == 0
    with reopened(tmp_path / "out") as fresh:
        assert [stone.removed for stone in fresh.tombstones()] == [REMOVED]
        assert [line.id for line in fresh.records()] == ["r2"]


def test_nothing_is_written_over(filled: Vault, folder: Path, tmp_path: Path) -> None:
    filled.close()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "anything").write_bytes(b"")
    with pytest.raises(VaultExistsError):
        salvaged(folder, tmp_path / "out")
