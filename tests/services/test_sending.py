"""From the kitchen table to the office and back: enrolment, bundle, receipt, with the office's own tools."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from doorstep.assessment.facts import BundleExported, ReceiptAccepted, decode_fact
from doorstep.assessment.people import Person
from doorstep.bundle.enrolment import read_enrolment
from doorstep.bundle.reader import open_bundle
from doorstep.bundle.receipt import Receipt, write_receipt
from doorstep.bundle.roster import Role
from doorstep.errors import (
    BundleUnreadableError,
    ReceiptMismatchError,
    RemovalRefusedError,
    RosterError,
    StorageError,
    UnknownSignerError,
)
from doorstep.office.enrolling import enrol, revoke
from doorstep.office.folder import OfficeFolder
from doorstep.office.intake import take_in
from doorstep.office.store import Store
from doorstep.services.assessments import Whereabouts
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.bundle.reader import OpenedBundle
    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock


@dataclasses.dataclass
class Office:
    """An office with its folder, its database and its clock."""

    folder: OfficeFolder
    store: Store
    clock: Clock
    outbox: Path

    def enrol(self, workspace: Workspace) -> None:
        request = read_enrolment(workspace.export.enrolment_request(self.outbox).read_bytes())
        self.folder.publish(enrol(self.folder.roster, request, self.clock()))

    def strike_off(self) -> None:
        for signer in self.folder.roster.signers:
            if signer.role is not Role.RECEIPT:
                self.folder.publish(revoke(self.folder.roster, signer.principal, self.clock()))

    def open(self, path: Path) -> OpenedBundle:
        return open_bundle(path, self.folder.identities, self.folder.roster, self.clock())

    def take_in(self, path: Path) -> Path:
        return take_in(self.folder, self.store, path, self.clock()).receipt


def _office(path: Path, outbox: Path, clock: Clock) -> Office:
    folder = OfficeFolder.create(path, f"Council of {path.name}", clock())
    return Office(folder, Store.open(folder.database_url), clock, outbox)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def office(tmp_path: Path, outbox: Path, clock: Clock) -> Iterator[Office]:
    made = _office(tmp_path / "Brackwater", outbox, clock)
    yield made
    made.store.close()


@pytest.fixture
def other_office(tmp_path: Path, outbox: Path, clock: Clock) -> Iterator[Office]:
    made = _office(tmp_path / "Elsewhere", outbox, clock)
    yield made
    made.store.close()


@pytest.fixture
def connected(workspace: Workspace, office: Office) -> Workspace:
    office.enrol(workspace)
    workspace.export.install_roster(office.folder.roster_file)
    return workspace


@pytest.fixture
def assessment(workspace: Workspace) -> OpenAssessment:
    opened = workspace.assessments.start(JEAN)
    opened.answer("ls_habits", "A walk round the harbour before breakfast")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "JPEG")
    opened.answer("ls_photo", opened.take_photo(picture.getvalue()))
    return opened


def _whereabouts(workspace: Workspace) -> list[Whereabouts]:
    workspace.assessments.settle()
    return [line.whereabouts for line in workspace.assessments.list()]


# joining


def test_a_laptop_that_is_not_connected_sends_nothing(
    workspace: Workspace, assessment: OpenAssessment, outbox: Path
) -> None:
    assert workspace.export.office is None
    with pytest.raises(RosterError):
        workspace.export.export(assessment.record_id, outbox)
    assert not outbox.exists()


def test_the_request_names_laptop_and_worker_by_keys_that_stay(
    profile: Profile, workspace: Workspace, outbox: Path
) -> None:
    request = read_enrolment(workspace.export.enrolment_request(outbox).read_bytes())
    fingerprints = (request.device_key.fingerprint, request.worker_key.fingerprint)
    assert request.worker_label == "Rosa Marsh"
    assert request.device.startswith("laptop-7-")
    assert request.worker.startswith("rosa-marsh-")
    assert workspace.export.own_fingerprints == fingerprints
    workspace.close()
    again = profile.open(PASSPHRASE)
    assert again.export.own_fingerprints == fingerprints
    again.close()


def test_the_roster_can_be_looked_at_before_it_is_trusted(workspace: Workspace, office: Office) -> None:
    seen = workspace.export.look_at_roster(office.folder.roster_file)
    assert seen.name == "Council of Brackwater"
    assert seen.fingerprint == office.folder.roster.pin.fingerprint
    assert not seen.on_roster
    assert workspace.export.office is None


def test_the_office_is_remembered(profile: Profile, connected: Workspace) -> None:
    before = connected.export.office
    assert before is not None
    assert before.on_roster
    connected.close()
    again = profile.open(PASSPHRASE)
    assert again.export.office == before
    again.close()


def test_another_office_cannot_take_over(connected: Workspace, other_office: Office) -> None:
    before = connected.export.office
    for verb in (connected.export.look_at_roster, connected.export.install_roster):
        with pytest.raises(RosterError):
            verb(other_office.folder.roster_file)
    assert connected.export.office == before


def test_an_older_roster_is_refused(workspace: Workspace, office: Office) -> None:
    old = office.folder.roster_file.read_bytes()
    office.enrol(workspace)
    workspace.export.install_roster(office.folder.roster_file)
    office.folder.roster_file.write_bytes(old)
    with pytest.raises(RosterError):
        workspace.export.install_roster(office.folder.roster_file)


@pytest.mark.parametrize("content", [None, b"", b"not a roster", bytes(3 * 2**20)])
def test_a_file_that_is_no_roster_is_refused(workspace: Workspace, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.doorstep-roster"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((RosterError, BundleUnreadableError)):
        workspace.export.install_roster(path)
    assert workspace.export.office is None


# sending


def test_what_the_office_opens_is_what_was_told(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    told = assessment.freeze()
    result = connected.export.export(assessment.record_id, outbox)
    opened = office.open(result.path)
    assert opened.record == told
    assert opened.definition == assessment.definition
    assert (opened.manifest.number, opened.sha256) == (result.number, result.sha256) == (1, result.sha256)
    assert list(opened.copies) == ["person-copy.pdf"]
    assert opened.copies["person-copy.pdf"].startswith(b"%PDF-")
    assert len(opened.attachments) == 1
    kinds = [json.loads(line)["kind"] for line in opened.journal]
    assert kinds[0] == "started"
    assert kinds.count("answer") == len(told.answers)
    assert not result.resend


def test_that_it_left_is_journalled_and_shown(
    connected: Workspace, assessment: OpenAssessment, outbox: Path, clock: Clock
) -> None:
    assert _whereabouts(connected) == [Whereabouts.ONLY_HERE]
    result = connected.export.export(assessment.record_id, outbox)
    exported = BundleExported(clock.now, "rosa", 1, result.sha256, up_to=7)
    assert assessment.freeze().exports == (exported,)
    _, _, entries = connected.assessments.with_journal(assessment.record_id)
    assert decode_fact(entries[-1].fact) == exported
    assert _whereabouts(connected) == [Whereabouts.SENT]
    assessment.answer("ls_habits", "And a swim")
    assert _whereabouts(connected) == [Whereabouts.CHANGED_SINCE]


@pytest.mark.serves("TB-10")
def test_sending_again_has_a_new_number_and_says_so(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    first = connected.export.export(assessment.record_id, outbox)
    second = connected.export.export(assessment.record_id, outbox)
    assert (second.number, second.resend) == (2, True)
    assert office.open(second.path).manifest.resend
    assert office.open(second.path).manifest.previous == first.sha256
    assert first.path.exists()
    assert [export.resend for export in assessment.freeze().exports] == [False, True]


def test_numbers_run_on_over_assessments_and_days(
    profile: Profile, connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    first = connected.export.export(assessment.record_id, outbox)
    other = connected.assessments.start(Person(id="tom", name="Tom Birch")).record_id
    connected.close()
    again = profile.open(PASSPHRASE)
    second = again.export.export(other, outbox)
    manifest = office.open(second.path).manifest
    assert (manifest.number, manifest.previous, manifest.resend) == (2, first.sha256, False)
    again.close()


def test_a_number_whose_bundle_failed_is_never_used_again(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageError):
        connected.export.export(assessment.record_id, tmp_path / "file")
    assert assessment.freeze().exports == ()
    result = connected.export.export(assessment.record_id, outbox)
    assert (result.number, office.open(result.path).manifest.previous) == (2, "")
    assert not result.resend


def test_no_name_stands_in_the_name_of_the_file(connected: Workspace, assessment: OpenAssessment, outbox: Path) -> None:
    name = connected.export.export(assessment.record_id, outbox).path.name
    assert name.startswith("laptop-7-")
    assert name.endswith("-0001.doorstep.age")


def test_a_laptop_that_was_struck_off_sends_nothing(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    office.strike_off()
    info = connected.export.install_roster(office.folder.roster_file)
    assert not info.on_roster
    with pytest.raises(UnknownSignerError):
        connected.export.export(assessment.record_id, outbox)
    assert not list(outbox.glob("*.age"))


# the office's word


def test_a_receipt_makes_it_safely_received(
    profile: Profile, connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path, clock: Clock
) -> None:
    result = connected.export.export(assessment.record_id, outbox)
    clock.move(hours=3)
    receipt = office.take_in(result.path)
    clock.move(hours=1)
    accepted = connected.receipts.accept(receipt)
    assert (accepted.record_id, accepted.office) == (assessment.record_id, "Council of Brackwater")
    assert (clock.now - accepted.received_at).total_seconds() == 3600
    assert _whereabouts(connected) == [Whereabouts.RECEIVED]
    connected.close()
    again = profile.open(PASSPHRASE)
    assert [fact.sha256 for fact in again.assessments.open(accepted.record_id).freeze().receipts] == [result.sha256]
    again.close()


def test_the_same_receipt_twice_is_noted_once(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    receipt = office.take_in(connected.export.export(assessment.record_id, outbox).path)
    assert connected.receipts.accept(receipt) == connected.receipts.accept(receipt)
    assert len(assessment.freeze().receipts) == 1


def test_a_receipt_for_an_earlier_bundle_does_not_cover_what_changed(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    receipt = office.take_in(connected.export.export(assessment.record_id, outbox).path)
    assessment.answer("ls_habits", "And a swim")
    connected.receipts.accept(receipt)
    assert _whereabouts(connected) == [Whereabouts.CHANGED_SINCE]


def _refused(workspace: Workspace, assessment: OpenAssessment, receipt: Path) -> bool:
    with pytest.raises((ReceiptMismatchError, BundleUnreadableError)):
        workspace.receipts.accept(receipt)
    return not any(isinstance(fact, ReceiptAccepted) for fact in assessment.freeze().receipts)


def test_a_changed_receipt_is_refused(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    receipt = office.take_in(connected.export.export(assessment.record_id, outbox).path)
    data = receipt.read_bytes()
    for place in range(0, len(data), 7):
        receipt.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert _refused(connected, assessment, receipt)
    receipt.write_bytes(data)
    connected.receipts.accept(receipt)


def test_another_offices_receipt_is_refused(
    connected: Workspace, assessment: OpenAssessment, office: Office, other_office: Office, outbox: Path, tmp_path: Path
) -> None:
    result = connected.export.export(assessment.record_id, outbox)
    device = office.open(result.path).manifest.device
    forged = Receipt("Council of Brackwater", device, result.number, result.sha256, office.clock())
    path = tmp_path / "forged.doorstep-receipt"
    path.write_bytes(write_receipt(forged, other_office.folder.receipt_key))
    assert _refused(connected, assessment, path)


@pytest.mark.parametrize(
    "wrong",
    [{"number": 2}, {"sha256": "0" * 64}, {"device": "laptop-8-000000"}],
    ids=["another number", "another content", "another laptop"],
)
def test_a_receipt_for_something_else_is_refused(
    connected: Workspace,
    assessment: OpenAssessment,
    office: Office,
    outbox: Path,
    tmp_path: Path,
    wrong: dict[str, object],
) -> None:
    result = connected.export.export(assessment.record_id, outbox)
    device = office.open(result.path).manifest.device
    right = Receipt("Council of Brackwater", device, result.number, result.sha256, office.clock())
    path = tmp_path / "x.doorstep-receipt"
    path.write_bytes(write_receipt(msgspec.structs.replace(right, **wrong), office.folder.receipt_key))
    assert _refused(connected, assessment, path)
    path.write_bytes(write_receipt(right, office.folder.receipt_key))
    connected.receipts.accept(path)


def test_a_laptop_that_is_not_connected_takes_no_receipt(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x.doorstep-receipt").write_bytes(b"x")
    with pytest.raises(RosterError):
        workspace.receipts.accept(tmp_path / "x.doorstep-receipt")


def test_what_was_sent_and_received_can_go_and_its_receipt_still_says_the_same(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    result = connected.export.export(assessment.record_id, outbox)
    receipt = office.take_in(result.path)
    told = connected.receipts.accept(receipt)
    connected.assessments.leave(assessment.record_id)
    connected.removal.remove(assessment.record_id)
    assert connected.assessments.list() == ()
    assert [each.sha256 for each in connected.removal.removed()] == [result.sha256]
    assert connected.receipts.accept(receipt) == told


def test_what_was_typed_after_the_bundle_was_made_keeps_it_here(
    connected: Workspace, assessment: OpenAssessment, office: Office, outbox: Path
) -> None:
    result = connected.export.export(assessment.record_id, outbox)
    connected.receipts.accept(office.take_in(result.path))
    assessment.answer("ls_habits", "And one more thing")
    connected.assessments.leave(assessment.record_id)
    with pytest.raises(RemovalRefusedError):
        connected.removal.remove(assessment.record_id)
