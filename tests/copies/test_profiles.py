"""Profiles and needs: everyone gets at least what they asked for, and what cannot be made is said."""

from __future__ import annotations

import pytest

from copies.making import played
from doorstep.copies.formats import CopyFormat
from doorstep.copies.needs import NEEDS, WANTED_FORMATS, suggested
from doorstep.copies.profiles import PROFILES, Profile, profile_for_size

CLEAR_PRINT = 14


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_profile_can_be_read(profile: Profile) -> None:
    assert profile.size >= CLEAR_PRINT
    assert contrast(profile.ink, profile.paper) >= 7
    assert contrast(profile.accent, profile.paper) >= 3
    assert profile.line_spacing >= 1.2


def test_tables_become_lists_from_eighteen_points() -> None:
    assert all(profile.tables == (profile.size < 18) for profile in PROFILES.values())


def test_the_size_that_was_asked_for_chooses_among_plain_sizes_only() -> None:
    assert [profile_for_size(points).name for points in (12, 14, 16, 18, 20, 24, 28, 40)] == [
        *("clear-14", "clear-14", "large-16", "large-18", "large-20", "giant-24", "giant-28", "giant-28")
    ]


def test_paper_of_the_persons_own_colour_gets_neither_tint_nor_colour() -> None:
    profile = PROFILES["coloured-paper-14"]
    assert (profile.paper, profile.ink, profile.accent) == ("#FFFFFF", "#000000", "#000000")


@pytest.mark.parametrize(
    ("codes", "points", "profile", "formats"),
    [
        ((), 14, "clear-14", (CopyFormat.PDF,)),
        (("large_print",), 20, "large-20", (CopyFormat.PDF,)),
        (("easy_read",), 14, "easy-read", (CopyFormat.PDF,)),
        (("easy_read", "large_print"), 24, "easy-read", (CopyFormat.PDF,)),
        (("coloured_paper",), 14, "coloured-paper-14", (CopyFormat.PDF,)),
        (("coloured_paper", "large_print"), 18, "large-18", (CopyFormat.PDF,)),
        (("braille",), 14, "clear-14", (CopyFormat.BRAILLE, CopyFormat.CONTRACTED_BRAILLE)),
        (("screen_reader",), 14, "clear-14", (CopyFormat.HTML, CopyFormat.TEXT)),
        (("large_print", "audio"), 18, "large-18", (CopyFormat.PDF, CopyFormat.READ_ALOUD, CopyFormat.HTML)),
    ],
)
def test_what_is_needed_is_offered_first(
    codes: tuple[str, ...], points: int, profile: str, formats: tuple[CopyFormat, ...]
) -> None:
    suggestion = suggested(codes, points)
    assert (suggestion.profile, suggestion.formats) == (profile, formats)


def test_what_doorstep_cannot_make_is_said() -> None:
    assert "British Sign Language" in suggested(("bsl_video",), 14).missing[0]
    assert suggested(("clear_print",), 14).missing == ()


def test_every_option_of_the_form_is_answered_with_a_format_or_a_word() -> None:
    options = played().form.item(WANTED_FORMATS).options
    assert {option.code for option in options} == set(NEEDS)
    assert all(need.formats or need.missing for need in NEEDS.values())
    assert all(need.profile in ("", *PROFILES) for need in NEEDS.values())
