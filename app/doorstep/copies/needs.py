"""From what a person needs in order to read to the copies that meet it: the Accessible Information Standard as data.

The form's options (``copy_formats``) are the worker's words for the needs; the SNOMED CT codes are those of NHS
England's reasonable adjustments, "specific information format", as its draft value set of February 2024 has them, and
are for the office's own check against the UK edition. What Doorstep cannot make, it says, so that somebody books it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.copies.formats import CopyFormat
from doorstep.copies.profiles import PROFILES, profile_for_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


WANTED_FORMATS = "ais_format"
"""The question whose options name the needs."""


class Need(msgspec.Struct, frozen=True):
    """What meets one need.

    ``profile`` is set when the need asks for one whatever the size; ``missing`` is a sentence to the worker when
    nothing that Doorstep makes meets it.
    """

    formats: tuple[CopyFormat, ...] = ()
    profile: str = ""
    missing: str = ""
    snomed: tuple[str, ...] = ()


NEEDS: Mapping[str, Need] = {
    "clear_print": Need((CopyFormat.PDF,)),
    "large_print": Need((CopyFormat.PDF,), snomed=("957331000000109", "957351000000102", "957371000000106")),
    "easy_read": Need((CopyFormat.PDF,), "easy-read", snomed=("796161000000101", "1082551000000100")),
    "braille": Need((CopyFormat.BRAILLE, CopyFormat.CONTRACTED_BRAILLE), snomed=("936681000000100", "936661000000109")),
    "audio": Need((CopyFormat.READ_ALOUD, CopyFormat.HTML), snomed=("936601000000105",)),
    "screen_reader": Need((CopyFormat.HTML, CopyFormat.TEXT), snomed=("945751000000106", "936581000000101")),
    "bsl_video": Need(missing="Doorstep makes no videos. Please book a British Sign Language (BSL) translation."),
    "coloured_paper": Need((CopyFormat.PDF,), "coloured-paper-14"),
    "another_language": Need(missing="Please book a translator for what was said. Family should not have to do it."),
    "read_to_me": Need((CopyFormat.READ_ALOUD,), snomed=("367741000000102", "985021000000106")),
    "other": Need(missing="Please see what was asked for, and arrange it."),
}
"""Every option of ``copy_formats``, and what meets it."""


class Suggestion(msgspec.Struct, frozen=True):
    """What to offer first. ``missing`` are sentences to the worker about what Doorstep cannot make."""

    profile: str
    formats: tuple[CopyFormat, ...]
    missing: tuple[str, ...]


def suggested(codes: Iterable[str], points: int) -> Suggestion:
    """Return what meets the needs that the person named, of print at least ``points`` high.

    A need for its own profile gives way to the size: nobody is offered print that is smaller than they asked for,
    except Easy Read, which is asked for by name.
    """
    needs = [NEEDS[code] for code in codes if code in NEEDS]
    by_size = profile_for_size(points)
    named = [PROFILES[need.profile] for need in needs if need.profile]
    profile = next((one for one in named if one.easy_read or one.size >= points), by_size)
    formats = dict.fromkeys(kind for need in needs for kind in need.formats)
    missing = tuple(need.missing for need in needs if need.missing)
    return Suggestion(profile.name, tuple(formats) or (CopyFormat.PDF,), missing)
