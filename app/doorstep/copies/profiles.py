"""Profiles: how a copy is set for the eyes that will read it, as data.

Sizes follow UKAAF G003 (clear print 14 point, large print 16 to 18 and more, giant print from 24; everything on the
page in at least the size of the body; left aligned; no italics, underlining or blocks of capitals). Line spacing
belongs to the profile because the guidance differs by reader: the British Dyslexia Association asks for 1.5, 60 to 70
characters a line and a page in cream or a soft pastel. A profile for coloured paper prints no tint and no colour, so
that the paper is all that colours it. Easy Read is at least 14 point with pictures at the left (Department of Health,
Making written information easier to understand, 2010).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST_FROM_SIZE = 18
"""From this size up no table is readable on A4: rows are set as headed lists."""


BLACK = "#000000"
AIRY = 1.5
"""Lines that stand so far apart are meant for readers who lose their place."""


class Page(StrEnum):
    """The paper that a profile is made for."""

    A4 = "A4"
    A5 = "A5"


PAPER_MM: Mapping[Page, tuple[float, float]] = {Page.A4: (210, 297), Page.A5: (148, 210)}


class Profile(msgspec.Struct, frozen=True):
    """One way of setting a copy. Sizes in points, margins in millimetres, colours as #RRGGBB.

    ``name`` is stable and stored in the journal; ``title`` is what the worker reads. ``accent`` is for rules and bars
    only and keeps 3:1 on ``paper``; ``ink`` keeps 7:1. ``by_size`` marks those that differ by their size alone, of
    which the right one follows from the size that the person asked for. ``easy_read`` says it all anew in short
    sentences with pictures.
    """

    name: str
    title: str
    size: int
    line_spacing: float
    margin: float
    paper: str = "#FFFFFF"
    ink: str = "#111111"
    accent: str = "#1F5E5B"
    by_size: bool = True
    easy_read: bool = False
    page: Page = Page.A4

    @property
    def tables(self) -> bool:
        """Whether repeated answers may be set as tables."""
        return self.size < LIST_FROM_SIZE

    @property
    def runs_on(self) -> bool:
        """Whether short answers may run on to save paper: not where lines stand far apart to be told apart."""
        return self.tables and self.line_spacing < AIRY


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("clear-14", "Clear print, 14 point", 14, 1.25, 20),
        Profile("large-16", "Large print, 16 point", 16, 1.25, 18),
        Profile("large-18", "Large print, 18 point", 18, 1.2, 17),
        Profile("large-20", "Large print, 20 point", 20, 1.2, 17),
        Profile("giant-24", "Giant print, 24 point", 24, 1.2, 15),
        Profile("giant-28", "Giant print, 28 point", 28, 1.2, 15),
        Profile("easy-read", "Easy Read, with pictures", 16, 1.4, 18, by_size=False, easy_read=True),
        Profile("dyslexia-14", "Dyslexia friendly, on a cream page", 14, 1.5, 24, paper="#FFF8E1", by_size=False),
        Profile(
            "coloured-paper-14", "14 point, for coloured paper", 14, 1.5, 24, ink=BLACK, accent=BLACK, by_size=False
        ),
        Profile("contrast-18", "High contrast, 18 point", 18, 1.3, 17, ink=BLACK, accent=BLACK, by_size=False),
    )
}
"""Every profile by name, in the order in which they are offered."""


def profile_for_size(points: int) -> Profile:
    """Return the smallest profile that is at least so large, else the largest (``ais_print_size``)."""
    by_size = [profile for profile in PROFILES.values() if profile.by_size]
    return next((profile for profile in by_size if profile.size >= points), by_size[-1])
