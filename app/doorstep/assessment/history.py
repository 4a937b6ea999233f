"""What takes a step back: the facts that undo facts (TB-09: appended, never edited).

Undoing the removal of a row puts back the row, its place, the rows inside it and every answer, with the same ids.
Parties, visits and pauses are not undone: a lane, once there, stays, and time that was asked for was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment import facts as f

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from doorstep.assessment.beside import Beside
    from doorstep.assessment.record import RecordBuilder


@dataclass(frozen=True, slots=True)
class Step:
    """One verb as it can be taken back and done again."""

    forward: tuple[f.Fact, ...]
    backward: tuple[f.Fact, ...]


@dataclass(slots=True)
class History:
    """The steps that can be undone, and those that can be redone; forgotten when the record is closed."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def remember(self, step: Step) -> None:
        """Keep a new step; what was undone before can no longer be redone."""
        self.done.append(step)
        self.undone.clear()

    def back(self) -> Step | None:
        """Return the last step, which is to be undone now; None when there is none."""
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def forth(self) -> Step | None:
        """Return the step that was undone last, which is to be done again now; None when there is none."""
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]

    def forget(self) -> None:
        """Drop everything, at a signature."""
        self.done.clear()
        self.undone.clear()


def step_for(builder: RecordBuilder, *facts: f.Fact) -> Step | None:
    """Return the step of facts that are about to be applied together, or None when they cannot be undone.

    Facts of one step must not touch the same place: each is taken back to how the record stands now.
    """
    backward = tuple(fact for each in reversed(facts) for fact in _inverse(builder, each))
    return Step(facts, backward) if backward else None


def restamped(facts: Sequence[f.Fact], at: datetime, by: str) -> tuple[f.Fact, ...]:
    """Return facts as they happen again now; what was said, and when it was said, stays as it was."""
    return tuple(msgspec.structs.replace(fact, at=at, by=by) for fact in facts)


def _inverse(builder: RecordBuilder, fact: f.Fact) -> Iterator[f.Fact]:
    match fact:
        case f.AnswerGiven() | f.AnswerCleared():
            before = builder.answers.get(fact.key)
            if before is not None:
                yield f.AnswerGiven(fact.at, fact.by, fact.key, before)
            else:
                yield f.AnswerCleared(fact.at, fact.by, fact.key)
        case f.RowAdded():
            yield f.RowRemoved(fact.at, fact.by, fact.link_id, fact.parent, fact.row)
        case f.RowMoved():
            place = builder.rows[fact.link_id, fact.parent].index(fact.row)
            yield f.RowMoved(fact.at, fact.by, fact.link_id, fact.parent, fact.row, place)
        case f.RowRemoved():
            yield from _restored(builder, fact)
        case f.RouteChosen():
            yield f.RouteChosen(fact.at, fact.by, builder.route)
        case _:
            yield from _inverse_beside(builder.beside, fact)


def _inverse_beside(beside: Beside, fact: f.Fact) -> Iterator[f.Fact]:
    match fact:
        case f.JotNoted() | f.JotFiled() | f.JotDropped():
            yield from _jotted(beside, fact)
        case f.WordsTagged():
            yield f.TagRemoved(fact.at, fact.by, fact.id)
        case f.TagRemoved():
            for tag in beside.tags:
                if tag.id == fact.id:
                    yield f.WordsTagged(fact.at, fact.by, tag.id, tag.key, tag.start, tag.words, tag.about, tag.plain)
        case f.BasisChosen():
            basis = beside.basis(fact.reason)
            yield f.BasisChosen(fact.at, fact.by, fact.reason, basis.evidence if basis else ())
        case _:
            return


def _jotted(beside: Beside, fact: f.JotNoted | f.JotFiled | f.JotDropped) -> Iterator[f.Fact]:
    jot = next((jot for jot in beside.jots if jot.id == fact.id), None)
    if isinstance(fact, f.JotFiled):
        yield f.JotUnfiled(fact.at, fact.by, fact.id, fact.key)
    elif jot is None:
        yield f.JotDropped(fact.at, fact.by, fact.id)
    else:
        yield f.JotNoted(fact.at, fact.by, jot.id, jot.words, jot.visit, jot.at)
        if isinstance(fact, f.JotDropped):
            for key in jot.filed:
                yield f.JotFiled(fact.at, fact.by, jot.id, key)


def _restored(builder: RecordBuilder, fact: f.RowRemoved) -> Iterator[f.Fact]:
    place = builder.rows[fact.link_id, fact.parent].index(fact.row)
    yield f.RowAdded(fact.at, fact.by, fact.link_id, fact.parent, fact.row, place)
    path, depth = (*fact.parent, fact.row), len(fact.parent) + 1
    inner = [(link_id, parent) for link_id, parent in builder.rows if parent[:depth] == path]
    for link_id, parent in sorted(inner, key=lambda repeat: len(repeat[1])):
        for position, row in enumerate(builder.rows[link_id, parent]):
            yield f.RowAdded(fact.at, fact.by, link_id, parent, row, position)
    for key, answer in builder.answers.items():
        if key.path[:depth] == path:
            yield f.AnswerGiven(fact.at, fact.by, key, answer)
