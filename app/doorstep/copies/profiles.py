"""Profiles: how a copy is set for the eyes that will read it, as data.

Sizes follow UKAAF G003 (clear print 14 point, large print 16 to 18 and more, giant print from 24; everything on the
page in at least the size of the body; left aligned; no italics, underlining or blocks of capitals). Line spacing
belongs to the profile because the guidance differs by reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST_FROM_SIZE = 18
"""From this size up no table is readable on A4: rows are set as headed lists."""


class Profile(msgspec.Struct, frozen=True):
    """One way of setting a copy. Sizes in points, margins in millimetres, colours as #RRGGBB.

    ``name`` is stable and stored in the journal; ``title`` is what the worker reads. ``accent`` is for rules and bars
    only and keeps 3:1 on ``paper``; ``ink`` keeps 7:1.
    """

    name: str
    title: str
    size: int
    line_spacing: float
    margin: float
    paper: str = "#FFFFFF"
    ink: str = "#111111"
    accent: str = "#1F5E5B"

    @property
    def tables(self) -> bool:
        """Whether repeated answers may be set as tables, or run on to save paper."""
        return self.size < LIST_FROM_SIZE


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("clear-14", "Clear print, 14 point", 14, 1.25, 20),
        Profile("large-16", "Large print, 16 point", 16, 1.25, 18),
        Profile("large-18", "Large print, 18 point", 18, 1.2, 17),
        Profile("large-20", "Large print, 20 point", 20, 1.2, 17),
        Profile("giant-24", "Giant print, 24 point", 24, 1.2, 15),
        Profile("giant-28", "Giant print, 28 point", 28, 1.2, 15),
    )
}
"""Every profile by name, in the order in which they are offered."""


def profile_for_size(points: int) -> Profile:
    """Return the smallest profile that is at least so large, else the largest (``ais_print_size``)."""
    fitting = [profile for profile in PROFILES.values() if profile.size >= points]
    return fitting[0] if fitting else list(PROFILES.values())[-1]
