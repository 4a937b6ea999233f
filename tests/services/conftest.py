"""A real profile in a temporary folder, with true encryption."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from services.lending import Office, an_office, send_and_remove, told
from services.profiles import CHEAP, PASSPHRASE, ROSA, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doorstep.services.workspace import Workspace


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def profile(tmp_path: Path, clock: Clock) -> Profile:
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"id{next(numbers)}", device_name="Laptop 7")
    return Profile(tmp_path / "profile", surroundings, kdf=CHEAP)


@pytest.fixture
def workspace(profile: Profile) -> Iterator[Workspace]:
    opened = profile.create(PASSPHRASE, ROSA)
    yield opened
    opened.abandon()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    """An office that lends, worked at its command line."""
    return an_office(tmp_path / "Brackwater", clock, tmp_path / "outbox")


@pytest.fixture
def connected(workspace: Workspace, office: Office) -> Workspace:
    office.let_in(workspace)
    return workspace


@pytest.fixture
def gone(connected: Workspace, office: Office) -> str:
    """The id of a record of Jean's that lies at the office alone."""
    record_id = told(connected).record_id
    send_and_remove(connected, office, record_id)
    return record_id
