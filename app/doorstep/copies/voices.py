"""Who said what, ready to print: the lanes of a shared record in print order, each with the name of its speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import AnswerState, AttachmentRef, Choices, Voice
from doorstep.assessment.people import Worker
from doorstep.copies.document import Said, Tone, plain
from doorstep.copies.words import gap_in_words, tidy, value_in_paragraphs
from doorstep.definition.model import ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.assessment.answer import Answer, RowPath
    from doorstep.assessment.record import Record
    from doorstep.definition.model import Item

INLINE_CHOICES = 80
"""Several choices stand on one line while they are no longer than this, else in a list (characters)."""

_ORDER = {Speaker.PERSON: 0, Speaker.CARER: 1, Speaker.SUPPORTER: 2, Speaker.WORKER: 3}


class Voices:
    """Answers that may be printed, by question and row, and the names under which they are printed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lanes = _lanes(record)

    def lanes(self, link_id: str, path: RowPath = ()) -> tuple[tuple[Voice, Answer], ...]:
        """Return who answered a question and what, the person first, then carers, supporters and the worker."""
        return self._lanes.get((link_id, path), ())

    def first_words(self, item: Item, path: RowPath = ()) -> str:
        """Return the first answered lane of a question as one line; empty when there is none."""
        for _voice, answer in self.lanes(item.link_id, path):
            if answer.value is not None:
                return "; ".join(value_in_paragraphs(answer.value, item))
        return ""

    def codes(self, link_id: str, path: RowPath = ()) -> tuple[str, ...]:
        """Return what was ticked in the first lane of a question that has a choice; empty when there is none."""
        values = (answer.value for _voice, answer in self.lanes(link_id, path))
        return next((value.codes for value in values if isinstance(value, Choices)), ())

    def said(self, item: Item, path: RowPath = ()) -> tuple[Said, ...]:
        """Return every lane of a question, ready to print."""
        return tuple(self._said(item, voice, answer) for voice, answer in self.lanes(item.link_id, path))

    def speaker(self, voice: Voice, answer: Answer, *, view: bool = False) -> str:
        """Return the name to print. ``view`` labels the worker's words as a view beside the words of others."""
        if voice.kind is not Speaker.WORKER:
            return tidy(self._record.speaker_name(voice))
        party = self._record.party(answer.provenance.recorded_by)
        name = party.name if isinstance(party, Worker) else self._record.speaker_name(voice)
        return tidy(f"{name}, the worker’s view" if view else f"{name}, worker")

    def _said(self, item: Item, voice: Voice, answer: Answer) -> Said:
        speaker = self.speaker(voice, answer, view=len(item.voices) > 1)
        if answer.state is not AnswerState.ANSWERED or answer.value is None:
            person = tidy(self._record.speaker_name(voice))
            return Said(speaker, _tone(voice), (plain(gap_in_words(answer, person)),), gap=True)
        words = value_in_paragraphs(answer.value, item)
        listed = isinstance(answer.value, Choices) and len(words) > 1
        if listed and sum(len(word) for word in words) <= INLINE_CHOICES:
            words, listed = ("; ".join(words),), False
        if isinstance(answer.value, AttachmentRef):
            words = (_about_picture(item, answer.value, person=speaker),)
        own_words = item.type is ItemType.LONG_TEXT and not item.fact and voice.kind is not Speaker.WORKER
        if item.fact and item.type is ItemType.LONG_TEXT and not listed:
            words = (", ".join(word.rstrip(",") for word in words),)
        return Said(speaker, _tone(voice), tuple(plain(word) for word in words), own_words, listed)


def _tone(voice: Voice) -> Tone:
    match voice.kind:
        case Speaker.PERSON:
            return Tone.PERSON
        case Speaker.WORKER:
            return Tone.WORKER
        case _:
            return Tone.OTHER


def _about_picture(item: Item, picture: AttachmentRef, person: str) -> str:
    if item.type is ItemType.SIGNATURE:
        return tidy(picture.caption or f"Signed by {person}.")
    return tidy(picture.caption or f"A picture from {person}.")


def _lanes(record: Record) -> Mapping[tuple[str, RowPath], tuple[tuple[Voice, Answer], ...]]:
    joined = {party.id: number for number, party in enumerate(record.parties)}
    found: dict[tuple[str, RowPath], list[tuple[Voice, Answer]]] = {}
    for entry in record.answers:
        found.setdefault((entry.key.link_id, entry.key.path), []).append((entry.key.voice, entry.answer))
    for lanes in found.values():
        lanes.sort(key=lambda lane: (_ORDER[lane[0].kind], joined.get(lane[0].party or "", 0)))
    return {address: tuple(lanes) for address, lanes in found.items()}
