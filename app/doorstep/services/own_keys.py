"""The keys of the laptop and of the worker, made once and kept in the vault alone.

One each signs what leaves; a third, of another kind, opens what the office lends to this laptop.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from doorstep.bundle.keys import SealingIdentity, SigningKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.vault.database import Vault

_DEVICE: Final = "key.device"
_WORKER: Final = "key.worker"
_OPENING: Final = "key.opening"
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME: Final = 40


class OwnKeys:
    """The keys. The first time they are asked for, they are made and kept. What is lent is sealed to ``opening``."""

    def __init__(self, vault: Vault, entropy: Callable[[int], bytes]) -> None:
        self.device = _kept(vault, _DEVICE, entropy)
        self.worker = _kept(vault, _WORKER, entropy)
        self.opening = _kept_opening(vault)


def _kept(vault: Vault, name: str, entropy: Callable[[int], bytes]) -> SigningKey:
    pem = vault.setting(name)
    if pem is not None:
        return SigningKey.from_openssh(pem)
    key = SigningKey.generate(entropy)
    vault.set_setting(name, key.to_openssh())
    return key


def _kept_opening(vault: Vault) -> SealingIdentity:
    text = vault.setting(_OPENING)
    if text is not None:
        return SealingIdentity.parse(text.decode())
    identity = SealingIdentity.generate()
    vault.set_setting(_OPENING, identity.file_text().encode())
    return identity


def signer_name(label: str, key: SigningKey) -> str:
    """Return a name for a roster that is short, plain and unlike any other: ``jane-cole-7f3a90``.

    The last part comes from the key, so that two workers of one name, or two laptops, do not meet.
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = _NOT_IN_A_NAME.sub("-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return "-".join(part for part in (words, key.public.blob[-3:].hex()) if part)
