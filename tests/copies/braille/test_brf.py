"""Braille pages: nothing longer than a line, no word cut, headings with what they head, pages numbered."""

from __future__ import annotations

import pytest

from copies.making import copy_of_sample, document, said
from doorstep.copies.braille.brf import CONTINUES, Sheet, write_brf
from doorstep.copies.braille.uncontracted import uncontracted
from doorstep.copies.document import Answered, Heading, Paragraph, plain


def pages_of(brf: bytes) -> list[list[str]]:
    return [page.split("\r\n") for page in brf.decode("ascii").removesuffix("\r\n").split("\r\n\f")]


@pytest.mark.parametrize("sheet", [Sheet(), Sheet(32, 28), Sheet(28, 20)])
def test_nothing_is_larger_than_the_sheet(sheet: Sheet) -> None:
    pages = pages_of(write_brf(copy_of_sample(), sheet=sheet))
    assert len(pages) > 50
    assert max(len(page) for page in pages) <= sheet.lines
    assert max(len(line) for page in pages for line in page) <= sheet.cells


def test_pages_are_numbered_at_the_right_of_their_first_line() -> None:
    pages = pages_of(write_brf(copy_of_sample()))
    assert pages[0][0] == "#A".rjust(40)
    assert pages[11][0] == "#AB".rjust(40)


def test_no_word_is_cut_and_a_number_stays_on_its_line() -> None:
    words = " ".join(f"word{number:03}" for number in range(200))
    pages = pages_of(write_brf(document(Answered("Which?", (said(f"{words} 01632\u00a0960143"),)))))
    held = " ".join(line.strip() for page in pages for line in page[1:])
    assert uncontracted(words) in held
    assert any('#JAFCB"IFJADC' in line for page in pages for line in page)


def test_a_word_that_no_line_holds_goes_on_with_dot_5() -> None:
    address = "a.very.long.address@a.council.with.a.long.name.example.org"
    pages = pages_of(write_brf(document(Paragraph(plain(address)))))
    lines = [line.strip() for line in pages[0]]
    first = next(number for number, line in enumerate(lines) if line.endswith(CONTINUES))
    assert lines[first].rstrip(CONTINUES) + lines[first + 1] == uncontracted(address)


def test_a_heading_never_stands_last_on_a_page() -> None:
    blocks = [
        block
        for number in range(60)
        for block in (
            Heading(2, f"Part {number}"),
            Heading(3, "Small"),
            *[Paragraph(plain("word " * 9))] * (number % 5),
        )
    ]
    heads = {uncontracted("Small"), *(uncontracted(f"Part {number}") for number in range(60))}
    pages = pages_of(write_brf(document(*blocks, Paragraph(plain("end")))))
    with_text_between = [page for page in pages[:-1] if page[-1].strip() in heads]
    assert with_text_between == []
    assert all(page[1] != "" for page in pages)


def test_headings_are_centred_or_set_in() -> None:
    page = pages_of(write_brf(document(Heading(2, "About you"), Heading(3, "Home"), Heading(4, "Stairs"))))[0]
    lines = {line.strip(): line for line in page}
    assert lines[uncontracted("About you")].index(",") == (40 - len(uncontracted("About you"))) // 2
    assert lines[uncontracted("Home")].startswith("    ,")
    assert lines[uncontracted("Stairs")].startswith("      ,")
