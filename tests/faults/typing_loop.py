"""A worker who types without a pause, for ``test_kill.py`` to kill: prints what the writer has called saved.

    typing_loop.py FOLDER FIRST [early]

Each round ``n`` types the draft ``n`` into one field and gives the answer ``n`` to another, far faster than
people can. A line ``n`` on stdout means that everything up to round ``n`` was shown as saved. ``early`` is the control:
a program that says so at once.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Provenance
from doorstep.assessment.facts import AnswerGiven, FormReference, RecordStarted
from doorstep.assessment.people import Person
from doorstep.vault.database import Vault
from doorstep.vault.interruption import Place
from doorstep.vault.keys import Kdf
from doorstep.vault.store import Save

PASSPHRASE = "kettle borrowed window harbour"
CHEAP = Kdf(64, 1)
RECORD = "r1"
BETWEEN_KEYS = 0.0002
"""Seconds. Much less than a commit takes, so that the writer is always busy and always merging."""
ANSWER, DRAFT = AnswerKey("na_day"), AnswerKey("na_night")


def now() -> datetime:
    """Return the time, as the program's own clock does."""
    return datetime.now(UTC)


def type_on(folder: Path, first: int, *, early: bool) -> None:
    """Type from round ``first`` until killed."""
    vault = Vault.open(folder, PASSPHRASE, clock=now, kdf_floor=CHEAP)
    if not vault.records():
        form, person = FormReference("needs-assessment", "1", "d" * 64), Person("p1", "Ann Bell")
        vault.writer.submit(Save(RECORD, (RecordStarted(now(), "w1", RECORD, form, person),)))
    told, between_keys = first - 1, threading.Event()
    for count in itertools.count(first):
        at = now()
        answer = Answer(AnswerState.ANSWERED, Provenance("w1", at), f"answer {count} " + "and so on " * (count % 50))
        place = Place(RECORD, DRAFT.link_id, cursor=count)
        vault.writer.submit(
            Save(RECORD, (AnswerGiven(at, "w1", ANSWER, answer),), {DRAFT: f"draft {count}"}, place=place)
        )
        saved = count if early else count - vault.writer.state().pending
        if saved > told:
            told = saved
            os.write(sys.stdout.fileno(), b"%d\n" % told)
        between_keys.wait(BETWEEN_KEYS)


if __name__ == "__main__":
    type_on(Path(sys.argv[1]), int(sys.argv[2]), early=sys.argv[3:] == ["early"])
