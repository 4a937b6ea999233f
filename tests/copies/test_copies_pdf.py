"""The PDF: tagged throughout, the same bytes each time, nothing small, nothing clipped, nothing lost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from copies.making import copy_of_sample, document, one_line, paragraphs, pdf_of_sample, said, text_of_pdf
from copies.ua_check import broken_rules
from doorstep.copies import document as d
from doorstep.copies.pdf import fonts
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.errors import CopyError

if TYPE_CHECKING:
    from collections.abc import Callable

CLEAR = PROFILES["clear-14"]
GIANT = PROFILES["giant-24"]


def picture() -> bytes:
    """Return a small PNG."""
    output = BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(output, "PNG")
    return output.getvalue()


def row(title: str, *cells: tuple[str, str]) -> d.Row:
    """Return a row told by Ada."""
    return d.Row(title, "Ada", tuple(d.Cell(column, (said(words),) if words else ()) for column, words in cells))


DONE = d.Stage("Conversation", done=True, current=False, when="today")
HERE = d.Stage("Decision", done=False, current=True)
EVERYTHING = document(
    d.Paragraph(d.plain("This copy is for Ada."), d.Weight.LEAD),
    d.Strip("Where am I?", (DONE, HERE)),
    d.Heading(2, "About you"),
    d.Bullets(paragraphs("one", "two"), numbered=True),
    d.Ticks((d.Tick("I will ring", ticked=False), d.Tick("I have rung", ticked=True))),
    d.Particulars((d.Particular("Date", d.plain("6 October 2026")),)),
    d.Answered("What is a good day?", (said("Slow and long. " * 80, own_words=True), said("Yes", "Bea, worker"))),
    d.Heading(3, "Things"),
    d.Rows(
        "What do you have?",
        "Ada",
        tuple(row(f"Rail {n}", ("Item", f"Rail {n}"), ("Works", "yes")) for n in range(40)),
        d.RowLayout.TABLE,
    ),
    d.Rows("And?", "Ada", (row("Bell", ("Item", "Bell"), ("Works", "yes"), ("From", "")),), d.RowLayout.LIST),
    d.Figure(picture(), "image/png", 40, 20, "A blue box", "My box"),
    d.PageBreak(),
    d.Paragraph((d.Span("The ombudsman", href="https://www.lgo.org.uk"),)),
    d.Paragraph((d.Span("Diolch yn fawr", lang="cy"),)),
)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_block_is_tagged_in_every_profile(profile: Any) -> None:
    assert broken_rules(write_pdf(EVERYTHING, profile)) == set()


def test_the_sample_is_tagged_throughout() -> None:
    assert broken_rules(pdf_of_sample()) == set()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the structure elements of a type."""
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == Name(f"/{kind}")]


def break_alt(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def break_lang(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def break_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A


def break_headings(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H4


def break_link(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            del annotation.Contents


def break_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


def break_mark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def break_font(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values())).FontDescriptor.FontFile2


def break_nesting(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LI")[0].S = Name.TD


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (break_alt, "alt"),
        (break_lang, "lang"),
        (break_scope, "scope"),
        (break_headings, "headings"),
        (break_link, "link words"),
        (break_tabs, "tabs"),
        (break_mark, "marked"),
        (break_font, "font not embedded"),
        (break_nesting, "nesting"),
    ],
)
def test_the_check_sees_a_planted_breakage(plant: Callable[[pikepdf.Pdf], None], rule: str) -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(write_pdf(EVERYTHING, CLEAR))) as pdf:
        plant(pdf)
        pdf.save(output)
    assert rule in broken_rules(output.getvalue())


def test_the_check_sees_content_that_nobody_marked() -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(write_pdf(EVERYTHING, CLEAR))) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 0 10 10 re f\n")
        pdf.save(output)
    assert broken_rules(output.getvalue()) == {"untagged content"}


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


@pytest.mark.parametrize("profile", ["clear-14", "giant-24"])
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


@pytest.mark.parametrize("profile", ["clear-14", "giant-28"])
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
