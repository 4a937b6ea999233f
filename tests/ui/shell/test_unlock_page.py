"""Unlocking, locking, and what is said when the vault cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from doorstep.assessment.change import ItemRef
from doorstep.errors import (
    VaultDamagedError,
    VaultError,
    VaultInUseError,
    VaultMissingError,
    VaultNewerError,
    WrongPassphraseError,
)
from doorstep.services.unlock import Profile
from doorstep.ui.unlock_page import UnlockPage
from services.profiles import PASSPHRASE
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from collections.abc import Callable

    from doorstep.ui.window import MainWindow


@pytest.fixture
def locked(home: Hands) -> Hands:
    home.key(Qt.Key.Key_L, CONTROL)
    return home


def test_the_right_passphrase_opens(locked: Hands):
    assert locked.window.workspace is None
    locked.unlock()
    assert locked.home.isVisible()


def test_a_wrong_passphrase_says_what_to_look_at_and_lets_one_try_again(locked: Hands):
    page = locked.type_passphrase("something else entirely")
    locked.until(lambda: "does not open" in page.notice.told)
    assert locked.window.workspace is None
    assert page.passphrase.line.hasFocus()
    assert page.passphrase.line.selectedText() != ""
    locked.unlock()


def test_the_wait_after_wrong_ones_is_counted_down(locked: Hands, monkeypatch: pytest.MonkeyPatch):
    def refuse(_profile: Profile, _passphrase: str) -> None:
        raise WrongPassphraseError(wait_seconds=2)

    monkeypatch.setattr(Profile, "open", refuse)
    page = locked.type_passphrase("wrong")
    locked.until(lambda: page.open_button.words == "Unlock in 2 seconds")
    assert not page.open_button.isEnabled()
    locked.until(lambda: page.open_button.words == "Unlock in 1 second")
    locked.until(lambda: page.open_button.words == "Unlock")
    assert page.open_button.isEnabled()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (VaultDamagedError(file="vault.db", what="page"), "they hold the key to recover it"),
        (VaultMissingError(missing="vault.db", folder="here"), "put it back and try again"),
        (VaultNewerError(found=9, known=1), "Install the newer Doorstep"),
        (VaultInUseError(folder="here"), "Go to the other window"),
    ],
)
def test_each_other_trouble_has_its_words_and_a_way_out(
    locked: Hands, monkeypatch: pytest.MonkeyPatch, error: VaultError, words: str
):
    def refuse(_profile: Profile, _passphrase: str) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Profile, "open", refuse)
        page = locked.type_passphrase(PASSPHRASE)
        locked.until(lambda: words in page.notice.told)
    locked.press("try_again")
    locked.until(lambda: locked.window.workspace is not None)


def test_nothing_of_the_assessment_is_left_in_the_window_when_it_is_locked(visit: Hands):
    visit.key(Qt.Key.Key_L, CONTROL)
    assert isinstance(visit.window.pages.currentWidget(), UnlockPage)
    assert visit.window.pages.count() == 1
    assert not visit.sees("Pennant")


@pytest.mark.serves("TB-13")
def test_locking_keeps_what_is_being_typed_and_comes_back_to_it(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    place = visit.page.pages.page().focused()
    visit.type("He came over on the boat in 1961")
    visit.key(Qt.Key.Key_L, CONTROL)
    visit.unlock()
    assert visit.page.pages.page().focused() == place
    link_id = place[0].link_id
    [(_, answer)] = visit.page.assessment.state.answers_of(link_id)
    assert answer.value == "He came over on the boat in 1961"


def test_after_unlocking_the_worker_is_at_the_same_letter_and_the_same_line_of_the_page(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("He came over on the boat in 1961")
    for _ in range(5):
        visit.key(Qt.Key.Key_Left)
    page = visit.page.pages.page()
    page.stand_again(tuple(item.link_id for item in page.topic.items))
    visit.until(lambda: page.verticalScrollBar().maximum() > 100)
    page.verticalScrollBar().setValue(83)
    place, cursor = page.focused(), visit.window.focusWidget().textCursor().position()
    visit.key(Qt.Key.Key_L, CONTROL)
    visit.unlock()
    again = visit.page.pages.page()
    assert again is not page
    assert again.topic.link_id == page.topic.link_id
    visit.until(lambda: again.verticalScrollBar().value() == 83)
    assert again.focused() == place
    assert visit.window.focusWidget().textCursor().position() == cursor == 27
    visit.type("!")  # and goes on typing where they stopped
    assert visit.window.focusWidget().toPlainText() == "He came over on the boat in! 1961"


def test_after_unlocking_a_topic_that_was_only_looked_at_is_in_sight_again(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    last = visit.page.topics.order()[-1]
    visit.page.open_topic(last)
    visit.page.topics.setFocus()
    visit.key(Qt.Key.Key_L, CONTROL)
    visit.unlock()
    assert visit.page.pages.page().topic.link_id == last


def test_the_program_is_replaced_after_locking_so_that_no_key_stays_in_memory(
    home: Hands, new_window: Callable[..., MainWindow]
):
    home.window.close()
    told: list[str] = []
    window = new_window(start_anew=lambda: told.append("anew"))
    hands = Hands(window, home.qtbot)
    hands.unlock()
    hands.key(Qt.Key.Key_L, CONTROL)
    assert told == ["anew"]
    assert window.workspace is None


@pytest.mark.serves("TB-13")
def test_after_a_kill_it_says_where_the_worker_stopped_and_goes_there(
    visit: Hands, profile: Profile, new_window: Callable[..., MainWindow]
):
    visit.page.go_to(ItemRef("wm_good_day"))
    place = visit.page.pages.page().focused()
    visit.type("Half a sen")
    workspace = visit.workspace
    visit.until(lambda: workspace.save_state().pending == 0)
    visit.window._sitting.abandon()  # as a flat battery leaves it: nothing is said goodbye to
    visit.window.close()

    hands = Hands(new_window(), visit.qtbot)
    hands.unlock()
    told = hands.home.stopped.told
    assert "You stopped at “What matters to you and what you are good at” with Mr Pennant" in told
    assert "Everything that was shown as saved is here." in told
    assert "“Half a sen”" in told
    hands.press("go_where_stopped")
    assert hands.page.pages.page().focused() == place
    assert hands.window.focusWidget().toPlainText() == "Half a sen"
    hands.key(Qt.Key.Key_H, CONTROL)
    assert hands.home.stopped.told == ""  # it has done its work


def test_after_a_proper_end_nothing_is_said(visit: Hands, new_window: Callable[..., MainWindow]):
    visit.window.close()
    hands = Hands(new_window(), visit.qtbot)
    hands.unlock()
    assert hands.home.stopped.told == ""
