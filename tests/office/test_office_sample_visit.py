"""The whole sample visit, sealed and taken in: what comes out at the office is what was typed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle.reader import open_bundle
from doorstep.bundle.writer import BundleContents, write_bundle
from doorstep.definition.loader import load_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit
from doorstep.office.intake import take_in
from doorstep.office.learning import as_csv, summarise
from doorstep.resources import forms_folder
from vectors.making import AT, journal_of, key

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.assessment.answer import AttachmentRef
    from doorstep.office.folder import OfficeFolder
    from doorstep.office.store import Store


@pytest.fixture(scope="module")
def visit() -> tuple[SamplePlay, BundleContents]:
    """Play the sample, and return it with what the laptop would send."""
    form = load_form(forms_folder() / "needs-assessment")
    pictures: dict[str, bytes] = {}

    def keep(picture: SamplePicture) -> AttachmentRef:
        reference = picture.reference()
        pictures[reference.sha256] = picture.file.read_bytes()
        return reference

    play = SamplePlay(first_visit(form), form, keep)
    record = play.play().freeze()
    return play, BundleContents(record, form, journal_of(play.facts, record.id), {}, pictures, "laptop-7", 1, "", AT)


def test_every_answer_of_the_sample_arrives(
    folder: OfficeFolder, store: Store, visit: tuple[SamplePlay, BundleContents], tmp_path: Path
):
    _, made = visit
    path = tmp_path / "visit.doorstep.age"
    write_bundle(made, device=key("device"), worker=key("worker"), roster=folder.roster, path=path)
    taken = take_in(folder, store, path, AT)
    assert store.record(made.record.id) == made.record
    assert taken.opened.definition == made.definition
    assert {sha256: store.attachment(sha256) for sha256 in made.attachments} == made.attachments
    assert len(made.attachments) == 3


@pytest.mark.serves("TB-29")
def test_what_only_serves_to_count_lies_in_a_table_of_its_own(
    folder: OfficeFolder, store: Store, visit: tuple[SamplePlay, BundleContents], tmp_path: Path
):
    _, made = visit
    path = tmp_path / "visit.doorstep.age"
    write_bundle(made, device=key("device"), worker=key("worker"), roster=folder.roster, path=path)
    take_in(folder, store, path, AT)
    with closing(sqlite3.connect(folder.path / "office.sqlite")) as database:
        held = {
            table: {row[0] for row in database.execute(f"select link_id from {table}")}
            for table in ("answer", "monitoring")
        }
    assert held["monitoring"] == {entry.key.link_id for entry in made.record.answers if "eq_" in entry.key.link_id}
    assert {"cu_faith_day", "cu_important"} <= held["answer"]
    assert not any(link_id.startswith("eq_") for link_id in held["answer"])


@pytest.mark.serves("TB-16")
def test_the_summary_of_many_such_visits_names_nobody(visit: tuple[SamplePlay, BundleContents]):
    _, made = visit
    record = made.record
    people = [
        msgspec.structs.replace(record, person=msgspec.structs.replace(record.person, id=f"p{number}"))
        for number in range(12)
    ]
    found = summarise([(person, made.definition) for person in people], AT.date())
    measured = {table.question: [cell.people for cell in table.cells] for table in found.tables}
    assert measured["qs182_1"] == [10, 0]
    assert measured["el_decision"][0] == 10
    told = as_csv(found).decode().casefold()
    names = {part for party in (record.person, *record.parties) for part in party.name.split() if len(part) > 3}
    assert names
    assert not [name for name in names if name.casefold() in told]
    assert record.person.nhs_number.replace(" ", "") not in told.replace(" ", "")


def test_the_manifest_agrees_with_what_the_sample_expects(
    folder: OfficeFolder, visit: tuple[SamplePlay, BundleContents], tmp_path: Path
):
    _, made = visit
    path = tmp_path / "visit.doorstep.age"
    write_bundle(made, device=key("device"), worker=key("worker"), roster=folder.roster, path=path)
    manifest = open_bundle(path, folder.identities, folder.roster, AT).manifest
    assert manifest.open_disagreements == 2
    assert manifest.answers == len(made.record.answers)
    consent = manifest.consent
    rows = made.record.rows_of("nx_share")
    assert rows
    assert consent.yes + consent.no + consent.with_limits + consent.taken_back + consent.not_answered == len(rows)
    assert consent.not_answered == 0
