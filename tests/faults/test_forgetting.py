"""Locking forgets: the memory of the real program is read from outside. And the worker comes back to the same place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from faults.canaries import NAME, WORDS, found_in_memory, sought
from faults.laptop import Laptop, new_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Laptop]:
    """The program in the middle of a visit, with words in two fields, one of them not left."""
    profile = new_profile(tmp_path / "profile")
    with Laptop(profile) as laptop:
        laptop.unlock()
        laptop.ask("begin", NAME)
        laptop.ask("go", "wm_good_day")
        laptop.ask("type", WORDS)
        laptop.ask("go", "wm_bad_day")
        laptop.ask("type", WORDS)
        laptop.ask("settle")
        yield laptop


def scan(laptop: Laptop, vault: Path) -> set[str]:
    try:
        return found_in_memory(laptop.program.pid, sought(vault))
    except PermissionError:
        pytest.skip("this machine does not let a program's memory be read")


def test_after_locking_memory_holds_neither_key_nor_words(visit: Laptop, tmp_path: Path) -> None:
    vault = tmp_path / "profile" / "vault"
    assert visit.ask("say_plainly", 12) == "plain_words"
    visit.ask("type", WORDS)
    visit.ask("settle")
    before = scan(visit, vault)
    assert {"name", "words"} <= before, "the control: the scan finds what is there"
    assert any("key" in name for name in before), "the control: the scan finds keys"
    visit.lock()
    assert visit.program.poll() is None
    assert scan(visit, vault) == set()
    visit.unlock()
    assert "words" in scan(visit, vault)


def test_after_unlocking_the_worker_is_exactly_where_they_were(visit: Laptop) -> None:
    visit.ask("go", "wm_skills")
    visit.ask("type", WORDS)
    visit.ask("put_cursor", 13)
    before = visit.where()
    assert (before["topic"], before["question"], before["words"]) == ("what_matters", "wm_skills", WORDS)
    assert before["cursor"] == 13
    assert before["scroll"] > 0
    visit.lock()
    visit.unlock()
    assert visit.where() == before
