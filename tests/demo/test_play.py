"""The whole visit, played once through the real window in a process of its own; then what it left is examined."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from doorstep.office.messages import Exit

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "bundle.md"
FLIPS = 24
"""Bytes that are changed, one at a time, from the first to the last of the bundle."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play the demonstration once for all tests of this module."""
    out = tmp_path_factory.mktemp("demo") / "out"
    home = tmp_path_factory.mktemp("demo-home")
    ran = subprocess.run(
        [sys.executable, "-m", "doorstep", "demo", "--out", str(out)],
        env={**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return out


@pytest.fixture(scope="module")
def summary(left: Path) -> dict[str, Any]:
    return json.loads((left / "summary.json").read_bytes())


@pytest.fixture
def bundle(left: Path) -> Path:
    (path,) = (left / "outbox").glob("*.doorstep.age")
    return path


def office(left: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "doorstep.office.cli", "--office", str(left / "office"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_leaves_all_that_it_names(left: Path, summary: dict[str, Any]):
    assert sorted(path.name for path in left.iterdir()) == [
        "copies",
        "laptop",
        "listening",
        "office",
        "outbox",
        "screens",
        "summary.json",
    ]
    assert (left / "laptop" / "vault" / "vault.db").stat().st_size > 100_000
    assert any((left / "office" / "receipts").iterdir())
    assert summary["pictures"] == len(list((left / "screens").glob("*.png"))) > 40


def test_every_answer_of_three_voices_and_all_sections_was_stored_and_found_again(summary: dict[str, Any]):
    assert summary["answers_given"] == summary["answers_found"] == 1109
    assert min(summary["by_voice"][voice] for voice in ("person", "carer", "supporter", "worker")) > 0
    assert len(summary["sections_opened"]) == 19
    assert summary["photos"] == 1
    assert summary["signatures"] == 2
    assert summary["rows"] > 100
    assert summary["visits"] == 2


@pytest.mark.serves("TB-04", "TB-21")
def test_seven_records_of_one_journey_follow_each_other(summary: dict[str, Any]):
    journey = {stretch["name"]: stretch for stretch in summary["journey"]}
    assert list(journey) == ["preparation", "first-visit", "carer", "plan", "review", "a-year-later", "feedback"]
    for stretch in journey.values():
        assert stretch["answers_given"] == stretch["answers_found"] > 20
    assert journey["a-year-later"]["confirmed"] > 500
    assert journey["plan"]["confirmed"] > 100
    assert journey["carer"]["linked_to"] == ["carer_of: needs-assessment"]
    assert "follows: care-plan" in journey["review"]["linked_to"]
    assert journey["feedback"]["linked_to"] == []


def test_the_office_holds_the_record_that_was_typed(left: Path, summary: dict[str, Any]):
    assert summary["office_record_equals_typed"]
    assert summary["record_sha256"] == summary["office_record_sha256"]
    assert summary["safely_received"]
    with closing(sqlite3.connect(left / "office" / "office.sqlite")) as database:
        ((answers,),) = database.execute("SELECT count(*) FROM answer")
    assert answers > 1000


@pytest.mark.serves("TB-02", "TB-07")
def test_the_copies_hold_what_they_must_and_nothing_that_is_kept_back(summary: dict[str, Any]):
    left = {copy["file"] for copy in summary["copies"]}
    assert left >= {
        *(f"{name}.pdf" for name in ("clear-14", "large-18", "large-20", "giant-24", "easy-read", "dyslexia-14")),
        *("large-20.html", "plain-text.txt", "read-aloud.txt", "braille.brf", "carer-clear-14.pdf"),
    }
    for copy in summary["copies"]:
        assert (copy["must_print_missing"], copy["kept_back_found"]) == ([], []), copy["file"]


@pytest.mark.serves("TB-10")
def test_the_office_accepts_the_bundle_and_refuses_it_with_any_byte_changed(left: Path, bundle: Path, tmp_path: Path):
    accepted = office(left, "verify", str(bundle))
    assert accepted.returncode == Exit.OK, accepted.stderr
    assert "Aoife Lindqvist" in accepted.stdout
    data = bundle.read_bytes()
    before = office(left, "list").stdout
    changed = tmp_path / bundle.name
    refused = set()
    for flip in range(FLIPS):
        place = flip * (len(data) - 1) // (FLIPS - 1)
        changed.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        refused.add(office(left, "intake", str(changed)).returncode)
    assert Exit.OK not in refused
    assert office(left, "list").stdout == before


@pytest.mark.stock_tools
@pytest.mark.skipif(not (shutil.which("age") and shutil.which("ssh-keygen")), reason="age or ssh-keygen is missing")
def test_stock_tools_accept_the_bundle_by_the_lines_of_the_page(left: Path, bundle: Path, tmp_path: Path):
    page = PAGE.read_text("utf-8")
    listed = office(left, "list").stdout
    device = re.search(r"device:(\S+?),?\s", listed)
    worker = re.search(r"worker:(\S+?),?\s", listed)
    assert device is not None
    assert worker is not None
    told = {"OFFICE": left / "office", "BUNDLE": bundle, "DEVICE": device[1], "WORKER": worker[1]}
    for purpose in ("open", "verify"):
        (lines,) = re.findall(rf"^```sh {purpose}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        ran = subprocess.run(
            ["sh", "-e", "-c", lines],
            cwd=tmp_path,
            env=os.environ | {name: str(value) for name, value in told.items()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.serves("TB-01")
def test_no_word_of_the_record_lies_outside_the_vault_on_the_laptop(left: Path):
    words = ("Pennant", "scotch bonnet", "torch straight", "falls diary", "Mulqueen")
    canaries = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    for path in (left / "laptop").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [canary for canary in canaries if canary in data], path.name
    assert canaries[0] in (left / "office" / "office.sqlite").read_bytes()  # the search can find
