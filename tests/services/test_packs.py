"""Packs on the laptop: signed ones replace ours, and a record keeps those that it was begun under (TB-11, TB-17)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment.beside import Beside
from doorstep.bundle.enrolment import read_enrolment
from doorstep.bundle.pack import write_pack
from doorstep.bundle.reader import open_bundle
from doorstep.errors import BundleUnreadableError, PackInvalidError, PackUntrustedError, RosterError
from doorstep.office.enrolling import enrol
from doorstep.office.folder import OfficeFolder
from doorstep.office.packs import sign_pack
from doorstep.packs.choosing import built_in_bytes
from doorstep.packs.model import Need, PackKind
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doorstep.packs.choosing import PackSet
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

    Sign = Callable[..., Path]


@pytest.fixture
def office(tmp_path: Path, clock: Clock, workspace: Workspace) -> OfficeFolder:
    """An office that the laptop has joined."""
    folder = OfficeFolder.create(tmp_path / "office", "Borchester Council", clock())
    request = read_enrolment(workspace.export.enrolment_request(tmp_path).read_bytes())
    folder.publish(enrol(folder.roster, request, clock()))
    workspace.export.install_roster(folder.roster_file)
    return folder


@pytest.fixture
def sign(office: OfficeFolder, tmp_path: Path) -> Sign:
    """Sign one of our own packs with some words changed: ``sign(kind, old=new)``."""

    def make(kind: PackKind = PackKind.LEGAL, by: OfficeFolder = office, **changes: str) -> Path:
        text = built_in_bytes(kind).decode()
        for old, new in changes.items():
            found = {"day": "issued: 2026-09-28", "words": "The nine areas of wellbeing", "sample": "sample: yes"}[old]
            assert found in text
            text = text.replace(found, new)
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "pack.yaml").write_text(text, "utf-8")
        return sign_pack(by, source, tmp_path / "signed")[1]

    return make


NEWER = {"day": "issued: 2026-10-01", "words": "Nine parts of a good life"}


def title(packs: PackSet) -> str:
    text = packs.legal.text("wellbeing")
    assert text is not None
    return text.title


def test_without_an_office_ours_are_used(workspace: Workspace) -> None:
    assert [head.kind for head in workspace.packs.current.heads] == list(PackKind)
    assert title(workspace.packs.current) == "The nine areas of wellbeing"


@pytest.mark.serves("TB-17")
def test_new_records_use_the_new_pack_and_old_ones_keep_theirs(workspace: Workspace, sign: Sign) -> None:
    old = workspace.assessments.start(JEAN)
    installed = workspace.packs.install(sign(**NEWER))
    assert installed.used
    new = workspace.assessments.start(JEAN)
    assert title(workspace.packs.under(new.freeze())) == "Nine parts of a good life"
    assert title(workspace.packs.under(old.freeze())) == "The nine areas of wellbeing"
    assert old.freeze().beside.packs[0].sha256 != new.freeze().beside.packs[0].sha256
    assert [pack.kind for pack in new.freeze().beside.packs] == list(PackKind)


def test_the_new_pack_is_there_after_unlocking_again(workspace: Workspace, profile: Profile, sign: Sign) -> None:
    opened = workspace.assessments.start(JEAN)
    record_id = opened.record_id
    workspace.packs.install(sign(**NEWER))
    workspace.close()
    again = profile.open(PASSPHRASE)
    try:
        assert title(again.packs.current) == "Nine parts of a good life"
        assert title(again.packs.under(again.assessments.current(record_id)[0])) == "The nine areas of wellbeing"
    finally:
        again.abandon()


def test_a_record_without_packs_shows_those_of_today(workspace: Workspace) -> None:
    bare = msgspec.structs.replace(workspace.assessments.start(JEAN).freeze(), beside=Beside())
    assert workspace.packs.under(bare) == workspace.packs.current


def test_a_pack_that_is_not_newer_is_not_used_and_that_is_said(workspace: Workspace, sign: Sign) -> None:
    workspace.packs.install(sign(**NEWER))
    older = workspace.packs.install(sign(day="issued: 2026-09-30"))
    assert not older.used
    assert older.held.issued > older.head.issued
    assert title(workspace.packs.current) == "Nine parts of a good life"


def test_any_directory_of_a_real_place_replaces_the_sample(workspace: Workspace, sign: Sign) -> None:
    assert "sample" in workspace.packs.directory_warning
    real = sign(PackKind.DIRECTORY, day="issued: 2026-08-01", sample="sample: no")
    assert workspace.packs.install(real).used
    assert workspace.packs.directory_warning == ""


def test_only_the_own_office_is_trusted(workspace: Workspace, sign: Sign, tmp_path: Path, clock: Clock) -> None:
    other = OfficeFolder.create(tmp_path / "other", "Felham Council", clock())
    with pytest.raises(PackUntrustedError) as caught:
        workspace.packs.install(sign(by=other, **NEWER))
    assert caught.value.facts["what"] == "another office"
    assert title(workspace.packs.current) == "The nine areas of wellbeing"


def test_a_changed_byte_a_file_that_is_no_pack_and_one_that_is_not_there(
    workspace: Workspace, sign: Sign, tmp_path: Path
) -> None:
    path = sign(**NEWER)
    path.write_bytes(path.read_bytes().replace(b"wellbeing", b"Wellbeing", 1))
    with pytest.raises(PackUntrustedError):
        workspace.packs.install(path)
    path.write_bytes(b"hello")
    with pytest.raises(PackUntrustedError):
        workspace.packs.install(path)
    with pytest.raises(BundleUnreadableError):
        workspace.packs.install(tmp_path / "nowhere.doorstep-pack")


def test_a_signed_pack_with_mistakes_is_refused_by_line(
    workspace: Workspace, office: OfficeFolder, tmp_path: Path
) -> None:
    path = tmp_path / "bad.doorstep-pack"
    path.write_bytes(write_pack(b"pack: weather\nversion: 1\n", office.root_key))
    with pytest.raises(PackInvalidError) as caught:
        workspace.packs.install(path)
    assert any("bad.doorstep-pack:1: " in str(each) for each in caught.value.facts["problems"] or ())


def test_nothing_is_installed_before_the_laptop_has_an_office(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        workspace.packs.install(tmp_path / "any.doorstep-pack")


def test_the_bundle_names_the_packs(workspace: Workspace, office: OfficeFolder, tmp_path: Path, clock: Clock) -> None:
    record_id = workspace.assessments.start(JEAN).record_id
    sent = workspace.export.export(record_id, tmp_path / "outbox")
    opened = open_bundle(sent.path, office.identities, office.roster, clock())
    assert opened.manifest.packs == opened.record.beside.packs
    named = json.loads(opened.members["manifest.json"])["packs"]
    assert [pack["kind"] for pack in named] == ["legal", "glossary", "directory"]


def test_help_is_found_and_comes_into_the_persons_copy(workspace: Workspace) -> None:
    packs, opened = workspace.packs, workspace.assessments.start(JEAN)
    entry = packs.directory(place="Felham", need=Need.CARERS)[0]
    row = packs.add_to_copy(opened, entry)
    ((_, name),) = opened.state.answers_of("in_community.name", (row,))
    assert name.value == "Borchester Carers Centre"
    ((_, reach),) = opened.state.answers_of("in_community.reach", (row,))
    assert "01632 960121" in str(reach.value)
    ((_, checked),) = opened.state.answers_of("in_community.checked", (row,))
    assert checked.value == "Checked on 12 September 2026."


@pytest.mark.serves("TB-11")
def test_stale_help_says_so_in_the_copy_too(workspace: Workspace, clock: Clock) -> None:
    clock.move(days=400)
    packs, opened = workspace.packs, workspace.assessments.start(JEAN)
    entry = packs.directory("carers centre")[0]
    assert packs.is_stale(entry)
    row = packs.add_to_copy(opened, entry)
    ((_, checked),) = opened.state.answers_of("in_community.checked", (row,))
    assert "more than 180 days ago" in str(checked.value)


def test_what_is_written_to_the_person_is_checked_as_it_is_typed(workspace: Workspace) -> None:
    opened = workspace.assessments.start(JEAN)
    assert opened.definition.item("el_plain_reason").check == "plain_words"
    (long,) = workspace.packs.check_words("We decided. " + "word " * 39 + "word.").sentences
    assert long.words == 40


def test_words_are_explained_and_found(workspace: Workspace) -> None:
    term = workspace.packs.explain("direct payments")
    assert term is not None
    assert "buy your own support" in term.plain
    assert [found.term.word for found in workspace.packs.terms_in("A carer asked about reablement.")] == [
        "carer",
        "reablement",
    ]
    assert "Felham" in workspace.packs.places()
