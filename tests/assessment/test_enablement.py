"""What is on the form: conditions across lanes, sections and rows, and exactly what a change shows and hides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assessment.small_form import DINA, NO, YES, Journal
from doorstep.assessment.answer import WORKER, AnswerState, ApproximateDate, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import voice_of

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession

CARER, FRIEND = Choices(("unpaid_carer",)), Choices(("friend",))


def shown(session: AssessmentSession, *links: str) -> list[bool]:
    return [session.state.is_shown(link) for link in links]


def test_an_answer_shows_and_hides_what_depends_on_it(session: AssessmentSession) -> None:
    change = session.answer("well", NO)
    assert ItemRef("why") in change.shown
    change = session.answer("well", YES)
    assert change.hidden == (ItemRef("why"),)


def test_any_lane_can_make_a_condition_true(session: AssessmentSession) -> None:
    session.answer("well", NO)
    assert session.answer("why", "x", voice=voice_of(DINA)).shown == (ItemRef("after_why"),)


def test_hidden_answers_are_kept_and_count_nowhere(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.answer("why", "Tired")
    session.answer("after_why", "x")
    change = session.answer("well", YES)
    assert change.hidden == (ItemRef("why"), ItemRef("after_why"), ItemRef("after_after"))
    change = session.answer("well", NO)
    assert change.shown == (ItemRef("why"), ItemRef("after_why"), ItemRef("after_after"))


def test_a_gap_is_no_answer_to_a_condition(session: AssessmentSession) -> None:
    session.answer("well", NO)
    session.leave_gap("why", AnswerState.CHOSE_NOT_TO_SAY)
    assert shown(session, "after_why") == [False]


def test_a_section_hides_all_that_is_in_it(session: AssessmentSession) -> None:
    story = next(topic for topic in session.definition.topics if topic.link_id == "story")
    assert not session.state.topic_shown(story)
    change = session.answer("score", Choices(("4",)))
    assert ItemRef("secret") in change.shown
    assert session.state.topic_shown(story)
    session.answer("score", Choices(("3",)))
    assert shown(session, "secret", "events") == [False, False]


def test_a_group_hides_all_that_is_in_it(session: AssessmentSession) -> None:
    grouped = next(topic for topic in session.definition.topics if topic.link_id == "grouped")
    assert shown(session, "grouped", "in_group") == [False, False]
    session.answer("well", YES)
    assert shown(session, "grouped", "in_group") == [True, True]
    assert session.state.topic_shown(grouped)


def test_numbers_of_a_scale_can_be_compared(session: AssessmentSession) -> None:
    for score, low in (("0", True), ("1", True), ("2", False)):
        session.answer("score", Choices((score,)))
        assert shown(session, "low_words") == [low]


def test_all_of_several_ticks_and_not_that_tick(session: AssessmentSession) -> None:
    assert shown(session, "tags_both", "tags_other") == [False, False]
    session.answer("tags", Choices(("a",)))
    assert shown(session, "tags_both", "tags_other") == [False, True]
    session.answer("tags", Choices(("a", "b")))
    assert shown(session, "tags_both", "tags_other") == [True, True]
    session.answer("tags", Choices(("none",)))
    assert shown(session, "tags_both", "tags_other") == [False, False]


def test_inside_a_repeat_only_the_same_row_counts(journal: Journal) -> None:
    session, one, two = journal.session, journal.row("pe_ecomap"), journal.row("pe_ecomap")
    session.answer("pe_ecomap.role", CARER, path=one)
    session.answer("pe_ecomap.role", FRIEND, path=two)
    assert session.state.is_shown("pe_ecomap.cares_how", one)
    assert not session.state.is_shown("pe_ecomap.cares_how", two)


def test_a_row_inside_a_row_reads_the_row_that_it_stands_in(journal: Journal) -> None:
    session, one, two = journal.session, journal.row("pe_ecomap"), journal.row("pe_ecomap")
    for path, role in ((one, CARER), (two, FRIEND)):
        session.answer("pe_ecomap.name", "Someone", path=path)
        session.answer("pe_ecomap.role", role, path=path)
    calls = [journal.row("pe_ecomap.calls", path) for path in (one, two)]
    assert [session.state.is_shown("pe_ecomap.calls.if_carer", path) for path in calls] == [True, False]


def test_from_outside_any_row_counts(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Someone", path=path)
    call = journal.row("pe_ecomap.calls", path)
    change = session.answer("pe_ecomap.calls.urgent", YES, path=call)
    assert change.shown == (
        ItemRef("pe_ecomap.calls.what", call),
        ItemRef("pe_ecomap.some_call", path),
        ItemRef("any_urgent"),
    )
    change = session.remove_row("pe_ecomap", path[0])
    assert ItemRef("any_urgent") in change.hidden


def test_a_repeat_is_there_when_something_stands_in_a_row(journal: Journal) -> None:
    session = journal.session
    assert shown(session, "nobody") == [True]
    path = journal.row("pe_ecomap")
    assert shown(session, "nobody") == [True]
    session.answer("pe_ecomap.name", "Someone", path=path)
    assert shown(session, "nobody") == [False]
    session.clear("pe_ecomap.name", path=path)
    assert shown(session, "nobody") == [True]


def test_a_removed_row_leaves_nothing_that_counts(journal: Journal) -> None:
    session, _blank, filled = journal.session, journal.row("pe_ecomap"), journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Someone", path=filled)
    session.remove_row("pe_ecomap", filled[0])
    assert shown(session, "nobody") == [True]


def test_a_row_brings_its_columns_and_takes_them_away(journal: Journal) -> None:
    session = journal.session
    change = session.add_row("events")
    assert change.shown == ()  # the section of the timeline is hidden
    session.answer("well", YES)
    change = session.add_row("events")
    path = (session.state.rows_of("events")[-1],)
    assert change.shown == (ItemRef("events.what", path), ItemRef("events.share", path))
    assert session.remove_row("events", path[0]).hidden == change.shown


def test_derived_values_steer_conditions_and_back(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina Allen", path=path)
    change = session.answer("pe_ecomap.role", CARER, path=path)
    assert ItemRef("pe_carer_view") in change.shown
    assert "unpaid_carers" in change.recalculated
    assert ItemRef("pe_carer_view") in session.answer("pe_ecomap.role", FRIEND, path=path).hidden


def test_a_list_that_a_derived_value_shows_counts_for_the_next(journal: Journal) -> None:
    session, path = journal.session, journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina Allen", path=path)
    session.answer("pe_carer_told.carer", "Dina Allen", path=journal.row("pe_carer_told"))
    session.answer("pe_carer_offer.carer", "Dina Allen", path=journal.row("pe_carer_offer"), voice=voice_of(DINA))
    session.answer("pe_ecomap.role", CARER, path=path)
    assert session.state.derived.unpaid_carers == ("Dina Allen",)
    assert session.state.derived.carers_not_told == ()


def test_age_opens_the_part_for_young_people(session: AssessmentSession) -> None:
    assert shown(session, "young") == [False]
    assert session.answer("ab_dob", ApproximateDate.of(date(2008, 10, 7))).shown == (ItemRef("young"),)
    assert session.state.derived.age == 17


def test_a_setting_opens_a_module() -> None:
    assert not Journal().session.state.is_shown("extra")
    assert Journal(settings=frozenset({"module"})).session.state.is_shown("extra")


def test_what_is_hidden_can_still_be_written_down(session: AssessmentSession) -> None:
    session.answer("why", "Said before the question came up")
    assert session.answer("well", NO).shown[0] == ItemRef("why")
    assert [answer.value for _, answer in session.state.answers_of("why")] == ["Said before the question came up"]


def test_a_worker_note_in_a_row_moves_nothing_else(journal: Journal) -> None:
    session = journal.session
    session.answer("well", NO)
    change = session.answer("why", "Mine", voice=WORKER)
    change = session.answer("why", "Mine again", voice=WORKER)
    assert (change.shown, change.hidden, change.recalculated, change.newly_complete) == ((), (), (), ())
