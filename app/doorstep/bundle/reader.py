"""Opening a bundle: nothing inside is believed before every check has passed.

The order is fixed, and each step has its own error: the seal (wrong office, or damaged), the structure, the hashes,
the two signatures and who made them, the manifest, and last the record itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import FormReference
from doorstep.assessment.record import Record, RecordStatus, decode_record
from doorstep.bundle import archive, journal
from doorstep.bundle.limits import LIMITS, Limits
from doorstep.bundle.manifest import Manifest, decode_manifest
from doorstep.bundle.roster import Role, Signer
from doorstep.bundle.sealing import unseal
from doorstep.bundle.sshsig import Namespace, signer_of
from doorstep.bundle.writer import attachments_are_there, digests_of, sums_of
from doorstep.definition.loader import decode_form
from doorstep.definition.model import FormDefinition
from doorstep.errors import (
    BundleTamperedError,
    BundleUnreadableError,
    FormInvalidError,
    UnknownSignerError,
    WrongOfficeError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from doorstep.bundle.keys import SealingIdentity
    from doorstep.bundle.roster import Roster

_CLOCK_TOLERANCE: Final = timedelta(days=1)


class Remark(StrEnum):
    """What a person at the office should know although the bundle is accepted."""

    CLOCK_AHEAD = "clock_ahead"
    CLOCK_BEHIND = "clock_behind"
    NOT_SIGNED_OFF = "not_signed_off"


class VerificationReport(msgspec.Struct, frozen=True):
    """Who signed, when, and what is inside. ``judged_at`` is the time at which the signers' validity was judged."""

    device: Signer
    worker: Signer
    made_at: datetime
    judged_at: datetime
    number: int
    sha256: str
    files: tuple[str, ...]
    remarks: tuple[Remark, ...]


class OpenedBundle(msgspec.Struct, frozen=True):
    """A bundle that passed every check.

    ``members`` and ``sealed`` are the files inside, and the whole file, byte for byte as they came; ``sha256`` is as in
    ``BundleInfo``.
    """

    manifest: Manifest
    record: Record
    definition: FormDefinition
    journal: tuple[bytes, ...]
    copies: Mapping[str, bytes]
    attachments: Mapping[str, bytes]
    members: Mapping[str, bytes]
    sha256: str
    sealed: bytes
    report: VerificationReport


def open_bundle(
    path: Path, identities: Sequence[SealingIdentity], roster: Roster, at: datetime, limits: Limits = LIMITS
) -> OpenedBundle:
    """Open and verify. ``at`` is the time of receipt, by the office's clock.

    Raises BundleUnreadableError (no file, cut, damaged, no bundle, or beyond the limits), WrongOfficeError,
    BundleTamperedError (content differs from what was signed), UnknownSignerError. Facts: file, what, signer.
    """
    file = path.name
    sealed = _read(path, limits)
    members = archive.unpack(unseal(sealed, identities, file), file, limits)
    digests = _check_sums(members, file)
    sums = members[archive.SUMS]
    device = _signer(members[archive.DEVICE_SIGNATURE], sums, Role.DEVICE, roster, at, file)
    worker = _signer(members[archive.WORKER_SIGNATURE], sums, Role.WORKER, roster, at, file)
    manifest = decode_manifest(members[archive.MANIFEST], file)
    _check_manifest(manifest, members, device, worker, file)
    if not {identity.recipient for identity in identities} & set(manifest.recipients):
        raise WrongOfficeError(file=file, what="signed for another office")
    opened = _opened(members, manifest, sealed, _report(members, manifest, device, worker, at), file)
    _check_agreement(opened, digests, file)
    return opened


def _read(path: Path, limits: Limits) -> bytes:
    try:
        if path.stat().st_size > limits.bundle:
            raise BundleUnreadableError(file=path.name, what="too large")
        return path.read_bytes()
    except OSError as error:
        raise BundleUnreadableError(file=path.name, what=error.strerror or "read") from error


def _check_sums(members: Mapping[str, bytes], file: str) -> dict[str, str]:
    """Check that SHA256SUMS is exactly what ``sha256sum`` would say of all other members; return the hashes by name."""
    digests = digests_of({name: data for name, data in members.items() if name not in archive.UNSUMMED})
    if members[archive.SUMS] != sums_of(digests):
        raise BundleTamperedError(file=file, what="content differs from SHA256SUMS")
    return digests


def _signer(signature: bytes, sums: bytes, role: Role, roster: Roster, at: datetime, file: str) -> Signer:
    key = signer_of(signature, sums, Namespace.BUNDLE)
    if key is None:
        raise BundleTamperedError(file=file, what=f"the {role} signature does not fit")
    return roster.allowed(key, role, at, file)


def _check_manifest(
    manifest: Manifest, members: Mapping[str, bytes], device: Signer, worker: Signer, file: str
) -> None:
    if (manifest.device, manifest.worker) != (device.name, worker.name):
        raise UnknownSignerError(file=file, signer=device.principal, what="signed by others than it names")
    sizes = {name: len(data) for name, data in members.items() if name not in (*archive.UNSUMMED, archive.MANIFEST)}
    if {entry.name: entry.size for entry in manifest.files} != sizes:
        raise BundleUnreadableError(file=file, what="manifest")


def _report(
    members: Mapping[str, bytes], manifest: Manifest, device: Signer, worker: Signer, at: datetime
) -> VerificationReport:
    remarks = {
        Remark.NOT_SIGNED_OFF: manifest.status is RecordStatus.IN_PROGRESS,
        Remark.CLOCK_AHEAD: manifest.made_at > at + _CLOCK_TOLERANCE,
        Remark.CLOCK_BEHIND: manifest.made_at < device.valid_after - _CLOCK_TOLERANCE,
    }
    return VerificationReport(
        device=device,
        worker=worker,
        made_at=manifest.made_at,
        judged_at=at,
        number=manifest.number,
        sha256=hashlib.sha256(members[archive.SUMS]).hexdigest(),
        files=tuple(members),
        remarks=tuple(remark for remark, holds in remarks.items() if holds),
    )


def _opened(
    members: Mapping[str, bytes], manifest: Manifest, sealed: bytes, report: VerificationReport, file: str
) -> OpenedBundle:
    try:
        record = decode_record(members[archive.RECORD])
        definition = decode_form(members[archive.FORM])
    except (msgspec.MsgspecError, FormInvalidError) as error:
        raise BundleUnreadableError(file=file, what="record or form") from error
    return OpenedBundle(
        manifest=manifest,
        record=record,
        definition=definition,
        journal=tuple(members[archive.JOURNAL].split(b"\n")[:-1]),
        copies=_below(archive.COPIES, members),
        attachments=_below(archive.ATTACHMENTS, members),
        members=members,
        sha256=report.sha256,
        sealed=sealed,
        report=report,
    )


def _below(folder: str, members: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix(folder): data for name, data in members.items() if name.startswith(folder)}


def _check_agreement(opened: OpenedBundle, digests: Mapping[str, str], file: str) -> None:
    """Check that record, form, manifest and attachments speak of the same things."""
    record, manifest = opened.record, opened.manifest
    form = FormReference(opened.definition.form, opened.definition.version, opened.definition.digest)
    if (record.id, record.status, record.form) != (manifest.record, manifest.status, form) or manifest.form != form:
        raise BundleUnreadableError(file=file, what="record, form and manifest disagree")
    if not attachments_are_there(record, digests):
        raise BundleUnreadableError(file=file, what="attachment")
    if not journal.tells(opened.journal, record):
        raise BundleUnreadableError(file=file, what="journal")
