"""The strings of other languages: whole for what is shipped, and every way of going wrong is told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from doorstep import resources
from doorstep.__main__ import main
from doorstep.copies.strings_check import Told, check_standard_words, check_strings

if TYPE_CHECKING:
    from pathlib import Path

FORMS = sorted(path.parent for path in resources.forms_folder().glob("*/form.yaml"))
FORM = "pre-visit"


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_every_form_is_whole_in_every_language(form: Path) -> None:
    assert len(list((form / "strings").glob("*.yaml"))) == 7
    assert check_strings(form) == Told()


def test_the_standard_words_are_whole_in_every_language() -> None:
    assert check_standard_words(resources.resource("strings")) == Told()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form with its Welsh strings alone."""
    copy = tmp_path / FORM
    shutil.copytree(resources.forms_folder() / FORM, copy)
    for path in (copy / "strings").iterdir():
        if path.stem != "cy":
            path.unlink()
    return copy


def change(form: Path, old: str, new: str) -> None:
    path = form / "strings" / "cy.yaml"
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new), "utf-8")


def test_a_question_that_was_reworded_loses_its_translation(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(form, '"How we meet":', '"How we met":')
    assert main(["forms", "check", str(form)]) == 1
    told = capsys.readouterr().out
    assert f"{FORM}/strings/cy.yaml: “How we met” is printed nowhere: write it as it is now, or take it out" in told
    assert f"{FORM}/strings/cy.yaml: 1 stay English, the first is “How we meet”" in told
    assert "1 mistake in" in told


def test_what_is_not_translated_yet_is_told_and_no_mistake(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(form, '  "How we meet": "Sut rydyn ni\'n cwrdd"\n', "")
    assert main(["forms", "check", str(form)]) == 0
    assert "1 stay English" in capsys.readouterr().out


@pytest.mark.parametrize("words", ["Sut {how} cwrdd", "Sut } cwrdd"])
def test_slots_that_differ_are_told(form: Path, words: str) -> None:
    change(form, "Sut rydyn ni'n cwrdd", words)
    mistakes, _notes = check_strings(form)
    assert ["slots" in mistake for mistake in mistakes] == [True]


def test_a_file_that_cannot_be_read_is_told(form: Path) -> None:
    (form / "strings" / "cy.yaml").write_text("language: [", "utf-8")
    mistakes, _notes = check_strings(form)
    assert ["cannot be read" in mistake for mistake in mistakes] == [True]


def test_a_form_that_cannot_be_read_has_its_own_mistakes_told_alone(form: Path) -> None:
    (form / "form.yaml").write_text("title: [", "utf-8")
    assert check_strings(form) == Told()
