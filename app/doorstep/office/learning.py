"""Learning without names (TB-25): how many people, and never who.

The summary counts people in the office database by what was ticked. It reads option codes of the form and nothing that
anybody wrote, said or is called; small numbers are hidden (``office/suppression``). A person counts once a form, with
their newest record. It is off until the organisation turns it on (``office/folder``).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.facts import Route
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.definition.model import CHOOSING, FormDefinition, ItemType
from doorstep.office.suppression import FEWEST, ROUNDED_TO, protected, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from doorstep.definition.model import Item, Place

FEEDBACK: Final = "feedback"
"""The form in which people say how it was."""


class Theme(StrEnum):
    """What a table is about."""

    FORMS = "forms"
    ROUTES = "routes"
    TIMINGS = "timings"
    PRACTICE = "practice"
    DECISIONS = "decisions"
    NEEDS = "needs"
    WHAT_MATTERS = "what_matters"
    UNMET = "unmet"
    DISAGREEMENTS = "disagreements"
    INFORMATION = "information"
    FEEDBACK = "feedback"
    COUNTING = "counting"


_ASKED: Final[Mapping[str, Theme]] = {
    **dict.fromkeys(("na_mode_actual", "na_info_before", "na_self_assess_wish", "na_advocate_now"), Theme.PRACTICE),
    **dict.fromkeys(("nx_copy_wish", "nx_feedback_offered", "nx_card_left"), Theme.PRACTICE),
    **dict.fromkeys(("el_cond1", "el_cond2", "el_cond3", "el_decision", "el_power"), Theme.DECISIONS),
    **dict.fromkeys(("cr_cond1", "cr_cond2", "cr_cond3", "rv_still_eligible"), Theme.DECISIONS),
    **dict.fromkeys((f"cr_oc_{of}" for of in ("child", "other", "home", "food")), Theme.NEEDS),
    **dict.fromkeys((f"cr_oc_{of}" for of in ("relationships", "work", "local", "fun")), Theme.NEEDS),
    "wb_most": Theme.WHAT_MATTERS,
    "el_need_met_how.by_whom": Theme.UNMET,
    **dict.fromkeys(("di_any", "di_routes_told"), Theme.DISAGREEMENTS),
    **dict.fromkeys((f"{form}.about" for form in ("di_items", "cr_disagree", "pl_disagree")), Theme.DISAGREEMENTS),
    "rv_disagree.about": Theme.DISAGREEMENTS,
    **dict.fromkeys(("in_given.topic", "in_given.how"), Theme.INFORMATION),
}
"""The questions that are counted by name; beside them the ten outcomes, feedback, and what only serves to count."""
_WRITTEN: Final[Mapping[str, Theme]] = {"el_unmet": Theme.UNMET}
"""Questions of which only is counted whether anything was written."""
_STRENGTHS: Final = "wm_strengths_view"
"""The forms that ask this are those that the quality measure is about (NG86-A25)."""
_NO_ANSWER, _SEVERAL, _TICKED, _NOT_TICKED = "no_answer", "several", "ticked", "not_ticked"
_WORDS: Final = {
    _NO_ANSWER: "No answer",
    _SEVERAL: "More than one answer",
    _TICKED: "Ticked",
    _NOT_TICKED: "Not ticked",
    "signed_7": "Signed within 7 days",
    "signed_28": "Signed within 28 days",
    "signed_later": "Signed later",
    "not_signed": "Not signed yet",
    "visits_0": "No visit noted",
    "visits_1": "One visit",
    "visits_2": "Two visits",
    "visits_more": "Three visits or more",
}
_ROUTES: Final = {route.value: route.value.replace("_", " ").capitalize() for route in Route}


class Cell(msgspec.Struct, frozen=True):
    """One answer, and of how many people it is true: rounded, or None when that is not told."""

    code: str
    words: str
    people: int | None


class Table(msgspec.Struct, frozen=True):
    """How the people of one form share out. ``question`` is a link_id, or a word of our own; ``people`` is rounded."""

    theme: Theme
    form: str
    question: str
    title: str
    people: int
    cells: tuple[Cell, ...]


class Summary(msgspec.Struct, frozen=True):
    """All that may be told. Counts below ``fewest`` are hidden, the others rounded to ``rounded_to``."""

    made_on: date
    tables: tuple[Table, ...]
    fewest: int = FEWEST
    rounded_to: int = ROUNDED_TO


def summarise(records: Iterable[tuple[Record, FormDefinition]], made_on: date) -> Summary:
    """Count people over records, which may hold several of one person; no text of a record is ever read out."""
    by_form: dict[str, dict[str, tuple[Record, FormDefinition]]] = {}
    for record, form in records:
        people = by_form.setdefault(form.form, {})
        held = people.get(record.person.id)
        if held is None or _when(held[0]) <= _when(record):
            people[record.person.id] = record, form
    tables = (table for name in sorted(by_form) for table in _tables_of(tuple(by_form[name].values())))
    return Summary(made_on, tuple(tables))


def as_json(summary: Summary) -> bytes:
    """Return the summary as JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n"


