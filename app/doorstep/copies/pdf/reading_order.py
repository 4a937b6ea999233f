"""From the order in which letters are read to the order in which they stand on a line (Unicode Annex 9).

For one line of a paragraph whose direction is known. Marks of embedding, override and isolation are treated as nothing:
nobody types them, and text that was pasted with them reads the same without.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "BN"})
_NOTHING: Final = frozenset({"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"})
_STRONG: Final = frozenset({"L", "R", "AL"})
_PAIRS: Final[Mapping[str, str]] = {
    "(": ")",
    "[": "]",
    "{": "}",
    "\u2329": "\u232a",
    "\u27e8": "\u27e9",
    "\u3008": "\u3009",
}
_CLOSING: Final[Mapping[str, str]] = {closing: opening for opening, closing in _PAIRS.items()}
_MIRRORED: Final = {**_PAIRS, **_CLOSING, "<": ">", ">": "<", "«": "»", "»": "«", "‹": "›", "›": "‹"}
_SAME: Final[Mapping[str, str]] = {"\u2329": "\u3008", "\u232a": "\u3009"}
_MOST_OPEN: Final = 63
"""So many brackets may stand open at a time; more are treated as no brackets (BD16)."""


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter that has a direction is read from right to left (P2, P3)."""
    return next((kind != "L" for kind in map(bidirectional, text) if kind in _STRONG), False)


def mirrored(text: str) -> str:
    """Return text whose signs face the other way, as they do when it is read from right to left (L4)."""
    return "".join(_MIRRORED.get(letter, letter) for letter in text)


def levels_of(text: str, *, right_to_left: bool) -> list[int]:
    """Return the level of each letter of a line: odd ones are read from right to left."""
    base = int(right_to_left)
    original = [_class_of(letter) for letter in text]
    kinds = list(original)
    _resolve_weak(kinds, "R" if right_to_left else "L")
    _resolve_brackets(text, original, kinds, "R" if right_to_left else "L")
    _resolve_neutral(kinds, "R" if right_to_left else "L")
    levels = [base + _step(kind, base) for kind in kinds]
    for place in range(len(text) - 1, -1, -1):  # L1: the end of a line stands as the paragraph does
        if original[place] not in ("WS", "S", "B", "BN"):
            break
        levels[place] = base
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the places of pieces from left to right, given the level of each in the order of reading (L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for level in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        turned: list[int] = []
        for high, places in groupby(order, key=lambda place: levels[place] >= level):
            run = list(places)
            turned += run[::-1] if high else run
        order = turned
    return order


def _class_of(letter: str) -> str:
    kind = bidirectional(letter) or "L"
    return "BN" if kind in _NOTHING else kind


def _step(kind: str, base: int) -> int:
    """Return by how much a resolved kind stands above the paragraph (I1, I2)."""
    if base:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _resolve_weak(kinds: list[str], outside: str) -> None:
    """Resolve marks, numbers and their signs in place (W1 to W7)."""
    before = outside
    for place, kind in enumerate(kinds):  # W1; what is nothing passes the letter before it on
        if kind == "NSM":
            kinds[place] = before
        if kind != "BN":
            before = kinds[place]
    strong = outside
    for place, kind in enumerate(kinds):  # W2, W3
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[place] = "AN"
        if kind == "AL":
            kinds[place] = "R"
    seen = [place for place, kind in enumerate(kinds) if kind != "BN"]
    _resolve_separators(kinds, seen)
    strong = outside
    for place in seen:  # W7
        if kinds[place] in ("L", "R"):
            strong = kinds[place]
        elif kinds[place] == "EN" and strong == "L":
            kinds[place] = "L"


def _resolve_separators(kinds: list[str], seen: list[int]) -> None:
    for before, place, after in zip(seen, seen[1:], seen[2:], strict=False):  # W4
        same = kinds[before] == kinds[after]
        if same and (kinds[place], kinds[before]) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[place] = kinds[before]
    number = 0
    while number < len(seen):  # W5
        end = number
        while end < len(seen) and kinds[seen[end]] == "ET":
            end += 1
        beside = [kinds[seen[near]] for near in (number - 1, end) if 0 <= near < len(seen)]
        if end > number and "EN" in beside:
            for place in seen[number:end]:
                kinds[place] = "EN"
        number = max(end, number + 1)
    for place in seen:  # W6
        if kinds[place] in ("ES", "ET", "CS"):
            kinds[place] = "ON"


def _direction(kind: str) -> str:
    """Return the direction of what is strong or a number (N0, N1), else nothing."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _resolve_brackets(text: str, original: list[str], kinds: list[str], outside: str) -> None:
    """Give both brackets of a pair the direction of what they hold (N0)."""
    for opening, closing in _bracket_pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if not inside:
            continue
        if outside not in inside:
            before = (_direction(kind) for kind in reversed(kinds[:opening]))
            found = inside.pop() if next(filter(None, before), outside) != outside else outside
        else:
            found = outside
        for place in (opening, closing):
            kinds[place] = found
            marks = place + 1
            while marks < len(text) and original[marks] in ("NSM", "BN"):
                kinds[marks] = found if original[marks] == "NSM" else kinds[marks]
                marks += 1


def _bracket_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Return the places of opening and closing brackets that belong together, in the order of the openings (BD16)."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, letter in enumerate(text):
        sign = _SAME.get(letter, letter)
        if kinds[place] != "ON":
            continue
        if sign in _PAIRS:
            if len(waiting) == _MOST_OPEN:
                return []
            waiting.append((sign, place))
        elif sign in _CLOSING:
            for number in range(len(waiting) - 1, -1, -1):
                if waiting[number][0] == _CLOSING[sign]:
                    pairs.append((waiting[number][1], place))
                    del waiting[number:]
                    break
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], outside: str) -> None:
    """Give what has no direction that of its neighbours, or of the paragraph where they differ (N1, N2)."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > place:
            before = _direction(kinds[place - 1]) if place else outside
            after = _direction(kinds[end]) if end < len(kinds) else outside
            kinds[place:end] = [before if before == after else outside] * (end - place)
        place = max(end, place + 1)
