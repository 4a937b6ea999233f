"""Equality data kept apart (TB-29, trap 20): what only serves to count never mixes with who somebody is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from doorstep.assessment.answer import PERSON, Choices
from doorstep.assessment.people import Carer, Person, Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.assessment.sharing import Audience, AudienceKind, parts_of, share
from doorstep.definition.loader import installed_form
from doorstep.definition.model import FormDefinition, Visibility
from doorstep.settings import Settings

AT = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
ASKED = frozenset[str]()
NOT_ASKED = Settings(equality_questions=False).switches


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return installed_form("needs-assessment")


def visit(form: FormDefinition, settings: frozenset[str]) -> AssessmentSession:
    ids = count(1)
    session, _ = AssessmentSession.start(
        form,
        Person("jean", "Jean Alder"),
        Worker("rosa", "Rosa Marsh"),
        record_id="rec-1",
        clock=lambda: AT,
        new_id=lambda: f"id{next(ids)}",
        settings=settings,
    )
    session.put_party(Carer("sam", "Sam Alder"))
    session.answer("cu_important", "We keep Windrush Day.")
    session.answer("cu_faith_day", "Chapel on Sundays.")
    session.answer("cu_identity", "I am gay.")
    session.answer("eq_ethnicity", Choices(("caribbean",)))
    session.answer("eq_orientation", Choices(("gay_lesbian",)))
    return session


def shown(session: AssessmentSession, beginning: str) -> set[str]:
    return {item for item in session.definition.places if item.startswith(beginning) and session.state.is_shown(item)}


@pytest.mark.serves("TB-29")
def test_the_switch_takes_the_counting_away_and_leaves_culture_and_identity_whole(form: FormDefinition) -> None:
    assert Settings().switches == ASKED
    asked, not_asked = visit(form, ASKED), visit(form, NOT_ASKED)
    assert len(shown(asked, "eq_")) == 9
    assert shown(not_asked, "eq_") == set()
    assert shown(not_asked, "cu_") == shown(asked, "cu_")
    ((_, said),) = not_asked.state.answers_of("cu_identity")
    assert said.value == "I am gay."
    assert not any(missing.ref.link_id.startswith("eq_") for missing in not_asked.state.missing())


def test_all_of_them_are_a_choice_and_say_what_they_are_for(form: FormDefinition) -> None:
    section = form.section("counting")
    assert section.monitoring
    assert "You choose" in (section.note or "")
    for item in section.items:
        assert item.link_id.startswith("eq_")
        assert (item.why or "").startswith("To see whether")
        assert item.option("not_say") is not None
        assert not item.legal


@pytest.mark.serves("TB-29")
def test_no_copy_holds_them_whatever_is_set_on_an_answer(form: FormDefinition) -> None:
    session = visit(form, ASKED)
    for key in [entry.key for entry in session.freeze().answers if entry.key.link_id.startswith("eq_")]:
        session.set_visibility(key, Visibility.SHARE)
    session.answer("nx_copy_carer_wish", Choices(("all",)))
    record = session.freeze()
    assert "counting" not in [part.code for part in parts_of(form)]
    for audience in (
        Audience(AudienceKind.PERSON),
        Audience(AudienceKind.CARER, "sam"),
        Audience(AudienceKind.PROVIDER, "Home help"),
        Audience(AudienceKind.FILE),
        Audience(AudienceKind.OFFICE),
    ):
        for parts in (("counting", "culture"), tuple(part.code for part in parts_of(form))):
            seen = share(record, form, audience, parts, on=date(2026, 10, 6)).record
            assert not any(entry.key.link_id.startswith("eq_") for entry in seen.answers)
    file = share(record, form, Audience(AudienceKind.FILE)).record
    assert not any(entry.key.link_id.startswith("eq_") for entry in file.answers)
    whole = share(record, form, Audience(AudienceKind.OFFICE)).record
    assert any(entry.key.link_id == "eq_ethnicity" and entry.key.voice == PERSON for entry in whole.answers)


def test_culture_reaches_the_persons_copy_all_the_same(form: FormDefinition) -> None:
    seen = share(visit(form, ASKED).freeze(), form, Audience(AudienceKind.PERSON)).record
    said = {entry.key.link_id for entry in seen.answers}
    assert {"cu_important", "cu_faith_day"} <= said
    assert not any(link_id.startswith("eq_") for link_id in said)
