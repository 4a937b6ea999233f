"""Pictures and forms, kept inside the encrypted database under the hash of their content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from doorstep.definition.loader import decode_form, encode_form

if TYPE_CHECKING:
    from doorstep.definition.model import FormDefinition
    from doorstep.vault.cipher import CipherFile


def put(database: CipherFile, data: bytes, media_type: str) -> str:
    """Keep a picture once and return its SHA-256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    database.run("INSERT OR IGNORE INTO attachment VALUES (?, ?, ?)", sha256, media_type, data)
    return sha256


def get(database: CipherFile, sha256: str) -> bytes:
    """Return a picture. Raises KeyError when there is none of that hash."""
    rows = database.run("SELECT data FROM attachment WHERE sha256 = ?", sha256)
    if not rows:
        raise KeyError(sha256)
    data: bytes = rows[0][0]
    return data


def keep_form(database: CipherFile, definition: FormDefinition) -> None:
    """Keep a compiled form under its digest."""
    database.run("INSERT OR IGNORE INTO form VALUES (?, ?)", definition.digest, encode_form(definition))


def form(database: CipherFile, digest: str) -> FormDefinition:
    """Return a form that was kept. Raises KeyError for an unknown digest, FormInvalidError for changed content."""
    rows = database.run("SELECT form FROM form WHERE digest = ?", digest)
    if not rows:
        raise KeyError(digest)
    return decode_form(rows[0][0])
