"""One or two questions open a topic; the rest waits, unless something stands there or follows from it (TB-14)."""

from __future__ import annotations

import msgspec
import pytest

from assessment.small_form import FORM, NO, Journal
from doorstep.assessment.answer import WORKER, AnswerState, Contact
from doorstep.assessment.state import AssessmentState
from doorstep.definition.model import FormDefinition, Item, ItemType, Section, Topic


def opened_by(*openings: str, extra: tuple[Item, ...] = ()) -> FormDefinition:
    """Return the small form with these items marked as opening, and more items at the end of its first topic."""

    def marked(section: Section) -> Section:
        items = tuple(msgspec.structs.replace(item, opening=item.link_id in openings) for item in section.items)
        return msgspec.structs.replace(section, items=items)

    first, *others = map(marked, FORM.sections)
    return msgspec.structs.replace(
        FORM, sections=(msgspec.structs.replace(first, items=(*first.items, *extra)), *others)
    )


def state_of(journal: Journal, form: FormDefinition) -> tuple[AssessmentState, Topic]:
    state = AssessmentState.of(form, journal.session.freeze(), journal.clock().date())
    return state, form.topics[0]


def names(refs) -> list[str]:
    return [ref.link_id for ref in refs]


def test_a_topic_opens_with_its_opening_questions_only(journal: Journal) -> None:
    state, start = state_of(journal, opened_by("score", "doctor"))
    assert names(state.opening(start)) == ["score", "doctor"]
    assert "well" in names(state.more(start))


def test_a_topic_without_opening_questions_shows_all(journal: Journal) -> None:
    state, start = state_of(journal, FORM)
    assert state.more(start) == ()
    assert names(state.opening(start)) == [item.link_id for item in start.items if state.is_shown(item.link_id)]


def test_nothing_is_lost_and_nothing_twice(journal: Journal) -> None:
    journal.session.answer("well", NO)
    state, start = state_of(journal, opened_by("score"))
    both = names(state.opening(start)) + names(state.more(start))
    assert sorted(both) == sorted(item.link_id for item in start.items if state.is_shown(item.link_id))


def test_what_holds_something_stands_unfolded_whatever_it_holds(journal: Journal) -> None:
    journal.session.leave_gap("photo", AnswerState.COME_BACK, voice=WORKER)
    journal.session.answer("doctor", Contact("Dr Rao"))
    state, start = state_of(journal, opened_by("score"))
    assert names(state.opening(start)) == ["score", "photo", "doctor"]


def test_a_question_that_follows_from_an_answer_comes_with_it(journal: Journal) -> None:
    journal.session.answer("well", NO)
    state, start = state_of(journal, opened_by("well"))
    assert names(state.opening(start)) == ["well", "why"]
    journal.session.answer("why", "x")
    state, start = state_of(journal, opened_by("well"))
    assert names(state.opening(start)) == ["well", "why", "after_why"]


def test_legal_questions_that_wait_are_told_apart_until_they_are_settled(journal: Journal) -> None:
    form = opened_by("score")
    state, start = state_of(journal, form)
    assert names(state.open_legal(start)) == ["well"]
    journal.session.leave_gap("well", AnswerState.NOT_ASKED, reason="Asleep")
    state, start = state_of(journal, form)
    assert state.open_legal(start) == ()


def test_a_legal_question_in_plain_sight_is_not_counted_as_waiting(journal: Journal) -> None:
    state, start = state_of(journal, opened_by("well"))
    assert state.open_legal(start) == ()


@pytest.mark.parametrize(("opening", "expected"), [("tail", ["hello", "words", "tail"]), ("score", ["score"])])
def test_a_text_stands_with_the_question_below_it(journal: Journal, opening: str, expected: list[str]) -> None:
    extra = (
        Item("words", ItemType.DISPLAY, "A few words"),
        Item("tail", ItemType.TEXT, "Tail", opening=opening == "tail"),
    )
    state, start = state_of(journal, opened_by(opening, extra=extra))
    assert names(state.opening(start)) == expected
