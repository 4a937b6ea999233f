"""The real veraPDF: every profile in every language passes PDF/UA-1, and each planted breakage is found.

Here a part of the sample, followed by each kind of block; ``python -m copies.run`` takes all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copies.every_copy import LANGUAGES, pdfs_in
from copies.test_self_check import GOOD, PLANTED, VERAPDF_SAYS, broken
from copies.verapdf import needs_verapdf, verdicts
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.profiles import PROFILES

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("people",)
"""The people map, tables, words of two voices."""


@needs_verapdf
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_profile_passes_in_every_language(code: str, tmp_path: Path) -> None:
    assert verdicts(dict(pdfs_in(code, PARTS)), tmp_path) == {name: set() for name in (*PROFILES, *CARDS)}


@needs_verapdf
def test_the_six_planted_breakages_are_found(tmp_path: Path) -> None:
    pdfs = {"good": GOOD, **{name: broken(plant) for name, (plant, _rule) in PLANTED.items()}}
    found = verdicts(pdfs, tmp_path)
    assert found.pop("good") == set()
    assert {name: rules & VERAPDF_SAYS[name] for name, rules in found.items()} == VERAPDF_SAYS
