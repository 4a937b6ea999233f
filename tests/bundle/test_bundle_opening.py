"""An honest bundle comes back whole; anything else is refused, each with its own error (security.md 3.6)."""

from __future__ import annotations

import hashlib
import os
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.record import encode_record
from doorstep.bundle import archive, journal
from doorstep.bundle.keys import SealingIdentity
from doorstep.bundle.limits import Limits
from doorstep.bundle.manifest import decode_manifest, encode_manifest
from doorstep.bundle.reader import OpenedBundle, Remark, open_bundle
from doorstep.bundle.roster import Role
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.sshsig import Namespace
from doorstep.bundle.writer import write_bundle
from doorstep.errors import (
    AttachmentError,
    BundleError,
    BundleTamperedError,
    BundleUnreadableError,
    RosterError,
    StorageError,
    UnknownSignerError,
    WrongOfficeError,
)
from vectors.making import AT, PHOTO, MadeOffice, contents, facts, form, given, journal_of, key, record_of, signer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.bundle.roster import Roster
    from doorstep.bundle.writer import BundleInfo

Members = dict[str, bytes]


def opened(office: MadeOffice, path: Path, roster: Roster | None = None) -> OpenedBundle:
    return open_bundle(path, office.identities, roster or office.roster, AT)


def refusal(office: MadeOffice, tmp_path: Path, members: Members, roster: Roster | None = None) -> BundleError:
    """Seal members to the office as they are, and return how it refuses them."""
    path = office.sealed(tmp_path / "spoiled.doorstep.age", archive.pack(members))
    with pytest.raises(BundleError) as caught:
        opened(office, path, roster)
    assert caught.value.facts["file"] == path.name
    return caught.value


def summed(members: Members) -> Members:
    return {name: data for name, data in members.items() if name not in archive.UNSUMMED}


def with_manifest(members: Members, **changed: object) -> Members:
    """Return the summed members with a manifest that says something else."""
    manifest = decode_manifest(members[archive.MANIFEST], "")
    return {**summed(members), archive.MANIFEST: encode_manifest(msgspec.structs.replace(manifest, **changed))}


# An honest bundle


def test_what_was_typed_comes_back(office: MadeOffice, bundle: BundleInfo):
    sent, came = contents(), opened(office, bundle.path)
    assert came.record == sent.record
    assert came.definition == sent.definition
    assert came.journal == sent.journal
    assert came.copies == sent.copies
    assert came.attachments == {hashlib.sha256(PHOTO).hexdigest(): PHOTO}
    assert came.sealed == bundle.path.read_bytes()


def test_the_report_says_who_signed_what_and_when(office: MadeOffice, bundle: BundleInfo):
    came = opened(office, bundle.path)
    report = came.report
    assert (report.worker.label, report.worker.key) == ("Rosa Marsh", key("worker").public)
    assert (report.device.principal, report.device.key) == ("device:laptop-7", key("device").public)
    assert (report.made_at, report.number, report.sha256) == (AT, 1, bundle.sha256)
    assert report.remarks == (Remark.NOT_SIGNED_OFF,)


def test_the_manifest_counts_consent_and_disagreement(office: MadeOffice, bundle: BundleInfo):
    manifest = opened(office, bundle.path).manifest
    told = msgspec.structs.asdict(manifest.consent)
    assert told == {"yes": 1, "no": 1, "with_limits": 0, "taken_back": 1, "not_answered": 1}
    assert manifest.open_disagreements == 1
    assert (manifest.answers, manifest.roster, manifest.resend) == (len(contents().record.answers), 1, False)
    assert {entry.name: entry.media_type for entry in manifest.files}[
        "attachments/" + hashlib.sha256(PHOTO).hexdigest()
    ] == "image/png"


def test_the_hash_names_the_content_however_often_it_is_sealed(office: MadeOffice, bundle: BundleInfo, tmp_path: Path):
    again = office.bundle(tmp_path / "again.doorstep.age")
    assert again.path.read_bytes() != bundle.path.read_bytes()
    assert again.sha256 == bundle.sha256
    sums = archive.unpack(unseal(again.path.read_bytes(), office.identities, ""), "")[archive.SUMS]
    assert hashlib.sha256(sums).hexdigest() == bundle.sha256


