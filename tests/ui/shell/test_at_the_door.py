"""After unlocking, the worker is told who else was at the door."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyrage
import pytest

from doorstep.errors import TooManyTriesError, WrongPassphraseError
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import VAULT, Profile
from doorstep.ui.at_the_door import AtTheDoor
from doorstep.ui.home import Home
from doorstep.ui.theme import load_theme
from doorstep.vault.recovery import open_seal, recover
from doorstep.vault.throttle import FREE, TRIES
from services.profiles import CHEAP, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from doorstep.services.workspace import Workspace

IDENTITIES = tuple(pyrage.x25519.Identity.generate() for _ in range(2))


@pytest.fixture
def made(tmp_path: Path) -> Profile:
    """A profile whose vault is sealed to an office, and locked; waiting takes no time."""
    seconds = iter(range(0, 10**6, 1000))
    profile = Profile(tmp_path, Surroundings(clock=Clock(), monotonic=lambda: next(seconds)), kdf=CHEAP)
    workspace = profile.create(PASSPHRASE, ROSA)
    workspace._vault.door.seal_to_office(tuple(str(each.to_public()) for each in IDENTITIES))
    workspace.close()
    return profile


def notice(workspace: Workspace, qtbot: QtBot) -> AtTheDoor:
    made = AtTheDoor(workspace, load_theme("light"))
    qtbot.addWidget(made)
    return made


def press_read(shown: AtTheDoor) -> None:
    found: QWidget | None = shown.findChild(object, "door_read")  # type: ignore[call-overload]
    assert found is not None
    found.clicked.emit()  # type: ignore[attr-defined]


def test_nobody_was_there(made: Profile, qtbot: QtBot) -> None:
    workspace = made.open(PASSPHRASE)
    assert notice(workspace, qtbot).told == ""
    workspace.close()


@pytest.mark.parametrize(("wrong", "told"), [(FREE - 1, False), (FREE + 2, True)])
def test_guesses_are_told_and_slips_are_not(made: Profile, qtbot: QtBot, wrong: int, told: bool) -> None:
    for _ in range(wrong):
        with pytest.raises(WrongPassphraseError) as caught:
            made.open("harbour violet spoon candle thunder cap")
        assert caught.type is not TooManyTriesError
    workspace = made.open(PASSPHRASE)
    said = notice(workspace, qtbot).told
    assert said.startswith(f"{wrong} wrong passphrases were tried") is told
    assert bool(said) is told
    workspace.close()


def test_a_count_that_is_gone_is_told(made: Profile, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / VAULT / TRIES).unlink()
    workspace = made.open(PASSPHRASE)
    assert "missing or had been changed" in notice(workspace, qtbot).told
    home = Home(workspace, load_theme("light"), dt.date(2026, 10, 6))
    qtbot.addWidget(home)
    assert "missing or had been changed" in home.door.told  # on the first page, where the worker comes in
    workspace.close()


def test_a_recovery_is_told_until_it_is_read(made: Profile, qtbot: QtBot, tmp_path: Path) -> None:
    opened = open_seal(tmp_path / VAULT, [str(IDENTITIES[1])])
    out, at = tmp_path / "new", dt.datetime(2026, 10, 9, 12, tzinfo=dt.UTC)
    recover(opened, out / VAULT, PASSPHRASE, by="Jane Cole", office="Harbour Council", at=at, kdf=CHEAP)
    elsewhere = Profile(out, Surroundings(clock=Clock()), kdf=CHEAP)
    for _ in range(2):
        workspace = elsewhere.open(PASSPHRASE)
        shown = notice(workspace, qtbot)
        assert "Your office opened this vault on 9 October 2026" in shown.told
        assert "Jane Cole of Harbour Council" in shown.told
        workspace.close()
    workspace = elsewhere.open(PASSPHRASE)
    shown = notice(workspace, qtbot)
    press_read(shown)
    assert shown.told == ""
    workspace.close()
    workspace = elsewhere.open(PASSPHRASE)
    assert notice(workspace, qtbot).told == ""
    workspace.close()
