"""The Word file: what a screen reader in Word goes by, and every answer in order."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from copies.every_copy import sample_in, tongue
from copies.making import EVERYTHING, MADE_ON, copy_of_sample, document, easy_read_of_sample, one_line, paragraphs
from copies.test_same_answers import answers_of, missing
from doorstep.copies.document import Bullets, Figure
from doorstep.copies.docx import write_docx
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyError

CLEAR = PROFILES["clear-14"]


@cache
def everything() -> Any:
    return docx.Document(BytesIO(write_docx(EVERYTHING, CLEAR)))


def words_of(word: Any) -> str:
    """Return all words of the body in order, tables too."""
    return one_line(
        " ".join("".join(text.text for text in p.iter(qn("w:t"))) for p in word.element.body.iter(qn("w:p")))
    )


def test_it_holds_every_answer_in_order() -> None:
    copy = copy_of_sample()
    told = re.sub("[\ufe0f\u2764\U0001f300-\U0001faff]", "", words_of(docx.Document(BytesIO(write_docx(copy, CLEAR)))))
    assert missing(answers_of(copy), told) == []
    assert one_line(copy.check_code) in told


def test_headings_and_lists_are_real_ones() -> None:
    styles = [(paragraph.style.name, paragraph.text) for paragraph in everything().paragraphs]
    assert ("Heading 1", "Needs assessment: Ada") in styles
    assert ("Heading 3", "Things") in styles
    assert ("List Number", "one") in styles


def test_each_numbered_list_begins_at_one() -> None:
    word = docx.Document(BytesIO(write_docx(document(*[Bullets(paragraphs("a", "b"), numbered=True)] * 2), CLEAR)))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_a_table_has_a_header_row_that_is_repeated() -> None:
    [table] = everything().tables
    assert [cell.text for cell in table.rows[0].cells] == ["Item", "Works"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_a_picture_has_its_text_alternative_and_a_pictogram_none() -> None:
    alts = [part.get("descr") for part in everything().element.body.iter(qn("wp:docPr"))]
    assert alts == ["A blue box"]
    easy = docx.Document(BytesIO(write_docx(easy_read_of_sample(), PROFILES["easy-read"])))
    assert {part.get("descr") for part in easy.element.body.iter(qn("wp:docPr"))} == {""}


def test_the_file_tells_its_title_day_and_languages() -> None:
    about = everything().core_properties
    assert (about.title, about.language, about.created.date()) == ("Needs assessment: Ada", "en-GB", MADE_ON)
    languages = {part.get(qn("w:val")) for part in everything().element.body.iter(qn("w:lang"))}
    assert languages == {"cy"}
    default = everything().styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "en-GB"


def test_nothing_is_smaller_than_the_profile_says_and_nothing_leans() -> None:
    word = docx.Document(BytesIO(write_docx(EVERYTHING, PROFILES["giant-24"])))
    for name in ("Normal", "Header", "Footer", "List Bullet", "Quote"):
        assert word.styles[name].font.size.pt == 24
        assert not word.styles[name].font.italic


def test_a_picture_that_cannot_be_read_is_a_fault_of_ours_and_quotes_nothing() -> None:
    broken = document(Figure(b"not a picture", "image/png", 4, 4, "A secret", "A secret"))
    with pytest.raises(CopyError) as caught:
        write_docx(broken, CLEAR)
    assert str(caught.value) == "copies(what='picture')"


def paragraphs_of(word: Any) -> dict[str, Any]:
    return {"".join(text.text for text in p._p.iter(qn("w:t"))): p for p in word.paragraphs}


def test_a_copy_in_urdu_is_read_from_the_right_and_english_in_it_from_the_left() -> None:
    word = docx.Document(BytesIO(write_docx(sample_in("ur", parts=("people",)), CLEAR)))
    bidi = word.styles["Normal"].element.pPr.find(qn("w:bidi"))
    assert bidi.get(qn("w:val")) == "1"
    found = paragraphs_of(word)
    title = next(p for words, p in found.items() if p.style.name == "Heading 1")
    assert title.runs[0]._r.rPr.find(qn("w:rtl")) is not None
    assert title.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ur"
    quoted = next(p for p in word.paragraphs if p.style.name == "Quote" and p._p.pPr.find(qn("w:bidi")) is not None)
    assert quoted._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0", "what was said in English stands as English"
    mixed = next(words for words in found if "Nobody has checked them yet." in words)
    assert mixed.endswith(".\u200e"), "the stop stays at the right of the English words"


@pytest.mark.parametrize("code", ["bn", "pl"])
def test_words_in_every_language_keep_their_size_and_their_language(code: str) -> None:
    word = docx.Document(BytesIO(write_docx(sample_in(code, parts=("people",)), PROFILES["giant-24"])))
    assert word.core_properties.language == code
    normal = word.styles["Normal"].element.rPr
    assert normal.find(qn("w:szCs")).get(qn("w:val")) == normal.find(qn("w:sz")).get(qn("w:val")) == "48"
    title = next(p for p in word.paragraphs if p.style.name == "Heading 1")
    assert title.text == sample_in(code).title
    footer = "".join(text.text for text in word.sections[0].footer._element.iter(qn("w:t")))
    assert tongue(code).phrases["Page {number} of {total}"].split("{")[0].strip() in footer.replace("\u00a0", " ")
    assert [field.get(qn("w:instr")) for field in word.sections[0].footer._element.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]


@pytest.mark.parametrize("code", ["so", "ar"])
def test_every_answer_stands_in_the_file_of_every_language(code: str) -> None:
    copy = sample_in(code, parts=("people", "decision"))
    told = words_of(docx.Document(BytesIO(write_docx(copy, CLEAR)))).replace("\u200e", "")
    assert missing(answers_of(copy), re.sub("[\ufe0f\u2764\U0001f300-\U0001faff]", "", told)) == []
