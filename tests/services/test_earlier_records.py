"""A year later: what the office lends comes back to one laptop, is read for a time, and goes again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.beside import LinkKind
from doorstep.assessment.facts import Route
from doorstep.assessment.standing import counts
from doorstep.definition.model import CANNOT_CARRY, Visibility
from doorstep.errors import VisitPackExpiredError
from doorstep.office.messages import Exit
from doorstep.services.summary import Whereabouts
from services.filling import fill
from services.lending import DAWN, HABIT, SECRET, Office, nothing_lent, opened, send_and_remove, told
from services.profiles import JEAN, PASSPHRASE, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.definition.model import Place
    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace

# the way back


def carries(place: Place) -> bool:
    """Tell whether the form takes an answer at this place on from record to record."""
    above = (place.item, *place.repeats, *((place.group,) if place.group else ()))
    return place.item.type not in CANNOT_CARRY and all(item.carries for item in above)


@pytest.mark.serves("TB-04")
def test_a_year_after_it_left_nothing_is_asked_from_blank(connected: Workspace, office: Office, clock: Clock) -> None:
    first = connected.assessments.start(JEAN)
    first.put_party(DAWN)
    fill(first)
    first.sign("Signed")
    said, state = first.freeze(), first.state
    send_and_remove(connected, office, first.record_id)
    assert connected.assessments.list() == ()
    clock.move(days=366)
    accepted = connected.earlier.accept(office.lend(connected))
    assert (accepted.person, accepted.records) == (JEAN, ("Needs assessment",))
    assert accepted.until == (clock.now + timedelta(30)).date()

    again = connected.assessments.continue_with(first.record_id, "needs-assessment", Route.REASSESSMENT)
    held, definition = again.freeze(), again.definition
    carried = {
        key: answer
        for key, answer in said.by_key.items()
        if counts(answer) and state.is_shown(key.link_id, key.path) and carries(definition.places[key.link_id])
    }
    assert len(carried) > 50
    for key, answer in carried.items():
        stands = held.by_key[key]
        assert stands.value == answer.value, key
        assert not counts(stands)
        assert stands.provenance.recorded_at == answer.provenance.recorded_at
        assert stands.provenance.recorded_by == answer.provenance.recorded_by == "rosa"
        assert stands.provenance.origin == first.record_id
    assert [(link.kind, link.record) for link in held.beside.links] == [(LinkKind.FOLLOWS, first.record_id)]


def test_it_is_to_read_and_nobody_can_change_it(connected: Workspace, office: Office, gone: str) -> None:
    accepted = connected.earlier.accept(office.lend(connected))
    assert connected.assessments.list() == ()
    [person] = connected.assessments.people("jean ald")
    [line] = person.lent
    assert person.records == ()
    assert (line.record_id, line.whereabouts, line.lent_until) == (gone, Whereabouts.LENT, accepted.until)
    assert connected.assessments.people("somebody else") == ()
    assert connected.assessments.journey("jean").lent == (line,)
    with pytest.raises(KeyError):
        connected.assessments.open(gone)
    with pytest.raises(KeyError):
        connected.export.export(gone, office.outbox)
    state = connected.assessments.state(gone)
    said = state.current(AnswerKey("ls_habits"))
    assert said is not None
    assert said.value == HABIT
    assert connected.assessments.known_for(gone, "needs-assessment").answers > 0


def test_it_can_be_laid_beside_the_new_record(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    [before] = connected.assessments.earlier(again.record_id)
    assert before.record_id == gone
    connected.assessments.compare(gone, again.record_id)


@pytest.mark.serves("TB-12")
def test_what_was_private_stays_private(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    answer = again.freeze().by_key[AnswerKey("ls_places")]
    assert (answer.value, answer.visibility) == (SECRET, Visibility.PRIVATE_PERSON)


def test_a_carer_who_was_named_then_can_have_a_record_of_their_own_now(connected: Workspace, office: Office) -> None:
    first = told(connected)
    first.put_party(DAWN)
    send_and_remove(connected, office, first.record_id)
    connected.earlier.accept(office.lend(connected))
    own = connected.assessments.start_for_carer(first.record_id, DAWN.id)
    assert own.state.person.name == DAWN.name


def test_pictures_stay_at_the_office(connected: Workspace, office: Office, gone: str) -> None:
    path = office.lend(connected)
    assert b"\xff\xd8\xff" not in opened(connected, path)
    assert connected.earlier.accept(path).pictures == 1


def test_a_thief_would_hold_it_too_and_it_is_counted(connected: Workspace, office: Office, gone: str) -> None:
    assert (connected.risk.now().people, connected.risk.now().lent) == (0, 0)
    connected.earlier.accept(office.lend(connected))
    risk = connected.risk.now()
    assert (risk.people, risk.assessments, risk.lent) == (1, 0, 1)


# the end of it


def left_of(workspace: Workspace) -> bytes:
    """Return all that the database still holds under settings."""
    return b"\n".join(row[0] for row in workspace._vault._database.run("SELECT value FROM setting"))


def test_it_goes_at_the_first_unlocking_after_its_last_day(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    path = office.lend(connected, gone, "--days", 10)
    connected.earlier.accept(path)
    assert HABIT.encode() in left_of(connected)
    clock.move(days=11)
    assert connected.assessments.people() == ()  # nor is it read any more while the vault stays open
    with pytest.raises(KeyError):
        connected.assessments.known_for(gone, "needs-assessment")
    connected.close()
    again = profile.open(PASSPHRASE)
    assert nothing_lent(again)
    assert b"Jean" not in left_of(again)
    assert HABIT.encode() not in left_of(again)
    clock.move(days=-11)  # nor does it come back when somebody sets the clock back
    with pytest.raises(VisitPackExpiredError):
        again.earlier.accept(path)
    assert nothing_lent(again)
    again.close()


def test_on_its_last_day_it_is_still_there(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    connected.earlier.accept(office.lend(connected, gone, "--days", 10))
    connected.close()
    clock.move(days=10)
    again = profile.open(PASSPHRASE)
    assert again.assessments.known_for(gone, "needs-assessment").answers > 0
    again.close()


def test_it_goes_when_the_office_holds_the_new_record(connected: Workspace, office: Office, gone: str) -> None:
    connected.earlier.accept(office.lend(connected))
    again = connected.assessments.continue_with(gone, "needs-assessment")
    connected.receipts.accept(receipt_for(connected, office, again.record_id))
    assert connected._vault.earlier.all()  # it is not signed yet: somebody may still go back to what was said
    again.put_party(DAWN)
    fill(again)
    again.sign("Signed")
    connected.receipts.accept(receipt_for(connected, office, again.record_id))
    assert connected._vault.earlier.all() == ()
    assert [line.record_id for line in connected.assessments.list()] == [again.record_id]


def receipt_for(workspace: Workspace, office: Office, record_id: str) -> Path:
    result = workspace.export.export(record_id, office.outbox)
    assert office.run("intake", result.path) == Exit.OK
    return next(office.folder.receipts.glob(f"*-{result.number}.doorstep-receipt"))


def test_snapshots_from_before_it_went_go_with_it(
    profile: Profile, connected: Workspace, office: Office, gone: str, clock: Clock
) -> None:
    connected.earlier.accept(office.lend(connected, gone, "--days", 1))
    held = connected._vault.take_snapshot()
    connected.close()
    clock.move(days=2)
    profile.open(PASSPHRASE).close()
    clock.move(days=31)
    later = profile.open(PASSPHRASE)
    later._vault.set_setting("changed", b"1")
    later.close()
    last = profile.open(PASSPHRASE)
    assert held is not None
    assert held.name not in {each.name for each in last._vault.snapshots()}
    last.close()
