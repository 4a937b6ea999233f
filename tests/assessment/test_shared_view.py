"""What may stand on the screen while it is turned to the person (TB-12, TB-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA, FORM, YES, Journal
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, Choices
from doorstep.assessment.people import voice_of
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import RecordBuilder
from doorstep.assessment.sharing import may_stand_in_shared_view
from doorstep.definition.model import Visibility

if TYPE_CHECKING:
    from doorstep.assessment.standing import Standing


@pytest.fixture
def told(journal: Journal) -> Journal:
    """The person has said that they are well, so that the story is asked."""
    journal.session.answer("well", YES)
    return journal


def standing_of(journal: Journal) -> Standing:
    record = journal.session.freeze()
    return Projection(FORM, RecordBuilder.resume(record), frozenset(), record.changed_at.date()).standing


def test_what_the_person_is_asked_may_stand_there_answered_or_not(told: Journal) -> None:
    told.session.answer("free", "I like the garden")
    for link_id in ("well", "free", "tags"):
        assert told.session.state.in_shared_view(link_id), link_id


def test_private_and_worker_only_questions_never_stand_there_answered_or_not(told: Journal) -> None:
    for link_id in ("secret", "code", "worries", "sa_print_safe"):
        assert not told.session.state.in_shared_view(link_id), link_id
    told.session.answer("secret", "He hits me")
    assert not told.session.state.in_shared_view("secret")
    row = told.row("worries")
    assert not told.session.state.in_shared_view("worries.what", row)  # share by itself, inside a worker-only list


def test_an_answer_that_was_made_private_takes_its_question_with_it(told: Journal) -> None:
    told.session.answer("free", "I like the garden")
    for private in (Visibility.PRIVATE_PERSON, Visibility.PRIVATE_CARER, Visibility.WORKER_ONLY):
        told.session.set_visibility(AnswerKey("free"), private)
        assert not told.session.state.in_shared_view("free")
    told.session.set_visibility(AnswerKey("free"), None)
    assert told.session.state.in_shared_view("free")


def test_a_row_that_is_private_by_its_own_column_does_not_stand_there(told: Journal) -> None:
    open_row, private_row = told.row("events"), told.row("events")
    for path, who in ((open_row, "share"), (private_row, "private_person")):
        told.session.answer("events.what", "The bad year", path=path)
        told.session.answer("events.share", Choices((who,)), path=path)
    assert told.session.state.in_shared_view("events.what", open_row)
    assert not told.session.state.in_shared_view("events.what", private_row)


def test_only_the_persons_own_lane_stands_there(told: Journal) -> None:
    standing = standing_of(told)
    assert may_stand_in_shared_view(standing, AnswerKey("free", voice=PERSON))
    for voice in (WORKER, voice_of(DINA)):
        assert not may_stand_in_shared_view(standing, AnswerKey("free", voice=voice))


def test_what_the_worker_and_the_carer_are_asked_does_not_stand_there(told: Journal) -> None:
    for link_id in ("wm_strengths_view", "oc_nutrition_unable", "pe_carer_willing", "pe_carer_offer", "nx_steps"):
        assert not told.session.state.in_shared_view(link_id), link_id


def test_what_is_not_asked_as_things_stand_does_not_stand_there(journal: Journal) -> None:
    assert not journal.session.state.in_shared_view("free")  # its topic waits for an answer


def test_options_are_drawn_only_from_what_may_stand_there(told: Journal) -> None:
    session = told.session
    for name in ("Sunita", "The man next door"):
        session.answer("pe_ecomap.name", name, path=told.row("pe_ecomap"))
    hidden = session.state.rows_of("pe_ecomap")[1]
    session.set_visibility(AnswerKey("pe_ecomap.name", (hidden,)), Visibility.PRIVATE_PERSON)
    every = [option.text for option in session.state.options_of("helpers")]
    shared = [option.text for option in session.state.shared_options_of("helpers")]
    assert every == ["Paid care", "Sunita", "The man next door"]
    assert shared == ["Paid care", "Sunita"]


def test_what_the_person_ticked_stays_on_offer(told: Journal) -> None:
    session = told.session
    row = told.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Sunita", path=row)
    session.answer("helpers", Choices(("=Sunita",)))
    session.remove_row("pe_ecomap", row[0])
    assert [option.code for option in session.state.shared_options_of("helpers")] == ["paid", "=Sunita"]
    assert session.state.shared_options_of("well") == FORM.item("well").options