@pytest.mark.parametrize("which", ["sealing", "escrow"])
def test_either_identity_of_the_office_opens(office: MadeOffice, bundle: BundleInfo, which: str):
    assert open_bundle(bundle.path, [getattr(office, which)], office.roster, AT).sha256 == bundle.sha256


def test_a_second_sending_says_so(office: MadeOffice, tmp_path: Path):
    again = contents(2, "ab" * 32, facts(f.BundleExported(AT, "w1", 1, "ab" * 32)))
    info = office.bundle(tmp_path / "again.doorstep.age", again)
    assert info.resend
    assert opened(office, info.path).manifest.resend


def test_a_signed_record_is_not_remarked_upon(office: MadeOffice, tmp_path: Path):
    info = office.bundle(tmp_path / "done.doorstep.age", contents(happened=facts(f.RecordSigned(AT, "w1"))))
    assert opened(office, info.path).report.remarks == ()


@pytest.mark.parametrize(("years", "remark"), [(-6, Remark.CLOCK_BEHIND), (4, Remark.CLOCK_AHEAD)])
def test_a_wrong_clock_on_the_laptop_is_remarked_upon_and_no_more(
    office: MadeOffice, tmp_path: Path, years: int, remark: Remark
):
    made = msgspec.structs.replace(contents(), made_at=AT + timedelta(days=365 * years))
    assert remark in opened(office, office.bundle(tmp_path / "clock.doorstep.age", made).path).report.remarks


def test_fields_of_a_newer_manifest_survive(office: MadeOffice, members: Members, tmp_path: Path):
    fields = msgspec.json.decode(members[archive.MANIFEST]) | {"legal_pack": {"version": "2027.1"}}
    newer = office.signed({**summed(members), archive.MANIFEST: msgspec.json.encode(fields)})
    manifest = opened(office, office.sealed(tmp_path / "newer", archive.pack(newer))).manifest
    assert manifest.other == {"legal_pack": {"version": "2027.1"}}
    assert decode_manifest(encode_manifest(manifest), "") == manifest


# The seal


def test_one_changed_byte_anywhere_is_refused(office: MadeOffice, bundle: BundleInfo, tmp_path: Path):
    honest, path = bundle.path.read_bytes(), tmp_path / "changed.doorstep.age"
    header = honest.index(b"\n---") + 60
    for at in (*range(header), *range(header, len(honest), 101), len(honest) - 1):
        changed = bytearray(honest)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises((BundleUnreadableError, WrongOfficeError)):
            opened(office, path)


def test_a_changed_byte_behind_the_header_is_damage_and_not_another_office(
    office: MadeOffice, bundle: BundleInfo, tmp_path: Path
):
    changed = bytearray(bundle.path.read_bytes())
    changed[-1000] ^= 1
    (tmp_path / "changed").write_bytes(changed)
    with pytest.raises(BundleUnreadableError, match="cut or damaged"):
        opened(office, tmp_path / "changed")


