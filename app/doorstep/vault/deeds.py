"""What happens to a vault as a whole and to no record: entries of the same journal, under no record's id."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

OF_THE_VAULT: Final = ""
"""Stands in the journal where the id of a record would."""


class VaultRecovered(msgspec.Struct, frozen=True, tag="recovered"):
    """The office opened the vault with a key of its own and gave it another passphrase.

    ``by`` is who did it, as they gave their name; ``office`` is the office's name; ``key`` is the age recipient whose
    identity was used.
    """

    at: datetime
    by: str
    office: str
    key: str


_decoder: Final = msgspec.json.Decoder(VaultRecovered)


def encode_deed(deed: VaultRecovered) -> bytes:
    """Return a deed as JSON; the same one gives the same bytes."""
    return msgspec.json.encode(deed, order="deterministic")


def decode_deed(data: bytes) -> VaultRecovered:
    """Return what ``encode_deed`` wrote. Raises msgspec.ValidationError on anything else."""
    return _decoder.decode(data)
