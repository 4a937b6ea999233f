"""Nothing is unserved: each row has a live question or a test, and taking one away is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from requirements.page import page
from requirements.run import PAGE
from requirements.tracing import Trace, complaints, installed_forms, marks, traced

if TYPE_CHECKING:
    from doorstep.definition.model import FormDefinition, Item


@pytest.fixture(scope="module")
def forms() -> tuple[FormDefinition, ...]:
    return installed_forms()


@pytest.fixture(scope="module")
def trace(forms: tuple[FormDefinition, ...]) -> Trace:
    return traced(forms)


def test_the_matrix_is_whole(trace: Trace) -> None:
    assert (len(trace.rows), len({row.id for row in trace.rows}), len(trace.behaviours)) == (331, 331, 30)


def test_every_row_and_every_behaviour_is_served(trace: Trace) -> None:
    assert complaints(trace) == []


def test_the_page_tells_what_is_so(trace: Trace) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(trace), "run `make trace`"


def without(item: Item, requirement: str, link_id: str) -> Item:
    """Return an item whose part of that name no longer serves the requirement."""
    serves = tuple(served for served in item.serves if item.link_id != link_id or served != requirement)
    items = tuple(without(child, requirement, link_id) for child in item.items)
    return msgspec.structs.replace(item, serves=serves, items=items)


@pytest.mark.parametrize(("link_id", "requirement"), [("td_day", "NG86-A01"), ("oc_toilet_unable", "UKP-18")])
def test_taking_the_requirement_off_a_question_is_noticed(
    forms: tuple[FormDefinition, ...], link_id: str, requirement: str
) -> None:
    core, *others = forms
    sections = tuple(
        msgspec.structs.replace(section, items=tuple(without(item, requirement, link_id) for item in section.items))
        for section in core.sections
    )
    poorer = traced((msgspec.structs.replace(core, sections=sections), *others))
    assert complaints(poorer) == [f"{requirement}: {link_id} no longer serves it"]


def test_a_test_that_is_gone_and_an_id_that_nobody_knows_are_noticed(trace: Trace) -> None:
    proved = {served: tests for served, tests in trace.tests.items() if served != "TB-04"}
    poorer = Trace(trace.rows, trace.behaviours, trace.items, proved, trace.strangers)
    assert "TB-04: no test shows it" in complaints(poorer)
    misread = Trace(trace.rows, trace.behaviours, trace.items, trace.tests, ("NG86-A99",))
    assert complaints(misread) == ["NG86-A99: the matrix knows no such id"]


def test_only_marks_on_tests_count() -> None:
    source = (
        '@pytest.mark.serves("TB-01", "UKP-02")\ndef test_a(): ...\n@pytest.mark.serves("TB-02")\ndef helper(): ...'
    )
    assert list(marks(source)) == [("test_a", ("TB-01", "UKP-02"))]
