"""Every theme has every role, and its words can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.ui.theme import COLOURS, THEMES, apply_theme, load_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication

SPEAKERS = ("person", "carer", "supporter", "worker")


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_words_stand_out_seven_to_one_on_every_ground(name: str) -> None:
    theme = load_theme(name)
    grounds = [role for role in COLOURS if role.endswith("_ground")]
    for role in ("ink", "quiet"):
        for ground in ("paper", "raised", "sunken", *grounds):
            assert contrast(theme.color(role), theme.color(ground)) >= 7, (role, ground)
    for role in (*SPEAKERS, "needs", "error", "done", "accent"):
        for ground in ("paper", "raised", f"{role}_ground"):
            assert contrast(theme.color(role), theme.color(ground)) >= 7, (role, ground)
    assert contrast(theme.color("accent"), theme.color("on_accent")) >= 7


@pytest.mark.parametrize("name", THEMES)
def test_edges_stand_out_three_to_one(name: str) -> None:
    theme = load_theme(name)
    for ground in ("paper", "raised", *(f"{speaker}_ground" for speaker in SPEAKERS)):
        assert contrast(theme.color("line"), theme.color(ground)) >= 3, ground


def test_where_colour_cannot_tell_lanes_apart_the_pattern_does() -> None:
    for name in THEMES:
        theme = load_theme(name)
        looks = {(theme.color(speaker).name(), theme.lane_pattern(speaker)) for speaker in SPEAKERS}
        assert len(looks) == len(SPEAKERS), name


def test_the_text_size_setting_scales_words_and_targets(qapp: QApplication) -> None:
    plain = apply_theme(qapp, load_theme("light"))
    double = apply_theme(qapp, load_theme("light"), 2.0)
    assert double.font("question").pointSizeF() == 2 * plain.font("question").pointSizeF()
    assert plain.target >= 44
    assert double.target > plain.target
    assert double.column > plain.column
    apply_theme(qapp, load_theme("light"))


def test_the_palette_follows_the_theme(qapp: QApplication) -> None:
    dark = apply_theme(qapp, load_theme("dark"))
    assert qapp.palette().window().color() == dark.color("paper")
    assert qapp.palette().text().color() == dark.color("ink")
    apply_theme(qapp, load_theme("light"))
