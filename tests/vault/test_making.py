"""A vault is made wholly or not at all, and never over one that is there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from doorstep.errors import VaultExistsError, VaultInUseError, VaultMissingError, WeakPassphraseError
from doorstep.vault.database import Vault
from vault.visits import ANN, CHEAP, PASSPHRASE, Clock, keep, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_vault_is_never_made_over_one_that_is_open(vault: Vault, folder: Path, clock: Clock) -> None:
    keep(vault, *started())
    with pytest.raises(VaultInUseError):
        Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP)
    assert vault.record("r1").person == ANN


def test_a_folder_may_have_any_name(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "Zoë's visits & 100% #1" / "vault"
    with Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP) as vault:
        keep(vault, *started())
    with Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP) as vault:
        assert vault.record("r1").person == ANN
    assert list(tmp_path.iterdir()) == [folder.parent]


def test_a_weak_passphrase_makes_no_vault(folder: Path, clock: Clock) -> None:
    with pytest.raises(WeakPassphraseError) as caught:
        Vault.create(folder, "password1234", clock=clock, device_name="laptop-7", kdf=CHEAP)
    assert caught.value.facts == {"reason": "common"}
    assert not Vault.exists(folder)


@pytest.mark.parametrize("left", ["keys.json", "vault.db"])
def test_half_a_vault_is_never_made_whole_by_a_new_one(vault: Vault, folder: Path, clock: Clock, left: str) -> None:
    vault.close()
    gone = {"keys.json": "vault.db", "vault.db": "keys.json"}[left]
    (folder / gone).unlink()
    kept = (folder / left).read_bytes()
    assert Vault.exists(folder)
    with pytest.raises(VaultMissingError) as caught:
        Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP)
    assert caught.value.facts["missing"] == gone
    with pytest.raises(VaultExistsError):
        Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP)
    assert not (folder / gone).exists()
    assert (folder / left).read_bytes() == kept


def test_a_making_that_was_cut_off_at_any_step_can_be_finished(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    while not _make_cut_off_after(steps, folder, clock, monkeypatch):
        if not Vault.exists(folder):
            Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP).close()
        with Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP) as whole:
            keep(whole, *started())
        assert not (folder / "keys.json.new").exists()
        shutil.rmtree(folder)
        steps += 1
    assert steps > 3


def _make_cut_off_after(steps: int, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Make a vault, but let the power fail after so many renames and removals; return whether it was made."""
    from pathlib import Path as AnyPath

    class PowerCutError(BaseException):
        pass

    left = [steps]

    def until_the_cut(name: str) -> Callable[..., object]:
        real = getattr(AnyPath, name)

        def step(*arguments: object, **named: object) -> object:
            if not left[0]:
                raise PowerCutError
            left[0] -= 1
            return real(*arguments, **named)

        return step

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(AnyPath, name, until_the_cut(name))
        try:
            Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP).close()
        except PowerCutError:
            return False
    return True
