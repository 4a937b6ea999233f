"""Words and keys that must not be found: in memory after locking, in any file but the vault; and looking for them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.vault.keys import FLOOR, Purpose, decode_envelope, subkey
from faults.laptop import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "Zebulon Quaverley-Thorne"
WORDS = "the marmalade zeppelin hums behind the larder"
"""Long and odd enough not to be anywhere by chance."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")
_PIECE = 1 << 24


def sought(vault: Path) -> Mapping[str, tuple[bytes, ...]]:
    """Return what must not be found, by name, each in the ways in which it may be written down."""
    data_key = decode_envelope((vault / "keys.json").read_bytes()).open(PASSPHRASE, floor=FLOOR)
    keys = {"data key": data_key} | {f"{purpose} key": subkey(data_key, purpose) for purpose in Purpose}
    words = {"name": NAME, "words": WORDS, "passphrase": PASSPHRASE}
    told = {name: _forms(*(text.encode(code) for code in _ENCODINGS)) for name, text in words.items()}
    return told | {name: _forms(key) for name, key in keys.items()}


def _forms(*encoded: bytes) -> tuple[bytes, ...]:
    return tuple(form for text in encoded for form in (text, text.hex().encode(), *_base64(text)))


def _base64(text: bytes) -> Iterator[bytes]:
    """Yield the letters that stand for these bytes at each offset, whatever is around them."""
    for offset in range(3):
        first, last = -(-offset * 8 // 6), (offset + len(text)) * 8 // 6
        yield base64.b64encode(bytes(offset) + text)[first:last]


def found_in_file(path: Path, forms: Mapping[str, tuple[bytes, ...]]) -> set[str]:
    """Return the names of what is in a file."""
    return _found(path.read_bytes(), forms)


def found_in_memory(pid: int, forms: Mapping[str, tuple[bytes, ...]]) -> set[str]:
    """Return the names of what is anywhere in the memory of a process. Raises PermissionError where that is closed."""
    told = set[str]()
    overlap = max(len(form) for each in forms.values() for form in each)
    process = Path(f"/proc/{pid}")
    with (process / "maps").open(encoding="utf-8") as maps, (process / "mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "r" not in rights or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(address, 16) for address in span.split("-"))
            for at in range(start, end, _PIECE):
                memory.seek(at)
                try:
                    content = memory.read(min(_PIECE + overlap, end - at))
                except OSError:  # a page that is promised and not there
                    break
                told |= _found(content, forms)
    return told


def _found(content: bytes, forms: Mapping[str, tuple[bytes, ...]]) -> set[str]:
    return {name for name, each in forms.items() if any(form in content for form in each)}
