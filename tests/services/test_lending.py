"""The office lends: to whom, what never, with which key, and in a file that tells a finder nothing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment.people import Person
from doorstep.assessment.record import encode_record
from doorstep.bundle import sshsig
from doorstep.bundle.enrolment import read_enrolment, write_enrolment
from doorstep.bundle.roster import Role
from doorstep.bundle.visit_pack import lent_record, write_visit_pack
from doorstep.errors import KeptApartError, UnknownSignerError
from doorstep.office.enrolling import enrol
from doorstep.office.messages import Exit
from doorstep.office.store import Store
from services.lending import HABIT, SECRET, Office, opened, pack_of, send_and_remove, told, workspace_keys, written
from services.profiles import JEAN, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.workspace import Workspace


def test_the_office_notes_who_was_lent_what(
    connected: Workspace, office: Office, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = told(connected)
    send_and_remove(connected, office, opened.record_id)
    office.lend(connected, opened.record_id, "--days", 7)
    store = Store.open(office.folder.database_url)
    [loan] = store.loans()
    record = store.record(opened.record_id)
    store.close()
    assert record is not None
    assert loan.records == {opened.record_id: hashlib.sha256(encode_record(record)).hexdigest()}
    assert (loan.at, loan.by, loan.until) == (clock.now, "Ann Lee", (clock.now + timedelta(7)).date())
    assert loan.device == office.device(connected)
    capsys.readouterr()
    office.run("list")
    assert "1 visit pack lent" in (listed := capsys.readouterr().out)
    assert "by Ann Lee" in listed
    office.run("list", "alder")
    assert f"{opened.record_id}: Jean Alder, person jean, needs-assessment" in capsys.readouterr().out


def test_what_was_said_about_a_workers_own_work_is_never_lent(
    connected: Workspace, office: Office, gone: str, tmp_path: Path
) -> None:
    feedback = connected.assessments.start(JEAN, form="feedback")
    record, definition = feedback.freeze(), feedback.definition
    send_and_remove(connected, office, feedback.record_id)
    name = office.device(connected)
    assert office.run("lend", feedback.record_id, "--to", name, "--by", "Ann Lee") == Exit.LENDING
    assert connected.earlier.accept(office.lend(connected)).records == ("Needs assessment",)
    forged = pack_of(connected, office, records=(lent_record(record, definition),))
    with pytest.raises(KeptApartError):
        connected.earlier.accept(written(tmp_path, write_visit_pack(forged, office.folder.lending_key)))


def test_the_records_of_two_people_are_not_one_pack(connected: Workspace, office: Office, gone: str) -> None:
    other = told(connected, Person("tom", "Tom Birch"))
    send_and_remove(connected, office, other.record_id)
    name = office.device(connected)
    assert office.run("lend", gone, other.record_id, "--to", name, "--by", "Ann Lee") == Exit.LENDING
    store = Store.open(office.folder.database_url)
    assert store.loans() == ()
    store.close()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--person", "nobody", "--to", "DEVICE"), Exit.LENDING),
        (("no-such-record", "--to", "DEVICE"), Exit.LENDING),
        (("--to", "DEVICE"), Exit.LENDING),
        (("--person", "jean", "--to", "device:nobody"), Exit.LENDING),
        (("--person", "jean", "--to", "WORKER"), Exit.OK),
    ],
)
def test_the_office_is_told_what_cannot_be_lent(
    connected: Workspace, office: Office, gone: str, words: tuple[str, ...], code: Exit
) -> None:
    [laptop] = office.folder.roster.laptops
    names = {"DEVICE": laptop.device, "WORKER": f"worker:{laptop.worker}"}
    assert office.run("lend", *(names.get(word, word) for word in words), "--by", "Ann Lee") == code


def test_a_revoked_laptop_is_lent_nothing(connected: Workspace, office: Office, gone: str) -> None:
    [laptop] = office.folder.roster.laptops
    assert office.run("revoke", f"device:{laptop.device}") == Exit.OK
    assert office.run("lend", gone, "--to", laptop.device, "--by", "Ann Lee") == Exit.LENDING


# keys that came later, and keys that went


def test_a_laptop_that_joined_before_there_was_lending_asks_once_more(
    workspace: Workspace, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = workspace_keys(workspace)
    asked = read_enrolment(workspace.export.enrolment_request(office.outbox).read_bytes())
    older = write_enrolment(
        device=asked.device,
        device_key=keys.device,
        worker=asked.worker,
        worker_label=asked.worker_label,
        worker_key=keys.worker,
        made_at=asked.made_at,
    )
    office.folder.publish(enrol(office.folder.roster, read_enrolment(older), office.clock()))
    workspace.export.install_roster(office.folder.roster_file)
    assert workspace.export.office is not None
    assert (workspace.export.office.on_roster, workspace.export.office.can_lend) == (True, False)
    send_and_remove(workspace, office, told(workspace).record_id)
    capsys.readouterr()
    assert office.run("lend", "--person", "jean", "--to", asked.device, "--by", "Ann Lee") == Exit.LENDING
    assert "new request" in capsys.readouterr().err
    office.let_in(workspace)
    assert workspace.export.office.can_lend
    workspace.earlier.accept(office.lend(workspace))


def test_an_office_from_before_there_was_lending_gets_its_key_with_the_next_enrolment(
    workspace: Workspace, office: Office
) -> None:
    roster = office.folder.roster
    without = tuple(each for each in roster.signers if each.role is not Role.LENDING)
    office.folder.publish(msgspec.structs.replace(roster, signers=without))
    (office.path / "keys" / "lending").unlink()
    office.let_in(workspace)
    send_and_remove(workspace, office, told(workspace).record_id)
    assert workspace.earlier.accept(office.lend(workspace)).records == ("Needs assessment",)


def test_a_revoked_lending_key_is_replaced_with_the_next_enrolment(
    connected: Workspace, office: Office, gone: str
) -> None:
    before = office.lend(connected)
    assert office.run("revoke", "lending:office") == Exit.OK
    [laptop] = office.folder.roster.laptops
    assert office.run("lend", gone, "--to", laptop.device, "--by", "Ann Lee") == Exit.LENDING
    office.let_in(connected)
    with pytest.raises(UnknownSignerError):
        connected.earlier.accept(before)
    connected.earlier.accept(office.lend(connected))


# the file


@pytest.mark.stock_tools
@pytest.mark.skipif(not (shutil.which("age") and shutil.which("ssh-keygen")), reason="needs age and ssh-keygen")
def test_stock_tools_open_and_check_it(connected: Workspace, office: Office, gone: str, tmp_path: Path) -> None:
    path, identity = office.lend(connected), tmp_path / "laptop.txt"
    identity.write_text(workspace_keys(connected).opening.file_text())
    content = subprocess.run(["age", "-d", "-i", identity, path], capture_output=True, check=True).stdout
    text, mark, signature = content.partition(sshsig.BEGIN)
    (tmp_path / "pack.sig").write_bytes(mark + signature)
    check = ["ssh-keygen", "-Y", "verify", "-f", office.path / "allowed_signers", "-I", "lending:office"]
    for namespace, signed, code in (
        ("doorstep-visit-pack@v1", text, 0),
        ("doorstep-visit-pack@v1", text.replace(b"harbour", b"Harbour"), 255),
        ("doorstep-receipt@v1", text, 255),
    ):
        told = subprocess.run(
            [*check, "-n", namespace, "-s", tmp_path / "pack.sig"], input=signed, capture_output=True, check=False
        )
        assert told.returncode == code


def test_the_file_tells_a_finder_nothing(connected: Workspace, office: Office, gone: str) -> None:
    path = office.lend(connected)
    inside = opened(connected, path)
    record = f'"{gone}"'.encode()  # three letters alone stand in any cipher text sooner or later
    words = (b"Jean", b"Alder", HABIT.encode(), SECRET.encode(), record, b"doorstep-visit-pack", b"Council")
    assert [word for word in words if word not in inside] == []
    assert [word for word in words if word in path.read_bytes()] == []
    assert "Jean" not in path.name
