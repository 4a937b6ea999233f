"""Copies: the real pages are shown before anything is made, and the window lives meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint

from doorstep.assessment.answer import AnswerKey
from doorstep.copies.preview import page_count
from doorstep.errors import CopyError
from doorstep.services.copies import Copies, CopyPreview
from ui.shell.copying import copies, look

if TYPE_CHECKING:
    from ui.shell.hands import Hands


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


def test_the_first_page_comes_into_view_from_its_top(safe: Hands):
    page = copies(safe)
    page.verticalScrollBar().setValue(0)
    page.ensureWidgetVisible(page.look)  # at the lower edge, as for somebody who has just read the choices
    page.look.click()
    safe.until(lambda: not page.pages.picture.pixmap().isNull())

    def stands() -> int:
        return page.pages.mapTo(page.viewport(), QPoint()).y()

    safe.until(lambda: 0 <= stands() < page.viewport().height() // 4)
    assert page.pages.height() > page.viewport().height() // 2


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
