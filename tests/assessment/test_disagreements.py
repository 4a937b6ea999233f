"""Disagreement is kept in the speaker's words, open until somebody closes it, and never in the way (TB-16)."""

from __future__ import annotations

from datetime import date

import pytest

from assessment.small_form import DINA
from assessment.whole_form import Visit
from doorstep.assessment.answer import PERSON, ApproximateDate
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import voice_of

ODD = "I never said that!! Ask our Ken."


def test_it_is_told_in_the_words_of_whoever_disagrees() -> None:
    visit = Visit()
    visit.tick("di_any", "yes")
    path = visit.row(
        "di_items",
        about=("risk",),
        in_their_words=ODD,
        could_cause="He may cancel the carers",
        next_step="Talk again",
        who="Sam",
        by_when=ApproximateDate.of(date(2026, 10, 20)),
    )
    visit.session.answer("di_items.in_their_words", "He did say it.", voice=voice_of(DINA), path=path)
    [found] = visit.state.disagreements()
    assert found.row == ItemRef("di_items", path)
    assert [(each.speaker, each.words) for each in found.said] == [(PERSON, ODD), (voice_of(DINA), "He did say it.")]
    assert (found.about, found.could_cause, found.next_step, found.who) == (
        "A risk",
        "He may cancel the carers",
        "Talk again",
        "Sam",
    )
    assert found.by_when == ApproximateDate(2026, 10, 20)
    assert found.is_open


@pytest.mark.parametrize(
    ("form", "repeat"),
    [
        ("needs-assessment", "di_items"),
        ("carer-assessment", "cr_disagree"),
        ("care-plan", "pl_disagree"),
        ("review", "rv_disagree"),
    ],
)
def test_every_form_counts_what_is_open_and_signs_all_the_same(form: str, repeat: str) -> None:
    visit = Visit(form)
    if form == "needs-assessment":
        visit.tick("di_any", "yes")
    assert visit.state.derived.open_disagreements == 0
    path = visit.row(repeat)
    assert [each.is_open for each in visit.state.disagreements()] == [True]
    visit.session.answer(f"{repeat}.in_their_words", ODD, path=path)
    assert visit.state.derived.open_disagreements == 1
    closed = visit.row(repeat, in_their_words="The date is wrong.", open_or_closed=("closed",))
    assert visit.state.derived.open_disagreements == 1
    assert [(each.row.path, each.is_open) for each in visit.state.disagreements()] == [(path, True), (closed, False)]
    visit.leave_the_rest()
    visit.session.sign()
    assert visit.state.derived.open_disagreements == 1


def test_closing_and_opening_again_moves_the_count() -> None:
    visit = Visit("review")
    path = visit.row("rv_disagree", in_their_words=ODD)
    assert "open_disagreements" in visit.tick("rv_disagree.open_or_closed", "closed", path=path).recalculated
    undone = visit.session.undo()
    assert undone is not None
    assert "open_disagreements" in undone.recalculated
    assert visit.state.derived.open_disagreements == 1


def test_a_hidden_list_says_nothing() -> None:
    visit = Visit()
    visit.tick("di_any", "yes")
    visit.row("di_items", in_their_words=ODD)
    visit.tick("di_any", "no")
    assert (visit.state.disagreements(), visit.state.derived.open_disagreements) == ((), 0)