def test_a_cut_file_is_refused_wherever_it_is_cut(office: MadeOffice, bundle: BundleInfo, tmp_path: Path):
    honest, path = bundle.path.read_bytes(), tmp_path / "cut.doorstep.age"
    for end in (0, 1, 20, 100, 300, 500, 1000, len(honest) // 2, len(honest) - 16, len(honest) - 1):
        path.write_bytes(honest[:end])
        with pytest.raises(BundleUnreadableError):
            opened(office, path)
    path.write_bytes(honest + b"\0")
    with pytest.raises(BundleUnreadableError):
        opened(office, path)


def test_what_is_no_bundle_is_refused(office: MadeOffice, tmp_path: Path):
    path = tmp_path / "other"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("record.json", "{}")
    with pytest.raises(BundleUnreadableError):
        opened(office, path)
    for data in (b"", b"Dear office,\n", os.urandom(3000)):
        path.write_bytes(data)
        with pytest.raises(BundleUnreadableError):
            opened(office, path)
        with pytest.raises(BundleUnreadableError):
            opened(office, office.sealed(path, data))


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(office: MadeOffice, bundle: BundleInfo, tmp_path: Path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BundleUnreadableError):
            opened(office, path)
    with pytest.raises(BundleUnreadableError, match="too large"):
        open_bundle(bundle.path, office.identities, office.roster, AT, Limits(bundle=1000))


def test_a_bundle_for_another_office_says_so(office: MadeOffice, bundle: BundleInfo):
    with pytest.raises(WrongOfficeError):
        open_bundle(bundle.path, [SealingIdentity.generate()], office.roster, AT)


def test_a_bundle_that_another_office_sealed_anew_to_us_is_refused(office: MadeOffice, tmp_path: Path):
    other = MadeOffice("Hill Council")
    theirs = other.bundle(tmp_path / "theirs.doorstep.age")
    inside = unseal(theirs.path.read_bytes(), other.identities, "")
    theirs.path.write_bytes(seal(inside, office.roster.recipients))
    with pytest.raises(WrongOfficeError, match="signed for another office"):
        opened(office, theirs.path)


# What is inside


@pytest.mark.parametrize(
    "name", [archive.MANIFEST, archive.RECORD, archive.FORM, archive.JOURNAL, "copies/person-copy.pdf"]
)
def test_changed_content_differs_from_the_sums(office: MadeOffice, members: Members, tmp_path: Path, name: str):
    error = refusal(office, tmp_path, {**members, name: members[name].replace(b"1", b"2", 1) + b" "})
    assert isinstance(error, BundleTamperedError)
    assert error.facts["what"] == "content differs from SHA256SUMS"


def test_an_extra_and_a_removed_member_differ_from_the_sums(office: MadeOffice, members: Members, tmp_path: Path):
    extra = {**members, "copies/added.pdf": b"words"}
    fewer = {name: data for name, data in members.items() if name != "copies/person-copy.pdf"}
    for changed in (extra, fewer):
        assert isinstance(refusal(office, tmp_path, changed), BundleTamperedError)


def test_sums_that_were_changed_to_match_no_longer_fit_the_signatures(
    office: MadeOffice, members: Members, tmp_path: Path
):
    changed = office.signed({**summed(members), archive.RECORD: b"{}"})
    for role in (archive.DEVICE_SIGNATURE, archive.WORKER_SIGNATURE):
        error = refusal(office, tmp_path, {**changed, role: members[role]})
        assert isinstance(error, BundleTamperedError)
        assert "signature does not fit" in str(error.facts["what"])


def test_every_changed_byte_of_sums_and_signatures_is_noticed(office: MadeOffice, members: Members, tmp_path: Path):
    for name in archive.UNSUMMED:
        for at in range(0, len(members[name]), 29):
            changed = bytearray(members[name])
            changed[at] ^= 1
            refusal(office, tmp_path, {**members, name: bytes(changed)})


# Who signed


@pytest.mark.parametrize("role", ["device", "worker"])
def test_an_unknown_key_is_refused(office: MadeOffice, members: Members, tmp_path: Path, role: str):
    error = refusal(office, tmp_path, office.signed(summed(members), **{role: key("stranger")}))
    assert isinstance(error, UnknownSignerError)
    assert error.facts["what"] == "not on the roster"
    assert error.facts["signer"] == key("stranger").public.fingerprint


def test_a_device_cannot_sign_as_a_worker_nor_a_worker_as_a_device(
    office: MadeOffice, members: Members, tmp_path: Path
):
    swapped = {
        **members,
        archive.DEVICE_SIGNATURE: members[archive.WORKER_SIGNATURE],
        archive.WORKER_SIGNATURE: members[archive.DEVICE_SIGNATURE],
    }
    one_key = office.signed(summed(members), worker=office.device)
    receipt_key = office.signed(summed(members), worker=office.receipt)
    for changed in (swapped, one_key, receipt_key):
        assert isinstance(refusal(office, tmp_path, changed), UnknownSignerError)


def test_a_signature_for_another_purpose_is_refused(office: MadeOffice, members: Members, tmp_path: Path):
    error = refusal(office, tmp_path, office.signed(summed(members), namespace=Namespace.RECEIPT))
    assert isinstance(error, BundleTamperedError)


def test_a_missing_signature_is_refused(office: MadeOffice, members: Members, tmp_path: Path):
    for role in (archive.DEVICE_SIGNATURE, archive.WORKER_SIGNATURE):
        without = {name: data for name, data in members.items() if name != role}
        assert isinstance(refusal(office, tmp_path, without), BundleUnreadableError)
        assert isinstance(refusal(office, tmp_path, {**members, role: b""}), BundleTamperedError)


def test_signers_who_left_or_ran_out_are_refused(office: MadeOffice, members: Members, tmp_path: Path):
    whole = office.roster
    expired = signer(Role.WORKER, "rosa", office.worker, days=-1)
    rosters = {
        "not on the roster": msgspec.structs.replace(whole, signers=whole.signers[:-1]),
        "revoked": msgspec.structs.replace(whole, revoked=(office.worker.public,)),
        "expired": msgspec.structs.replace(whole, signers=(*whole.signers[:-1], expired)),
    }
    for what, roster in rosters.items():
        error = refusal(office, tmp_path, members, roster)
        assert isinstance(error, UnknownSignerError)
        assert error.facts["what"] == what


def test_another_laptop_of_the_office_cannot_speak_for_this_one(office: MadeOffice, members: Members, tmp_path: Path):
    both = (*office.roster.signers, signer(Role.DEVICE, "laptop-8", key("device 8")))
    error = refusal(
        office,
        tmp_path,
        office.signed(summed(members), device=key("device 8")),
        msgspec.structs.replace(office.roster, signers=both),
    )
    assert isinstance(error, UnknownSignerError)


# What properly signed bundles may not say


def replaced(members: Members, name: str, data: bytes) -> Members:
    """Return the summed members with one replaced, and a manifest that gives its right size."""
    inside = {**summed(members), name: data}
    files = decode_manifest(members[archive.MANIFEST], "").files
    sized = tuple(msgspec.structs.replace(entry, size=len(inside[entry.name])) for entry in files)
    return {**with_manifest(members, files=sized), name: data}


def raw_manifest(members: Members, old: bytes, new: bytes) -> Members:
    assert old in members[archive.MANIFEST]
    return {**summed(members), archive.MANIFEST: members[archive.MANIFEST].replace(old, new)}


def other_record() -> bytes:
    return encode_record(record_of(facts(given("day_best", "other words"))))


NONSENSE: dict[str, tuple[str, Callable[[Members], Members]]] = {
    "no manifest": ("manifest", lambda m: {**summed(m), archive.MANIFEST: b"[]"}),
    "another format": ("manifest", lambda m: with_manifest(m, format="other")),
    "a newer version": ("newer version", lambda m: with_manifest(m, version=2)),
    "a field missing": ("manifest", lambda m: raw_manifest(m, b'"number"', b'"nummer"')),
    "number zero": ("manifest", lambda m: raw_manifest(m, b'"number": 1', b'"number": 0')),
    "no hash before": ("manifest", lambda m: with_manifest(m, previous="ab" * 32 + "\n")),
    "no time zone": ("manifest", lambda m: with_manifest(m, made_at=AT.replace(tzinfo=None))),
    "no files": ("manifest", lambda m: with_manifest(m, files=())),
    "another record": ("record, form and manifest disagree", lambda m: with_manifest(m, record="rec-2")),
    "another form": (
        "record, form and manifest disagree",
        lambda m: with_manifest(m, form=f.FormReference("small", "1.0", "00" * 32)),
    ),
    "record cut": ("record or form", lambda m: replaced(m, archive.RECORD, m[archive.RECORD][:-1])),
    "form changed": ("record or form", lambda m: replaced(m, archive.FORM, m[archive.FORM].replace(b"good", b"best"))),
    "journal cut": ("journal", lambda m: replaced(m, archive.JOURNAL, m[archive.JOURNAL].rpartition(b'{"seq"')[0])),
    "journal of another": ("journal", lambda m: replaced(m, archive.JOURNAL, b"\n".join(journal_of(facts()[:3])))),
    "other words": ("journal", lambda m: replaced(m, archive.RECORD, other_record())),
    "picture gone": ("attachment", lambda m: without_picture(m)),
    "picture changed": ("attachment", lambda m: replaced(m, PICTURE, b"another picture")),
}
PICTURE = archive.ATTACHMENTS + hashlib.sha256(PHOTO).hexdigest()


def without_picture(members: Members) -> Members:
    files = decode_manifest(members[archive.MANIFEST], "").files
    inside = with_manifest(members, files=tuple(entry for entry in files if entry.name != PICTURE))
    return {name: data for name, data in inside.items() if name != PICTURE}


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_is_refused_even_when_properly_signed(office: MadeOffice, members: Members, tmp_path: Path, kind: str):
    what, spoil = NONSENSE[kind]
    error = refusal(office, tmp_path, office.signed(spoil(members)))
    assert isinstance(error, BundleUnreadableError)
    assert error.facts["what"] == what


def test_the_spoiling_itself_is_not_what_is_refused(office: MadeOffice, members: Members, tmp_path: Path):
    inside = replaced(members, archive.RECORD, members[archive.RECORD])
    came = opened(office, office.sealed(tmp_path / "same", archive.pack(office.signed(inside))))
    assert came.record == contents().record


@pytest.mark.parametrize("field", ["fact", "digest", "prev", "before", "hash", "record", "at", "kind"])
def test_a_changed_journal_entry_is_noticed(field: str):
    lines = list(journal_of(facts()))
    entry = msgspec.json.decode(lines[4])
    entry[field] = entry[field].translate(str.maketrans("0ag1", "1bh2"))
    changed = [*lines[:4], msgspec.json.encode(entry), *lines[5:]]
    assert changed != lines
    assert journal.tells(lines, record_of(facts()))
    assert not journal.tells(changed, record_of(facts()))


def test_a_journal_entry_that_is_left_out_moved_or_repeated_is_noticed():
    lines = journal_of(facts())
    record = record_of(facts())
    for changed in (lines[1:], lines[:-1], (*lines[:4], *lines[5:]), (*lines, lines[-1]), lines[::-1], ()):
        assert not journal.tells(changed, record)


# Making


def test_keys_that_are_not_on_the_roster_make_no_bundle(office: MadeOffice, tmp_path: Path):
    path = tmp_path / "never.doorstep.age"
    for device, worker in (("stranger", "worker"), ("device", "stranger"), ("worker", "device")):
        with pytest.raises(UnknownSignerError):
            write_bundle(contents(), device=key(device), worker=key(worker), roster=office.roster, path=path)
    with pytest.raises(UnknownSignerError, match="another device"):
        office.bundle(path, msgspec.structs.replace(contents(), device="laptop-8"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"attachments": {}},
        {"attachments": {"ab" * 32: PHOTO}},
        {"copies": {"../own.pdf": b""}},
        {"copies": {"con.pdf": b""}},
        {"journal": ()},
        {"definition": msgspec.structs.replace(form(), version="1.1")},
        {"journal": journal_of(facts())[:-1]},
    ],
)
def test_contents_that_no_office_would_accept_make_no_bundle(
    office: MadeOffice, tmp_path: Path, change: dict[str, object]
):
    with pytest.raises(ValueError, match=r"attachment|member name|journal|another form"):
        office.bundle(tmp_path / "never", msgspec.structs.replace(contents(), **change))
    assert list(tmp_path.iterdir()) == []


def test_a_roster_with_a_bad_recipient_makes_no_bundle(office: MadeOffice, tmp_path: Path):
    bad = msgspec.structs.replace(office.roster, recipients=("age1nonsense",))
    with pytest.raises(RosterError):
        write_bundle(contents(), device=office.device, worker=office.worker, roster=bad, path=tmp_path / "never")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limits", [Limits(bundle=10_000), Limits(members=8)])
def test_more_than_an_office_would_open_makes_no_bundle(office: MadeOffice, tmp_path: Path, limits: Limits):
    keys = {"device": office.device, "worker": office.worker}
    with pytest.raises(AttachmentError):
        write_bundle(contents(), **keys, roster=office.roster, path=tmp_path / "never", limits=limits)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_leaves_nothing(office: MadeOffice, tmp_path: Path):
    blocked = tmp_path / "outbox"
    blocked.write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError):
        office.bundle(blocked / "visit.doorstep.age")
