"""Damage that is found while the vault is open: told where it cannot be overlooked, with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from doorstep.errors import ChainBrokenError, VaultDamagedError
from doorstep.ui.backup_page import BackupPage
from doorstep.ui.damage_notice import DamageNotice, damage_words
from doorstep.vault import second_look
from doorstep.vault.pages import PAGE
from services.profiles import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from doorstep.services.workspace import Workspace
    from doorstep.ui.theme import Theme
    from ui.shell.hands import Hands

DAMAGED = VaultDamagedError(file="vault.db", what="pages")


class Vaultlike:
    """As much of a workspace as the notice asks."""

    damage: VaultDamagedError | None = None


@pytest.fixture
def spoilt(home: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A worker before a large vault, closed, with a flipped bit in a picture that no list reads."""
    workspace = home.window.workspace
    assert workspace is not None
    workspace._vault.put_attachment(bytes(range(256)) * 200, "image/jpeg")
    home.window.lock()
    path = tmp_path / "profile" / "vault" / "vault.db"
    content = bytearray(path.read_bytes())
    content[-PAGE // 2] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(second_look, "WHOLE_UP_TO", 0)
    monkeypatch.setattr(second_look, "_HEAD_START", 0.0)
    return home


def unlock(hands: Hands) -> None:
    hands.type(PASSPHRASE)
    hands.press("unlock_button")
    hands.until(lambda: hands.window.workspace is not None)


def test_damage_is_told_at_the_foot_of_the_window_and_leads_to_the_snapshots(spoilt: Hands):
    unlock(spoilt)
    spoilt.until(lambda: spoilt.window.damage.told)
    assert "part of the vault’s file is damaged" in spoilt.window.damage.told
    assert "still being saved" in spoilt.window.damage.told
    spoilt.press("damage_copies")
    assert isinstance(spoilt.window.pages.currentWidget(), BackupPage)
    assert spoilt.window.damage.told  # it stays as long as it is so


def test_it_comes_back_when_the_window_is_built_in_another_look(spoilt: Hands):
    unlock(spoilt)
    spoilt.until(lambda: spoilt.window.damage.told)
    spoilt.window._build_again()
    assert spoilt.window.damage.told


def test_it_is_not_for_whoever_sees_the_curtain(spoilt: Hands):
    unlock(spoilt)
    spoilt.until(lambda: spoilt.window.damage.told)
    spoilt.window.over.draw_curtain()
    spoilt.window.damage.look()
    assert not spoilt.window.damage.told
    spoilt.window.over.draw_curtain()
    spoilt.window.damage.look()
    assert spoilt.window.damage.told


def test_it_goes_with_the_vault(spoilt: Hands):
    unlock(spoilt)
    spoilt.until(lambda: spoilt.window.damage.told)
    spoilt.window.lock()
    spoilt.window.damage.look()
    assert not spoilt.window.damage.told
    spoilt.type(PASSPHRASE)
    spoilt.press("unlock_button")
    spoilt.until(lambda: spoilt.sees("The passphrase is right, but vault.db is damaged."))


def test_without_damage_nothing_is_said(home: Hands):
    home.window.damage.look()
    assert not home.window.damage.told


def test_it_takes_the_keyboard_from_nobody(qtbot: QtBot, theme: Theme):
    vault = Vaultlike()
    notice = DamageNotice(lambda: cast("Workspace", vault), theme)
    qtbot.addWidget(notice)
    vault.damage = DAMAGED
    notice.look()
    assert notice.told
    assert not notice.hasFocus()


@pytest.mark.parametrize("found", [DAMAGED, ChainBrokenError(row=17)])
def test_every_finding_has_a_way_out(found: VaultDamagedError | ChainBrokenError):
    words = damage_words(found).words
    assert "saved" in words
    assert "office" in words
    assert "snapshot" in words
    if isinstance(found, ChainBrokenError):
        assert "entry 17" in words
