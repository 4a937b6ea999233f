"""The vault's folder is its owner's alone, on each system by its own means."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doorstep.vault import private_folder
from doorstep.vault.private_folder import close_to_others, rights_for_owner

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCOUNT = {"SystemRoot": r"C:\Windows", "USERDOMAIN": "BORCHESTER", "USERNAME": "jmarsh"}
VAULT = Path("C:/Data/vault")


class Windows:
    """Notes what it is asked to run, and says how that ended."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, words: Sequence[str]) -> int:
        self.asked.append(tuple(words))
        return self.code


def test_windows_is_asked_to_forget_every_right_and_let_the_owner_in() -> None:
    windows = Windows()
    assert rights_for_owner(VAULT, ACCOUNT, windows)
    icacls = r"C:\Windows\System32\icacls.exe"
    assert windows.asked == [
        (icacls, str(VAULT), "/reset", "/T", "/C", "/Q"),
        (icacls, str(VAULT), "/inheritance:r", "/grant:r", "BORCHESTER\\jmarsh:(OI)(CI)F", "/Q"),
    ]


def test_an_account_of_the_computer_itself_has_no_domain() -> None:
    windows = Windows()
    assert rights_for_owner(VAULT, {"USERNAME": "jo"}, windows)
    assert windows.asked[-1][-2] == "jo:(OI)(CI)F"


def test_a_disk_without_rights_is_no_reason_to_stay_outside() -> None:
    assert not rights_for_owner(VAULT, ACCOUNT, Windows(code=1))


def test_nobody_is_locked_out_when_the_account_is_not_known() -> None:
    windows = Windows()
    assert not rights_for_owner(VAULT, {}, windows)
    assert windows.asked == []


def test_each_opening_on_windows_asks_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    windows, folder = Windows(), tmp_path / "vault"
    monkeypatch.setattr(private_folder, "_run", windows)
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as system:
        system.setattr(private_folder.os, "name", "nt")
        close_to_others(folder)
    assert len(windows.asked) == 2


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_elsewhere_it_is_the_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    close_to_others(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
