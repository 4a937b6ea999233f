"""A disk that is full, fails or is slow; damage; a second program; a wrong clock; many visits. In short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faults.damage import flip_bits, flip_bits_of_a_large_vault
from faults.failing_disk import fill_the_disk, refuse_for_a_while, refuse_for_good, slow_flushes
from faults.others import clock_jumps, many_visits, order_by_clock, two_programs, two_vaults
from faults.test_power import tried

if TYPE_CHECKING:
    from pathlib import Path


def test_a_full_disk_keeps_what_was_saved_and_the_rest_comes_when_there_is_room(tmp_path: Path) -> None:
    assert fill_the_disk(tmp_path, 1).harmless


def test_writes_that_fail_for_a_while_lose_nothing(tmp_path: Path) -> None:
    assert tried(refuse_for_a_while(tmp_path, "pwrite64", "EIO", (40,))).harmless


def test_flushes_that_fail_for_a_while_lose_nothing(tmp_path: Path) -> None:
    assert tried(refuse_for_a_while(tmp_path, "fsync", "EIO", (14,))).harmless


def test_writes_that_fail_for_good_lose_nothing_that_was_shown_as_saved(tmp_path: Path) -> None:
    assert tried(refuse_for_good(tmp_path, "pwrite64", "EIO", (60,))).harmless


def test_a_program_that_says_saved_on_a_failing_disk_is_caught(tmp_path: Path) -> None:
    assert tried(refuse_for_good(tmp_path, "pwrite64", "EIO", (60,), "early")).lost


def test_the_window_is_painted_while_the_disk_is_slow(tmp_path: Path) -> None:
    assert tried(slow_flushes(tmp_path)).harmless


def test_a_window_that_waits_for_the_disk_is_caught(tmp_path: Path) -> None:
    assert tried(slow_flushes(tmp_path, in_the_window=True)).lost


def test_a_second_program_is_told_and_harms_nothing(tmp_path: Path) -> None:
    assert two_programs(tmp_path).harmless


def test_without_the_lock_file_the_database_still_keeps_a_second_one_out(tmp_path: Path) -> None:
    assert two_vaults(tmp_path).harmless


def test_a_clock_that_jumps_by_years_changes_no_order(tmp_path: Path) -> None:
    assert clock_jumps(tmp_path, 100).harmless


def test_an_order_by_the_clock_is_caught(tmp_path: Path) -> None:
    assert order_by_clock(tmp_path, 50).lost


def test_a_flipped_bit_in_the_database_is_told_or_does_no_harm(tmp_path: Path) -> None:
    assert flip_bits(tmp_path, 12, "vault.db").harmless


def test_a_flipped_bit_in_a_large_database_is_told_or_does_no_harm(tmp_path: Path) -> None:
    assert flip_bits_of_a_large_vault(tmp_path, 12).harmless


def test_a_large_database_without_the_second_look_would_not_know(tmp_path: Path) -> None:
    assert flip_bits_of_a_large_vault(tmp_path, 12, without_look=True).corrupt


def test_a_flipped_bit_in_the_log_is_told(tmp_path: Path) -> None:
    assert flip_bits(tmp_path, 12, "vault.db-wal").harmless


def test_a_vault_without_a_sidecar_would_not_know(tmp_path: Path) -> None:
    assert flip_bits(tmp_path, 4, "vault.db-wal", without_sidecar=True).lost


def test_visits_in_one_sitting_keep_memory_and_log_within_bounds(tmp_path: Path) -> None:
    assert many_visits(tmp_path, 6).harmless
