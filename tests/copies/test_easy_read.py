"""Easy Read: short sentences, a picture for each idea, approved words only, and nothing that was kept back."""

from __future__ import annotations

from io import BytesIO

import msgspec
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from copies.every_copy import sample_in
from copies.making import (
    CARER,
    MADE_ON,
    PERSON,
    WORKER,
    copy_of_sample,
    document,
    easy_read_of_sample,
    one_line,
    played,
    text_of_html,
    text_of_pdf,
)
from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.beside import Beside
from doorstep.assessment.sharing import share
from doorstep.copies import easy_words
from doorstep.copies.document import Document, Heading, Pictured, plain, text_of
from doorstep.copies.easy_read import compose_easy_read
from doorstep.copies.easy_words import LONGEST_SENTENCE, sentences_of, too_long, word_count
from doorstep.copies.html import write_html
from doorstep.copies.pdf.self_check import broken_rules
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.pictograms import manifest, picture, picture_of_topic
from doorstep.copies.preview import page_count
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyError

EASY = PROFILES["easy-read"]
MOST_PAGES = 20


def sentences(copy: Document) -> list[str]:
    return [text_of(words) for block in copy.blocks if isinstance(block, Pictured) for words in block.sentences]


def of_record(**changes: object) -> Document:
    """The Easy Read copy of the sample's record after changes."""
    sample = played()
    record = msgspec.structs.replace(sample.record, **changes)
    shared = share(record, sample.form, PERSON)
    return compose_easy_read(shared, sample.form, made_on=MADE_ON, made_by=WORKER, full_sha256="0" * 64)


def test_no_sentence_has_more_than_fifteen_words_and_no_copy_more_than_twenty_pages() -> None:
    assert too_long(easy_read_of_sample()) == ()
    assert page_count(write_pdf(easy_read_of_sample(), EASY)) <= MOST_PAGES


def test_the_standard_sentences_are_short() -> None:
    standard = [
        *easy_words.OPENING,
        *easy_words.RIGHT_TO_HELP,
        *easy_words.NO_RIGHT_TO_HELP,
        *easy_words.NOT_DECIDED,
        *easy_words.LAW,
        *easy_words.UNHAPPY,
        *easy_words.TELL,
        *easy_words.COMPLAIN,
        *easy_words.ADVOCATE,
        *easy_words.OMBUDSMAN,
        *easy_words.HARD_WORDS.values(),
    ]
    assert [words for words in standard if word_count(words) > LONGEST_SENTENCE] == []


def test_a_sentence_that_is_too_long_is_told_to_the_worker() -> None:
    long = "You told us that " + "very " * 12 + "much."
    assert too_long(document(Pictured(b"", (plain(long), plain("Short."))))) == (long,)


def test_sentences_are_taken_apart_at_their_ends_only() -> None:
    assert sentences_of("You fell. “Ouch!” You said so at 10.30 to Dr Fenwick.\nIt hurt") == (
        "You fell.",
        "“Ouch!”",
        "You said so at 10.30 to Dr Fenwick.",
        "It hurt",
    )


def test_it_says_who_came_what_was_decided_what_happens_whom_to_ring_and_how_to_complain() -> None:
    told = [one_line(sentence) for sentence in sentences(easy_read_of_sample())]
    for words in (
        "We met on 6 October 2026.",
        "Marcia Pennant-Doyle was there.",
        "You have a right to help from the council.",
        "We decided this on 13 October 2026.",
        "Mr Pennant: I will ring Bunny.",
        "This is to be done by 14 October 2026.",
        "You can ring 01632 960480.",
        "You can ring the Ombudsman on 0300 061 0614.",
    ):
        assert words in told, words


def test_what_the_person_said_stands_in_approved_words_only() -> None:
    assert "You want a seat in the shower." in sentences(easy_read_of_sample())
    assert "You have fallen three times." in sentences(easy_read_of_sample())
    without = of_record(beside=Beside())
    assert Heading(2, "What you told us") not in without.blocks
    assert not any("shower" in sentence for sentence in sentences(without))
    assert "You do a great deal for yourself and you do it well." in sentences(without)


