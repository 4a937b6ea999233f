"""A person's and a carer's assessment side by side (TB-21): only when both agree, and only what each lets be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from doorstep.assessment.answer import ApproximateDate, Choices
from doorstep.definition.model import Speaker, Visibility

if TYPE_CHECKING:
    from doorstep.services.open_assessment import OpenAssessment
    from doorstep.ui.person_card import PersonCard
    from ui.shell.hands import Hands

SECRETS = ("He frightens me", "I cannot go on", "Only for the worker")


@pytest.fixture
def carers(visit: Hands) -> OpenAssessment:
    """Marcia's own assessment, begun with her yes; both have said what they do not want the other to see."""
    told = visit.page.assessment
    told.answer("wm_good_day", "Tea with Sunita")
    told.answer("sa_worry", SECRETS[0])
    party = told.state.voices_of(Speaker.CARER)[0].party
    assert party is not None
    opened = visit.workspace.assessments.start_for_carer(told.record_id, party)
    opened.answer("cr_life", "I teach, in the mornings")
    opened.answer("cr_day", SECRETS[1], visibility=Visibility.PRIVATE_PERSON)
    opened.answer("cr_health", SECRETS[2], visibility=Visibility.WORKER_ONLY)
    return opened


def agree(told: OpenAssessment, ledger: str, who: str, *parts: str) -> tuple[str, ...]:
    row = (told.add_row(ledger).facts[0].row,)  # type: ignore[union-attr]
    told.answer(f"{ledger}.who", who, path=row)
    told.answer(f"{ledger}.parts", Choices(parts), path=row)
    told.answer(f"{ledger}.answer", Choices(("yes",)), path=row)
    return row


def card_of(hands: Hands) -> PersonCard:
    hands.window.show_home()
    return next(card for card in hands.home.people() if card.person.called == "Mr Pennant")


def ask(hands: Hands) -> PersonCard:
    card = card_of(hands)
    hands.press(f"both_{card.person.relatives[0].person_id}", card)
    return card


def everything(hands: Hands) -> str:
    page = hands.window.pages.currentWidget()
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel))


@pytest.mark.serves("TB-21")
def test_without_both_peoples_yes_it_is_said_whose_is_missing(visit: Hands, carers: OpenAssessment):
    card = ask(visit)
    assert "Mr Pennant has not said who may see what" in card.notice.told
    assert "Marcia Pennant-Doyle has not said that it may be together" in card.notice.told
    assert card.notice.hasFocus()
    carers.answer("cr_separate", Choices(("together",)))
    card = ask(visit)
    assert "Marcia Pennant-Doyle agrees" in card.notice.told
    assert visit.window.pages.page_name == "home"


@pytest.mark.serves("TB-21")
def test_with_both_it_shows_what_each_lets_the_other_see_and_nothing_else(visit: Hands, carers: OpenAssessment):
    told = visit.page.assessment
    carers.answer("cr_separate", Choices(("together",)))
    agree(told, "nx_share", "Marcia Pennant-Doyle", "what_matters", "safety")
    agree(carers, "cr_copy", "Mr Pennant", "your_life", "what_caring_does")
    ask(visit)
    assert visit.window.pages.page_name == "side_by_side"
    words = everything(visit)
    assert "“Tea with Sunita”" in words
    assert "“I teach, in the mornings”" in words
    assert not [secret for secret in SECRETS if secret in words]
    assert "telephone" not in words
    visit.key(Qt.Key.Key_Escape)
    assert visit.window.pages.page_name == "home"


def test_agreeing_opens_no_part_by_itself(visit: Hands, carers: OpenAssessment):
    carers.answer("cr_separate", Choices(("together",)))
    agree(visit.page.assessment, "nx_share", "Marcia Pennant-Doyle", "what_matters")
    ask(visit)
    assert "“Tea with Sunita”" in everything(visit)
    assert "“I teach, in the mornings”" not in everything(visit)
    assert visit.sees("Nothing is opened for the other yet.")


def test_a_yes_that_was_taken_back_closes_it_again(visit: Hands, carers: OpenAssessment):
    told = visit.page.assessment
    carers.answer("cr_separate", Choices(("together",)))
    row = agree(told, "nx_share", "Marcia Pennant-Doyle", "what_matters")
    told.answer("nx_share.taken_back_on", ApproximateDate(2026, 10, 6), path=row)
    card = ask(visit)
    assert "Mr Pennant has not said who may see what" in card.notice.told


def test_the_carer_gets_there_as_well(visit: Hands, carers: OpenAssessment):
    carers.answer("cr_separate", Choices(("part",)))
    agree(visit.page.assessment, "nx_share", "Marcia Pennant-Doyle", "what_matters")
    visit.window.show_home()
    card = next(card for card in visit.home.people() if card.person.called == "Marcia Pennant-Doyle")
    visit.press(f"both_{card.person.relatives[0].person_id}", card)
    assert visit.window.pages.page_name == "side_by_side"
    assert "Mr Pennant: Needs assessment" in everything(visit)
