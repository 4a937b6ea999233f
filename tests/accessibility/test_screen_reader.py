"""The real program as a screen reader meets it: every control by name, and nothing behind the curtain."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from accessibility.conftest import Program
from accessibility.words import PRIVATE_WORDS, PRIVATE_WORDS_TOPIC
from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.definition.model import Item

TOPICS = [PRIVATE_WORDS_TOPIC, "before_we_start", "oc_nutrition", "people", "safety"]
SHEETS = ["deed PEOPLE", "deed CHECK", "deed COPY", "home", "deed EXPORT", "deed SHOW_KEYS"]
HAS_A_LABEL = ("combo box", "spin button")
"""Roles whose name on the bus is their value, so that only a label tells what they are for."""
ANSWERED_IN = ("radio button", "check box", "text")


def problems(tree: list[dict[str, Any]]) -> list[str]:
    """What would leave somebody who cannot see the window without a word."""
    found = []
    for each in tree:
        if "focusable" not in each["states"]:
            continue
        place = f"{each['role']} in {each['within']}"
        if each["role"] == "scroll bar":
            found.append(f"takes the keyboard: {place}")
        elif each["role"] in HAS_A_LABEL:
            found += [] if any(each["labels"]) else [f"no label: {place}"]
        elif not each["name"].strip():
            found.append(f"no name: {place}")
    return found


def walked(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from walked(item.items)


def said(tree: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['name']}\n{each['description']}\n{each['text']}" for each in tree)


def test_every_control_that_takes_the_keyboard_has_a_name_or_a_label(program: Program):
    for topic in TOPICS:
        program.ask(f"topic {topic}")
        tree = program.tree("in-sight")
        assert len([each for each in tree if "focusable" in each["states"]]) > 20, topic
        assert problems(tree) == [], topic
    assert problems(program.tree()) == []  # what is folded away, too
    for sheet in SHEETS:
        program.ask(sheet)
        assert problems(program.tree("in-sight")) == [], sheet
    program.ask("deed SHOW_KEYS")


def test_a_nameless_control_would_be_found(program: Program):
    program.ask("plant")
    found = [problem.partition(":")[0] for problem in problems(program.tree("in-sight"))]
    program.ask("unplant")
    assert sorted(found) == ["no label", "no name"]


def test_each_way_to_answer_has_its_role_and_tells_its_question(program: Program):
    form = load_form(forms_folder() / "needs-assessment")
    topic = next(topic for topic in form.topics if topic.link_id == PRIVATE_WORDS_TOPIC)
    questions = [item.text for item in walked(topic.items)]
    program.ask("assessment")
    program.ask(f"topic {topic.link_id}")
    tree = program.tree("in-sight")
    on_the_page = [each for each in tree if topic.title in each["within"]]
    answers = [each for each in on_the_page if each["role"] in ANSWERED_IN and "focusable" in each["states"]]
    assert {each["role"] for each in answers} == set(ANSWERED_IN)
    for each in answers:
        told = " ".join((each["name"], *each["within"]))
        assert any(question in told for question in questions), each
    for item in topic.items:
        role = {"scale": "radio button", "multi_choice": "check box"}.get(item.type.value)
        roles = {each["role"] for each in answers if each["name"] in {option.text for option in item.options}}
        assert roles == ({role} if role else set()), item.link_id
    fields = [each for each in answers if each["role"] == "text"]
    assert all({"editable", "multi-line"} <= set(each["states"]) for each in fields)


def test_the_title_of_the_window_names_nobody(program: Program):
    windows = [each for each in program.tree("in-sight") if each["role"] in ("frame", "window", "dialog")]
    assert [each["name"] for each in windows] == ["Doorstep"]


def test_nothing_behind_the_curtain_can_be_read(program: Program):
    program.ask("assessment")
    program.ask(f"topic {PRIVATE_WORDS_TOPIC}")
    hidden = (*PRIVATE_WORDS, "Pennant", "Marcia")
    before = said(program.tree())
    assert [words for words in hidden if words not in before] == []
    program.ask("deed CURTAIN")
    behind = said(program.tree())
    assert [words for words in hidden if words in behind] == []
    assert "The screen is resting" in behind
    program.ask("deed CURTAIN")
    assert PRIVATE_WORDS[0] in said(program.tree("in-sight"))


@pytest.fixture
def enlarged(tmp_path: Path) -> Iterator[Program]:
    """The program on a small laptop at 200 %."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
    started = Program(tmp_path, environment)
    yield started
    assert started.end() == 0


def test_no_topic_scrolls_sideways_on_a_small_screen_at_twice_the_size(enlarged: Program):
    enlarged.ask("resize 683x384")
    for topic in TOPICS:
        enlarged.ask(f"topic {topic}")
        size, _areas, sideways = enlarged.ask("sideways").split()
        assert (size, sideways) == ("683x384", "sideways=0"), topic
    enlarged.ask("widen")
    assert not enlarged.ask("sideways").endswith("sideways=0")
