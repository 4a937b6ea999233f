"""If the laptop were stolen; its passphrase; its snapshots and second copies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt

from doorstep.assessment.change import ItemRef
from doorstep.services.removal import PlannedRemoval
from doorstep.services.risk import LaptopRisk
from doorstep.ui.backup_page import BackupPage, size_words
from doorstep.ui.passphrase_page import PassphrasePage
from doorstep.ui.risk_page import RiskPage, locked_words, office_words, removal_words, unsent_words
from doorstep.ui.unlock_page import UnlockPage
from services.profiles import PASSPHRASE
from ui.shell.hands import CONTROL, Hands

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.unlock import Profile
    from services.profiles import Clock

OTHER = "lantern orchard pebble saddle winter gate"
TODAY = date(2026, 10, 6)
NOBODY = LaptopRisk(0, 0, 0, None, None, 128, 3, 0, (), 30)


def risk_page(hands: Hands) -> RiskPage:
    if hands.window.pages.page_name != "home":
        hands.window.show_home()
    hands.press("safety")
    page = hands.window.pages.currentWidget()
    assert isinstance(page, RiskPage)
    return page


# what a thief would hold


def test_the_page_says_what_the_vault_says(visit: Hands):
    visit.page.topics.setFocus()
    page = risk_page(visit)
    assert page.holds.text().startswith("1 person, in 1 assessment")
    assert "Mr Pennant, begun today" in page.unsent.text()
    assert page.verticalScrollBar().value() == 0  # it is read from the top
    assert page.left.text() == "Nothing has ever been sealed for the office on this laptop."
    visit.key(Qt.Key.Key_Escape)
    assert visit.home.isVisible()


def test_what_is_encrypted_and_how_is_in_plain_words_with_its_numbers():
    words = locked_words(NOBODY)
    assert "128 MB of memory, worked through 3 times (Argon2id)" in words
    assert "not protected" in words  # what was saved outside is said too


def test_whether_the_office_could_open_it_is_said():
    assert "could not open this vault" in office_words(NOBODY)
    assert "any of its 2 keys" in office_words(msgspec.structs.replace(NOBODY, office_keys=2))


def test_what_will_go_is_listed_by_day(clock: Clock):
    planned = (PlannedRemoval("r", "Jean", date(2026, 11, 5), clock()),)
    assert "Jean: 5 November 2026" in removal_words(msgspec.structs.replace(NOBODY, removals=planned))
    assert "Nothing goes by itself" in removal_words(msgspec.structs.replace(NOBODY, remove_after_days=0))


def test_an_empty_laptop_frightens_nobody():
    assert unsent_words(NOBODY, TODAY) == "Nothing."


# the passphrase


def passphrase_page(hands: Hands) -> PassphrasePage:
    risk_page(hands)
    hands.press("change_passphrase")
    page = hands.window.pages.currentWidget()
    assert isinstance(page, PassphrasePage)
    return page


def fill(hands: Hands, page: PassphrasePage, old: str, new: str, again: str) -> None:
    for line, words in ((page.old, old), (page.new, new), (page.again, again)):
        line.line.setFocus()
        line.line.clear()
        hands.type(words)
    hands.key(Qt.Key.Key_Return)


def test_the_new_passphrase_opens_and_the_old_one_does_not(home: Hands, profile: Profile):
    page = passphrase_page(home)
    fill(home, page, PASSPHRASE, OTHER, OTHER)
    home.until(lambda: "is changed" in page.notice.told)
    assert (page.old.text, page.new.text, page.again.text) == ("", "", "")
    home.key(Qt.Key.Key_L, CONTROL)
    door = home.type_passphrase(PASSPHRASE)
    home.until(lambda: "does not open" in door.notice.told)
    home.unlock(OTHER)


def test_a_wrong_old_one_changes_nothing(home: Hands):
    page = passphrase_page(home)
    fill(home, page, "somebody who found it open", OTHER, OTHER)
    home.until(lambda: "does not open this vault" in page.notice.told)
    assert not home.workspace.confirm_passphrase(OTHER)
    assert home.workspace.confirm_passphrase(PASSPHRASE)


def test_a_weak_or_mistyped_new_one_is_said(home: Hands):
    page = passphrase_page(home)
    fill(home, page, PASSPHRASE, OTHER, "lantern")
    assert "not the same" in page.notice.told
    assert page.again.line.hasFocus()
    fill(home, page, PASSPHRASE, "password1", "password1")
    assert "Too" in page.strength.text()
    home.until(lambda: "too easy to guess" in page.notice.told)
    assert home.workspace.confirm_passphrase(PASSPHRASE)


# snapshots and second copies


def backup_page(hands: Hands) -> BackupPage:
    risk_page(hands)
    hands.press("second_copies")
    page = hands.window.pages.currentWidget()
    assert isinstance(page, BackupPage)
    return page


def test_a_second_copy_is_made_and_remembered(visit: Hands, tmp_path: Path):
    visit.page.topics.setFocus()
    page = backup_page(visit)
    assert page.copied.text() == "There is no second copy yet."
    stick = tmp_path / "stick"
    stick.mkdir()
    page.copy_to(stick)
    visit.until(lambda: "The second copy is made" in page.notice.told)
    assert len(list(stick.rglob("vault.db"))) == 1
    assert "6 October 2026" in page.copied.text()
    assert str(stick) in page.copied.text()


def test_going_back_warns_asks_for_the_passphrase_and_then_locks(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_L, CONTROL)  # takes a snapshot
    visit.unlock()
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Spoilt")
    visit.page.topics.setFocus()
    page = backup_page(visit)
    [snapshot] = visit.workspace.backup.snapshots()
    visit.press(f"restore_{snapshot.name}")
    assert "6 October 2026" in page.proof.heading
    assert visit.sees("will no longer be in the vault")
    visit.prove("restore", "somebody who found it open")
    visit.until(lambda: "does not open" in page.proof.notice.told)
    visit.prove("restore")
    visit.until(lambda: isinstance(visit.window.pages.currentWidget(), UnlockPage))
    visit.unlock()
    if visit.window.assessment is None:
        visit.home.cards()[0].opened.emit(visit.home.cards()[0].summary.record_id)
    assert visit.page.assessment.state.answers_of("wm_good_day") == ()


def test_a_snapshot_that_is_damaged_is_left_alone(visit: Hands, tmp_path: Path):
    visit.key(Qt.Key.Key_L, CONTROL)
    visit.unlock()
    visit.window.show_home()
    page = backup_page(visit)
    [file] = (tmp_path / "profile").rglob("*.snapshot")
    file.write_bytes(b"spoilt" + file.read_bytes()[6:])
    visit.press(f"restore_{file.name}")
    visit.prove("restore")
    visit.until(lambda: "damaged" in page.notice.told)
    assert visit.window.workspace is not None
    visit.workspace.assessments.settle()


def test_sizes_are_said_as_people_say_them():
    assert [size_words(size) for size in (12, 340_000, 2_140_000)] == ["1 KB", "340 KB", "2.1 MB"]
