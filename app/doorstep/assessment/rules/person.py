"""What follows from facts about the person: NHS number, age, loneliness total, advocacy prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import PERSON, Choices
from doorstep.assessment.derived import Rule
from doorstep.assessment.standing import Standing, counts

if TYPE_CHECKING:
    from datetime import date

_UCLA = ("companionship", "left_out", "isolated")
UCLA_ITEMS = tuple(tuple(f"{form}_{name}" for name in _UCLA) for form in ("co_ucla", "cr_lonely", "rv_connection"))
"""The three-item loneliness scale of Hughes and others (2004), 1 to 3 each: as the assessment, the carer's assessment
and the review ask it. A form has one of the three."""


def nhs_number_valid(text: str) -> bool:
    """Check an NHS number: ten digits, modulus 11, not all the same. Spaces and hyphens do not count."""
    digits = "".join(character for character in text if character not in " -\u00a0")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    # A remainder of 0 gives 11, which stands for 0; a remainder of 1 gives 10, which no digit equals.
    check = 11 - total % 11
    return (0 if check == 11 else check) == int(digits[9])


def age_on(day: date, born: date) -> int:
    """Return whole years of age; someone born on 29 February comes of age on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


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
    """No total unless the person answered all three; nobody may answer them for the person (F2)."""
    for items in UCLA_ITEMS:
        scores = [_person_score(standing, link_id) for link_id in items]
        known = [score for score in scores if score is not None]
        if len(known) == len(items):
            return sum(known)
    return None


def _person_score(standing: Standing, link_id: str) -> int | None:
    answer = standing.lanes(link_id).get(PERSON)
    if answer is None or not counts(answer) or not standing.is_shown(link_id):
        return None
    if not isinstance(answer.value, Choices):
        return None
    option = standing.definition.item(link_id).option(answer.value.codes[0])
    return option.score if option else None


def _advocacy_duty(standing: Standing) -> bool:
    """Substantial difficulty and nobody suitable: Care Act s67(2), (4) and (5)."""
    difficulty = set(standing.codes("na_advocate_screen")) - {"none"}
    return bool(difficulty) and "yes" not in standing.codes("na_suitable_person")


RULES = {
    "nhs_number_valid": Rule(_nhs_number, frozenset({"ab_nhs_number"})),
    "age": Rule(_age, frozenset({"ab_dob"})),
    "ucla_total": Rule(_ucla_total, frozenset().union(*UCLA_ITEMS)),
    "advocacy_duty": Rule(_advocacy_duty, frozenset({"na_advocate_screen", "na_suitable_person"})),
}
