"""A year later: what the office lends comes back to one laptop, is read for a time, and goes again."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import itertools
import os
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from doorstep.assessment.answer import AnswerKey, Choices
from doorstep.assessment.beside import LinkKind
from doorstep.assessment.facts import Route
from doorstep.assessment.people import Carer, Person
from doorstep.assessment.record import encode_record
from doorstep.assessment.standing import counts
from doorstep.bundle import sshsig
from doorstep.bundle.enrolment import read_enrolment, write_enrolment
from doorstep.bundle.keys import SigningKey
from doorstep.bundle.roster import Role
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.sshsig import Namespace
from doorstep.bundle.visit_pack import VisitPack, lent_record, write_visit_pack
from doorstep.definition.model import CANNOT_CARRY, Visibility
from doorstep.errors import (
    AlreadyLentError,
    BundleTamperedError,
    BundleUnreadableError,
    KeptApartError,
    RosterError,
    StorageError,
    UnknownSignerError,
    VisitPackExpiredError,
    VisitPackNewerError,
    WrongLaptopError,
)
from doorstep.office.cli import main
from doorstep.office.enrolling import enrol, revoke
from doorstep.office.folder import OfficeFolder
from doorstep.office.messages import Exit
from doorstep.office.store import Store
from doorstep.services.own_keys import OwnKeys
from doorstep.services.summary import Whereabouts
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from services.filling import fill
from services.profiles import CHEAP, JEAN, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from doorstep.definition.model import FormDefinition, Place
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.services.workspace import Workspace
    from doorstep.vault.cipher import CipherFile

DAWN = Carer(id="dawn", name="Dawn Alder", relationship="daughter", phone="07700 900001")
HABIT = "A walk round the harbour before breakfast"
SECRET = "What nobody else may know of Jean"


@dataclasses.dataclass
class Office:
    """An office that is worked at its command line."""

    path: Path
    clock: Clock
    outbox: Path

    @property
    def folder(self) -> OfficeFolder:
        return OfficeFolder(self.path)

    def run(self, *words: object) -> int:
        return main(["--office", str(self.path), *map(str, words)], self.clock)

    def let_in(self, workspace: Workspace) -> None:
        assert self.run("enrol", workspace.export.enrolment_request(self.outbox)) == Exit.OK
        workspace.export.install_roster(self.folder.roster_file)

    def device(self, workspace: Workspace) -> str:
        key = workspace_keys(workspace).device.public
        return next(each.name for each in self.folder.roster.signers if each.key == key)

    def lend(self, workspace: Workspace, *words: object) -> Path:
        """Lend what the words say, all of Jean by default; return the file."""
        name = f"device:{self.device(workspace)}"
        before = set(self.folder.visits.glob("*"))
        assert self.run("lend", *(words or ("--person", "jean")), "--to", name, "--by", "Ann Lee") == Exit.OK
        [path] = set(self.folder.visits.glob("*")) - before
        return path


def workspace_keys(workspace: Workspace) -> OwnKeys:
    return OwnKeys(workspace._vault, os.urandom)


def an_office(path: Path, clock: Clock, outbox: Path) -> Office:
    OfficeFolder.create(path, f"Council of {path.name}", clock())
    Store.open(OfficeFolder(path).database_url).close()
    return Office(path, clock, outbox)


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    return an_office(tmp_path / "Brackwater", clock, tmp_path / "outbox")


@pytest.fixture
def connected(workspace: Workspace, office: Office) -> Workspace:
    office.let_in(workspace)
    return workspace


@pytest.fixture
def other_laptop(tmp_path: Path, clock: Clock, office: Office) -> Iterator[Workspace]:
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"other{next(numbers)}", device_name="Laptop 8")
    opened = Profile(tmp_path / "other", surroundings, kdf=CHEAP).create(PASSPHRASE, ROSA)
    office.let_in(opened)
    yield opened
    opened.abandon()


def send_and_remove(workspace: Workspace, office: Office, record_id: str) -> None:
    """Let a record leave, be received, and go from the laptop."""
    workspace.assessments.leave(record_id)
    result = workspace.export.export(record_id, office.outbox)
    assert office.run("intake", result.path) == Exit.OK
    receipt = next(office.folder.receipts.glob(f"*-{result.number}.doorstep-receipt"))
    workspace.receipts.accept(receipt)
    workspace.removal.remove(record_id)


def told(workspace: Workspace, person: Person = JEAN) -> OpenAssessment:
    """Begin an assessment in which something private was said, and a picture was taken."""
    opened = workspace.assessments.start(person)
    opened.answer("ls_habits", HABIT)
    opened.answer("ls_willing", Choices(("yes",)))
    opened.answer("ls_places", SECRET)
    opened.set_visibility(AnswerKey("ls_places"), Visibility.PRIVATE_PERSON)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "JPEG")
    opened.answer("ls_photo", opened.take_photo(picture.getvalue()))
    return opened


@pytest.fixture
def gone(connected: Workspace, office: Office) -> str:
    """The id of a record of Jean's that lies at the office alone."""
    record_id = told(connected).record_id
    send_and_remove(connected, office, record_id)
    return record_id


