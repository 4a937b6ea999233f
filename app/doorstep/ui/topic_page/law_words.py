"""What the law looks at, said beside each condition: counts of what the worker marked, and no conclusion (TB-24).

Care and Support (Eligibility Criteria) Regulations 2015, regulations 2 and 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.assessment.eligibility import ConditionCode, Mark, WhichTest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.eligibility import Condition, Eligibility, OutcomeNow
    from doorstep.assessment.said import Said
    from doorstep.assessment.tagging import TaggedWords
    from doorstep.definition.model import FormDefinition

_LOOKS_AT: Final[Mapping[ConditionCode, str]] = {
    ConditionCode.IMPAIRMENT: "A diagnosis is not needed. What matters is where the needs come from.",
    ConditionCode.NECESSARY_CARE: "Help with what the adult could do alone does not count as necessary care.",
    ConditionCode.WELLBEING: "A big effect on one part of life, or smaller ones that add up. Only you can weigh it.",
}
_FEW: Final = 5
_BLIND: Final = "Mark each part of life as if nobody helped without pay, and say below that you did."


def condition_words(code: ConditionCode, test: Eligibility, form: FormDefinition) -> str:
    """Return what to say beside a condition: how many outcomes were marked how, how many the law asks for."""
    if code not in (ConditionCode.OUTCOMES, ConditionCode.HEALTH_OR_OUTCOMES):
        return _LOOKS_AT[code]
    unable = [_title(each, form) for each in test.outcomes if each.mark is Mark.UNABLE]
    waiting = [_title(each, form) for each in test.outcomes if each.mark in (None, Mark.NOT_DECIDED)]
    marked = "“unable”" if test.test is WhichTest.ADULT else "affected"
    lines = [f"Marked {marked} so far: {len(unable)} of {len(test.outcomes)}{_list(unable)}."]
    if waiting:
        lines.append(f"Not decided yet: {len(waiting)}{_list(waiting)}.")
    lines.append(f"The law asks for {_NEEDED[test.test]}. What that means here is for you to say.")
    if test.carer_blind is not None and not test.carer_blind_said:
        lines.append(_BLIND)
    return "\n".join(lines)


def to_weigh(condition: Condition, test: Eligibility) -> tuple[tuple[AnswerKey, str], ...]:
    """Return the words that bear on a condition, each once: said there, tagged, or about what was marked "unable"."""
    found: list[Said | TaggedWords] = [*condition.heard, *condition.tagged]
    for outcome in (each for each in test.outcomes if each.mark is Mark.UNABLE):
        if condition.code in (ConditionCode.OUTCOMES, ConditionCode.HEALTH_OR_OUTCOMES):
            found += (*outcome.said, *outcome.tagged, *outcome.reason)
        elif condition.code is ConditionCode.WELLBEING:
            found += (*outcome.wellbeing, *outcome.impact)
    return tuple(dict.fromkeys((each.key, each.words) for each in found))


_NEEDED: Final[Mapping[WhichTest, str]] = {
    WhichTest.ADULT: "two or more",
    WhichTest.CARER: "health that is at risk, or one or more of these",
}


def _title(outcome: OutcomeNow, form: FormDefinition) -> str:
    place = form.place(outcome.judged.link_id)
    return place.group.text if place.group is not None else place.item.text


def _list(titles: Iterable[str]) -> str:
    """Name a few; many together would hide the count."""
    told = tuple(titles)
    return f" ({', '.join(told)})" if 0 < len(told) <= _FEW else ""
