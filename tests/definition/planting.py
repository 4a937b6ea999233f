"""A mistake planted in the worked example, and what the checker must tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from definition.example import example_files, write_form
from doorstep.definition.links import Neighbours
from doorstep.definition.lint import check_folder
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from pathlib import Path


INSTALLED = Neighbours(forms_folder() / "needs-assessment")
"""The forms that came with Doorstep, read once for all these tests."""
HOUSEHOLD, ROOMS, ROOM_TEMPLATE, FORM = "S01-household.yaml", "S02-rooms.yaml", "rooms.yaml", "form.yaml"


class Planted(NamedTuple):
    """In ``file``, ``old`` becomes ``new``; the mistake is then told at the line that holds ``at``."""

    file: str
    old: str
    new: str
    at: str
    what: str
    mend: str


def find_planted(planted: Planted, folder: Path) -> None:
    """Plant the mistake in the worked example: it is told once, with its way out, in its file and line."""
    files = example_files()
    assert files[planted.file].count(planted.old) >= 1
    files[planted.file] = files[planted.file].replace(planted.old, planted.new, 1)
    problems = check_folder(write_form(folder / "fire", files), INSTALLED)
    found = [problem for problem in problems if planted.what in problem.what]
    assert len(found) == 1, "\n".join(map(str, problems))
    problem = found[0]
    assert planted.mend in problem.mend
    if planted.at:
        line = files[planted.file][: files[planted.file].index(planted.at)].count("\n") + 1
        assert (problem.file, problem.line) == (str(folder / "fire" / planted.file), line)
