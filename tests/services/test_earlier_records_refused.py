"""What the office lends is refused, each time for its own reason, and then nothing of it is kept."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from doorstep.bundle import sshsig
from doorstep.bundle.keys import SigningKey
from doorstep.bundle.sshsig import Namespace
from doorstep.bundle.visit_pack import write_visit_pack
from doorstep.errors import (
    AlreadyLentError,
    BundleTamperedError,
    BundleUnreadableError,
    RosterError,
    StorageError,
    UnknownSignerError,
    VisitPackExpiredError,
    VisitPackNewerError,
    WrongLaptopError,
)
from doorstep.office.enrolling import revoke
from doorstep.office.messages import Exit
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from services.lending import Office, nothing_lent, opened, pack_of, sealed, send_and_remove, told, written
from services.profiles import CHEAP, JEAN, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from doorstep.definition.model import FormDefinition
    from doorstep.services.workspace import Workspace
    from doorstep.vault.cipher import CipherFile


@pytest.fixture
def other_laptop(tmp_path: Path, clock: Clock, office: Office) -> Iterator[Workspace]:
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"other{next(numbers)}", device_name="Laptop 8")
    opened = Profile(tmp_path / "other", surroundings, kdf=CHEAP).create(PASSPHRASE, ROSA)
    office.let_in(opened)
    yield opened
    opened.abandon()


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


def test_a_laptop_that_has_no_office_takes_nothing_in(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        workspace.earlier.accept(written(tmp_path, b"x"))
