"""Derived values: computed, shown, never asked, never stored (F3 of the requirement matrix).

Each value has one rule, and names the items that it reads, so that an answer recomputes only what depends on it.
The rules count and prompt. None sets need, risk or eligibility: that is the worker's (TB-24).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from doorstep.assessment.answer import Answer, Choices, SourceKind, Voice
from doorstep.assessment.change import ItemRef
from doorstep.assessment.standing import Standing, counts
from doorstep.definition.model import CHOOSING, ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from doorstep.assessment.answer import RowPath

CLEAR_PRINT = 14
"""Points of the usual copy (UKAAF G003: 12 at least, 14 ideal)."""
LARGEST_PRINT = 28
"""Points that "bigger" stands for until the person has tried it."""
OUTCOMES_NEEDED = 2
"""Outcomes that regulation 2(1)(b) of SI 2015/313 speaks of; shown beside the count, never applied."""
SHELF_LIFE_MONTHS: Mapping[str, int] = {"about_you": 6, "home": 12, "people": 12}
"""How long a section stays fresh: contact six months, housing and carers twelve. Life story never ages."""
UCLA_ITEMS = ("co_ucla_companionship", "co_ucla_left_out", "co_ucla_isolated")
OUTCOME_PREFIX, OUTCOME_SUFFIX = "oc_", "_unable"


class Promise(NamedTuple):
    """A date that was said out loud (TB-15): where it stands, and the day."""

    ref: ItemRef
    due: date


class Derived(msgspec.Struct, frozen=True):
    """All derived values of one moment. ``None`` says that there is not enough to tell.

    Outcomes are named by area (``nutrition``), people by name. ``own_words_share`` runs from 0 to 1. ``print_size``
    is in points. ``safe_to_leave_papers`` is False when the person said no or only some. ``advocacy_duty`` is a
    prompt about Care Act s67, ``qs182`` is quality statement QS182-1: all four talked through.
    """

    nhs_number_valid: bool | None = None
    age: int | None = None
    ucla_total: int | None = None
    outcomes_unable: tuple[str, ...] = ()
    outcomes_able: tuple[str, ...] = ()
    outcomes_not_decided: tuple[str, ...] = ()
    outcomes_do_not_apply: tuple[str, ...] = ()
    unpaid_carers: tuple[str, ...] = ()
    carers_not_told: tuple[str, ...] = ()
    under_18_on_map: tuple[str, ...] = ()
    advocacy_duty: bool = False
    qs182: bool = False
    own_words_share: float | None = None
    stale: tuple[ItemRef, ...] = ()
    promised_dates: tuple[Promise, ...] = ()
    overdue: tuple[Promise, ...] = ()
    copy_promised_not_given: bool = False
    earlier_information: bool = False
    communication_needs: tuple[str, ...] = ()
    print_size: int = CLEAR_PRINT
    safe_to_leave_papers: bool | None = None
    open_disagreements: int = 0


class Rule(NamedTuple):
    """How one value is found. ``reads`` names items; None reads everything."""

    find: Callable[[Standing], object]
    reads: frozenset[str] | None


def nhs_number_valid(text: str) -> bool:
    """Check an NHS number: ten digits, modulus 11, not all the same. Spaces and hyphens do not count."""
    digits = "".join(character for character in text if character not in " -\u00a0")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    check = 11 - total % 11
    return (0 if check == 11 else check) == int(digits[9])


def age_on(day: date, born: date) -> int:
    """Return whole years of age; someone born on 29 February comes of age on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def recalculate(standing: Standing, rules: Mapping[str, Rule], before: Derived, touched: set[str] | None) -> Derived:
    """Return the derived values now. ``touched`` names the items whose answers changed; None means any."""
    fresh = {
        name: rule.find(standing)
        for name, rule in rules.items()
        if touched is None or rule.reads is None or not rule.reads.isdisjoint(touched)
    }
    return msgspec.structs.replace(before, **fresh) if fresh else before


def differences(before: Derived, after: Derived) -> tuple[str, ...]:
    """Return the names of the values that differ, in the order of ``Derived``."""
    if before is after:
        return ()
    return tuple(name for name in Derived.__struct_fields__ if getattr(before, name) != getattr(after, name))


def as_values(derived: Derived) -> Mapping[str, object]:
    """Return the values by name, as conditions read them."""
    return {name: getattr(derived, name) for name in Derived.__struct_fields__}


