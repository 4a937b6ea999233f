"""What a reason rests on: the answers a worker chose, and whether each still says what it said then (TB-06).

An answer is remembered by the SHA-256 of what it says, not of when it was said: the same words put back make the
reason current again. Only the worker says anew what a reason rests on.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import AnswerKey
from doorstep.assessment.beside import Evidence
from doorstep.assessment.standing import Standing, counts
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doorstep.assessment.answer import Answer
    from doorstep.assessment.beside import Basis

_encode = msgspec.json.Encoder(order="deterministic").encode


class EvidenceNow(msgspec.Struct, frozen=True):
    """One answer that a reason rests on, as it stands now.

    ``changed`` says that it no longer says what it said; ``gone`` that it says nothing any more: cleared, or off the
    form. What is gone has changed.
    """

    key: AnswerKey
    changed: bool
    gone: bool


def fingerprint(answer: Answer) -> str:
    """Return the SHA-256 of what an answer says: its state and value, 64 hex digits."""
    return hashlib.sha256(_encode((answer.state, answer.value))).hexdigest()


def evidence_at(standing: Standing, keys: Iterable[AnswerKey]) -> tuple[Evidence, ...]:
    """Return answers as evidence, each once. Raises WrongValueError when one of them says nothing."""
    found = []
    for key in dict.fromkeys(keys):
        answer = _saying(standing, key)
        if answer is None:
            raise WrongValueError(link_id=key.link_id, expected="an answer")
        found.append(Evidence(key, fingerprint(answer)))
    return tuple(found)


def evidence_now(standing: Standing, basis: Basis | None) -> Iterator[EvidenceNow]:
    """Yield what a reason rests on, in the order in which it was chosen; nothing when nobody said."""
    for evidence in basis.evidence if basis is not None else ():
        answer = _saying(standing, evidence.key)
        changed = answer is None or fingerprint(answer) != evidence.sha256
        yield EvidenceNow(evidence.key, changed, answer is None)


def out_of_date(standing: Standing) -> tuple[AnswerKey, ...]:
    """Return the reasons that rest on an answer that says something else now, or nothing."""
    bases = standing.builder.beside.bases
    return tuple(basis.reason for basis in bases if any(now.changed for now in evidence_now(standing, basis)))


def _saying(standing: Standing, key: AnswerKey) -> Answer | None:
    """Return the answer of a lane when it counts and its place is on the form."""
    answer = standing.builder.answers.get(key)
    return answer if answer is not None and counts(answer) and standing.is_shown(key.link_id, key.path) else None
