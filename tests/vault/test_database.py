"""A vault as its owner sees it: what was saved is there, and each thing that can be wrong has its own name."""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.record import RecordBuilder, RecordStatus
from doorstep.definition.loader import installed_form
from doorstep.errors import (
    DoorstepError,
    StorageError,
    VaultDamagedError,
    VaultInUseError,
    VaultMissingError,
    VaultNewerError,
    VaultReadOnlyError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from doorstep.vault import summaries
from doorstep.vault.cipher import CipherFile
from doorstep.vault.database import Vault
from doorstep.vault.interruption import Place
from doorstep.vault.store import Due, Save
from vault.visits import ANN, CHEAP, PASSPHRASE, START, Clock, given, keep, key, started, whole_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.vault.summaries import RecordSummary

    Reopen = Callable[..., Vault]


def test_a_saved_visit_is_found_again_exactly(vault: Vault, reopen: Reopen) -> None:
    facts = whole_visit()
    keep(vault, *facts)
    vault.close()
    again = reopen()
    assert again.record("r1") == RecordBuilder.of(facts).freeze()
    assert [entry.seq for entry in again.journal("r1")] == list(range(1, len(facts) + 1))
    again.verify_chain()
    assert again.differing_records() == ()


def test_an_unknown_record_is_no_record(vault: Vault) -> None:
    with pytest.raises(KeyError):
        vault.record("nobody")


def test_the_list_tells_what_is_due_and_what_has_not_left(vault: Vault) -> None:
    due = (Due(START.date(), "copy for Ann"),)
    vault.writer.submit(Save("r1", started(), {key("na_day"): "I get u"}, due=due))
    keep(vault, *whole_visit("r2"), record="r2")
    by_id = {summary.id: summary for summary in vault.records()}
    assert by_id["r1"].person == ANN
    assert by_id["r1"].due == due
    assert by_id["r1"].drafts == 1
    assert by_id["r1"].unsent
    assert by_id["r1"].last_visit == START.date()
    assert by_id["r2"].status is RecordStatus.COMPLETED
    assert not by_id["r2"].unsent
    assert by_id["r2"].receipt is not None
    assert by_id["r2"].exported is not None


def test_an_answer_after_an_export_has_not_left(vault: Vault) -> None:
    facts = whole_visit()
    signed = next(index for index, fact in enumerate(facts) if type(fact).__name__ == "RecordSigned")
    keep(vault, *facts[:signed], *facts[signed + 1 :])
    assert not vault.records()[0].unsent
    keep(vault, given("na_day", "Later than that, these days"))
    assert vault.records()[0].unsent


def test_pictures_forms_and_settings_outlive_a_closing(vault: Vault, reopen: Reopen) -> None:
    form = installed_form("needs-assessment")
    picture = os.urandom(100_000)
    sha256 = vault.put_attachment(picture, "image/jpeg")
    assert vault.put_attachment(picture, "image/jpeg") == sha256
    vault.keep_form(form)
    vault.keep_form(form)
    vault.set_setting("worker", b"one")
    vault.set_setting("worker", b"two")
    vault.close()
    again = reopen()
    assert again.attachment(sha256) == picture
    assert again.form(form.digest) == form
    assert again.setting("worker") == b"two"
    assert again.setting("roster") is None
    with pytest.raises(KeyError):
        again.attachment("0" * 64)
    with pytest.raises(KeyError):
        again.form("0" * 64)


def test_an_end_that_was_no_closing_is_told_at_the_next_opening(vault: Vault, reopen: Reopen) -> None:
    place = Place("r1", "na_day", cursor=7)
    vault.writer.submit(Save("r1", started(), {key("na_day"): "I get u"}, place=place))
    vault.writer.submit(Save("r2", started("r2"), {key("na_day"): "not where I was"}))
    assert vault.writer.flush(20)
    saved_at = vault.writer.state().saved_at
    vault.abandon()
    told = reopen().interrupted
    assert told is not None
    assert told.place == place
    assert {field: draft.text for field, draft in told.drafts.items()} == {key("na_day"): "I get u"}
    assert told.saved_at is not None
    assert saved_at is not None
    assert told.saved_at <= saved_at


def test_a_proper_end_is_no_interruption_and_keeps_the_place(vault: Vault, reopen: Reopen) -> None:
    place = Place("r1", "na_day", cursor=7)
    vault.writer.submit(Save("r1", started(), place=place))
    vault.close()
    again = reopen()
    assert again.interrupted is None
    assert again.lost is None
    assert again.place == place


def test_a_second_program_is_kept_out_and_let_in_afterwards(vault: Vault, reopen: Reopen) -> None:
    with pytest.raises(VaultInUseError):
        reopen()
    vault.close()
    assert reopen().records() == ()


def test_the_wrong_passphrase_opens_nothing_and_changes_nothing(vault: Vault, reopen: Reopen, folder: Path) -> None:
    keep(vault, *started())
    vault.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(WrongPassphraseError):
        reopen("kettle borrowed window harbor")
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert {name for name in after if after[name] != before.get(name)} == {"tries"}  # it is counted, no more
    assert reopen().record("r1").person == ANN


def test_a_passphrase_typed_with_other_accents_of_the_same_look_opens_it(folder: Path, clock: Clock) -> None:
    composed, decomposed = "café au lait deux fois seize", "cafe\u0301 au lait deux fois seize"
    Vault.create(folder, composed, clock=clock, device_name="laptop-7", kdf=CHEAP).close()
    Vault.open(folder, decomposed, clock=clock, kdf_floor=CHEAP).close()


def test_a_vault_of_a_newer_program_is_left_alone(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault._database.run("PRAGMA user_version = 99")
    vault.close()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(VaultNewerError) as caught:
        reopen()
    assert caught.value.facts["found"] == 99
    assert (folder / "vault.db").read_bytes() == before


def test_an_envelope_of_a_newer_program_is_left_alone(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault.close()
    told = json.loads((folder / "keys.json").read_text())
    (folder / "keys.json").write_text(json.dumps({**told, "version": 3, "slots": "of another shape"}))
    with pytest.raises(VaultNewerError):
        reopen()


@pytest.mark.parametrize(
    ("code", "expected"),
    [(errno.EROFS, VaultReadOnlyError), (errno.EACCES, VaultReadOnlyError), (errno.ENOSPC, StorageError)],
)
def test_a_folder_that_cannot_be_written_to_says_so(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch, code: int, expected: type[DoorstepError]
) -> None:
    vault.close()

    def closed_to_us(*_arguments: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("doorstep.vault.lock.os.open", closed_to_us)
    with pytest.raises(expected):
        reopen()


def test_a_log_that_cannot_be_written_says_so_too(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault.close()
    (folder / "vault.db-wal").mkdir()  # what the lock file let pass, the database may still be refused
    with pytest.raises((VaultReadOnlyError, StorageError)):
        reopen()


def test_a_failed_opening_lets_the_next_one_in(vault: Vault, reopen: Reopen, folder: Path) -> None:
    vault.close()
    whole = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(VaultDamagedError):
        reopen()
    (folder / "vault.db").write_bytes(whole)
    assert reopen().records() == ()


def test_a_new_passphrase_rewrites_the_envelope_alone(vault: Vault, reopen: Reopen, folder: Path) -> None:
    keep(vault, *started())
    database = (folder / "vault.db").read_bytes()
    with pytest.raises(WrongPassphraseError):
        vault.door.change_passphrase("not the old one at all", "harbour window borrowed kettle")
    with pytest.raises(WeakPassphraseError):
        vault.door.change_passphrase(PASSPHRASE, "qwertyuiop")
    vault.door.change_passphrase(PASSPHRASE, "harbour window borrowed kettle")
    assert (folder / "vault.db").read_bytes() == database
    vault.close()
    with pytest.raises(WrongPassphraseError):
        reopen(PASSPHRASE)
    assert reopen("harbour window borrowed kettle").record("r1").person == ANN


def test_a_full_disk_when_closing_keeps_the_vault_open(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr("doorstep.vault.database._CLOSE_SECONDS", 0.05)
        full.setattr(vault._store, "commit", _disk_is_full)
        vault.writer.submit(Save("r1", started()))
        with pytest.raises(StorageError) as caught:
            vault.close()
    assert caught.value.facts == {"what": "not saved", "pending": 1}
    vault.close()  # there is room again


def _disk_is_full(_saves: object) -> None:
    raise StorageError(what="full")


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps other people out by the folder's list of rights")
def test_nobody_else_may_read_the_files(vault: Vault, folder: Path) -> None:
    keep(vault, *started())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name for path in folder.iterdir()} >= {
        "vault.db",
        "vault.db-wal",
        "keys.json",
        "head",
        "tries",
        "vault.lock",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps other people out by the folder's list of rights")
def test_a_folder_that_was_left_open_to_others_is_closed_when_the_vault_is_opened(
    vault: Vault, reopen: Reopen, folder: Path
) -> None:
    """As after it was unpacked from an archive, or copied by somebody with other habits."""
    vault.close()
    folder.chmod(0o755)
    reopen()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_errors_carry_no_words_of_a_record(vault: Vault) -> None:
    """What reaches a log is the code and the facts of an error; a driver's message might quote a value."""
    keep(vault, *started())
    with pytest.raises(DoorstepError) as caught:
        vault._database.run("INSERT INTO setting VALUES (?, NULL)", "Aunt Grace")
    assert "Grace" not in str(caught.value)


def test_a_foreign_database_is_no_vault(vault: Vault, reopen: Reopen, folder: Path) -> None:
    """The right key, but a file that was never a vault: stop, and leave it as it is."""
    key_of_this_vault = vault._database._key
    vault.close()
    (folder / "vault.db").write_bytes(b"")
    empty = CipherFile(folder / "vault.db", key_of_this_vault)
    empty.run("CREATE TABLE theirs (a)")
    empty.close()
    with pytest.raises(VaultMissingError):
        reopen()


def test_the_list_is_read_anew_when_something_was_saved_and_not_else(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, times = summaries.all_records, list[int]()

    def reading(database: CipherFile) -> tuple[RecordSummary, ...]:
        times.append(1)
        return read(database)

    monkeypatch.setattr(summaries, "all_records", reading)
    keep(vault, *started())
    for _ in range(3):
        assert [line.id for line in vault.records()] == ["r1"]
    assert len(times) == 1
    vault.writer.submit(Save("r1", (), {key("na_day"): "I get u"}))
    assert vault.writer.flush(20)
    assert vault.records()[0].drafts == 1
    keep(vault, *whole_visit("r2"), record="r2")
    assert len(vault.records()) == 2
    assert len(times) == 3
