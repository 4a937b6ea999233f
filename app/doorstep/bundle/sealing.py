"""Sealing: age encryption to an office. Whoever seals cannot open again; only the office's identities can."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyrage

from doorstep.errors import BundleUnreadableError, RosterError, WrongOfficeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doorstep.bundle.keys import SealingIdentity


def is_recipient(text: str) -> bool:
    """Tell whether a text is an age recipient of the common kind (X25519, ``age1...``)."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to every recipient: any one of their identities opens. Raises RosterError (what) for a bad recipient."""
    sealed = io.BytesIO()
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
        pyrage.encrypt_io(io.BytesIO(data), sealed, keys)
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise RosterError(what="recipient") from error
    return sealed.getvalue()


def unseal(sealed: bytes, identities: Sequence[SealingIdentity], file: str) -> bytes:
    """Decrypt and authenticate. ``file`` is only named in errors.

    Raises WrongOfficeError when no identity fits any recipient in the header (facts: file, what), and
    BundleUnreadableError when one fits and the rest is cut or changed, or it is no age file (facts: file, what). A
    header whose only fitting line is itself damaged looks like another office's: nothing in it says whose it was.
    """
    keys = [pyrage.x25519.Identity.from_str(identity.secret) for identity in identities]
    try:
        return bytes(pyrage.decrypt(sealed, keys))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise WrongOfficeError(file=file, what="sealed to another office") from error
        raise BundleUnreadableError(file=file, what="cut or damaged") from error
