"""A real profile in a temporary folder: true encryption, a cheap passphrase, a clock that only tests move."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest

from doorstep.assessment.people import Person, Worker
from doorstep.services.surroundings import Surroundings
from doorstep.services.unlock import Profile
from doorstep.vault.keys import Kdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from doorstep.services.workspace import Workspace

PASSPHRASE = "harbour violet spoon candle thunder map"
CHEAP = Kdf(1024, 1)
JEAN = Person(id="jean", name="Jean Alder", preferred_name="Jean")
ROSA = Worker(id="rosa", name="Rosa Marsh", job="Social worker")


@dataclasses.dataclass
class Clock:
    now: dt.datetime = dt.datetime(2026, 10, 6, 9, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: int) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_profile(clock: Clock) -> Callable[[Path], Profile]:
    numbers = itertools.count(1)
    surroundings = Surroundings(clock=clock, new_id=lambda: f"id{next(numbers)}", device_name="Laptop 7")

    def make(folder: Path) -> Profile:
        return Profile(folder, surroundings, kdf=CHEAP)

    return make


@pytest.fixture
def profile(tmp_path: Path, make_profile: Callable[[Path], Profile]) -> Profile:
    return make_profile(tmp_path / "profile")


@pytest.fixture
def workspace(profile: Profile) -> Iterator[Workspace]:
    opened = profile.create(PASSPHRASE, ROSA)
    yield opened
    opened.abandon()
