"""One planted mistake for each rule about what opens a topic and what is carried from record to record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.planting import FORM, HOUSEHOLD, ROOM_TEMPLATE, Planted, find_planted

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = {
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
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found(name: str, tmp_path: Path) -> None:
    find_planted(PLANTED[name], tmp_path)
