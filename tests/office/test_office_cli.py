"""The command line: what it says, and the exit code that a script reads."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from doorstep import errors
from doorstep.assessment import facts as f
from doorstep.assessment.people import Person
from doorstep.bundle import archive
from doorstep.errors import DoorstepError
from doorstep.office.cli import main
from doorstep.office.messages import Exit, explanation_of
from vectors.making import AT, MadeOffice, facts, journal_of, key, record_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.bundle.writer import BundleInfo
    from doorstep.office.folder import OfficeFolder

    Send = Callable[..., BundleInfo]
    Office = Callable[..., "Said"]


class Said:
    """What one command said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def office(folder: OfficeFolder, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command against the enrolled office, at the time of the visit or some days later."""

    def run(*words: object, days: int = 0) -> Said:
        code = main(["--office", str(folder.path), *map(str, words)], lambda: AT + timedelta(days=days))
        return Said(code, *capsys.readouterr())

    return run


def test_the_program_itself_in_processes_of_its_own(tmp_path: Path, request_page: bytes, send: Send):
    folder, asked = tmp_path / "new office", tmp_path / "laptop-7.doorstep-enrol"
    asked.write_bytes(request_page)

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "doorstep.office.cli", "--office", str(folder), *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run("list").returncode == Exit.OFFICE_FOLDER
    assert run("init", "--name", "Harbour Council").returncode == Exit.OK
    assert run("init").returncode == Exit.OFFICE_FOLDER
    enrolled = run("enrol", asked)
    assert enrolled.returncode == Exit.OK
    assert key("device").public.fingerprint in enrolled.stdout
    wrong = run("verify", send().path)
    assert (wrong.returncode, wrong.stdout) == (Exit.WRONG_OFFICE, "")
    listed = run("list")
    assert listed.returncode == Exit.OK
    assert "Rosa Marsh (worker:rosa" in listed.stdout
    assert run("shred").returncode == 2
    assert f"{Exit.TAMPERED.value} tampered" in run("--help").stdout


def test_verify_says_who_when_and_what_and_stores_nothing(office: Office, folder: OfficeFolder, send: Send):
    said = office("verify", send().path)
    assert (said.code, said.err) == (Exit.OK, "")
    for words in (
        "Rosa Marsh (worker:rosa, SHA256:",
        "laptop-7 (device:laptop-7, SHA256:",
        "6 October 2026 at 09:30 UTC, number 1",
        "rec-1 of Jean Alder, in_progress, 7 answers",
        "small 1.0",
        "person-copy.pdf",
        "1 yes, 1 no, 1 taken back, 1 not answered",
        "disagreements: 1",
        "not signed off",
    ):
        assert words in said.out
    assert "0 received" in office("list").out
    assert not folder.receipts.exists()


def test_intake_says_stored_once_and_duplicate_afterwards(office: Office, folder: OfficeFolder, send: Send):
    path = send().path
    first, again = office("intake", path), office("intake", path)
    assert (first.code, again.code) == (Exit.OK, Exit.OK)
    assert "Bundle 1 of laptop-7: stored." in first.out
    assert "duplicate" in again.out
    assert str(folder.receipts / "laptop-7-1.doorstep-receipt") in first.out
    assert "1 received\n  laptop-7 1," in office("list").out


def test_a_name_cannot_steer_the_terminal_nor_stop_a_poor_console(
    office: Office, send: Send, monkeypatch: pytest.MonkeyPatch
):
    happened = facts(f.PartyPut(AT, "w1", Person("p1", "Jean \x1b[2J Šarić")))
    path = send(record=record_of(happened), journal=journal_of(happened)).path
    assert "Jean ?[2J Šarić" in office("verify", path).out
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", console)
    assert office("verify", path).code == Exit.OK
    console.flush()
    assert b"Jean ?[2J ?ari?" in console.buffer.getvalue()


def test_intake_tells_of_a_gap(office: Office, send: Send):
    said = office("intake", send(2, "ab" * 32).path)
    assert said.code == Exit.OK
    assert "has not arrived yet" in said.out
    assert "has not arrived yet" in office("list").out


def test_a_changed_byte(office: Office, send: Send):
    path = send().path
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    for command in ("verify", "intake"):
        said = office(command, path)
        assert (said.code, said.out) == (Exit.UNREADABLE, "")
        assert "Nothing was stored" in said.err


def test_a_cut_file_a_missing_file_and_no_bundle(office: Office, send: Send, tmp_path: Path):
    path = send().path
    path.write_bytes(path.read_bytes()[:-1])
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear office,")
    for file in (path, letter, tmp_path / "nowhere"):
        assert office("verify", file).code == Exit.UNREADABLE
    assert office("enrol", tmp_path / "nowhere").code == Exit.UNREADABLE


def test_tampering_inside_by_someone_who_can_seal(office: Office, folder: OfficeFolder, tmp_path: Path):
    """Sealing needs only the roster; signing needs a key."""
    first, second = folder.identities
    inside = MadeOffice(sealing=first, escrow=second)
    members = inside.members(tmp_path / "honest")
    spoiled = {**members, archive.RECORD: members[archive.RECORD].replace(b"Tea", b"Gin")}
    said = office("verify", inside.sealed(tmp_path / "spoiled", archive.pack(spoiled)))
    assert said.code == Exit.TAMPERED
    assert "not as it was when it was signed" in said.err


def test_the_wrong_office(office: Office, tmp_path: Path):
    said = office("verify", MadeOffice().bundle(tmp_path / "theirs").path)
    assert said.code == Exit.WRONG_OFFICE
    assert "another office" in said.err


def test_an_unknown_signer(office: Office, folder: OfficeFolder, tmp_path: Path):
    first, second = folder.identities
    stranger = MadeOffice(sealing=first, escrow=second, device=key("stranger"))
    said = office("intake", stranger.bundle(tmp_path / "stranger").path)
    assert said.code == Exit.UNKNOWN_SIGNER
    assert key("stranger").public.fingerprint in said.err
    assert "0 in quarantine" in office("list").out


def test_a_signer_whose_time_ran_out(office: Office, send: Send):
    said = office("intake", send().path, days=800)
    assert said.code == Exit.UNKNOWN_SIGNER
    assert "time has run out" in said.err
    assert "1 in quarantine" in office("list").out


def test_a_conflict(office: Office, send: Send):
    office("intake", send().path)
    happened = facts(best="Mornings on my own.")
    said = office("intake", send(name="fork", record=record_of(happened), journal=journal_of(happened)).path)
    assert said.code == Exit.CONFLICT
    assert "Bundle 1 of laptop-7" in said.err
    assert "1 received" in office("list").out


def test_enrolling_renews_and_refuses(office: Office, folder: OfficeFolder, request_page: bytes, tmp_path: Path):
    path = tmp_path / "laptop-7.doorstep-enrol"
    path.write_bytes(request_page)
    assert "serial 3" in office("enrol", path).out
    path.write_bytes(request_page.replace(b"Rosa", b"Rita"))
    assert office("enrol", path).code == Exit.ROSTER
    assert folder.roster.serial == 3


def test_revoking(office: Office, folder: OfficeFolder, request_page: bytes, send: Send, tmp_path: Path):
    sent = send().path
    assert office("revoke", "device:laptop-7").code == Exit.OK
    assert office("revoke", "device:laptop-7").code == Exit.ROSTER
    said = office("intake", sent)
    assert said.code == Exit.UNKNOWN_SIGNER
    assert "revoked" in said.err
    (tmp_path / "again").write_bytes(request_page)
    assert "revoked" in office("enrol", tmp_path / "again").err


def test_a_disk_that_refuses(office: Office, folder: OfficeFolder, send: Send):
    folder.receipts.write_bytes(b"in the way")
    said = office("intake", send().path)
    assert said.code == Exit.STORAGE
    assert "do the same again" in said.err


def all_errors(kind: type[DoorstepError] = DoorstepError) -> set[type[DoorstepError]]:
    return {kind}.union(*(all_errors(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(all_errors(errors.BundleError), key=lambda kind: kind.code))
def test_every_refusal_has_words_and_a_code_of_its_own(kind: type[DoorstepError]):
    words = explanation_of(kind(file="visit.doorstep.age", what="x", signer="y", device="laptop-7", number=3))
    for sentence in (words.happened, words.safe, words.do):
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert words.exit is not Exit.OK


def test_failures_of_different_kinds_have_different_codes():
    kinds = (
        errors.BundleUnreadableError,
        errors.WrongOfficeError,
        errors.BundleTamperedError,
        errors.UnknownSignerError,
        errors.BundleConflictError,
        errors.RosterError,
        errors.EnvironmentFaultError,
        errors.StorageError,
    )
    assert len({explanation_of(kind()).exit for kind in kinds}) == len(kinds)
