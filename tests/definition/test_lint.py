"""How mistakes in a form are told: all in one run, each once, and the checker itself never fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definition.example import example_files, write_form
from definition.planting import HOUSEHOLD, INSTALLED, ROOM_TEMPLATE, ROOMS
from doorstep.definition.lint import check_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_all_mistakes_are_told_in_one_run(tmp_path: Path) -> None:
    files = example_files()
    files[HOUSEHOLD] = files[HOUSEHOLD].replace("type: scale", "type: scael").replace("faces: yes", "face: yes")
    files[ROOM_TEMPLATE] = files[ROOM_TEMPLATE].replace("options: exits", "options: exit")
    problems = check_folder(write_form(tmp_path, files))
    assert {"scael", "face", "exit"} <= {
        word for problem in problems for word in problem.what.replace('"', " ").split()
    }
    assert list(problems) == sorted(problems)


def test_a_mistake_in_a_template_is_told_once_not_once_an_area(tmp_path: Path) -> None:
    files = example_files()
    files[ROOM_TEMPLATE] = files[ROOM_TEMPLATE].replace("fs_{area}_exit is nowhere", "fs_{area}_exit is nowher")
    (problem,) = check_folder(write_form(tmp_path, files))
    assert problem.what == '"fs_<area>_exit" has no option "nowher"'


def test_a_problem_reads_as_file_line_what_mend(tmp_path: Path) -> None:
    files = example_files()
    files[HOUSEHOLD] = files[HOUSEHOLD].replace("type: scale", "type: scael")
    problems = check_folder(write_form(tmp_path, files))
    line = files[HOUSEHOLD].split("type: scael")[0].count("\n") + 1
    assert str(problems[0]) == f'{tmp_path / HOUSEHOLD}:{line}: there is no type "scael": did you mean "scale"?'


@pytest.mark.parametrize(
    ("data", "what"), [(b"title: caf\xe9\n", "not UTF-8"), (b"title: a\x00b\n", "not YAML"), (b"a: b: c\n", "not YAML")]
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, data: bytes, what: str) -> None:
    folder = write_form(tmp_path, example_files())
    (folder / ROOMS).write_bytes(data)
    assert any(what in problem.what and problem.file.endswith(ROOMS) for problem in check_folder(folder))


def test_a_folder_without_form_yaml_is_told(tmp_path: Path) -> None:
    (problem,) = check_folder(tmp_path)
    assert problem.what == "this file is not there"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(sorted(example_files())),
    line=st.integers(0, 100),
    damage=st.sampled_from(["", "{a: b}", "[]", "- x", "fs_worry", "repeat_group", "&a [*a]", '"', "!!set {}"]),
    whole=st.booleans(),
)
def test_no_damage_makes_the_checker_itself_fail(
    tmp_path: Path, file: str, line: int, damage: str, whole: bool
) -> None:
    files = example_files()
    lines = files[file].splitlines()
    line %= len(lines)
    lines[line] = damage if whole else f"{lines[line].partition(':')[0]}: {damage}"
    files[file] = "\n".join(lines)
    for problem in check_folder(write_form(tmp_path / "fire", files), INSTALLED):
        assert problem.what
        assert problem.mend
        assert problem.line >= 1
