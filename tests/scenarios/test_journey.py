"""A whole journey: preparation, assessment, the carer's own, plan, review and a year later, nothing told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import PERSON, AnswerKey, AnswerState, SourceKind
from doorstep.assessment.record import encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.definition.model import CANNOT_CARRY
from scenarios.journey import STRETCHES, begun, begun_session, played

if TYPE_CHECKING:
    from doorstep.assessment.record import RecordedAnswer
    from doorstep.assessment.session import AssessmentSession
    from doorstep.definition.model import FormDefinition


@pytest.mark.serves("NG86-D01", "NG86-D02", "CJ-2-10")
@pytest.mark.parametrize("stretch", STRETCHES)
def test_every_stretch_can_be_finished(stretch: str) -> None:
    session = played(stretch)
    assert [missing.ref.link_id for missing in session.state.missing()] == []


@pytest.mark.serves("FACS-3.2-01", "PLP-NV-01")
def test_what_was_asked_for_on_the_phone_stands_at_the_top_of_the_assessment() -> None:
    carried = played("first-visit").state.carried(AnswerKey("na_first_words"))
    assert carried is not None
    assert "I am asking for a rail" in str(carried.value)
    assert (carried.said_by, carried.form) == ("Mr Pennant", "pre-visit")


@pytest.mark.serves("TB-04", "FACS-3.4-18", "FACS-3.4-19", "FACS-3.4-20", "NG86-A17")
def test_what_the_assessment_found_is_in_the_plan_with_nothing_typed_again() -> None:
    assessment, plan = played("first-visit"), played("plan")
    for before, after in (("ou_outcomes", "pl_outcomes"), ("el_need_met_how", "pl_needs"), ("sa_risks", "pl_risks")):
        assert len(plan.state.rows_of(after)) == len(assessment.state.rows_of(before)) > 0
    [(_, wish), *_] = assessment.state.answers_of(
        "ou_outcomes.in_my_words", (assessment.state.rows_of("ou_outcomes")[0],)
    )
    row = plan.state.rows_of("pl_outcomes")[0]
    answer = plan.state.current(AnswerKey("pl_outcomes.in_my_words", (row,), PERSON))
    assert answer is not None
    assert answer.value == wish.value
    assert answer.provenance.source is SourceKind.CARRIED_FORWARD
    assert answer.provenance.confirmed_at is not None
    assert answer.provenance.recorded_at < answer.provenance.confirmed_at


@pytest.mark.serves("TB-04", "NG86-A17", "CJ-2-04")
def test_after_a_year_nothing_fresh_is_asked_from_blank_and_what_is_old_stands_out() -> None:
    again = begun("a-year-later")
    before = played("first-visit")
    asked_blank = [
        entry.key
        for entry in before.freeze().answers
        if entry.answer.state is AnswerState.ANSWERED
        and before.state.is_shown(entry.key.link_id, entry.key.path)
        and carries(before.definition, entry.key.link_id)
        and again.current(entry.key) is None
    ]
    assert asked_blank == []
    topics = again.definition.topics
    waiting = {carried.key.link_id: carried for topic in topics for carried in again.to_confirm(topic)}
    assert waiting["ab_phone"].stale  # six months for how to reach somebody
    assert not waiting["ho_status"].stale  # twelve for the home, and they are over in a day
    assert not waiting["ls_not_again"].stale  # a story never ages
    assert "mc_doubt" not in waiting
    counted = {topic.link_id: again.progress(topic).answered for topic in topics}
    assert {link_id: number for link_id, number in counted.items() if number} == {"before_we_start": 1}  # the route


@pytest.mark.serves("TB-04")
def test_nothing_carried_counts_until_he_says_so() -> None:
    session = begun_session("a-year-later")
    key = AnswerKey("wm_good_day")
    assert session.state.carried(key) is not None
    assert "wm_good_day" not in {entry.key.link_id for entry in copied(session)}
    session.still_true(key)
    assert "wm_good_day" in {entry.key.link_id for entry in copied(session)}


def copied(session: AssessmentSession) -> tuple[RecordedAnswer, ...]:
    """Return what the person's copy would hold."""
    return share(session.freeze(), session.definition, Audience(AudienceKind.PERSON)).record.answers


def carries(definition: FormDefinition, link_id: str) -> bool:
    """Tell whether an answer may be carried: neither it nor what it stands in says no, and no signature or picture."""
    place = definition.place(link_id)
    items = (*place.repeats, place.item)
    return all(item.carries and item.type not in CANNOT_CARRY for item in items)


@pytest.mark.serves("TB-04")
def test_what_is_put_off_is_in_no_copy_with_its_earlier_words() -> None:
    session = begun_session("a-year-later")
    session.ask_later(AnswerKey("wm_good_day"))
    copy = share(session.freeze(), session.definition, Audience(AudienceKind.PERSON)).record
    assert b"somebody comes by who has no clipboard" not in encode_record(copy).lower().replace(b"\\n", b" ")
    assert b"somebody comes by" in encode_record(session.freeze()).lower()
