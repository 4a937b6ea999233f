"""People, visits and route: adding, changing, who is here, and words where the hand is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from doorstep.assessment.answer import Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Carer
from doorstep.definition.model import Speaker
from doorstep.ui.controls.rows import CheckRow
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.ui.sheet import Sheet


def whole_in_view(sheet: Sheet, part: QWidget) -> bool:
    viewport = sheet.viewport()
    return viewport.rect().contains(QRect(part.mapTo(viewport, part.rect().topLeft()), part.size()))


def test_a_misheard_name_can_be_put_right(visit: Hands):
    visit.page.go_to(ItemRef("td_day"))
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    carer = next(party for party in visit.page.assessment.state.parties if isinstance(party, Carer))
    visit.press(f"change_{carer.id}")
    assert visit.people.party_name.text() == carer.name
    assert visit.people.relationship.text() == "daughter"
    assert visit.people.kind.isHidden()  # her words stand in a carer's lane
    visit.type("Marsha Pennant-Doyle")
    visit.press("add_party")
    state = visit.page.assessment.state
    assert [party for party in state.parties if party.id == carer.id] == [
        msgspec.structs.replace(carer, name="Marsha Pennant-Doyle")
    ]
    assert "Marsha Pennant-Doyle: carer, daughter" in visit.people.people.text()
    assert visit.people.kind.isVisible()
    visit.key(Qt.Key.Key_Escape)
    visit.page.go_to(ItemRef("td_day"), Voice(Speaker.CARER, carer.id))
    visit.until(lambda: visit.sees("Marsha Pennant-Doyle, daughter, carer"))


def test_who_was_being_changed_can_be_left_as_they_were(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    before = visit.page.assessment.state.parties
    visit.press(f"change_{before[-1].id}")
    visit.type("Somebody else")
    visit.press("leave_party")
    assert visit.page.assessment.state.parties == before
    assert visit.people.party_name.text() == ""
    assert QApplication.focusWidget() is visit.people.keep_button


def test_who_comes_later_can_be_noted_while_the_visit_is_under_way(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    visit.people.party_name.setFocus()
    visit.type("Winston Pennant")
    visit.press("add_party")
    state = visit.page.assessment.state
    late = state.parties[-1].id
    assert late not in state.visits[-1].present
    row = next(row for row in visit.people.findChildren(CheckRow) if "Winston" in row.words)
    assert not row.isChecked()
    row.setFocus()
    visit.key(Qt.Key.Key_Space)
    assert late in state.visits[-1].present
    assert row.hasFocus()
    visit.key(Qt.Key.Key_Space)
    assert late not in state.visits[-1].present


def test_what_is_said_about_people_is_in_view(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    people = visit.people
    visit.press("add_party")  # without a name
    visit.until(lambda: whole_in_view(people, people.notice))
    assert "Write their name" in people.notice.told
    assert people.party_name.hasFocus()
    visit.press("choose_route")
    visit.until(lambda: whole_in_view(people, people.notice))


@pytest.mark.serves("TB-13")
def test_time_to_think_is_kept_and_told_at_the_foot_until_they_go_on(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    visit.press("begin_pause")
    assert visit.people.thinking.reason.hasFocus()
    visit.type("Whether to ask Marcia for less")
    visit.people.thinking.until.day.setFocus()
    visit.type("13")
    visit.press("begin_pause")
    assert "month" in visit.people.thinking.notice.told
    visit.people.thinking.until.month.setFocus()
    visit.type("10")
    visit.people.thinking.until.year.setFocus()
    visit.type("2026")
    visit.press("begin_pause")
    pause = visit.page.assessment.state.paused
    assert pause is not None
    assert pause.reason == "Whether to ask Marcia for less"
    assert visit.page.bar.pause.words == "Time to think since 6 October 2026, until 13 October 2026"
    visit.press("end_pause")
    assert visit.page.assessment.state.paused is None
    assert visit.page.bar.pause.isHidden()
    assert visit.sees("Whether to ask Marcia for less")


def test_whoever_works_here_is_the_last_to_be_changed(visit: Hands):
    visit.key(Qt.Key.Key_P, CONTROL | SHIFT)
    offered = [each.words for each in visit.people.findChildren(QAbstractButton) if each.objectName()[:7] == "change_"]
    assert offered[0] == "Change what is written about Marcia Pennant-Doyle"
