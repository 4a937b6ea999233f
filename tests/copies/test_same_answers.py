"""Every format and every size prints the same answers, in the same order, and each copy can be shown to agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from copies.making import MADE_ON, PERSON, WORKER, copy_of_sample, document, html_text, one_line, pdf_text, played, said
from doorstep.assessment.sharing import share
from doorstep.copies.braille.brf import write_brf
from doorstep.copies.braille.contracted import can_contract, contracted
from doorstep.copies.braille.uncontracted import uncontracted
from doorstep.copies.composer import compose
from doorstep.copies.document import Answered, Document, text_of
from doorstep.copies.profiles import PROFILES
from doorstep.copies.speech import write_speech
from doorstep.copies.spoken import spoken
from doorstep.copies.text import write_text
from doorstep.copies.words import tidy

if TYPE_CHECKING:
    from collections.abc import Callable

needs_liblouis = pytest.mark.skipif(not can_contract(), reason="this machine has no liblouis")
EMOJI = re.compile("[\ufe0f\u2764\U0001f300-\U0001faff]")
"""pdfium gives back only some of them; test_copies_pdf looks at how they are written."""


def answers_of(copy: Document) -> list[str]:
    """Return every paragraph of every answer as a reader hears it, in order."""
    return [EMOJI.sub("", one_line(part)) for answer in copy.printed_answers() for part in answer.words.split("\n")]


def missing(answers: list[str], text: str) -> list[str]:
    """Return the answers that are not in a text, or not in their order."""
    lost, place = [], 0
    heard = EMOJI.sub("", text)
    for answer in answers:
        found = heard.find(answer, place)
        if found < 0:
            lost.append(answer)
        else:
            place = found + len(answer)
    return lost


@pytest.mark.parametrize("profile", ["clear-14", "large-20"])
def test_a_pdf_holds_every_answer_in_order(profile: str) -> None:
    copy = copy_of_sample(profile)
    assert missing(answers_of(copy), pdf_text(profile)) == []


def test_an_html_copy_holds_every_answer_in_order() -> None:
    copy = copy_of_sample()
    assert missing(answers_of(copy), html_text()) == []


def test_plain_text_holds_every_answer_in_order() -> None:
    copy = copy_of_sample()
    assert missing(answers_of(copy), one_line(write_text(copy).decode())) == []


def test_the_script_holds_every_answer_in_order_as_it_is_said() -> None:
    copy = copy_of_sample()
    parts = [one_line(spoken(part)) for answer in copy.printed_answers() for part in answer.words.split("\n")]
    assert missing(parts, one_line(write_speech(copy).decode())) == []


@pytest.mark.parametrize(
    "translate", [uncontracted, pytest.param(contracted, marks=needs_liblouis)], ids=["uncontracted", "contracted"]
)
def test_braille_holds_every_answer_in_order(translate: Callable[[str], str]) -> None:
    copy = copy_of_sample()
    pages = write_brf(copy, translate).decode("ascii").split("\f")
    held = one_line(" ".join(page.partition("\r\n")[2] for page in pages)).replace('" ', "")
    cells = [one_line(translate(part)) for answer in copy.printed_answers() for part in answer.words.split("\n")]
    assert missing(cells, held) == []


def test_a_lost_answer_would_be_noticed() -> None:
    copy = copy_of_sample()
    text = html_text().replace("third from the front", "")
    assert missing(answers_of(copy), text) != []


def test_the_hash_is_the_same_in_every_profile_and_changes_with_one_letter() -> None:
    assert len({copy_of_sample(profile).answers_sha256 for profile in PROFILES}) == 1
    one = document(Answered("How are you?", (said("Well"),)))
    other = document(Answered("How are you?", (said("Will"),)))
    assert one.answers_sha256 != other.answers_sha256
    assert len(one.answers_sha256) == 64


def test_the_check_code_is_printed_in_each_format() -> None:
    copy = copy_of_sample()
    code = one_line(copy.check_code)
    assert code in pdf_text("clear-14")
    assert code in html_text()
    assert f"Check code: {code}" in one_line(write_text(copy).decode())
    assert f"Check code: {spoken(code)}." in write_speech(copy).decode()
    assert uncontracted(f"Check code: {copy.check_code}").replace("\u00a0", " ") in write_brf(copy).decode()


def test_every_answer_that_may_be_shared_is_printed() -> None:
    """Each current answer of the shared record stands in the copy, by its speaker; only row classes are left out."""
    sample = played()
    shared = share(sample.record, sample.form, PERSON)
    printed = {one_line(answer.words) for answer in copy_of_sample().printed_answers()}
    without = msgspec.structs.replace(shared, record=msgspec.structs.replace(shared.record, answers=()))
    empty = compose(without, sample.form, PROFILES["clear-14"], made_on=MADE_ON, made_by=WORKER)
    assert list(empty.printed_answers()) == []
    for entry in shared.record.answers:
        if isinstance(entry.answer.value, str) and sample.form.item(entry.key.link_id).check is None:
            first = one_line(tidy(entry.answer.value.split("\n")[0]))
            assert any(first.rstrip(",") in words for words in printed), entry.key


def test_text_of_joins_runs() -> None:
    block = Answered("How?", (said("Well"),))
    assert text_of(block.said[0].paragraphs[0]) == "Well"
