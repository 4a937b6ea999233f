"""A password on a finished PDF: AES with 256 bits, as PDF 2.0 has it (ISO 32000-2, revision 6).

The file was looked at before (``self_check``); this changes nothing that is read. All that a reader may do with the
file stays allowed, and a screen reader's access above all (PDF/UA-1, 7.16): it is their own copy.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Final

import pikepdf

from doorstep.errors import CopyError, CopyPasswordError

LEAST_LETTERS: Final = 8
"""A shorter password is guessed by any laptop while one waits."""
_MOST_BYTES: Final = 127
"""What the format keeps of a password; more would be cut off without a word."""
_ALL = pikepdf.Permissions(**dict.fromkeys(pikepdf.Permissions._fields, True))


def lock_pdf(pdf: bytes, password: str) -> bytes:
    """Return the PDF so that it opens by the password only, whichever way its letters are composed.

    Raises CopyPasswordError (facts: least) when the password is too short or too long, CopyError when the bytes are
    no PDF.
    """
    word = unicodedata.normalize("NFKC", password)
    if len(word) < LEAST_LETTERS or len(word.encode()) > _MOST_BYTES:
        raise CopyPasswordError(least=LEAST_LETTERS)
    locked = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            opened.save(locked, encryption=pikepdf.Encryption(owner=word, user=word, R=6, allow=_ALL))
    except pikepdf.PdfError as error:
        raise CopyError(what="password") from error
    return locked.getvalue()
