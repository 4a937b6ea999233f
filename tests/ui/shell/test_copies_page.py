"""Copies: for whom, which parts, the real pages, and asking whether papers are safe."""

from __future__ import annotations

import os
import sys
import threading
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from doorstep.assessment.answer import AnswerKey, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import CopyMade, CopyWay
from doorstep.assessment.sharing import AudienceKind
from doorstep.copies.formats import FORMATS
from doorstep.copies.preview import page_count, render_page
from doorstep.errors import CopyError
from doorstep.services.copies import Copies, CopyFormat, CopyPreview
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui import printing
from doorstep.ui.controls.rows import CheckRow
from doorstep.ui.copies_page import CopiesPage
from doorstep.ui.printing import End, Printed, a4_printer, paint_pages, range_words, wanted_pages
from doorstep.ui.reading_aloud import Voice
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from pathlib import Path


def yes() -> Choices:
    return Choices(("yes",))


def copies(hands: Hands) -> CopiesPage:
    hands.page.topics.setFocus()
    hands.key(Qt.Key.Key_P, CONTROL)
    sheet = hands.page.sheet()
    assert isinstance(sheet, CopiesPage)
    return sheet


@pytest.fixture
def safe(visit: Hands) -> Hands:
    """Papers may be left here."""
    visit.page.after_change(visit.page.assessment.answer("sa_print_safe", yes()))
    return visit


def test_the_persons_copy_in_the_size_they_need_comes_first(visit: Hands):
    assessment = visit.page.assessment
    assessment.answer("ais_format", Choices(("large_print",)))
    assessment.answer("ais_print_size", Choices(("20",)))
    request = copies(visit).choices.request
    assert request.audience.kind is AudienceKind.PERSON
    assert request.parts is None
    assert request.profile == "large-20"


def test_every_known_carer_can_be_chosen_also_one_who_joined_later(visit: Hands):
    page = copies(visit)
    names = [row.words for row in page.choices.audience.rows]
    assert "Marcia Pennant-Doyle, carer" in names
    visit.page.show_people()
    visit.people.party_name.setText("Denise Pennant")
    visit.press("add_party")
    names = [row.words for row in copies(visit).choices.audience.rows]
    assert "Denise Pennant, carer" in names


def test_whoever_the_person_was_asked_about_can_be_chosen(visit: Hands):
    assessment = visit.page.assessment
    row = assessment.add_row("nx_share").facts[0].row
    assessment.answer("nx_share.who", "Harbour Home Care", path=(row,))
    assert [row.words for row in copies(visit).choices.audience.rows][-1] == "Harbour Home Care"


@pytest.mark.serves("TB-26", "NG86-G04")
def test_the_real_pages_are_shown_with_their_count_and_sheets(safe: Hands):
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page_count(page.preview.pdf) == page.preview.pages
    assert f"{page.preview.pages} page" in page.counts.text()
    assert f"{(page.preview.pages + 1) // 2} sheet" in page.counts.text()
    safe.until(lambda: not page.pages.picture.pixmap().isNull())
    safe.press("both_sides")
    assert f"{page.preview.pages} sheet" in page.counts.text()
    assert "on one side" in page.counts.text()


def test_another_choice_takes_the_old_pages_away(safe: Hands):
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    safe.press("giant-28")
    assert page.preview is None
    assert page.pages.isHidden()
    assert page.counts.text() == ""
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.profile == "giant-28", "the new ones come by themselves, as pages were in sight"


@pytest.mark.serves("TB-26")
def test_only_the_parts_that_are_ticked_are_asked_for(safe: Hands):
    page = copies(safe)
    page.choices.choose_parts(frozenset({"what_matters"}))
    assert page.choices.request.parts == ("what_matters",)
    assert page.choices.parts_fold.words.startswith("1 of ")


def test_a_copy_is_saved_and_kept_in_the_journal(safe: Hands, tmp_path: Path):
    page = copies(safe)
    kinds = [kind for kind in CopyFormat if FORMATS[kind].can_be_made()]
    for kind in kinds:
        page.save(tmp_path, kind)
        safe.until(lambda: "The copy is written" in page.notice.told)
        page.notice.clear()
    made = {path.suffix for path in tmp_path.glob("assessment-copy-*")}
    assert made == {".pdf", ".html", ".txt", ".brf", ".docx"}
    noted = [fact for fact in safe.page.assessment.freeze().copies if isinstance(fact, CopyMade)]
    assert len(noted) == len(kinds)


