"""Then and now: what is different between two records of one person (TB-28)."""

from __future__ import annotations

import pytest

from assessment.small_form import DINA, NO, YES, Journal
from doorstep.assessment.answer import AnswerState, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.comparison import Comparison, Kind, compare
from doorstep.assessment.people import voice_of


@pytest.fixture
def then() -> Journal:
    journal = Journal()
    journal.session.answer("well", YES)
    journal.session.answer("free", "I like the garden")
    return journal


@pytest.fixture
def now() -> Journal:
    journal = Journal()
    journal.session.answer("well", YES)
    return journal


def compared(then: Journal, now: Journal) -> Comparison:
    return compare(then.session.state, now.session.state)


def kinds(comparison: Comparison) -> list[tuple[Kind, str]]:
    return [(each.kind, each.ref.link_id) for each in comparison.differences]


def test_what_is_the_same_is_counted_and_what_was_not_asked_is_no_difference(then: Journal, now: Journal) -> None:
    comparison = compared(then, now)
    assert (comparison.differences, comparison.same, comparison.unchecked) == ((), 1, 0)


def test_a_changed_answer_is_named_with_both(then: Journal, now: Journal) -> None:
    now.session.answer("free", "I sit by the window")
    [difference] = compared(then, now).differences
    assert difference.kind is Kind.CHANGED
    assert difference.then is not None
    assert difference.now is not None
    assert (difference.then.value, difference.now.value) == ("I like the garden", "I sit by the window")


def test_each_voice_is_compared_with_itself(then: Journal, now: Journal) -> None:
    then.session.answer("free", "He falls", voice=voice_of(DINA))
    now.session.answer("free", "I like the garden")
    now.session.answer("free", "He falls less", voice=voice_of(DINA))
    [difference] = compared(then, now).differences
    assert difference.voice == voice_of(DINA)


def test_a_gap_where_there_was_an_answer_is_a_change(then: Journal, now: Journal) -> None:
    now.session.leave_gap("free", AnswerState.CHOSE_NOT_TO_SAY)
    [difference] = compared(then, now).differences
    assert difference.kind is Kind.CHANGED
    assert difference.now is not None
    assert difference.now.value is None


def test_a_gap_where_there_was_none_is_no_difference(then: Journal, now: Journal) -> None:
    now.session.leave_gap("tags", AnswerState.COME_BACK)
    assert compared(then, now).differences == ()


def test_what_is_hidden_now_is_not_compared(then: Journal, now: Journal) -> None:
    then.session.answer("well", NO)
    then.session.answer("why", "My hip")
    now.session.answer("well", NO)
    now.session.answer("why", "My knee")
    now.session.answer("well", YES)
    assert kinds(compared(then, now)) == [(Kind.CHANGED, "well")]


def test_rows_come_go_and_change(then: Journal, now: Journal) -> None:
    for journal, names in ((then, ("Sunita", "Paul")), (now, ("Sunita", "Paul", "Jo"))):
        for name in names:
            journal.session.answer("pe_ecomap.name", name, path=journal.row("pe_ecomap"))
    sunita, paul, jo = now.session.state.rows_of("pe_ecomap")
    now.session.answer("pe_ecomap.role", Choices(("friend",)), path=(sunita,))
    now.session.remove_row("pe_ecomap", paul)
    differences = compared(then, now).differences
    assert [(each.kind, each.ref) for each in differences] == [
        (Kind.NEW, ItemRef("pe_ecomap.role", (sunita,))),
        (Kind.NEW, ItemRef("pe_ecomap", (jo,))),
        (Kind.GONE, ItemRef("pe_ecomap", (paul,))),
    ]


def test_the_same_record_is_the_same(then: Journal) -> None:
    assert compared(then, then) == Comparison((), 2, 0)
