"""Words of a typical day, shown under the outcome they belong to; a tag never moves to other words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA, Journal
from doorstep.assessment.answer import WORKER, AnswerKey
from doorstep.assessment.facts import WordsTagged, decode_fact, encode_fact
from doorstep.assessment.people import voice_of
from doorstep.assessment.record import RecordBuilder
from doorstep.assessment.tagging import plain_drafts, plain_key, said_plainly
from doorstep.errors import UnknownItemError, WrongValueError

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession
    from doorstep.assessment.tagging import TaggedWords

DAY = "I get up late. I burn my toast. Then I sit in the garden."
TOAST = "I burn my toast."
KEY = AnswerKey("why")
ABOUT = "oc_nutrition_now"


@pytest.fixture
def tag(session: AssessmentSession) -> str:
    """The id of a tag on the words about the toast."""
    session.answer("why", DAY)
    start = DAY.index(TOAST)
    return session.asides.tag_words(KEY, start, start + len(TOAST), ABOUT).facts[0].id  # type: ignore[union-attr]


def shown(session: AssessmentSession) -> TaggedWords:
    [words] = session.state.tags_about(ABOUT)
    return words


def test_the_words_are_shown_with_who_said_them(session: AssessmentSession, tag: str) -> None:
    words = shown(session)
    assert (words.tag, words.words, words.key, words.speaker) == (tag, TOAST, KEY, KEY.voice)
    assert (words.still_there, words.start) == (True, DAY.index(TOAST))


def test_they_stand_nowhere_else_and_the_answer_is_as_it_was(session: AssessmentSession, tag: str) -> None:
    answer = session.state.current(KEY)
    assert session.state.tags_about("oc_hygiene_unable") == ()
    assert session.state.current(AnswerKey(ABOUT)) is None
    assert answer is not None
    assert answer.value == DAY
    assert tag


@pytest.mark.parametrize(
    ("text", "still_there", "start"),
    [
        ("Hello. " + DAY, True, DAY.index(TOAST) + 7),
        (DAY.replace("late", "early"), True, DAY.index(TOAST) + 1),
        (DAY.replace("burn", "butter"), False, None),
        (DAY.replace(TOAST, TOAST.upper()), False, None),
        (f"{TOAST} {TOAST}", True, None),
        (DAY + " " + TOAST, True, DAY.index(TOAST)),
    ],
)
@pytest.mark.usefixtures("tag")
def test_a_tag_follows_its_words_exactly_and_says_when_they_are_gone(
    session: AssessmentSession, text: str, still_there: bool, start: int | None
) -> None:
    session.answer("why", text)
    words = shown(session)
    assert (words.words, words.still_there, words.start) == (TOAST, still_there, start)


@pytest.mark.usefixtures("tag")
def test_words_that_were_cleared_are_marked_and_return_with_undo(session: AssessmentSession) -> None:
    session.clear("why")
    assert not shown(session).still_there
    session.undo()
    assert shown(session).still_there


def test_tags_can_be_taken_off_and_put_back(session: AssessmentSession, tag: str) -> None:
    before = session.state.tags
    change = session.asides.remove_tag(tag)
    assert session.state.tags == ()
    assert change.beside == ("tags",)
    session.undo()
    assert session.state.tags == before
    session.undo()
    assert session.state.tags == ()
    assert session.asides.remove_tag("never there").facts == ()


@pytest.mark.usefixtures("tag")
def test_the_same_words_under_the_same_heading_are_tagged_once(session: AssessmentSession) -> None:
    start = DAY.index(TOAST)
    assert session.asides.tag_words(KEY, start, start + len(TOAST), ABOUT).facts == ()
    assert session.asides.tag_words(KEY, start, start + len(TOAST), "oc_hygiene_unable").facts


@pytest.mark.usefixtures("tag")
def test_each_lane_has_words_of_its_own(session: AssessmentSession) -> None:
    carer = AnswerKey("why", (), voice_of(DINA))
    session.answer("why", "He burns it.", voice=carer.voice)
    session.asides.tag_words(carer, 0, 12, ABOUT)
    found = {(words.speaker, words.words) for words in session.state.tags_about(ABOUT)}
    assert found == {(KEY.voice, TOAST), (carer.voice, "He burns it.")}


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, len(DAY) + 1), (1, 2)])
@pytest.mark.usefixtures("tag")
def test_only_words_that_are_there_can_be_tagged(session: AssessmentSession, start: int, end: int) -> None:
    with pytest.raises(WrongValueError):
        session.asides.tag_words(KEY, start, end, ABOUT)


@pytest.mark.usefixtures("tag")
def test_a_lane_without_text_and_a_heading_that_is_not_there_are_refused(session: AssessmentSession) -> None:
    with pytest.raises(WrongValueError):
        session.asides.tag_words(AnswerKey("why", (), WORKER), 0, 2, ABOUT)
    with pytest.raises(UnknownItemError):
        session.asides.tag_words(KEY, 0, 2, "oc_nothing")


def test_the_journal_tells_the_same_tags(journal: Journal) -> None:
    session = journal.session
    journal.facts.extend(session.answer("why", DAY).facts)
    change = session.asides.tag_words(KEY, 0, 14, ABOUT)
    journal.facts.extend(change.facts)
    undone = session.undo()
    assert undone is not None
    journal.facts.extend(undone.facts)
    assert RecordBuilder.of(journal.facts).freeze() == session.freeze()


def test_plain_words_stand_for_words_that_still_stand_and_under_no_other_item(session: AssessmentSession) -> None:
    session.answer("why", DAY)
    start = DAY.index(TOAST)
    fact = session.asides.say_plainly(KEY, start, start + len(TOAST), " You need help with toast. ").facts[0]
    assert [tag.plain for tag in said_plainly(session.freeze().beside.tags, session.freeze().by_key)] == [
        "You need help with toast."
    ]
    assert session.state.tags_about("why") == ()
    session.answer("why", DAY.replace("burn", "butter"))
    assert list(said_plainly(session.freeze().beside.tags, session.freeze().by_key)) == []
    session.undo()
    session.asides.remove_tag(fact.id)  # type: ignore[union-attr]
    assert session.freeze().beside.tags == ()
    session.undo()
    assert session.freeze().beside.tags[0].plain == "You need help with toast."


def test_no_plain_words_are_refused(session: AssessmentSession) -> None:
    session.answer("why", DAY)
    with pytest.raises(WrongValueError):
        session.asides.say_plainly(KEY, 0, 5, "  ")


def test_a_tag_without_plain_words_is_written_as_ever() -> None:
    fact = WordsTagged(datetime(2026, 10, 6, tzinfo=UTC), "w", "t1", KEY, 0, "words", ABOUT)
    assert b"plain" not in encode_fact(fact)
    assert decode_fact(encode_fact(fact)) == fact


def test_plain_words_said_again_replace_those_before_in_one_step(session: AssessmentSession) -> None:
    session.answer("why", DAY)
    start = DAY.index(TOAST)
    for plain in ("You need help with toast.", "Toast is hard."):
        session.asides.say_plainly(KEY, start, start + len(TOAST), plain)
    assert [each.plain for each in session.state.plain_words(KEY)] == ["Toast is hard."]
    session.undo()
    assert [each.plain for each in session.state.plain_words(KEY)] == ["You need help with toast."]
    session.redo()
    session.answer("why", "No more of it")
    assert [(each.plain, each.still_there) for each in session.state.plain_words(KEY)] == [("Toast is hard.", False)]


def test_plain_words_that_are_typed_wait_in_the_order_of_the_answer_and_apart_from_other_typing(
    session: AssessmentSession,
) -> None:
    session.answer("why", DAY)
    other = AnswerKey("why", (), WORKER)
    drafts = {
        KEY: "I get up la",
        plain_key(KEY, "the garden"): "outs",
        plain_key(KEY, TOAST): "You need he",
        plain_key(KEY, "I sing."): "You si",
        plain_key(other, TOAST): "not of this lane",
    }
    waiting = plain_drafts(drafts, KEY, session.state.current(KEY))
    assert [(each.words, each.plain, each.start, each.still_there) for each in waiting] == [
        ("I sing.", "You si", None, False),
        (TOAST, "You need he", DAY.index(TOAST), True),
        ("the garden", "outs", DAY.index("the garden"), True),
    ]
    assert {each.tag for each in waiting} == {""}
    assert plain_drafts(drafts, AnswerKey("wh"), None) == ()
