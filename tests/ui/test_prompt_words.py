"""Every prompt has words, they ask and do not conclude, and they say whom they are about."""

from __future__ import annotations

import re

import pytest

from doorstep.assessment.change import ItemRef
from doorstep.assessment.prompts import Prompt, PromptCode
from doorstep.assessment.skills import Skill, SkillWarning
from doorstep.ui.prompt_words import words_of_prompt, words_of_skill

PLACE = ItemRef("pe_young_carer")
VERDICT = re.compile(r"\b(is|are) (not )?eligible\b|\blacks? capacity\b|\bhas capacity\b|\bhigh risk\b", re.IGNORECASE)
ALL = [words_of_prompt(Prompt(code, (), PLACE, ("Leon",))) for code in PromptCode]
ALL += [words_of_skill(SkillWarning(skill, (), PLACE)) for skill in Skill]


@pytest.mark.parametrize("words", ALL, ids=lambda words: words.heading)
def test_it_asks_and_does_not_conclude(words) -> None:
    assert words.heading
    assert words.body.endswith((".", "?"))
    assert not VERDICT.search(words.body)
    assert "{" not in words.body
    assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.?:;]", words.body))


def test_the_rule_against_verdicts_can_fail() -> None:
    assert VERDICT.search("Mrs Allen is not eligible.")


@pytest.mark.parametrize(
    ("names", "told"),
    [(("Leon",), "Leon."), (("Leon", "Mia"), "Leon and Mia."), (("A", "B", "C"), "A, B and C."), ((), "someone.")],
)
def test_it_names_whom_it_is_about(names: tuple[str, ...], told: str) -> None:
    assert words_of_prompt(Prompt(PromptCode.YOUNG_CARER, (), PLACE, names)).body.startswith(
        f"Under 18 and helping: {told}"
    )


def test_an_area_is_told_by_its_title() -> None:
    prompt = Prompt(PromptCode.ABLE_WITH_LIMB, (), PLACE, ("nutrition",))
    assert "Eating and drinking" in words_of_prompt(prompt, ("Eating and drinking",)).body
