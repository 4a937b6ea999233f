"""Who may open a vault: its worker, asked again when it matters; the office, in an emergency; nobody else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment.people import Worker
from doorstep.bundle.enrolment import read_enrolment
from doorstep.bundle.keys import SealingIdentity, SigningKey
from doorstep.bundle.roster import write_roster
from doorstep.errors import (
    OfficeKeysError,
    RosterError,
    StorageError,
    TooManyTriesError,
    VaultDamagedError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from doorstep.office.enrolling import enrol
from doorstep.office.folder import OfficeFolder
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import VAULT, Profile
from doorstep.vault.recovery import open_seal, recover
from doorstep.vault.throttle import FREE
from services.profiles import CHEAP, JEAN, PASSPHRASE, ROSA

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

OTHER = "kettle borrowed window harbour"
WRONG = "harbour violet spoon candle thunder cap"


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> OfficeFolder:
    return OfficeFolder.create(tmp_path / "office", "Harbour Council", clock())


def join(workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path) -> None:
    request = read_enrolment(workspace.export.enrolment_request(tmp_path / "outbox").read_bytes())
    office.publish(enrol(office.roster, request, clock()))
    workspace.export.install_roster(office.roster_file)


def publish(office: OfficeFolder, *recipients: str) -> None:
    """Publish the next roster, with these keys to seal to."""
    root = SigningKey.from_openssh((office.path / "keys" / "root").read_bytes())
    held = office.roster
    page = write_roster(msgspec.structs.replace(held, serial=held.serial + 1, recipients=recipients), root)
    office.roster_file.write_bytes(page)


def envelope_of(tmp_path: Path) -> bytes:
    return (tmp_path / "profile" / VAULT / "keys.json").read_bytes()


def test_confirming_tells_right_from_wrong(workspace: Workspace) -> None:
    assert workspace.confirm_passphrase(PASSPHRASE)
    assert not workspace.confirm_passphrase(WRONG)
    assert not workspace.confirm_passphrase("")
    assert workspace.confirm_passphrase(PASSPHRASE)


def test_guessing_at_an_open_vault_is_slowed_and_told_at_the_next_unlock(tmp_path: Path, clock: Clock) -> None:
    seconds = [500.0]
    profile = Profile(tmp_path / "profile", Surroundings(clock=clock, monotonic=lambda: seconds[0]), kdf=CHEAP)
    with_open = profile.create(PASSPHRASE, ROSA)
    assert [with_open.confirm_passphrase(WRONG) for _ in range(FREE)] == [False] * FREE
    with pytest.raises(TooManyTriesError):
        with_open.confirm_passphrase(PASSPHRASE)
    with_open.close()
    clock.move(days=400)  # the clock on the wall helps nobody
    with pytest.raises(TooManyTriesError) as caught:
        profile.open(PASSPHRASE)
    assert caught.value.facts == {"wait_seconds": 1}
    seconds[0] += 1
    again = profile.open(PASSPHRASE)
    assert (again.guesses.wrong, again.guesses.counted) == (FREE, True)
    again.close()
    last = profile.open(PASSPHRASE)
    assert last.guesses.wrong == 0
    last.close()


def test_a_new_passphrase_is_the_only_one_afterwards(workspace: Workspace, profile: Profile) -> None:
    with pytest.raises(WrongPassphraseError):
        workspace.change_passphrase(WRONG, OTHER)
    with pytest.raises(WeakPassphraseError):
        workspace.change_passphrase(PASSPHRASE, "qwertyuiop")
    workspace.change_passphrase(PASSPHRASE, OTHER)
    assert not workspace.confirm_passphrase(PASSPHRASE)
    assert workspace.confirm_passphrase(OTHER)
    workspace.close()
    with pytest.raises(WrongPassphraseError):
        profile.open(PASSPHRASE)
    profile.open(OTHER).close()


def test_joining_an_office_lets_both_its_keys_open_the_vault(
    workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path
) -> None:
    join(workspace, office, clock, tmp_path)
    for file, recipient in zip(office.identity_files, office.roster.recipients, strict=True):
        assert open_seal(tmp_path / "profile" / VAULT, [file.read_text()]).key == recipient


def test_a_newer_roster_seals_to_its_keys_alone(
    workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path
) -> None:
    join(workspace, office, clock, tmp_path)
    fresh = SealingIdentity.generate()
    publish(office, fresh.recipient, office.roster.recipients[1])
    workspace.export.install_roster(office.roster_file)
    assert open_seal(tmp_path / "profile" / VAULT, [fresh.file_text()]).key == fresh.recipient
    assert workspace._vault.door.office_keys == office.roster.recipients


def test_an_office_with_one_key_is_refused_and_the_old_connection_stays(
    workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path
) -> None:
    join(workspace, office, clock, tmp_path)
    before, serial = envelope_of(tmp_path), office.roster.serial
    publish(office, office.roster.recipients[0])
    with pytest.raises(OfficeKeysError):
        workspace.export.install_roster(office.roster_file)
    assert envelope_of(tmp_path) == before
    assert workspace.export.office is not None
    assert workspace.export.office.serial == serial


def test_another_offices_roster_seals_nothing(
    workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path
) -> None:
    join(workspace, office, clock, tmp_path)
    before = envelope_of(tmp_path)
    theirs = OfficeFolder.create(tmp_path / "theirs", "Another Council", clock())
    with pytest.raises(RosterError):
        workspace.export.install_roster(theirs.roster_file)
    assert envelope_of(tmp_path) == before


def test_a_laptop_that_could_not_be_sealed_has_not_joined(
    workspace: Workspace, office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StorageError(what="full")

    monkeypatch.setattr("doorstep.vault.door.write_whole", full)
    with pytest.raises(StorageError):
        workspace.export.install_roster(office.roster_file)
    assert workspace.export.office is None


def test_after_a_recovery_the_worker_is_told_until_they_have_seen_it(
    workspace: Workspace, office: OfficeFolder, clock: Clock, tmp_path: Path
) -> None:
    workspace.assessments.start(JEAN)
    join(workspace, office, clock, tmp_path)
    assert workspace.recovered is None
    workspace.close()
    opened = open_seal(tmp_path / "profile" / VAULT, [office.identity_files[0].read_text()])
    elsewhere = Profile(tmp_path / "new laptop", Surroundings(clock=clock), kdf=CHEAP)
    recover(opened, tmp_path / "new laptop" / VAULT, OTHER, by="Jane Cole", office="Harbour", at=clock(), kdf=CHEAP)
    for _ in range(2):
        again = elsewhere.open(OTHER)
        assert again.recovered is not None
        assert (again.recovered.by, again.recovered.at) == ("Jane Cole", clock())
        assert [summary.name for summary in again.assessments.list()] == [JEAN.name]
        again.close()
    again = elsewhere.open(OTHER)
    again.recovery_seen()
    assert again.recovered is None
    again.close()
    last = elsewhere.open(OTHER)
    assert last.recovered is None
    assert last.worker == ROSA
    last.close()


def test_no_worker_opens_the_vault_of_another(tmp_path: Path, clock: Clock) -> None:
    """Several workers on one laptop, each with a profile: even with the files at hand, each key opens its own vault."""
    rosa, omar = (Profile(tmp_path / name, Surroundings(clock=clock), kdf=CHEAP) for name in ("rosa", "omar"))
    rosa.create(PASSPHRASE, ROSA).close()
    omar.create(OTHER, Worker("omar", "Omar Haddad")).close()
    for profile, passphrase in ((rosa, OTHER), (omar, PASSPHRASE)):
        with pytest.raises(WrongPassphraseError):
            profile.open(passphrase)
    shutil.copyfile(tmp_path / "omar" / VAULT / "keys.json", tmp_path / "rosa" / VAULT / "keys.json")
    with pytest.raises(VaultDamagedError):
        rosa.open(OTHER)  # Omar's envelope gives Omar's key, which is not the key of Rosa's database
    mine = omar.open(OTHER)
    assert mine.worker.name == "Omar Haddad"
    mine.close()
