"""Words for lanes, states and visibility: who speaks, what stands there, who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.assessment.answer import AnswerState
from doorstep.assessment.people import Carer, Supporter
from doorstep.definition.model import Speaker, Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.answer import Voice
    from doorstep.assessment.state import AssessmentState

STATE_WORDS: Final[Mapping[AnswerState, str]] = {
    AnswerState.ANSWERED: "Answered",
    AnswerState.CHOSE_NOT_TO_SAY: "Chose not to say",
    AnswerState.NOT_ASKED: "Not asked",
    AnswerState.DOES_NOT_APPLY: "Does not apply",
    AnswerState.COULD_NOT_FIND_OUT: "Could not find out",
    AnswerState.COME_BACK: "Come back to this",
}
"""The states in the order of the keys Ctrl+1 to Ctrl+6 (TB-03)."""

REASON_ASKED: Final[Mapping[AnswerState, str]] = {
    AnswerState.CHOSE_NOT_TO_SAY: "What they said about it, if anything",
    AnswerState.NOT_ASKED: "Why was it not asked?",
    AnswerState.DOES_NOT_APPLY: "Why does it not apply?",
    AnswerState.COULD_NOT_FIND_OUT: "What was in the way?",
    AnswerState.COME_BACK: "What is it waiting for?",
}

FOLLOW_UP_ASKED: Final[Mapping[AnswerState, str]] = {
    AnswerState.COULD_NOT_FIND_OUT: "Who will find out, and by when?",
    AnswerState.COME_BACK: "When, and with whom?",
}

_ROLES: Final[Mapping[Speaker, str]] = {
    Speaker.PERSON: "",
    Speaker.CARER: "carer",
    Speaker.SUPPORTER: "supporter",
    Speaker.WORKER: "worker",
}


def speaker_words(state: AssessmentState, voice: Voice) -> str:
    """Return who a lane belongs to: Mr Pennant; Marcia Pennant-Doyle, daughter, carer; Aoife Lindqvist, worker."""
    party = next((party for party in state.parties if voice.party is not None and party.id == voice.party), None)
    relationship = party.relationship if isinstance(party, Carer | Supporter) else ""
    name, role = state.speaker_name(voice), _ROLES[voice.kind]
    parts = (name, relationship, "" if name.lower() == role else role)
    return ", ".join(part for part in parts if part)


def visibility_words(state: AssessmentState, visibility: Visibility) -> str:
    """Return a visibility class in words that fit behind a state: share freely, ask first, private to Mr Pennant."""
    return {
        Visibility.SHARE: "share freely",
        Visibility.ASK_FIRST: "ask before sharing",
        Visibility.PRIVATE_PERSON: f"private to {state.person.called}",
        Visibility.PRIVATE_CARER: "private to the carer",
        Visibility.WORKER_ONLY: "worker only",
    }[visibility]
