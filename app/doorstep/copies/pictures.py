"""The people map and the life timeline as pictures, from the same shared answers as the list that follows them.

Drawn in multiples of the size of the text, so that the letters in a picture are as large as those around it. Who stands
where is worked out from the words alone. A picture that would not fit its page is left to the list.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.copies.document import Dot, Drawing, Lettering, Stroke
from doorstep.copies.profiles import PAPER_MM
from doorstep.copies.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doorstep.copies.document import Shape
    from doorstep.copies.profiles import Profile

LETTER = 0.62
"""The width of a letter, generously, in multiples of the size."""
LINE = 1.25
"""From one line of letters to the next."""
TALLEST = 0.7
"""No picture takes more of a page than this."""
FARTHEST = 5
"""The step of "very far" on the scale of the people map; 1 is very near."""
RELATED_LINES = 3
"""So much is said on the map of who somebody is."""
LONGEST_EVENT = (70, 45)
"""A picture of a life has the beginning of what happened, shorter where room is scarce (characters)."""
THICKER: Final = "The thicker a line, the nearer somebody is."
BROKEN: Final = f"{THICKER} A broken line: it is hard between them."
"""What is said below the map; the second where some line is broken."""
_POINTS_A_MM = 72 / 25.4
_SENTENCE_END = re.compile(r"[.!?](?= |$)")


class Somebody(msgspec.Struct, frozen=True):
    """A person on the map. ``near`` is 1 (very near) to 5, or None when nobody said; ``hard`` marks a hard relation."""

    name: str
    related: str = ""
    near: int | None = None
    near_words: str = ""
    hard: bool = False


class Event(msgspec.Struct, frozen=True):
    """Something in a life: when, and what."""

    when: str
    what: str


def room_of(profile: Profile) -> tuple[float, float]:
    """Return the width of the text and the height that a picture may have, in multiples of the size."""
    width, height = PAPER_MM[profile.page]
    points = profile.size / _POINTS_A_MM
    return (width - 2 * profile.margin) / points, (height - 2 * profile.margin) / points * TALLEST


def people_map(called: str, people: Sequence[Somebody], profile: Profile) -> Drawing | None:
    """Return the person in the middle with everybody around, nearer ones nearer; None when it would not fit a page."""
    width, tallest = room_of(profile)
    column = min(width * 0.34, 11.0)
    beds = [_bed(somebody, column) for somebody in people]
    left, right = beds[::2], beds[1::2]
    height = max(_height(left), _height(right), 4.0) + 1
    if len(people) < 2 or height > tallest:
        return None
    middle = (width / 2, height / 2)
    shapes: list[Shape] = []
    for side, side_beds in ((-1, left), (1, right)):
        top = (height - _height(side_beds)) / 2
        for bed in side_beds:
            shapes += _placed(bed, side, middle, top, column)
            top += bed.height
    shapes += _centre(called, middle, column)
    told = "; ".join(_told(somebody) for somebody in people)
    alt = f"A map of the people around {called}: {told}. The list below says the same."
    caption = BROKEN if any(somebody.hard for somebody in people) else THICKER
    return Drawing(width, height, tuple(shapes), alt, caption)


class _Bed(msgspec.Struct, frozen=True):
    """Somebody with their words broken into lines."""

    somebody: Somebody
    names: tuple[str, ...]
    related: tuple[str, ...]

    @property
    def height(self) -> float:
        return (len(self.names) + len(self.related)) * LINE + 1.0


def _bed(somebody: Somebody, column: float) -> _Bed:
    related = textwrap.shorten(somebody.related, int(RELATED_LINES * column / LETTER) - 2, placeholder=" …")
    return _Bed(somebody, _wrapped(somebody.name, column), _wrapped(related, column))


def _height(beds: Sequence[_Bed]) -> float:
    return sum(bed.height for bed in beds)


def _placed(bed: _Bed, side: int, middle: tuple[float, float], top: float, column: float) -> Iterator[Shape]:
    """Yield the line from the middle to somebody's name, and their words; ``side`` is -1 left of the middle, else 1."""
    near = bed.somebody.near or FARTHEST // 2 + 1
    edge = middle[0] + side * max(middle[0] - column - 0.5, 3.0)
    lines = [*((line, True) for line in bed.names), *((line, False) for line in bed.related)]
    baseline = top + (bed.height - len(lines) * LINE) / 2 + 0.95
    yield Stroke(middle, (edge, baseline - 0.3), 0.08 + 0.06 * (FARTHEST - near), broken=bed.somebody.hard)
    for number, (line, strong) in enumerate(lines):
        yield Lettering((edge + side * 0.4, baseline + number * LINE), line, side, strong=strong)


