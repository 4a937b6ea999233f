"""Looking at a copy before it is printed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from copies.making import document
from doorstep.copies.document import Heading, PageBreak
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.preview import page_count, render_page, sheets
from doorstep.copies.profiles import PROFILES, profile_for_size
from doorstep.errors import CopyError

PDF = write_pdf(document(PageBreak(), Heading(2, "Second page")), PROFILES["clear-14"])


def test_the_count_of_pages_is_that_of_the_file() -> None:
    assert page_count(PDF) == 2


def test_two_pages_go_on_a_sheet_when_both_sides_are_printed() -> None:
    assert [sheets(pages) for pages in (1, 2, 3)] == [1, 1, 2]
    assert sheets(3, duplex=False) == 3


def test_a_page_is_a_picture_with_ink_on_it() -> None:
    width, height, pixels = render_page(PDF, 1, 0.5)
    assert (width, height) == (298, 421)
    assert len(pixels) == width * height * 4
    assert pixels[:4] == b"\xff\xff\xff\xff"
    assert min(pixels) < 60


def test_what_is_no_pdf_or_no_page_is_refused() -> None:
    with pytest.raises(CopyError):
        page_count(b"not a pdf")
    with pytest.raises(CopyError):
        render_page(PDF, 2, 1)


def test_the_profile_is_never_smaller_than_what_was_asked_for() -> None:
    assert profile_for_size(14).name == "clear-14"
    assert profile_for_size(19).name == "large-20"
    assert profile_for_size(40).name == "giant-28"


def test_pages_are_drawn_one_after_the_other_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium falls over when two threads call it at once: the window draws while a copy is being made."""
    true, inside, most = pypdfium2.PdfDocument, [0], [0]

    def counted(pdf: bytes) -> pypdfium2.PdfDocument:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        never.wait(0.05)  # hold the door open for as long as another could come in
        inside[0] -= 1
        return true(pdf)

    never = threading.Event()
    monkeypatch.setattr(pypdfium2, "PdfDocument", counted)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: page_count(PDF), range(4))) == [2] * 4
    assert most == [1]
