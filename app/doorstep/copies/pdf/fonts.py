"""Fonts of a PDF copy: which letters they hold, and what happens to a character that they lack.

Atkinson Hyperlegible Next sets the text (SIL OFL 1.1). Noto Emoji draws emoji, in the colour of their skin tone, with
the whole sequence as ActualText. Any other character is spelled out by its Unicode name, so that nothing that a person
said can vanish or turn into an empty box.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from doorstep.copies.words import character_in_words
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfbase.pdfdoc import PDFDocument

    from doorstep.copies.document import Spans

REGULAR = "Doorstep-Regular"
BOLD = "Doorstep-Bold"
EMOJI = "Doorstep-Emoji"

_JOINERS = "\ufe0e\ufe0f\u200d"
_SKIN_TONES = {
    "\U0001f3fb": "#8A6A4A",
    "\U0001f3fc": "#86603C",
    "\U0001f3fd": "#7A5230",
    "\U0001f3fe": "#5F3A1C",
    "\U0001f3ff": "#3B2412",
}
"""The five skin tones, darkened so that each keeps 4.5:1 on white."""
_UNDRAWN = re.compile(f"[{_JOINERS}{''.join(_SKIN_TONES)}]")
_LOOKALIKES = str.maketrans({"\u2011": "-", "\u2010": "-", "\u2032": "’", "\u2033": "”", "\t": " ", "\u202f": "\u00a0"})
_BEYOND_BMP = re.compile(r"<([0-9A-F]{2})> <([0-9A-F]{5,6})>")


class _LetterWidths(dict[str, float]):
    """The width of each letter at one point, looked up on first use."""

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, letter: str) -> float:
        width: float = self._face.charWidths.get(ord(letter), self._face.defaultWidth) * 0.001
        self[letter] = width
        return width


class TextFont(TTFont):
    """Measures words several times faster than ReportLab does without its C extension. It keeps no words."""

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802 - ReportLab's
        """Return the width of a text in points."""
        return sum(map(self._widths.__getitem__, text)) * size

    @cached_property
    def _widths(self) -> _LetterWidths:
        return _LetterWidths(self.face)


class EmojiFont(TTFont):
    """Draws the visible parts of an emoji sequence, and maps glyphs above U+FFFF to Unicode as surrogate pairs."""

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - ReportLab's name
        """Return the width of what is drawn, in points."""
        width: float = super().stringWidth(_UNDRAWN.sub("", text), size, encoding)
        return width

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Return the codes of what is drawn, by font subset."""
        parts: list[tuple[int, bytes]] = super().splitString(_UNDRAWN.sub("", text), doc, encoding)
        return parts

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802
        """Write the font, then mend its character map (ReportLab writes code points of five digits there)."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream: Any = doc.idToObject[name]
                stream.content = _BEYOND_BMP.sub(_surrogates, stream.content)


def _surrogates(found: re.Match[str]) -> str:
    pair = chr(int(found[2], 16)).encode("utf-16-be").hex().upper()
    return f"<{found[1]}> <{pair}>"


@cache
def register_fonts() -> None:
    """Make the fonts known to ReportLab, once a process. Raises EnvironmentFaultError when they are not installed."""
    text = resource("fonts", "atkinson-hyperlegible-next")
    pdfmetrics.registerFont(TextFont(REGULAR, str(text / "AtkinsonHyperlegibleNext-Regular.ttf")))
    pdfmetrics.registerFont(TextFont(BOLD, str(text / "AtkinsonHyperlegibleNext-Bold.ttf")))
    emoji = resource("fonts", "noto-emoji", "NotoEmoji-Bold.ttf")
    pdfmetrics.registerFont(EmojiFont(EMOJI, str(emoji), asciiReadable=0))


@cache
def _letters(font: str) -> frozenset[int]:
    register_fonts()
    registered: Any = pdfmetrics.getFont(font)
    return frozenset(registered.face.charToGlyph)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield (font, words) in order: what the text font draws, each emoji sequence, and names for the rest."""
    clean = text.translate(_LOOKALIKES)
    if _letters(REGULAR).issuperset(map(ord, clean)):
        yield REGULAR, clean
        return
    held = ""
    place = 0
    while place < len(clean):
        letter = clean[place]
        place += 1
        if ord(letter) in _letters(REGULAR):
            held += letter
        elif ord(letter) in _letters(EMOJI) and not _UNDRAWN.match(letter):
            if held:
                yield REGULAR, held
            held, start = "", place - 1
            place = _sequence_end(clean, place)
            yield EMOJI, clean[start:place]
        elif name := character_in_words(letter):
            held += f"[{name}]"
    if held:
        yield REGULAR, held


def _sequence_end(text: str, place: int) -> int:
    """Return where an emoji sequence ends that has begun just before ``place``."""
    while place < len(text) and _UNDRAWN.match(text[place]):
        joined = text[place] == "\u200d" and place + 1 < len(text) and ord(text[place + 1]) in _letters(EMOJI)
        place += 2 if joined else 1
    return place


def markup(spans: Spans) -> str:
    """Return runs of text in ReportLab's paragraph markup, each character in a font that has it."""
    return "".join(_marked(font, words, strong=span.strong) for span in spans for font, words in pieces(span.text))


def _marked(font: str, words: str, *, strong: bool) -> str:
    if font == EMOJI:
        tone = next((_SKIN_TONES[letter] for letter in words if letter in _SKIN_TONES), None)
        colour = f' color="{tone}"' if tone else ""
        return f'<font name="{EMOJI}"{colour}>{escape(words)}</font>'
    return f'<font name="{BOLD}">{escape(words)}</font>' if strong else escape(words)
