"""What is missing, why it matters, saying why it could not be asked; then signing, and what may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from doorstep.assessment.answer import AnswerState, Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.decision_table import DecisionCode
from doorstep.errors import TooManyTriesError
from doorstep.services.workspace import Workspace
from doorstep.ui.check_and_sign import CheckAndSign
from doorstep.ui.missing_row import MissingRow
from doorstep.ui.then_and_now import ThenAndNow
from ui.shell.hands import CONTROL, SHIFT, Hands

if TYPE_CHECKING:
    from services.profiles import Clock


def check(hands: Hands) -> CheckAndSign:
    hands.page.topics.setFocus()
    hands.key(Qt.Key.Key_S, CONTROL | SHIFT)
    sheet = hands.page.middle.sheet()
    assert isinstance(sheet, CheckAndSign)
    return sheet


def settle_everything(hands: Hands) -> None:
    """Leave an honest gap at every needed question; answers bring no new ones that way."""
    assessment = hands.page.assessment
    for each in assessment.state.missing():
        hands.page.after_change(
            assessment.leave_gap(
                each.ref.link_id, AnswerState.NOT_ASKED, reason="She was too tired", path=each.ref.path
            )
        )
    assert assessment.state.missing() == ()


def sign(hands: Hands) -> CheckAndSign:
    settle_everything(hands)
    sheet = check(hands)
    hands.press("ask_to_sign")
    hands.prove("sign")
    hands.until(lambda: hands.page.assessment.state.signed is not None)
    return sheet


def test_it_counts_what_is_left_and_what_the_law_asks_for(visit: Hands):
    missing = visit.page.assessment.state.missing()
    summary = check(visit).summary.text()
    assert summary.startswith(f"{len(missing)} questions still need an answer, or the reason why there is none.")
    assert f"The law asks for {sum(each.legal for each in missing)} of them." in summary


@pytest.mark.serves("TB-20")
def test_a_row_says_who_can_answer_and_why_it_matters_and_goes_there(visit: Hands):
    sheet = check(visit)
    row = sheet.rows()[1]
    assert visit.sees(row.missing.question, row)
    assert visit.sees(row.missing.why, row)
    assert visit.sees("can answer.", row)
    visit.press("go_there", row)
    assert visit.page.pages.page().focused()[0] == row.missing.ref


def test_one_topic_is_unfolded_at_a_time(visit: Hands):
    sheet = check(visit)
    topics = list(dict.fromkeys(each.topic_link_id for each in visit.page.assessment.state.missing()))
    assert {row.missing.topic_link_id for row in sheet.rows()} == {topics[0]}
    visit.press(f"missing_{topics[1]}")
    assert {row.missing.topic_link_id for row in sheet.rows()} == {topics[1]}
    visit.press(f"missing_{topics[1]}")
    assert sheet.rows() == ()


@pytest.mark.serves("TB-03", "TB-20")
def test_could_not_ask_because_in_one_step_by_keys(visit: Hands):
    sheet = check(visit)
    row = sheet.rows()[0]
    link_id = row.missing.ref.link_id
    visit.press("could_not_ask", row)
    visit.type("The daughter was in the room")
    visit.key(Qt.Key.Key_Return)
    assert link_id not in [each.missing.ref.link_id for each in sheet.rows()]
    [(_, answer)] = visit.page.assessment.state.answers_of(link_id)
    assert (answer.state, answer.reason) == (AnswerState.NOT_ASKED, "The daughter was in the room")
    assert isinstance(visit.window.focusWidget().parentWidget().parentWidget(), MissingRow)


def test_a_gap_without_a_reason_is_not_kept(visit: Hands):
    sheet = check(visit)
    row = sheet.rows()[0]
    visit.press("could_not_ask", row)
    visit.press("keep_gap", row)
    assert row.form is not None
    assert "Write a few words about why" in row.form.notice.told
    assert visit.page.assessment.state.answers_of(row.missing.ref.link_id) == ()


def test_could_not_find_out_asks_who_will(visit: Hands):
    row = check(visit).rows()[0]
    visit.press("could_not_ask", row)
    visit.press(AnswerState.COULD_NOT_FIND_OUT, row)
    visit.find(QLineEdit, "gap_reason", row).setText("No papers in the house")
    visit.find(QLineEdit, "gap_follow_up", row).setText("I ring the surgery on Monday")
    visit.press("keep_gap", row)
    [(_, answer)] = visit.page.assessment.state.answers_of(row.missing.ref.link_id)
    assert answer.follow_up == "I ring the surgery on Monday"


def test_signing_too_early_says_what_is_left_and_signs_nothing(visit: Hands):
    sheet = check(visit)
    visit.press("ask_to_sign")
    assert "cannot be signed yet" in sheet.signing.notice.told
    assert sheet.signing.proof.heading == ""  # nobody types a passphrase for nothing
    assert visit.page.assessment.state.signed is None


def test_signing_asks_once_more_in_place_and_can_be_left(visit: Hands):
    settle_everything(visit)
    sheet = check(visit)
    assert "Nothing is missing" in sheet.summary.text()
    visit.press("ask_to_sign")
    assert sheet.signing.proof.heading == "Sign this assessment now?"
    visit.press("sign_not_yet")
    assert sheet.signing.proof.heading == ""
    assert visit.page.assessment.state.signed is None


def test_a_wrong_passphrase_signs_nothing_and_the_right_one_does(visit: Hands):
    settle_everything(visit)
    sheet = check(visit)
    visit.press("ask_to_sign")
    visit.press("sign_now")  # with nothing typed
    visit.prove("sign", "somebody who found it open")
    visit.until(lambda: "does not open this vault" in sheet.signing.proof.notice.told)
    assert visit.page.assessment.state.signed is None
    assert sheet.signing.proof.passphrase.line.selectedText() != ""
    visit.prove("sign")
    visit.until(lambda: visit.page.assessment.state.signed is not None)
    assert sheet.signing.proof.passphrase.text == ""


def test_after_too_many_wrong_ones_it_says_how_long_to_wait(visit: Hands, monkeypatch: pytest.MonkeyPatch):
    def refuse(_workspace: Workspace, _passphrase: str) -> bool:
        raise TooManyTriesError(wait_seconds=30)

    monkeypatch.setattr(Workspace, "confirm_passphrase", refuse)
    settle_everything(visit)
    sheet = check(visit)
    visit.press("ask_to_sign")
    visit.prove("sign")
    visit.until(lambda: "can be tried in 30 seconds" in sheet.signing.proof.notice.told)
    assert visit.page.assessment.state.signed is None


@pytest.mark.serves("TB-09")
def test_after_signing_the_statement_stands_and_nothing_can_be_changed(visit: Hands):
    sign(visit)
    assert visit.sees("Aoife Lindqvist signed on 6 October 2026")
    assert visit.sees("This is a true record")
    assert "signed" in visit.page.header.title.text()
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.key(Qt.Key.Key_M, CONTROL)
    field = visit.find(QPlainTextEdit, "", visit.page.pages.page())
    assert field.isReadOnly()


def test_an_addendum_needs_words_and_reason_and_then_stands_with_its_date(visit: Hands):
    sheet = sign(visit)
    visit.press("add_addendum")
    assert "what is different, and why" in sheet.signing.addendum.notice.told
    sheet.signing.addendum.words.setPlainText("He does have a hearing aid")
    sheet.signing.addendum.reason.setPlainText("He found it")
    visit.press("add_addendum")
    [addendum] = visit.page.assessment.freeze().addenda
    assert (addendum.about, addendum.words, addendum.reason) == ("", "He does have a hearing aid", "He found it")
    assert visit.sees("He does have a hearing aid Why: He found it") or visit.sees("He does have a hearing aid")
    assert sheet.signing.addendum.words.toPlainText() == ""


def test_an_addendum_can_be_about_one_question_so_that_it_is_as_private(visit: Hands):
    sheet = sign(visit)
    visit.press("choose_question")
    visit.type("good day")
    place = [match.link_id for match in visit.page.middle.finder.matches()].index("wm_good_day")
    for _ in range(place):
        visit.key(Qt.Key.Key_Down)
    visit.key(Qt.Key.Key_Return)
    sheet.signing.addendum.words.setPlainText("Only on Sundays")
    sheet.signing.addendum.reason.setPlainText("She said so on the telephone")
    visit.press("add_addendum")
    [addendum] = visit.page.assessment.freeze().addenda
    assert addendum.about == "wm_good_day"


# then and now


def then_and_now(hands: Hands) -> ThenAndNow:
    hands.press("then_and_now")
    page = hands.page.middle.sheet()
    assert isinstance(page, ThenAndNow)
    return page


@pytest.mark.serves("TB-28")
def test_then_and_now_shows_what_stood_and_what_was_added_by_whom_when_and_why(visit: Hands, clock: Clock):
    visit.page.go_to(ItemRef("wm_good_day"))
    visit.type("Tea in the garden")
    visit.page.commit_typing()
    sheet = sign(visit)
    clock.move(days=2)
    sheet.signing.addendum.is_about("wm_good_day", "A good day")
    sheet.signing.addendum.words.setPlainText("Only on Sundays")
    sheet.signing.addendum.reason.setPlainText("She said so on the telephone")
    visit.press("add_addendum")
    page = then_and_now(visit)
    assert "Aoife Lindqvist signed on 6 October 2026" in page.signed.text()
    assert "1 thing has been added" in page.signed.text()
    assert visit.sees("Mr Pennant: “Tea in the garden”", page)
    assert visit.sees("Added on 8 October 2026", page)
    assert visit.sees("by Aoife Lindqvist", page)
    assert visit.sees("Only on Sundays", page)
    assert visit.sees("Why: She said so on the telephone", page)


def test_then_and_now_says_when_nothing_was_added(visit: Hands):
    sign(visit)
    assert "Nothing has been added since" in then_and_now(visit).signed.text()


def test_then_and_now_shows_an_honest_gap_and_the_whole(visit: Hands):
    sheet = sign(visit)
    missing = next(answer.key.link_id for answer in visit.page.assessment.freeze().answers if answer.answer.reason)
    for about in (missing, ""):
        sheet.signing.addendum.is_about(about, "the question")
        sheet.signing.addendum.words.setPlainText("Asked on the telephone")
        sheet.signing.addendum.reason.setPlainText("She rang")
        visit.press("add_addendum")
    page = then_and_now(visit)
    assert visit.sees("She was too tired", page)
    assert visit.sees("The whole assessment", page)
    assert "2 things have been added" in page.signed.text()


@pytest.mark.serves("TB-06")
def test_decisions_stand_there_with_what_they_still_have_to_say(visit: Hands):
    visit.page.after_change(visit.page.assessment.answer("el_decision", Choices(("not_eligible",))))
    sheet = check(visit)
    assert visit.sees("Eligible needs", sheet.to_weigh)
    assert visit.sees("Still to be said:", sheet.to_weigh)
    assert visit.sees("Written advice for this person", sheet.to_weigh)
    visit.press("go_to_weigh", sheet.to_weigh)
    page = visit.page.pages.page()
    assert page is not None
    assert page.focused()[0].link_id == "el_decided_how"  # type: ignore[index]


@pytest.mark.serves("TB-16")
def test_disagreements_stand_there_in_the_words_of_whoever_disagrees(visit: Hands):
    assessment = visit.page.assessment
    assessment.answer("di_any", Choices(("yes",)))
    row = assessment.add_row("di_items").facts[0].row  # type: ignore[union-attr]
    visit.page.after_change(assessment.answer("di_items.in_their_words", "I never said that.", path=(row,)))
    sheet = check(visit)
    assert visit.sees("Mr Pennant: “I never said that.”", sheet.to_weigh)


@pytest.mark.serves("TB-20")
def test_what_to_think_of_stands_there_and_leads_to_its_place(visit: Hands):
    assessment = visit.page.assessment
    fire = assessment.state.item("ho_fire").options
    visit.page.after_change(assessment.answer("ho_fire", Choices((fire[0].code,))))
    sheet = check(visit)
    assert visit.sees("Fire safety", sheet.to_weigh)
    visit.press("go_to_weigh", sheet.to_weigh)
    page = visit.page.pages.page()
    assert page is not None
    assert page.focused()[0].link_id == "ho_fire_visit"  # type: ignore[index]


def test_what_the_law_asks_and_was_left_out_is_one_line_that_unfolds(visit: Hands):
    settle_everything(visit)
    sheet = check(visit)
    law = [each for each in visit.page.assessment.state.decisions() if each.code is DecisionCode.GAP]
    fold = visit.find(QAbstractButton, "left_out", sheet)
    assert str(len(law)) in fold.text()
    visit.press("left_out", sheet)
    assert len(sheet.to_weigh.findChildren(QAbstractButton, "go_to_weigh")) >= len(law)


def test_after_a_gap_the_keyboard_is_on_the_question_that_comes_next(visit: Hands):
    sheet = check(visit)
    first, second, third = sheet.rows()[:3]
    following = third.missing.ref
    assert first.missing.ref != second.missing.ref
    second.because.setFocus()
    visit.key(Qt.Key.Key_Space)
    visit.type("He was asleep")
    visit.key(Qt.Key.Key_Return)
    row = next(row for row in sheet.rows() if row.missing.ref == following)
    assert row.because.hasFocus()
