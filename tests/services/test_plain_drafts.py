"""Plain words that are being typed: safe at each key, gone once they are kept, in no one's way once all is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.jotting import pad_key
from doorstep.assessment.tagging import plain_key
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

DAY = AnswerKey("td_day")
SAID = "I cannot lift the kettle"
AT = plain_key(DAY, SAID)


@pytest.fixture
def assessment(workspace: Workspace) -> OpenAssessment:
    opened = workspace.assessments.start(JEAN)
    opened.answer("td_day", f"Up at six. {SAID}")
    return opened


def after_the_battery_died(profile: Profile, workspace: Workspace, record_id: str) -> tuple[Workspace, OpenAssessment]:
    workspace.assessments.settle()
    workspace.abandon()
    again = profile.open(PASSPHRASE)
    return again, again.assessments.open(record_id)


def waiting(assessment: OpenAssessment, key: AnswerKey = DAY) -> list[tuple[str, str]]:
    return [(each.words, each.plain) for each in assessment.plain_drafts(key)]


def test_they_are_there_after_the_battery_died_and_are_told_and_printed_nowhere(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment
) -> None:
    assessment.remember_place("td_day")
    assessment.type_draft(AT, "You need he")
    assessment.type_draft(AT, "You need help")
    assessment.type_draft(DAY, f"Up at six. {SAID} now")
    again, found = after_the_battery_died(profile, workspace, assessment.record_id)
    assert waiting(found) == [(SAID, "You need help")]
    assert found.drafts[DAY] == f"Up at six. {SAID} now"
    assert found.state.plain_words(DAY) == ()
    assert again.interruption is not None
    assert "You need help" in again.interruption.drafts.values()
    again.abandon()


def test_keeping_them_takes_the_typing_away_with_the_same_save(
    profile: Profile, workspace: Workspace, assessment: OpenAssessment
) -> None:
    other = plain_key(DAY, "six")
    assessment.type_draft(AT, "You need help to make tea.")
    assessment.type_draft(other, "6 in the morning")
    start = len("Up at six. ")
    assessment.say_plainly(DAY, start, start + len(SAID), "You need help to make tea.")
    assert waiting(assessment) == [("six", "6 in the morning")]
    again, found = after_the_battery_died(profile, workspace, assessment.record_id)
    assert dict(found.drafts) == {other: "6 in the morning"}
    assert [each.plain for each in found.state.plain_words(DAY)] == ["You need help to make tea."]
    again.abandon()


def test_an_answer_given_anew_leaves_them_and_says_whether_its_words_still_stand(assessment: OpenAssessment) -> None:
    assessment.type_draft(AT, "You need help")
    assessment.answer("td_day", f"{SAID}, or the pan")
    assert [(each.start, each.still_there) for each in assessment.plain_drafts(DAY)] == [(0, True)]
    assessment.clear("td_day")
    assert [(each.start, each.still_there) for each in assessment.plain_drafts(DAY)] == [(None, False)]
    assert waiting(assessment) == [(SAID, "You need help")]


def test_a_row_that_goes_takes_its_plain_words_with_it(workspace: Workspace, assessment: OpenAssessment) -> None:
    row = assessment.add_row("pe_ecomap").facts[0].row  # type: ignore[union-attr]
    name = AnswerKey("pe_ecomap.name", (row,))
    assessment.type_draft(plain_key(name, "Dawn"), "A frie")
    assert waiting(assessment, name) == [("Dawn", "A frie")]
    assessment.remove_row("pe_ecomap", row)
    workspace.assessments.settle()
    assert (dict(assessment.drafts), workspace.assessments.list()[0].drafts) == ({}, 0)


def test_signing_leaves_nothing_half_typed_that_would_hold_the_record_on_the_laptop(
    workspace: Workspace, assessment: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment.type_draft(AT, "You need help")
    assessment.type_draft(pad_key(), "sister in Hul")
    workspace.assessments.settle()
    assert workspace.assessments.list()[0].drafts == 2, "the control: what is typed is counted"
    monkeypatch.setattr(type(assessment.state), "missing_count", 0)
    assessment.sign()
    workspace.assessments.settle()
    assert (dict(assessment.drafts), workspace.assessments.list()[0].drafts) == ({}, 0)
