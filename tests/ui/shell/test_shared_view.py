"""The laptop turned to the person (TB-19): one large question, nothing private near it, and back to the same letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState, ApproximateDate, Choices, Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.facts import RecordSigned
from doorstep.assessment.state import AssessmentState
from doorstep.definition.model import ItemType, Speaker, Visibility
from doorstep.ui.shared_view.page import SharedView, shared_points
from doorstep.ui.stage_strip import StageStrip, strip_words
from doorstep.ui.theme import load_theme
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD_DAY = ItemRef("wm_good_day")
SECRETS = ("My son shouts at me", "The key is under the third pot", "She drinks", "I am at the end of my strength")


@pytest.fixture
def turned(visit: Hands) -> Hands:
    """The screen is turned to Mr Pennant, at the question about a good day."""
    visit.page.go_to(GOOD_DAY)
    visit.key(Qt.Key.Key_F9)
    return visit


def view_of(hands: Hands) -> SharedView:
    view = hands.window.over.turned
    assert view is not None
    return view


def everything_in(widget: QWidget) -> Iterator[str]:
    """Yield every word that a widget or anything below it holds, in sight or not."""
    for each in (widget, *widget.findChildren(QWidget)):
        yield from (each.accessibleName(), each.accessibleDescription(), each.toolTip())
        if isinstance(each, QPlainTextEdit):
            yield each.toPlainText()
        elif isinstance(each, QLabel | QLineEdit):
            yield each.text()


def everything_read_out(widget: QWidget) -> Iterator[str]:
    """Yield every word that a screen reader can come to from a widget."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        told = waiting.pop()
        kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
        yield from (told.text(kind) for kind in kinds)
        waiting.extend(child for place in range(told.childCount()) if (child := told.child(place)) is not None)


def tell_secrets(hands: Hands) -> None:
    """Fill in what must stay between two people: a safeguarding answer, a key, a carer's and a worker's words."""
    told = hands.page.assessment
    carer = next(voice for voice in told.state.voices_of(Speaker.CARER))
    told.answer("sa_concern", Choices(("yes",)))
    told.answer("sa_wants", SECRETS[0])
    told.answer("ho_get_in", SECRETS[1])
    told.answer("pe_carer_view", SECRETS[3], voice=carer)
    row = (told.add_row("pe_ecomap").facts[0].row,)  # type: ignore[union-attr]
    told.answer("pe_ecomap.name", SECRETS[2], path=row, visibility=Visibility.WORKER_ONLY)


# one question, very large


@pytest.mark.serves("TB-19")
def test_f9_shows_the_question_where_the_worker_is_very_large(turned: Hands):
    view = view_of(turned)
    assert view.place == GOOD_DAY
    assert turned.sees("What is a good day like for you?", view)
    points = [label.font().pointSizeF() for label in view.findChildren(QLabel) if "good day" in label.text()]
    assert points == [33]
    assert turned.window.focusWidget() is view.question.first  # type: ignore[union-attr]


def test_one_question_is_up_and_no_other(turned: Hands):
    view = view_of(turned)
    turned.key(Qt.Key.Key_PageDown)
    assert turned.sees("What is a bad day like?", view)
    assert not any("What is a good day" in words for words in everything_in(view))
    turned.key(Qt.Key.Key_PageUp)
    assert turned.sees("What is a good day like for you?", view)


def test_the_arrows_walk_from_the_large_ways(turned: Hands):
    view = view_of(turned)
    view.next.setFocus(Qt.FocusReason.TabFocusReason)
    turned.key(Qt.Key.Key_Right)
    turned.key(Qt.Key.Key_Right)
    assert view.place == ItemRef("wm_matters_most")
    assert view.next.hasFocus()
    turned.key(Qt.Key.Key_Left)
    assert view.place == ItemRef("wm_bad_day")


def test_the_walk_passes_over_the_workers_own_questions(turned: Hands):
    view = view_of(turned)
    view.show_question(ItemRef("na_time_ok"))
    turned.key(Qt.Key.Key_Down, CONTROL)
    assert view.place == ItemRef("na_supporter_wish")  # who is there is the worker's to note
    turned.key(Qt.Key.Key_Up, CONTROL)
    turned.key(Qt.Key.Key_Up, CONTROL)
    assert view.place == ItemRef("na_time_ok")  # there is none before


def test_a_question_that_may_not_stand_there_gives_way_to_the_next(turned: Hands):
    view = view_of(turned)
    view.show_question(ItemRef("ls_hard_times"))  # private to the person
    assert view.place == ItemRef("ls_forces")


