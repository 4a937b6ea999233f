"""A form to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.example import example_files, write_form

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a folder with the worked example of the format in it."""
    return write_form(tmp_path / "fire", example_files())