# --- the rules, in the order of Derived -------------------------------------------------------------------------


def _nhs_number(standing: Standing) -> bool | None:
    said = standing.words("ab_nhs_number") or standing.builder.person.nhs_number
    return nhs_number_valid(said) if said else None


def _age(standing: Standing) -> int | None:
    """Age at the first visit; before any visit, today."""
    born = standing.day("ab_dob") or standing.builder.person.born
    if born is None:
        return None
    day = min((visit.day for visit in standing.builder.visits.values()), default=standing.today)
    return age_on(day, born)


def _ucla_total(standing: Standing) -> int | None:
    """Three items of 1 to 3; no total unless the person answered all three, and nobody may answer for them."""
    total = 0
    for link_id in UCLA_ITEMS:
        score = _person_score(standing, link_id)
        if score is None:
            return None
        total += score
    return total


def _person_score(standing: Standing, link_id: str) -> int | None:
    answer = standing.lanes(link_id).get(Voice(Speaker.PERSON))
    if answer is None or not counts(answer) or not standing.is_shown(link_id) or not isinstance(answer.value, Choices):
        return None
    option = standing.definition.item(link_id).option(answer.value.codes[0])
    return option.score if option else None


def _outcomes(code: str) -> Callable[[Standing], tuple[str, ...]]:
    def find(standing: Standing) -> tuple[str, ...]:
        return tuple(_area(item) for item in _outcome_items(standing) if code in standing.codes(item))

    return find


def _outcome_items(standing: Standing) -> Iterator[str]:
    return (link for link in standing.outline.nodes if _is_outcome(link))


def _is_outcome(link_id: str) -> bool:
    return link_id.startswith(OUTCOME_PREFIX) and link_id.endswith(OUTCOME_SUFFIX)


def _area(link_id: str) -> str:
    return link_id.removeprefix(OUTCOME_PREFIX).removesuffix(OUTCOME_SUFFIX)


def _people_on_map(standing: Standing, column: str, code: str) -> Iterator[tuple[str, RowPath]]:
    for row in standing.rows("pe_ecomap"):
        name = standing.words("pe_ecomap.name", (row,))
        if name and code in standing.codes(f"pe_ecomap.{column}", (row,)):
            yield name, (row,)


def _unpaid_carers(standing: Standing) -> tuple[str, ...]:
    return tuple(name for name, _ in _people_on_map(standing, "role", "unpaid_carer"))


def _carers_not_told(standing: Standing) -> tuple[str, ...]:
    """Unpaid adult carers who lack either: told of the right, and offered the assessment (Care Act s10)."""
    told = _named(standing, "pe_carer_told", "carer")
    offered = _named(standing, "pe_carer_offer", "carer")
    adults = (
        name
        for name, path in _people_on_map(standing, "role", "unpaid_carer")
        if "yes" not in standing.codes("pe_ecomap.under_18", path)
    )
    return tuple(name for name in adults if name.casefold() not in told & offered)


def _named(standing: Standing, repeat: str, column: str) -> set[str]:
    """Return the names in one column of a repeat, whichever lane they are in."""
    return {
        _as_words(standing, f"{repeat}.{column}", value).casefold()
        for row in standing.rows(repeat)
        for value in standing.values(f"{repeat}.{column}", (row,))
    }


def _as_words(standing: Standing, link_id: str, value: object) -> str:
    if isinstance(value, Choices):
        return standing.option_text(link_id, value.codes[0])
    return str(value).strip()


def _under_18(standing: Standing) -> tuple[str, ...]:
    return tuple(name for name, _ in _people_on_map(standing, "under_18", "yes"))


def _advocacy_duty(standing: Standing) -> bool:
    """Substantial difficulty and nobody suitable: Care Act s67(2), (4) and (5)."""
    difficulty = set(standing.codes("na_advocate_screen")) - {"none"}
    return bool(difficulty) and "yes" not in standing.codes("na_suitable_person")


def _qs182(standing: Standing) -> bool:
    needs = [link for link in standing.outline.nodes if link.startswith(OUTCOME_PREFIX) and link.endswith("_now")]
    return all(
        (
            bool(standing.values("wm_strengths_view")),
            _has_rows(standing, "wm_matters_most"),
            _has_rows(standing, "ou_outcomes"),
            any(standing.values(link) for link in needs),
        )
    )


