"""A vault in a fresh folder, and a way to open it again."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

import pytest

from doorstep.vault.database import Vault
from vault.visits import CHEAP, PASSPHRASE, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, clock: Clock) -> Iterator[Vault]:
    made = Vault.create(folder, PASSPHRASE, clock=clock, entropy=secrets.token_bytes, device_name="laptop-7", kdf=CHEAP)
    yield made
    with contextlib.suppress(Exception):  # the test may have closed it, or damaged its folder
        made.abandon()


@pytest.fixture
def reopen(folder: Path, clock: Clock) -> Iterator[Callable[..., Vault]]:
    """Open the folder's vault again, as often as a test likes; whatever is open is closed in the end."""
    opened: list[Vault] = []

    def open_again(passphrase: str = PASSPHRASE) -> Vault:
        opened.append(Vault.open(folder, passphrase, clock=clock, kdf_floor=CHEAP))
        return opened[-1]

    yield open_again
    for vault in opened:
        with contextlib.suppress(Exception):
            vault.abandon()