def test_papers_are_asked_about_first_and_nothing_is_written_until_then(visit: Hands, tmp_path: Path):
    page = copies(visit)
    assert "Nobody has asked yet" in page.safety.told
    page.save(tmp_path, CopyFormat.PDF)
    assert list(tmp_path.glob("*.pdf")) == []
    assert page.safety.hasFocus()
    visit.press("safe_now")
    assert page.safety.told == ""
    page.save(tmp_path, CopyFormat.PDF)
    visit.until(lambda: list(tmp_path.glob("*.pdf")))


def test_a_no_to_papers_is_said_and_a_yes_says_nothing(visit: Hands):
    visit.page.assessment.answer("sa_print_safe", Choices(("no",)))
    assert "papers are not safe here" in copies(visit).safety.told
    visit.page.back_to_topics()
    visit.page.assessment.answer("sa_print_safe", yes())
    assert copies(visit).safety.told == ""


def test_the_question_about_papers_is_one_press_away(visit: Hands):
    copies(visit)
    visit.press("ask_safe")
    assert visit.page.pages.page().focused()[0] == ItemRef("sa_print_safe")


def test_a_copy_that_cannot_be_made_is_explained(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise CopyError(what="font")

    monkeypatch.setattr(Copies, "preview", refuse)
    page = copies(safe)
    safe.press("preview_copy")
    safe.until(lambda: "This copy could not be made" in page.notice.told)


def test_pages_are_turned_and_stop_at_the_ends(safe: Hands):
    page = copies(safe)
    safe.press("giant-28")
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.pages > 1
    safe.press("page_after")
    assert page.pages.index == 1
    safe.press("page_before")
    page.pages.turn_to(-1)
    assert page.pages.index == 0
    page.pages.turn_to(page.preview.pages)
    assert page.pages.index == 0


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


def look(hands: Hands) -> tuple[CopiesPage, CopyPreview]:
    page = copies(hands)
    hands.press("preview_copy")
    hands.until(lambda: page.preview is not None)
    assert page.preview is not None
    return page, page.preview


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


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder that the worker picks whenever they are asked."""
    chosen = tmp_path / "stick"
    monkeypatch.setattr("doorstep.ui.copies_page.ask_folder", lambda *_: chosen)
    return chosen


def tick(hands: Hands, *names: str) -> None:
    """Tick exactly these formats."""
    page = hands.page.sheet()
    assert isinstance(page, CopiesPage)
    for row in page.files.findChildren(CheckRow):
        if row.isVisible() and row.isChecked() is not (row.objectName() in names):
            hands.press(row.objectName())


@pytest.mark.serves("TB-07")
def test_several_forms_are_saved_at_once_named_by_profile_and_never_by_person(safe: Hands, folder: Path):
    page = copies(safe)
    safe.press("large-18")
    tick(safe, "format_pdf", "format_plain-text", "format_braille")
    safe.press("save_copy")
    safe.until(lambda: "The copy is written" in page.notice.told)
    names = sorted(path.name for path in folder.iterdir())
    assert [name.removeprefix("assessment-copy-person-2026-10-06-") for name in names] == [
        "braille.brf",
        "large-18.pdf",
        "plain-text.txt",
    ]
    assert not any("pennant" in name.lower() for name in names)
    assert len(page.log.findChildren(QLabel)) == 3


def test_braille_is_set_for_the_page_that_the_embosser_holds(safe: Hands, folder: Path):
    page = copies(safe)
    assert not any(line.isVisible() for line in page.findChildren(QLineEdit, "braille_cells"))
    tick(safe, "format_braille")
    cells = safe.find(QLineEdit, "braille_cells")
    for typed in ("4", "32"):
        cells.setFocus()
        cells.clear()
        safe.type(typed)
        safe.press("save_copy")
        if typed == "4":
            assert "20 to 80 cells" in page.notice.told
            assert not folder.exists()
    safe.until(lambda: "The copy is written" in page.notice.told)
    (path,) = folder.iterdir()
    assert max(map(len, path.read_text("ascii").replace("\f", "").splitlines())) in range(25, 33)


def test_nothing_ticked_saves_nothing(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe)
    safe.press("save_copy")
    assert "Tick at least one" in page.notice.told
    assert not folder.exists()


def test_a_password_is_asked_for_told_plainly_and_forgotten(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe, "format_pdf")
    safe.press("lock_pdf")
    assert safe.sees("does not protect the other formats, nor paper")
    assert safe.sees("a screen reader can still read it")
    page.files.password.line.setFocus()
    safe.type("short")
    safe.press("save_copy")
    assert "at least 8 letters" in page.notice.told
    page.files.password.line.setFocus()
    safe.type("er than plum")
    safe.press("save_copy")
    safe.until(lambda: "The copy is written" in page.notice.told)
    (path,) = folder.iterdir()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="shorter than plum") as opened:
        assert opened.allow.accessibility
    assert page.files.password.text == ""
    assert not page.files.locking
    assert safe.sees("with a password", page.log)


def test_a_password_without_a_pdf_would_protect_nothing(safe: Hands, folder: Path):
    page = copies(safe)
    tick(safe, "format_plain-text")
    safe.press("lock_pdf")
    page.files.password.line.setFocus()
    safe.type("shorter than plum")
    safe.press("save_copy")
    assert "The password is for the PDF" in page.notice.told
    assert not folder.exists()


@pytest.mark.serves("TB-26", "NG86-G04")
def test_a_file_is_offered_first_to_whom_it_suits(visit: Hands):
    page = copies(visit)
    assert "Would a file do instead of paper?" in page.files.suits.text()
    assert page.files.formats == (CopyFormat.PDF,)
    visit.page.back_to_topics()
    visit.page.assessment.answer("ais_format", Choices(("screen_reader", "bsl_video")))
    page = copies(visit)
    assert "A file suits Mr Pennant better than paper" in page.files.suits.text()
    assert "Web page" in page.files.suits.text()
    assert set(page.files.formats) == {CopyFormat.HTML, CopyFormat.TEXT}
    assert "book a British Sign Language (BSL) translation" in page.missing.text()
    files, paper = (visit.find(QWidget, name).mapTo(page, QPoint(0, 0)).y() for name in ("save_copy", "print_copy"))
    assert files < paper


def test_what_suits_the_person_is_not_said_of_others(visit: Hands):
    visit.page.assessment.answer("ais_format", Choices(("screen_reader",)))
    page = copies(visit)
    assert "suits Mr Pennant" in page.files.suits.text()
    page.choices.audience.rows[1].click()
    assert "suits" not in page.files.suits.text()


def test_pages_are_made_anew_when_answers_have_changed_meanwhile(safe: Hands):
    page, before = look(safe)
    safe.page.back_to_topics()
    safe.page.assessment.answer("wm_good_day", "When the ferry is on time")
    copies(safe)
    assert page.preview is None, "what is printed is never older than what was said"
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.answers_sha256 != before.answers_sha256
    assert b"When the ferry is on time" in page.preview.html


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


def test_looking_can_be_stopped_and_begun_again(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    page, true, may_go_on = copies(safe), Copies.preview, threading.Event()

    def slowly(*args: object) -> CopyPreview:
        may_go_on.wait(10)
        return true(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Copies, "preview", slowly)
    safe.press("preview_copy")
    safe.press("stop_work")
    assert page.notice.told == "Stopped."
    assert page.notice.hasFocus()
    may_go_on.set()
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.notice.told == ""


class Speaker:
    """A voice that writes down what it is given, or drones on until it is stopped."""

    HEARS = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    DRONES = "import sys, time; sys.stdin.buffer.read(); time.sleep(600)"


def test_a_copy_is_read_aloud_to_its_end_and_noted(safe: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    voice = Voice(sys.executable, ("-c", Speaker.HEARS, str(tmp_path / "heard")))
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: voice)
    safe.page.assessment.answer("wm_good_day", "When the cat comes in at six")
    page = copies(safe)
    safe.press("read_aloud")
    assert page.aloud.begin.words == "Stop reading"
    safe.until(lambda: "Read to the end" in page.aloud.notice.told)
    assert "When the cat comes in at six" in (tmp_path / "heard").read_text("utf-8")
    assert safe.sees("read aloud to the end", page.log)
    assert page.aloud.begin.words == "Read it aloud"


@pytest.mark.parametrize("quiet", ["stop", "leave", "curtain", "lock"])
def test_the_voice_falls_silent_at_once(safe: Hands, monkeypatch: pytest.MonkeyPatch, quiet: str):
    voice = Voice(sys.executable, ("-c", Speaker.DRONES))
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: voice)
    page = copies(safe)
    safe.press("read_aloud")
    reading = page.aloud._reading
    assert reading is not None
    safe.until(lambda: reading.reading)
    process = reading._process
    assert process is not None
    process.waitForStarted()
    pid = process.processId()
    if quiet == "stop":
        safe.press("read_aloud")
    elif quiet == "leave":
        safe.key(Qt.Key.Key_Escape)
    else:
        safe.key(*{"curtain": (Qt.Key.Key_F12,), "lock": (Qt.Key.Key_L, CONTROL)}[quiet])
    safe.until(lambda: not runs(pid))
    if quiet != "lock":
        assert safe.page.assessment.freeze().copies == (), "what was not heard to its end is no copy"


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_laptop_without_a_voice_offers_the_script(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("doorstep.ui.copies_page.voice_here", lambda: None)
    page = copies(safe)
    assert safe.sees("This laptop has no voice. Save the script to read aloud instead", page.aloud)
    assert page.aloud.begin.isHidden()


def test_each_way_of_setting_says_what_it_is_for(visit: Hands):
    page = copies(visit)
    for pick in (page.choices.profile, page.choices.card_profile):
        assert all(": " in row.words for row in pick.rows)


def test_an_easy_read_copy_tells_which_sentences_are_too_long(safe: Hands):
    plain = "You get up at six in the morning and then you feed the cat that lives with you."
    safe.page.assessment.answer("wm_good_day", "I get up at six and feed the cat.")
    safe.page.assessment.say_plainly(AnswerKey("wm_good_day"), 0, 16, plain)
    page = copies(safe)
    safe.press("easy-read")
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert plain in page.too_long.told
    safe.press("clear-14")
    assert page.too_long.told == ""


def test_the_window_lives_while_pages_are_made(safe: Hands, monkeypatch: pytest.MonkeyPatch):
    page, true, begun, may_end = copies(safe), Copies.preview, threading.Event(), threading.Event()

    def slowly(*args: object) -> CopyPreview:
        begun.set()
        may_end.wait(10)
        return true(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Copies, "preview", slowly)
    safe.press("preview_copy")
    safe.until(begun.is_set)
    safe.press("large-20")
    assert page.choices.profile.value == "large-20", "a choice is taken while the old one is being made"
    may_end.set()
    assert page.preview is None


def test_by_tab_alone_the_whole_page_is_reached_with_everything_unfolded(safe: Hands):
    page, _preview = look(safe)
    page.choices.choose_parts(frozenset({"what_matters"}))
    tick(safe, "format_pdf", "format_braille")
    safe.press("lock_pdf")
    safe.until(lambda: page.preview is not None)
    safe.until(lambda: not page.pages.picture.pixmap().isNull())
    page.focus_first()
    reached: list[str] = []
    for _ in page.findChildren(QWidget):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.objectName())
        if focus.objectName() == "print_copy":
            break
        safe.key(Qt.Key.Key_Tab)
    wanted = ["part_what_matters", "preview_copy", "format_pdf", "braille_cells", "lock_pdf", "copy_password"]
    wanted += ["show_copy_password", "save_copy", "both_sides", "print_copy"]
    places = [reached.index(name) for name in wanted]
    assert places == sorted(places), "in the order in which they stand"


def test_nothing_is_pushed_sideways_by_large_words(safe: Hands):
    safe.window.set_look(Settings(theme=ThemeChoice.DARK, text_scale=200))
    safe.window.resize(1024, 700)
    page = copies(safe)
    tick(safe, "format_pdf", "format_braille")
    safe.press("lock_pdf")
    safe.press("preview_copy")
    safe.until(lambda: not page.pages.picture.pixmap().isNull())
    assert page.horizontalScrollBar().maximum() == 0
    edge = page.viewport().width()
    wide = [each for each in page.widget().findChildren(QWidget) if each.isVisible()]
    assert [each for each in wide if each.mapTo(page, each.rect().topRight()).x() > edge] == []


def test_a_copy_in_another_language_prints_no_machine_words_until_they_are_taken(safe: Hands, tmp_path: Path):
    page = copies(safe)
    assert page.choices.request.language == ""
    assert not page.choices.language.beside.isVisible()
    safe.press("other_languages")
    safe.press("cy")
    assert page.choices.language.fold.words == "In Welsh. Another language?"
    assert safe.sees("What people said stays as they said it: book a translator")
    safe.press("bilingual")
    request = page.choices.request
    assert (request.language, request.bilingual, request.accept_machine_made) == ("cy", True, False)
    safe.press("accept_machine_made")
    assert page.choices.request.accept_machine_made
    safe.press("preview_copy")
    safe.until(lambda: page.preview is not None)
    assert page.preview is not None
    assert page.preview.language == "cy"
    page.save(tmp_path, CopyFormat.HTML)
    safe.until(lambda: "The copy is written" in page.notice.told)
    assert safe.sees("Web page, one file; Clear print, 14 point, in Welsh.", page.log)
    safe.press("en")
    assert page.choices.request.language == ""


def test_easy_read_and_the_card_are_in_english(safe: Hands):
    page = copies(safe)
    safe.press("other_languages")
    safe.press("pl")
    safe.press("easy-read")
    assert page.choices.language.isHidden()
    assert page.choices.request.language == ""
    safe.press("clear-14")
    assert page.choices.request.language == "pl"
    safe.press("the_card")
    assert page.choices.language.isHidden()
