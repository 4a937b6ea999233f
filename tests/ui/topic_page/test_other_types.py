"""Dates, numbers, contacts, signatures and photos, each as a person gives it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from doorstep.assessment.answer import ApproximateDate, AttachmentRef, Contact
from doorstep.ui.controls.drawing_pad import DrawingPad
from doorstep.ui.controls.line import Line
from doorstep.ui.topic_page.lanes.photo import PhotoEditor
from doorstep.ui.topic_page.lanes.signature import TYPED
from doorstep.ui.topic_page.page import TopicPage
from ui.topic_page.hands import PERSON, WORKER, answer, click, focused, go, key, named, value, write, write_and_leave

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.open_assessment import OpenAssessment

OpenPage = Callable[..., TopicPage]


def said(page: TopicPage, words: str) -> list[QLabel]:
    return [label for label in page.findChildren(QLabel) if label.isVisible() and words in label.text()]


def test_a_date_is_kept_when_all_of_it_is_left(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("about_you")
    go(page, "ab_dob")
    write_and_leave("14")
    write_and_leave("3")
    assert answer(assessment, "ab_dob") is None
    write_and_leave("1945")
    assert answer(assessment, "ab_dob") is None
    go(page, "ab_preferred_name")
    assert value(assessment, "ab_dob") == ApproximateDate(1945, 3, 14)


def test_an_unanswered_date_is_empty_and_stays_unanswered_when_passed(
    open_page: OpenPage, assessment: OpenAssessment
) -> None:
    page = open_page("about_you")
    field = go(page, "ab_dob")
    assert isinstance(field, Line)
    assert field.text() == ""
    for _ in range(8):
        key(Qt.Key.Key_Tab)
    assert answer(assessment, "ab_dob") is None


def test_a_date_that_cannot_be_is_said_and_not_lost(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("about_you")
    go(page, "ab_dob")
    for part in ("31", "2", "1945"):
        write_and_leave(part)
    go(page, "ab_preferred_name")
    assert answer(assessment, "ab_dob") is None
    assert said(page, "February 1945 has no day 31")
    day = go(page, "ab_dob")
    assert isinstance(day, Line)
    assert day.text() == "31"
    key(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    write("3")
    go(page, "ab_preferred_name")
    assert value(assessment, "ab_dob") == ApproximateDate(1945, 2, 3)
    assert not said(page, "has no day")


def test_a_number_is_typed(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("health")
    go(page, "he_falls")
    write_and_leave("3")
    assert value(assessment, "he_falls") == 3


def test_what_is_no_number_is_said_and_not_lost(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("health")
    field = go(page, "he_falls")
    assert isinstance(field, Line)
    write_and_leave("a few")
    assert answer(assessment, "he_falls") is None
    assert said(page, "number in figures")
    assert field.text() == "a few"


def test_the_wheel_over_a_number_changes_nothing(open_page: OpenPage, assessment: OpenAssessment) -> None:
    assessment.answer("he_falls", 3)
    page = open_page("health")
    field = go(page, "he_falls")
    at = QPointF(field.mapTo(page, field.rect().center()))
    for turn in (-240, 240, 240):
        QTest.wheelEvent(page.windowHandle(), at, QPoint(0, turn))
    page.commit_typing()
    assert isinstance(field, Line)
    assert field.text() == "3"
    assert value(assessment, "he_falls") == 3


def test_a_contact_is_kept_when_all_of_it_is_left(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("about_you")
    go(page, "ab_gp")
    write_and_leave("Dr Oyelaran")
    assert answer(assessment, "ab_gp") is None
    key(Qt.Key.Key_Tab)
    write_and_leave("Canal Side Surgery")
    write("01632 960201")
    go(page, "ab_preferred_name")
    assert value(assessment, "ab_gp") == Contact("Dr Oyelaran", organisation="Canal Side Surgery", phone="01632 960201")


def test_a_contact_without_a_name_is_asked_for_one(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("about_you")
    named(page, Line, "Phone: Who is your doctor").setFocus()
    write("01632 960201")
    go(page, "ab_preferred_name")
    assert answer(assessment, "ab_gp") is None
    assert said(page, "give a name")
    assert named(page, Line, "Phone: Who is your doctor").text() == "01632 960201"


def test_a_signature_is_drawn_and_kept(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("next_steps")
    go(page, "nx_sign_person")
    pad = named(page, DrawingPad, "Sign here")
    keep = named(page, QPushButton, "Keep this signature: Sign here")
    assert not keep.isEnabled()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 90))
    QTest.mouseMove(pad, QPoint(240, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(240, 60))
    click(keep)
    kept = value(assessment, "nx_sign_person")
    assert isinstance(kept, AttachmentRef)
    image = QImage.fromData(assessment.attachment(kept.sha256))
    assert image.pixelColor(140, 75).lightness() < 140
    assert not kept.caption


def test_a_name_can_be_typed_instead_of_a_signature(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("next_steps")
    assert isinstance(go(page, "nx_sign_person"), Line)
    write_and_leave("E. J. Pennant")
    assert answer(assessment, "nx_sign_person") is None
    key(Qt.Key.Key_Space)
    kept = value(assessment, "nx_sign_person")
    assert isinstance(kept, AttachmentRef)
    assert kept.caption == f"{TYPED}E. J. Pennant"
    again = open_page("next_steps")
    field = go(again, "nx_sign_person")
    assert isinstance(field, Line)
    assert field.text() == "E. J. Pennant"


def test_starting_again_takes_the_signature_out(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("next_steps")
    go(page, "nx_sign_person")
    write_and_leave("E. J. Pennant")
    key(Qt.Key.Key_Space)
    click(named(page, QPushButton, "Start the signature again: Sign here"))
    assert answer(assessment, "nx_sign_person") is None


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    made = tmp_path / "hall.png"
    Image.new("RGB", (640, 480), (180, 120, 60)).save(made)
    return made


def test_a_photo_is_taken_in_and_shown_small(
    open_page: OpenPage, assessment: OpenAssessment, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(photo), ""))
    page = open_page("home")
    go(page, "ho_photos")
    key(Qt.Key.Key_Space)
    kept = value(assessment, "ho_photos")
    assert isinstance(kept, AttachmentRef)
    assert Image.open(BytesIO(assessment.attachment(kept.sha256))).size == (640, 480)
    shown = [label for label in page.findChildren(QLabel) if label.isVisible() and not label.pixmap().isNull()]
    assert [max(label.pixmap().width(), label.pixmap().height()) for label in shown] == [240]
    named(page, Line, "What it shows").setFocus()
    write_and_leave("the dark step by the door")
    kept = value(assessment, "ho_photos")
    assert isinstance(kept, AttachmentRef)
    assert kept.caption == "the dark step by the door"
    click(named(page, QPushButton, "Take the photo out"))
    assert answer(assessment, "ho_photos") is None
    assert focused().isVisible()


def test_a_file_that_is_no_photo_is_refused_in_words(
    open_page: OpenPage, assessment: OpenAssessment, tmp_path: Path
) -> None:
    page = open_page("home")
    bad = tmp_path / "letter.jpg"
    bad.write_bytes(b"this is no picture")
    page.findChildren(PhotoEditor)[0].take(bad)
    assert answer(assessment, "ho_photos") is None
    assert said(page, "could not be taken in")


def test_speakers_do_not_share_a_signature(open_page: OpenPage, assessment: OpenAssessment) -> None:
    page = open_page("next_steps")
    go(page, "nx_sign_worker")
    write_and_leave("Rosa Marsh")
    key(Qt.Key.Key_Space)
    assert answer(assessment, "nx_sign_person", PERSON) is None
    assert answer(assessment, "nx_sign_worker", WORKER) is not None