def nothing_lent(workspace: Workspace) -> bool:
    return workspace._vault.earlier.all() == () and workspace.assessments.people() == ()


# the way back


def carries(place: Place) -> bool:
    """Tell whether the form takes an answer at this place on from record to record."""
    above = (place.item, *place.repeats, *((place.group,) if place.group else ()))
    return place.item.type not in CANNOT_CARRY and all(item.carries for item in above)


@pytest.mark.serves("TB-04")
def test_a_year_after_it_left_nothing_is_asked_from_blank(connected: Workspace, office: Office, clock: Clock) -> None:
    first = connected.assessments.start(JEAN)
    first.put_party(DAWN)
    fill(first)
    first.sign("Signed")
    said, state = first.freeze(), first.state
    send_and_remove(connected, office, first.record_id)
    assert connected.assessments.list() == ()
    clock.move(days=366)
    accepted = connected.earlier.accept(office.lend(connected))
    assert (accepted.person, accepted.records) == (JEAN, ("Needs assessment",))
    assert accepted.until == (clock.now + timedelta(30)).date()

    again = connected.assessments.continue_with(first.record_id, "needs-assessment", Route.REASSESSMENT)
    held, definition = again.freeze(), again.definition
    carried = {
        key: answer
        for key, answer in said.by_key.items()
        if counts(answer) and state.is_shown(key.link_id, key.path) and carries(definition.places[key.link_id])
    }
    assert len(carried) > 50
    for key, answer in carried.items():
        stands = held.by_key[key]
        assert stands.value == answer.value, key
        assert not counts(stands)
        assert stands.provenance.recorded_at == answer.provenance.recorded_at
        assert stands.provenance.recorded_by == answer.provenance.recorded_by == "rosa"
        assert stands.provenance.origin == first.record_id
    assert [(link.kind, link.record) for link in held.beside.links] == [(LinkKind.FOLLOWS, first.record_id)]


def test_it_is_to_read_and_nobody_can_change_it(connected: Workspace, office: Office, gone: str) -> None:
    accepted = connected.earlier.accept(office.lend(connected))
    assert connected.assessments.list() == ()
    [person] = connected.assessments.people("jean ald")
    [line] = person.lent
    assert person.records == ()
    assert (line.record_id, line.whereabouts, line.lent_until) == (gone, Whereabouts.LENT, accepted.until)
    assert connected.assessments.people("somebody else") == ()
    assert connected.assessments.journey("jean").lent == (line,)
    with pytest.raises(KeyError):
        connected.assessments.open(gone)
    with pytest.raises(KeyError):
        connected.export.export(gone, office.outbox)
    state = connected.assessments.state(gone)
    said = state.current(AnswerKey("ls_habits"))
    assert said is not None
    assert said.value == HABIT
    assert connected.assessments.known_for(gone, "needs-assessment").answers > 0