def _has_rows(standing: Standing, repeat: str) -> bool:
    return standing.is_shown(repeat) and standing.has_entries(repeat)


def _own_words_share(standing: Standing) -> float | None:
    """Of the shown questions that the person and others both speak to, the share where the person's lane is filled."""
    asked = filled = 0
    for ref in standing.shown:
        item = standing.outline.nodes[ref.link_id].item
        if item is not None and len(item.voices) > 1 and Speaker.PERSON in item.voices and _asks(item.type):
            asked += 1
            answer = standing.lanes(*ref).get(Voice(Speaker.PERSON))
            filled += answer is not None and counts(answer)
    return filled / asked if asked else None


def _asks(kind: ItemType) -> bool:
    return kind in CHOOSING or kind in (ItemType.TEXT, ItemType.LONG_TEXT, ItemType.DATE, ItemType.NUMBER)


def _stale(standing: Standing) -> tuple[ItemRef, ...]:
    """Places whose answer was last confirmed longer ago than its shelf-life (TB-04), in form order."""
    found = {
        ItemRef(key.link_id, key.path)
        for key, answer in standing.builder.answers.items()
        if _is_stale(standing, key.link_id, answer)
    }
    return tuple(sorted(found, key=lambda ref: (standing.outline.nodes[ref.link_id].order, ref.path)))


def _is_stale(standing: Standing, link_id: str, answer: Answer) -> bool:
    if answer.provenance.source is not SourceKind.CARRIED_FORWARD:
        return False
    months = SHELF_LIFE_MONTHS.get(standing.definition.place(link_id).section.link_id)
    last = (answer.provenance.confirmed_at or answer.provenance.recorded_at).date()
    return months is not None and _months_between(last, standing.today) >= months


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


PROMISE_ITEMS = ("na_decision_due", "na_full_by", "ais_review")
PROMISE_COLUMNS = {
    "na_urgent_actions": ("by_when", "done"),
    "nx_steps": ("by_when", "done"),
    "di_items": ("by_when", "open_or_closed"),
}
"""Repeats whose rows promise a date, the column of the date, and the column that says that it was kept."""
KEPT = frozenset({"yes", "closed"})


def _promised_dates(standing: Standing) -> tuple[Promise, ...]:
    single = ((ItemRef(link), standing.day(link)) for link in PROMISE_ITEMS)
    in_rows = (
        (ItemRef(f"{repeat}.{column}", (row,)), standing.day(f"{repeat}.{column}", (row,)))
        for repeat, (column, _) in PROMISE_COLUMNS.items()
        for row in standing.rows(repeat)
    )
    return tuple(Promise(ref, day) for ref, day in (*single, *in_rows) if day is not None)


def _overdue(standing: Standing) -> tuple[Promise, ...]:
    late = (promise for promise in _promised_dates(standing) if promise.due < standing.today)
    return tuple(promise for promise in late if not _kept(standing, promise.ref))


def _kept(standing: Standing, ref: ItemRef) -> bool:
    if ref.link_id == "na_decision_due":
        return bool(set(standing.codes("el_decision")) - {"not_decided"})
    if not ref.path:
        return False
    repeat = ref.link_id.partition(".")[0]
    return bool(KEPT.intersection(standing.codes(f"{repeat}.{PROMISE_COLUMNS[repeat][1]}", ref.path)))


def _copy_promised_not_given(standing: Standing) -> bool:
    wished = bool(set(standing.codes("nx_copy_wish")) - {"not_now"})
    return wished and not _has_rows(standing, "nx_copy_given")


def _earlier_information(standing: Standing) -> bool:
    """There is something to check with the person: a value from elsewhere, or a row that was checked already."""
    if standing.builder.rows.get(("na_prefill_check", ())):
        return True
    told_before = (SourceKind.CARRIED_FORWARD, SourceKind.SELF_ASSESSMENT, SourceKind.RECORD)
    return any(answer.provenance.source in told_before for answer in standing.builder.answers.values())


NEEDS_SHOWN = ("ab_interpreter", "ais_format", "ais_support")
"""Items whose ticked options make the banner (TB-18)."""
ORDINARY = {"ab_interpreter": frozenset({"no"}), "ais_format": frozenset({"clear_print"})}
"""Options that are no special need."""


