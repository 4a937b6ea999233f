"""Finding rows in the pages of an SQLite database without its schema, its tree or its first page.

Each leaf of a table is read by itself, so a lost page costs the rows on it and no others. What a row is, its caller
knows by the number and kinds of its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from doorstep.vault.pages import USABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doorstep.vault.pages import Page

Value: TypeAlias = int | float | str | bytes | None

_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_FIRST_PAGE_HEADER: Final = 100
_LARGEST: Final = 64 * 1024**2
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Row(NamedTuple):
    """A row as it was stored: ``rowid`` is None in a table without one; ``proved`` when its pages were."""

    rowid: int | None
    values: tuple[Value, ...]
    proved: bool


class _UnreadableError(Exception):
    """This cell is no row."""


def rows_in(pages: Mapping[int, Page]) -> Iterator[Row]:
    """Yield every row that can be read, page by page."""
    for number, page in pages.items():
        start = _FIRST_PAGE_HEADER if number == 1 else 0
        kind = page.content[start]
        if kind not in (_TABLE_LEAF, _INDEX_LEAF):
            continue
        count = min(int.from_bytes(page.content[start + 3 : start + 5]), USABLE // 4)
        for each in range(count):
            at = start + 8 + 2 * each
            place = int.from_bytes(page.content[at : at + 2])
            try:
                yield _row(pages, page, place, kind)
            except (_UnreadableError, IndexError, UnicodeDecodeError, KeyError):
                continue


def _row(pages: Mapping[int, Page], page: Page, place: int, kind: int) -> Row:
    size, place = _varint(page.content, place)
    rowid = None
    if kind == _TABLE_LEAF:
        rowid, place = _varint(page.content, place)
    if not 0 < size <= _LARGEST:
        raise _UnreadableError
    local = _local_size(size, kind)
    record, proved = page.content[place : place + local], page.proved
    if local < size:
        rest, rest_proved = _overflow(pages, page.content[place + local : place + local + 4], size - local)
        record, proved = record + rest, proved and rest_proved
    if len(record) != size:
        raise _UnreadableError
    return Row(rowid, tuple(_values(record)), proved)


def _local_size(size: int, kind: int) -> int:
    """Return how much of a row lies on its own page (the file format of SQLite, section 1.6)."""
    most = USABLE - 35 if kind == _TABLE_LEAF else (USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return size
    least = (USABLE - 12) * 32 // 255 - 23
    fitting = least + (size - least) % (USABLE - 4)
    return fitting if fitting <= most else least


def _overflow(pages: Mapping[int, Page], pointer: bytes, size: int) -> tuple[bytes, bool]:
    parts, proved, seen = list[bytes](), True, set[int]()
    while size > 0:
        number = int.from_bytes(pointer)
        if number in seen:
            raise _UnreadableError
        seen.add(number)
        page = pages[number]
        part = page.content[4 : 4 + min(size, USABLE - 4)]
        parts.append(part)
        pointer, size, proved = page.content[:4], size - len(part), proved and page.proved
    return b"".join(parts), proved


def _values(record: bytes) -> Iterator[Value]:
    header, place = _varint(record, 0)
    if header > len(record):
        raise _UnreadableError
    at = header
    while place < header:
        kind, place = _varint(record, place)
        value, width = _value(record, at, kind)
        at += width
        yield value
    if at != len(record):
        raise _UnreadableError


def _value(record: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in _INTEGERS:
        width = _INTEGERS[kind]
        return int.from_bytes(record[at : at + width], signed=True), width
    match kind:
        case 0:
            return None, 0
        case 8 | 9:
            return kind - 8, 0
        case _ if kind >= 12:
            width = (kind - 12) // 2
            data = record[at : at + width]
            if len(data) != width:
                raise _UnreadableError
            return (data.decode() if kind % 2 else data), width
        case _:
            raise _UnreadableError  # no table of ours holds fractions


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for each in range(9):
        byte = data[place + each]
        if each == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + each + 1
    raise _UnreadableError
