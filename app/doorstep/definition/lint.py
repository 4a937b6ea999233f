"""Everything that can be wrong with a form, found in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.definition.reading import Sources, read_form

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.definition.problems import Problem


def check_folder(folder: Path) -> tuple[Problem, ...]:
    """Return every mistake in the form in a folder, by file and line."""
    return problems_of(read_form(folder))


def problems_of(sources: Sources) -> tuple[Problem, ...]:
    """Return every mistake in a form that was read."""
    return sources.problems.sorted()
