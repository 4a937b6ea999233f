"""Reading a SQLCipher file without SQLCipher: what can still be decrypted, page by page, whatever is damaged.

SQLCipher 4 encrypts each page of 4096 bytes by itself: AES-256-CBC over the content, then the initial vector, then
HMAC-SHA512 over both and the page's number. A raw key needs no salt for the first; only the HMAC's key is derived from
the salt in the first 16 bytes of the file. So a page that fails its HMAC, or a file whose salt is gone, is decrypted
all the same, and it is said that nothing vouches for it.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE: Final = 4096
_IV: Final = 16
_MAC: Final = 64
USABLE: Final = PAGE - _IV - _MAC
SALT: Final = 16
LOCKS: Final = 0x40000000 // PAGE + 1
"""The number of the page that SQLite never uses, since some systems lock its bytes: nothing vouches for it."""
_SALT_MASK: Final = 0x3A
_ROUNDS: Final = 2
_LOG_HEADER: Final = struct.Struct(">8I")
_FRAME_HEADER: Final = struct.Struct(">6I")
_LOG_MAGIC: Final = (0x377F0682, 0x377F0683)


class Page(NamedTuple):
    """A page in plain text, ``USABLE`` bytes; ``proved``: its HMAC says that it is as it was written."""

    content: bytes
    proved: bool


def read_pages(file: bytes, key: bytes, log: bytes = b"") -> Mapping[int, Page]:
    """Return every page of a database file by its number, from 1; what the log holds of a page counts more.

    ``key`` is the raw key of 32 bytes, ``log`` the content of the ``-wal`` file.
    """
    code_key = mac_key(key, file[:SALT])
    pages = {
        number: _open(file[start : start + PAGE], number, key, code_key)
        for number, start in enumerate(range(0, len(file) - PAGE + 1, PAGE), start=1)
    }
    for number, data in _committed(log):
        page = _open(data, number, key, code_key)
        if page.proved or number not in pages:
            pages[number] = page
    return pages


def is_proved(data: bytes, number: int, code_key: bytes) -> bool:
    """Tell whether a page as it lies in the file, ``PAGE`` bytes, is as it was written. ``code_key``: ``mac_key``."""
    start = SALT if number == 1 else 0
    expected = hmac.digest(code_key, data[start : USABLE + _IV] + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(expected, data[USABLE + _IV :])


def _open(data: bytes, number: int, key: bytes, code_key: bytes) -> Page:
    start = SALT if number == 1 else 0
    decryptor = Cipher(algorithms.AES(key), modes.CBC(data[USABLE : USABLE + _IV])).decryptor()
    content = decryptor.update(data[start:USABLE]) + decryptor.finalize()
    return Page(bytes(start) + content, is_proved(data, number, code_key))


def mac_key(key: bytes, salt: bytes) -> bytes:
    """Return the key of the codes of a file's pages; ``salt`` is the first ``SALT`` bytes of the file."""
    return hashlib.pbkdf2_hmac("sha512", key, bytes(each ^ _SALT_MASK for each in salt), _ROUNDS, 32)


def _committed(log: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each page in the log that belongs to a commit, in the order of writing."""
    if len(log) < _LOG_HEADER.size:
        return
    magic, _, _, _, *salts, _, _ = _LOG_HEADER.unpack_from(log)
    if magic not in _LOG_MAGIC:
        return
    waiting: list[tuple[int, bytes]] = []
    size = _FRAME_HEADER.size + PAGE
    for start in range(_LOG_HEADER.size, len(log) - size + 1, size):
        number, ends_commit, *frame_salts, _, _ = _FRAME_HEADER.unpack_from(log, start)
        if frame_salts == salts:  # else it is left over from before the last checkpoint
            waiting.append((number, log[start + _FRAME_HEADER.size : start + size]))
            if ends_commit:
                yield from waiting
                waiting.clear()
