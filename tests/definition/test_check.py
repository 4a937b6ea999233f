"""The command ``doorstep forms check``."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from definition.example import example_files, write_form
from doorstep.definition.check import run

if TYPE_CHECKING:
    from pathlib import Path


def _run(*arguments: str) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = run(list(arguments), out)
    return code, out.getvalue().splitlines()


def test_a_good_form_ends_with_nothing_to_mend(example: Path) -> None:
    assert _run(str(example)) == (0, [f"No mistakes in {example}"])


def test_each_mistake_is_a_line_and_the_count_is_the_last(example: Path) -> None:
    section = example / "S01-household.yaml"
    section.write_text(section.read_text().replace("type: scale", "type: scael").replace("faces: yes", "face: yes"))
    code, lines = _run(str(example))
    assert code == 1
    assert all(line.startswith(f"{section}:") for line in lines[:-1])
    assert lines[-1] == f"{len(lines) - 1} mistakes in {example}"


def test_a_folder_of_forms_is_checked_form_by_form(tmp_path: Path) -> None:
    files = example_files()
    write_form(tmp_path / "one", files)
    write_form(tmp_path / "two", files | {"form.yaml": files["form.yaml"].replace("language", "langauge")})
    code, lines = _run(str(tmp_path))
    assert code == 1
    assert {line.split(":")[0] for line in lines[:-1]} == {str(tmp_path / "two" / "form.yaml")}


def test_a_folder_without_a_form_is_a_mistake_too(tmp_path: Path) -> None:
    code, lines = _run(str(tmp_path))
    assert code == 1
    assert lines[-1] == f"1 mistake in {tmp_path}"


def test_the_installed_forms_are_without_mistakes() -> None:
    code, lines = _run()
    assert code == 0, "\n".join(lines)
