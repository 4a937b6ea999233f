"""The PDF: tagged throughout, the same bytes each time, nothing small, nothing clipped, nothing lost."""

from __future__ import annotations

import re
from io import BytesIO

import msgspec
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from copies.making import (
    EVERYTHING,
    copy_of_sample,
    document,
    elements,
    one_line,
    paragraphs,
    pdf_of_sample,
    picture,
    row_of,
    said,
    text_of_pdf,
)
from doorstep.copies import document as d
from doorstep.copies.pdf import fonts
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import render_page
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyError

CLEAR = PROFILES["clear-14"]
GIANT = PROFILES["giant-24"]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_pdf(EVERYTHING, CLEAR) == write_pdf(EVERYTHING, CLEAR)


def test_the_file_tells_its_title_and_has_bookmarks_for_its_headings() -> None:
    with pikepdf.open(BytesIO(write_pdf(EVERYTHING, CLEAR))) as pdf:
        assert pdf.docinfo["/Title"] == "Needs assessment: Ada"
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Needs assessment: Ada"]
            assert [entry.title for entry in outline.root[0].children] == ["About you"]


def test_every_page_says_which_of_how_many_it_is() -> None:
    pdf = pypdfium2.PdfDocument(write_pdf(EVERYTHING, GIANT))
    pages = [one_line(page.get_textpage().get_text_range()) for page in pdf]
    pdf.close()
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Ada needs: large print" in text


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_smaller_than_the_profile_says_footers_included(profile: str) -> None:
    sizes = set()
    with pikepdf.open(BytesIO(write_pdf(EVERYTHING, PROFILES[profile]))) as pdf:
        streams = [page.Contents.read_bytes() for page in pdf.pages]
        streams += [
            form.read_bytes()
            for page in pdf.pages
            for form in page.Resources.XObject.values()
            if form.Subtype == Name.Form
        ]
    for stream in streams:
        sizes |= {float(size) for size in re.findall(rb"/F\d+\+\d+ ([\d.]+) Tf", stream)}
    assert min(sizes) == PROFILES[profile].size


LONG = (
    "enquiries.and.complaints@brackwater-and-district.example.gov.uk",
    "www.brackwater.example.gov.uk/adult-social-care/complaints-and-compliments/how-to",
)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_word_is_cut_but_an_address_that_no_line_holds_and_that_after_a_sign(profile: str) -> None:
    words = ["Accessible", "Pennant-Doyle", "misunderstandings", "01632\u00a0960143", "6\u00a0October\u00a02026", *LONG]
    told = " ".join([f"{word} and" for word in words] * 3)
    wide = document(
        d.Answered("Where to write?", (said(told),)),
        d.Bullets(paragraphs(told)),
        d.Rows("Who?", "Ada", (row_of("One", ("Who", "One"), ("Where", told)),), d.RowLayout.LIST),
    )
    pdf = pypdfium2.PdfDocument(write_pdf(wide, PROFILES[profile]))
    lines = [line.strip() for page in pdf for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
    pdf.close()
    told_again = one_line(" ".join(lines))
    for word in words:
        if word not in LONG:
            assert sum(one_line(word) in one_line(line) for line in lines) >= 3, word
    for address in LONG:
        parts = re.split(r"(?<=[@./])", address)
        assert re.search(r" ?".join(re.escape(part) for part in parts), told_again), address


@pytest.mark.parametrize("profile", PROFILES)
def test_no_letter_lies_outside_the_margins(profile: str) -> None:
    address = "a.very.long.address.that.no.line.can.hold@a.council.with.a.long.name.example.org"
    wide = document(*EVERYTHING.blocks[1:5], d.Answered("Where to write?", (said(f"To {address}"),)))
    pdf = pypdfium2.PdfDocument(write_pdf(wide, PROFILES[profile]))
    margin = PROFILES[profile].margin * 72 / 25.4
    for page in pdf:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right > left and text.get_text_range(index, 1).strip():
                assert left >= margin - 1
                assert right <= page.get_width() - margin + 1
                assert bottom >= margin - PROFILES[profile].size
                assert top <= page.get_height() - margin + 1
    pdf.close()


def test_only_embedded_fonts_are_used() -> None:
    with pikepdf.open(BytesIO(pdf_of_sample())) as pdf:
        names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert {re.sub(r"^/[A-Z]+\+", "", name) for name in names} == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "NotoEmoji-Bold",
    }


