"""Keys: Ed25519 pairs for signing, in the formats of OpenSSH, and age identities for sealing.

Both kinds are what the stock tools read: ``ssh-keygen`` opens a signing key as it is stored here, ``age -i`` opens an
identity file. A laptop keeps its private keys in the vault only; the office keeps its own as files.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING, Final

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from doorstep.errors import BundleUnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

ALGORITHM: Final = "ssh-ed25519"
_BLOB_HEAD: Final = b"\0\0\0\x0b" + ALGORITHM.encode() + b"\0\0\0\x20"


class PublicKey(msgspec.Struct, frozen=True, order=True):
    """The public half of a signing key. ``text`` is how OpenSSH writes it, without a comment."""

    text: str

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Read ``ssh-ed25519 BASE64``. Raises ValueError on any other kind of key, or any other way to write it."""
        algorithm, _, encoded = text.partition(" ")
        blob = base64.b64decode(encoded, validate=True)
        key = cls.of_raw(blob[len(_BLOB_HEAD) :])
        if algorithm != ALGORITHM or key.text != text:
            raise ValueError("not an Ed25519 key as OpenSSH writes it")
        return key

    @classmethod
    def of_raw(cls, raw: bytes) -> PublicKey:
        """Return the key of 32 raw bytes. Raises ValueError when there are more or fewer."""
        Ed25519PublicKey.from_public_bytes(raw)
        return cls(f"{ALGORITHM} {base64.b64encode(_BLOB_HEAD + raw).decode('ascii')}")

    @property
    def blob(self) -> bytes:
        """The key as it travels inside OpenSSH formats (RFC 8709)."""
        return base64.b64decode(self.text.partition(" ")[2])

    @property
    def fingerprint(self) -> str:
        """``SHA256:...``, as ``ssh-keygen -l`` prints it: what two people compare over the telephone."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii").rstrip("=")

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Tell whether ``signature`` (64 raw bytes) was made over ``message`` by the private half."""
        try:
            Ed25519PublicKey.from_public_bytes(self.blob[len(_BLOB_HEAD) :]).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """The private half. Never printed: ``repr`` shows the fingerprint only."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey.of_raw(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint})"

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes] = os.urandom) -> SigningKey:
        """Make a key from 32 bytes of ``entropy``."""
        return cls(Ed25519PrivateKey.from_private_bytes(entropy(32)))

    @classmethod
    def from_openssh(cls, pem: bytes) -> SigningKey:
        """Read a private key as OpenSSH stores it, without a passphrase. Raises BundleUnreadableError (what)."""
        try:
            key = load_ssh_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BundleUnreadableError(file="", what="signing key") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BundleUnreadableError(file="", what="signing key")
        return cls(key)

    def to_openssh(self) -> bytes:
        """Return the private key as OpenSSH stores it, not encrypted: for the vault, or a file that only you read."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature, 64 bytes. Only ``sshsig`` calls this: bare signatures carry no purpose."""
        return self._key.sign(message)


class SealingIdentity(msgspec.Struct, frozen=True):
    """An age identity: what opens bundles. ``recipient`` (age1...) is its public half, what bundles are sealed to."""

    secret: str
    recipient: str

    def __repr__(self) -> str:
        return f"SealingIdentity({self.recipient})"

    @classmethod
    def generate(cls) -> SealingIdentity:
        """Make an identity; age draws the randomness itself."""
        identity = pyrage.x25519.Identity.generate()
        return cls(str(identity), str(identity.to_public()))

    @classmethod
    def parse(cls, text: str) -> SealingIdentity:
        """Read an identity file as age-keygen writes it. Raises BundleUnreadableError (what)."""
        secrets = [line for line in text.splitlines() if line and not line.startswith("#")]
        try:
            identity = pyrage.x25519.Identity.from_str(secrets[0] if len(secrets) == 1 else "")
        except pyrage.IdentityError as error:
            raise BundleUnreadableError(file="", what="sealing identity") from error
        return cls(str(identity), str(identity.to_public()))

    def file_text(self) -> str:
        """Return the identity file, as age-keygen writes it."""
        return f"# public key: {self.recipient}\n{self.secret}\n"