def test_it_can_be_laid_beside_the_new_record(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    [before] = connected.assessments.earlier(again.record_id)
    assert before.record_id == gone
    connected.assessments.compare(gone, again.record_id)


@pytest.mark.serves("TB-12")
def test_what_was_private_stays_private(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    answer = again.freeze().by_key[AnswerKey("ls_places")]
    assert (answer.value, answer.visibility) == (SECRET, Visibility.PRIVATE_PERSON)


def test_a_carer_who_was_named_then_can_have_a_record_of_their_own_now(connected: Workspace, office: Office) -> None:
    first = told(connected)
    first.put_party(DAWN)
    send_and_remove(connected, office, first.record_id)
    connected.earlier.accept(office.lend(connected))
    own = connected.assessments.start_for_carer(first.record_id, DAWN.id)
    assert own.state.person.name == DAWN.name


def test_pictures_stay_at_the_office(connected: Workspace, office: Office, gone: str) -> None:
    path = office.lend(connected)
    assert b"\xff\xd8\xff" not in opened(connected, path)
    assert connected.earlier.accept(path).pictures == 1


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


def test_a_thief_would_hold_it_too_and_it_is_counted(connected: Workspace, office: Office, gone: str) -> None:
    assert (connected.risk.now().people, connected.risk.now().lent) == (0, 0)
    connected.earlier.accept(office.lend(connected))
    risk = connected.risk.now()
    assert (risk.people, risk.assessments, risk.lent) == (1, 0, 1)


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


# the end of it


def left_of(workspace: Workspace) -> bytes:
    """Return all that the database still holds under settings."""
    return b"\n".join(row[0] for row in workspace._vault._database.run("SELECT value FROM setting"))


def test_it_goes_at_the_first_unlocking_after_its_last_day(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    path = office.lend(connected, gone, "--days", 10)
    connected.earlier.accept(path)
    assert HABIT.encode() in left_of(connected)
    clock.move(days=11)
    assert connected.assessments.people() == ()  # nor is it read any more while the vault stays open
    with pytest.raises(KeyError):
        connected.assessments.known_for(gone, "needs-assessment")
    connected.close()
    again = profile.open(PASSPHRASE)
    assert nothing_lent(again)
    assert b"Jean" not in left_of(again)
    assert HABIT.encode() not in left_of(again)
    clock.move(days=-11)  # nor does it come back when somebody sets the clock back
    with pytest.raises(VisitPackExpiredError):
        again.earlier.accept(path)
    assert nothing_lent(again)
    again.close()


def test_on_its_last_day_it_is_still_there(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    connected.earlier.accept(office.lend(connected, gone, "--days", 10))
    connected.close()
    clock.move(days=10)
    again = profile.open(PASSPHRASE)
    assert again.assessments.known_for(gone, "needs-assessment").answers > 0
    again.close()


def test_it_goes_when_the_office_holds_the_new_record(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    connected.receipts.accept(receipt_for(connected, office, again.record_id))
    assert connected._vault.earlier.all()  # it is not signed yet: somebody may still go back to what was said
    again.put_party(DAWN)
    fill(again)
    again.sign("Signed")
    connected.receipts.accept(receipt_for(connected, office, again.record_id))
    assert connected._vault.earlier.all() == ()
    assert [line.record_id for line in connected.assessments.list()] == [again.record_id]


def receipt_for(workspace: Workspace, office: Office, record_id: str) -> Path:
    result = workspace.export.export(record_id, office.outbox)
    assert office.run("intake", result.path) == Exit.OK
    return next(office.folder.receipts.glob(f"*-{result.number}.doorstep-receipt"))


def test_snapshots_from_before_it_went_go_with_it(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    connected.earlier.accept(office.lend(connected, gone, "--days", 1))
    held = connected._vault.take_snapshot()
    connected.close()
    clock.move(days=2)
    profile.open(PASSPHRASE).close()
    clock.move(days=31)
    later = profile.open(PASSPHRASE)
    later._vault.set_setting("changed", b"1")
    later.close()
    last = profile.open(PASSPHRASE)
    assert held is not None
    assert held.name not in {each.name for each in last._vault.snapshots()}
    last.close()


# what is refused, each for its own reason


def opened(workspace: Workspace, path: Path) -> bytes:
    return unseal(path.read_bytes(), (workspace_keys(workspace).opening,), path.name)


def sealed(workspace: Workspace, content: bytes) -> bytes:
    return seal(content, (workspace_keys(workspace).opening.recipient,))


def written(folder: Path, data: bytes) -> Path:
    path = folder / "x.doorstep-visit"
    path.write_bytes(data)
    return path


def pack_of(workspace: Workspace, office: Office, **changed: object) -> VisitPack:
    """Return a pack as the office would lend it to a laptop today."""
    store = Store.open(office.folder.database_url)
    records = tuple(lent_record(*each) for each in store.newest_records())
    store.close()
    pack = VisitPack(
        office=office.folder.roster.office,
        number=1,
        device=office.device(workspace),
        recipient=workspace_keys(workspace).opening.recipient,
        lent_at=office.clock(),
        until=(office.clock() + timedelta(30)).date(),
        records=records[:1],
    )
    return msgspec.structs.replace(pack, **changed)


def resigned(office: Office, text: bytes) -> bytes:
    return text + sshsig.sign(office.folder.lending_key, text, Namespace.VISIT_PACK)


def test_another_laptop_cannot_open_it(
    connected: Workspace, other_laptop: Workspace, office: Office, gone: str, tmp_path: Path
) -> None:
    path = office.lend(connected)
    with pytest.raises(WrongLaptopError):
        other_laptop.earlier.accept(path)
    passed_on = written(tmp_path, sealed(other_laptop, opened(connected, path)))
    with pytest.raises(WrongLaptopError):  # not even when the first one seals it anew
        other_laptop.earlier.accept(passed_on)
    assert nothing_lent(other_laptop)
    other_laptop.earlier.accept(office.lend(other_laptop))


def test_what_is_over_is_not_taken_in(connected: Workspace, office: Office, gone: str, clock: Clock) -> None:
    path = office.lend(connected)
    clock.move(days=31)
    with pytest.raises(VisitPackExpiredError) as refused:
        connected.earlier.accept(path)
    assert refused.value.facts["until"] == "5 November 2026"
    assert nothing_lent(connected)
    connected.earlier.accept(office.lend(connected))


@pytest.mark.parametrize("signer", ["a stranger", "the receipt key", "revoked"])
def test_who_may_not_lend_is_refused(
    connected: Workspace, office: Office, gone: str, tmp_path: Path, signer: str
) -> None:
    keys: dict[str, Callable[[], SigningKey]] = {
        "a stranger": SigningKey.generate,
        "the receipt key": lambda: office.folder.receipt_key,
        "revoked": lambda: office.folder.lending_key,
    }
    path = written(tmp_path, write_visit_pack(pack_of(connected, office), keys[signer]()))
    if signer == "revoked":
        office.folder.publish(revoke(office.folder.roster, "lending:office", office.clock()))
        connected.export.install_roster(office.folder.roster_file)
    with pytest.raises(UnknownSignerError):
        connected.earlier.accept(path)
    assert nothing_lent(connected)


def test_the_lending_key_would_have_done(connected: Workspace, office: Office, gone: str, tmp_path: Path) -> None:
    """The control for the test above."""
    connected.earlier.accept(written(tmp_path, write_visit_pack(pack_of(connected, office), office.folder.lending_key)))
    assert not nothing_lent(connected)


def test_every_changed_byte_and_every_cut_is_refused(connected: Workspace, office: Office, gone: str) -> None:
    path = office.lend(connected)
    whole = path.read_bytes()
    for place in (*range(0, 400, 3), *range(400, len(whole), len(whole) // 40)):
        for spoilt in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            path.write_bytes(spoilt)
            with pytest.raises((BundleUnreadableError, WrongLaptopError)):
                connected.earlier.accept(path)
    assert nothing_lent(connected)
    path.write_bytes(whole)
    connected.earlier.accept(path)


def test_a_changed_word_under_the_seal_is_refused(
    connected: Workspace, office: Office, gone: str, tmp_path: Path
) -> None:
    content = opened(connected, office.lend(connected))
    changed = content.replace(b"before breakfast", b"after  breakfast")
    assert changed != content
    with pytest.raises(BundleTamperedError):
        connected.earlier.accept(written(tmp_path, sealed(connected, changed)))
    unsigned = content.partition(sshsig.BEGIN)[0]
    with pytest.raises(BundleTamperedError):
        connected.earlier.accept(written(tmp_path, sealed(connected, unsigned)))
    assert nothing_lent(connected)
    connected.earlier.accept(written(tmp_path, sealed(connected, content)))


def test_what_only_a_newer_doorstep_reads_is_told(
    connected: Workspace, office: Office, gone: str, tmp_path: Path
) -> None:
    text = opened(connected, office.lend(connected)).partition(sshsig.BEGIN)[0]
    newer_file = text.replace(b'"version":1', b'"version":2', 1)
    newer_form = text.replace(b'"type":"long_text"', b'"type":"hologram"')
    for newer in (newer_file, newer_form):
        assert newer != text
        with pytest.raises(VisitPackNewerError):
            connected.earlier.accept(written(tmp_path, sealed(connected, resigned(office, newer))))
    with pytest.raises(BundleUnreadableError):
        connected.earlier.accept(written(tmp_path, sealed(connected, resigned(office, b"{}\n"))))
    assert nothing_lent(connected)
    connected.earlier.accept(written(tmp_path, sealed(connected, resigned(office, text))))


def test_what_lies_here_already_is_not_taken_in_twice(
    connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    path = office.lend(connected)
    connected.earlier.accept(path)
    with pytest.raises(AlreadyLentError):
        connected.earlier.accept(path)
    with pytest.raises(AlreadyLentError):
        connected.earlier.accept(office.lend(connected))
    clock.move(days=5)
    longer = connected.earlier.accept(office.lend(connected))  # but it can be lent for longer
    [line] = connected.assessments.people()[0].lent
    assert line.lent_until == longer.until


def test_an_assessment_on_this_laptop_is_not_covered_by_what_is_lent(connected: Workspace, office: Office) -> None:
    opened = told(connected)
    assert office.run("intake", connected.export.export(opened.record_id, office.outbox).path) == Exit.OK
    with pytest.raises(AlreadyLentError):
        connected.earlier.accept(office.lend(connected))
    assert connected._vault.earlier.all() == ()


def test_when_the_disk_refuses_half_of_it_nothing_is_kept(
    connected: Workspace, office: Office, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = connected.assessments.start(JEAN, form="care-plan")
    send_and_remove(connected, office, plan.record_id)
    path, kept = office.lend(connected), []

    def keep_form(database: CipherFile, definition: FormDefinition) -> None:
        kept.append(definition.form)
        if len(kept) > 1:
            raise StorageError(what="full")

    with monkeypatch.context() as full:
        full.setattr("doorstep.vault.earlier.attachments.keep_form", keep_form)
        with pytest.raises(StorageError):
            connected.earlier.accept(path)
    assert len(kept) == 2
    assert nothing_lent(connected)
    assert len(connected.earlier.accept(path).records) == 2


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


def test_a_laptop_that_has_no_office_takes_nothing_in(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        workspace.earlier.accept(written(tmp_path, b"x"))


def test_the_records_of_two_people_are_not_one_pack(connected: Workspace, office: Office, gone: str) -> None:
    other = told(connected, Person("tom", "Tom Birch"))
    send_and_remove(connected, office, other.record_id)
    name = office.device(connected)
    assert office.run("lend", gone, other.record_id, "--to", name, "--by", "Ann Lee") == Exit.LENDING
    store = Store.open(office.folder.database_url)
    assert store.loans() == ()
    store.close()


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
    workspace.earlier.accept(office.lend(workspace))


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


def test_the_file_tells_a_finder_nothing(connected: Workspace, office: Office, gone: str) -> None:
    path = office.lend(connected)
    inside = opened(connected, path)
    record = f'"{gone}"'.encode()  # three letters alone stand in any cipher text sooner or later
    words = (b"Jean", b"Alder", HABIT.encode(), SECRET.encode(), record, b"doorstep-visit-pack", b"Council")
    assert [word for word in words if word not in inside] == []
    assert [word for word in words if word in path.read_bytes()] == []
    assert "Jean" not in path.name
