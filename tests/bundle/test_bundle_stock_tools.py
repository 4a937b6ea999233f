"""docs/formats/bundle.md promises lines for stock tools: these very lines are run here."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle import archive
from doorstep.bundle.enrolment import read_enrolment, write_enrolment
from doorstep.bundle.limits import LIMITS
from doorstep.bundle.reader import open_bundle
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.writer import BundleInfo, write_bundle
from doorstep.office.enrolling import enrol, revoke
from doorstep.office.folder import OfficeFolder
from doorstep.office.intake import take_in
from doorstep.office.messages import Exit
from doorstep.office.store import Store
from vectors.making import contents, key

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

NOW = datetime.now(UTC)
"""ssh-keygen judges by the clock of this machine, so this office is of today."""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "bundle.md"
pytestmark = pytest.mark.stock_tools


def lines_for(purpose: str) -> str:
    """Return the lines of the page's code block of that name."""
    (block,) = re.findall(rf"^```sh {purpose}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return block


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    folder = OfficeFolder.create(tmp_path / "office", "Harbour Council", NOW)
    asked = write_enrolment(
        device="laptop-7",
        device_key=key("device"),
        worker="rosa",
        worker_label="Rosa Marsh",
        worker_key=key("worker"),
        made_at=NOW,
    )
    folder.publish(enrol(folder.roster, read_enrolment(asked), NOW))
    return folder


@pytest.fixture
def bundle(office: OfficeFolder, tmp_path: Path) -> BundleInfo:
    path = tmp_path / "visit.doorstep.age"
    return write_bundle(contents(), device=key("device"), worker=key("worker"), roster=office.roster, path=path)


@pytest.fixture
def run(office: OfficeFolder, bundle: BundleInfo, tmp_path: Path) -> Run:
    """Run the lines of a block in an empty folder that stays from block to block."""
    inside = tmp_path / "opened"
    inside.mkdir()

    def lines(purpose: str, **names: str | Path) -> subprocess.CompletedProcess[str]:
        told = {"OFFICE": office.path, "BUNDLE": bundle.path, "DEVICE": "laptop-7", "WORKER": "rosa", **names}
        environment = os.environ | {name: str(value) for name, value in told.items()}
        command = ["sh", "-e", "-c", lines_for(purpose)]
        return subprocess.run(command, cwd=inside, env=environment, capture_output=True, text=True, check=False)

    return lines


def resealed(office: OfficeFolder, bundle: BundleInfo, **changed: bytes) -> None:
    """Change members of a bundle, as somebody who holds the office's identity could."""
    members = archive.unpack(unseal(bundle.path.read_bytes(), office.identities, ""), "")
    bundle.path.write_bytes(seal(archive.pack({**members, **changed}), office.roster.recipients))


def test_the_lines_accept_an_honest_bundle(run: Run, bundle: BundleInfo, tmp_path: Path):
    opened = run("open")
    assert opened.returncode == 0, opened.stderr
    assert "record.json: OK" in opened.stdout
    verified = run("verify")
    assert verified.returncode == 0, verified.stderr
    assert 'Good "doorstep-bundle@v1" signature for device:laptop-7' in verified.stdout
    assert 'Good "doorstep-bundle@v1" signature for worker:rosa' in verified.stdout
    inside = tmp_path / "opened"
    assert (inside / "record.json").read_bytes() == msgspec.json.encode(contents().record, order="deterministic")
    manifest = msgspec.json.decode((inside / "manifest.json").read_bytes())
    assert (manifest["device"], manifest["worker"]) == ("laptop-7", "rosa")
    told = subprocess.run(["sha256sum", "SHA256SUMS"], cwd=inside, capture_output=True, text=True, check=True)
    assert told.stdout.split()[0] == bundle.sha256


def test_the_escrow_identity_opens_it_too(run: Run, office: OfficeFolder):
    (office.path / "keys" / "escrow.txt").replace(office.path / "keys" / "sealing.txt")
    assert run("open").returncode == 0


def test_the_lines_refuse_a_changed_byte_and_a_cut_file(run: Run, bundle: BundleInfo):
    honest = bundle.path.read_bytes()
    for at in range(0, len(honest), 3001):
        changed = bytearray(honest)
        changed[at] ^= 1
        bundle.path.write_bytes(changed)
        assert run("open").returncode != 0, at
    bundle.path.write_bytes(honest[:-1])
    assert run("open").returncode != 0


def test_the_lines_refuse_changed_and_added_members(run: Run, office: OfficeFolder, bundle: BundleInfo):
    honest = bundle.path.read_bytes()
    resealed(office, bundle, **{"record.json": b"{}"})
    assert run("open").returncode != 0
    bundle.path.write_bytes(honest)
    resealed(office, bundle, **{"copies/added.txt": b"words"})
    assert run("open").returncode != 0


def test_the_lines_refuse_other_signers(run: Run, office: OfficeFolder):
    assert run("open").returncode == 0
    for names in ({"DEVICE": "rosa"}, {"WORKER": "laptop-7"}, {"DEVICE": "laptop-8"}):
        assert run("verify", **names).returncode != 0
    assert run("verify").returncode == 0
    office.publish(revoke(office.roster, "worker:rosa", NOW))
    assert run("verify").returncode != 0


def test_the_lines_accept_the_receipt_and_refuse_a_changed_one(
    run: Run, office: OfficeFolder, bundle: BundleInfo, tmp_path: Path
):
    store = Store.open(office.database_url)
    receipt = take_in(office, store, bundle.path, NOW).receipt
    store.close()
    assert run("receipt", RECEIPT=receipt).returncode == 0
    changed = tmp_path / "changed.doorstep-receipt"
    changed.write_bytes(receipt.read_bytes().replace(b"number: 1", b"number: 2"))
    assert run("receipt", RECEIPT=changed).returncode != 0


def test_stock_tools_and_doorstep_agree_about_a_bundle(run: Run, office: OfficeFolder, bundle: BundleInfo):
    assert run("open").returncode == run("verify").returncode == 0
    assert open_bundle(bundle.path, office.identities, office.roster, NOW).sha256 == bundle.sha256


def test_the_page_names_the_limits_and_the_exit_codes_that_hold():
    page = PAGE.read_text("utf-8")
    assert f"{LIMITS.bundle // 2**20} MiB" in page
    assert f"{LIMITS.members:,} members of at most {LIMITS.member // 2**20} MiB" in page
    for code in Exit:
        assert re.search(rf"\b{code.value}\b", page), code
