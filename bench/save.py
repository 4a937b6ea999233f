"""Saving an answer against plain sqlite3 with the same statements: what encryption and its guards cost.

Ours is all that stands between "kept" and "saved": encoding, hashing, the journal, the current answer, the words to
search by, the transaction, the sidecar. Plain is Python's own sqlite3, which is handed the very statements and values
that ours has just run, with WAL and synchronous=FULL too, into a database on the same disk. They take turns. Compare
the ratio of the medians; the milliseconds belong to this machine, and on a slow disk its flush is all that counts. In
the program a thread of its own does this, so that typing waits for neither.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Provenance
from doorstep.assessment.facts import AnswerGiven, FormReference, RecordStarted
from doorstep.assessment.people import Person
from doorstep.vault.cipher import CipherFile, create_file
from doorstep.vault.head import Sidecar
from doorstep.vault.migration import migrate
from doorstep.vault.store import Save, Store

if TYPE_CHECKING:
    from doorstep.vault.cipher import Row

ANSWERS = 600
_QUESTIONS = 300
_WORDS = "I get up at six, the cat insists, and then it is a long way down the stairs. "
_NOW = datetime.now(UTC)


class _Recorded(CipherFile):
    """The vault's own file, which also notes what it is asked to run."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__(path, key)
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def run(self, sql: str, *values: object) -> list[Row]:
        self.asked.append((sql, values))
        return super().run(sql, *values)

    def take(self) -> list[tuple[str, tuple[object, ...]]]:
        """Return what was run since the last time."""
        asked, self.asked = self.asked, []
        return asked


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def _replay(connection: sqlite3.Connection, statements: list[tuple[str, tuple[object, ...]]]) -> float:
    """Run statements and return the milliseconds that they took."""
    began = time.perf_counter()
    for sql, values in statements:
        connection.execute(sql, values).fetchall()
    return (time.perf_counter() - began) * 1000


def _any_age(sql: str) -> str:
    """Return a statement as every sqlite3 since 3.38 understands it: without the newest option of the search tables."""
    return sql.replace("content='', contentless_delete=1, ", "")


def _save(number: int) -> Save:
    key = AnswerKey(f"question_{number % _QUESTIONS}")
    answer = Answer(AnswerState.ANSWERED, Provenance("w1", _NOW, "v1"), f"{number}: {_WORDS}")
    return Save("r1", (AnswerGiven(_NOW, "w1", key, answer),))


def measure(answers: int = ANSWERS) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each save: of plain sqlite3, and of ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_file(folder / "vault.db")
        ours, plain = _Recorded(folder / "vault.db", os.urandom(32)), _plain(folder / "plain.db")
        migrate(ours)
        with Sidecar(folder / "head", os.urandom(32)) as sidecar:
            store = Store(ours, sidecar, lambda: datetime.now(UTC))
            form = FormReference("needs-assessment", "1", "")
            store.commit([Save("r1", (RecordStarted(_NOW, "w1", "r1", form, Person("p1", "Bench")),))])
            _replay(plain, [(_any_age(sql), values) for sql, values in ours.take()])
            pairs = [_pair(store, ours, plain, _save(number)) for number in range(answers)]
        ours.close()
        plain.close()
    return [theirs for theirs, _ in pairs], [own for _, own in pairs]


def _pair(store: Store, ours: _Recorded, plain: sqlite3.Connection, save: Save) -> tuple[float, float]:
    began = time.perf_counter()
    store.commit([save])
    own = (time.perf_counter() - began) * 1000
    return _replay(plain, ours.take()), own


def report(answers: int = ANSWERS) -> str:
    """Return the measurement as one line."""
    plain, ours = measure(answers)
    slowest = statistics.quantiles(ours, n=100)[-1]
    typical, own = statistics.median(plain), statistics.median(ours)
    return (
        f"saving an answer: {own / typical:.2f} times plain sqlite3 with the same statements "
        f"({own:.2f} ms against {typical:.2f} ms, medians of {answers}; one in a hundred over {slowest:.2f} ms)"
    )


if __name__ == "__main__":
    print(report())
