"""The office's way in: the data key, sealed with age to at least two of the office's keys.

One key is in use and one lies in a safe, so that a fire, a theft or a forgotten folder never takes the last way in.
What is sealed is text, the 64 hex digits of the data key: a person with the stock ``age`` tool can read and use it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyrage

from doorstep.errors import OfficeKeysError, RecoveryError
from doorstep.vault.keys import OfficeSeal

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST: Final = 2
"""Keys that a vault is sealed to. With one alone, losing it would lose every vault whose passphrase is forgotten."""


def seal_to(recipients: Iterable[str], data_key: bytes) -> OfficeSeal:
    """Seal a data key to age recipients (``age1...``); each opens it alone.

    Raises OfficeKeysError when fewer than two different ones can be used.
    """
    different = tuple(dict.fromkeys(recipients))
    keys = [key for key in map(_recipient, different) if key is not None]
    if len(keys) < max(LEAST, len(different)):
        raise OfficeKeysError(found=len(keys))
    return OfficeSeal(different, pyrage.encrypt(data_key.hex().encode(), keys))


def unseal(seal: OfficeSeal, identity_texts: Iterable[str]) -> tuple[bytes, str]:
    """Return the data key, and the recipient whose identity opened it.

    ``identity_texts`` are identity files as ``age-keygen`` writes them. Raises RecoveryError (what).
    """
    for identity in (each for text in identity_texts for each in _identities(text)):
        try:
            told = pyrage.decrypt(seal.sealed, [identity])
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                continue
            raise RecoveryError(what="seal") from error
        if not re.fullmatch(rb"[0-9a-f]{64}", told):
            raise RecoveryError(what="seal")
        return bytes.fromhex(told.decode()), str(identity.to_public())
    raise RecoveryError(what="other keys")


def _recipient(text: str) -> pyrage.x25519.Recipient | None:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return None


def _identities(text: str) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise RecoveryError(what="identity") from error
