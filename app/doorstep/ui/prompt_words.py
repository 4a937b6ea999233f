"""The words of prompts and skill warnings, by code: what was heard, and what there is to think of.

They are to the worker. Each asks or reminds; none concludes. The law behind a prompt is told by the legal pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from doorstep.assessment.prompts import PromptCode
from doorstep.assessment.skills import Skill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doorstep.assessment.prompts import Prompt
    from doorstep.assessment.skills import SkillWarning


@dataclass(frozen=True, slots=True)
class PromptWords:
    """``heading`` in a few words; ``body`` in one or two sentences. ``{names}`` stands for who or what it is about."""

    heading: str
    body: str


_PROMPTS: Final[Mapping[PromptCode, PromptWords]] = {
    PromptCode.ADVOCACY: PromptWords(
        "An advocate",
        "You noted that taking part would be very hard without help, and nobody suitable to help. There is a duty to "
        "arrange an advocate before the main conversation. What happens about one?",
    ),
    PromptCode.ADVOCACY_EVEN_SO: PromptWords(
        "Check whether an advocate is needed even so",
        "Somebody suitable is helping. A long stay in hospital or a care home, or a disagreement with that person, can "
        "bring the duty back.",
    ),
    PromptCode.SAFEGUARDING: PromptWords(
        "Feeling safe",
        "The person does not always feel safe. Have you thought about whether someone may be being abused or "
        "neglected? Only you can say.",
    ),
    PromptCode.SAFEGUARDING_RAISE: PromptWords(
        "Pass the concern on today",
        "You noted a concern. Phone it through the same day, then write here who you spoke to.",
    ),
    PromptCode.CHILD: PromptWords(
        "Pass the worry about a child on today",
        "You are worried about a child. Tell children's services today, then write here who you spoke to.",
    ),
    PromptCode.YOUNG_CARER: PromptWords(
        "A child may be helping with care",
        "Under 18 and helping: {names}. Ask kindly what they do and how it is for them; they have rights of their own.",
    ),
    PromptCode.YOUNG_CARER_ACTION: PromptWords(
        "So that no child carries too much",
        "Someone under 18 helps. What will be done? Care that is too much for a child does not count as a need that "
        "is met.",
    ),
    PromptCode.CONTINUING_HEALTHCARE: PromptWords(
        "The NHS may have to pay",
        "You noted that the NHS may be responsible. Ask whether you may refer, and note when the referral went.",
    ),
    PromptCode.FIRE_SAFETY: PromptWords(
        "Fire safety",
        "You noted signs of fire risk. Would they like the fire service to come and look?",
    ),
    PromptCode.WHICH_DECISION: PromptWords(
        "Which decision?",
        "Start from: they can decide. If that is in doubt, name the one decision; each has answers of its own.",
    ),
    PromptCode.SUPPORT_FIRST: PromptWords(
        "Help them to decide first",
        "Note what was done to help with this decision. The four questions open after that.",
    ),
    PromptCode.UNWISE: PromptWords(
        "A choice that others would not make",
        "You noted that the doubt is only about not agreeing with their choice. People may choose what others find "
        "unwise: is there still a reason to doubt?",
    ),
    PromptCode.CARER_NOT_TOLD: PromptWords(
        "A carer still to be told",
        "Caring without pay: {names}. Tell them of their rights, and offer an assessment of their own.",
    ),
    PromptCode.PERSON_IS_CARER: PromptWords(
        "They may be a carer too",
        "The people map says that they help {names}. Do they look after anyone?",
    ),
    PromptCode.TWO_WAY_CARING: PromptWords(
        "Caring goes both ways",
        "Both look after someone. Each of them has a right to an assessment as a carer: offer it to both.",
    ),
    PromptCode.TIME_TO_THINK: PromptWords(
        "Time to think",
        "They asked for time before going on. Record it as a pause, and promised dates wait.",
    ),
    PromptCode.ABLE_WITH_LIMB: PromptWords(
        "Able, and a difficulty ticked",
        "For {names} you chose “able”, and ticked a way of being unable. Is that what you mean?",
    ),
    PromptCode.ADVICE: PromptWords(
        "Written advice for this person",
        "Someone without eligible needs is given written advice made for them, on what could prevent, reduce or delay "
        "needs. A leaflet is not enough.",
    ),
    PromptCode.OUT_OF_DATE: PromptWords(
        "An answer behind this reason has changed",
        "Read the reason again. If it still holds, say anew what it rests on; if not, change it.",
    ),
}

_SKILLS: Final[Mapping[Skill, PromptWords]] = {
    Skill.DEAFBLIND: PromptWords(
        "A specialist for deafblind people",
        "The law asks for an assessor with special training. Your profile does not hold it: name the specialist.",
    ),
    Skill.AUTISM: PromptWords(
        "Knowledge of autism", "Your profile does not hold this training. Who with that knowledge can work with you?"
    ),
    Skill.LEARNING_DISABILITY: PromptWords(
        "Knowledge of learning disability",
        "Your profile does not hold this training. Who with that knowledge can work with you?",
    ),
    Skill.MENTAL_CAPACITY: PromptWords(
        "Mental capacity", "A decision is in doubt, and your profile does not hold this training. Who can advise you?"
    ),
    Skill.SAFEGUARDING: PromptWords(
        "Safeguarding", "There is a concern, and your profile does not hold this training. Who can advise you?"
    ),
    Skill.YOUNG_CARERS: PromptWords(
        "Young carers and the whole family",
        "A child may be caring, and your profile does not hold this training. Who can advise you?",
    ),
}


def words_of_prompt(prompt: Prompt, names: Sequence[str] | None = None) -> PromptWords:
    """Return the words of a prompt with its names in place; ``names`` are those to print, areas by their titles."""
    words = _PROMPTS[prompt.code]
    told = _listed(prompt.names if names is None else names) or "someone"
    return PromptWords(words.heading, words.body.format(names=told))


def words_of_skill(warning: SkillWarning) -> PromptWords:
    """Return the words of a skill warning."""
    return _SKILLS[warning.skill]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
