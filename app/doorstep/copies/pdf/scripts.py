"""Letters that join, stack and change their shapes: Arabic, Urdu, Bengali and Punjabi, shaped by HarfBuzz.

ReportLab's subsets are made of characters. Each shape therefore gets a private character of its own, which never
reaches the file: there its Unicode map has the letters that it stands for, so that they can be read aloud, searched
and copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from reportlab.pdfbase.pdfdoc import PDFDocument

    _Point: TypeAlias = tuple[float, float]

_FIRST_PRIVATE = 0xF0000
_THOUSAND = 1000
_MAPPED = re.compile(r"<([0-9A-F]{2})> <(F[0-9A-F]{4})>")


@dataclass(frozen=True, slots=True)
class Script:
    """One way of writing. ``leading`` is the least distance of lines against the size."""

    name: str
    folder: str
    file: str
    letters: re.Pattern[str]
    leading: float

    def font(self, *, strong: bool) -> str:
        """Return the name of its font for ReportLab."""
        return f"Doorstep-{self.name}-{'Bold' if strong else 'Regular'}"


_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
NASKH = Script("Naskh", "noto-naskh-arabic", "NotoNaskhArabic", _ARABIC, 1.7)
NASTALIQ = Script("Nastaliq", "noto-nastaliq-urdu", "NotoNastaliqUrdu", _ARABIC, 2.4)
BENGALI = Script("Bengali", "noto-sans-bengali", "NotoSansBengali", re.compile("[\u0964\u0965\u0980-\u09ff]"), 1.4)
GURMUKHI = Script("Gurmukhi", "noto-sans-gurmukhi", "NotoSansGurmukhi", re.compile("[\u0964\u0965\u0a00-\u0a7f]"), 1.4)
SCRIPTS = (NASKH, NASTALIQ, BENGALI, GURMUKHI)
_SHAPED = re.compile("|".join(script.letters.pattern for script in (NASKH, BENGALI, GURMUKHI)))
_JOINERS = "\u200c\u200d"


def is_shaped(text: str) -> bool:
    """Tell whether a text holds letters that must be shaped."""
    return _SHAPED.search(text) is not None


def script_runs(text: str, lang: str | None) -> Iterator[tuple[Script | None, str]]:
    """Yield pieces of a text, each wholly in one script; None for letters that stand as they are.

    ``lang`` (BCP 47) chooses between the hands of Arabic writing: Urdu is written in Nastaliq.
    """
    held, current = "", None
    for letter in text:
        joins = current is not None and letter in _JOINERS
        script = current if joins else _script_of(letter, lang, current)
        if held and script is not current:
            yield current, held
            held = ""
        held, current = held + letter, script
    if held:
        yield current, held


def _script_of(letter: str, lang: str | None, before: Script | None) -> Script | None:
    if before is not None and before.letters.match(letter):
        return before  # the danda belongs to all scripts of the north
    arabic = NASTALIQ if lang and lang.partition("-")[0] == "ur" else NASKH
    found = next((one for one in (arabic, BENGALI, GURMUKHI) if one.letters.match(letter)), None)
    return found if found is not None and shaped_font(found, strong=False).holds(letter) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn shape. ``code`` is its private character; the others are thousandths of the size.

    ``advance`` is the way to the next shape, ``width`` the font's own. ``place`` is where its letters begin in the text
    that was shaped; ``stands`` tells whether it stands for them, as one shape of each cluster does.
    """

    code: str
    advance: float
    across: float
    up: float
    width: float
    place: int
    stands: bool


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A private character at its place (points), made so many times as wide."""

    code: str
    x: float
    y: float
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape as operators of a PDF page at a thousand units a size; ``box`` is left, bottom, right and top."""

    name: str
    operators: str
    box: tuple[float, float, float, float]


class _Pen:
    """Writes an outline as operators of a PDF page; ``scale`` brings the units of the font to thousandths."""

    def __init__(self, scale: float) -> None:
        self.operators: list[str] = []
        self.points: list[_Point] = []
        self._scale = scale
        self._at = (0.0, 0.0)

    def moveTo(self, point: _Point) -> None:  # noqa: N802 - the pens of font tools are called so
        """Begin an outline."""
        self._write("m", point)

    def lineTo(self, point: _Point) -> None:  # noqa: N802
        """Go straight."""
        self._write("l", point)

    def curveTo(self, first: _Point, second: _Point, point: _Point) -> None:  # noqa: N802
        """Go along a curve with two handles."""
        self._write("c", first, second, point)

    def qCurveTo(self, handle: _Point, point: _Point) -> None:  # noqa: N802
        """Go along a curve with one handle, which a page has to be given as one with two."""
        first, second = (_towards(end, handle) for end in (self._at, point))
        self._write("c", first, second, point)

    def closePath(self) -> None:  # noqa: N802
        """End an outline."""
        self.operators.append("h")

    def _write(self, operator: str, *points: _Point) -> None:
        self._at = points[-1]
        scaled = [(round(x * self._scale, 1), round(y * self._scale, 1)) for x, y in points]
        self.points += scaled
        self.operators.append(f"{' '.join(f'{x:.5g} {y:.5g}' for x, y in scaled)} {operator}")


