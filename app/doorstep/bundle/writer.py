"""Making a bundle: hash, sign twice, seal, and put it in place whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import FormReference
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import Record, RecordBuilder, encode_record
from doorstep.bundle import archive, journal
from doorstep.bundle.limits import LIMITS, Limits
from doorstep.bundle.manifest import (
    FileEntry,
    Manifest,
    attachments_of,
    consent_of,
    encode_manifest,
)
from doorstep.bundle.roster import Role
from doorstep.bundle.sealing import seal
from doorstep.bundle.sshsig import Namespace, sign
from doorstep.definition.loader import encode_form
from doorstep.definition.model import FormDefinition
from doorstep.errors import AttachmentError, UnknownSignerError
from doorstep.files import write_whole

if TYPE_CHECKING:
    from doorstep.bundle.keys import SigningKey
    from doorstep.bundle.roster import Roster

SUFFIX: Final = ".doorstep.age"
_MEDIA_TYPES: Final = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "pdf": "application/pdf",
    "html": "text/html",
    "txt": "text/plain",
}


class BundleContents(msgspec.Struct, frozen=True):
    """What goes into a bundle.

    ``journal`` holds one JSON object an entry, without line feeds; ``copies`` maps file names (lower case letters,
    digits and ``-``, ending in .pdf, .html or .txt) to files; ``attachments`` maps SHA-256 to bytes and must hold all
    that the record refers to. ``device`` is the laptop's name on the roster; ``number`` its running number, from 1,
    reserved before the bundle is made and never used again; ``previous`` the hash of its bundle before, or empty.
    """

    record: Record
    definition: FormDefinition
    journal: tuple[bytes, ...]
    copies: Mapping[str, bytes]
    attachments: Mapping[str, bytes]
    device: str
    number: int
    previous: str
    made_at: datetime


class BundleInfo(msgspec.Struct, frozen=True):
    """A bundle that was made. ``sha256`` is the hash of its SHA256SUMS: of exactly the bytes that were signed.

    It names the content, however often that is sealed anew; receipts and ``previous`` quote it.
    """

    number: int
    sha256: str
    path: Path
    resend: bool


def write_bundle(
    contents: BundleContents,
    *,
    device: SigningKey,
    worker: SigningKey,
    roster: Roster,
    path: Path,
    limits: Limits = LIMITS,
) -> BundleInfo:
    """Sign and seal a bundle to the roster's recipients; afterwards ``path`` holds all of it or does not exist.

    The laptop's clock may be wrong, so the office alone judges whether a key is valid in time. Raises
    UnknownSignerError when a key is not on the roster in its role, is revoked, or is another device's (facts: file,
    signer, what); RosterError for a bad recipient; AttachmentError (what, limit) when there is more than an office
    would open; StorageError when the disk refuses; ValueError for contents that no caller should have handed over.
    """
    device_signer = roster.holder(device.public, Role.DEVICE, path.name)
    worker_signer = roster.holder(worker.public, Role.WORKER, path.name)
    if device_signer.name != contents.device:
        raise UnknownSignerError(file=path.name, signer=contents.device, what="another device")
    files = _files(contents)
    manifest = encode_manifest(_manifest(contents, worker_signer.name, roster, files))
    digests = {archive.MANIFEST: hashlib.sha256(manifest).hexdigest(), **digests_of(files)}
    _check_contents(contents, digests)
    sums = sums_of(digests)
    members = {
        archive.SUMS: sums,
        archive.DEVICE_SIGNATURE: sign(device, sums, Namespace.BUNDLE),
        archive.WORKER_SIGNATURE: sign(worker, sums, Namespace.BUNDLE),
        archive.MANIFEST: manifest,
        **files,
    }
    sealed = seal(archive.pack(members), roster.recipients)
    if len(sealed) > limits.bundle or len(members) > limits.members:
        raise AttachmentError(what="more pictures than one bundle can carry", limit=limits.bundle)
    write_whole(path, sealed)
    return BundleInfo(contents.number, hashlib.sha256(sums).hexdigest(), path, _resend(contents.record))


def digests_of(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each member, by name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}


def sums_of(digests: Mapping[str, str]) -> bytes:
    """Return SHA256SUMS, as ``sha256sum`` writes it."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode("ascii")


def attachments_are_there(record: Record, digests: Mapping[str, str]) -> bool:
    """Tell whether all that the record refers to is among the members, and each attachment is what its name says."""
    attached = {name: digest for name, digest in digests.items() if name.startswith(archive.ATTACHMENTS)}
    named = all(name == archive.ATTACHMENTS + digest for name, digest in attached.items())
    return named and {ref.sha256 for ref in attachments_of(record)} <= set(attached.values())


def _files(contents: BundleContents) -> dict[str, bytes]:
    """Return every member that the manifest lists, in order."""
    return {
        archive.RECORD: encode_record(contents.record),
        archive.FORM: encode_form(contents.definition),
        archive.JOURNAL: b"".join(line + b"\n" for line in contents.journal),
        **{f"{archive.COPIES}{name}": data for name, data in sorted(contents.copies.items())},
        **{f"{archive.ATTACHMENTS}{sha256}": data for sha256, data in sorted(contents.attachments.items())},
    }


def _check_contents(contents: BundleContents, digests: Mapping[str, str]) -> None:
    if contents.record.form != _reference(contents.definition):
        raise ValueError("the record was made with another form")
    if not attachments_are_there(contents.record, digests):
        raise ValueError("an attachment is missing, or is not what its name says")
    if any(b"\n" in line for line in contents.journal) or not journal.tells(contents.journal, contents.record):
        raise ValueError("the journal does not add up to the record")


def _manifest(contents: BundleContents, worker: str, roster: Roster, files: Mapping[str, bytes]) -> Manifest:
    record, definition = contents.record, contents.definition
    projection = Projection(definition, RecordBuilder.resume(record), frozenset(), record.changed_at.date())
    return Manifest(
        device=contents.device,
        worker=worker,
        number=contents.number,
        previous=contents.previous,
        made_at=contents.made_at,
        resend=_resend(record),
        roster=roster.serial,
        recipients=roster.recipients,
        record=record.id,
        status=record.status,
        form=_reference(definition),
        answers=len(record.answers),
        consent=consent_of(projection.standing),
        open_disagreements=projection.derived.open_disagreements,
        files=_entries(files, record),
        packs=record.beside.packs,
    )


def _reference(definition: FormDefinition) -> FormReference:
    return FormReference(definition.form, definition.version, definition.digest)


def _resend(record: Record) -> bool:
    return bool(record.exports)


def _entries(files: Mapping[str, bytes], record: Record) -> tuple[FileEntry, ...]:
    pictures = {archive.ATTACHMENTS + each.sha256: each.media_type for each in attachments_of(record)}
    kinds = {name: _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream") for name in files} | pictures
    return tuple(FileEntry(name, len(data), kinds[name]) for name, data in files.items())
