"""The key of a vault: 32 random bytes, wrapped by what the passphrase makes of itself (the envelope, keys.json).

The passphrase never touches the database. Argon2id (RFC 9106) turns it into a wrapping key, AES-256-GCM wraps the data
key with that, and HKDF derives one subkey for each use. A new passphrase therefore rewrites one small file and no page
of the database. Where the worker wants it, a second key that the laptop's own keystore holds goes into the wrapping key
too. docs/formats/vault.md specifies the file.
"""

from __future__ import annotations

import hashlib
import time
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from doorstep.errors import KeystoreMissingError, VaultDamagedError, VaultNewerError, WrongPassphraseError

if TYPE_CHECKING:
    from collections.abc import Callable

    Entropy = Callable[[int], bytes]

VERSION: Final = 2
"""The highest that is understood, and that of an envelope with a ``BoundSlot``; one without it is of version 1."""
_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_UNLOCK_SECONDS: Final = 0.7


class Kdf(msgspec.Struct, frozen=True):
    """How hard the passphrase is worked: Argon2id memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int = 1


STANDARD: Final = Kdf(128 * 1024, 3)
"""What a new vault has at least: portable to a laptop with 4 GB, about a third of a second."""
FLOOR: Final = Kdf(64 * 1024, 3)
"""An envelope that asks for less was weakened by someone, and is refused."""
CEILING: Final = Kdf(1024 * 1024, 12, 8)
"""An envelope that asks for more would hang the laptop, and is refused."""


class Purpose(StrEnum):
    """What a subkey is for; one key never serves two purposes."""

    DATABASE = "db"
    HEAD = "head-mac"
    TRIES = "tries-mac"
    COPY = "copy-name"


class Slot(msgspec.Struct, frozen=True, tag="argon2id", tag_field="kind"):
    """The data key, wrapped under a passphrase. Byte strings are base64 in the file."""

    kdf: Kdf
    salt: bytes
    nonce: bytes
    wrapped: bytes


class BoundSlot(Slot, frozen=True, tag="argon2id+keystore", tag_field="kind"):
    """The data key, wrapped under a passphrase and the key that is in the laptop's keystore under ``entry``."""

    entry: str


class SecondKey(msgspec.Struct, frozen=True):
    """32 random bytes that the laptop's keystore holds, and the name under which it does."""

    entry: str
    secret: bytes

    def __repr__(self) -> str:
        return f"SecondKey({self.entry})"


class OfficeSeal(msgspec.Struct, frozen=True):
    """The data key, sealed to the office: ``sealed`` is an age file that the identity of any one recipient opens."""

    recipients: tuple[str, ...]
    sealed: bytes


class Envelope(msgspec.Struct, frozen=True):
    """What keys.json holds. ``check`` is the SHA-256 of the rest: damage is then not taken for a wrong passphrase.

    ``office`` is missing until the laptop has joined an office.
    """

    version: int
    device: str
    slots: tuple[Slot | BoundSlot, ...]
    office: OfficeSeal | msgspec.UnsetType = msgspec.UNSET
    check: str = ""

    @classmethod
    def seal(cls, data_key: bytes, passphrase: str, *, device: str, kdf: Kdf, entropy: Entropy) -> Envelope:
        """Wrap a data key of 32 bytes under a passphrase."""
        return cls(1, device, ()).under(data_key, passphrase, kdf=kdf, entropy=entropy)

    def under(
        self, data_key: bytes, passphrase: str, *, kdf: Kdf, entropy: Entropy, second: SecondKey | None = None
    ) -> Envelope:
        """Return this envelope for another passphrase, which then is the only one that opens it.

        With ``second`` it opens it only together with that key.
        """
        salt, nonce = entropy(_SALT_BYTES), entropy(_NONCE_BYTES)
        slot = Slot(kdf, salt, nonce, b"") if second is None else BoundSlot(kdf, salt, nonce, b"", second.entry)
        version = 1 if second is None else VERSION
        bare = msgspec.structs.replace(self, version=version, slots=())
        wrapping = AESGCM(_key_of(slot, passphrase, second))
        wrapped = wrapping.encrypt(nonce, data_key, bare.bound_to(slot))
        return msgspec.structs.replace(bare, slots=(msgspec.structs.replace(slot, wrapped=wrapped),))

    @property
    def entry(self) -> str | None:
        """Under which name the keystore holds the key that the passphrase needs besides; None when it needs none."""
        return next((slot.entry for slot in self.slots if isinstance(slot, BoundSlot)), None)

    def open(self, passphrase: str, *, floor: Kdf = FLOOR, second: SecondKey | None = None) -> bytes:
        """Return the data key. ``second`` is what the keystore holds under ``entry``.

        Raises WrongPassphraseError, KeystoreMissingError when ``second`` is needed and not given, and
        VaultDamagedError when a slot asks for less than ``floor`` or more than the ceiling.
        """
        for slot in self.slots:
            _check_bounds(slot.kdf, floor)
        for slot in self.slots:
            wrapping = AESGCM(_key_of(slot, passphrase, second))
            try:
                return wrapping.decrypt(slot.nonce, slot.wrapped, self.bound_to(slot))
            except InvalidTag:
                continue
        raise WrongPassphraseError(wait_seconds=0)

    def bound_to(self, slot: Slot | BoundSlot) -> bytes:
        """Return what the wrapping authenticates besides the key: header and parameters, so that none is swapped."""
        told = [self.version, self.device, slot.__struct_config__.tag, slot.kdf, slot.salt]
        return msgspec.json.encode([*told, slot.entry] if isinstance(slot, BoundSlot) else told)


