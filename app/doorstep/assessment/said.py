"""What was said at one place, speaker by speaker, the person first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.answer import AnswerKey, Choices, Contact
from doorstep.assessment.standing import Standing, counts
from doorstep.definition.model import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath, Value, Voice

_ORDER: Final = tuple(Speaker)


class Said(msgspec.Struct, frozen=True):
    """The words of one lane. Who may see them is asked of ``key`` (``AssessmentState.visibility_of``)."""

    key: AnswerKey
    words: str

    @property
    def speaker(self) -> Voice:
        """Whose words these are."""
        return self.key.voice


def said(standing: Standing, link_id: str, path: RowPath = ()) -> tuple[Said, ...]:
    """Return the words of every lane that counts at one place; of a choice, the words of its options.

    Empty when the form has no such item, or when it is hidden.
    """
    if link_id not in standing.outline.nodes or not standing.is_shown(link_id, path):
        return ()
    lanes = standing.lanes(link_id, path)
    return tuple(
        Said(AnswerKey(link_id, path, voice), words)
        for voice in sorted(lanes, key=lambda voice: _place(standing, voice))
        if counts(lanes[voice]) and (words := "; ".join(_words(standing, link_id, lanes[voice].value)))
    )


def _words(standing: Standing, link_id: str, value: Value | None) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Contact():
            yield value.name
        case Choices():
            for code in value.codes:
                detail = value.details.get(code, "").strip()
                text = standing.option_text(link_id, code)
                yield f"{text}: {detail}" if detail else text
        case int() | float():
            yield str(value)
        case _:
            return


def _place(standing: Standing, voice: Voice) -> tuple[int, int]:
    parties = tuple(standing.builder.parties)
    return _ORDER.index(voice.kind), parties.index(voice.party) if voice.party in parties else len(parties)
