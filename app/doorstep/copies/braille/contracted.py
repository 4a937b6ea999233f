"""Contracted Unified English Braille (grade 2), by liblouis, where the machine has it.

Contracted braille needs a dictionary of exceptions that has grown for thirty years; nobody should write a second one.
liblouis is free, and screen readers bring it along, but no Python package holds it for every system. So it is asked for
where it is, and where it is not the copy can be made in uncontracted braille, which needs nothing.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import threading
from functools import cache

from doorstep.copies.braille.uncontracted import spelled_out
from doorstep.copies.words import NO_BREAK
from doorstep.errors import ContractedBrailleError

TABLE = "en-ueb-g2.ctb"
_NAMES = ("louis", "liblouis", "liblouis-20")
_SILENT = 60_000
"""The log level of liblouis at which it writes nothing anywhere: its complaints would quote the text."""
_TO_ASCII = str.maketrans({code: code - 0x20 for code in range(0x60, 0x7F)})
"""liblouis writes the small letters and signs of ASCII braille, a BRF holds the capital ones."""
_INSIDE_NUMBER = re.compile(f"(?<=\\d){NO_BREAK}(?=\\d)")
_BETWEEN_NUMBERS = re.compile(f"((?<=\\d) (?=\\d)|{NO_BREAK})")
"""liblouis takes any space between digits for one inside a number, and knows no other space."""


class Liblouis:
    """The library, loaded. It keeps state of its own, so one text at a time goes through it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._encoding = "utf-32-le" if library.lou_charSize() == 4 else "utf-16-le"
        self._size: int = library.lou_charSize()
        self._turn = threading.Lock()
        library.lou_setLogLevel(_SILENT)

    def knows(self, table: str) -> bool:
        """Return whether a table of rules is installed with it."""
        with self._turn:
            return bool(self._library.lou_checkTable(table.encode()))

    def cells(self, text: str, table: str) -> str:
        """Return a text in ASCII braille by the rules of a table. Raises ContractedBrailleError when it cannot."""
        source = text.encode(self._encoding)
        room = 8 * len(text) + 64
        read, written = ctypes.c_int(len(source) // self._size), ctypes.c_int(room)
        output = ctypes.create_string_buffer(room * self._size)
        with self._turn:
            done = self._library.lou_translateString(
                table.encode(), source, ctypes.byref(read), output, ctypes.byref(written), None, None, 0
            )
        if not done:
            raise ContractedBrailleError
        return output.raw[: written.value * self._size].decode(self._encoding).translate(_TO_ASCII).upper()


@cache
def liblouis() -> Liblouis | None:
    """Return liblouis as this machine has it, or None."""
    for name in _NAMES:
        path = ctypes.util.find_library(name)
        if path is None:
            continue
        try:
            return Liblouis(ctypes.CDLL(path))
        except (OSError, AttributeError):  # built for another machine, or another library of that name
            continue
    return None


@cache
def can_contract() -> bool:
    """Return whether contracted braille can be made here."""
    engine = liblouis()
    return engine is not None and engine.knows(TABLE)


def contracted(text: str) -> str:
    """Return a text in contracted cells. Raises ContractedBrailleError where liblouis is not to be had."""
    engine = liblouis()
    if engine is None:
        raise ContractedBrailleError
    parts = _BETWEEN_NUMBERS.split(_INSIDE_NUMBER.sub("\u2007", spelled_out(text)))
    return "".join(
        part if part in (" ", NO_BREAK) else engine.cells(part.replace("\u2007", " "), TABLE) for part in parts
    )
