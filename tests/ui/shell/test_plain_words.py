"""Professional words (TB-22): underlined quietly, explained on hover, by press and by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from doorstep.assessment.change import ItemRef
from doorstep.errors import PackInvalidError
from doorstep.services.packs import Packs
from doorstep.ui.controls.term_words import TermWords, explained
from doorstep.ui.explained import Explained

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from doorstep.ui.topic_page.question import QuestionBlock
    from ui.shell.hands import Hands

ALT = Qt.KeyboardModifier.AltModifier
OFFER = ItemRef("pe_you_care_offer")


@pytest.fixture
def offer(visit: Hands) -> Hands:
    """At the question that speaks of a carer's assessment, with the glossary read."""
    visit.page.go_to(OFFER)
    visit.until(lambda: words_of(visit).found)
    return visit


def block_of(hands: Hands) -> QuestionBlock:
    page = hands.page.pages.page()
    assert page is not None
    return page._keeper.blocks[OFFER]


def words_of(hands: Hands) -> TermWords:
    return block_of(hands).findChildren(TermWords)[0]


def told_in(widget: QWidget) -> str:
    return "\n".join(each.told for each in widget.findChildren(Explained))


def press(label: TermWords, point: QPoint) -> None:
    place = label.mapToGlobal(point)
    button = Qt.MouseButton.LeftButton
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(
            label, QMouseEvent(kind, point.toPointF(), place.toPointF(), button, button, Qt.KeyboardModifier.NoModifier)
        )


def test_a_term_is_marked_where_it_stands(offer: Hands):
    label = words_of(offer)
    [found] = label.found
    assert found.term.word == "carer's assessment"
    box, metrics = label.box_of(found.term), label.fontMetrics()
    assert box.width() == pytest.approx(metrics.horizontalAdvance("carer's assessment"), abs=3)
    before = label.text()[: found.start]
    assert box.left() == pytest.approx(metrics.horizontalAdvance(before), abs=3)
    assert label.term_at(box.center().toPoint()) == found.term
    assert label.term_at(QPoint(2, 2)) is None
    assert label.text() == offer.page.assessment.definition.item(OFFER.link_id).text  # the words stay as they are


def test_a_term_over_two_lines_is_marked_on_both(offer: Hands):
    label = words_of(offer)
    label.setFixedWidth(label.fontMetrics().horizontalAdvance("You have a right to a carer's a"))
    label.setFixedHeight(label.heightForWidth(label.width()))
    first, second = (box for box, _term in label._boxes())
    assert second.top() > first.top()
    assert second.left() < first.left()


def test_hovering_explains_it(offer: Hands):
    label = words_of(offer)
    term = label.found[0].term
    point = label.box_of(term).center().toPoint()
    QApplication.sendEvent(label, QHelpEvent(QHelpEvent.Type.ToolTip, point, label.mapToGlobal(point)))
    assert QToolTip.text() == explained(term)
    QToolTip.hideText()


def test_pressing_tells_it_below_the_question_and_pressing_again_takes_it_away(offer: Hands):
    label = words_of(offer)
    term = label.found[0].term
    place = offer.page.pages.page().focused()  # type: ignore[union-attr]
    press(label, label.box_of(term).center().toPoint())
    assert told_in(block_of(offer)) == explained(term)
    assert offer.page.pages.page().focused() == place  # type: ignore[union-attr]
    press(label, label.box_of(term).center().toPoint())
    assert told_in(block_of(offer)) == ""
    press(label, QPoint(2, 2))  # any other word
    assert told_in(block_of(offer)) == ""


def test_one_key_explains_all_words_of_the_question_and_its_guidance(offer: Hands):
    offer.key(Qt.Key.Key_W, ALT)
    told = told_in(block_of(offer))
    assert told.startswith("Carer's assessment: ")
    assert "Care Act: " in told  # in why we ask
    offer.key(Qt.Key.Key_W, ALT)
    assert told_in(block_of(offer)) == ""


def test_a_question_without_such_words_says_so(offer: Hands):
    offer.page.go_to(ItemRef("wm_good_day"))
    offer.key(Qt.Key.Key_W, ALT)
    page = offer.page.pages.page()
    assert page is not None
    assert "no words to explain" in told_in(page._keeper.blocks[ItemRef("wm_good_day")])


def test_the_person_gets_the_same_on_the_turned_screen(offer: Hands):
    offer.page.go_to(ItemRef("pe_family_effect"))
    offer.key(Qt.Key.Key_F9)
    view = offer.window.over.turned
    assert view is not None
    offer.key(Qt.Key.Key_W, ALT)
    assert told_in(view)


def test_a_damaged_glossary_leaves_the_words_as_they_are(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    def damaged(_packs: Packs) -> None:
        raise PackInvalidError(file="glossary.yaml", problems=())

    with monkeypatch.context() as patched:
        patched.setattr(Packs, "current", property(damaged))
        record_id = visit.page.assessment.record_id
        visit.window._leave_assessment()
        visit.window.open_assessment(record_id)
        visit.page.go_to(OFFER)
        visit.qtbot.wait(50)
        assert words_of(visit).found == ()
        visit.key(Qt.Key.Key_W, ALT)
        assert "no words to explain" in told_in(block_of(visit))