class _Version(msgspec.Struct):
    version: int


def encode_envelope(envelope: Envelope) -> bytes:
    """Return the content of keys.json."""
    complete = msgspec.structs.replace(envelope, check=_check(envelope))
    return msgspec.json.format(msgspec.json.encode(complete), indent=2) + b"\n"


def decode_envelope(data: bytes) -> Envelope:
    """Return what ``encode_envelope`` wrote. Raises VaultDamagedError, VaultNewerError."""
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version > VERSION:
            raise VaultNewerError(found=version, known=VERSION)
        envelope = msgspec.json.decode(data, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise VaultDamagedError(file="keys.json", what="unreadable") from error
    if envelope.check != _check(envelope) or not all(map(_whole, envelope.slots)):
        raise VaultDamagedError(file="keys.json", what="changed")
    return envelope


def subkey(data_key: bytes, purpose: Purpose) -> bytes:
    """Return the 32-byte key for one purpose."""
    return HKDF(SHA256(), _KEY_BYTES, None, f"doorstep/{purpose.value}".encode()).derive(data_key)


def calibrate(timer: Callable[[], float] = time.perf_counter) -> Kdf:
    """Return parameters that cost this machine about 0.7 s, never less than STANDARD, never more than the ceiling."""
    started = timer()
    _wrapping_key("calibration", STANDARD, bytes(_SALT_BYTES))
    spent = max(timer() - started, 1e-6)
    passes = round(STANDARD.passes * _UNLOCK_SECONDS / spent)
    return Kdf(STANDARD.memory_kib, min(max(passes, STANDARD.passes), CEILING.passes), STANDARD.lanes)


def _wrapping_key(passphrase: str, kdf: Kdf, salt: bytes) -> bytes:
    argon2 = Argon2id(salt=salt, length=_KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib)
    return argon2.derive(unicodedata.normalize("NFKC", passphrase).encode())


def _key_of(slot: Slot | BoundSlot, passphrase: str, second: SecondKey | None) -> bytes:
    """Return the wrapping key of a slot. Without its second key, no passphrase is worked."""
    if not isinstance(slot, BoundSlot):
        return _wrapping_key(passphrase, slot.kdf, slot.salt)
    if second is None or second.entry != slot.entry:
        raise KeystoreMissingError
    worked = _wrapping_key(passphrase, slot.kdf, slot.salt)
    return HKDF(SHA256(), _KEY_BYTES, None, b"doorstep/keystore").derive(worked + second.secret)


def _check_bounds(kdf: Kdf, floor: Kdf) -> None:
    least = (floor.memory_kib, floor.passes, 1)
    most = (CEILING.memory_kib, CEILING.passes, CEILING.lanes)
    asked = (kdf.memory_kib, kdf.passes, kdf.lanes)
    if any(not low <= value <= high for low, value, high in zip(least, asked, most, strict=True)):
        raise VaultDamagedError(file="keys.json", what="key derivation out of bounds")


def _check(envelope: Envelope) -> str:
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(envelope, check=""))).hexdigest()


def _whole(slot: Slot) -> bool:
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    return sizes == (_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES + _TAG_BYTES)
