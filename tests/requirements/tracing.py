"""What serves what: read from the forms that ship and from the marks on the tests, and held against the matrix.

``matrix.csv`` pins, for each row of the requirement matrix, the items that must serve it and the tool behaviours that
it leans on; ``behaviours.csv`` lists the thirty behaviours. A test says what it proves with
``@pytest.mark.serves("TB-04")``.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.definition.loader import load_form
from doorstep.resources import forms_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from doorstep.definition.model import FormDefinition

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
AREAS = (
    "nutrition",
    "hygiene",
    "toilet",
    "clothing",
    "home_safe",
    "home_upkeep",
    "relationships",
    "work_learning",
    "community",
    "childcare",
)
"""The ten outcome areas of SI 2015/313 reg 2(2): an ``oc_`` item of the matrix stands for ten."""


@dataclass(frozen=True)
class Row:
    """A row of the matrix, or a behaviour (which pins no items)."""

    id: str
    title: str
    strength: str = "must"
    items: tuple[str, ...] = ()
    behaviours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    """Who serves whom: link_ids with their forms, and tests as ``file::name``, by the id that they serve."""

    rows: tuple[Row, ...]
    behaviours: tuple[Row, ...]
    items: Mapping[str, tuple[tuple[str, str], ...]]
    tests: Mapping[str, tuple[str, ...]]
    strangers: tuple[str, ...] = field(default=())
    """Ids that an item or a test names and the matrix does not know."""


def read_rows() -> tuple[Row, ...]:
    """Return the matrix, in its order."""
    with (HERE / "matrix.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Row(line["id"], line["title"], line["strength"], _words(line["items"]), _words(line["behaviours"]))
            for line in csv.DictReader(lines)
        )


def read_behaviours() -> tuple[Row, ...]:
    """Return the behaviours, in their order."""
    with (HERE / "behaviours.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Row(line["id"], line["title"]) for line in csv.DictReader(lines))


def installed_forms() -> tuple[FormDefinition, ...]:
    """Return every form that ships, the needs assessment first."""
    folders = sorted(path.parent for path in forms_folder().glob("*/form.yaml"))
    folders.sort(key=lambda folder: folder.name != "needs-assessment")
    return tuple(load_form(folder) for folder in folders)


def traced(forms: Iterable[FormDefinition], tests: Path = TESTS) -> Trace:
    """Return what serves what."""
    rows, behaviours = read_rows(), read_behaviours()
    items: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for form in forms:
        for place in form.places.values():
            for served in place.item.serves:
                items[served].append((form.form, place.item.link_id))
    by_test: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        for name, ids in marks(path.read_text(encoding="utf-8")):
            for served in ids:
                by_test[served].append(f"{path.relative_to(tests).as_posix()}::{name}")
    known = {row.id for row in (*rows, *behaviours)}
    strangers = sorted((set(items) | set(by_test)) - known)
    frozen_items = {served: tuple(found) for served, found in items.items()}
    return Trace(
        rows, behaviours, frozen_items, {key: tuple(found) for key, found in by_test.items()}, tuple(strangers)
    )


@cache  # what serves what is traced several times, and the tests stay as they are
def marks(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each test of a module with the ids of its ``serves`` marks."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            ids = tuple(word for mark in node.decorator_list for word in _marked(mark))
            if ids:
                found.append((node.name, ids))
    return tuple(found)


def complaints(trace: Trace) -> list[str]:
    """Return, one a line, what the trace lacks; empty when every row and behaviour is served."""
    told = [f"{stranger}: the matrix knows no such id" for stranger in trace.strangers]
    for row in trace.rows:
        told += [f"{row.id}: {name} no longer serves it" for name in _lost(row, trace)]
        leans_on = tuple(test for behaviour in row.behaviours for test in trace.tests.get(behaviour, ()))
        if not (trace.items.get(row.id) or trace.tests.get(row.id) or leans_on):
            told.append(f"{row.id}: no item and no test serves it")
    told += [f"{row.id}: no test shows it" for row in trace.behaviours if not trace.tests.get(row.id)]
    told += [f"{row.id}: it has no title" for row in (*trace.rows, *trace.behaviours) if not row.title]
    return told


def _lost(row: Row, trace: Trace) -> list[str]:
    """Return the pinned items of a row that do not serve it any more."""
    serving = {link_id for _, link_id in trace.items.get(row.id, ())}
    return [name for pinned in row.items for name in _expanded(pinned) if not _answers(name, serving)]


def _expanded(pinned: str) -> tuple[str, ...]:
    """Return the items that a name of the matrix stands for: ``oc_now`` is asked in each area, ``oc_toilet`` is one."""
    word = pinned.removeprefix("oc_")
    if word == pinned or word in AREAS:
        return (pinned,)
    return tuple(f"oc_{area}_{word}" for area in AREAS)


def _answers(name: str, serving: set[str]) -> bool:
    """Tell whether an item of that name serves, or one that was split from it (``rv_wellbeing_home``)."""
    return name in serving or any(link_id.startswith((f"{name}_", f"{name}.")) for link_id in serving)


def _marked(decorator: ast.expr) -> tuple[str, ...]:
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.serves"):
        return ()
    return tuple(
        word.value for word in decorator.args if isinstance(word, ast.Constant) and isinstance(word.value, str)
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(cell.split())
