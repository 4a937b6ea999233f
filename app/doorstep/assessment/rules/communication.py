"""What the person needs in order to read, hear and take part: the banner and the defaults of copies (TB-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import Choices
from doorstep.assessment.derived import CLEAR_PRINT, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.standing import Standing

LARGE_PRINT = 18
"""Points of large print when no size was chosen (UKAAF G003: 16 at least, 18 ideal)."""
LARGEST_PRINT = 28
"""Points that "bigger" stands for until the person has tried it."""
_SHOWN = ("ab_interpreter", "ais_format", "ais_support")
_ORDINARY: Mapping[str, frozenset[str]] = {
    "ab_interpreter": frozenset({"no"}),
    "ais_format": frozenset({"clear_print", "coloured_paper"}),
}
"""Options that the banner leaves out: no need at all, and the colour, which has an answer of its own."""


def _communication_needs(standing: Standing) -> tuple[str, ...]:
    """Short phrases for the banner, in form order."""
    phrases = [
        _phrase(standing, link_id, code)
        for link_id in _SHOWN
        for code in standing.codes(link_id)
        if code not in _ORDINARY.get(link_id, ())
    ]
    if "coloured_paper" in standing.codes("ais_format"):
        phrases.append(_with_detail("Coloured paper", standing.words("ais_colour")))
    return tuple(dict.fromkeys(phrases))


def _phrase(standing: Standing, link_id: str, code: str) -> str:
    if link_id == "ab_interpreter":
        return _with_detail("Interpreter", standing.words("ab_language"))
    if code == "large_print":
        return f"Large print, {_print_size(standing)} point"
    details = (value.details for value in standing.values(link_id) if isinstance(value, Choices))
    said = next((words[code] for words in details if code in words), "")
    return _with_detail(standing.option_text(link_id, code), said)


def _with_detail(phrase: str, said: str) -> str:
    return f"{phrase}: {said.strip()}" if said.strip() else phrase


def _print_size(standing: Standing) -> int:
    """Points of the person's copies: the size that they chose, else what their format asks for."""
    for code in standing.codes("ais_print_size"):
        return int(code) if code.isdigit() else LARGEST_PRINT
    return LARGE_PRINT if "large_print" in standing.codes("ais_format") else CLEAR_PRINT


def _safe_to_leave_papers(standing: Standing) -> bool | None:
    """Anything but a plain yes is not safe (UKP-28); None when it was not asked."""
    codes = standing.codes("sa_print_safe")
    return codes == ("yes",) if codes else None


_READS = frozenset({*_SHOWN, "ab_language", "ais_colour", "ais_print_size"})
RULES = {
    "communication_needs": Rule(_communication_needs, _READS),
    "print_size": Rule(_print_size, _READS),
    "safe_to_leave_papers": Rule(_safe_to_leave_papers, frozenset({"sa_print_safe"})),
}
