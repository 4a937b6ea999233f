"""What a form says about other forms: planted mistakes in one of two small forms that follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from definition.example import write_form
from doorstep.definition.lint import check_folder
from doorstep.definition.loader import load_form

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.definition.problems import Problem

FORM, SECTION = "form.yaml", "S01-all.yaml"
FIRST = {
    FORM: """\
title: First talk
version: 1.0.0
language: en-GB
sections: [S01-all]
option_sets:
  yes_no: {yes: Yes, no: No}
  ways: {walk: On foot, bus: By bus, none: {text: None, exclusive: yes}}
""",
    SECTION: """\
section: S01
link_id: all
title: All
part: All
items:
  - {link_id: a_words, text: What do you want?, type: long_text, opening: yes}
  - {link_id: a_way, text: How do you get there?, type: single_choice, options: ways}
  - {link_id: a_home, text: Will you move?, type: yes_no}
  - link_id: a_people
    text: Who helps?
    type: people_map
    items:
      - {link_id: name, text: Name, type: text}
      - {link_id: old, text: Age, type: number}
""",
}
PLAN = {
    FORM: """\
title: Plan
version: 1.0.0
language: en-GB
follows: [first, plan]
sections: [S01-all]
option_sets:
  yes_no: {yes: Yes, no: No}
  ways: {walk: On foot, bus: By bus}
""",
    SECTION: """\
section: S01
link_id: all
title: All
part: All
items:
  - {link_id: b_words, text: What?, type: text, opening: yes, carries_from: [first/a_words]}
  - {link_id: b_ways, text: How?, type: multi_choice, options: ways, carries_from: [first/a_way]}
  - {link_id: b_home, text: Moving, asked_of: worker, type: yes_no, fact: yes, carries_from: [first/a_home]}
  - link_id: b_helpers
    text: Who helps now?
    type: repeat_group
    carries_from: [first/a_people]
    items:
      - {link_id: who, text: Who, type: text, carries_from: [first/a_people.name]}
""",
}


class Planted(NamedTuple):
    """In the plan, or in the form that it follows, ``old`` becomes ``new`` and is told in the plan at ``at``."""

    old: str
    new: str
    at: str
    what: str
    mend: str


PLANTED = {
    "a form that is not there": Planted(
        "[first, plan]", "[frist, first]", "follows", 'there is no form "frist"', 'did you mean "first"?'
    ),
    "the record of somebody else": Planted(
        "language: en-GB\nsections", "language: en-GB\nwhose: carer\nsections", "follows", "of a carer", "never fill"
    ),
    "a form that is kept apart": Planted(
        "language: en-GB\nsections", "language: en-GB\napart: yes\nsections", "follows", "kept apart", "fills nothing"
    ),
    "an answer of no form": Planted(
        "[first/a_words]", "[second/a_words]", "b_words", 'there is no form "second"', "by its folder"
    ),
    "an answer of a form that is not followed": Planted(
        "[first/a_words]", "[needs-assessment/td_day]", "b_words", 'follow "needs-assessment"', "add needs-assessment"
    ),
    "an answer of no question": Planted(
        "first/a_words", "first/a_word", "b_words", '"first" has no question "a_word"', '"a_words"?'
    ),
    "words into a date": Planted(
        "text: What?, type: text", "text: What?, type: date", "b_words", "first/a_words is long_text", "its own type"
    ),
    "several ticks into one": Planted(
        "text: Will you move?, type: yes_no",
        "text: Will you move?, type: multi_choice, options: yes_no",
        "b_home",
        "first/a_home is multi_choice",
        "its own type",
    ),
    "an option that has no place": Planted(
        "{walk: On foot, bus: By bus}", "{walk: On foot}", "b_ways", 'no option "bus"', "the same codes"
    ),
    "a column into a question": Planted(
        "[first/a_words]", "[first/a_people.name]", "b_words", "is a column, and b_words is no column", "from a column"
    ),
    "words of a speaker without a lane": Planted(
        "text: What?, type: text",
        "text: What?, asked_of: worker, type: text",
        "b_words",
        "said by person",
        "add person",
    ),
    "anything into a signature": Planted(
        "text: What?, type: text", "text: What?, type: signature", "b_words", "nothing is carried into", "take the line"
    ),
}


def _check(folder: Path, first: dict[str, str], plan: dict[str, str]) -> tuple[Problem, ...]:
    write_form(folder / "first", first)
    return check_folder(write_form(folder / "plan", plan))


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_between_forms_is_found(name: str, tmp_path: Path) -> None:
    planted = PLANTED[name]
    first, plan = dict(FIRST), dict(PLAN)
    form, file = next((form, file) for form in (plan, first) for file in form if planted.old in form[file])
    form[file] = form[file].replace(planted.old, planted.new, 1)
    problems = _check(tmp_path, first, plan)
    found = [problem for problem in problems if planted.what in problem.what]
    assert len(found) == 1, "\n".join(map(str, problems))
    assert planted.mend in found[0].mend
    told_in = FORM if planted.at == "follows" else SECTION
    line = plan[told_in][: plan[told_in].index(planted.at)].count("\n") + 1
    assert (found[0].file, found[0].line) == (str(tmp_path / "plan" / told_in), line)


def test_two_forms_without_mistakes_are_left_alone(tmp_path: Path) -> None:
    assert _check(tmp_path, FIRST, PLAN) == ()


def test_a_mistake_in_one_form_keeps_no_other_from_opening(tmp_path: Path) -> None:
    _check(tmp_path, {FORM: FIRST[FORM], SECTION: "no form"}, PLAN)
    assert load_form(tmp_path / "plan").follows == ("first", "plan")
