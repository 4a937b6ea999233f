"""If the laptop were stolen now: every number is the vault's own, asked for another way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pyrage import x25519

from doorstep.assessment.facts import BundleExported, ReceiptAccepted, RecordSigned
from doorstep.assessment.people import Person
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.vault.store import Save
from services.profiles import CHEAP, JEAN, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.workspace import Workspace

PENNANT = Person(id="", name="Everald Josiah Pennant", preferred_name="Mr Pennant", born=date(1945, 3, 14))
SHA = "c" * 64


@pytest.fixture
def profile(tmp_path: Path, clock: Clock) -> Profile:
    surroundings = Surroundings(clock=clock, device_name="Laptop 7")
    return Profile(tmp_path / "profile", surroundings, remove_received_after_days=30, kdf=CHEAP)


def send(workspace: Workspace, record_id: str, clock: Clock) -> None:
    """Sign it, let it leave and be received, as it stands."""
    workspace.assessments.settle()
    workspace.assessments.leave(record_id)
    vault = workspace._vault
    vault.writer.submit(Save(record_id, (RecordSigned(clock.now, ROSA.id),), due=()))
    workspace.assessments.settle()
    last = vault.journal(record_id)[-1].seq
    vault.writer.submit(Save(record_id, (BundleExported(clock.now, ROSA.id, 1, SHA, up_to=last),)))
    vault.writer.submit(Save(record_id, (ReceiptAccepted(clock.now, ROSA.id, 1, SHA, clock.now, "Borchester"),)))
    workspace.assessments.settle()


def test_every_number_is_what_the_database_says(workspace: Workspace, clock: Clock) -> None:
    sent = workspace.assessments.start(JEAN).record_id
    clock.move(days=1)
    workspace.assessments.start(PENNANT)
    clock.move(days=1)
    workspace.assessments.start(PENNANT)  # the same man a second time
    clock.move(hours=1)
    send(workspace, sent, clock)
    clock.move(hours=1)

    risk = workspace.risk.now()
    run = workspace._vault._database.run
    [(assessments,)] = run("SELECT count(*) FROM record")
    [(unsent, begun)] = run("SELECT count(*), min(started_at) FROM record WHERE content_seq > coalesce(export_seq, 0)")
    [(people,)] = run(
        "SELECT count(DISTINCT json_extract(person, '$.name') || coalesce(json_extract(person, '$.born'), ''))"
        " FROM record"
    )
    [(left,)] = run("SELECT at FROM journal WHERE kind = 'exported' ORDER BY seq DESC LIMIT 1")
    assert (risk.people, risk.assessments, risk.unsent) == (people, assessments, unsent) == (2, 3, 2)
    assert risk.oldest_unsent is not None
    assert risk.oldest_unsent.called == "Mr Pennant"
    assert risk.oldest_unsent.begun_at == datetime.fromisoformat(begun)
    assert risk.last_left_at == datetime.fromisoformat(left) == clock.now - timedelta(hours=1)
    assert [plan.record_id for plan in risk.removals] == [sent]
    assert risk.remove_after_days == 30


def test_an_empty_laptop_has_nothing_to_lose(workspace: Workspace) -> None:
    risk = workspace.risk.now()
    assert (risk.people, risk.assessments, risk.unsent, risk.removals) == (0, 0, 0, ())
    assert (risk.oldest_unsent, risk.last_left_at) == (None, None)


def test_what_was_typed_a_moment_ago_counts(workspace: Workspace, clock: Clock) -> None:
    record_id = workspace.assessments.start(JEAN).record_id
    send(workspace, record_id, clock)
    assert workspace.risk.now().unsent == 0
    workspace.assessments.open(record_id).add_addendum("", "She moved", "Her son rang")
    assert workspace.risk.now().unsent == 1


def test_how_it_is_locked_is_told_from_the_envelope(workspace: Workspace) -> None:
    risk = workspace.risk.now()
    assert (risk.memory_mib, risk.passes) == (CHEAP.memory_kib // 1024, CHEAP.passes)
    assert risk.office_keys == 0
    workspace._vault.door.seal_to_office(tuple(str(x25519.Identity.generate().to_public()) for _ in range(2)))
    assert workspace.risk.now().office_keys == 2


def test_what_was_removed_is_gone_from_the_numbers_but_when_it_left_is_known(
    workspace: Workspace, profile: Profile, clock: Clock
) -> None:
    record_id = workspace.assessments.start(JEAN).record_id
    send(workspace, record_id, clock)
    left = clock.now
    workspace.removal.remove(record_id)
    risk = workspace.risk.now()
    assert (risk.people, risk.assessments) == (0, 0)
    assert risk.last_left_at == left
    workspace.close()
    again = profile.open(PASSPHRASE)
    assert again.risk.now().last_left_at == left
    again.close()
