"""The archive inside a bundle: a plain ustar file that any ``tar`` opens, read as if it came from an enemy.

There is one way to write a given list of members. Reading takes name and size from each header, writes that header
anew, and refuses whatever differs by a byte: links, devices, sparse files, long-name extensions, owners, times and
compression have no spelling at all.
"""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING, Final

from doorstep.bundle.limits import LIMITS, Limits
from doorstep.errors import BundleUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUMS: Final = "SHA256SUMS"
DEVICE_SIGNATURE: Final = "SHA256SUMS.device.sig"
WORKER_SIGNATURE: Final = "SHA256SUMS.worker.sig"
UNSUMMED: Final = frozenset({SUMS, DEVICE_SIGNATURE, WORKER_SIGNATURE})
"""Members that SHA256SUMS does not list: itself and its signatures."""
MANIFEST: Final = "manifest.json"
RECORD: Final = "record.json"
FORM: Final = "form.json"
JOURNAL: Final = "journal.jsonl"
REQUIRED: Final = (SUMS, DEVICE_SIGNATURE, WORKER_SIGNATURE, MANIFEST, RECORD, FORM, JOURNAL)
"""Members of every bundle, in the order in which they stand; copies and attachments follow, sorted."""
COPIES: Final = "copies/"
ATTACHMENTS: Final = "attachments/"

_COPY: Final = re.compile(r"copies/[a-z0-9][a-z0-9-]{0,59}\.(?:pdf|html|txt)")
_ATTACHMENT: Final = re.compile(r"attachments/[0-9a-f]{64}")
_WINDOWS_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_BLOCK: Final = 512
_END: Final = bytes(2 * _BLOCK)
_NAME_FIELD: Final = slice(0, 100)
_SIZE_FIELD: Final = slice(124, 136)


def is_member_name(name: str) -> bool:
    """Tell whether a member may have this name: a closed list, so that no path leads out of the folder.

    Names that Windows gives to devices (``con``, ``nul`` ...) are not names of copies.
    """
    if name in REQUIRED or _ATTACHMENT.fullmatch(name):
        return True
    stem = name.removeprefix(COPIES).partition(".")[0]
    return _COPY.fullmatch(name) is not None and _WINDOWS_DEVICES.fullmatch(stem) is None


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return the archive of these members, in their order. Raises ValueError for a name that is not allowed."""
    parts: list[bytes] = []
    for name, data in members.items():
        if not is_member_name(name):
            raise ValueError(f"not a member name: {name}")
        parts += (_header(name, len(data)), data, bytes(-len(data) % _BLOCK))
    return b"".join((*parts, _END))


def unpack(data: bytes, file: str, limits: Limits = LIMITS) -> dict[str, bytes]:
    """Return the members by name, in their order. ``file`` is only named in errors.

    Raises BundleUnreadableError (facts: file, what) for anything that ``pack`` would not have written, and for
    members beyond the limits.
    """
    members: dict[str, bytes] = {}
    for name, content in _members(data, file):
        if name in members:
            raise BundleUnreadableError(file=file, what="a member comes twice")
        if len(content) > limits.member or len(members) >= limits.members:
            raise BundleUnreadableError(file=file, what="too large")
        members[name] = content
    if not set(REQUIRED) <= members.keys():
        raise BundleUnreadableError(file=file, what="a member is missing")
    return members


def _members(data: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    position = 0
    while not (len(data) - position == len(_END) and data.endswith(_END)):
        header = data[position : position + _BLOCK]
        name, size = _read_header(header, file)
        start = position + _BLOCK
        position = start + size + -size % _BLOCK
        if position > len(data) or any(data[start + size : position]):
            raise BundleUnreadableError(file=file, what="a member is cut")
        yield name, data[start : start + size]


def _read_header(header: bytes, file: str) -> tuple[str, int]:
    name = header[_NAME_FIELD].rstrip(b"\0").decode("ascii", "replace")
    digits = header[_SIZE_FIELD].rstrip(b"\0")
    size = int(digits, 8) if re.fullmatch(rb"[0-7]{11}", digits) else -1
    if not is_member_name(name) or size < 0 or header != _header(name, size):
        raise BundleUnreadableError(file=file, what="a member that has no place in a bundle")
    return name, size


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.USTAR_FORMAT, "ascii")