def test_turning_at_a_workers_question_begins_at_the_next_that_is_the_persons(visit: Hands):
    visit.page.go_to(ItemRef("na_hello"))
    visit.key(Qt.Key.Key_F9)
    assert view_of(visit).place == ItemRef("na_supporter_wish")


# what is said there


def test_what_either_of_the_two_types_is_the_persons_answer(turned: Hands):
    turned.type("Tea with Sunita")
    turned.key(Qt.Key.Key_PageDown)
    answer = turned.page.assessment.state.current(AnswerKey("wm_good_day", (), PERSON))
    assert answer is not None
    assert answer.value == "Tea with Sunita"


def test_each_key_is_kept_as_it_is_typed(turned: Hands):
    turned.type("Tea")
    assert turned.page.assessment.drafts[AnswerKey("wm_good_day")] == "Tea"
    turned.key(Qt.Key.Key_L, CONTROL)  # and locking keeps the words
    turned.unlock()
    answer = turned.page.assessment.state.current(AnswerKey("wm_good_day"))
    assert answer is not None
    assert answer.value == "Tea"


def test_the_person_may_keep_something_to_themselves_and_think_again(turned: Hands):
    view = view_of(turned)
    turned.press("rather_not_say", view)
    state = turned.page.assessment.state
    assert state.current(AnswerKey("wm_good_day")).state is AnswerState.CHOSE_NOT_TO_SAY  # type: ignore[union-attr]
    assert turned.sees("You chose not to say. That is fine.", view)
    turned.press("answer_after_all", view)
    assert state.current(AnswerKey("wm_good_day")) is None
    turned.type("Tea")
    turned.press("ask_me_later", view)
    answer = state.current(AnswerKey("wm_good_day"))
    assert answer is not None
    assert answer.value == "Tea"  # words that are there are never taken away by "later"


def test_a_row_is_filled_in_question_by_question(turned: Hands):
    view = view_of(turned)
    view.show_question(ItemRef("pe_ecomap"))
    turned.press("shared_add_row", view)
    assert view.place is not None
    row = view.place.path
    assert view.place.link_id == "pe_ecomap.name"
    turned.type("Marcia")
    turned.key(Qt.Key.Key_PageDown)
    assert view.place == ItemRef("pe_ecomap.related", row)
    assert turned.sees("Marcia", view)
    for _ in range(len(turned.page.assessment.definition.item("pe_ecomap").items)):
        if view.place.path:
            turned.key(Qt.Key.Key_PageDown)
    assert view.place == ItemRef("pe_ecomap")
    assert [button.words for button in view.question.rows] == ["Marcia"]  # type: ignore[union-attr]


# what never stands there


@pytest.mark.serves("TB-12", "TB-19")
def test_a_safeguarding_answer_is_nowhere_near_the_turned_screen(visit: Hands):
    tell_secrets(visit)
    visit.page.go_to(ItemRef("pe_ecomap"))
    visit.key(Qt.Key.Key_F9)
    view = view_of(visit)
    places = set()
    view.show_question(ItemRef("na_time_ok"))
    while view.place not in places and view.place is not None:
        places.add(view.place)
        words = "\n".join((*everything_in(view), *everything_read_out(visit.window)))
        assert not [secret for secret in SECRETS if secret in words], view.place
        view.go(1)
    assert len(places) > 100
    assert not {"sa_wants", "ho_get_in", "na_alone_time", "pe_carer_view"} & {place.link_id for place in places}


@pytest.mark.serves("TB-12", "TB-19")
def test_no_lane_but_the_persons_stands_there_and_no_private_one(visit: Hands):
    """Every text of the form is filled in every lane, and every third answer of the person is made private."""
    told, texts = visit.page.assessment, (ItemType.TEXT, ItemType.LONG_TEXT)
    forbidden: list[str] = []
    items = [place.item for place in told.definition.places.values() if place.item.type in texts and not place.repeats]
    for number, item in enumerate(item for item in items if told.state.is_shown(item.link_id)):
        for voice in told.state.lanes(item.link_id):
            words = f"{voice.kind}:{item.link_id}."
            private = Visibility.PRIVATE_PERSON if number % 3 == 0 else None
            told.answer(item.link_id, words, voice=voice, visibility=private)
            key = AnswerKey(item.link_id, (), voice)
            if voice != PERSON or told.state.visibility_of(key) not in (Visibility.SHARE, Visibility.ASK_FIRST):
                forbidden.append(words)
    assert len(forbidden) > 100
    visit.page.go_to(GOOD_DAY)
    visit.key(Qt.Key.Key_F9)
    view = view_of(visit)
    seen, places = set(), set()
    view.show_question(ItemRef("na_time_ok"))
    while view.place not in places and view.place is not None:
        places.add(view.place)
        words = "\n".join(everything_in(view))
        assert not [each for each in forbidden if each in words], view.place
        seen |= {each for each in items if f"person:{each.link_id}." in words}
        view.go(1)
    assert len(seen) > 30  # and the person's own open words do stand there