def as_csv(summary: Summary) -> bytes:
    """Return the summary as a table in UTF-8, a line a cell; what is hidden is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("theme", "form", "question", "title", "of_people", "answer", "words", "people"))
    for table in summary.tables:
        about = (table.theme.value, table.form, table.question, table.title, table.people)
        writer.writerows((*about, cell.code, cell.words, cell.people) for cell in table.cells)
    return out.getvalue().encode()


def _when(record: Record) -> tuple[datetime, datetime]:
    return record.started_at, record.changed_at


class _People:
    """The people of one form: what each of them has ticked, question by question."""

    def __init__(self, pairs: tuple[tuple[Record, FormDefinition], ...]) -> None:
        self.records = tuple(record for record, _ in pairs)
        self.form = max(pairs, key=lambda pair: pair[0].started_at)[1]
        self._projections = tuple(_projection(record, form) for record, form in pairs)
        self._standings = tuple(projection.standing for projection in self._projections)

    def ticked(self, link_id: str) -> Iterator[frozenset[str]]:
        """Yield for each person the codes ticked in any row; only codes of the form, never words."""
        for standing in self._standings:
            if link_id not in standing.outline.nodes:
                yield frozenset()
                continue
            known = {option.code for option in standing.definition.item(link_id).options}
            paths = standing.paths(link_id)
            yield frozenset(code for path in paths for code in standing.codes(link_id, path) if code in known)

    def talked_through(self) -> Iterator[bool]:
        """Yield for each person whether strengths, wishes, hopes and needs were all talked about."""
        yield from (projection.derived.qs182 for projection in self._projections)

    def wrote(self, link_id: str) -> Iterator[bool]:
        """Yield for each person whether anything stands in a question, and not what."""
        for standing in self._standings:
            yield link_id in standing.outline.nodes and bool(standing.values(link_id))


def _projection(record: Record, form: FormDefinition) -> Projection:
    return Projection(form, RecordBuilder.resume(record), frozenset(), record.changed_at.date())


def _tables_of(pairs: tuple[tuple[Record, FormDefinition], ...]) -> Iterator[Table]:
    """Yield the tables of one form; none at all when it has fewer people than may be told."""
    people = _People(pairs)
    total = told(len(people.records))
    if total is None:
        return

    def table(theme: Theme, question: str, title: str, words: Mapping[str, str], counts: Counter[str]) -> Table:
        shown = protected({code: counts[code] for code in words})
        cells = tuple(Cell(code, words[code], shown[code]) for code in words)
        return Table(theme, people.form.form, question, title, total, cells)

    form = people.form
    yield Table(Theme.FORMS, form.form, "people", form.title, total, (Cell("people", "People", total),))
    routes = Counter(record.route.value for record in people.records)
    yield table(Theme.ROUTES, "route", "Kind of conversation", _ROUTES, routes)
    for question, title, words, counts in _timings(people.records):
        yield table(Theme.TIMINGS, question, title, words, counts)
    if _STRENGTHS in form.places:
        words = {_TICKED: "All four", _NOT_TICKED: "Not all of them"}
        counts = Counter(_TICKED if through else _NOT_TICKED for through in people.talked_through())
        title = "Strengths, preferences, hopes and needs were talked through (QS182, statement 1)"
        yield table(Theme.PRACTICE, "qs182_1", title, words, counts)
    for link_id, place in form.places.items():
        if link_id in _WRITTEN:
            words = {_TICKED: "Something was written", _NOT_TICKED: "Nothing was written"}
            counts = Counter(_TICKED if wrote else _NOT_TICKED for wrote in people.wrote(link_id))
            yield table(_WRITTEN[link_id], link_id, place.item.text, words, counts)
        theme = _theme(form, place)
        if theme is not None:
            for question, words, counts in _answers(place.item, tuple(people.ticked(link_id)), bool(place.repeats)):
                yield table(theme, question, place.item.text, words, counts)


def _theme(form: FormDefinition, place: Place) -> Theme | None:
    """Return what a question is counted under; None when it is not: only what is ticked can be."""
    link_id = place.item.link_id
    if place.item.type not in CHOOSING or not place.item.options:
        return None
    if place.section.monitoring:
        return Theme.COUNTING
    if form.form == FEEDBACK:
        return Theme.FEEDBACK
    if link_id.startswith("oc_") and link_id.endswith("_unable"):
        return Theme.NEEDS
    return _ASKED.get(link_id)


def _answers(
    item: Item, ticked: tuple[frozenset[str], ...], in_rows: bool
) -> Iterator[tuple[str, dict[str, str], Counter[str]]]:
    """Yield a question as tables that each share out all people: one a question, or one an option if many may hold."""
    if item.type is ItemType.MULTI_CHOICE or in_rows:
        for option in item.options:
            words = {_TICKED: option.text, _NOT_TICKED: _WORDS[_NOT_TICKED]}
            counts = Counter(_TICKED if option.code in codes else _NOT_TICKED for codes in ticked)
            yield f"{item.link_id}={option.code}", words, counts
        return
    single = {option.code: option.text for option in item.options}
    single |= {code: _WORDS[code] for code in (_SEVERAL, _NO_ANSWER)}
    yield item.link_id, single, Counter(map(_one_of, ticked))


def _one_of(codes: frozenset[str]) -> str:
    if len(codes) > 1:
        return _SEVERAL
    return next(iter(codes), _NO_ANSWER)


def _timings(records: tuple[Record, ...]) -> Iterator[tuple[str, str, dict[str, str], Counter[str]]]:
    signed = ("signed_7", "signed_28", "signed_later", "not_signed")
    yield "signed", "From the first day to the signature", _words(signed), Counter(map(_signed_within, records))
    visits = ("visits_0", "visits_1", "visits_2", "visits_more")
    yield "visits", "Visits", _words(visits), Counter(_visits(record) for record in records)


def _words(codes: tuple[str, ...]) -> dict[str, str]:
    return {code: _WORDS[code] for code in codes}


def _signed_within(record: Record) -> str:
    if record.signed is None:
        return "not_signed"
    days = (record.signed.at - record.started_at).days
    return "signed_7" if days <= 7 else "signed_28" if days <= 28 else "signed_later"


def _visits(record: Record) -> str:
    return f"visits_{len(record.visits)}" if len(record.visits) <= 2 else "visits_more"
