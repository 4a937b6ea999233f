"""One planted mistake for each rule about files, keys, names and words: it is found, once, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.example import example_files
from definition.planting import FORM, HOUSEHOLD, ROOM_TEMPLATE, ROOMS, Planted, find_planted

if TYPE_CHECKING:
    from pathlib import Path

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
    "files: not there": Planted(
        FORM, "S02-rooms]", "S02-rooms, S03-loft]", "", "is not there", "take its name out of form.yaml"
    ),
    "files: unused": Planted(FORM, "S02-rooms]", "rooms]", "", "nothing uses this file", "list of sections"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found(name: str, tmp_path: Path) -> None:
    find_planted(PLANTED[name], tmp_path)
