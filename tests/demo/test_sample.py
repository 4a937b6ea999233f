"""The sample fits the form, holds all that it should, and leads to what it says must follow."""

from __future__ import annotations

import hashlib
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from doorstep.assessment.answer import AnswerState, ApproximateDate, AttachmentRef, Choices, Contact
from doorstep.assessment.people import Carer, Supporter, Worker
from doorstep.assessment.values import fitting
from doorstep.definition.loader import load_form
from doorstep.definition.model import CHOOSING, FormDefinition, Item, ItemType, Speaker
from doorstep.demo.sample import FirstVisit, SampleAnswer, SamplePicture, first_visit, later_sample
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    ItemType.TEXT: str,
    ItemType.LONG_TEXT: str,
    ItemType.DATE: ApproximateDate,
    ItemType.NUMBER: int,
    ItemType.CONTACT: Contact,
    ItemType.PHOTO: SamplePicture,
    ItemType.SIGNATURE: SamplePicture,
} | dict.fromkeys(CHOOSING, Choices)


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return load_form(forms_folder() / "needs-assessment")


@pytest.fixture(scope="module")
def sample(form: FormDefinition) -> FirstVisit:
    return first_visit(form)


@pytest.fixture(scope="module")
def given(sample: FirstVisit) -> tuple[SampleAnswer, ...]:
    """Return the answers of the visit, without what was added for the demonstration."""
    return tuple(answer for answer in sample.answers if not answer.added)


def _answered(sample: FirstVisit, form: FormDefinition) -> Iterator[tuple[SampleAnswer, Item]]:
    for answer in sample.answers:
        if answer.state is AnswerState.ANSWERED:
            yield answer, form.item(answer.link_id)


def test_all_answers_are_there(sample: FirstVisit, given: tuple[SampleAnswer, ...]) -> None:
    counts = sample.expected.counts
    assert len(given) == counts.answers == 1108
    assert len(sample.answers) == 1109
    assert Counter(answer.state.value for answer in given) == counts.by_state
    assert Counter(str(answer.voice) for answer in given) == counts.by_voice
    assert len({answer.link_id.partition(".")[0] for answer in given}) == counts.distinct_ids


def test_every_value_fits_its_question(sample: FirstVisit, form: FormDefinition) -> None:
    for answer, item in _answered(sample, form):
        assert isinstance(answer.value, KINDS[item.type]), answer.link_id
        if not isinstance(answer.value, SamplePicture):
            assert fitting(item, answer.value) == answer.value, answer.link_id


def test_details_answer_a_question_that_the_option_asks(sample: FirstVisit, form: FormDefinition) -> None:
    details = [
        (item, code)
        for answer, item in _answered(sample, form)
        if isinstance(answer.value, Choices)
        for code in answer.value.details
    ]
    assert len(details) == 8
    for item, code in details:
        option = item.option(code)
        assert option is not None
        assert option.detail is not None, (item.link_id, code)


def test_every_speaker_has_a_lane_there(sample: FirstVisit, form: FormDefinition) -> None:
    known = {f"{party.__struct_config__.tag}:{party.id}" for party in sample.parties if not isinstance(party, Worker)}
    for answer in sample.answers:
        item = form.item(answer.link_id)
        gap_by_worker = answer.voice.kind is Speaker.WORKER and answer.state is not AnswerState.ANSWERED
        assert answer.voice.kind in item.voices or gap_by_worker, answer
        assert answer.voice.party is None or str(answer.voice) in known, answer
        assert answer.recorded_by in {party.id for party in sample.parties}


def test_rows_are_numbered_without_gaps(sample: FirstVisit, form: FormDefinition) -> None:
    rows: dict[str, list[int]] = {}
    for answer in sample.answers:
        repeats = form.place(answer.link_id).repeats
        assert len(answer.rows) == len(repeats)
        for repeat, row in zip(repeats, answer.rows, strict=True):
            rows.setdefault(repeat.link_id, []).append(row)
    assert len(rows) == 30
    for link_id, numbers in rows.items():
        assert sorted(set(numbers)) == list(range(max(numbers) + 1)), link_id
    assert max(rows["pe_ecomap"]) + 1 == sample.expected.ecomap_people
    assert max(rows["na_people_present"]) == 2, "who is there on the second visit is a row of its own"


def test_gaps_say_why(sample: FirstVisit) -> None:
    for answer in sample.answers:
        if answer.state is AnswerState.ANSWERED:
            assert answer.reason is None
        else:
            assert answer.value is None
            assert answer.reason


def test_the_phrases_to_look_for_are_said_by_whoever_may_be_heard(sample: FirstVisit, form: FormDefinition) -> None:
    expected = sample.expected
    said = [(form.item(answer.link_id), answer, str(answer.value)) for answer in sample.answers]
    everything = "\n".join(words for _, _, words in said)
    for phrase in (*expected.must_print_phrases, *expected.carer_copy_left_out_phrases, expected.emoji):
        assert phrase in everything, phrase
    for phrase in (*expected.private_phrases, *expected.carer_private_phrases, *expected.worker_only_phrases):
        places = [item.link_id for item, _, words in said if phrase in words]
        assert len(places) == 1, phrase
        private_row = places == ["ls_events.what"]
        assert private_row or form.item(places[0]).visibility not in {"share", "ask_first"}, phrase