def test_a_picture_that_cannot_be_read_is_a_fault_of_ours_and_quotes_nothing() -> None:
    broken = document(d.Figure(b"not a picture", "image/png", 4, 4, "A secret", "A secret"))
    with pytest.raises(CopyError) as caught:
        write_pdf(broken, CLEAR)
    assert str(caught.value) == "copies(what='picture')"
    assert caught.value.__cause__ is None


def test_words_stay_apart_where_a_line_ends() -> None:
    words = " ".join(f"word{number:03}" for number in range(200))
    small = document(d.Answered("Which words?", (said(words, own_words=True),)))
    assert words in text_of_pdf(write_pdf(small, GIANT), small)


def test_a_quotation_over_two_pages_is_still_one_paragraph() -> None:
    small = document(d.Answered("Why?", (said("because " * 900, own_words=True),)))
    with pikepdf.open(BytesIO(write_pdf(small, CLEAR))) as pdf:
        assert len(pdf.pages) > 1
        quotation = elements(pdf, "BlockQuote")[0]
        assert len(quotation.K) == 1
        assert len({kid.Pg.objgen for kid in quotation.K[0].K}) == len(pdf.pages)


def test_an_emoji_is_drawn_and_told_whole_with_its_skin_tone() -> None:
    small = document(d.Answered("Message?", (said("Love you Grandad 🙏🏾❤️", own_words=True),)))
    with pikepdf.open(BytesIO(write_pdf(small, CLEAR))) as pdf:
        stream = pdf.pages[0].Contents.read_bytes()
        maps = b"".join(font.ToUnicode.read_bytes() for font in pdf.pages[0].Resources.Font.values())
    for told in ("🙏🏾", "❤️"):
        assert f"/ActualText <FEFF{told.encode('utf-16-be').hex().upper()}>".encode() in stream
    assert b"<D83DDE4F>" in maps
    assert b"<2764>" in maps


def test_every_character_of_the_sample_is_drawn_or_spelled_out() -> None:
    letters = {letter for answer in copy_of_sample().printed_answers() for letter in answer.words}
    for letter in letters - {"\n"}:
        drawn = list(fonts.pieces(letter))
        assert drawn or letter in "\ufe0f\U0001f3fe", hex(ord(letter))


def test_a_letter_that_no_font_has_is_spelled_out() -> None:
    assert "".join(words for _font, words in fonts.pieces("a → b")) == "a [rightwards arrow] b"


def test_an_emoji_family_stays_together() -> None:
    family = "👨‍👩‍👧"
    assert list(fonts.pieces(f"us {family}!")) == [(fonts.REGULAR, "us "), (fonts.EMOJI, family), (fonts.REGULAR, "!")]


def test_welsh_letters_are_drawn() -> None:
    assert list(fonts.pieces("ŵŷ")) == [(fonts.REGULAR, "ŵŷ")]


def test_each_box_can_be_ticked_on_a_screen_and_says_what_it_is_for() -> None:
    with pikepdf.open(BytesIO(write_pdf(EVERYTHING, CLEAR))) as pdf:
        fields = {str(field.TU): str(field.V) for field in pdf.Root.AcroForm.Fields}
    assert fields == {"I will ring": "/Off", "I have rung": "/Yes"}


def test_a_box_is_drawn_on_paper_too() -> None:
    """Printing draws the pages with pdfium, which leaves fields out unless it is asked for them."""
    empty, ticked = (
        _ink(write_pdf(document(d.Ticks((d.Tick("I will ring", ticked=state),)), header=""), CLEAR))
        for state in (False, True)
    )
    bare = _ink(write_pdf(document(d.Paragraph(d.plain("I will ring")), header=""), CLEAR))
    assert bare < empty < ticked


def _ink(pdf: bytes) -> int:
    return sum(1 for dot in render_page(pdf, 0, 1)[2] if dot < 60)


