"""The visit pack: earlier records of one person, lent by the office to one laptop, to read until a day.

One JSON text and the office's signature below it, sealed to that laptop alone (docs/formats/visit-pack.md). The text
names office, laptop and last day, so that nobody can seal it anew to another laptop or let it last longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from doorstep.assessment.facts import FormReference
from doorstep.assessment.record import Record, decode_record, encode_record
from doorstep.bundle import sshsig
from doorstep.bundle.manifest import attachments_of
from doorstep.bundle.roster import Role
from doorstep.bundle.sealing import seal, unseal
from doorstep.bundle.sshsig import Namespace
from doorstep.definition.loader import decode_form, encode_form
from doorstep.definition.model import FormDefinition
from doorstep.errors import (
    BundleTamperedError,
    BundleUnreadableError,
    FormInvalidError,
    KeptApartError,
    VisitPackNewerError,
    WrongLaptopError,
    WrongOfficeError,
)

if TYPE_CHECKING:
    from doorstep.bundle.keys import PublicKey, SealingIdentity, SigningKey
    from doorstep.bundle.roster import Roster

FORMAT: Final = "doorstep-visit-pack"
VERSION: Final = 1
SUFFIX: Final = ".doorstep-visit"


class LentRecord(msgspec.Struct, frozen=True):
    """A record and the form that it was made with. ``pictures`` were left at the office: they are not in the pack."""

    record: Record
    definition: FormDefinition
    pictures: int = 0


class VisitPack(msgspec.Struct, frozen=True):
    """What an office lends. ``number`` is its note of the loan; ``until`` is the last day, on the laptop's calendar.

    ``device`` is the laptop's name on the roster, ``recipient`` what it is sealed to; ``lent_at`` is aware UTC.
    """

    office: str
    number: int
    device: str
    recipient: str
    lent_at: datetime
    until: date
    records: tuple[LentRecord, ...]


class _Entry(msgspec.Struct, frozen=True):
    record: msgspec.Raw
    form: str
    pictures: Annotated[int, msgspec.Meta(ge=0)]


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """The signed text. ``forms`` holds each form once, by its digest, as the bytes that were hashed."""

    format: str = FORMAT
    version: int = VERSION
    office: str
    number: int
    device: str
    recipient: str
    lent_at: datetime
    until: date
    records: tuple[_Entry, ...]
    forms: Mapping[str, msgspec.Raw]


def lent_record(record: Record, definition: FormDefinition) -> LentRecord:
    """Return a record as it is lent: all that was said, and no pictures."""
    return LentRecord(record, definition, len(attachments_of(record)))


def write_visit_pack(pack: VisitPack, key: SigningKey) -> bytes:
    """Return the file: signed by the office's lending key, sealed to the laptop. Raises RosterError (what)."""
    page = _Page(
        office=pack.office,
        number=pack.number,
        device=pack.device,
        recipient=pack.recipient,
        lent_at=pack.lent_at,
        until=pack.until,
        records=tuple(
            _Entry(msgspec.Raw(encode_record(each.record)), each.definition.digest, each.pictures)
            for each in pack.records
        ),
        forms={each.definition.digest: msgspec.Raw(encode_form(each.definition)) for each in pack.records},
    )
    text = msgspec.json.encode(page) + b"\n"
    return seal(text + sshsig.sign(key, text, Namespace.VISIT_PACK), (pack.recipient,))


def read_visit_pack(data: bytes, identity: SealingIdentity, device: str, roster: Roster, file: str = "") -> VisitPack:
    """Open and verify a pack. ``device`` is this laptop's name on the roster, whose root key was pinned.

    Nothing inside is believed before the signature holds. The signer is judged at the time that the pack names: the
    office's clock, under the office's signature. The last day is for the caller to judge. Raises WrongLaptopError,
    BundleUnreadableError (cut, damaged, no pack), BundleTamperedError, UnknownSignerError, VisitPackNewerError,
    KeptApartError. Facts: file, what, signer.
    """
    text, signer = _signed_text(_opened(data, identity, file), file)
    page = _page_of(text, file)
    roster.allowed(signer, Role.LENDING, page.lent_at, file)
    if (page.device, page.recipient) != (device, identity.recipient):
        raise WrongLaptopError(file=file)
    records = tuple(_record_of(entry, page, file) for entry in page.records)
    if len({each.record.person.id for each in records}) != 1:
        raise BundleUnreadableError(file=file, what="not the records of one person")
    return VisitPack(page.office, page.number, page.device, page.recipient, page.lent_at, page.until, records)


def _opened(data: bytes, identity: SealingIdentity, file: str) -> bytes:
    try:
        return unseal(data, (identity,), file)
    except WrongOfficeError as error:
        raise WrongLaptopError(file=file) from error


def _signed_text(opened: bytes, file: str) -> tuple[bytes, PublicKey]:
    text, mark, signature = opened.rpartition(sshsig.BEGIN)
    signer = sshsig.signer_of(mark + signature, text, Namespace.VISIT_PACK)
    if signer is None:
        raise BundleTamperedError(file=file, what="the office's signature does not fit")
    return text, signer


def _page_of(text: bytes, file: str) -> _Page:
    try:
        head = msgspec.json.decode(text, type=_Head)
        if head.format == FORMAT and head.version > VERSION:
            raise VisitPackNewerError(file=file, what="file")
        page = msgspec.json.decode(text, type=_Page)
    except msgspec.DecodeError as error:
        raise BundleUnreadableError(file=file, what="no visit pack") from error
    if page.format != FORMAT:
        raise BundleUnreadableError(file=file, what="no visit pack")
    return page


def _record_of(entry: _Entry, page: _Page, file: str) -> LentRecord:
    try:
        record = decode_record(bytes(entry.record))
        definition = decode_form(bytes(page.forms[entry.form]))
    except (msgspec.DecodeError, FormInvalidError, KeyError) as error:
        raise VisitPackNewerError(file=file, what="record or form") from error
    if record.form != FormReference(definition.form, definition.version, definition.digest):
        raise BundleUnreadableError(file=file, what="record and form disagree")
    if definition.apart:
        raise KeptApartError(record=record.id)
    return LentRecord(record, definition, entry.pictures)
