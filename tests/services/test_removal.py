"""What the office holds goes by itself after its time; what it does not hold never does."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.facts import BundleExported, Fact, ReceiptAccepted, RecordSigned
from doorstep.errors import RemovalRefusedError
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.vault.store import Due, Save
from services.profiles import CHEAP, JEAN, PASSPHRASE, ROSA

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.workspace import Workspace
    from services.profiles import Clock

SHA = "b" * 64


def profile_of(tmp_path: Path, clock: Clock, days: int) -> Profile:
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"id{next(numbers)}", device_name="Laptop 7")
    return Profile(tmp_path / "profile", surroundings, remove_received_after_days=days, kdf=CHEAP)


@pytest.fixture
def profile(tmp_path: Path, clock: Clock) -> Profile:
    return profile_of(tmp_path, clock, 30)


def journal(workspace: Workspace, record_id: str, *facts: Fact, due: tuple[Due, ...] | None = None) -> None:
    workspace._vault.writer.submit(Save(record_id, facts, due=due))
    workspace.assessments.settle()


def sent(workspace: Workspace, clock: Clock, *, signed: bool = True, receipt: bool = True) -> str:
    """Begin an assessment, sign it, and let it be received; return its id. Nothing is due for it."""
    record_id = workspace.assessments.start(JEAN).record_id
    workspace.assessments.settle()
    workspace.assessments.leave(record_id)
    journal(workspace, record_id, due=())
    if signed:
        journal(workspace, record_id, RecordSigned(clock.now, ROSA.id))
    number = len(workspace.assessments.list())
    last = workspace._vault.journal(record_id)[-1].seq
    journal(workspace, record_id, BundleExported(clock.now, ROSA.id, number, SHA, up_to=last))
    if receipt:
        journal(workspace, record_id, ReceiptAccepted(clock.now, ROSA.id, number, SHA, clock.now, "Borchester"))
    return record_id


def ids(workspace: Workspace) -> set[str]:
    return {line.record_id for line in workspace.assessments.list()}


def test_it_goes_at_the_first_unlocking_after_its_time(workspace: Workspace, profile: Profile, clock: Clock) -> None:
    gone, kept, unsigned = (
        sent(workspace, clock),
        sent(workspace, clock, receipt=False),
        sent(workspace, clock, signed=False),
    )
    [plan] = workspace.removal.planned()
    assert (plan.record_id, plan.called, plan.on) == (gone, "Jean", date(2026, 11, 5))
    workspace.close()
    clock.move(days=29)
    soon = profile.open(PASSPHRASE)
    assert ids(soon) == {gone, kept, unsigned}
    soon.come_back_to(gone)
    soon.close()
    clock.move(days=1)
    later = profile.open(PASSPHRASE)
    assert ids(later) == {kept, unsigned}
    [stone] = later.removal.removed()
    assert (stone.record_id, stone.removed_at, stone.office, stone.sha256) == (gone, clock.now, "Borchester", SHA)
    assert later.removal.planned() == ()
    assert later.place_to_come_back_to() == ""
    later.close()


def test_nothing_goes_when_the_setting_is_nought(tmp_path: Path, clock: Clock) -> None:
    profile = profile_of(tmp_path, clock, 0)
    workspace = profile.create(PASSPHRASE, ROSA)
    record_id = sent(workspace, clock)
    assert workspace.removal.planned() == ()
    workspace.close()
    clock.move(days=4000)
    again = profile.open(PASSPHRASE)
    assert ids(again) == {record_id}
    again.removal.remove(record_id)  # but it may be asked for
    assert ids(again) == set()
    again.close()


def test_what_is_still_due_holds_it_back(workspace: Workspace, clock: Clock) -> None:
    record_id = sent(workspace, clock)
    journal(workspace, record_id, due=(Due(clock.now.date() + timedelta(50), "na_copy_by"),))
    [plan] = workspace.removal.planned()
    assert plan.on == clock.now.date() + timedelta(51)


def test_an_open_assessment_stays(workspace: Workspace, clock: Clock) -> None:
    record_id = sent(workspace, clock)
    workspace.assessments.open(record_id)
    clock.move(days=31)
    assert workspace.removal.run() == ()
    with pytest.raises(RemovalRefusedError):
        workspace.removal.remove(record_id)
    workspace.assessments.leave(record_id)
    workspace.assessments.settle()
    assert [each.record_id for each in workspace.removal.run()] == [record_id]


def test_what_was_not_received_is_refused(workspace: Workspace, clock: Clock) -> None:
    record_id = sent(workspace, clock, receipt=False)
    with pytest.raises(RemovalRefusedError):
        workspace.removal.remove(record_id)
    assert ids(workspace) == {record_id}
