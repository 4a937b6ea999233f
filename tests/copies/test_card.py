"""The card: one side of paper, whatever was agreed, and nothing on it that the person's copy may not hold."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import msgspec
import pikepdf
import pytest

from copies.making import MADE_ON, PERSON, WORKER, played, text_of_html, text_of_pdf
from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.sharing import share
from doorstep.copies.card import IN_COPY, MORE, PROFILES, CardHelp, blank_card, card_help, card_of, card_profile
from doorstep.copies.document import Document, Room
from doorstep.copies.html import write_html
from doorstep.definition.model import Visibility
from doorstep.errors import CopyError
from doorstep.packs.choosing import built_in
from doorstep.packs.model import Directory, LegalPack

POINTS = 72 / 25.4
PAPER = {"card-14": (148, 210), "card-20": (210, 297), "card-24": (210, 297)}


@cache
def help_(*, sample: bool = False) -> CardHelp:
    directory = built_in(Directory)
    head = msgspec.structs.replace(directory.head, sample=sample)
    return card_help(msgspec.structs.replace(directory, head=head), built_in(LegalPack))


@cache
def card(profile: str) -> tuple[Document, bytes]:
    sample = played()
    shared = share(sample.record, sample.form, PERSON)
    return card_of(shared, sample.form, help_(), PROFILES[profile], made_on=MADE_ON, made_by=WORKER)


def size_of(pdf: bytes) -> list[tuple[int, int]]:
    """Return the size of every page in millimetres."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        boxes = [[float(edge) for edge in page.mediabox] for page in opened.pages]
    return [(round(box[2] / POINTS), round(box[3] / POINTS)) for box in boxes]


@pytest.mark.serves("TB-30", "UKP-14", "NG86-I04", "NG86-P02")
@pytest.mark.parametrize("profile", PROFILES)
def test_the_card_is_one_side_of_paper_and_holds_what_the_person_needs(profile: str) -> None:
    document, pdf = card(profile)
    assert size_of(pdf) == [PAPER[profile]]
    told = text_of_pdf(pdf, document)
    for words in ("Aoife Lindqvist", "01632 960480", "01632 960111", "What we agreed", "Tuesday 20 October at 11"):
        assert words in told
    for words in (
        "Ring us again if",
        "To complain",
        "01632 960114",
        "0300 061 0614",
        "not safe?",
        "01632 960112",
        "999",
    ):
        assert words in told
    assert text_of_html(write_html(document, PROFILES[profile])).startswith("Card for Mr Pennant")


def test_a_small_card_says_that_the_copy_holds_more() -> None:
    document, pdf = card("card-14")
    assert "I will ring Bunny" in text_of_pdf(pdf, document)
    assert MORE in text_of_pdf(pdf, document)
    assert IN_COPY not in text_of_pdf(pdf, document)


def test_nothing_private_is_on_the_card() -> None:
    """The control in the same test: the same words are on the card while they may be shared."""
    sample = played()
    private = AnswerKey("nx_followup")
    [key] = [entry.key for entry in sample.record.answers if entry.key.link_id == private.link_id]
    closed = tuple(
        msgspec.structs.replace(entry, answer=msgspec.structs.replace(entry.answer, visibility=Visibility.WORKER_ONLY))
        if entry.key == key
        else entry
        for entry in sample.record.answers
    )
    record = msgspec.structs.replace(sample.record, answers=closed)
    shared = share(record, sample.form, PERSON)
    document, pdf = card_of(shared, sample.form, help_(), PROFILES["card-20"], made_on=MADE_ON, made_by=WORKER)
    assert "Tuesday 20 October" not in text_of_pdf(pdf, document)
    assert "Tuesday 20 October" in text_of_pdf(card("card-20")[1], card("card-20")[0])


@pytest.mark.parametrize("sample", [False, True])
@pytest.mark.parametrize("profile", PROFILES)
def test_a_blank_card_has_room_to_write_and_nobodys_name(profile: str, *, sample: bool) -> None:
    document, pdf = blank_card(help_(sample=sample), PROFILES[profile], made_on=MADE_ON, made_by=WORKER)
    assert size_of(pdf) == [PAPER[profile]]
    assert sum(isinstance(block, Room) for block in document.blocks) == (7 if sample else 4)
    told = text_of_pdf(pdf, document)
    assert "Pennant" not in told
    assert "Lindqvist" not in told
    assert ("01632 960111" in told) is not sample


def test_numbers_of_an_invented_place_are_left_to_be_written() -> None:
    assert help_(sample=True).closed == help_(sample=True).complaints == help_(sample=True).safety == ""
    assert help_(sample=True).emergency == "999"


def test_the_size_follows_what_the_person_asked_for() -> None:
    assert [card_profile(points).name for points in (0, 14, 16, 20, 24, 36)] == [
        *("card-14", "card-14", "card-20", "card-20", "card-24", "card-24")
    ]


def test_a_card_that_fits_no_page_is_refused() -> None:
    endless = CardHelp(closed="A very long line. " * 200)
    with pytest.raises(CopyError):
        blank_card(endless, PROFILES["card-14"], made_on=MADE_ON, made_by=WORKER)
