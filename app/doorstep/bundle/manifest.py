"""manifest.json: what is inside a bundle, whose, in which order, and for whom it was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from doorstep.assessment.answer import AttachmentRef
from doorstep.assessment.beside import PackReference
from doorstep.assessment.facts import FormReference
from doorstep.assessment.record import RecordStatus
from doorstep.errors import BundleUnreadableError

if TYPE_CHECKING:
    from doorstep.assessment.record import Record
    from doorstep.assessment.standing import Standing

FORMAT: Final = "doorstep-bundle"
VERSION: Final = 1

_LEDGER: Final = "nx_share"
_LEDGER_ANSWER: Final = "nx_share.answer"
_LEDGER_TAKEN_BACK: Final = "nx_share.taken_back_on"

Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=1)]
Previous = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]


class FileEntry(msgspec.Struct, frozen=True):
    """One file of the bundle. ``size`` in bytes; its hash stands in SHA256SUMS."""

    name: str
    size: Count
    media_type: str


class ConsentSummary(msgspec.Struct, frozen=True):
    """The person's sharing ledger (TB-08), counted by row; a row that was taken back counts as that only."""

    yes: Count = 0
    no: Count = 0
    with_limits: Count = 0
    taken_back: Count = 0
    not_answered: Count = 0


class Manifest(msgspec.Struct, frozen=True):
    """The manifest. Fields that a newer version adds are kept in ``other`` and written back.

    ``number`` runs from 1 on each device and never comes twice; ``previous`` is the hash of the bundle before, empty
    for the first. ``resend`` says that this record left in an earlier bundle (TB-10). ``roster`` is the serial of the
    roster that it was sealed by. ``open_disagreements`` counts what is not settled between people (TB-16). ``packs``
    names the packs that the record was made under (TB-17).
    """

    device: str
    worker: str
    number: Number
    previous: Previous
    made_at: datetime
    resend: bool
    roster: Count
    recipients: tuple[str, ...]
    record: str
    status: RecordStatus
    form: FormReference
    answers: Count
    consent: ConsentSummary
    open_disagreements: Count
    files: tuple[FileEntry, ...]
    format: str = FORMAT
    version: Number = VERSION
    packs: tuple[PackReference, ...] = ()
    other: Mapping[str, object] = {}


_KNOWN: Final = frozenset(Manifest.__struct_fields__) - {"other"}


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON that a person can read, ending in a line feed."""
    fields: dict[str, object] = msgspec.to_builtins(manifest)
    fields.pop("other")
    return msgspec.json.format(msgspec.json.encode({**manifest.other, **fields}), indent=1) + b"\n"


def decode_manifest(data: bytes, file: str) -> Manifest:
    """Return the manifest of a bundle. Raises BundleUnreadableError (facts: file, what).

    ``what`` is ``newer version`` when a newer Doorstep is needed to read it.
    """
    try:
        fields = msgspec.json.decode(data, type=dict[str, object])
        version = fields.get("version")
        if fields.get("format") == FORMAT and isinstance(version, int) and version > VERSION:
            raise BundleUnreadableError(file=file, what="newer version")
        known = {name: value for name, value in fields.items() if name in _KNOWN}
        other = {name: value for name, value in fields.items() if name not in _KNOWN}
        manifest = msgspec.convert({**known, "other": other}, Manifest)
    except msgspec.MsgspecError as error:
        raise BundleUnreadableError(file=file, what="manifest") from error
    if manifest.format != FORMAT or manifest.made_at.tzinfo is None:
        raise BundleUnreadableError(file=file, what="manifest")
    return manifest


def consent_of(standing: Standing) -> ConsentSummary:
    """Count the rows of the person's sharing ledger by what the person answered. A blank is never a yes."""
    counts = dict.fromkeys(ConsentSummary.__struct_fields__, 0)
    for row in standing.rows(_LEDGER):
        codes = (
            {"taken_back"}
            if standing.values(_LEDGER_TAKEN_BACK, (row,))
            else set(standing.codes(_LEDGER_ANSWER, (row,)))
        )
        answer = codes.pop() if len(codes) == 1 else ""
        counts[answer if answer in counts else "not_answered"] += 1
    return ConsentSummary(**counts)


def attachments_of(record: Record) -> tuple[AttachmentRef, ...]:
    """Return every picture and drawing that a current answer refers to."""
    values = (entry.answer.value for entry in record.answers)
    return tuple(value for value in values if isinstance(value, AttachmentRef))
