"""``doorstep forms check [FOLDER]``: every mistake in a form, or in all that are installed, and between forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from doorstep.definition.links import Neighbours
from doorstep.definition.lint import check_folder
from doorstep.definition.reading import FORM_FILE
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Further = Callable[[Path], tuple[Sequence[str], Sequence[str]]]


def nothing_further(_form: Path) -> tuple[Sequence[str], Sequence[str]]:
    """Look no further than the form."""
    return (), ()


def run(arguments: Sequence[str], out: TextIO, further: Further = nothing_further) -> int:
    """Print each mistake as ``file:line: what is wrong: how to mend it``, then how many; return 0 for none, else 1.

    ``arguments`` names one folder, or none for all installed forms. A folder of form folders stands for them all.
    ``further`` looks at what lies beside a form, and returns mistakes and notes; notes are printed and do not count.
    """
    root = Path(arguments[0]) if arguments else forms_folder()
    folders = _forms_in(root)
    neighbours = Neighbours(folders[0])
    beside = [further(folder) for folder in folders]
    problems = [str(problem) for folder in folders for problem in check_folder(folder, neighbours)]
    problems += [mistake for mistakes, _notes in beside for mistake in mistakes]
    for line in (*problems, *(note for _mistakes, notes in beside for note in notes)):
        print(line, file=out)
    count = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    print(f"{count} in {root}" if problems else f"No mistakes in {root}", file=out)
    return 1 if problems else 0


def _forms_in(root: Path) -> list[Path]:
    if (root / FORM_FILE).is_file():
        return [root]
    return sorted(path.parent for path in root.glob(f"*/{FORM_FILE}")) or [root]