def _towards(end: _Point, handle: _Point) -> _Point:
    """Return the point two thirds of the way from an end to a handle."""
    return end[0] + (handle[0] - end[0]) * 2 / 3, end[1] + (handle[1] - end[1]) * 2 / 3


class ShapedFont(TTFont):
    """A font whose shapes are chosen by HarfBuzz."""

    def __init__(self, script: Script, *, strong: bool) -> None:
        path = resource("fonts", script.folder, f"{script.file}-{'Bold' if strong else 'Regular'}.ttf")
        super().__init__(script.font(strong=strong), str(path), asciiReadable=0)
        self._path = path
        self._codes: dict[tuple[int, str], str] = {}
        self._letters: dict[int, str] = {}
        self._outlines: dict[int, Outline] = {}

    @cached_property
    def _shaper(self) -> Any:
        return hb.Font(hb.Face(hb.Blob(self._path.read_bytes())))

    def holds(self, letter: str) -> bool:
        """Tell whether the font has a letter."""
        return ord(letter) in self.face.charToGlyph

    def shapes(self, text: str, *, right_to_left: bool, lang: str | None) -> tuple[Shape, ...]:
        """Return the shapes of a run from left to right. ``lang`` is BCP 47."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        if lang:
            buffer.language = lang
        hb.shape(self._shaper, buffer)
        scale = _THOUSAND / self._shaper.face.upem
        starts = sorted({info.cluster for info in buffer.glyph_infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        bases: dict[int, int] = {}
        for number, (info, position) in enumerate(placed):
            base = bases.setdefault(info.cluster, number)
            if position.x_advance > placed[base][1].x_advance:
                bases[info.cluster] = number
        found = []
        for number, (info, position) in enumerate(placed):
            stands = bases[info.cluster] == number
            letters = text[info.cluster : ends[info.cluster]] if stands else ""
            width = self._shaper.get_glyph_h_advance(info.codepoint) * scale
            found.append(
                Shape(
                    self._code(info.codepoint, letters, width),
                    position.x_advance * scale,
                    position.x_offset * scale,
                    position.y_offset * scale,
                    width,
                    info.cluster,
                    stands,
                )
            )
        return tuple(found)

    def outline(self, code: str) -> Outline:
        """Return the outline of a private character."""
        glyph = self.face.charToGlyph[ord(code)]
        if glyph not in self._outlines:
            pen = _Pen(_THOUSAND / self._shaper.face.upem)
            self._shaper.draw_glyph_with_pen(glyph, pen)
            across, up = [x for x, _y in pen.points] or [0.0], [y for _x, y in pen.points] or [0.0]
            box = (min(across), min(up), max(across), max(up))
            self._outlines[glyph] = Outline(f"{self.fontName}-{glyph}", " ".join(pen.operators), box)
        return self._outlines[glyph]

    def _code(self, glyph: int, letters: str, width: float) -> str:
        """Return the private character of a shape that stands for some letters, making it on first use."""
        known = self._codes.get((glyph, letters))
        if known is None:
            number = _FIRST_PRIVATE + len(self._codes)
            self.face.charToGlyph[number] = glyph
            self.face.charWidths[number] = width
            self._letters[number] = letters or NO_LETTER
            known = self._codes[glyph, letters] = chr(number)
        return known

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Write the font, then give each shape its letters in the map to Unicode."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream: Any = doc.idToObject[name]
                stream.content = _MAPPED.sub(self._mapped, stream.content)

    def _mapped(self, found: re.Match[str]) -> str:
        letters = self._letters[int(found[2], 16)]
        return f"<{found[1]}> <{letters.encode('utf-16-be').hex().upper()}>"


NO_LETTER = "\u200c"
"""What a mark maps to whose letters another shape of the same cluster stands for: nothing that is seen or heard."""


@cache
def shaped_font(script: Script, *, strong: bool) -> ShapedFont:
    """Return the font of a script, made known to ReportLab. Raises EnvironmentFaultError when it is not installed."""
    font = ShapedFont(script, strong=strong)
    pdfmetrics.registerFont(font)
    return font
