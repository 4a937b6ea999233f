"""One planted mistake for each rule about options, bounds, voices and who may see an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from definition.planting import FORM, HOUSEHOLD, ROOM_TEMPLATE, Planted, find_planted

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = {
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
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found(name: str, tmp_path: Path) -> None:
    find_planted(PLANTED[name], tmp_path)
