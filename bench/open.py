"""Opening a vault of ten thousand assessments against one of a hundred: what the number of people costs.

Both hold the same few answers a person, and are opened as the program does it: the passphrase is worked, the file is
checked (the large one as far as its list needs, the rest beside the work), and the list of the first page is read. They
take turns, and each is closed when its second look is over. Compare the ratios of the medians; the milliseconds
belong to this machine. A search is timed as one typed letter after another, over the ten thousand.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Answer, AnswerKey, AnswerState, Provenance
from doorstep.assessment.facts import AnswerGiven, FormReference, RecordStarted
from doorstep.assessment.people import Person, Worker
from doorstep.definition.loader import installed_form
from doorstep.services.unlock import VAULT, Profile
from doorstep.vault.database import Vault
from doorstep.vault.keys import STANDARD, decode_envelope
from doorstep.vault.store import Save

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.services.workspace import Workspace

RUNS = 7
FEW, MANY = 100, 10_000
_ANSWERS = 8
_PASSPHRASE = "harbour violet spoon candle thunder map"
_WORDS = "I get up at six, the cat insists, and then it is a long way down the stairs."
_TYPED = "harbour s"
_NOW = datetime.now(UTC)
_NAMES = ("Ann", "Bertha", "Cyril", "Dorothy", "Ernest", "Florence", "Gwen", "Harbour", "Ivy", "Josiah")


def _saves(count: int, form: FormReference) -> Iterator[Save]:
    for number in range(count):
        record, name = f"r{number}", f"{_NAMES[number % 10]} {_NAMES[number // 10 % 10]}son {number}"
        yield Save(record, (RecordStarted(_NOW, "w1", record, form, Person(f"p{number}", name)),))
        yield Save(record, tuple(_answer(question, number) for question in range(_ANSWERS)))


def _answer(question: int, number: int) -> AnswerGiven:
    answer = Answer(AnswerState.ANSWERED, Provenance("w1", _NOW, "v1"), f"{number}: {_WORDS}")
    return AnswerGiven(_NOW, "w1", AnswerKey(f"question_{question}"), answer)


def _make(folder: Path, count: int) -> Profile:
    profile = Profile(folder, kdf=STANDARD)
    profile.create(_PASSPHRASE, Worker(id="w1", name="Bench")).close()
    form = installed_form("needs-assessment")
    with Vault.open(folder / VAULT, _PASSPHRASE, clock=lambda: datetime.now(UTC)) as vault:
        vault.keep_form(form)
        for save in _saves(count, FormReference(form.form, form.version, form.digest)):
            vault.writer.submit(save)
        vault.writer.flush(600)
    return profile


def _milliseconds(profile: Profile) -> float:
    began = time.perf_counter()
    workspace = profile.open(_PASSPHRASE)
    workspace.assessments.list()
    took = (time.perf_counter() - began) * 1000
    _checked(workspace)
    workspace.abandon()
    return took


def _checked(workspace: Workspace) -> None:
    while workspace.checking:
        time.sleep(0.05)
    if workspace.damage is not None:
        raise workspace.damage


def _milliseconds_of_argon2(folder: Path) -> float:
    envelope = decode_envelope((folder / VAULT / "keys.json").read_bytes())
    began = time.perf_counter()
    envelope.open(_PASSPHRASE)
    return (time.perf_counter() - began) * 1000


def _milliseconds_of_letters(profile: Profile) -> list[float]:
    workspace, times = profile.open(_PASSPHRASE), list[float]()
    _checked(workspace)
    for end in range(1, len(_TYPED) + 1):
        began = time.perf_counter()
        workspace.assessments.list(_TYPED[:end])
        times.append((time.perf_counter() - began) * 1000)
    workspace.abandon()
    return times


def measure(runs: int = RUNS, many: int = MANY) -> tuple[float, float, float, float]:
    """Return milliseconds: median to the list with few and with many, of Argon2id alone, and the slowest letter."""
    with tempfile.TemporaryDirectory() as name:
        few_folder, many_folder = Path(name) / "few", Path(name) / "many"
        few, full = _make(few_folder, FEW), _make(many_folder, many)
        times = [
            (_milliseconds(few), _milliseconds(full), _milliseconds_of_argon2(many_folder)) for _ in range(runs + 1)
        ][1:]  # the first finds a cold machine
        letters = _milliseconds_of_letters(full)
    of_few, of_many, of_argon2 = (statistics.median(column) for column in zip(*times, strict=True))
    return of_few, of_many, of_argon2, max(letters)


def report(runs: int = RUNS) -> str:
    """Return the measurement as one line."""
    few, many, argon2, letter = measure(runs)
    return (
        f"unlocking {MANY} assessments to the list: {many / few:.2f} times the same with {FEW} "
        f"({many:.0f} ms against {few:.0f} ms, medians of {runs}; Argon2id is {argon2 / few:.0%} of the latter, "
        f"{argon2 / many:.0%} of the former); a letter of a search over all takes at most {letter:.0f} ms"
    )


if __name__ == "__main__":
    print(report())