def test_parts_codes_and_ids_that_must_follow_exist(sample: FirstVisit, form: FormDefinition) -> None:
    expected = sample.expected
    parts = {section.link_id: section.part for section in form.sections}
    assert [parts[code] for code in expected.carer_copy_parts] == ["My day", "Home", "Health", "Decision", "Next steps"]
    assert form.item("el_decision").option(expected.decision) is not None
    for link_id in (*expected.promised_dates, *expected.ls_not_again_blocks):
        assert link_id in form.places


def test_the_people_and_the_visits(sample: FirstVisit) -> None:
    assert sample.person.called == "Mr Pennant"
    assert [type(party) for party in sample.parties] == [Carer, Worker, Supporter, Worker]
    assert [(visit.id, visit.day.isoformat(), visit.started) for visit in sample.visits] == [
        ("v1", "2026-10-06", "10:05"),
        ("v2", "2026-10-13", "14:00"),
    ]
    assert [answer.visit for answer in sample.answers] == sorted(answer.visit for answer in sample.answers)


def test_several_lines_and_marks_of_speech_survive(sample: FirstVisit) -> None:
    words = {(answer.link_id, str(answer.voice)): answer.value for answer in sample.answers}
    day = words["td_day", "person"]
    assert isinstance(day, str)
    assert day.count("\n\n") == 5
    comment = words["nx_person_comment", "person"]
    assert isinstance(comment, str)
    assert "🙏🏾❤️" in comment
    assert words["ab_nhs_number", "person"] == "9990417458"


def test_dates_are_as_exact_as_they_were_told(sample: FirstVisit) -> None:
    dates = [answer.value for answer in sample.answers if answer.link_id == "ls_events.when"]
    assert dates[0] == ApproximateDate(1945, 3, 14)
    assert dates[1] == ApproximateDate(1951, about=True)
    assert dates[5] == ApproximateDate(1972, words="1972 and 1975")
    assert dates[11] == ApproximateDate(2025, 11)
    since = [answer.value for answer in sample.answers if answer.link_id == "pe_helpers.since"]
    assert ApproximateDate(words="Since before Mum died really") in since


def test_a_photo_was_added_for_the_demonstration_and_nothing_else(sample: FirstVisit) -> None:
    (added,) = (answer for answer in sample.answers if answer.added)
    assert (added.link_id, added.visit, added.voice.kind) == ("ls_photo", "v2", Speaker.PERSON)
    first = next(answer for answer in sample.answers if answer.link_id == "ls_photo")
    assert first.state is AnswerState.CHOSE_NOT_TO_SAY


def test_the_photo_knows_where_it_was_taken_so_that_taking_that_out_can_be_shown(sample: FirstVisit) -> None:
    picture = _picture(sample, "ls_photo")
    with Image.open(picture.file) as photo:
        assert photo.format == "JPEG"
        assert photo.getexif().get_ifd(0x8825)


@pytest.mark.parametrize("link_id", ["ls_photo", "nx_sign_person", "nx_sign_worker"])
def test_a_picture_gives_a_reference_to_its_file(sample: FirstVisit, link_id: str) -> None:
    picture = _picture(sample, link_id)
    reference = picture.reference()
    data = picture.file.read_bytes()
    with Image.open(BytesIO(data)) as image:
        assert reference == AttachmentRef(
            hashlib.sha256(data).hexdigest(),
            image.get_format_mimetype() or "",
            len(data),
            *image.size,
            picture.caption,
        )


def _picture(sample: FirstVisit, link_id: str) -> SamplePicture:
    found = [answer.value for answer in sample.answers if answer.link_id == link_id]
    assert isinstance(found[-1], SamplePicture)
    return found[-1]


LATER = {
    "preparation": "pre-visit",
    "carer": "carer-assessment",
    "plan": "care-plan",
    "review": "review",
    "feedback": "feedback",
    "a-year-later": "needs-assessment",
}


@pytest.mark.parametrize("name", LATER)
def test_each_later_stretch_of_the_journey_fits_its_form(name: str) -> None:
    form = load_form(forms_folder() / LATER[name])
    sample = later_sample(name, form)
    assert sample.form == form.form
    for answer in sample.answers:
        item = form.item(answer.link_id)
        if answer.value is not None and not isinstance(answer.value, SamplePicture):
            fitting(item, answer.value)
        if isinstance(answer.value, Choices):
            asked = {code for code in answer.value.codes if (option := item.option(code)) and option.detail}
            assert set(answer.value.details) == asked, f"{name}: {answer.link_id}"
