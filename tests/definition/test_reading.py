"""What a form says is what the definition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.example import example_files
from doorstep.definition.conditions import AnyOf, Comparison, Operator
from doorstep.definition.lint import check_folder
from doorstep.definition.loader import load_form
from doorstep.definition.model import AnswerOption, FormDefinition, Item, ItemType, Speaker, Visibility

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def form(example: Path) -> FormDefinition:
    return load_form(example)


def test_the_worked_example_of_the_document_is_a_form_without_mistakes(example: Path) -> None:
    assert set(example_files()) == {"form.yaml", "S01-household.yaml", "S02-rooms.yaml", "rooms.yaml"}
    assert check_folder(example) == ()


def test_sections_stand_in_the_order_of_form_yaml(form: FormDefinition) -> None:
    assert [(section.code, section.link_id, section.part) for section in form.sections] == [
        ("S01", "household", "My household"),
        ("S02", "rooms", "My rooms"),
    ]
    assert form.sections[0].note == "Over tea, not on the doorstep."
    assert (form.form, form.title, form.version, form.language) == ("fire", "Fire safety at home", "1.0.0", "en-GB")


def test_no_and_numbers_stay_words_until_a_key_wants_otherwise(form: FormDefinition) -> None:
    assert form.item("fs_people.needs_help").options == (AnswerOption("yes", "Yes"), AnswerOption("no", "No"))
    assert [option.code for option in form.item("fs_worry").options] == ["0", "1", "2"]
    assert [option.score for option in form.item("fs_worry").options] == [0, 1, 2]
    assert form.item("fs_people.age").maximum == 17


def test_columns_are_named_within_their_repeat_and_repeats_nest(form: FormDefinition) -> None:
    place = form.place("fs_people.helpers.name")
    assert [repeat.link_id for repeat in place.repeats] == ["fs_people", "fs_people.helpers"]
    assert place.item.text == "Name"
    assert form.item("fs_people").visibility_from == "fs_people.share"


def test_columns_take_over_from_their_repeat_what_they_do_not_say(tmp_path: Path, form: FormDefinition) -> None:
    assert form.item("fs_people.name").voices == (Speaker.PERSON,)
    files = example_files()
    files["S01-household.yaml"] = files["S01-household.yaml"].replace(
        "    max_rows: 12\n", "    max_rows: 12\n    voices: everyone\n    visibility: private_person\n"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    changed = load_form(tmp_path)
    for link_id in ("fs_people.name", "fs_people.helpers", "fs_people.helpers.near"):
        assert changed.item(link_id).voices == tuple(Speaker)
        assert changed.item(link_id).visibility is Visibility.PRIVATE_PERSON


@pytest.mark.parametrize(
    ("link_id", "asked_of", "voices"),
    [
        ("fs_visit", Speaker.WORKER, (Speaker.WORKER,)),
        ("fs_worry", Speaker.PERSON, (Speaker.PERSON,)),
        ("fs_worry_words", Speaker.PERSON, tuple(Speaker)),
        ("fs_carer_view", Speaker.CARER, (Speaker.CARER, Speaker.SUPPORTER, Speaker.WORKER)),
    ],
)
def test_lanes_follow_from_who_is_asked(
    form: FormDefinition, link_id: str, asked_of: Speaker, voices: tuple[Speaker, ...]
) -> None:
    assert (form.item(link_id).asked_of, form.item(link_id).voices) == (asked_of, voices)


def test_a_template_asks_the_same_of_every_area(form: FormDefinition) -> None:
    kitchen, bedroom, plan = form.section("S02").items
    assert (kitchen.link_id, kitchen.type, kitchen.text) == ("fs_kitchen", ItemType.GROUP, "The kitchen")
    assert [item.link_id for item in bedroom.items] == ["fs_bedroom_now", "fs_bedroom_exit", "fs_bedroom_barred"]
    assert form.item("fs_kitchen_now").text == "How do you cook?"
    assert form.item("fs_bedroom_barred").enable_when == Comparison("fs_bedroom_exit", Operator.EQUALS, ("nowhere",))
    assert isinstance(plan.enable_when, AnyOf)
    assert [topic.title for topic in form.topics] == ["The household", "Room by room", "The kitchen", "The bedroom"]


def test_an_area_may_have_options_of_its_own(tmp_path: Path) -> None:
    files = example_files()
    files["rooms.yaml"] = files["rooms.yaml"].replace(
        "    guidance: Pans", "    options: {exit: [exits, {hatch: The hatch}]}\n    guidance: Pans"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    form = load_form(tmp_path)
    assert [option.code for option in form.item("fs_kitchen_exit").options] == ["door", "window", "nowhere", "hatch"]
    assert [option.code for option in form.item("fs_bedroom_exit").options] == ["door", "window", "nowhere"]


def test_everything_else_that_a_question_may_say(form: FormDefinition) -> None:
    first: Item = form.item("fs_calls_first")
    assert first.required
    assert first.legal
    assert first.options_from == ("fs_people.name",)
    assert first.option("other") == AnswerOption("other", "Someone else", detail="Who?")
    assert first.why is not None
    assert form.item("fs_worry").faces
    assert form.item("fs_visit").fact
    assert form.item("fs_people").max_rows == 12
    assert form.item("fs_people").serves == ("UKP-24",)
    assert form.item("fs_carer_view").visibility is Visibility.PRIVATE_CARER
    assert form.item("fs_kitchen_exit").options[-1].exclusive
