"""A second key in the laptop's keystore: in plain words, after the passphrase, and never as the only way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyrage
import pytest

from doorstep.services.unlock import Profile
from doorstep.ui.risk_page import locked_words
from doorstep.ui.second_key_page import SecondKeyPage
from doorstep.ui.unlock_page import UnlockPage
from doorstep.vault.keystore import Keystore
from services.profiles import CHEAP, PASSPHRASE
from vault.test_keystore import Memory

if TYPE_CHECKING:
    from ui.shell.hands import Hands


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def profile(profile: Profile, memory: Memory) -> Profile:
    return Profile(profile._vault_folder.parent, profile._surroundings, kdf=CHEAP, keystore=Keystore(lambda: memory))


def join_an_office(hands: Hands) -> None:
    assert hands.window.workspace is not None
    keys = tuple(str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    hands.window.workspace._vault.door.seal_to_office(keys)


def second_key_page(hands: Hands) -> SecondKeyPage:
    hands.window.show_safety()
    hands.press("second_key")
    page = hands.window.pages.currentWidget()
    assert isinstance(page, SecondKeyPage)
    return page


def prove(hands: Hands, page: SecondKeyPage, passphrase: str = PASSPHRASE) -> None:
    hands.press("change_second_key", page)
    hands.type(passphrase)
    hands.press("second_key_now", page)


def test_before_an_office_can_open_the_vault_it_is_not_offered(home: Hands):
    page = second_key_page(home)
    assert not page.go.isVisible()
    assert "connected Doorstep to your office" in page.state.text()


def test_it_is_turned_on_and_off_with_the_passphrase(home: Hands, memory: Memory):
    join_an_office(home)
    page = second_key_page(home)
    prove(home, page)
    home.until(lambda: page.notice.told)
    assert page.state.text() == "The second key is turned on."
    assert len(memory.kept) == 1
    assert home.window.workspace is not None
    assert "keystore" in locked_words(home.window.workspace.risk.now())
    prove(home, page)
    home.until(lambda: "alone again" in page.notice.told)
    assert memory.kept == {}
    assert not home.window.workspace.needs_second_key


def test_a_wrong_passphrase_changes_nothing(home: Hands, memory: Memory):
    join_an_office(home)
    page = second_key_page(home)
    prove(home, page, "lantern orchard pebble saddle")
    home.until(lambda: page.proof.notice.told)
    assert memory.kept == {}
    assert not page._workspace.needs_second_key


def test_a_keystore_that_is_shut_is_told_and_changes_nothing(home: Hands, memory: Memory):
    join_an_office(home)
    memory.shut = True
    page = second_key_page(home)
    prove(home, page)
    home.until(lambda: "own keystore" in page.proof.notice.told)
    assert not page._workspace.needs_second_key


def test_at_the_door_a_missing_key_is_told_with_the_way_out(home: Hands, memory: Memory):
    join_an_office(home)
    page = second_key_page(home)
    prove(home, page)
    home.until(lambda: page.notice.told)
    memory.kept.clear()
    home.window.lock()
    assert isinstance(home.window.pages.currentWidget(), UnlockPage)
    home.type(PASSPHRASE)
    home.press("unlock_button")
    home.until(lambda: home.sees("needs a second key from this laptop’s own keystore"))
    assert home.sees("your office can still open the vault")
