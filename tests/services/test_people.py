"""The people of the list, each once, and what a further record would begin with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.beside import LinkKind
from doorstep.assessment.people import Carer
from services.profiles import JEAN

if TYPE_CHECKING:
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

DAWN = Carer(id="dawn", name="Dawn Alder", relationship="daughter")


def test_each_person_stands_there_once_with_their_records_and_relatives(workspace: Workspace, clock: Clock) -> None:
    opened = workspace.assessments.start(JEAN)
    opened.put_party(DAWN)
    clock.move(days=1)
    workspace.assessments.continue_with(opened.record_id, "care-plan")
    clock.move(days=1)
    workspace.assessments.start_for_carer(opened.record_id, "dawn")
    workspace.assessments.settle()
    dawn, jean = workspace.assessments.people()
    assert (dawn.called, [record.form for record in dawn.records]) == ("Dawn Alder", ["carer-assessment"])
    assert (jean.called, [record.form for record in jean.records]) == ("Jean", ["care-plan", "needs-assessment"])
    assert [(each.name, each.kind) for each in jean.relatives] == [("Dawn Alder", LinkKind.CARER_OF)]
    assert [(each.name, each.kind) for each in dawn.relatives] == [("Jean Alder", LinkKind.CARED_FOR_BY)]
    assert {found.person_id for found in workspace.assessments.people("Dawn")} == {"dawn", jean.person_id}


def test_what_is_known_is_told_before_anything_is_begun(workspace: Workspace, clock: Clock) -> None:
    opened = workspace.assessments.start(JEAN)
    opened.answer("wm_good_day", "Sun on the wall")
    opened.answer("wm_bad_day", "Rain")
    clock.move(days=200)
    known = workspace.assessments.known_for(opened.record_id, "needs-assessment")
    begun = workspace.assessments.continue_with(opened.record_id, "needs-assessment")
    waiting = [each for topic in begun.definition.topics for each in begun.state.to_confirm(topic)]
    assert known.answers == len(waiting)
    assert known.said_on == dt.date(2026, 10, 6)
    assert len(workspace.assessments.people()[0].records) == 2


def test_a_form_that_follows_nothing_begins_with_nothing(workspace: Workspace) -> None:
    opened = workspace.assessments.start(JEAN)
    opened.answer("wm_good_day", "Sun on the wall")
    known = workspace.assessments.known_for(opened.record_id, "feedback")
    assert (known.answers, known.said_on) == (0, None)
    with pytest.raises(KeyError):
        workspace.assessments.known_for("nobody", "feedback")
