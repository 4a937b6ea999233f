"""When the conversation needs a skill that the worker has not recorded (TB-27).

The warning is to the worker, and goes to where a specialist is named. It keeps nobody from anything: an assessor must
have the skill or work with someone who has it (Care and Support (Assessment) Regulations 2014, regulations 5 and 6).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import Choices
from doorstep.assessment.change import ItemRef
from doorstep.assessment.prompts import young_helpers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.standing import Standing


class Skill(StrEnum):
    """Skills that a worker may record in their profile."""

    DEAFBLIND = "deafblind"
    AUTISM = "autism"
    LEARNING_DISABILITY = "learning_disability"
    MENTAL_CAPACITY = "mental_capacity"
    SAFEGUARDING = "safeguarding"
    YOUNG_CARERS = "young_carers"


class SkillWarning(msgspec.Struct, frozen=True):
    """A skill that is asked for and not recorded. ``why`` are the answers that ask for it, ``go_to`` where to act.

    ``by_law`` says that the law asks for an assessor with special training: for deafblind people (regulation 6).
    """

    skill: Skill
    why: tuple[ItemRef, ...]
    go_to: ItemRef
    by_law: bool = False


def skill_warnings(standing: Standing, skills: frozenset[str]) -> tuple[SkillWarning, ...]:
    """Return the skills that this record asks for beside those recorded (values of ``Skill``), in their order.

    A specialist who is named, or involved already, is enough.
    """
    order = tuple(Skill)
    asked = (warning for warning in _asked(standing) if warning.skill not in skills)
    return tuple(sorted(asked, key=lambda warning: order.index(warning.skill)))


def _asked(standing: Standing) -> Iterator[SkillWarning]:
    specialist, senses = ItemRef("ab_specialist"), ItemRef("ab_senses")
    needed = set(standing.codes(specialist.link_id))
    both = "both" in standing.codes(senses.link_id)
    if (both or "deafblind" in needed) and not _is_named(standing):
        why = tuple(ref for ref, raises in ((senses, both), (specialist, "deafblind" in needed)) if raises)
        yield SkillWarning(Skill.DEAFBLIND, why, specialist, by_law=True)
    for skill in (Skill.AUTISM, Skill.LEARNING_DISABILITY):
        if skill.value in needed:
            yield SkillWarning(skill, (specialist,), specialist)
    if "yes" in standing.codes("mc_doubt"):
        yield SkillWarning(Skill.MENTAL_CAPACITY, (ItemRef("mc_doubt"),), ItemRef("mc_doubt"))
    if "yes" in standing.codes("sa_concern"):
        yield SkillWarning(Skill.SAFEGUARDING, (ItemRef("sa_concern"),), ItemRef("sa_concern"))
    young = tuple(ref for _, ref in young_helpers(standing))
    young += tuple(ItemRef(name) for name in ("pe_young_carer", "cr_children") if "yes" in standing.codes(name))
    if young:
        yield SkillWarning(Skill.YOUNG_CARERS, young, young[-1])


def _is_named(standing: Standing) -> bool:
    """Tell whether a specialist for deafblind people is named, or a specialist is involved already."""
    values = (value for value in standing.values("ab_specialist") if isinstance(value, Choices))
    return any("already" in value.codes or value.details.get("deafblind", "").strip() for value in values)