def _communication_needs(standing: Standing) -> tuple[str, ...]:
    phrases = [
        _need_phrase(standing, link_id, code)
        for link_id in NEEDS_SHOWN
        for code in standing.codes(link_id)
        if code not in ORDINARY.get(link_id, ())
    ]
    colour = standing.words("ais_colour")
    return tuple(dict.fromkeys((*phrases, colour) if colour else phrases))


def _need_phrase(standing: Standing, link_id: str, code: str) -> str:
    if link_id == "ab_interpreter":
        language = standing.words("ab_language")
        return f"Interpreter: {language}" if code == "spoken" and language else "Interpreter"
    if code == "large_print":
        return f"Large print, {_print_size(standing)} point"
    said = _details(standing, link_id).get(code, "").strip()
    text = standing.option_text(link_id, code)
    return f"{text}: {said}" if said else text


def _details(standing: Standing, link_id: str) -> Mapping[str, str]:
    return {
        code: words
        for value in standing.values(link_id)
        if isinstance(value, Choices)
        for code, words in value.details.items()
    }


def _print_size(standing: Standing) -> int:
    """The size that the person chose; large print without a size is 18, the ideal of UKAAF G003."""
    for code in standing.codes("ais_print_size"):
        return int(code) if code.isdigit() else LARGEST_PRINT
    return 18 if "large_print" in standing.codes("ais_format") else CLEAR_PRINT


def _safe_to_leave_papers(standing: Standing) -> bool | None:
    codes = standing.codes("sa_print_safe")
    return codes == ("yes",) if codes else None


def _open_disagreements(standing: Standing) -> int:
    """Rows of disagreement that nobody has closed; blank is open (TB-16)."""
    if not standing.is_shown("di_items"):
        return 0
    return sum("closed" not in standing.codes("di_items.open_or_closed", (row,)) for row in standing.rows("di_items"))


def rules_for(standing: Standing) -> Mapping[str, Rule]:
    """Return the rules of all derived values, with what each reads on this form."""
    outcomes = frozenset(_outcome_items(standing))
    people = _columns("pe_ecomap", "name", "role", "under_18")
    promises = frozenset(PROMISE_ITEMS).union(
        *(_columns(repeat, *columns) for repeat, columns in PROMISE_COLUMNS.items())
    )
    needs = frozenset({*NEEDS_SHOWN, "ab_language", "ais_colour", "ais_print_size"})
    return {
        "nhs_number_valid": Rule(_nhs_number, frozenset({"ab_nhs_number"})),
        "age": Rule(_age, frozenset({"ab_dob"})),
        "ucla_total": Rule(_ucla_total, frozenset(UCLA_ITEMS)),
        "outcomes_unable": Rule(_outcomes("unable"), outcomes),
        "outcomes_able": Rule(_outcomes("able"), outcomes),
        "outcomes_not_decided": Rule(_outcomes("not_decided"), outcomes),
        "outcomes_do_not_apply": Rule(_outcomes("does_not_apply"), outcomes),
        "unpaid_carers": Rule(_unpaid_carers, people),
        "carers_not_told": Rule(
            _carers_not_told, people | _columns("pe_carer_told", "carer") | _columns("pe_carer_offer", "carer")
        ),
        "under_18_on_map": Rule(_under_18, people),
        "advocacy_duty": Rule(_advocacy_duty, frozenset({"na_advocate_screen", "na_suitable_person"})),
        "qs182": Rule(_qs182, None),
        "own_words_share": Rule(_own_words_share, None),
        "stale": Rule(_stale, None),
        "promised_dates": Rule(_promised_dates, promises),
        "overdue": Rule(_overdue, promises | {"el_decision"}),
        "copy_promised_not_given": Rule(_copy_promised_not_given, None),
        "earlier_information": Rule(_earlier_information, None),
        "communication_needs": Rule(_communication_needs, needs),
        "print_size": Rule(_print_size, needs),
        "safe_to_leave_papers": Rule(_safe_to_leave_papers, frozenset({"sa_print_safe"})),
        "open_disagreements": Rule(_open_disagreements, _columns("di_items", "open_or_closed")),
    }


def _columns(repeat: str, *columns: str) -> frozenset[str]:
    return frozenset({repeat, *(f"{repeat}.{column}" for column in columns)})


def names() -> Iterable[str]:
    """Return the names of all derived values, which conditions may read."""
    return Derived.__struct_fields__