def test_that_search_would_find_them_on_the_workers_own_page(visit: Hands):
    tell_secrets(visit)
    visit.page.go_to(ItemRef("sa_wants"))
    assert any(SECRETS[0] in words for words in everything_in(visit.window))
    assert any(SECRETS[0] in words for words in everything_read_out(visit.window))


def test_what_is_drawn_from_a_private_answer_is_not_offered(visit: Hands):
    tell_secrets(visit)
    visit.page.go_to(ItemRef("oc_nutrition_helpers"))
    assert any(SECRETS[2] in words for words in everything_in(visit.window))
    visit.key(Qt.Key.Key_F9)
    assert not any(SECRETS[2] in words for words in everything_in(view_of(visit)))


def test_no_key_shows_the_person_anything_else(turned: Hands):
    view = view_of(turned)
    for key in (Qt.Key.Key_H, Qt.Key.Key_E, Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_Z):
        turned.key(key, CONTROL)
        assert turned.window.over.turned is view
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F6):
        turned.key(key)
        assert turned.window.over.turned is view


def test_the_curtain_works_there_and_comes_back_to_it(turned: Hands):
    view = view_of(turned)
    turned.type("Tea")
    turned.key(Qt.Key.Key_F12)
    assert not turned.sees("good day")
    turned.key(Qt.Key.Key_F9)
    assert not turned.sees("good day")
    turned.key(Qt.Key.Key_F12)
    assert turned.window.over.turned is view
    assert turned.window.focusWidget().toPlainText() == "Tea"


# back to the worker


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Escape])
def test_the_worker_comes_back_to_the_same_letter_and_line(visit: Hands, key: Qt.Key):
    visit.page.go_to(ItemRef("wm_dignity"))
    visit.type("They ask before they come in")
    field = visit.window.focusWidget()
    cursor = field.textCursor()
    cursor.setPosition(9)
    field.setTextCursor(cursor)
    page = visit.page.pages.page()
    visit.until(lambda: page.verticalScrollBar().value() > 0)
    scroll = page.verticalScrollBar().value()
    visit.key(Qt.Key.Key_F9)
    view_of(visit).go(1)
    visit.key(key)
    assert visit.window.over.turned is None
    assert visit.window.focusWidget() is field
    assert field.textCursor().position() == 9
    assert page.verticalScrollBar().value() == scroll


def test_what_was_said_there_stands_in_the_persons_lane_afterwards(turned: Hands):
    turned.type("Tea with Sunita")
    turned.key(Qt.Key.Key_F9)
    assert turned.window.focusWidget().toPlainText() == "Tea with Sunita"
    assert turned.page.pages.page().focused() == (GOOD_DAY, PERSON)


def test_larger_words_keep_the_screen_turned_at_the_same_question(turned: Hands):
    turned.key(Qt.Key.Key_PageDown)
    turned.type("When nobody comes")
    turned.key(Qt.Key.Key_Equal, CONTROL)
    view = view_of(turned)
    assert view.place == ItemRef("wm_bad_day")
    assert turned.window.focusWidget().toPlainText() == "When nobody comes"
    assert max(label.font().pointSizeF() for label in view.findChildren(QLabel)) > 33
    turned.key(Qt.Key.Key_F9)
    assert turned.page.pages.page().topic.link_id == turned.page.assessment.definition.topic_of("wm_bad_day").link_id


# for everyone


def test_the_size_follows_what_the_person_can_read(visit: Hands):
    visit.page.assessment.answer("ais_format", Choices(("large_print",)))
    visit.page.assessment.answer("ais_print_size", Choices(("20",)))
    visit.page.go_to(GOOD_DAY)
    visit.key(Qt.Key.Key_F9)
    field = visit.window.focusWidget()
    assert field.font().pointSizeF() == pytest.approx(30)
    light = load_theme("light")
    assert shared_points(light, 14) == pytest.approx(24)
    assert shared_points(light.scaled(2), 14) == pytest.approx(36)


@pytest.mark.parametrize("link_id", ["wm_good_day", "wm_control", "ais_format", "ab_dob", "ab_gp", "pe_ecomap"])
@pytest.mark.serves("TB-19")
def test_every_control_has_a_name_and_can_be_reached_by_tab(visit: Hands, link_id: str):
    visit.page.go_to(GOOD_DAY)
    visit.key(Qt.Key.Key_F9)
    view = view_of(visit)
    view.show_question(ItemRef(link_id))
    start, seen = visit.window.focusWidget(), []
    while not seen or visit.window.focusWidget() is not start:
        here = visit.window.focusWidget()
        told = QAccessible.queryAccessibleInterface(here)
        assert told.text(QAccessible.Text.Name).strip(), type(here).__name__
        assert here.height() >= 44, told.text(QAccessible.Text.Name)
        seen.append(here)
        assert len(seen) < 60
        visit.key(Qt.Key.Key_Tab)
    assert {view.before, view.next, view.turn_back} - set(seen) <= {view.before}


