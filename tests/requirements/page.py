"""docs/requirements.md: the trace as a page that a council can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from requirements.tracing import AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from requirements.tracing import Row, Trace

SOURCES = {
    "NG86": "NICE guideline NG86: people's experience in adult social care",
    "FACS": "SCIE guide on prioritising need (FACS 2010), section 3, read through the Care Act 2014",
    "CJ": "The citizen's and carer's journey, a local procedure chapter",
    "PLP": "Principles of person-led care and support planning",
    "COP": "Involving adults and co-production",
    "UKP": "UK law and standards beyond these papers",
}
"""The papers behind the matrix, by the first letters of its ids."""
_AREA = re.compile(rf"^oc_({'|'.join(AREAS)})_(\w+)$")


def page(trace: Trace) -> str:
    """Return the whole page; the same trace gives the same page."""
    return "\n".join([*_head(trace), *_behaviours(trace), *_rows(trace), ""])


def _head(trace: Trace) -> Iterator[str]:
    served = {served for row in trace.rows for served in trace.items.get(row.id, ())}
    tests = {test for found in trace.tests.values() for test in found}
    yield "# What Doorstep answers to"
    yield ""
    yield "Made by `make trace`, which runs every test below and fails when a row has neither a live question nor a"
    yield "passing test. Do not edit it by hand."
    yield ""
    yield f"{len(trace.rows)} requirements, {len(trace.behaviours)} tool behaviours, {len(served)} questions of"
    yield f"{len({form for form, _ in served})} forms, {len(tests)} tests that name what they show."
    yield ""


def _behaviours(trace: Trace) -> Iterator[str]:
    yield "## Tool behaviours"
    yield ""
    yield "| Behaviour | What it is | Shown by |"
    yield "|---|---|---|"
    for row in trace.behaviours:
        yield f"| {row.id} | {row.title} | {_tests(trace.tests.get(row.id, ()))} |"
    yield ""


def _rows(trace: Trace) -> Iterator[str]:
    for prefix, title in SOURCES.items():
        yield f"## {title}"
        yield ""
        yield "| Requirement | Strength | What it asks | Questions that serve it | Tests |"
        yield "|---|---|---|---|---|"
        for row in trace.rows:
            if row.id.partition("-")[0] == prefix:
                cells = (row.id, row.strength, row.title, _questions(row, trace), _shown_by(row, trace))
                yield f"| {' | '.join(cells)} |"
        yield ""


def _questions(row: Row, trace: Trace) -> str:
    names: dict[str, None] = {}
    for _, link_id in trace.items.get(row.id, ()):
        in_each_area = _AREA.match(link_id)
        names[f"`oc_…_{in_each_area[2]}`" if in_each_area else f"`{link_id}`"] = None
    return " ".join(names) or "–"


def _shown_by(row: Row, trace: Trace) -> str:
    behaviours = ", ".join(row.behaviours)
    tests = _tests(trace.tests.get(row.id, ()))
    return "; ".join(part for part in (behaviours, tests if tests != "–" else "") if part) or "–"


def _tests(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(set(names))) or "–"
