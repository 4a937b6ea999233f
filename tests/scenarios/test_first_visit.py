"""The sample, two visits and three voices, played through a session: what follows, what is kept, who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.assessment import facts as f
from doorstep.assessment.answer import AnswerState, AttachmentRef
from doorstep.assessment.completeness import ProgressMark
from doorstep.assessment.record import RecordBuilder, RecordStatus, decode_record, encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.assessment.state import AssessmentState
from doorstep.definition.loader import installed_form
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import SamplePicture, first_visit
from doorstep.errors import NotReadyToSignError, RecordFrozenError

if TYPE_CHECKING:
    from doorstep.assessment.record import Record
    from doorstep.definition.model import FormDefinition
    from doorstep.demo.sample import Expected, FirstVisit

FOR_PERSON = Audience(AudienceKind.PERSON)
FOR_MARCIA = Audience(AudienceKind.CARER, "p1")


def keep_picture(picture: SamplePicture) -> AttachmentRef:
    return AttachmentRef("ab" * 32, "image/png", 100, 10, 10, picture.caption)


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return installed_form("needs-assessment")


@pytest.fixture(scope="module")
def sample(form: FormDefinition) -> FirstVisit:
    return first_visit(form)


@pytest.fixture(scope="module")
def expected(sample: FirstVisit) -> Expected:
    return sample.expected


@pytest.fixture(scope="module")
def played(form: FormDefinition, sample: FirstVisit) -> SamplePlay:
    """The whole sample, played once; tests that change anything play their own."""
    play = SamplePlay(sample, form, keep_picture)
    play.play()
    return play


@pytest.fixture(scope="module")
def record(played: SamplePlay) -> Record:
    return played.session.freeze()


def text_of(record: Record) -> str:
    return encode_record(record).decode()


def phrases(text: str, wanted: tuple[str, ...]) -> list[str]:
    return [phrase for phrase in wanted if phrase in text]


def test_every_answer_of_the_sample_is_found_again(played: SamplePlay, sample: FirstVisit) -> None:
    last = {answer.key(played.path_of(answer)): answer for answer in sample.answers}
    held = played.session.freeze().by_key
    assert set(held) == set(last)
    for key, given in last.items():
        kept = held[key]
        value = keep_picture(given.value) if isinstance(given.value, SamplePicture) else given.value
        assert (kept.state, kept.value, kept.reason) == (given.state, value, given.reason), key
        assert (kept.provenance.visit, kept.provenance.recorded_by) == (given.visit, given.recorded_by)


def test_what_was_said_before_stays_in_the_journal(played: SamplePlay, sample: FirstVisit) -> None:
    given = [fact for fact in played.facts if isinstance(fact, f.AnswerGiven)]
    assert len(given) == len(sample.answers)


def test_what_follows_from_the_answers(played: SamplePlay, expected: Expected) -> None:
    state, derived = played.session.state, played.session.state.derived
    assert derived.ucla_total == expected.ucla_total
    assert derived.age == expected.age_at_first_visit
    assert derived.nhs_number_valid is expected.nhs_number_valid
    assert derived.advocacy_duty is expected.advocacy_duty_prompt
    assert derived.outcomes_unable == expected.outcomes_unable
    assert derived.outcomes_able == expected.outcomes_able
    assert derived.outcomes_not_decided == expected.outcomes_not_decided
    assert derived.outcomes_do_not_apply == expected.outcomes_do_not_apply
    assert derived.open_disagreements == expected.open_disagreements
    assert derived.print_size == expected.copy_print_size
    assert derived.safe_to_leave_papers is expected.household_copy_allowed
    assert derived.unpaid_carers == expected.unpaid_carers
    assert derived.carers_not_told == ()
    assert derived.under_18_on_map == expected.under_18_on_map
    assert derived.qs182 is expected.qs182_all_four
    assert not derived.copy_promised_not_given
    assert len(state.rows_of("pe_ecomap")) == expected.ecomap_people
    promised = {promise.ref.link_id: promise.due for promise in derived.promised_dates if not promise.ref.path}
    assert promised == expected.promised_dates
    becoming_adult = next(topic for topic in state.definition.topics if topic.link_id == "becoming_adult")
    assert state.topic_shown(becoming_adult) is expected.transition_module_shown


def test_the_decision_is_the_workers_and_only_that(
    form: FormDefinition, sample: FirstVisit, played: SamplePlay
) -> None:
    undecided = msgspec.structs.replace(
        sample, answers=tuple(answer for answer in sample.answers if answer.link_id != "el_decision")
    )
    state = SamplePlay(undecided, form, keep_picture).play().state
    assert len(state.derived.outcomes_unable) == 7
    assert state.answers_of("el_decision") == ()
    assert [entry.ref.link_id for entry in state.missing()] == ["el_decision"]
    assert [answer.value.codes for _, answer in played.session.state.answers_of("el_decision")] == [  # type: ignore[union-attr]
        (sample.expected.decision,)
    ]


def test_the_sample_is_whole_and_can_be_signed(form: FormDefinition, sample: FirstVisit) -> None:
    play = SamplePlay(sample, form, keep_picture)
    session = play.play()
    assert session.state.missing() == ()
    marks = {session.state.progress(topic).mark for topic in form.topics if session.state.topic_shown(topic)}
    assert marks <= {ProgressMark.DONE, ProgressMark.UNTOUCHED}
    session.sign("I wrote down what was said.")
    assert session.state.status is RecordStatus.COMPLETED
    with pytest.raises(RecordFrozenError):
        session.answer("td_day", "Later")


def test_one_open_question_stands_in_the_way_and_says_so(form: FormDefinition, sample: FirstVisit) -> None:
    session = SamplePlay(sample, form, keep_picture).play()
    session.clear("na_advocate_screen")
    (missing,) = session.state.missing()
    assert (missing.ref.link_id, missing.topic_link_id, missing.legal) == (
        "na_advocate_screen",
        "before_we_start",
        True,
    )
    with pytest.raises(NotReadyToSignError):
        session.sign()
    session.leave_gap("na_advocate_screen", AnswerState.NOT_ASKED, reason="He was too tired; first thing next time")
    session.sign()


def test_the_persons_copy_has_his_words_and_nothing_private(
    record: Record, form: FormDefinition, expected: Expected
) -> None:
    text = text_of(share(record, form, FOR_PERSON).record)
    assert phrases(text, expected.must_print_phrases) == list(expected.must_print_phrases)
    assert expected.emoji in text
    for kept_back in (expected.private_phrases, expected.carer_private_phrases, expected.worker_only_phrases):
        assert phrases(text, kept_back) == []


def test_marcias_copy_has_the_parts_that_he_chose(record: Record, form: FormDefinition, expected: Expected) -> None:
    copy = share(record, form, FOR_MARCIA)
    text = text_of(copy.record)
    assert copy.parts == expected.carer_copy_parts
    assert "the long part. Radio" in text  # from his day, which he chose to show her
    for kept_back in (
        expected.private_phrases,
        expected.carer_private_phrases,
        expected.worker_only_phrases,
        expected.carer_copy_left_out_phrases,
    ):
        assert phrases(text, kept_back) == []


def test_others_get_what_the_ledger_says(record: Record, form: FormDefinition) -> None:
    parts = {
        "Canal Side Surgery": ("typical_day", "health", "decision"),
        "The morning helper's firm": ("what_matters", "typical_day", "culture"),
        "Delroy Pennant": ("next_steps",),
        "Tanner Street church": (),
        "Sean Doyle": (),
    }
    for who, allowed in parts.items():
        assert share(record, form, Audience(AudienceKind.PROVIDER, who)).parts == allowed


def test_the_office_has_every_word(record: Record, form: FormDefinition, expected: Expected) -> None:
    text = text_of(share(record, form, Audience(AudienceKind.OFFICE)).record)
    for wanted in (expected.private_phrases, expected.carer_private_phrases, expected.worker_only_phrases):
        assert phrases(text, wanted) == list(wanted)


def test_freezing_writing_and_reading_change_nothing(record: Record, played: SamplePlay, form: FormDefinition) -> None:
    again = decode_record(encode_record(record))
    assert again == record
    state = AssessmentState.of(form, again, played.session.freeze().changed_at.date())
    assert state.derived == played.session.state.derived
    assert state.missing() == played.session.state.missing()


def test_the_facts_tell_the_whole_story(record: Record, played: SamplePlay) -> None:
    decoded = [f.decode_fact(f.encode_fact(fact)) for fact in played.facts]
    assert RecordBuilder.of(decoded).freeze() == record


def test_fifty_steps_back_and_forth_change_nothing(form: FormDefinition, sample: FirstVisit, record: Record) -> None:
    play = SamplePlay(sample, form, keep_picture)
    session = play.play()
    before = session.freeze()
    for _ in range(50):
        assert session.undo() is not None
    assert session.freeze().answers != before.answers
    for _ in range(50):
        assert session.redo() is not None
    assert msgspec.structs.replace(session.freeze(), changed_at=before.changed_at) == before
    assert before == record
