"""Making the vault on a new laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from doorstep.ui.first_start import FirstStart, strength_words
from doorstep.vault.passphrase import Strength, Weakness
from services.profiles import PASSPHRASE

if TYPE_CHECKING:
    from ui.shell.hands import Hands


@pytest.fixture
def page(hands: Hands) -> FirstStart:
    page = hands.window.pages.currentWidget()
    assert isinstance(page, FirstStart)
    return page


def test_a_new_laptop_makes_a_vault_and_shows_how_to_begin(hands: Hands):
    hands.make_the_vault()
    assert hands.home.count.text().startswith("Nobody is here yet.")
    assert hands.workspace.worker.name == "Aoife Lindqvist"
    assert hands.workspace.worker.phone == "01632 960480"
    assert hands.workspace.worker.id


def test_six_words_are_shown_large_and_have_to_be_typed_again(hands: Hands, page: FirstStart):
    hands.press("suggest_passphrase")
    words = page.suggested.text()
    assert len(words.split()) == 6
    assert page.suggested.isVisible()
    assert page.passphrase.text == words
    assert page.again.text == ""
    page.worker_name.setText("Aoife")
    hands.press("make_vault")
    assert "not the same" in page.notice.told
    page.again.line.setText(words)
    hands.press("make_vault")
    hands.until(lambda: hands.window.workspace is not None)


def test_strength_is_told_while_typing(hands: Hands, page: FirstStart):
    page.passphrase.line.setFocus()
    hands.type("kxqzj")
    assert "Too short" in page.strength.text()
    page.passphrase.line.clear()
    hands.type(PASSPHRASE)
    assert "trong" in page.strength.text()


@pytest.mark.parametrize("weakness", [weakness for weakness in Weakness if weakness is not Weakness.EMPTY])
def test_every_weakness_has_words(weakness: Weakness):
    assert strength_words(Strength(1, 10.0, weakness)).endswith(".")


def test_what_is_missing_is_said_one_thing_at_a_time_with_the_cursor_there(hands: Hands, page: FirstStart):
    hands.press("make_vault")
    assert "Choose a passphrase" in page.notice.told
    assert page.passphrase.line.hasFocus()
    page.passphrase.line.setText(PASSPHRASE)
    page.again.line.setText(PASSPHRASE)
    hands.press("make_vault")
    assert "Write your name" in page.notice.told
    assert page.worker_name.hasFocus()


def test_a_weak_passphrase_is_refused_in_words_and_nothing_that_was_typed_goes(hands: Hands, page: FirstStart):
    for line in (page.passphrase.line, page.again.line):
        line.setText("password1234")
    page.worker_name.setText("Aoife")
    hands.press("make_vault")
    hands.until(lambda: "too easy to guess" in page.notice.told)
    assert "Nothing has been made yet" in page.notice.told
    assert page.worker_name.text() == "Aoife"
    assert page.make.isEnabled()


def test_the_passphrase_is_hidden_until_it_is_asked_for(hands: Hands, page: FirstStart):
    assert page.passphrase.line.echoMode() is QLineEdit.EchoMode.Password
    hands.press("show_passphrase")
    assert page.passphrase.line.echoMode() is QLineEdit.EchoMode.Normal
    hands.press("show_passphrase")
    assert page.passphrase.line.echoMode() is QLineEdit.EchoMode.Password
