"""What follows from the people map: unpaid carers, who still has to be told, who is under 18."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import Choices
from doorstep.assessment.derived import Rule, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath
    from doorstep.assessment.standing import Standing

_MAP = "pe_ecomap"
_PEOPLE = columns(_MAP, "name", "role", "under_18")


def _on_map(standing: Standing, column: str, code: str) -> Iterator[tuple[str, RowPath]]:
    for row in standing.rows(_MAP):
        name = standing.words(f"{_MAP}.name", (row,))
        if name and code in standing.codes(f"{_MAP}.{column}", (row,)):
            yield name, (row,)


def _unpaid_carers(standing: Standing) -> tuple[str, ...]:
    return tuple(name for name, _ in _on_map(standing, "role", "unpaid_carer"))


def _carers_not_told(standing: Standing) -> tuple[str, ...]:
    """Unpaid adult carers who lack either: told of the right, and offered the assessment (Care Act s10)."""
    told_and_offered = _named(standing, "pe_carer_told") & _named(standing, "pe_carer_offer")
    return tuple(
        name
        for name, path in _on_map(standing, "role", "unpaid_carer")
        if "yes" not in standing.codes(f"{_MAP}.under_18", path) and name.casefold() not in told_and_offered
    )


def _named(standing: Standing, repeat: str) -> set[str]:
    """Return the carers named in a repeat, whichever lane the name is in."""
    column = f"{repeat}.carer"
    return {
        _words(standing, column, value).casefold()
        for row in standing.rows(repeat)
        for value in standing.values(column, (row,))
    }


def _words(standing: Standing, link_id: str, value: object) -> str:
    return standing.option_text(link_id, value.codes[0]) if isinstance(value, Choices) else str(value).strip()


def _under_18(standing: Standing) -> tuple[str, ...]:
    return tuple(name for name, _ in _on_map(standing, "under_18", "yes"))


RULES = {
    "unpaid_carers": Rule(_unpaid_carers, _PEOPLE),
    "carers_not_told": Rule(
        _carers_not_told, _PEOPLE | columns("pe_carer_told", "carer") | columns("pe_carer_offer", "carer")
    ),
    "under_18_on_map": Rule(_under_18, _PEOPLE),
}
