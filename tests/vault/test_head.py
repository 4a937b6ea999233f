"""The head sidecar: a torn or forged slot is never believed, and never costs more than itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.vault.head import Mark, Sidecar

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def mark(saves: int) -> Mark:
    return Mark(saves, saves * 2, bytes([saves]) * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "head"


def test_it_knows_the_furthest_mark(path: Path) -> None:
    with Sidecar(path, KEY) as sidecar:
        assert sidecar.read() is None
        for saves in (1, 2, 3):
            sidecar.write(mark(saves))
            assert sidecar.read() == mark(saves)
    with Sidecar(path, KEY) as sidecar:
        assert sidecar.read() == mark(3)


@pytest.mark.parametrize("torn_at", range(0, 80, 5))
def test_a_torn_write_leaves_the_mark_before_it(path: Path, torn_at: int) -> None:
    with Sidecar(path, KEY) as sidecar:
        sidecar.write(mark(1))
        before = path.read_bytes()
        sidecar.write(mark(2))
    after = path.read_bytes()
    path.write_bytes(after[:torn_at] + bytes(80 - torn_at) + before[80:])
    with Sidecar(path, KEY) as sidecar:
        assert sidecar.read() == mark(1)


def test_a_mark_under_another_key_is_no_mark(path: Path) -> None:
    with Sidecar(path, OTHER_KEY) as sidecar:
        sidecar.write(mark(9))
    with Sidecar(path, KEY) as sidecar:
        assert sidecar.read() is None


def test_a_new_beginning_forgets_what_was_further(path: Path) -> None:
    with Sidecar(path, KEY) as sidecar:
        sidecar.write(mark(8))
        sidecar.write(mark(9))
        sidecar.replace(mark(4))
        assert sidecar.read() == mark(4)
