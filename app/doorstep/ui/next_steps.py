"""What can come next for a person: the forms that a further record can be made with, in the words of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from doorstep.definition.model import Speaker

if TYPE_CHECKING:
    from doorstep.services.assessments import FormChoice, PersonSummary
    from doorstep.services.summary import AssessmentSummary

ASSESSMENT: Final = "needs-assessment"
CARERS: Final = "carer-assessment"
_ORDER: Final = ("pre-visit", ASSESSMENT, "care-plan", "review", CARERS, "feedback")
_WORDS: Final = {
    "pre-visit": "Prepare a visit",
    ASSESSMENT: "Assess needs",
    "care-plan": "Care and support plan",
    "review": "Review",
    CARERS: "Carer's assessment",
    "feedback": "Ask how it was",
}
_AGAIN: Final = {
    "pre-visit": "Prepare another visit",
    ASSESSMENT: "Assess again",
    "care-plan": "Plan again",
    "review": "Review again",
    CARERS: "Carer's assessment again",
    "feedback": "Ask again how it was",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One entry: the form, the words, the record to go on from, and the carer's party id when it is for a carer."""

    form: str
    words: str
    record_id: str
    carer: str = ""
    name: str = ""


def form_words(choice: FormChoice) -> str:
    """Return the words by which a form is begun; its own title where it has none."""
    return _WORDS.get(choice.name, choice.title)


def in_order(choices: tuple[FormChoice, ...]) -> tuple[FormChoice, ...]:
    """Return the forms in the order of the journey, other forms last."""
    return tuple(sorted(choices, key=lambda each: _ORDER.index(each.name) if each.name in _ORDER else len(_ORDER)))


def steps_for(person: PersonSummary, choices: tuple[FormChoice, ...]) -> tuple[NextStep, ...]:
    """Return what can come next for one person, in the order of the journey.

    A carer's assessment is offered again to whoever had one; the first comes from the record of whom they care for.
    """
    had = {record.form for record in person.all_records}
    offered = (each for each in in_order(choices) if each.whose is Speaker.PERSON or each.name in had)
    return tuple(
        NextStep(
            each.name,
            _AGAIN.get(each.name, form_words(each)) if each.name in had else form_words(each),
            person.all_records[0].record_id,
            name=person.called,
        )
        for each in offered
    )


def carers_step(record: AssessmentSummary, party_id: str, name: str) -> NextStep:
    """Return the step to a carer's own assessment, from the record of whom they care for."""
    return NextStep(CARERS, f"Carer's assessment for {name}", record.record_id, party_id, name)
