"""Folding what stands beside the answers: one fact at a time into an immutable ``Beside``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.beside import Basis, Jot, Pause, Tag

if TYPE_CHECKING:
    from doorstep.assessment.beside import Beside


def applied(beside: Beside, fact: f.Aside) -> Beside:
    """Return what stands beside after one more fact. A fact about something that is gone changes nothing."""
    change: dict[str, object]
    match fact:
        case f.RecordLinked():
            change = {"links": beside.links if fact.link in beside.links else (*beside.links, fact.link)}
        case f.JotNoted() | f.JotFiled() | f.JotUnfiled() | f.JotDropped():
            change = {"jots": _jots(beside.jots, fact)}
        case f.WordsTagged():
            tag = Tag(fact.id, fact.key, fact.start, fact.words, fact.about, fact.plain)
            change = {"tags": (*_without(beside.tags, fact.id), tag)}
        case f.TagRemoved():
            change = {"tags": _without(beside.tags, fact.id)}
        case f.ClockPaused() | f.ClockResumed():
            change = {"pauses": _pauses(beside.pauses, fact)}
        case f.BasisChosen():
            bases = tuple(basis for basis in beside.bases if basis.reason != fact.reason)
            change = {"bases": (*bases, Basis(fact.reason, fact.evidence)) if fact.evidence else bases}
        case f.PacksNoted():
            change = {"packs": fact.packs}
    return msgspec.structs.replace(beside, **change)


def _jots(jots: tuple[Jot, ...], fact: f.JotNoted | f.JotFiled | f.JotUnfiled | f.JotDropped) -> tuple[Jot, ...]:
    known = next((jot for jot in jots if jot.id == fact.id), None)
    match fact:
        case f.JotNoted() if known is None:
            return (*jots, Jot(fact.id, fact.words, fact.by, fact.noted_at or fact.at, fact.visit))
        case f.JotDropped():
            return tuple(jot for jot in jots if jot.id != fact.id)
        case _ if known is None:
            return jots
        case f.JotNoted():
            changed = msgspec.structs.replace(known, words=fact.words)
        case f.JotFiled():
            changed = msgspec.structs.replace(known, filed=(*known.filed, fact.key))
        case f.JotUnfiled():
            changed = msgspec.structs.replace(known, filed=tuple(key for key in known.filed if key != fact.key))
    return tuple(changed if jot.id == fact.id else jot for jot in jots)


def _without(tags: tuple[Tag, ...], tag_id: str) -> tuple[Tag, ...]:
    return tuple(tag for tag in tags if tag.id != tag_id)


def _pauses(pauses: tuple[Pause, ...], fact: f.ClockPaused | f.ClockResumed) -> tuple[Pause, ...]:
    if isinstance(fact, f.ClockResumed):
        return tuple(
            msgspec.structs.replace(pause, ended=fact.ended) if pause.id == fact.id else pause for pause in pauses
        )
    others = tuple(pause for pause in pauses if pause.id != fact.id)
    return (*others, Pause(fact.id, fact.reason, fact.begun, fact.until))
