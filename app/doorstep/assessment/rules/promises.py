"""What was promised or told, and whether it holds: dates, copies, disagreements, information from before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from doorstep.assessment.answer import Answer, SourceKind
from doorstep.assessment.change import ItemRef
from doorstep.assessment.confirming import held, is_stale
from doorstep.assessment.derived import Promise, Rule, columns
from doorstep.assessment.disagreements import DISAGREEMENTS, STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from doorstep.assessment.outline import Outline
    from doorstep.assessment.standing import Standing

PROMISE_ITEMS = (
    "na_decision_due",
    "na_full_by",
    "ais_review",
    "pl_plan_due",
    "pl_signoff_target",
    "pl_review_date",
    "rv_next_date",
)
"""Items that are a promised date (TB-15), in each form that asks for one."""
PROMISE_COLUMNS: Mapping[str, tuple[str, str]] = {
    "na_urgent_actions": ("by_when", "done"),
    **dict.fromkeys(DISAGREEMENTS, ("by_when", STATUS)),
    "nx_steps": ("by_when", "done"),
}
"""Repeats whose rows promise a date: the column of the date, and the column that says whether it was kept."""
URGENT = "na_urgent_actions"
"""What cannot wait does not wait while the person thinks: no pause moves its dates (F4, tension 4)."""
_KEPT = frozenset({"yes", "closed"})
_BY_DECISION = frozenset({"na_decision_due", "na_full_by"})
_SIGN_OFF = columns("pl_signoff", "answer")
_FROM_ELSEWHERE = (SourceKind.SELF_ASSESSMENT, SourceKind.RECORD)


def rules(outline: Outline) -> Mapping[str, Rule]:
    """Return the rules about promises, with the columns that this form has."""
    dates = frozenset(PROMISE_ITEMS).union(*(columns(repeat, *names) for repeat, names in PROMISE_COLUMNS.items()))
    given = outline.nodes.get("nx_copy_given")
    copies = frozenset({"nx_copy_wish", "nx_copy_given", *(node.key for node in (given.below() if given else ()))})
    return {
        "stale": Rule(_stale, None),
        "promised_dates": Rule(_promised_dates, dates | _SIGN_OFF | {"el_decision"}),
        "overdue": Rule(_overdue, dates | _SIGN_OFF | {"el_decision"}),
        "copy_promised_not_given": Rule(_copy_promised_not_given, copies),
        "earlier_information": Rule(_earlier_information, None),
    }


def _stale(standing: Standing) -> tuple[ItemRef, ...]:
    """Places whose answer was last confirmed longer ago than its shelf-life (TB-04), in form order."""
    if not standing.sources[SourceKind.CARRIED_FORWARD]:
        return ()
    found = {
        ItemRef(key.link_id, key.path)
        for key, answer in standing.builder.answers.items()
        if _is_stale(standing, key.link_id, answer)
    }
    return tuple(sorted(found, key=lambda ref: (standing.outline.nodes[ref.link_id].order, ref.path)))


def _is_stale(standing: Standing, link_id: str, answer: Answer) -> bool:
    earlier = held(answer)
    return earlier is not None and is_stale(standing.definition, link_id, earlier.provenance, standing.today)


def _promised_dates(standing: Standing) -> tuple[Promise, ...]:
    """Every promised date, in form order; a row of a repeat promises apart."""
    places = [ItemRef(link_id) for link_id in PROMISE_ITEMS]
    for repeat, (date_column, _) in PROMISE_COLUMNS.items():
        places.extend(ItemRef(f"{repeat}.{date_column}", (row,)) for row in standing.rows(repeat))
    days = ((ref, standing.day(*ref)) for ref in places)
    return tuple(_promise(standing, ref, day) for ref, day in days if day is not None)


def _promise(standing: Standing, ref: ItemRef, due: date) -> Promise:
    """Return a promise with the days that the clock stood still: those of every pause that began before it fell due."""
    rested, waits = 0, False
    if ref.link_id.partition(".")[0] != URGENT:
        for pause in standing.builder.beside.pauses:
            if pause.begun <= due + timedelta(rested):
                rested += ((pause.ended or max(standing.today, pause.begun)) - pause.begun).days
                waits = pause.ended is None
    return Promise(ref, due, rested, waits, _kept(standing, ref))


def _overdue(standing: Standing) -> tuple[Promise, ...]:
    promises = _promised_dates(standing)
    return tuple(promise for promise in promises if promise.falls_due < standing.today and not promise.kept)


def _kept(standing: Standing, ref: ItemRef) -> bool:
    """Tell whether a promise has been kept: by a decision, a signature, what a row says of itself, or a later date."""
    if ref.link_id in _BY_DECISION:
        return bool(set(standing.codes("el_decision")) - {"not_decided"})
    if ref.link_id == "pl_plan_due":
        return standing.builder.signed is not None
    if ref.link_id == "pl_signoff_target":
        answers = [standing.codes("pl_signoff.answer", (row,)) for row in standing.rows("pl_signoff")]
        return bool(answers) and all("signed" in codes for codes in answers)
    if not ref.path:
        return False
    repeat = ref.link_id.partition(".")[0]
    return bool(_KEPT.intersection(standing.codes(f"{repeat}.{PROMISE_COLUMNS[repeat][1]}", ref.path)))


def _copy_promised_not_given(standing: Standing) -> bool:
    wished = bool(set(standing.codes("nx_copy_wish")) - {"not_now"})
    return wished and not standing.has_rows("nx_copy_given")


def _earlier_information(standing: Standing) -> bool:
    """There is something to check with the person: from an earlier record and not confirmed, or from elsewhere.

    A row that was checked already keeps the question open.
    """
    from_elsewhere = any(standing.sources[source] for source in _FROM_ELSEWHERE)
    return standing.waiting > 0 or from_elsewhere or bool(standing.rows("na_prefill_check"))
