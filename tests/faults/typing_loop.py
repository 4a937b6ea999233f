"""A worker who types without a pause into a vault: prints what the writer has called saved, and its troubles.

    typing_loop.py FOLDER FIRST LAST [early] [normal] [jumping] [singly] [unclosed]

Each round ``n`` types the draft ``n`` into one field and gives the answer ``n`` to another, far faster than people can.
A line ``n`` on stdout means that everything up to round ``n`` was shown as saved; a line ``trouble CODE`` that saving
failed. After LAST it waits until all is saved and closes the vault. Controls and clocks:

- ``early``: a program that says "saved" at once;
- ``normal``: a database that does not flush at each commit (synchronous = NORMAL);
- ``jumping``: a clock that is years wrong, another way in every round;
- ``singly``: each round waits for the one before to be saved, so that nothing is merged;
- ``unclosed``: the end of the program is no proper end.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Provenance
from doorstep.assessment.facts import AnswerGiven, FormReference, RecordStarted
from doorstep.assessment.people import Person
from doorstep.vault.database import Vault
from doorstep.vault.interruption import Place
from doorstep.vault.keys import Kdf
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from collections.abc import Callable

PASSPHRASE = "kettle borrowed window harbour"
CHEAP = Kdf(64, 1)
RECORD = "r1"
FOR_EVER = 1_000_000_000
BETWEEN_KEYS = 0.0002
"""Seconds. Much less than a commit takes, so that the writer is always busy and always merging."""
YEARS = timedelta(days=3650)
ANSWER, DRAFT = AnswerKey("na_day"), AnswerKey("na_night")


def now() -> datetime:
    """Return the time, as the program's own clock does."""
    return datetime.now(UTC)


def jumping() -> datetime:
    """Return a time that is up to ten years wrong, back or forth."""
    return now() + random.uniform(-1, 1) * YEARS


def begin(folder: Path, clock: Callable[[], datetime] = now) -> Vault:
    """Make the vault in which is typed, with a record; return it open."""
    vault = Vault.create(folder, PASSPHRASE, clock=clock, device_name="laptop-7", kdf=CHEAP)
    form, person = FormReference("needs-assessment", "1", "d" * 64), Person("p1", "Ann Bell")
    vault.writer.submit(Save(RECORD, (RecordStarted(clock(), "w1", RECORD, form, person),)))
    vault.writer.flush(10)
    return vault


def save_of(count: int, at: datetime) -> Save:
    """Return what round ``count`` types."""
    answer = Answer(AnswerState.ANSWERED, Provenance("w1", at), f"answer {count} " + "and so on " * (count % 50))
    place = Place(RECORD, DRAFT.link_id, cursor=count)
    return Save(RECORD, (AnswerGiven(at, "w1", ANSWER, answer),), {DRAFT: f"draft {count}"}, place=place)


class Teller:
    """Says what was shown as saved, and each trouble once; each line goes out at once."""

    def __init__(self, vault: Vault, told: int, *, early: bool) -> None:
        self._vault, self._told, self._early, self._trouble = vault, told, early, ""

    def tell(self, typed: int) -> None:
        """Say how much is saved of what was typed up to a round."""
        state = self._vault.writer.state()
        if state.error and state.error != self._trouble:
            os.write(sys.stdout.fileno(), f"trouble {state.error}\n".encode())
        self._trouble = state.error or ""
        saved = typed if self._early else typed - state.pending
        if saved > self._told:
            self._told = saved
            os.write(sys.stdout.fileno(), b"%d\n" % saved)


def type_on(folder: Path, first: int, last: int, options: list[str]) -> None:
    """Type from round ``first`` to ``last``, unless killed before."""
    clock = jumping if "jumping" in options else now
    vault = Vault.open(folder, PASSPHRASE, clock=clock, kdf_floor=CHEAP)
    if "normal" in options:
        vault._database.run("PRAGMA synchronous = NORMAL")
    teller, between_keys = Teller(vault, first - 1, early="early" in options), threading.Event()
    for count in itertools.takewhile(lambda count: count <= last, itertools.count(first)):
        vault.writer.submit(save_of(count, clock()))
        if "singly" in options:
            vault.writer.flush(5)
        teller.tell(count)
        between_keys.wait(BETWEEN_KEYS)
    while not vault.writer.flush(0.05):
        teller.tell(last)
    teller.tell(last)
    if "unclosed" not in options:
        vault.close()


if __name__ == "__main__":
    type_on(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
