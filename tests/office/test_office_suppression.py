"""No small number can be read from a table, or worked out from what is left in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from doorstep.office.suppression import FEWEST, ROUNDED_TO, protected, rounded, told

CELLS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1)


def test_a_small_cell_takes_another_with_it_so_that_neither_can_be_worked_out() -> None:
    assert protected({"yes": 40, "no": 3, "maybe": 20}) == {"yes": 40, "no": None, "maybe": None}


def test_two_small_cells_that_add_up_to_a_small_number_need_a_third() -> None:
    assert protected({"a": 3, "b": 4, "c": 15, "d": 50}) == {"a": None, "b": None, "c": None, "d": 50}


def test_two_small_cells_that_add_up_to_ten_hide_each_other() -> None:
    assert protected({"a": 6, "b": 7, "c": 30}) == {"a": None, "b": None, "c": 30}


def test_nothing_small_nothing_hidden_and_nobody_is_nobody() -> None:
    assert protected({"a": 12, "b": 0, "c": 33}) == {"a": 10, "b": 0, "c": 35}


def test_all_is_hidden_when_too_little_would_be_left() -> None:
    assert protected({"a": 4, "b": 0}) == {"a": None, "b": None}


def test_a_number_alone() -> None:
    assert [told(count) for count in (0, 9, 10, 12, 13, 101)] == [None, None, 10, 10, 15, 100]


@given(CELLS)
def test_what_is_hidden_is_at_least_two_cells_and_ten_people_or_the_whole_table(cells: dict[str, int]) -> None:
    shown = protected(cells)
    hidden = [code for code, count in shown.items() if count is None]
    assert all(not 0 < cells[code] < FEWEST for code in shown if code not in hidden)
    if hidden and len(hidden) < len(cells):
        assert len(hidden) >= 2
        assert sum(cells[code] for code in hidden) >= FEWEST


@given(CELLS)
def test_whatever_is_told_is_rounded(cells: dict[str, int]) -> None:
    for code, count in protected(cells).items():
        assert count is None or (count % ROUNDED_TO == 0 and abs(count - cells[code]) <= ROUNDED_TO // 2)


@given(st.integers(10, 500))
def test_one_person_more_cannot_be_told_from_two_summaries(count: int) -> None:
    """Rounding gives the same number for most neighbours; where it differs, it differs by five and not by one."""
    assert rounded(count + 1) - rounded(count) in (0, ROUNDED_TO)
