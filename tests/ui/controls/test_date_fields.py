"""A date: unanswered is empty, a part is enough, a guess is a guess, words are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from doorstep.assessment.answer import ApproximateDate
from doorstep.ui.controls.date_fields import DateFields

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from doorstep.ui.theme import Theme


@pytest.fixture
def fields(qtbot: QtBot, theme: Theme) -> DateFields:
    made = DateFields(theme, "When were you born?")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_an_unanswered_date_reads_empty(fields: DateFields) -> None:
    assert fields.date() is None
    assert [fields.day.text(), fields.month.text(), fields.year.text()] == ["", "", ""]
    assert fields.text == ""


def test_a_date_is_typed_from_field_to_field(fields: DateFields) -> None:
    fields.day.setFocus()
    for field, words in ((fields.day, "14"), (fields.month, "March"), (fields.year, "1945")):
        assert field.hasFocus()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Tab)
    assert fields.about.hasFocus()
    assert fields.date() == ApproximateDate(1945, 3, 14)


def test_a_year_alone_and_a_guess_are_dates(fields: DateFields) -> None:
    fields.year.setText("1962")
    QTest.keyClick(fields.about, Qt.Key.Key_Space)
    assert fields.date() == ApproximateDate(year=1962, about=True)


def test_words_alone_are_a_date(fields: DateFields) -> None:
    QTest.mouseClick(fields.fold, Qt.MouseButton.LeftButton)
    QTest.keyClicks(fields.words, "the summer Mum died")
    assert fields.date() == ApproximateDate(words="the summer Mum died")


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "2", "1990"), ("29", "2", "1990"), ("0", "1", ""), ("x", "", ""), ("", "Smarch", ""), ("4", "", "1990")],
)
def test_what_cannot_be_a_date_is_said_in_words(fields: DateFields, day: str, month: str, year: str) -> None:
    for field, text in zip((fields.day, fields.month, fields.year), (day, month, year), strict=True):
        field.setText(text)
    with pytest.raises(ValueError, match=r"[a-z]"):
        fields.date()


def test_a_leap_day_is_a_date(fields: DateFields) -> None:
    fields.show_text("29/2/1988||")
    assert fields.date() == ApproximateDate(1988, 2, 29)


def test_what_was_typed_can_be_shown_again(fields: DateFields) -> None:
    fields.show_date(ApproximateDate(1962, about=True, words="the cold winter | or the next"))
    text = fields.text
    fields.show_date(None)
    fields.show_text(text)
    assert fields.date() == ApproximateDate(1962, about=True, words="the cold winter | or the next")


def test_every_field_has_a_name_of_its_own(fields: DateFields) -> None:
    names = [control.accessibleName() for control in fields.controls]
    assert all(names)
    assert len(set(names)) == len(names)