def test_plain_words_of_an_answer_that_was_kept_back_are_not_printed() -> None:
    """They hang on the answer: what may not be shared takes its plain words with it."""
    sample = played()
    key = AnswerKey("oc_hygiene_want")
    answers = tuple(entry for entry in sample.record.answers if entry.key != key)
    assert "You want a seat in the shower." not in sentences(of_record(answers=answers))
    only_home = easy_read_of_sample(("home",))
    assert "You want to stay in your own house." in sentences(only_home)
    assert not any("shower" in sentence or "right to help" in sentence for sentence in sentences(only_home))


def test_plain_words_for_words_that_changed_since_are_not_printed() -> None:
    sample = played()
    tags = tuple(msgspec.structs.replace(tag, words="something else") for tag in sample.record.beside.tags)
    assert not any("shower" in sentence for sentence in sentences(of_record(beside=Beside(tags=tags))))


def test_it_is_the_persons_own() -> None:
    sample = played()
    shared = share(sample.record, sample.form, CARER)
    with pytest.raises(CopyError):
        compose_easy_read(shared, sample.form, made_on=MADE_ON, made_by=WORKER, full_sha256="0" * 64)


def test_it_names_the_full_copy_by_its_check_code() -> None:
    copy = easy_read_of_sample()
    code = one_line(copy_of_sample().check_code)
    assert code in text_of_pdf(write_pdf(copy, EASY), copy)
    assert code in text_of_html(write_html(copy, EASY))


def test_pictures_stand_at_the_left_beside_their_words_and_are_no_content() -> None:
    pdf = write_pdf(easy_read_of_sample(), EASY)
    assert broken_rules(pdf) == set()
    with pikepdf.open(BytesIO(pdf)) as opened:
        figures = [
            thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert figures == []
        drawn = [
            str(operator)
            for operator in pikepdf.parse_content_stream(opened.pages[0])
            if str(operator.operator) == "Do"
        ]
    assert len(drawn) >= 3
    assert ' alt=""' in write_html(easy_read_of_sample(), EASY).decode()


def test_more_sentences_than_a_page_holds_go_on_over_the_page() -> None:
    many = tuple(plain(f"This is sentence number {number}.") for number in range(60))
    copy = document(Pictured(picture("home"), many))
    pdf = write_pdf(copy, PROFILES["giant-28"])
    assert page_count(pdf) > 3
    assert all(text_of(words) in text_of_pdf(pdf, copy) for words in many)


def test_every_picture_is_there_and_licensed_and_none_is_idle() -> None:
    from doorstep.resources import resource

    names = {path.stem for path in resource("pictograms").glob("*.png")}
    assert names == set(manifest().pictures)
    assert {*manifest().topics.values(), *manifest().parts.values()} <= names
    assert "MIT License" in resource("pictograms", "LICENCE.md").read_text("utf-8")
    for name in names:
        assert Image.open(BytesIO(picture(name))).size == (360, 360)


def test_every_topic_of_the_form_has_its_picture() -> None:
    form = played().form
    assert {section.link_id for section in form.sections} <= set(manifest().topics)
    assert picture_of_topic("oc_hygiene_want", form) == picture("washing")
    assert picture_of_topic("ho_choose_where", form) == picture("home")


@pytest.mark.parametrize(("code", "at_the_right"), [("pl", False), ("ur", True)])
def test_pictures_stand_where_reading_begins(code: str, *, at_the_right: bool) -> None:
    opened = pypdfium2.PdfDocument(write_pdf(sample_in(code, "easy-read"), EASY))
    page = opened[0]
    middle = page.get_width() / 2
    edges = [thing.get_bounds()[0] for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    opened.close()
    assert edges
    assert {edge > middle for edge in edges} == {at_the_right}


def test_each_meeting_names_those_who_were_there() -> None:
    blocks = easy_read_of_sample().blocks
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "When we met")
    told = [
        " ".join(map(text_of, block.sentences))
        for block in blocks[start + 1 : start + 5]
        if isinstance(block, Pictured)
    ]
    assert ["We met on" in words for words in told] == [True, False, True, False]
    assert "Siobhán" in told[1]
    assert "Siobhán" not in told[3]
    assert "You were there." in told[3]
