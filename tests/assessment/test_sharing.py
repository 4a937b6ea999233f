"""Who may see what (TB-07, TB-08, TB-12, TB-21): decided in one place, strictly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest

from assessment.small_form import DINA, FORM, NEIGHBOUR, NO, PAUL, YES, Journal
from doorstep.assessment import facts as f
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, AnswerState, ApproximateDate, Choices, Voice
from doorstep.assessment.beside import Evidence, Link, LinkKind
from doorstep.assessment.people import voice_of
from doorstep.assessment.record import RecordBuilder, encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, SharedRecord, may_see, parts_of, share
from doorstep.definition.model import Speaker, Visibility

if TYPE_CHECKING:
    from doorstep.assessment.session import AssessmentSession

NOW = datetime(2026, 10, 6, 13, 30, tzinfo=UTC)
FOR_PERSON = Audience(AudienceKind.PERSON)
FOR_DINA = Audience(AudienceKind.CARER, "c1")
FOR_PAUL = Audience(AudienceKind.CARER, "c2")
FOR_SURGERY = Audience(AudienceKind.PROVIDER, "Canal Side Surgery")
FOR_OFFICE = Audience(AudienceKind.OFFICE)
COPIES = (FOR_PERSON, FOR_DINA, FOR_PAUL, FOR_SURGERY)
CLOSED = (Visibility.PRIVATE_PERSON, Visibility.PRIVATE_CARER, Visibility.WORKER_ONLY)


def words(shared: SharedRecord) -> set[object]:
    return {entry.answer.value for entry in shared.record.answers if isinstance(entry.answer.value, str)}


def allow_all(journal: Journal) -> AssessmentSession:
    """The person says yes to everyone, for every part."""
    session = journal.session
    session.answer("well", YES)
    session.answer("nx_copy_carer_wish", Choices(("all",)))
    ledger(journal, "Canal Side Surgery", "start", "people", "story", "decision")
    return session


def ledger(
    journal: Journal, who: str, *parts: str, answer: str = "yes", until: ApproximateDate | None = None
) -> tuple[str, ...]:
    session, path = journal.session, journal.row("nx_share")
    session.answer("nx_share.who", who, path=path)
    session.answer("nx_share.parts", Choices(parts), path=path)
    session.answer("nx_share.answer", Choices((answer,)), path=path)
    if until:
        session.answer("nx_share.until", until, path=path)
    return path


def test_the_table_of_classes() -> None:
    both, apart = FORM.item("why"), FORM.item("pe_carer_willing")
    for audience, visibility, question in product(COPIES, CLOSED, (both, apart)):
        for voice in (PERSON, WORKER, voice_of(DINA), voice_of(NEIGHBOUR)):
            assert not may_see(visibility, voice, audience, question)
    for visibility, voice in product(Visibility, (PERSON, WORKER, voice_of(DINA))):
        assert may_see(visibility, voice, FOR_OFFICE, apart)
    for audience, voice in product(COPIES, (PERSON, WORKER, voice_of(DINA), voice_of(NEIGHBOUR))):
        assert may_see(Visibility.SHARE, voice, audience, apart)


@pytest.mark.parametrize(
    ("audience", "voice", "seen_if_both", "seen_if_apart"),
    [
        (FOR_PERSON, PERSON, True, True),
        (FOR_PERSON, WORKER, True, False),
        (FOR_PERSON, voice_of(DINA), True, False),
        (FOR_PERSON, voice_of(NEIGHBOUR), True, False),
        (FOR_DINA, PERSON, True, True),
        (FOR_DINA, WORKER, True, False),
        (FOR_DINA, voice_of(DINA), True, True),
        (FOR_DINA, voice_of(PAUL), False, False),
        (FOR_DINA, voice_of(NEIGHBOUR), False, False),
        (FOR_SURGERY, PERSON, True, True),
        (FOR_SURGERY, WORKER, True, False),
        (FOR_SURGERY, voice_of(DINA), False, False),
    ],
)
def test_ask_first_asks_whoever_said_it(
    audience: Audience, voice: Voice, seen_if_both: bool, seen_if_apart: bool
) -> None:
    assert may_see(Visibility.ASK_FIRST, voice, audience, FORM.item("why")) is seen_if_both
    if voice != PERSON:  # the person has no lane on a carer's question
        assert may_see(Visibility.ASK_FIRST, voice, audience, FORM.item("pe_carer_willing")) is seen_if_apart


def test_private_and_worker_only_are_in_no_copy(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("free", "for all")
    session.answer("secret", "for the worker's ears")
    session.answer("secret", "what Dina said of it", voice=voice_of(DINA))
    session.answer("code", "key safe 4471")
    session.answer("worries.what", "a worry", path=journal.row("worries"))
    path = journal.row("pe_ecomap")
    session.answer("pe_ecomap.name", "Dina Allen", path=path)
    session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=path)
    session.answer("pe_carer_view", "worn out", voice=voice_of(DINA))
    record = session.freeze()
    for audience in COPIES:
        copy = share(record, FORM, audience)
        assert "for all" in words(copy)
        text = encode_record(copy.record).decode()
        for phrase in ("worker's ears", "Dina said", "4471", "a worry", "worn out"):
            assert phrase not in text
        assert copy.withheld == 5
    assert share(record, FORM, FOR_OFFICE).record == record


def test_what_is_kept_back_leaves_no_row_behind(journal: Journal) -> None:
    session = allow_all(journal)
    kept, private = journal.row("events"), journal.row("events")
    session.answer("events.what", "Married", path=kept)
    session.answer("events.what", "The bad year", path=private)
    session.answer("events.share", Choices(("private_person",)), path=private)
    copy = share(session.freeze(), FORM, FOR_PERSON)
    assert copy.record.rows_of("events") == kept
    assert private[0] not in encode_record(copy.record).decode()


@pytest.mark.parametrize(
    ("row_class", "own_class", "seen"),
    [
        (None, None, True),
        ("share", None, True),
        ("private_person", None, False),
        ("private_carer", None, False),
        ("worker_only", None, False),
        ("private_person", Visibility.SHARE, True),
        ("share", Visibility.PRIVATE_PERSON, False),
    ],
)
def test_a_row_sets_its_class_and_one_answer_its_own(
    journal: Journal, row_class: str | None, own_class: Visibility | None, seen: bool
) -> None:
    session, path = allow_all(journal), journal.row("events")
    session.answer("events.what", "An event", path=path)
    if row_class:
        session.answer("events.share", Choices((row_class,)), path=path)
    key = AnswerKey("events.what", path)
    if own_class:
        session.set_visibility(key, own_class)
    assert ("An event" in words(share(session.freeze(), FORM, FOR_PERSON))) is seen
    assert (session.state.visibility_of(key) in CLOSED) is not seen


def test_an_answer_can_be_opened_or_closed_on_its_own(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("secret", "now you may say it")
    session.answer("free", "better not")
    session.set_visibility(AnswerKey("secret"), Visibility.SHARE)
    session.set_visibility(AnswerKey("free"), Visibility.PRIVATE_PERSON)
    assert words(share(session.freeze(), FORM, FOR_PERSON)) >= {"now you may say it"}
    assert "better not" not in words(share(session.freeze(), FORM, FOR_PERSON))


def test_what_the_form_keeps_for_workers_stays_with_workers(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("code", "4471")
    session.set_visibility(AnswerKey("code"), Visibility.SHARE)
    path = journal.row("worries")
    session.answer("worries.what", "a worry", path=path)  # its column says share, its list says worker only
    copy = share(session.freeze(), FORM, FOR_PERSON)
    assert not {"4471", "a worry"} & words(copy)
    assert session.state.visibility_of(AnswerKey("worries.what", path)) is Visibility.WORKER_ONLY
    assert session.state.visibility_of(AnswerKey("code")) is Visibility.WORKER_ONLY


def test_hidden_answers_are_absent(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("well", NO)
    session.answer("why", "Sore knees")
    assert "Sore knees" in words(share(session.freeze(), FORM, FOR_PERSON))
    session.answer("well", YES)
    copy = share(session.freeze(), FORM, FOR_PERSON)
    assert "Sore knees" not in words(copy)
    assert copy.withheld == 0
    assert "Sore knees" in words(share(session.freeze(), FORM, FOR_OFFICE))


def test_settings_of_the_session_decide_what_is_hidden() -> None:
    journal = Journal(settings=frozenset({"module"}))
    journal.session.answer("extra", "module answer")
    record = journal.session.freeze()
    assert "module answer" in words(share(record, FORM, FOR_PERSON, settings=frozenset({"module"})))
    assert "module answer" not in words(share(record, FORM, FOR_PERSON))


def test_a_copy_can_be_any_parts(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("free", "story words")
    copy = share(session.freeze(), FORM, FOR_PERSON, ("story",))
    assert copy.parts == ("story",)
    assert {entry.key.link_id for entry in copy.record.answers} == {"free"}
    assert [part.title for part in parts_of(FORM)] == ["Start", "People", "My story", "Decision"]


def test_without_a_yes_a_carer_gets_nothing(journal: Journal) -> None:
    session = journal.session
    session.answer("well", YES)
    session.answer("free", "for all")
    for audience in (FOR_DINA, FOR_SURGERY):
        copy = share(session.freeze(), FORM, audience)
        assert (copy.parts, copy.record.answers) == ((), ())
    session.answer("nx_copy_carer_wish", Choices(("no",)))
    assert share(session.freeze(), FORM, FOR_DINA, ("story",)).record.answers == ()


def test_a_carer_gets_the_parts_that_the_person_chose_and_no_more(journal: Journal) -> None:
    session = journal.session
    session.answer("well", YES)
    session.answer("free", "for all")
    session.answer("nx_copy_carer_wish", Choices(("some",)))
    session.answer("nx_copy_carer_parts", Choices(("story", "start")))
    assert share(session.freeze(), FORM, FOR_DINA).parts == ("start", "story")
    assert share(session.freeze(), FORM, FOR_DINA, ("story", "decision")).parts == ("story",)
    session.answer("nx_copy_carer_wish", Choices(("no",)))
    assert share(session.freeze(), FORM, FOR_DINA).parts == ()  # the parts are still ticked, but hidden


def test_a_carers_yes_is_for_carers(journal: Journal) -> None:
    session = journal.session
    session.answer("nx_copy_carer_wish", Choices(("all",)))
    for party in ("s1", "w1", "nobody", None):
        assert share(session.freeze(), FORM, Audience(AudienceKind.CARER, party)).parts == ()


def test_a_gap_in_the_ledger_is_not_a_yes(journal: Journal) -> None:
    session = journal.session
    session.leave_gap("nx_copy_carer_wish", AnswerState.COME_BACK)
    assert share(session.freeze(), FORM, FOR_DINA).parts == ()


@pytest.mark.parametrize(("answer", "parts"), [("yes", ("story",)), ("with_limits", ("story",)), ("no", ())])
def test_the_ledger_lets_a_named_other_have_named_parts(journal: Journal, answer: str, parts: tuple[str, ...]) -> None:
    ledger(journal, "canal side surgery", "story", answer=answer)
    assert share(journal.session.freeze(), FORM, FOR_SURGERY).parts == parts
    other = Audience(AudienceKind.PROVIDER, "Tanner Street church")
    assert share(journal.session.freeze(), FORM, other).parts == ()
    assert share(journal.session.freeze(), FORM, Audience(AudienceKind.PROVIDER)).parts == ()


def test_the_ledger_can_name_a_carer_too(journal: Journal) -> None:
    ledger(journal, "Paul Allen", "decision")
    assert share(journal.session.freeze(), FORM, FOR_PAUL).parts == ("decision",)
    assert share(journal.session.freeze(), FORM, FOR_DINA).parts == ()


def test_a_yes_runs_out_and_can_be_taken_back(journal: Journal) -> None:
    path = ledger(journal, "Canal Side Surgery", "story", until=ApproximateDate(2026, 12, 31))
    record = journal.session.freeze()
    assert share(record, FORM, FOR_SURGERY, on=date(2026, 12, 31)).parts == ("story",)
    assert share(record, FORM, FOR_SURGERY, on=date(2027, 1, 1)).parts == ()
    journal.session.answer("nx_share.taken_back_on", ApproximateDate(2026, 10, 7), path=path)
    assert share(journal.session.freeze(), FORM, FOR_SURGERY).parts == ()


def test_an_end_that_is_no_calendar_date_does_not_end(journal: Journal) -> None:
    ledger(journal, "Canal Side Surgery", "story", until=ApproximateDate(words="when they stop"))
    assert share(journal.session.freeze(), FORM, FOR_SURGERY).parts == ("story",)


def test_a_copy_for_others_has_no_numbers_to_ring_and_no_logs(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("free", "Dina's words", voice=voice_of(DINA))
    session.put_visit(f.Visit("v1", date(2026, 10, 6), present=("person", "c1", "c2", "w1")))
    for person_copy in (False, True):
        copy = share(session.freeze(), FORM, FOR_PERSON if person_copy else FOR_PAUL).record
        assert [party.id for party in copy.parties] == ["w1", "c1"]
        assert "07700 900001" not in encode_record(copy).decode()
        assert copy.visits[0].present == ("person", "c1", "w1")
        assert (copy.person.born is not None) is person_copy
    assert DINA in share(session.freeze(), FORM, FOR_DINA).record.parties


def test_logs_of_copies_stay_with_the_office(journal: Journal) -> None:
    session = allow_all(journal)
    at = journal.clock()
    session.note(f.CopyMade(at, "w1", "carer:c1", (), "clear", "application/pdf", "0" * 64, "0" * 64))
    for audience in COPIES:
        assert share(session.freeze(), FORM, audience).record.copies == ()
    assert share(session.freeze(), FORM, FOR_OFFICE).record.copies


def test_addenda_follow_the_question_that_they_are_about(journal: Journal) -> None:
    session = allow_all(journal)
    for missing in session.state.missing():
        session.leave_gap(missing.ref.link_id, AnswerState.NOT_ASKED, reason="Tired", voice=WORKER)
    session.sign()
    for about in ("", "free", "secret", "pe_carer_willing", "why"):
        session.add_addendum(about, f"about {about or 'the whole'}", "")
    record = session.freeze()

    def read(audience: Audience, *parts: str) -> list[str]:
        return [note.about for note in share(record, FORM, audience, parts or None).record.addenda]

    assert read(FOR_PERSON) == ["", "free"]
    assert read(FOR_PERSON, "people") == [""]
    assert read(FOR_DINA) == ["free"]
    assert read(FOR_OFFICE) == ["", "free", "secret", "pe_carer_willing", "why"]


def test_the_office_may_ask_for_parts(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("secret", "kept for the office")
    copy = share(session.freeze(), FORM, FOR_OFFICE, ("story",))
    assert {entry.key.link_id for entry in copy.record.answers} == {"secret"}


def test_the_councils_file_holds_what_counts_and_nothing_is_kept_back_from_it(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("secret", "kept for the office")
    session.answer("free", "told freely")
    whole, file = (share(session.freeze(), FORM, audience) for audience in (FOR_OFFICE, Audience(AudienceKind.FILE)))
    assert file.withheld == 0
    assert {"secret", "free"} <= {entry.key.link_id for entry in file.record.answers}
    assert file.record.person == whole.record.person
    assert file.record.parties == whole.record.parties


def test_speakers_of_the_form_are_the_speakers_of_the_table() -> None:
    assert {voice.kind for voice in (PERSON, WORKER, voice_of(DINA), voice_of(NEIGHBOUR))} == set(Speaker)


def test_what_stands_beside_the_answers_leaves_only_with_them(journal: Journal) -> None:
    session = allow_all(journal)
    session.answer("free", "I like the garden, I cannot dig")
    session.answer("secret", "for the worker's ears")
    free, secret = AnswerKey("free", (), PERSON), AnswerKey("secret", (), PERSON)
    evidence = (Evidence(free, "aa"), Evidence(secret, "bb"))
    builder = RecordBuilder.resume(session.freeze())
    for fact in (
        f.JotNoted(NOW, "w1", "j1", "her son waits outside"),
        f.RecordLinked(NOW, "w1", Link(LinkKind.CARED_FOR_BY, "r9", "carer-assessment", "c1", "Dina Allen")),
        f.WordsTagged(NOW, "w1", "t1", free, 0, "I like the garden", "well"),
        f.WordsTagged(NOW, "w1", "t2", secret, 0, "for the worker", "well"),
        f.ClockPaused(NOW, "w1", "s1", "wants to ask Dina", NOW.date()),
        f.BasisChosen(NOW, "w1", free, evidence),
        f.BasisChosen(NOW, "w1", secret, evidence),
    ):
        builder.apply(fact)
    record = builder.freeze()
    beside = share(record, FORM, FOR_PERSON).record.beside
    assert (beside.jots, beside.links) == ((), ())
    assert [tag.id for tag in beside.tags] == ["t1"]
    assert [(basis.reason, basis.evidence) for basis in beside.bases] == [(free, (Evidence(free, "aa"),))]
    assert [pause.reason for pause in beside.pauses] == ["wants to ask Dina"]
    assert share(record, FORM, FOR_DINA).record.beside.pauses == ()
    assert share(record, FORM, FOR_OFFICE).record.beside == record.beside
