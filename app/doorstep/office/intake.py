"""Intake: from a file on a stick to a stored record and a signed receipt.

A file that fails a check leaves no trace, with one exception: a genuine bundle that only a person can judge - its
signer's time has run out, or its number was used before - waits in quarantine, still sealed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.bundle.reader import OpenedBundle, open_bundle
from doorstep.bundle.receipt import SUFFIX, Receipt, write_receipt
from doorstep.errors import BundleConflictError, UnknownSignerError
from doorstep.files import write_whole
from doorstep.office.store import Store, StoredBundle

if TYPE_CHECKING:
    from datetime import datetime

    from doorstep.office.folder import OfficeFolder

_FOR_A_PERSON: Final = frozenset({"expired", "revoked", "not valid yet"})
"""What is said of a signer who was, or will be, on the roster; anyone else's bundle is not worth keeping."""


class Intake(msgspec.Struct, frozen=True):
    """What became of a bundle: ``duplicate`` says that it was held before; ``receipt`` is the file to hand back."""

    opened: OpenedBundle
    stored: StoredBundle
    duplicate: bool
    receipt: Path


def take_in(folder: OfficeFolder, store: Store, path: Path, at: datetime) -> Intake:
    """Verify, store once, and write the receipt. Taking in the same bundle again gives the same receipt.

    Raises what ``open_bundle`` raises, BundleConflictError, and StorageError; nothing is stored then.
    """
    roster = folder.roster
    try:
        opened = open_bundle(path, folder.identities, roster, at)
    except UnknownSignerError as error:
        if error.facts["what"] in _FOR_A_PERSON:
            store.set_aside(path.read_bytes(), str(error.facts["what"]), at)
        raise
    receipt = Receipt(roster.office, opened.manifest.device, opened.manifest.number, opened.sha256, at)
    try:
        stored, duplicate = store.receive(opened, write_receipt(receipt, folder.receipt_key), at)
    except BundleConflictError:
        store.set_aside(opened.sealed, "conflict", at)
        raise
    file = folder.receipts / f"{stored.device}-{stored.number}{SUFFIX}"
    write_whole(file, stored.receipt)
    return Intake(opened, stored, duplicate, file)
