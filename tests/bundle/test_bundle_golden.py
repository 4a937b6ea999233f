"""The bundle that lies in the repository opens today and for ever, whatever the classes have become since."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from doorstep.bundle.keys import SealingIdentity
from doorstep.bundle.reader import open_bundle
from doorstep.bundle.receipt import expect_receipt, read_receipt
from doorstep.bundle.roster import Role, read_roster
from vectors.golden import BUNDLE, FOLDER, IDENTITY, RECEIPT, ROSTER
from vectors.making import AT, PHOTO

if TYPE_CHECKING:
    from pathlib import Path


def test_the_golden_bundle_opens_and_its_receipt_fits():
    roster = read_roster((FOLDER / ROSTER).read_bytes())
    identity = SealingIdentity.parse((FOLDER / IDENTITY).read_text())
    opened = open_bundle(FOLDER / BUNDLE, [identity], roster, AT)
    said = {str(entry.key): entry.answer.value for entry in opened.record.answers}
    assert said["day_best@person"] == "Tea in the garden — with Mo, “before ten”. ☕"
    assert opened.record.person.name == "Jean Alder"
    assert opened.record.signed is not None
    assert PHOTO in opened.attachments.values()
    receipt = read_receipt((FOLDER / RECEIPT).read_bytes(), roster)
    expect_receipt(receipt, device="laptop-7", number=1, sha256=opened.sha256)


@pytest.mark.stock_tools
def test_stock_tools_open_the_golden_bundle(tmp_path: Path):
    command = f'age -d -i "{FOLDER / IDENTITY}" "{FOLDER / BUNDLE}" | tar -xf - && sha256sum -c SHA256SUMS'
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True)
    roster = read_roster((FOLDER / ROSTER).read_bytes())
    (tmp_path / "allowed").write_text(roster.allowed_signers())
    for role, name in ((Role.DEVICE, "laptop-7"), (Role.WORKER, "rosa")):
        line = (
            f"ssh-keygen -Y verify -f allowed -Overify-time=20261006120000 -I {role}:{name} "
            f"-n doorstep-bundle@v1 -s SHA256SUMS.{role}.sig < SHA256SUMS"
        )
        subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, capture_output=True)