def places_of(pdf: bytes, *words: str) -> list[int]:
    """Return the page on which each of some words stand, the last one."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = [one_line(page.get_textpage().get_text_range()) for page in opened]
    opened.close()
    return [max(number for number, page in enumerate(pages) if word in page) for word in words]


@pytest.mark.parametrize("lines", range(20, 60, 3))
def test_a_heading_a_question_and_a_short_row_stay_with_what_they_belong_to(lines: int) -> None:
    """Wherever on the page they come to stand."""
    row = row_of("The doctor", ("Name", "The doctor"), ("Since", "about 2011"), ("Is it right?", "It has changed"))
    copy = document(
        *[d.Paragraph(d.plain("Some words."))] * lines,
        d.Heading(2, "Around you"),
        d.Figure(picture(), "image/png", 400, 200, "A blue box", "My box"),
        *[d.Paragraph(d.plain("Some words."))] * (lines // 2),
        d.Answered("Will you sign?", (said("I have signed"),)),
        d.Figure(picture(), "image/png", 400, 200, "A signature", "Signed here", drawn=True),
        *[d.Paragraph(d.plain("Some words."))] * (lines // 2),
        d.Rows("Whom do you see?", "Ada", (row,) * 3, d.RowLayout.LIST),
    )
    heading, box, question, signed, doctor, right = places_of(
        write_pdf(copy, CLEAR), "Around you", "My box", "Will you sign?", "Signed here", "The doctor", "It has changed"
    )
    assert heading == box
    assert question == signed
    assert doctor == right


def test_what_was_drawn_on_white_lets_a_tinted_page_show_through() -> None:
    """The control: a photograph keeps its white."""
    output = BytesIO()
    Image.new("RGB", (300, 100), "white").save(output, "PNG")
    shown = {}
    for drawn in (True, False):
        figure = d.Figure(output.getvalue(), "image/png", 300, 100, "A signature", "", drawn=drawn)
        opened = pypdfium2.PdfDocument(write_pdf(document(figure), PROFILES["dyslexia-14"]))
        colours = opened[0].render(scale=1).to_pil().convert("RGB").getcolors(100_000) or []
        opened.close()
        shown[drawn] = sum(count for count, colour in colours if colour == (255, 255, 255))
    assert shown[True] < 100
    assert shown[False] > 5_000


@pytest.mark.parametrize("profile", ["clear-14", "giant-24"])
def test_each_part_begins_on_the_page_that_the_list_of_parts_names(profile: str) -> None:
    copy = copy_of_sample(profile)
    listed = next(number for number, block in enumerate(copy.blocks) if isinstance(block, d.Contents))
    chapters = [one_line(b.text) for b in copy.blocks[listed:] if isinstance(b, d.Heading) and b.level == 2]
    assert len(chapters) > 15
    opened = pypdfium2.PdfDocument(pdf_of_sample(profile))
    lines = [[one_line(line) for line in page.get_textpage().get_text_range().split("\r\n")] for page in opened]
    opened.close()
    pages = [" ".join(page) for page in lines]
    first = next(number for number, page in enumerate(lines) if "Parts of this copy" in page)
    told = one_line(" ".join(pages[first : first + 3]).partition("Parts of this copy")[2])
    for chapter in chapters:
        [page] = re.findall(rf"(?<!\d)(\d+) {re.escape(chapter)}", told)[:1]
        assert chapter in pages[int(page) - 1], chapter


def test_a_copy_of_few_parts_has_no_list_of_them() -> None:
    assert not any(isinstance(block, d.Contents) for block in copy_of_sample(parts=("people", "home")).blocks)
    assert any(isinstance(block, d.Contents) for block in copy_of_sample().blocks)


def test_a_footer_that_takes_two_lines_from_page_100_on_stays_above_the_margin() -> None:
    pages = [block for number in range(102) for block in (d.Paragraph(d.plain(f"Page {number}")), d.PageBreak())]
    profile = PROFILES["giant-24"]
    copy = msgspec.structs.replace(document(*pages), footer="Needs assessment: Mr\u00a0Pennant")
    opened = pypdfium2.PdfDocument(write_pdf(copy, profile))
    edges = []
    for page in (opened[3], opened[101]):
        words = page.get_textpage()
        boxes = [
            words.get_charbox(place) for place in range(words.count_chars()) if words.get_text_range(place, 1).strip()
        ]
        edges.append(min(bottom for _left, bottom, _right, _top in boxes))
    opened.close()
    assert min(edges) >= profile.margin * 72 / 25.4 - profile.size * 0.35, "only descenders reach into the margin"


@pytest.mark.parametrize("columns", [1, 2, 9])
def test_a_long_row_of_few_or_many_columns_is_printed_whole(columns: int) -> None:
    words = "It was a long day and we said a great deal. " * 12
    cells = [(f"Part {number}", words) for number in range(columns)]
    copy = document(d.Rows("What happened?", "Ada", (row_of("", *cells),) * 2, d.RowLayout.LIST))
    assert text_of_pdf(write_pdf(copy, CLEAR), copy).count(one_line(words)) == 2 * columns
