"""docs/security.md promises nothing without a test: each row of its table names tests, and they exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs" / "security.md"
_NAMED = re.compile(r"`([a-z0-9_/]+\.py)::(\w+)`")


def rows(page: str) -> list[list[str]]:
    """Return the cells of each threat."""
    table = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return table[1:]


def missing(page: str) -> list[str]:
    """Return each named test that does not exist, and each threat that names none."""
    told = []
    for threat, _, tests, _ in rows(page):
        named = _NAMED.findall(tests)
        told += [f"{file}::{name}" for file, name in named if name not in functions(TESTS / file)]
        told += [] if named else [threat]
    return told


@cache  # the page names many tests of one file, and is read four times
def functions(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_threat_names_tests_and_they_exist() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(rows(page)) > 20
    assert all(len(row) == 4 and all(row) for row in rows(page))
    assert missing(page) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "| A | b | `vault/test_head.py::test_that_nobody_wrote` | c |",
            ["vault/test_head.py::test_that_nobody_wrote"],
        ),
        ("| A | b | `vault/test_gone.py::test_it` | c |", ["vault/test_gone.py::test_it"]),
        ("| A threat | b | it is safe, believe us | c |", ["A threat"]),
    ],
)
def test_a_row_without_a_test_would_be_noticed(row: str, told: list[str]) -> None:
    assert missing(PAGE.read_text(encoding="utf-8") + f"\n{row}\n") == told
