"""One planted mistake for each rule about conditions, circles among them, and conditions that are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.example import example_files, write_form
from definition.planting import HOUSEHOLD, ROOMS, Planted, find_planted
from doorstep.definition.lint import check_folder

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = {
    "condition: unreadable": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "fs_worry at least 1",
        "enable_when",
        '"is" is missing',
        "link_id is option",
    ),
    "condition: dangling": Planted(
        HOUSEHOLD, "fs_worry is at least 1", "fs_wory is at least 1", "enable_when", 'question "fs_wory"', '"fs_worry"?'
    ),
    "condition: no such option": Planted(
        ROOMS, "fs_bedroom_exit is nowhere", "fs_bedroom_exit is nowher", "enable_when", 'option "nowher"', '"nowhere"?'
    ),
    "condition: words have no options": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "fs_people.name is Ann",
        "enable_when",
        "is text and has no options",
        "is answered",
    ),
    "condition: no size": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "fs_people.needs_help is at least 1",
        "enable_when",
        "has no size",
        "option code",
    ),
    "condition: never answered": Planted(
        ROOMS, "fs_bedroom_exit is nowhere", "fs_bedroom is answered", "enable_when", "never answered", "inside it"
    ),
    "condition: no such derived value": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "derived agee is at least 1",
        "enable_when",
        'no derived value "agee"',
        'mean "age"?',
    ),
    "condition: circle of one": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "fs_worry_words is answered",
        "enable_when",
        '"fs_worry_words" waits for "fs_worry_words"',
        "break the circle",
    ),
    "condition: contradicts itself": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "fs_worry is at least 1 and fs_worry is 0",
        "enable_when: fs_worry is",
        "contradicts itself",
        "two parts",
    ),
    "condition: beyond the scale": Planted(
        HOUSEHOLD, "fs_worry is at least 1", "fs_worry is at least 3", "enable_when", "contradicts itself", "two parts"
    ),
    "condition: age between 25 and 16": Planted(
        HOUSEHOLD,
        "fs_worry is at least 1",
        "derived age is at least 25 and derived age is at most 16",
        "enable_when",
        "contradicts itself",
        "two parts",
    ),
    "condition: hidden whenever it holds": Planted(
        ROOMS,
        "fs_kitchen_exit is nowhere or fs_bedroom_exit is nowhere",
        "fs_worry is 0 and fs_worry_words is answered",
        "enable_when",
        "can never be shown",
        "compare the conditions",
    ),
    "condition: not among its own section": Planted(
        ROOMS,
        "part: My rooms\n",
        "part: My rooms\nenable_when: fs_plan is answered\n",
        "enable_when: fs_plan",
        '"S02" waits for "fs_plan", which waits for "S02"',
        "break the circle",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found(name: str, tmp_path: Path) -> None:
    find_planted(PLANTED[name], tmp_path)


def test_a_circle_through_several_questions_is_told_once_with_its_members(tmp_path: Path) -> None:
    files = example_files()
    files[HOUSEHOLD] = files[HOUSEHOLD].replace(
        "    faces: yes\n", "    faces: yes\n    enable_when: fs_carer_view is answered\n"
    )
    circles = [problem for problem in check_folder(write_form(tmp_path, files)) if "waits for" in problem.what]
    assert len(circles) == 1
    assert "fs_worry" in circles[0].what
    assert "fs_carer_view" in circles[0].what


def test_what_waits_for_an_unreachable_question_is_not_blamed_for_it(tmp_path: Path) -> None:
    files = example_files()
    files[HOUSEHOLD] = files[HOUSEHOLD].replace("fs_worry is at least 1", "fs_worry is 0 and fs_worry is 1")
    files[ROOMS] = files[ROOMS].replace("fs_kitchen_exit is nowhere or", "fs_worry_words is answered and")
    assert [problem.file for problem in check_folder(write_form(tmp_path, files))] == [str(tmp_path / HOUSEHOLD)]


@pytest.mark.parametrize(
    "condition",
    [
        "fs_worry is 1 and fs_worry_words is answered",
        "fs_kitchen_exit is door and fs_kitchen_exit is window",
        "fs_people.needs_help is yes and fs_people.needs_help is no",
        "fs_worry is not 0 and fs_worry is not 1",
        "(fs_worry is 0 or fs_worry is 2) and fs_worry_words is answered",
        "fs_visit is unanswered and fs_worry is unanswered",
    ],
)
def test_conditions_that_can_hold_are_left_alone(condition: str, tmp_path: Path) -> None:
    files = example_files()
    files[ROOMS] = files[ROOMS].replace("fs_kitchen_exit is nowhere or fs_bedroom_exit is nowhere", condition)
    assert check_folder(write_form(tmp_path, files)) == ()
