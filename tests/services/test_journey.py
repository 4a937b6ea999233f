"""One person's way through the forms: nothing is asked from blank that was said, and nobody sees too much."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import WORKER, AnswerKey, ApproximateDate, Choices, Contact
from doorstep.assessment.beside import LinkKind
from doorstep.assessment.facts import Route
from doorstep.assessment.people import Carer, Person
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.assessment.stages import StageStatus
from doorstep.assessment.standing import counts
from doorstep.definition.model import CANNOT_CARRY, Speaker
from doorstep.errors import KeptApartError, NoSuchCarerError
from doorstep.services.copies import CopyRequest
from services.filling import fill
from services.profiles import JEAN, PASSPHRASE

if TYPE_CHECKING:
    from doorstep.services.assessments import OpenAssessment
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

DAWN = Carer(id="dawn", name="Dawn Alder", relationship="daughter", phone="07700 900001")


def test_every_form_can_be_chosen_and_says_whose_record_it_makes(workspace: Workspace) -> None:
    choices = {choice.name: choice for choice in workspace.assessments.forms()}
    assert choices["needs-assessment"].title == "Needs assessment"
    assert choices["carer-assessment"].whose is Speaker.CARER
    assert "pre-visit" in choices["needs-assessment"].follows


def test_what_was_typed_at_the_start_is_not_asked_from_blank(workspace: Workspace) -> None:
    person = Person("jean", "Jean Alder", "Jean", dt.date(1945, 3, 14), "943 476 5919")
    opened = workspace.assessments.start(person)
    topic = opened.definition.topic_of("ab_full_name")
    typed = {each.key.link_id: each for each in opened.state.to_confirm(topic)}
    assert set(typed) == {"ab_full_name", "ab_preferred_name", "ab_dob", "ab_nhs_number"}
    assert all(each.from_start for each in typed.values())
    assert opened.state.progress(topic).answered == 0
    opened.still_true(typed["ab_full_name"].key)
    assert opened.state.progress(topic).answered == 1


def test_after_a_year_nothing_that_was_said_is_asked_from_blank(workspace: Workspace, clock: Clock) -> None:
    first = workspace.assessments.start(JEAN)
    first.put_party(DAWN)
    fill(first)
    first.sign("Signed")
    said = first.freeze()
    workspace.assessments.leave(first.record_id)
    clock.move(days=366)
    again = workspace.assessments.continue_with(first.record_id, "needs-assessment", Route.REASSESSMENT)
    assert again.state.route is Route.REASSESSMENT
    assert again.state.person == JEAN
    held = again.freeze().by_key
    definition = again.definition
    asked_anew = {
        link_id
        for link_id, place in definition.places.items()
        if not all(item.carries for item in (place.item, *place.repeats))
        or not (place.group is None or place.group.carries)
        or place.item.type in CANNOT_CARRY
    }
    for key, answer in said.by_key.items():
        if counts(answer) and key.link_id not in asked_anew and first.state.is_shown(key.link_id, key.path):
            assert held[key].value == answer.value, key
            assert not counts(held[key])
            carried = again.state.carried(key)
            assert carried is not None
            months = definition.shelf_life(key.link_id)
            assert carried.stale == (months is not None and months <= 12), key
    stale = {ref.link_id for ref in again.state.derived.stale}
    assert {"ab_address", "ab_phone"} & set(definition.places) & {key.link_id for key in held} <= stale
    carried_over = {key.link_id for key in held if again.state.carried(key)}
    assert not carried_over & asked_anew


def test_a_stale_answer_that_is_confirmed_is_fresh_again(workspace: Workspace, clock: Clock) -> None:
    first = workspace.assessments.start(JEAN)
    first.answer("ab_address", "12 Quay Street")
    clock.move(days=200)
    again = workspace.assessments.continue_with(first.record_id, "needs-assessment")
    key = AnswerKey("ab_address")
    assert "ab_address" in {ref.link_id for ref in again.state.derived.stale}
    again.still_true(key)
    assert "ab_address" not in {ref.link_id for ref in again.state.derived.stale}


def test_the_preparation_fills_the_assessment_and_is_linked(workspace: Workspace, profile: Profile) -> None:
    before = workspace.assessments.start(JEAN, form="pre-visit")
    fill(before)
    opened = workspace.assessments.continue_with(before.record_id, "needs-assessment")
    [link] = opened.freeze().beside.links
    assert (link.kind, link.record, link.form) == (LinkKind.FOLLOWS, before.record_id, "pre-visit")
    typed = opened.state.carried(AnswerKey("ab_full_name"))
    assert typed is not None
    assert (typed.value, typed.record, typed.form) == ("Jean Alder", before.record_id, "pre-visit")
    held = opened.freeze()
    workspace.close()
    reopened = profile.open(PASSPHRASE)
    try:
        assert reopened.assessments.current(opened.record_id)[0] == held
    finally:
        reopened.abandon()


def test_the_list_keeps_one_persons_records_together(workspace: Workspace, clock: Clock) -> None:
    jean = workspace.assessments.start(JEAN, form="pre-visit")
    clock.move(minutes=1)
    workspace.assessments.start(Person("ted", "Ted Marsh"))
    clock.move(minutes=1)
    workspace.assessments.continue_with(jean.record_id, "needs-assessment")
    workspace.assessments.settle()
    lines = workspace.assessments.list()
    assert [(line.person_id, line.form) for line in lines] == [
        ("jean", "needs-assessment"),
        ("jean", "pre-visit"),
        ("ted", "needs-assessment"),
    ]
    assert lines[0].title == "Needs assessment"


def _carers_record(workspace: Workspace) -> tuple[OpenAssessment, OpenAssessment]:
    jean = workspace.assessments.start(JEAN)
    jean.put_party(DAWN)
    jean.answer("pe_carer_view", "I am worn out", voice=jean.state.voices_of(Speaker.CARER)[0])
    jean.answer("ab_address", "12 Quay Street")
    return jean, workspace.assessments.start_for_carer(jean.record_id, "dawn")


def test_a_carer_has_a_record_of_their_own_with_nothing_of_the_other(workspace: Workspace) -> None:
    jean, dawn = _carers_record(workspace)
    before = jean.freeze()
    assert dawn.state.person == Person("dawn", "Dawn Alder")
    [link] = dawn.freeze().beside.links
    assert (link.kind, link.record, link.person, link.name) == (LinkKind.CARER_OF, jean.record_id, "jean", "Jean Alder")
    assert {str(key): answer.value for key, answer in dawn.freeze().by_key.items()} == {
        "cr_name@person": Contact("Dawn Alder", phone="07700 900001")
    }
    dawn.answer("cr_life", "I used to sing")
    assert jean.freeze() == before
    workspace.assessments.settle()
    [relative] = workspace.assessments.journey("jean").relatives
    assert (relative.person_id, relative.name, relative.kind) == ("dawn", "Dawn Alder", LinkKind.CARER_OF)
    [other] = workspace.assessments.journey("dawn").relatives
    assert (other.person_id, other.kind) == ("jean", LinkKind.CARED_FOR_BY)


def test_only_a_known_carer_is_begun_for(workspace: Workspace) -> None:
    jean = workspace.assessments.start(JEAN)
    with pytest.raises(NoSuchCarerError):
        workspace.assessments.start_for_carer(jean.record_id, "rosa")


def test_a_young_carer_is_linked_from_either_side(workspace: Workspace) -> None:
    jean, dawn = _carers_record(workspace)
    workspace.assessments.link(dawn.record_id, LinkKind.PARENT_OF, jean.record_id)
    kinds = {link.kind for link in dawn.freeze().beside.links}
    assert kinds == {LinkKind.CARER_OF, LinkKind.PARENT_OF}


def test_two_records_are_shown_side_by_side_only_when_both_agree(workspace: Workspace) -> None:
    jean, dawn = _carers_record(workspace)

    def agreed() -> tuple[bool, bool, bool]:
        both = workspace.assessments.side_by_side(jean.record_id, dawn.record_id)
        return both.person, both.carer, both.both

    assert agreed() == (False, False, False)
    dawn.answer("cr_separate", Choices(("together",)))
    assert agreed() == (False, True, False)
    row = jean.add_row("nx_share").facts[0].row  # type: ignore[union-attr]
    jean.answer("nx_share.who", "Dawn Alder", path=(row,))
    jean.answer("nx_share.parts", Choices(("home",)), path=(row,))
    jean.answer("nx_share.answer", Choices(("yes",)), path=(row,))
    assert agreed() == (True, True, True)
    dawn.answer("cr_separate", Choices(("alone",)))
    assert agreed() == (True, False, False)
    dawn.answer("cr_separate", Choices(("part",)))
    jean.answer("nx_share.taken_back_on", ApproximateDate(2026, 10, 6), path=(row,))
    assert agreed() == (False, True, False)


def test_the_journey_tells_where_the_person_is(workspace: Workspace, clock: Clock) -> None:
    before = workspace.assessments.start(JEAN, form="pre-visit")
    before.answer("pv_first_contact_date", ApproximateDate(2026, 9, 28))
    stages = {stage.code: stage for stage in workspace.assessments.journey("jean").stages}
    assert stages["first_contact"].day == dt.date(2026, 9, 28)
    assert stages["getting_ready"].status is StageStatus.NOW
    clock.move(days=1)
    opened = workspace.assessments.continue_with(before.record_id, "needs-assessment")
    opened.answer("na_decision_due", ApproximateDate(2026, 10, 30))
    journey = workspace.assessments.journey("jean")
    stages = {stage.code: stage for stage in journey.stages}
    assert stages["conversation"].status is StageStatus.NOW
    assert (stages["decision"].status, stages["decision"].day) == (StageStatus.NEXT, dt.date(2026, 10, 30))
    assert [line.form for line in journey.records] == ["pre-visit", "needs-assessment"]
    assert journey.follows[opened.record_id] == (before.record_id,)


def test_what_not_to_ask_about_is_in_sight_from_the_preparation_on(workspace: Workspace, clock: Clock) -> None:
    first = workspace.assessments.start(JEAN)
    first.answer("ls_not_again", "The fire. Ask my sister.")
    clock.move(days=366)
    before = workspace.assessments.continue_with(first.record_id, "pre-visit")
    assert before.state.not_to_ask == ("The fire. Ask my sister.",)
    again = workspace.assessments.continue_with(first.record_id, "needs-assessment")
    assert again.state.not_to_ask == ("The fire. Ask my sister.",)


def test_the_route_it_begins_with_is_not_asked_again(workspace: Workspace) -> None:
    opened = workspace.assessments.start(JEAN, Route.URGENT_FIRST)
    told = opened.state.current(AnswerKey("na_proportion", (), WORKER))
    assert told is not None
    assert told.value == Choices(("urgent_first",))
    again = workspace.assessments.start(JEAN)
    assert again.state.current(AnswerKey("na_proportion", (), WORKER)) is None


def test_what_was_promised_is_due_until_it_is_kept(workspace: Workspace, clock: Clock) -> None:
    def due() -> dict[str, list[dt.date]]:
        workspace.assessments.settle()
        return {line.form: [each.day for each in line.due] for line in workspace.assessments.list()}

    opened = workspace.assessments.start(JEAN)
    opened.answer("na_decision_due", ApproximateDate(2026, 10, 30))
    assert due() == {"needs-assessment": [dt.date(2026, 10, 30)]}
    opened.pause_clock("Time to think")
    clock.move(days=10)
    opened.resume_clock()
    assert due() == {"needs-assessment": [dt.date(2026, 11, 9)]}
    opened.answer("el_decision", Choices(("eligible",)))
    assert due() == {"needs-assessment": []}
    plan = workspace.assessments.continue_with(opened.record_id, "care-plan")
    plan.answer("pl_review_date", ApproximateDate(2026, 12, 1))
    assert due()["care-plan"] == [dt.date(2026, 12, 1)]
    clock.move(days=30)
    workspace.assessments.continue_with(plan.record_id, "review")
    assert due()["care-plan"] == []


def test_nobody_has_no_journey(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        workspace.assessments.journey("nobody")


# what is said about the worker's own work


def _feedback_form(workspace: Workspace) -> str:
    names = [choice.name for choice in workspace.assessments.forms() if choice.apart]
    if not names:
        pytest.skip("there is no feedback form yet")
    return names[0]


def _feedback(workspace: Workspace) -> OpenAssessment:
    jean = workspace.assessments.start(JEAN)
    workspace.assessments.settle()
    return workspace.assessments.continue_with(jean.record_id, _feedback_form(workspace))


def test_feedback_can_be_filled_in_on_its_day_and_is_closed_once_signed(workspace: Workspace) -> None:
    opened = _feedback(workspace)
    opened.answer("fb_better", "Ring before you come")
    workspace.assessments.leave(opened.record_id)
    opened = workspace.assessments.open(opened.record_id)
    fill(opened)
    opened.sign()
    workspace.assessments.leave(opened.record_id)
    with pytest.raises(KeptApartError):
        workspace.assessments.open(opened.record_id)
    with pytest.raises(KeptApartError):
        workspace.assessments.require_readable(opened.record_id)
    with pytest.raises(KeptApartError):
        workspace.copies.preview(opened.record_id, CopyRequest(Audience(AudienceKind.PERSON)))
    workspace.assessments.settle()
    [line] = [line for line in workspace.assessments.list() if line.record_id == opened.record_id]
    assert line.kept_apart


def test_feedback_that_was_left_is_closed_the_next_day(workspace: Workspace, clock: Clock) -> None:
    opened = _feedback(workspace)
    workspace.assessments.leave(opened.record_id)
    clock.move(days=1)
    with pytest.raises(KeptApartError):
        workspace.assessments.open(opened.record_id)


def test_what_was_being_typed_apart_is_not_told_after_a_flat_battery(workspace: Workspace, profile: Profile) -> None:
    opened = _feedback(workspace)
    opened.type_draft(AnswerKey("fb_better"), "Ring bef")
    opened.remember_place("fb_better")
    workspace.assessments.settle()
    workspace.abandon()
    again = profile.open(PASSPHRASE)
    try:
        told = again.interruption
        assert told is not None
        assert told.record_id == opened.record_id
        assert told.drafts == {}
    finally:
        again.abandon()


def test_a_search_finds_no_words_of_feedback(workspace: Workspace) -> None:
    opened = _feedback(workspace)
    opened.answer("fb_better", "Ring before you come")
    workspace.assessments.settle()
    assert opened.record_id not in {line.record_id for line in workspace.assessments.list("ring before")}
    assert opened.record_id in {line.record_id for line in workspace.assessments.list("jean ald")}


def test_a_worker_who_assessed_nobody_here_may_read_feedback(workspace: Workspace, clock: Clock) -> None:
    opened = workspace.assessments.start(JEAN, form=_feedback_form(workspace))
    workspace.assessments.leave(opened.record_id)
    clock.move(days=1)
    assert workspace.assessments.open(opened.record_id).record_id == opened.record_id
