"""What the tests of the services share: a person, a worker, a cheap passphrase, a clock that only tests move."""

from __future__ import annotations

import dataclasses
import datetime as dt

from doorstep.assessment.people import Person, Worker
from doorstep.vault.keys import Kdf

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
