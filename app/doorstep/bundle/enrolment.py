"""The enrolment request: a laptop introduces itself to its office, with the public halves of its keys.

Both signing keys sign the request, which proves that the laptop holds both. Whether the laptop is who it says is for
people: the office compares the fingerprints with the worker before it enrols.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.keys import PublicKey
from doorstep.bundle.letter import Letter, LetterError, read_letter, write_letter
from doorstep.bundle.roster import is_signer_name
from doorstep.bundle.sealing import is_recipient
from doorstep.bundle.sshsig import Namespace
from doorstep.errors import RosterError

if TYPE_CHECKING:
    from doorstep.bundle.keys import SigningKey

HEADING: Final = "doorstep-enrolment 1"
SUFFIX: Final = ".doorstep-enrol"


class Enrolment(msgspec.Struct, frozen=True):
    """What a laptop asks for. Names are short and unique (``is_signer_name``); labels are for people.

    ``recipient`` is the age recipient that opens what the office lends to this laptop; a request from before there was
    lending has none.
    """

    device: str
    device_key: PublicKey
    worker: str
    worker_label: str
    worker_key: PublicKey
    made_at: datetime
    recipient: str = ""


def write_enrolment(
    *,
    device: str,
    device_key: SigningKey,
    worker: str,
    worker_label: str,
    worker_key: SigningKey,
    made_at: datetime,
    recipient: str = "",
) -> bytes:
    """Return the signed request. Raises RosterError (what) when a name cannot stand on a roster."""
    lines = (
        ("device", device),
        ("device-key", device_key.public.text),
        ("worker", worker),
        ("worker-label", worker_label),
        ("worker-key", worker_key.public.text),
        ("made", made_at.isoformat()),
        *((("recipient", recipient),) if recipient else ()),
    )
    try:
        data = write_letter(Letter(HEADING, lines), [device_key, worker_key], Namespace.ENROLMENT)
    except LetterError as error:
        raise RosterError(what=error.what) from error
    read_enrolment(data)
    return data


def read_enrolment(data: bytes) -> Enrolment:
    """Return what a request asks for, once both signatures hold. Raises RosterError (what)."""
    try:
        signed = read_letter(data, HEADING, Namespace.ENROLMENT)
        request = _request_of(signed.letter)
    except LetterError as error:
        raise RosterError(what=error.what) from error
    except ValueError as error:
        raise RosterError(what="a line that cannot be read") from error
    if signed.signers != (request.device_key, request.worker_key):
        raise RosterError(what="a signature by another key")
    if request.device_key == request.worker_key:
        raise RosterError(what="one key for device and worker")
    if not is_signer_name(request.device) or not is_signer_name(request.worker):
        raise RosterError(what="a name that cannot stand on a roster")
    if request.recipient and not is_recipient(request.recipient):
        raise RosterError(what="a recipient that age does not know")
    return request


def _request_of(letter: Letter) -> Enrolment:
    return Enrolment(
        device=letter.one("device"),
        device_key=PublicKey.parse(letter.one("device-key")),
        worker=letter.one("worker"),
        worker_label=letter.one("worker-label"),
        worker_key=PublicKey.parse(letter.one("worker-key")),
        made_at=letter.moment("made"),
        recipient=letter.one("recipient") if letter.all("recipient") else "",
    )
