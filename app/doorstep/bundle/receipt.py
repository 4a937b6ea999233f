"""The receipt: the office says, signed, that it holds exactly this bundle.

Only a receipt lets the laptop call an assessment safely received. It is bound to the device, the running number and
the hash of the bundle, so that it can stand for no other.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.letter import Letter, LetterError, read_letter, write_letter
from doorstep.bundle.roster import Role
from doorstep.bundle.sshsig import Namespace
from doorstep.errors import ReceiptMismatchError, UnknownSignerError

if TYPE_CHECKING:
    from doorstep.bundle.keys import SigningKey
    from doorstep.bundle.roster import Roster

HEADING: Final = "doorstep-receipt 1"
SUFFIX: Final = ".doorstep-receipt"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Receipt(msgspec.Struct, frozen=True):
    """What an office received: ``sha256`` as in ``BundleInfo``; ``received_at`` aware UTC."""

    office: str
    device: str
    number: int
    sha256: str
    received_at: datetime


def write_receipt(receipt: Receipt, key: SigningKey) -> bytes:
    """Return the signed receipt."""
    lines = (
        ("office", receipt.office),
        ("device", receipt.device),
        ("number", str(receipt.number)),
        ("sha256", receipt.sha256),
        ("received", receipt.received_at.isoformat()),
    )
    return write_letter(Letter(HEADING, lines), [key], Namespace.RECEIPT)


def read_receipt(data: bytes, roster: Roster, file: str = "") -> Receipt:
    """Return a receipt that the roster's office signed. Raises ReceiptMismatchError (facts: file, what).

    The roster is one whose root key was pinned. The key is judged at the time that the receipt itself names: the
    office's clock, under the office's signature.
    """
    try:
        signed = read_letter(data, HEADING, Namespace.RECEIPT)
        receipt = _receipt_of(signed.letter)
    except LetterError as error:
        raise ReceiptMismatchError(file=file, what=error.what) from error
    except ValueError as error:
        raise ReceiptMismatchError(file=file, what="a line that cannot be read") from error
    try:
        for signer in signed.signers:
            roster.allowed(signer, Role.RECEIPT, receipt.received_at, file)
    except UnknownSignerError as error:
        raise ReceiptMismatchError(file=file, what="another office") from error
    return receipt


def expect_receipt(receipt: Receipt, *, device: str, number: int, sha256: str, file: str = "") -> None:
    """Check that a receipt is for that bundle. Raises ReceiptMismatchError (facts: file, what)."""
    if (receipt.device, receipt.number, receipt.sha256) != (device, number, sha256):
        raise ReceiptMismatchError(file=file, what="another bundle")


def _receipt_of(letter: Letter) -> Receipt:
    sha256 = letter.one("sha256")
    if not _SHA256.fullmatch(sha256):
        raise LetterError("sha256")
    return Receipt(
        office=letter.one("office"),
        device=letter.one("device"),
        number=letter.count("number"),
        sha256=sha256,
        received_at=letter.moment("received"),
    )
