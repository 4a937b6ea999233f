"""A profile as paragraph styles. Nothing on a page is smaller than the profile's size, footers included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from doorstep.copies.pdf.fonts import BOLD, REGULAR, register_fonts
from doorstep.copies.profiles import Page

if TYPE_CHECKING:
    from doorstep.copies.profiles import Profile

HEADING_SCALE = {1: 1.7, 2: 1.4, 3: 1.18, 4: 1.08}
"""Size of each heading against the body."""
PAGES = {Page.A4: A4, Page.A5: A5}
WORDS_SCALE = 1.12
"""The person's own words stand larger than everybody else's."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Every style of a copy. Sizes and widths in points."""

    size: float
    margin: float
    page: tuple[float, float]
    width: float
    paper: Color
    ink: Color
    accent: Color
    body: ParagraphStyle
    lead: ParagraphStyle
    question: ParagraphStyle
    short: ParagraphStyle
    speaker: ParagraphStyle
    words: ParagraphStyle
    quoted: ParagraphStyle
    item: ParagraphStyle
    contents: ParagraphStyle
    entry: ParagraphStyle
    entry_line: ParagraphStyle
    particular: ParagraphStyle
    cell: ParagraphStyle
    cell_head: ParagraphStyle
    furniture: ParagraphStyle
    headings: dict[int, ParagraphStyle]


def styles_of(profile: Profile) -> Styles:
    """Return the styles of a profile."""
    register_fonts()
    size = float(profile.size)
    ink = HexColor(profile.ink)
    body = ParagraphStyle(
        "body",
        fontName=REGULAR,
        fontSize=size,
        leading=size * profile.line_spacing,
        spaceAfter=size * 0.5,
        textColor=ink,
        allowWidows=0,
        allowOrphans=0,
    )
    inset = size * 0.9
    own = size * WORDS_SCALE
    item = ParagraphStyle("item", body, leftIndent=size * 1.6, spaceAfter=size * 0.3)
    return Styles(
        size=size,
        margin=profile.margin * mm,
        page=PAGES[profile.page],
        width=PAGES[profile.page][0] - 2 * profile.margin * mm,
        paper=HexColor(profile.paper),
        ink=ink,
        accent=HexColor(profile.accent),
        body=body,
        lead=ParagraphStyle("lead", body, fontSize=own, leading=own * profile.line_spacing, spaceAfter=size * 0.8),
        question=ParagraphStyle(
            "question", body, fontName=BOLD, spaceBefore=size * 0.7, spaceAfter=size * 0.25, keepWithNext=1
        ),
        short=ParagraphStyle("short", body, spaceBefore=size * 0.45, spaceAfter=size * 0.45),
        speaker=ParagraphStyle("speaker", body, spaceAfter=size * 0.2, keepWithNext=1),
        words=ParagraphStyle(
            "words", body, fontSize=own, leading=own * profile.line_spacing, leftIndent=inset, spaceAfter=size * 0.5
        ),
        quoted=ParagraphStyle("quoted", body, leftIndent=inset),
        item=item,
        contents=ParagraphStyle("contents", item, leftIndent=size * 2.4),
        entry=ParagraphStyle(
            "entry", item, leftIndent=size * 2, spaceBefore=size * 0.5, spaceAfter=size * 0.2, keepWithNext=1
        ),
        entry_line=ParagraphStyle("entry line", item, leftIndent=size * 2, spaceAfter=size * 0.15),
        particular=ParagraphStyle("particular", body, spaceAfter=size * 0.15),
        cell=ParagraphStyle("cell", body, spaceAfter=0),
        cell_head=ParagraphStyle("cell head", body, fontName=BOLD, spaceAfter=0),
        furniture=ParagraphStyle("furniture", body, leading=size * 1.2, spaceAfter=0),
        headings={level: _heading(body, level) for level in HEADING_SCALE},
    )


def _heading(body: ParagraphStyle, level: int) -> ParagraphStyle:
    size = body.fontSize * HEADING_SCALE[level]
    return ParagraphStyle(
        f"heading {level}",
        body,
        fontName=BOLD,
        fontSize=size,
        leading=size * 1.2,
        spaceBefore=size * (0.9 if level > 1 else 0),
        spaceAfter=size * 0.35,
        keepWithNext=1,
    )
