"""What lies in the office folder, who may read it, and who is on the roster."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle.enrolment import Enrolment, read_enrolment
from doorstep.bundle.roster import Role, read_roster, write_roster
from doorstep.errors import EnvironmentFaultError, RosterError, StorageError
from doorstep.office.enrolling import VALID_DAYS, enrol, revoke
from doorstep.office.folder import OfficeFolder
from vectors.making import AT, MadeOffice, key

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def asked(request_page: bytes) -> Enrolment:
    return read_enrolment(request_page)


@pytest.mark.skipif(os.name != "posix", reason="other systems keep folders private in other ways")
def test_nobody_else_on_the_machine_can_read_an_office(folder: OfficeFolder):
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    for path in folder.path.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_an_office_is_not_made_over_another(folder: OfficeFolder):
    before = folder.roster
    with pytest.raises(EnvironmentFaultError, match="already"):
        OfficeFolder.create(folder.path, "Hill Council", AT)
    assert folder.roster == before


def test_an_office_that_cannot_be_made_says_so(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        OfficeFolder.create(tmp_path / "file" / "office", "Harbour Council", AT)


@pytest.mark.parametrize("name", ["", "two\nlines", " spaced "])
def test_a_name_that_no_roster_can_carry_makes_no_office(tmp_path: Path, name: str):
    with pytest.raises(RosterError):
        OfficeFolder.create(tmp_path / "office", name, AT)
    assert not (tmp_path / "office").exists()


def test_two_offices_share_no_key(tmp_path: Path, folder: OfficeFolder):
    other = OfficeFolder.create(tmp_path / "other", "Harbour Council", AT)
    assert other.roster.root != folder.roster.root
    assert not set(other.roster.recipients) & set(folder.roster.recipients)
    assert len(folder.roster.recipients) == 2


def test_the_escrow_key_opens_alone_and_may_be_taken_away(folder: OfficeFolder):
    primary, escrow = folder.identities
    (folder.path / "keys" / "escrow.txt").rename(folder.path.parent / "escrow.txt")
    assert folder.identities == (primary,)
    (folder.path / "keys" / "sealing.txt").unlink()
    (folder.path.parent / "escrow.txt").rename(folder.path / "keys" / "escrow.txt")
    assert folder.identities == (escrow,)


@pytest.mark.parametrize("name", ["root.pub", "roster.doorstep-roster", "office.sqlite"])
def test_a_lost_file_is_named_and_not_quietly_made_anew(folder: OfficeFolder, name: str):
    (folder.path / name).unlink()
    with pytest.raises(EnvironmentFaultError, match=name.replace(".", r"\.")):
        _ = folder.roster, folder.database_url
    assert not (folder.path / name).exists()


def test_a_roster_that_someone_put_in_its_place_is_refused(folder: OfficeFolder):
    other = MadeOffice(root=key("other root"))
    folder.roster_file.write_bytes(write_roster(other.roster, other.root))
    with pytest.raises(RosterError, match="another office"):
        _ = folder.roster


def test_the_roster_on_disk_is_the_one_that_laptops_read(folder: OfficeFolder):
    roster = read_roster(folder.roster_file.read_bytes())
    assert roster == folder.roster
    assert (folder.path / "allowed_signers").read_text() == roster.allowed_signers()
    assert roster.allowed(key("device").public, Role.DEVICE, AT).name == "laptop-7"
    assert roster.allowed(key("worker").public, Role.WORKER, AT).label == "Rosa Marsh"
    assert roster.serial == 2


def test_enrolling_again_renews(folder: OfficeFolder, asked: Enrolment):
    later = AT + timedelta(days=700)
    renewed = enrol(folder.roster, asked, later)
    assert renewed.serial == folder.roster.serial + 1
    assert len(renewed.signers) == len(folder.roster.signers)
    renewed.allowed(asked.worker_key, Role.WORKER, AT + timedelta(days=VALID_DAYS + 100))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"device_key": key("device 8").public}, "the name belongs to another key"),
        ({"worker_key": key("worker 8").public}, "the name belongs to another key"),
        ({"device": "laptop-8"}, "the key belongs to another name"),
        ({"worker_key": key("device").public}, "the name belongs to another key"),
    ],
)
def test_nobody_takes_over_a_name_or_a_key(
    folder: OfficeFolder, asked: Enrolment, change: dict[str, object], what: str
):
    with pytest.raises(RosterError, match=what):
        enrol(folder.roster, msgspec.structs.replace(asked, **change), AT)


def test_a_revoked_laptop_signs_nothing_and_cannot_come_back_with_that_key(folder: OfficeFolder, asked: Enrolment):
    revoked = revoke(folder.roster, "device:laptop-7", AT)
    folder.publish(revoked)
    assert folder.roster.named(Role.DEVICE, "laptop-7") is None
    assert (folder.path / "revoked_keys").read_text() == asked.device_key.text + "\n"
    with pytest.raises(RosterError, match="a revoked key"):
        enrol(folder.roster, asked, AT)
    fresh = msgspec.structs.replace(asked, device_key=key("device, set up anew").public)
    assert enrol(folder.roster, fresh, AT).named(Role.DEVICE, "laptop-7") is not None


def test_nobody_of_that_name_can_be_revoked(folder: OfficeFolder):
    for principal in ("device:laptop-8", "laptop-7", "worker:laptop-7", ""):
        with pytest.raises(RosterError, match="nobody"):
            revoke(folder.roster, principal, AT)
