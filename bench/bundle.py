"""Making a bundle against `age` alone: what hashing, signing, packing and checking cost on top of the encryption.

The visit is the sample's, with sixteen photos of a megabyte. `age` seals the very archive that ours puts in its bundle,
to the same recipients, as the command that anyone can run; both write a file, in turns. Ours also reaches the disk.
Compare the ratio of the medians; the milliseconds belong to this machine.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.bundle.keys import SealingIdentity, SigningKey
from doorstep.bundle.roster import Role, Roster, Signer, whole_day
from doorstep.bundle.sealing import unseal
from doorstep.bundle.writer import BundleContents, write_bundle
from doorstep.definition.loader import installed_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit
from doorstep.vault.database import Vault
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from doorstep.assessment.answer import AttachmentRef

RUNS = 15
_PHOTOS = 16
_PHOTO_BYTES = 1024 * 1024
_NOW = datetime.now(UTC)


class _Office:
    """An office with one laptop: its roster, two recipients, and the keys to sign and to open with."""

    def __init__(self) -> None:
        self.device, self.worker = SigningKey.generate(), SigningKey.generate()
        self.identities = (SealingIdentity.generate(), SealingIdentity.generate())
        recipients = tuple(identity.recipient for identity in self.identities)
        signers = (
            self._signer(Role.DEVICE, "laptop-7", self.device),
            self._signer(Role.WORKER, "rosa", self.worker),
        )
        self.roster = Roster("Bench", 1, _NOW, SigningKey.generate().public, recipients, signers)

    @staticmethod
    def _signer(role: Role, name: str, key: SigningKey) -> Signer:
        return Signer(role, name, key.public, name, whole_day(_NOW, -1), whole_day(_NOW, 1))


def _contents(folder: Path) -> BundleContents:
    """Return the sample visit with its journal from a real vault, its own pictures, and many photos besides."""
    form = installed_form("needs-assessment")
    pictures: dict[str, bytes] = {}

    def keep(picture: SamplePicture) -> AttachmentRef:
        reference = picture.reference()
        pictures[reference.sha256] = picture.file.read_bytes()
        return reference

    play = SamplePlay(first_visit(form), form, keep)
    record = play.play().freeze()
    with Vault.create(folder, "harbour violet spoon candle thunder map", clock=_clock, device_name="bench") as vault:
        vault.keep_form(form)
        vault.writer.submit(Save(record.id, tuple(play.facts)))
        vault.writer.flush(60)
        journal = tuple(entry.line() for entry in vault.journal(record.id))
    for photo in (os.urandom(_PHOTO_BYTES) for _ in range(_PHOTOS)):
        pictures[hashlib.sha256(photo).hexdigest()] = photo
    copies = {"person-copy.pdf": os.urandom(200_000)}
    return BundleContents(record, form, journal, copies, pictures, "laptop-7", 1, "", _NOW)


def _clock() -> datetime:
    return datetime.now(UTC)


def _milliseconds_of_ours(contents: BundleContents, office: _Office, path: Path) -> float:
    began = time.perf_counter()
    write_bundle(contents, device=office.device, worker=office.worker, roster=office.roster, path=path)
    return (time.perf_counter() - began) * 1000


def _milliseconds_of_age(plain: Path, office: _Office, path: Path) -> float:
    recipients = [word for recipient in office.roster.recipients for word in ("-r", recipient)]
    began = time.perf_counter()
    subprocess.run(["age", *recipients, "-o", path, plain], check=True)
    return (time.perf_counter() - began) * 1000


def measure(runs: int = RUNS) -> tuple[float, float, int]:
    """Return the median milliseconds of `age` and of a whole bundle, and how many bytes both sealed."""
    with tempfile.TemporaryDirectory() as name:
        folder, office = Path(name), _Office()
        contents = _contents(folder / "profile")
        ours, plain, theirs = folder / "ours.age", folder / "bundle.tar", folder / "theirs.age"
        _milliseconds_of_ours(contents, office, ours)
        plain.write_bytes(unseal(ours.read_bytes(), office.identities, ours.name))
        _milliseconds_of_age(plain, office, theirs)  # once unmeasured, so that both find a warm machine
        pairs = [
            (_milliseconds_of_age(plain, office, theirs), _milliseconds_of_ours(contents, office, ours))
            for _ in range(runs)
        ]
        size = plain.stat().st_size
    return statistics.median(age for age, _ in pairs), statistics.median(ours for _, ours in pairs), size


def report(runs: int = RUNS) -> str:
    """Return the measurement as one line; a machine without `age` says so."""
    if shutil.which("age") is None:
        return "making a bundle: not measured, because the command `age` is not installed"
    age, ours, size = measure(runs)
    return (
        f"making a bundle: {ours / age:.2f} times `age` alone on the same {size / 1e6:.0f} MB "
        f"({ours:.0f} ms against {age:.0f} ms, medians of {runs})"
    )


if __name__ == "__main__":
    print(report())
