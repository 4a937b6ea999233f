"""The signed pack: the YAML text of a pack, and the office's signature below it.

The root key of the office signs, in a namespace of its own; a laptop trusts the root key that it pinned when it joined
(``bundle/roster``). People can read the file; ``ssh-keygen`` can check it (docs/formats/pack.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.bundle import sshsig
from doorstep.bundle.sshsig import Namespace
from doorstep.errors import PackUntrustedError

if TYPE_CHECKING:
    from doorstep.bundle.keys import PublicKey, SigningKey

SUFFIX: Final = ".doorstep-pack"


def write_pack(text: bytes, root: SigningKey) -> bytes:
    """Return the signed file of a pack's YAML text, which ends in a line feed."""
    return text + sshsig.sign(root, text, Namespace.PACK)


def read_signed_pack(data: bytes, pin: PublicKey, file: str = "") -> bytes:
    """Return the YAML text of a signed pack, as the office with that root key signed it.

    Raises PackUntrustedError (facts: file, what): ``not signed``, ``changed`` or ``another office``.
    """
    text, mark, signature = data.partition(sshsig.BEGIN)
    if not mark:
        raise PackUntrustedError(file=file, what="not signed")
    signer = sshsig.signer_of(mark + signature, text, Namespace.PACK)
    if signer is None:
        raise PackUntrustedError(file=file, what="changed")
    if signer != pin:
        raise PackUntrustedError(file=file, what="another office")
    return text
