"""Detached signatures of OpenSSH (PROTOCOL.sshsig), for Ed25519 keys: what ``ssh-keygen -Y sign`` writes.

Every field of such a signature has a fixed length once the namespace is known. So a signature is read by position,
written anew from what was read, and must come out byte for byte the same: there is no second spelling of a valid
signature, and no parser that could be led astray.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from doorstep.bundle.keys import ALGORITHM, PublicKey

if TYPE_CHECKING:
    from doorstep.bundle.keys import SigningKey

_MAGIC: Final = b"SSHSIG"
_HASH: Final = b"sha512"
BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----\n"
END: Final = b"-----END SSH SIGNATURE-----\n"
_KEY_AT: Final = slice(33, 65)
"""Magic 6, version 4, length of the key blob 4, name of its algorithm 4 + 11, length of the key 4; then the key."""
_SIGNATURE_BYTES: Final = 64


class Namespace(StrEnum):
    """What a signature is for; one made for one purpose never serves another."""

    BUNDLE = "doorstep-bundle@v1"
    RECEIPT = "doorstep-receipt@v1"
    ROSTER = "doorstep-roster@v1"
    ENROLMENT = "doorstep-enrolment@v1"
    PACK = "doorstep-pack@v1"
    VISIT_PACK = "doorstep-visit-pack@v1"


def sign(key: SigningKey, message: bytes, namespace: Namespace) -> bytes:
    """Return the signature as ``ssh-keygen -Y sign -n NAMESPACE`` would write it."""
    return _armoured(key.public, key.sign(_signed_bytes(message, namespace)), namespace)


def signer_of(signature: bytes, message: bytes, namespace: Namespace) -> PublicKey | None:
    """Return the key that made this signature over this message for this purpose; None when it proves nothing.

    Whether that key may sign at all is for the roster to say.
    """
    blob = _unarmoured(signature)
    try:
        public = PublicKey.of_raw(blob[_KEY_AT])
    except ValueError:
        return None
    raw = blob[-_SIGNATURE_BYTES:]
    if signature != _armoured(public, raw, namespace):
        return None
    return public if public.verifies(raw, _signed_bytes(message, namespace)) else None


def _signed_bytes(message: bytes, namespace: Namespace) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + b"".join(map(_string, (namespace.encode(), b"", _HASH, digest)))


def _armoured(public: PublicKey, raw: bytes, namespace: Namespace) -> bytes:
    signature = _string(ALGORITHM.encode()) + _string(raw)
    fields = b"".join(map(_string, (public.blob, namespace.encode(), b"", _HASH, signature)))
    encoded = base64.b64encode(_MAGIC + (1).to_bytes(4, "big") + fields).decode("ascii")
    return BEGIN + "\n".join(textwrap.wrap(encoded, 70)).encode("ascii") + b"\n" + END


def _unarmoured(signature: bytes) -> bytes:
    try:
        return base64.b64decode(signature.removeprefix(BEGIN).removesuffix(END))
    except (binascii.Error, ValueError):
        return b""


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
