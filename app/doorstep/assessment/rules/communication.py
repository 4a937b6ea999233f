"""What the person needs in order to read, hear and take part: the banner and the defaults of copies (TB-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import Choices
from doorstep.assessment.confirming import held
from doorstep.assessment.derived import CLEAR_PRINT, Rule
from doorstep.assessment.standing import is_unconfirmed
from doorstep.definition.conditions import comparisons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import Value
    from doorstep.assessment.standing import Standing

LARGE_PRINT = 18
"""Points of large print when no size was chosen (UKAAF G003: 16 at least, 18 ideal)."""
LARGEST_PRINT = 28
"""Points that "bigger" stands for until the person has tried it."""
_INTERPRETER, _LANGUAGE, _COLOUR, _SIZE = "ab_interpreter", "ab_language", "ais_colour", "ais_print_size"
_FORMATS = ("ais_format", "pl_format")
"""Where a form asks how papers should come; a plan has its own question."""
_SHOWN = (_INTERPRETER, *_FORMATS, "ais_support", "pv_ais_known", "cr_ais")
_ORDINARY = frozenset({"no", "none", "clear_print"})
"""Options that the banner leaves out: no need at all."""
_COLOURED = "coloured_paper"
"""Said once, with the colour where that was asked."""


def _communication_needs(standing: Standing) -> tuple[str, ...]:
    """Short phrases for the banner, in form order."""
    phrases = [
        _phrase(standing, link_id, value, code)
        for link_id in _SHOWN
        for value in _choices(standing, link_id)
        for code in value.codes
        if code not in _ORDINARY and not (code == _COLOURED and _words(standing, _COLOUR))
    ]
    if any(_COLOURED in value.codes for value in _formats(standing)) and _words(standing, _COLOUR):
        phrases.append(_with_detail("Coloured paper", _words(standing, _COLOUR)))
    return tuple(dict.fromkeys(phrases))


def _phrase(standing: Standing, link_id: str, value: Choices, code: str) -> str:
    if link_id == _INTERPRETER:
        return _with_detail("Interpreter", _words(standing, _LANGUAGE))
    if code == "large_print":
        return f"Large print, {_print_size(standing)} point"
    return _with_detail(standing.option_text(link_id, code), value.details.get(code, ""))


def _with_detail(phrase: str, said: str) -> str:
    return f"{phrase}: {said.strip()}" if said.strip() else phrase


def _print_size(standing: Standing) -> int:
    """Points of the person's copies: the size that they chose, else what their format asks for."""
    for value in _choices(standing, _SIZE):
        return int(value.codes[0]) if value.codes[0].isdigit() else LARGEST_PRINT
    large = any("large_print" in value.codes for value in _formats(standing))
    return LARGE_PRINT if large else CLEAR_PRINT


def _formats(standing: Standing) -> Iterator[Choices]:
    for link_id in _FORMATS:
        yield from _choices(standing, link_id)


def _choices(standing: Standing, link_id: str) -> Iterator[Choices]:
    return (value for value in _known(standing, link_id) if isinstance(value, Choices) and value.codes)


def _words(standing: Standing, link_id: str) -> str:
    return next((value.strip() for value in _known(standing, link_id) if isinstance(value, str)), "")


def _known(standing: Standing, link_id: str) -> tuple[Value, ...]:
    """Return what was said here; until somebody was asked in this record, what is known from before.

    A need does not end because a new record began: the banner stands before the first question (TB-18).
    """
    said = standing.values(link_id)
    if said or not _not_yet_asked(standing, link_id):
        return said
    lanes = sorted(standing.lanes(link_id).items(), key=lambda lane: lane[0])
    return tuple(earlier.value for _, answer in lanes if (earlier := held(answer)) is not None)


def _not_yet_asked(standing: Standing, link_id: str) -> bool:
    """Tell whether a question is shown, or hidden only because what it waits for is not confirmed yet."""
    if link_id not in standing.outline.nodes:
        return False
    condition = standing.definition.item(link_id).enable_when
    if standing.is_shown(link_id) or condition is None:
        return True
    return any(
        is_unconfirmed(answer) for test in comparisons(condition) for answer in standing.lanes(test.name).values()
    )


def _safe_to_leave_papers(standing: Standing) -> bool | None:
    """Anything but a plain yes is not safe (UKP-28); None when it was not asked."""
    codes = standing.codes("sa_print_safe")
    return codes == ("yes",) if codes else None


_READS = frozenset({*_SHOWN, _LANGUAGE, _COLOUR, _SIZE, "ais_has_need"})
RULES = {
    "communication_needs": Rule(_communication_needs, _READS),
    "print_size": Rule(_print_size, _READS),
    "safe_to_leave_papers": Rule(_safe_to_leave_papers, frozenset({"sa_print_safe"})),
}
