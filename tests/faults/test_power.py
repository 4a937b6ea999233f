"""Power cuts, replayed from what the program really did: in short here, whole by ``make faults``."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from faults.disk import Disk
from faults.power import cut_while_migrating, cut_while_typing
from faults.trace import Cut, Flushed, Gone, Made, Renamed, Written

if TYPE_CHECKING:
    from pathlib import Path

    from faults.outcome import Outcome


def tried(told: Outcome) -> Outcome:
    if told.skipped:
        pytest.skip(told.skipped)
    return told


def test_a_power_cut_loses_nothing_that_was_shown_as_saved(tmp_path: Path) -> None:
    told = tried(cut_while_typing(tmp_path, 60, rounds=20))
    assert told.harmless, told
    assert told.states == 60


def test_a_database_that_does_not_flush_is_caught(tmp_path: Path) -> None:
    assert tried(cut_while_typing(tmp_path, 30, "normal", rounds=20)).lost


def test_a_migration_that_is_cut_leaves_the_old_schema_or_the_new(tmp_path: Path) -> None:
    told = tried(cut_while_migrating(tmp_path, 2))
    assert told.harmless, told


def test_a_migration_in_single_steps_is_caught(tmp_path: Path) -> None:
    assert tried(cut_while_migrating(tmp_path, 1, "stepwise")).corrupt


# the disk that forgets


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    (tmp_path / "old").write_bytes(b"old" * 400)
    return Disk(tmp_path)


def states(disk: Disk) -> list[dict[str, bytes]]:
    return [dict(disk.after_a_cut(random.Random(seed))) for seed in range(60)]


def test_what_was_flushed_is_there(disk: Disk) -> None:
    for step in (Written("old", 0, b"new" * 400), Flushed("old")):
        disk.take(step)
    assert all(state == {"old": b"new" * 400} for state in states(disk))


def test_what_was_not_flushed_may_be_there_in_parts(disk: Disk) -> None:
    disk.take(Written("old", 0, b"new" * 400))
    found = {state["old"] for state in states(disk)}
    assert {b"old" * 400, b"new" * 400} < found
    assert any(content[:512] != content[600:1112] for content in found)


def test_a_cut_file_may_have_its_old_length(disk: Disk) -> None:
    disk.take(Cut("old", 3))
    assert {len(state["old"]) for state in states(disk)} == {3, 1200}


def test_a_name_is_sure_once_the_folder_was_flushed(disk: Disk) -> None:
    for step in (Made("new"), Written("new", 0, b"x"), Flushed("new"), Gone("old")):
        disk.take(step)
    assert {frozenset(state) for state in states(disk)} == {
        frozenset({"old"}),
        frozenset({"old", "new"}),
        frozenset({"new"}),
    }
    disk.take(Flushed(""))
    assert all(state == {"new": b"x"} for state in states(disk))


def test_a_rename_is_whole_or_not_at_all(disk: Disk) -> None:
    for step in (Made("part"), Written("part", 0, b"x"), Flushed("part"), Flushed(""), Renamed("part", "old")):
        disk.take(step)
    assert {tuple(sorted(state.items())) for state in states(disk)} == {
        (("old", b"old" * 400), ("part", b"x")),
        (("old", b"x"),),
    }
