"""One planted mistake for each rule: it is found, once, in the right file and line, with a way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


PLANTED = {
    "yaml: broken": Planted(
        HOUSEHOLD, "    text: Who sleeps here?\n", "   text: Who sleeps here?\n", "   text: Who", "not YAML", "indents"
    ),
    "yaml: empty": Planted(ROOM_TEMPLATE, example_files()["rooms.yaml"], "# nothing\n", "", "is empty", "write it"),
    "yaml: key twice": Planted(
        HOUSEHOLD,
        "    fact: yes\n",
        "    fact: yes\n    type: date\n",
        "type: date\n    carries",
        '"type" stands here twice',
        "keep one",
    ),
    "yaml: inside itself": Planted(
        ROOM_TEMPLATE, "options: exits", "options: &a [*a]", "options: &a", "stands inside itself", "write it out"
    ),
    "keys: unknown": Planted(HOUSEHOLD, "faces: yes", "face: yes", "face: yes", 'knows no "face"', 'mean "faces"?'),
    "keys: unknown in form.yaml": Planted(FORM, "language:", "langauge:", "langauge", "knows no", 'mean "language"?'),
    "keys: list for words": Planted(
        HOUSEHOLD, "title: The household", "title: [The household]", "title:", "words are expected", "after the colon"
    ),
    "keys: not yes or no": Planted(
        HOUSEHOLD, "faces: yes", "faces: aye", "faces: aye", '"faces" is "aye"', "yes or no"
    ),
    "keys: not a number": Planted(
        HOUSEHOLD, "max_rows: 12", "max_rows: dozen", "max_rows", '"max_rows" is "dozen"', "whole number"
    ),
    "section: code": Planted(ROOMS, "section: S02", "section: 2", "section: 2", '"2" is no section code', "S05"),
    "section: part twice": Planted(
        ROOMS, "part: My rooms", "part: My household", "part:", "the name of section S01 too", "part of its own"
    ),
    "type: unknown": Planted(
        HOUSEHOLD, "type: scale", "type: scael", "type: scael", 'there is no type "scael"', 'did you mean "scale"?'
    ),
    "type: missing": Planted(
        HOUSEHOLD, "    type: scale\n", "", "link_id: fs_worry\n", '"fs_worry" has no "type"', "type: text"
    ),
    "link_id: twice": Planted(
        HOUSEHOLD,
        "link_id: fs_worry_words",
        "link_id: fs_worry",
        "link_id: fs_worry\n    text: What",
        '"fs_worry" is there twice',
        "the first stands in",
    ),
    "link_id: shape": Planted(
        HOUSEHOLD, "link_id: fs_visit", "link_id: Visit-day", "Visit-day", '"Visit-day" is no link_id', "small letters"
    ),
    "link_id: missing": Planted(
        HOUSEHOLD, "  - link_id: fs_visit\n    text", "  - text", "text: Date", 'has no "link_id"', "link_id: ..."
    ),
    "words: missing": Planted(
        HOUSEHOLD, "text: Who sleeps here?", "text:", "text:\n    type: repeat", "words are missing", "write them"
    ),
    "words: no text": Planted(
        HOUSEHOLD,
        "    text: Who sleeps here?\n",
        "",
        "link_id: fs_people\n",
        '"fs_people" has no "text"',
        "text: ...",
    ),
    "words: of an option": Planted(FORM, "window: A window", "window:", "window:", "words are missing", "write them"),
    "options: unknown set": Planted(
        ROOM_TEMPLATE, "options: exits", "options: exit", "options: exit", 'no option set "exit"', 'mean "exits"?'
    ),
    "options: unused set": Planted(
        FORM, "  exits:", "  lamps: {on: On}\n  exits:", "lamps", 'no question uses the option set "lamps"', "use it"
    ),
    "options: none": Planted(
        ROOM_TEMPLATE,
        "    options: exits\n",
        "    options: {}\n",
        "options: {}",
        "gives nothing to choose",
        "add options",
    ),
    "options: where none belong": Planted(
        HOUSEHOLD,
        "    max_rows: 12\n",
        "    max_rows: 12\n    options: exits\n",
        "options: exits",
        "repeat_group and cannot have options",
        "single_choice",
    ),
    "options: say the same": Planted(
        FORM, "window: A window", "window: The door", "window:", 'both say "The door"', "what differs"
    ),
    "options: code twice": Planted(
        ROOM_TEMPLATE,
        "options: exits",
        "options: [exits, {door: Back door}]",
        "{door: Back door}",
        '"door" comes twice',
        "take one",
    ),
    "options: code shape": Planted(
        FORM, "window: A window", "A-window: A window", "A-window:", '"A-window" is no option code', "small letters"
    ),
    "options_from: dangling": Planted(
        HOUSEHOLD,
        "[fs_people.name]",
        "[fs_people.nam]",
        "options_from",
        'no question "fs_people.nam"',
        'mean "fs_people.name"?',
    ),
    "options_from: no words": Planted(
        HOUSEHOLD, "[fs_people.name]", "[fs_people.age]", "options_from", "is number and gives no options", "in words"
    ),
    "legal: not required": Planted(
        HOUSEHOLD,
        "    required: yes\n    legal: yes",
        "    legal: yes",
        "legal: yes",
        "legal and not required",
        "required",
    ),
    "required: no answer": Planted(
        HOUSEHOLD,
        "    type: date\n",
        "    type: display\n",
        "required: yes\n    fact",
        "takes no answer and cannot be required",
        "take `required` out",
    ),
    "items: none": Planted(
        HOUSEHOLD,
        "    asked_of: worker\n    type: date\n",
        "    asked_of: worker\n    type: timeline\n",
        "type: timeline",
        "is a timeline and has nothing inside",
        '"items:"',
    ),
    "items: where none belong": Planted(
        ROOM_TEMPLATE,
        '    text: "{question}"\n    type: long_text\n',
        '    text: "{question}"\n    type: long_text\n    items:\n      - {link_id: a, text: A, type: text}\n',
        "    items:",
        '"fs_<area>_now" is long_text and cannot hold items',
        "repeat_group",
    ),
    "belongs: faces": Planted(
        ROOM_TEMPLATE,
        "    options: exits\n",
        "    options: exits\n    faces: yes\n",
        "faces",
        '"faces" means nothing',
        "scale",
    ),
    "bounds: crossed": Planted(HOUSEHOLD, "minimum: 0", "minimum: 20", "minimum: 20", "cannot be 20 or more", "swap"),
    "bounds: no row": Planted(HOUSEHOLD, "max_rows: 12", "max_rows: 0", "max_rows", "can have no row", "at least 1"),
    "check: of another type": Planted(
        ROOM_TEMPLATE,
        "    type: text\n",
        "    type: long_text\n    check: nhs_number\n",
        "check:",
        '"check" means nothing',
        "belongs to text",
    ),
    "check: unknown": Planted(
        ROOM_TEMPLATE,
        "    type: text\n",
        "    type: text\n    check: nhs_numbr\n",
        "check:",
        'no check "nhs_numbr"',
        'mean "nhs_number"?',
    ),
    "voices: unknown": Planted(
        HOUSEHOLD, "voices: everyone", "voices: everybody", "voices:", 'no voices "everybody"', 'mean "everyone"?'
    ),
    "voices: nobody": Planted(
        HOUSEHOLD, "voices: everyone", "voices: []", "voices:", "nobody can answer", "at least one"
    ),
    "voices: asked without a lane": Planted(
        HOUSEHOLD, "voices: everyone", "voices: carers", "voices:", "asked of the person, who has no lane", "add person"
    ),
    "voices: a fact in many lanes": Planted(
        HOUSEHOLD, "    fact: yes\n", "    fact: yes\n    voices: everyone\n", "fact: yes", "has 4 voices", "one lane"
    ),
    "voices: more than the rows have": Planted(
        HOUSEHOLD,
        "- {link_id: needs_help,",
        "- {voices: everyone, link_id: needs_help,",
        "needs_help,",
        "a voice that its rows do not have",
        'add carer and supporter and worker to the voices of "fs_people"',
    ),
    "visibility: unknown": Planted(
        HOUSEHOLD, "visibility: private_carer", "visibility: secret", "secret", 'no visibility "secret"', "worker_only"
    ),
    "visibility: private to who cannot answer": Planted(
        HOUSEHOLD,
        "voices: everyone",
        "voices: [person, worker]\n    visibility: private_carer",
        "visibility: private_carer\n    guidance",
        "private to the carer, who cannot answer",
        "let the carer answer",
    ),
    "visibility_from: dangling": Planted(
        HOUSEHOLD, "_from: share", "_from: shared", "_from: shared", "has no column", 'mean "fs_people.share"?'
    ),
    "visibility_from: other options": Planted(
        FORM,
        "who_may_see: {share: Share freely,",
        "who_may_see: {open: Share freely,",
        "",
        "does not say who may see a row",
        "private_person",
    ),
    "serves: shape": Planted(
        HOUSEHOLD, "serves: [UKP-24]", "serves: [UKP24]", "serves", '"UKP24" is no requirement id', "NG86-A01"
    ),
    "template: unknown option override": Planted(
        ROOM_TEMPLATE,
        "    guidance: Pans",
        "    options: {exits: exits}\n    guidance: Pans",
        "{exits: exits}",
        'asks no "exits"',
        'mean "exit"?',
    ),
    "template: no areas": Planted(ROOM_TEMPLATE, "areas:", "area:", "area:\n", 'knows no "area"', 'mean "areas"?'),
    "opening: none on a long page": Planted(
        HOUSEHOLD,
        "    opening: yes\n",
        "",
        "title: The household",
        'none of the 6 questions opens "The household"',
        "add `opening: yes`",
    ),
    "opening: none on the page of a template": Planted(
        ROOM_TEMPLATE,
        "  - link_id: now\n",
        "  - {link_id: warm, text: Is it warm?, type: yes_no}\n  - link_id: now\n",
        "title: The kitchen",
        'none of the 4 questions opens "The kitchen"',
        "begin the talk",
    ),
    "opening: three": Planted(
        HOUSEHOLD,
        "items:\n",
        "items:\n  - {link_id: fs_a, text: A?, type: text, opening: yes}\n"
        "  - {link_id: fs_b, text: B?, type: text, opening: yes}\n",
        "opening: yes\n\n",
        '"fs_worry" is the third question that opens "The household"',
        "keep the one or two",
    ),
    "opening: hidden at times": Planted(
        HOUSEHOLD,
        "    visibility: private_carer\n",
        "    visibility: private_carer\n    opening: yes\n",
        "opening: yes\n    enable_when",
        "is not always shown",
        "waits for nothing",
    ),
    "opening: a column": Planted(
        HOUSEHOLD,
        "{link_id: needs_help,",
        "{opening: yes, link_id: needs_help,",
        "needs_help,",
        "is a column and opens no topic",
        'open with "fs_people"',
    ),
    "opening: nothing to answer": Planted(
        HOUSEHOLD,
        "items:\n",
        "items:\n  - {link_id: fs_tea, text: Over tea., type: display, opening: yes}\n",
        "fs_tea",
        '"opening" means nothing',
        "take it out",
    ),
    "whose: nobody's": Planted(FORM, "language:", "whose: worker\nlanguage:", "whose", "no record", "person or carer"),
    "follows: twice": Planted(
        FORM, "[needs-assessment]", "[needs-assessment, needs-assessment]", "follows", "stands twice", "keep it once"
    ),
    "shelf_life: none at all": Planted(
        HOUSEHOLD, "shelf_life: 12", "shelf_life: 0", "shelf_life", "has a shelf-life of 0", "1 or more"
    ),
    "shelf_life: of a question": Planted(
        HOUSEHOLD, "    faces: yes\n", "    faces: yes\n    shelf_life: -6\n", "shelf_life: -6", "of -6", "1 or more"
    ),
    "shelf_life: of what is never carried": Planted(
        HOUSEHOLD,
        "    carries: no\n",
        "    carries: no\n    shelf_life: 6\n",
        "shelf_life: 6",
        "is never carried (carries: no), and has a shelf-life",
        "one of the two",
    ),
    "shelf_life: of a page": Planted(
        HOUSEHOLD,
        "items:\n",
        "items:\n  - {link_id: fs_tea, text: Over tea., type: display, shelf_life: 6}\n",
        "fs_tea",
        "nothing is carried into or out of that",
        "take the line out",
    ),
    "carries: anew and from before": Planted(
        HOUSEHOLD,
        "    max_rows: 12\n",
        "    max_rows: 12\n    carries: no\n",
        "carries_from: [needs-assessment/ho_household]",
        '"fs_people" is always asked anew',
        "one of the two",
    ),
    "carries_from: rows without columns": Planted(
        HOUSEHOLD,
        "        carries_from: [needs-assessment/ho_household.name]\n",
        "",
        "carries_from: [needs-assessment/ho_household]",
        "and none of its columns is",
        "say in a column",
    ),
    "carries_from: columns without rows": Planted(
        HOUSEHOLD,
        "    carries_from: [needs-assessment/ho_household]\n",
        "",
        "carries_from: [needs-assessment/ho_household.name]",
        "and its rows are not",
        'under carries_from of "fs_people"',
    ),
    "carries_from: no form": Planted(
        HOUSEHOLD,
        "    faces: yes\n",
        "    faces: yes\n    carries_from: [wm_control]\n",
        "carries_from: [wm",
        '"wm_control" names no form',
        "form/link_id",
    ),
    "shows: not a display": Planted(
        HOUSEHOLD, "    faces: yes\n", "    faces: yes\n    shows: age\n", "shows", "shows nothing", "make it a display"
    ),
    "shows: nothing derived": Planted(
        HOUSEHOLD,
        "items:\n",
        "items:\n  - {link_id: fs_tea, text: Over tea., type: display, shows: agee}\n",
        "fs_tea",
        'no derived value "agee"',
        'mean "age"?',
    ),
    "files: not there": Planted(
        FORM, "S02-rooms]", "S02-rooms, S03-loft]", "", "is not there", "take its name out of form.yaml"
    ),
    "files: unused": Planted(FORM, "S02-rooms]", "rooms]", "", "nothing uses this file", "list of sections"),
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
    planted = PLANTED[name]
    files = example_files()
    assert files[planted.file].count(planted.old) >= 1
    files[planted.file] = files[planted.file].replace(planted.old, planted.new, 1)
    problems = check_folder(write_form(tmp_path / "fire", files), INSTALLED)
    found = [problem for problem in problems if planted.what in problem.what]
    assert len(found) == 1, "\n".join(map(str, problems))
    problem = found[0]
    assert planted.mend in problem.mend
    if planted.at:
        line = files[planted.file][: files[planted.file].index(planted.at)].count("\n") + 1
        assert (problem.file, problem.line) == (str(tmp_path / "fire" / planted.file), line)


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