def test_faces_are_large_enough_to_be_pointed_at_across_a_table(turned: Hands):
    view = view_of(turned)
    view.show_question(ItemRef("wb_dignity"))
    assert view.question is not None
    assert view.question.first is not None
    assert view.question.first.height() > 120


@pytest.mark.serves("TB-19")
def test_nothing_is_pushed_off_the_side_at_twice_the_size(turned: Hands):
    for _ in range(4):
        turned.key(Qt.Key.Key_Equal, CONTROL)
    view = view_of(turned)
    for link_id in ("wm_good_day", "wm_control", "wb_dignity", "ais_format", "ab_gp"):
        view.show_question(ItemRef(link_id))
        contents = view.findChildren(QScrollArea)[-1]
        assert contents.widget().minimumSizeHint().width() <= contents.viewport().width(), link_id


def test_a_signed_record_can_be_read_there_and_not_changed(turned: Hands, monkeypatch: pytest.MonkeyPatch):
    view = view_of(turned)
    signed = RecordSigned(datetime(2026, 10, 6, tzinfo=UTC), "w1")
    monkeypatch.setattr(AssessmentState, "signed", property(lambda _state: signed))
    view.show_question(ItemRef("wm_bad_day"))
    assert view.question.editor.field.isReadOnly()  # type: ignore[union-attr]
    assert view.question.not_say.isHidden()  # type: ignore[union-attr]


def test_only_the_persons_lane_is_ever_written(turned: Hands):
    turned.type("Tea")
    turned.key(Qt.Key.Key_F9)
    voices = {voice for voice, _ in turned.page.assessment.state.answers_of("wm_good_day")}
    assert voices == {Voice(Speaker.PERSON)}


# where am I?


def test_the_strip_says_where_the_person_is_and_what_is_next(visit: Hands):
    visit.page.assessment.answer("na_decision_due", ApproximateDate(2026, 10, 20))
    visit.page.go_to(GOOD_DAY)
    visit.key(Qt.Key.Key_F9)
    view = view_of(visit)
    for words in ("✓ Getting ready", "▸ Conversation", "○ Decision, 20 October 2026", "○ Review"):
        assert visit.sees(words, view), words
    told = view.findChild(StageStrip).accessibleName()
    assert "Now: Conversation, 6 October 2026. Next: Decision, 20 October 2026." in told


def test_the_header_says_it_too(visit: Hands):
    visit.window.open_assessment(visit.page.assessment.record_id)
    visit.until(lambda: visit.page.header.stage.text())
    assert visit.page.header.stage.text().startswith("Now: Conversation, 6 October 2026. Next: ")


def test_the_header_moves_on_with_the_decision_and_its_date(visit: Hands):
    """Nobody should read that the decision is to come when it has just been made."""
    page = visit.page
    page.after_change(page.assessment.answer("na_decision_due", ApproximateDate(2026, 10, 20)))
    visit.until(lambda: "Next: Decision, 20 October 2026" in page.header.stage.text())
    page.after_change(page.assessment.answer("el_decision", Choices(("eligible",)), voice=WORKER))
    page.after_change(page.assessment.answer("el_decided_when", ApproximateDate(2026, 10, 6), voice=WORKER))
    visit.until(lambda: "Decision" not in page.header.stage.text())


def test_large_letters_leave_out_all_but_now_and_next(turned: Hands):
    for _ in range(4):
        turned.key(Qt.Key.Key_Equal, CONTROL)
    view = view_of(turned)
    assert turned.sees("Now: Conversation", view)
    assert not turned.sees("✓ First contact", view)
    assert strip_words(()) == ""


@pytest.mark.parametrize("link_id", ["wm_good_day", "td_day"])
def test_the_tools_for_selected_words_stay_with_the_worker(visit: Hands, link_id: str):
    visit.page.go_to(ItemRef(link_id))
    tools = {"tag_words", "say_plainly"}
    assert tools & {each.objectName() for each in visit.page.findChildren(QPushButton)}
    visit.key(Qt.Key.Key_F9)
    visit.type("Up at six")
    visit.key(Qt.Key.Key_Home, SHIFT)
    assert not tools & {each.objectName() for each in view_of(visit).findChildren(QPushButton)}
