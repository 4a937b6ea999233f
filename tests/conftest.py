"""What every test stands on: no display, no HOME of the person who runs it."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PLAYED = "demo/test_play.py::"
"""Tests of the whole demonstration, which is played once for all of them and takes minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is played first: a worker has the first tests from the start and nobody takes its next ones from it.

    Tests that lie further back are handed from worker to worker, and two that had some each would both play it.
    """
    items.sort(key=lambda item: PLAYED not in item.nodeid)


def pytest_collection_finish() -> None:
    """Leave out of every later search for garbage what stays to the end: modules and some thousand tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home, so that it can neither read nor leave anything in the real one."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "AppData" / "Local"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home
