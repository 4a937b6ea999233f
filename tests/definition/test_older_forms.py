"""A form that an older Doorstep compiled stays readable when the model has grown since."""

from __future__ import annotations

import hashlib

import pytest

from doorstep.definition.loader import decode_form, encode_form
from doorstep.definition.model import FormDefinition, Item, ItemType, Section
from doorstep.errors import FormInvalidError


def compiled_before_faces_were_known() -> bytes:
    """Return a form as a version without ``Item.faces`` would have written it, with the digest that it gave."""
    item = Item("day_best", ItemType.TEXT, 'What is a good day, with "digest":"" and all?')
    section = Section("S01", "day", "A day", (item,), "My day")
    blank = encode_form(FormDefinition("small", "Small", "1.0", "en-GB", (section,))).replace(b',"faces":false', b"")
    return blank.replace(b'"digest":""', f'"digest":"{hashlib.sha256(blank).hexdigest()}"'.encode())


def test_a_form_without_later_fields_is_read():
    data = compiled_before_faces_were_known()
    assert b"faces" not in data
    assert decode_form(data).item("day_best").faces is False


def test_a_change_in_it_is_still_noticed():
    data = compiled_before_faces_were_known()
    for changed in (data.replace(b"good", b"best"), data.replace(b"Small", b"small"), data.replace(b'"1.0"', b'"1.1"')):
        with pytest.raises(FormInvalidError):
            decode_form(changed)


def test_what_a_form_does_not_say_is_not_written_so_that_its_digest_stays() -> None:
    """The digest of this form is of a time before forms said whose they are, what they follow and what they carry."""
    item = Item("day_best", ItemType.TEXT, "What is a good day?")
    section = Section("S01", "day", "A day", (item,), "My day")
    written = encode_form(FormDefinition("small", "Small", "1.0", "en-GB", (section,)))
    assert hashlib.sha256(written).hexdigest() == "c8277b75a060931b46d5c191eceaa22cbd5b13b0808f7d73a8b95cb97ce5bf5a"
