"""A break is offered after a set time of a visit, and time to think is recorded, never a delay (TB-13)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Choices
from doorstep.assessment.breaks import break_due
from doorstep.assessment.record import RecordBuilder

if TYPE_CHECKING:
    from assessment.small_form import Journal

VISIT = f.Visit("v1", date(2026, 10, 6), "10:30")


def at(hour: int, minute: int, day: int = 6) -> datetime:
    return datetime(2026, 10, day, hour, minute)  # noqa: DTZ001 - local clock time, as the visit's own


@pytest.mark.parametrize(
    ("now", "due"), [(at(10, 30), False), (at(11, 14), False), (at(11, 15), True), (at(12, 0), True), (at(9, 0), False)]
)
def test_it_is_offered_after_the_set_time(now: datetime, due: bool) -> None:
    assert break_due(VISIT, now, 45) is due


def test_after_a_break_the_time_begins_anew() -> None:
    now = at(12, 0)
    assert not break_due(VISIT, now, 45, rested=at(11, 20))
    assert break_due(VISIT, now, 45, rested=at(11, 15))
    assert break_due(VISIT, now, 45, rested=at(9, 0))


def test_a_night_visit_runs_past_midnight() -> None:
    night = f.Visit("v2", date(2026, 10, 6), "23:40")
    assert not break_due(night, at(0, 10, day=7), 45)
    assert break_due(night, at(0, 25, day=7), 45)


def test_it_is_never_offered_to_nobody() -> None:
    assert not break_due(None, at(12, 0), 45)
    assert not break_due(f.Visit("v", date(2026, 10, 6), "10:30", "11:30"), at(12, 0), 45)
    assert not break_due(f.Visit("v", date(2026, 10, 6), "after lunch"), at(12, 0), 45)
    assert not break_due(f.Visit("v", date(2026, 10, 5), "10:30"), at(12, 0), 45)
    assert not break_due(VISIT, at(12, 0), 0)


def test_an_aware_clock_reads_as_the_wall_clock() -> None:
    assert break_due(VISIT, datetime(2026, 10, 6, 11, 15, tzinfo=UTC), 45)


def test_time_to_think_is_a_state_with_its_reason(journal: Journal) -> None:
    session = journal.session
    change = session.asides.pause_clock("Mrs Allen wants to talk to her son", date(2026, 10, 20))
    journal.facts.extend(change.facts)
    paused = session.state.paused
    assert paused is not None
    assert (paused.reason, paused.begun, paused.until) == (
        "Mrs Allen wants to talk to her son",
        date(2026, 10, 6),
        date(2026, 10, 20),
    )
    assert change.beside == ("pauses",)
    journal.clock.now = datetime(2026, 10, 9, 9, tzinfo=UTC)
    again = session.asides.pause_clock("He is away", date(2026, 10, 27))
    journal.facts.extend(again.facts)
    assert session.state.paused is not None
    assert (session.state.paused.begun, session.state.paused.until) == (date(2026, 10, 6), date(2026, 10, 27))
    journal.clock.now = datetime(2026, 10, 12, 9, tzinfo=UTC)
    journal.facts.extend(session.asides.resume_clock().facts)
    assert session.state.paused is None
    assert [pause.ended for pause in session.state.pauses] == [date(2026, 10, 12)]
    assert session.asides.resume_clock().facts == ()
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()


def test_a_pause_is_not_taken_back_by_undo(journal: Journal) -> None:
    session = journal.session
    session.answer("score", Choices(("3",)))
    session.asides.pause_clock("Tired")
    session.undo()
    assert session.state.paused is not None