def _centre(called: str, middle: tuple[float, float], column: float) -> Iterator[Shape]:
    lines = _wrapped(called, column * 0.5)
    radius = max(max(map(len, lines)) * LETTER / 2, len(lines) * LINE / 2) + 0.7
    yield Dot(middle, min(radius, 2.9 + 0.1 * len(lines)), filled=False)
    baseline = middle[1] - len(lines) * LINE / 2 + 0.95
    for number, line in enumerate(lines):
        yield Lettering((middle[0], baseline + number * LINE), line, 0, strong=True)


def _told(somebody: Somebody) -> str:
    near = somebody.near_words[:1].lower() + somebody.near_words[1:]
    parts = (somebody.name, somebody.related, near, "it is hard" if somebody.hard else "")
    return ", ".join(part for part in parts if part)


def life_line(called: str, events: Sequence[Event], profile: Profile) -> Drawing | None:
    """Return a life as a line with its events from top to bottom; None when it would not fit a page."""
    width, tallest = room_of(profile)
    whens = min(max((len(event.when) for event in events), default=0) * LETTER, width * 0.37)
    for letters in LONGEST_EVENT:
        stops = [_stop(event, letters, whens, width - whens - 2.2) for event in events]
        height = sum(stop.height for stop in stops)
        if len(events) > 1 and height <= tallest:
            told = "; ".join(": ".join(filter(None, (stop.event.when, stop.event.what))) for stop in stops)
            alt = f"The life of {called} as a line: {told}. The list below says it all."
            return Drawing(width, height, tuple(_line(stops, whens)), alt, "")
    return None


class _Stop(msgspec.Struct, frozen=True):
    """An event with its words broken into lines."""

    event: Event
    whens: tuple[str, ...]
    whats: tuple[str, ...]

    @property
    def height(self) -> float:
        return max(len(self.whens), len(self.whats)) * LINE + 0.9


def _stop(event: Event, letters: int, whens: float, whats: float) -> _Stop:
    beginning = _beginning(event.what, letters)
    return _Stop(
        msgspec.structs.replace(event, what=beginning.rstrip(".")),
        _wrapped(event.when, whens),
        _wrapped(beginning, whats),
    )


def _beginning(words: str, letters: int) -> str:
    """Return as many whole sentences as so many letters hold, else as many words, followed by dots."""
    ends = [found.end() for found in _SENTENCE_END.finditer(words) if found.end() <= letters]
    if ends and len(words) > letters:
        return words[: ends[-1]]
    return textwrap.shorten(words, letters, placeholder=f"{NO_BREAK}…", break_on_hyphens=False)


def _wrapped(words: str, width: float) -> tuple[str, ...]:
    """Return words in lines of a width in sizes; only a word that no line holds is wider. Dates may be split here."""
    letters = max(int(width / LETTER), 4)
    return tuple(textwrap.wrap(words.replace(NO_BREAK, " "), letters, break_long_words=False, break_on_hyphens=False))


def _line(stops: Sequence[_Stop], whens: float) -> Iterator[Shape]:
    """Yield the line, and each event with its dot."""
    at = whens + 1.1
    yield Stroke((at, 0), (at, sum(stop.height for stop in stops)), 0.12)
    top = 0.0
    for stop in stops:
        baseline = top + 0.45 + 0.95
        yield Dot((at, baseline - 0.32), 0.34, filled=True)
        for number, line in enumerate(stop.whens):
            yield Lettering((at - 0.9, baseline + number * LINE), line, -1, strong=True)
        for number, line in enumerate(stop.whats):
            yield Lettering((at + 0.9, baseline + number * LINE), line, 1)
        top += stop.height
