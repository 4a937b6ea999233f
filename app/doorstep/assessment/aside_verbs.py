"""The verbs for what stands beside the answers: jots, tags, plain words, what a reason rests on, time to think."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment import basis, jotting, tagging
from doorstep.assessment import facts as f
from doorstep.assessment.addressing import Addresses
from doorstep.assessment.change import Change
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from doorstep.assessment.answer import AnswerKey
    from doorstep.assessment.pen import Pen
    from doorstep.assessment.standing import Standing
    from doorstep.assessment.state import AssessmentState


class AsideVerbs:
    """The verbs of one open assessment that write asides (``facts.Aside``), in the hand of its ``pen``."""

    def __init__(self, state: AssessmentState, standing: Standing, pen: Pen) -> None:
        self._state = state
        self._at = Addresses(state)
        self._standing = standing
        self._builder = standing.builder
        self._pen = pen

    def jot(self, words: str) -> Change:
        """Write a line on the jot pad; its id is ``change.facts[0].id``. Raises WrongValueError, RecordFrozenError."""
        jotting.require_words(words)
        now = self._pen.now()
        return self._pen.do(f.JotNoted(now, self._pen.worker_id, self._pen.new_id(), words, self._pen.visit, now))

    def rewrite_jot(self, jot_id: str, words: str) -> Change:
        """Change a line of the jot pad; what was filed from it stays. Raises as ``jot``, and RowNotFoundError."""
        jot = jotting.jot_of(self._builder.beside, jot_id)
        jotting.require_words(words)
        if words == jot.words:
            return Change()
        return self._pen.do(f.JotNoted(self._pen.now(), self._pen.worker_id, jot_id, words, jot.visit, jot.at))

    def drop_jot(self, jot_id: str) -> Change:
        """Take a line off the jot pad; what was filed from it stays. Raises RowNotFoundError, RecordFrozenError."""
        jotting.jot_of(self._builder.beside, jot_id)
        return self._pen.do(f.JotDropped(self._pen.now(), self._pen.worker_id, jot_id))

    def file_jot(self, jot_id: str, key: AnswerKey) -> Change:
        """Put the words of a line into a lane, below what stands there, exactly and as said when they were jotted.

        The lane of a column without its row is one in a new row, at the end of the list. One step: undo takes back the
        words, the mark and the row. Words that stand there already change nothing. Raises RowNotFoundError,
        UnknownItemError, WrongVoiceError, WrongValueError (``jotting.filed``, or the list is full), RecordFrozenError.
        """
        jot, item, now = jotting.jot_of(self._builder.beside, jot_id), self._state.item(key.link_id), self._pen.now()
        self._at.lane(item, key.voice)
        repeats = self._state.definition.place(key.link_id).repeats
        added: tuple[f.Fact, ...] = ()
        if len(key.path) == len(repeats) - 1:
            if jotting.is_in_a_row(jot, key, self._builder.answers):
                return Change()
            place, row = self._at.new_row(repeats[-1].link_id, key.path), self._pen.new_id()
            added = (f.RowAdded(now, self._pen.worker_id, repeats[-1].link_id, key.path, row, place),)
            key = msgspec.structs.replace(key, path=(*key.path, row))
        else:
            self._at.item(key.link_id, key.path)
        before = self._builder.answers.get(key)
        return self._pen.do(*added, *jotting.filed(item, key, jot, before, now, self._pen.worker_id))

    def tag_words(self, key: AnswerKey, start: int, end: int, about: str) -> Change:
        """Show words of an answer, from ``start`` up to ``end``, under another item or group as well.

        The id of the tag is ``change.facts[0].id``. The same words twice under one heading change nothing. Raises
        UnknownItemError, WrongValueError, RecordFrozenError.
        """
        self._state.item(key.link_id), self._state.item(about)
        words = tagging.words_at(self._builder.answers.get(key), key, start, end)
        same = (key, start, words, about)
        if any((tag.key, tag.start, tag.words, tag.about) == same for tag in self._builder.beside.tags):
            return Change()
        return self._pen.do(
            f.WordsTagged(self._pen.now(), self._pen.worker_id, self._pen.new_id(), key, start, words, about)
        )

    def say_plainly(self, key: AnswerKey, start: int, end: int, plain: str) -> Change:
        """Approve ``plain`` as what the words from ``start`` up to ``end`` are called in Easy Read.

        The id is ``change.facts[0].id``; ``remove_tag`` takes it back. Said again of the same words, it replaces what
        was approved before. Raises UnknownItemError, WrongValueError when there are no words or no plain ones,
        RecordFrozenError.
        """
        self._state.item(key.link_id)
        words = tagging.words_at(self._builder.answers.get(key), key, start, end)
        if not plain.strip():
            raise WrongValueError(link_id=key.link_id, expected="plain words")
        tag = f.WordsTagged(
            self._pen.now(), self._pen.worker_id, self._pen.new_id(), key, start, words, key.link_id, plain.strip()
        )
        before = [each for each in self._state.plain_words(key) if each.words == words]
        return self._pen.do(tag, *(f.TagRemoved(self._pen.now(), self._pen.worker_id, each.tag) for each in before))

    def remove_tag(self, tag_id: str) -> Change:
        """Take a tag off; the words stay where they were said. Raises RecordFrozenError."""
        if all(tag.id != tag_id for tag in self._builder.beside.tags):
            return Change()
        return self._pen.do(f.TagRemoved(self._pen.now(), self._pen.worker_id, tag_id))

    def choose_basis(self, reason: AnswerKey, evidence: Iterable[AnswerKey]) -> Change:
        """Say which answers a reason rests on, as they stand now; none takes the basis away (TB-06).

        Raises UnknownItemError, WrongValueError when one of them says nothing, RecordFrozenError.
        """
        self._state.item(reason.link_id)
        chosen = basis.evidence_at(self._standing, evidence)
        before = self._builder.beside.basis(reason)
        if chosen == (before.evidence if before else ()):
            return Change()
        return self._pen.do(f.BasisChosen(self._pen.now(), self._pen.worker_id, reason, chosen))

    def pause_clock(self, reason: str, until: date | None = None) -> Change:
        """Record that the person asked for time: promised dates wait (TB-13). ``until`` is when to ask again.

        A pause that lasts takes the new reason and day. It is ended, not undone. Raises RecordFrozenError.
        """
        now, lasting = self._pen.now(), self._builder.beside.paused
        begun, pause_id = (lasting.begun, lasting.id) if lasting else (now.date(), self._pen.new_id())
        return self._pen.append(f.ClockPaused(now, self._pen.worker_id, pause_id, reason, begun, until))

    def resume_clock(self) -> Change:
        """Go on after a pause; nothing when none lasts. Raises RecordFrozenError."""
        lasting = self._builder.beside.paused
        if lasting is None:
            return Change()
        now = self._pen.now()
        return self._pen.append(f.ClockResumed(now, self._pen.worker_id, lasting.id, now.date()))
