"""The pad, tags, pauses and reasons through the services: safe like other typing, and kept like other facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState
from doorstep.assessment.jotting import pad_key
from doorstep.errors import WrongValueError
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

DAY = AnswerKey("td_day")
REASON = AnswerKey("el_decided_why", (), WORKER)


@pytest.fixture
def assessment(workspace: Workspace) -> OpenAssessment:
    return workspace.assessments.start(JEAN)


def after_the_battery_died(profile: Profile, workspace: Workspace, assessment: OpenAssessment) -> OpenAssessment:
    workspace.assessments.settle()
    workspace.abandon()
    return profile.open(PASSPHRASE).assessments.open(assessment.record_id)


def jotted(assessment: OpenAssessment, words: str) -> str:
    return assessment.jot(words).facts[0].id  # type: ignore[union-attr]


def test_every_key_typed_on_the_pad_is_safe(profile: Profile, workspace: Workspace, assessment: OpenAssessment) -> None:
    line = jotted(assessment, "ask about the cat")
    assessment.type_draft(pad_key(), "sister in Hul")
    assessment.type_draft(pad_key(line), "ask about the cat, T")
    found = after_the_battery_died(profile, workspace, assessment)
    assert dict(found.drafts) == {pad_key(): "sister in Hul", pad_key(line): "ask about the cat, T"}
    assert [jot.words for jot in found.state.jots] == ["ask about the cat"]


def test_a_line_that_is_written_takes_the_place_of_its_typing(assessment: OpenAssessment) -> None:
    assessment.type_draft(pad_key(), "ask about the cat")
    line = jotted(assessment, "ask about the cat")
    assert dict(assessment.drafts) == {}
    assessment.type_draft(pad_key(line), "x")
    assessment.rewrite_jot(line, "ask about the cat")
    assert dict(assessment.drafts) == {}
    assessment.type_draft(pad_key(line), "y")
    assessment.drop_jot(line)
    assert dict(assessment.drafts) == {}


def test_lines_tags_pauses_and_reasons_are_there_the_next_morning(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment
) -> None:
    line = jotted(assessment, "burns her toast")
    assessment.file_jot(line, DAY)
    assessment.tag_words(DAY, 0, 5, "oc_nutrition")
    assessment.pause_clock("Wants to ask her son", dt.date(2026, 10, 20))
    assessment.choose_basis(REASON, (DAY,))
    before = assessment.freeze()
    found = after_the_battery_died(profile, workspace, assessment)
    assert found.freeze() == before
    assert [jot.filed for jot in found.state.jots] == [(DAY,)]
    assert [words.words for words in found.state.tags_about("oc_nutrition")] == ["burns"]
    assert found.state.paused is not None
    assert [each.key for each in found.state.basis_of(REASON)] == [DAY]
    assert found.resume_clock().beside == ("pauses",)


def test_filing_under_a_field_that_is_being_typed_in_loses_no_word(assessment: OpenAssessment) -> None:
    line = jotted(assessment, "burns her toast")
    assessment.type_draft(DAY, "I get up lat")
    change = assessment.file_jot(line, DAY)
    answer = assessment.state.current(DAY)
    assert answer is not None
    assert answer.value == "I get up lat\n\nburns her toast"
    assert dict(assessment.drafts) == {}
    assert (change.answered, change.beside) == ((DAY,), ("jots",))
    assessment.undo()
    answer = assessment.state.current(DAY)
    assert answer is not None
    assert answer.value == "I get up lat"


def test_a_line_that_cannot_be_filed_there_leaves_the_typing_alone(assessment: OpenAssessment) -> None:
    line = jotted(assessment, "yes")
    assessment.type_draft(DAY, "I get up lat")
    with pytest.raises(WrongValueError):
        assessment.file_jot(line, AnswerKey("sa_feel_safe"))
    assert dict(assessment.drafts) == {DAY: "I get up lat"}


def test_undo_takes_a_filed_line_back_on_the_disk_too(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment
) -> None:
    assessment.file_jot(jotted(assessment, "burns her toast"), DAY)
    assessment.undo()
    found = after_the_battery_died(profile, workspace, assessment)
    assert found.state.current(DAY) is None
    assert [(jot.words, jot.filed) for jot in found.state.jots] == [("burns her toast", ())]


def test_a_line_in_a_new_row_is_there_the_next_morning_and_undo_takes_the_row_from_the_disk_too(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment
) -> None:
    line = jotted(assessment, "moved here in 1974")
    assessment.file_jot(line, AnswerKey("ls_events.what"))
    [row] = assessment.state.rows_of("ls_events")
    kept = assessment.freeze()
    workspace.assessments.settle()
    workspace.abandon()
    again = profile.open(PASSPHRASE)
    found = again.assessments.open(assessment.record_id)
    assert found.freeze() == kept
    assert found.state.jots[0].filed == (AnswerKey("ls_events.what", (row,)),)
    other = jotted(found, "lost her sister")
    found.file_jot(other, AnswerKey("ls_events.what"))
    found.undo()
    last = after_the_battery_died(profile, again, found)
    assert last.state.rows_of("ls_events") == (row,)
    assert [(jot.words, len(jot.filed)) for jot in last.state.jots] == [
        ("moved here in 1974", 1),
        ("lost her sister", 0),
    ]


def test_a_dropped_line_comes_back_with_its_time(assessment: OpenAssessment) -> None:
    line = jotted(assessment, "ask about the cat")
    before = assessment.state.jots
    assessment.drop_jot(line)
    assert assessment.state.jots == ()
    assessment.undo()
    assert assessment.state.jots == before


def test_gaps_and_other_lanes_take_no_harm(assessment: OpenAssessment) -> None:
    assessment.leave_gap("td_night", AnswerState.COME_BACK)
    assessment.file_jot(jotted(assessment, "burns her toast"), DAY)
    assert [voice for voice, _ in assessment.state.answers_of("td_night")] == [PERSON]
    removed = assessment.tag_words(DAY, 0, 5, "oc_nutrition").facts[0].id  # type: ignore[union-attr]
    assert assessment.remove_tag(removed).beside == ("tags",)
