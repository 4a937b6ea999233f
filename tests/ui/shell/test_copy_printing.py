"""Copies on paper: what is printed is what was shown, and what went out is noted."""

from __future__ import annotations

import os
import threading
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from doorstep.assessment.facts import CopyWay
from doorstep.copies.preview import page_count, render_page
from doorstep.ui import printing
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.printing import End, Printed, a4_printer, paint_pages, range_words, wanted_pages
from ui.shell.copying import copies, look

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.shell.hands import Hands


def printer_into(path: Path, *, both_sides: bool = True) -> QPrinter:
    """Paper that is a file: as coarse as the screen, so that its pages can be laid on those that were shown."""
    printer = a4_printer(both_sides=both_sides)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    return printer


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the printer prints lies here: the worker always takes the printer that is offered."""
    path = tmp_path / "printed.pdf"

    def take(_parent: QWidget, _pages: int, *, both_sides: bool) -> QPrinter:
        return printer_into(path, both_sides=both_sides)

    monkeypatch.setattr(printing, "ask_printer", take)
    return path


def difference(before: bytes, after: bytes, page: int) -> float:
    """How far two pages are apart on average, of 255."""
    pictures = []
    for pdf in (before, after):
        width, height, pixels = render_page(pdf, page, 1)
        pictures.append(Image.frombytes("RGBA", (width, height), pixels).convert("L").resize((595, 842)))
    return ImageStat.Stat(ImageChops.difference(*pictures)).mean[0]


@pytest.mark.serves("TB-26")
def test_the_printed_pages_are_those_that_were_shown(safe: Hands, paper: Path):
    page, preview = look(safe)
    safe.press("print_copy")
    safe.until(lambda: "Sent to the printer" in page.notice.told)
    printed = paper.read_bytes()
    assert page_count(printed) == preview.pages
    apart = [difference(preview.pdf, printed, index) for index in range(preview.pages)]
    assert max(apart) < 3
    assert difference(preview.pdf, blank_page(), 0) > 3, "the control: another page is further off"


def blank_page() -> bytes:
    paper = pikepdf.new()
    paper.add_blank_page(page_size=(595, 842))
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def test_what_was_printed_is_noted_and_listed(safe: Hands, paper: Path):
    page, preview = look(safe)
    safe.press("print_copy")
    safe.until(lambda: "Sent to the printer" in page.notice.told)
    (fact,) = safe.page.assessment.freeze().copies
    assert (fact.way, fact.kind, fact.profile) == (CopyWay.PRINTED, "pdf", preview.profile)
    assert safe.sees("6 October 2026, ", page.log)
    assert safe.sees("Mr Pennant: all parts.", page.log)
    assert safe.sees("printed.", page.log)


def test_nothing_is_printed_before_the_pages_were_seen(safe: Hands, paper: Path):
    page = copies(safe)
    safe.press("print_copy")
    assert "Look at the pages first" in page.notice.told
    assert page.notice.hasFocus()
    assert not paper.exists()


def test_only_the_pages_that_are_wanted_are_printed_and_noted(safe: Hands, paper: Path):
    _page, preview = look(safe)
    printer = printer_into(paper)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    wanted = wanted_pages(printer, preview.pages)
    assert paint_pages(safe.workspace.copies, preview, printer).end is End.WHOLE
    assert page_count(paper.read_bytes()) == 1
    assert list(wanted) == [1]
    assert range_words(wanted, preview.pages) == "2"
    assert range_words(range(2, 5), 9) == "3-5"
    assert range_words(range(9), 9) == ""


def test_printing_stops_between_pages_and_what_went_out_is_noted(
    safe: Hands, paper: Path, monkeypatch: pytest.MonkeyPatch
):
    page, _preview = look(safe)
    painted, true = list[int](), printing.paint_pages

    def until_the_second(*args: object) -> Printed:
        *others, step = args

        def step_once(done: int, total: int) -> bool:
            painted.append(done)
            step(done, total)  # type: ignore[operator]
            if done == 1:
                may_go_on.wait(10)
            return step(done, total)  # type: ignore[operator, no-any-return]

        return true(*others, step_once)  # type: ignore[arg-type]

    may_go_on = threading.Event()
    monkeypatch.setattr(printing, "paint_pages", until_the_second)
    safe.press("print_copy")
    safe.until(lambda: "Page 2 of" in page.notice.words.text())
    safe.press("stop_work")
    assert "Stopping" in page.notice.told
    may_go_on.set()
    safe.until(lambda: "Printing has stopped" in page.notice.told)
    assert painted == [0, 1]
    assert "1 page went to the printer before" in page.notice.told
    (fact,) = safe.page.assessment.freeze().copies
    assert fact.pages == "1", "what may come out of the printer is noted"


def test_a_job_for_the_printer_waits_in_memory_and_not_on_the_disk(
    safe: Hands, paper: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Qt puts a job for CUPS where TMPDIR points to when the job begins."""
    (tmp_path / "sitting").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "sitting"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    _page, preview = look(safe)
    seen: list[str] = []

    class Watched(QPainter):
        def begin(self, device: QPrinter) -> bool:  # type: ignore[override]
            seen.append(os.environ["TMPDIR"])
            return super().begin(device)

    monkeypatch.setattr(printing, "QPainter", Watched)
    assert paint_pages(safe.workspace.copies, preview, printer_into(paper)).end is End.WHOLE
    assert seen == [str(tmp_path / "sitting")]
    assert os.environ["TMPDIR"] == str(tmp_path)


def test_a_printer_that_takes_nothing_is_told(safe: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    page, _preview = look(safe)
    nowhere = tmp_path / "no-folder" / "printed.pdf"
    monkeypatch.setattr(printing, "ask_printer", lambda *_, **__: printer_into(nowhere))
    safe.press("print_copy")
    safe.until(lambda: "did not take the copy" in page.notice.told)
    assert safe.page.assessment.freeze().copies == ()


@pytest.mark.serves("TB-30")
def test_the_card_is_looked_at_printed_and_noted_like_a_copy(safe: Hands, paper: Path):
    page = copies(safe)
    safe.press("the_card")
    assert page.choices.audience.isHidden()
    assert page.aloud.isHidden()
    assert not any(row.isVisible() for row in page.files.findChildren(CheckRow, "format_braille"))
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.pages == 1
    safe.press("print_copy")
    safe.until(lambda: "Sent to the printer" in page.notice.told)
    assert safe.sees("Mr Pennant: The card.", page.log)
