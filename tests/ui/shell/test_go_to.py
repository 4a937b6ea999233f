"""Going to a topic or a question by a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from doorstep.assessment.change import ItemRef
from doorstep.ui.finder import MOST, find
from ui.shell.hands import CONTROL

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from ui.shell.hands import Hands


def test_without_words_every_topic_is_offered(assessment: OpenAssessment):
    matches = find("", assessment.state)
    shown = [topic.title for topic in assessment.definition.topics if assessment.state.topic_shown(topic)]
    assert [match.title for match in matches] == shown
    assert all(match.link_id is None for match in matches)


def test_all_words_have_to_be_there_in_any_order_and_case(assessment: OpenAssessment):
    both = find("GOOD day", assessment.state)
    assert "wm_good_day" in [match.link_id for match in both]
    assert both == find("day good", assessment.state)
    assert find("good zebra", assessment.state) == ()


def test_topics_come_before_questions_and_never_too_many(assessment: OpenAssessment):
    matches = find("you", assessment.state)
    kinds = [match.link_id is not None for match in matches]
    assert kinds == sorted(kinds)
    assert len(matches) == MOST


def test_words_arrow_and_enter_land_in_the_question(visit: Hands):
    visit.key(Qt.Key.Key_K, CONTROL)
    visit.type("good day")
    visit.until(lambda: any(match.link_id == "wm_good_day" for match in visit.page.middle.finder.matches()))
    place = [match.link_id for match in visit.page.middle.finder.matches()].index("wm_good_day")
    for _ in range(place):
        visit.key(Qt.Key.Key_Down)
    visit.key(Qt.Key.Key_Return)
    assert visit.page.middle.finder.isHidden()
    assert visit.page.pages.page().focused()[0] == ItemRef("wm_good_day")


def test_escape_goes_back_to_the_same_field(visit: Hands):
    visit.page.go_to(ItemRef("wm_good_day"))
    field = visit.window.focusWidget()
    visit.type("Tea")
    visit.key(Qt.Key.Key_K, CONTROL)
    visit.type("zebra")
    assert visit.page.middle.finder.matches() == (None,)
    visit.key(Qt.Key.Key_Return)
    assert visit.page.middle.finder.isVisible()
    visit.key(Qt.Key.Key_Escape)
    assert visit.window.focusWidget() is field
    assert field.toPlainText() == "Tea"
