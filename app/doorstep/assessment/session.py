"""The verbs of an assessment. Each appends facts and returns the ``Change`` that they made.

The session checks a request before it appends anything: a refused request leaves the record as it was. Nothing here
writes an answer that nobody gave; the worker decides (TB-24).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec

from doorstep.assessment import confirming, routes
from doorstep.assessment import facts as f
from doorstep.assessment.addressing import Addresses
from doorstep.assessment.answer import (
    Answer,
    AnswerKey,
    AnswerState,
    Provenance,
    RowPath,
    SourceKind,
    Value,
    Voice,
)
from doorstep.assessment.aside_verbs import AsideVerbs
from doorstep.assessment.change import Change, ItemRef
from doorstep.assessment.history import restamped
from doorstep.assessment.pen import Pen
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.assessment.standing import counts, is_unconfirmed
from doorstep.assessment.state import AssessmentState
from doorstep.assessment.values import fitting
from doorstep.errors import FullerAssessmentOwedError, NotReadyToSignError, WrongValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doorstep.assessment.pen import Clock, NewId
    from doorstep.assessment.people import Party, Person, Worker
    from doorstep.definition.model import FormDefinition, Visibility

_NOTES = get_args(f.Note)


class AssessmentSession:
    """One open assessment: ``state`` answers questions, the verbs change it, ``freeze`` gives the record.

    ``asides`` are the verbs for what stands beside the answers. ``pen`` writes what every verb appends, in the hand of
    the party at the keyboard. Undo reaches back to the opening, and never across a signature.
    """

    def __init__(self, projection: Projection, worker_id: str, clock: Clock, new_id: NewId) -> None:
        self.pen = Pen(projection, worker_id, clock, new_id)
        self.state = AssessmentState(projection)
        self.asides = AsideVerbs(self.state, projection.standing, self.pen)
        self._at = Addresses(self.state)
        self._projection = projection
        self._builder = projection.standing.builder

    @classmethod
    def start(
        cls,
        definition: FormDefinition,
        person: Person,
        worker: Worker,
        *,
        record_id: str,
        clock: Clock,
        new_id: NewId,
        settings: frozenset[str] = frozenset(),
        route: f.Route = f.Route.FULL,
        known: Sequence[f.Fact] = (),
    ) -> tuple[AssessmentSession, Change]:
        """Open a record for a person. The change holds the first facts: started, the worker joined, what is ``known``.

        ``known`` is what the record begins with: links, and what ``carry_forward`` brings from earlier records.
        """
        now = clock()
        form = f.FormReference(definition.form, definition.version, definition.digest)
        started = f.RecordStarted(now, worker.id, record_id, form, person, route)
        projection = Projection(definition, RecordBuilder(started), settings, now.date())
        session = cls(projection, worker.id, clock, new_id)
        # The full route is the usual one: taking it says nothing yet, and the question stays open.
        kind = () if route is f.Route.FULL else routes.told(definition, route, "", Provenance(worker.id, now))
        change = session.pen.append(f.PartyPut(now, worker.id, worker), *known, *kind)
        return session, msgspec.structs.replace(change, facts=(started, *change.facts))

    @classmethod
    def resume(
        cls,
        definition: FormDefinition,
        record: Record,
        worker_id: str,
        *,
        clock: Clock,
        new_id: NewId,
        settings: frozenset[str] = frozenset(),
    ) -> AssessmentSession:
        """Open a record that was kept, where it was left."""
        projection = Projection(definition, RecordBuilder.resume(record), settings, clock().date())
        return cls(projection, worker_id, clock, new_id)

    @property
    def definition(self) -> FormDefinition:
        """The form that the record is made with."""
        return self.state.definition

    @property
    def record_id(self) -> str:
        """The id of the record."""
        return self.state.record_id

    def answer(
        self,
        link_id: str,
        value: Value,
        *,
        voice: Voice | None = None,
        path: RowPath = (),
        visibility: Visibility | None = None,
        source: SourceKind = SourceKind.SAID,
    ) -> Change:
        """Put a value into one lane; ``voice`` None means the lane of whoever is asked.

        The same value again at the same visit changes nothing. Who may see the lane stays as it was set, unless
        ``visibility`` says otherwise. Raises UnknownItemError, WrongVoiceError,
        RowNotFoundError, WrongValueError, RecordFrozenError.
        """
        item = self._at.item(link_id, path)
        key = AnswerKey(link_id, path, self._at.lane(item, voice))
        fitted = fitting(item, value)
        before = self._builder.answers.get(key)
        kept = visibility or (before.visibility if before else None)
        wish = before.not_again if before and counts(before) else msgspec.UNSET
        told = self.pen.provenance(source)
        return self._put(key, Answer(AnswerState.ANSWERED, told, fitted, visibility=kept, not_again=wish))

    def leave_gap(
        self,
        link_id: str,
        state: AnswerState,
        *,
        reason: str = "",
        follow_up: str = "",
        voice: Voice | None = None,
        path: RowPath = (),
    ) -> Change:
        """Record honestly why a question has no answer (TB-03). Every item takes one; the worker's lane always may.

        Without ``voice`` the gap stands in the lane of whoever is asked, or in the worker's when nobody of that
        kind is there. Raises UnknownItemError, WrongVoiceError, RowNotFoundError, WrongValueError, RecordFrozenError.
        """
        item = self._at.item(link_id, path)
        if state is AnswerState.ANSWERED:
            raise WrongValueError(link_id=link_id, expected="a reason for having no answer")
        key = AnswerKey(link_id, path, self._at.gap_lane(item, voice))
        provenance = self.pen.provenance()
        gap = Answer(state, provenance, reason=reason or None, follow_up=follow_up or None)
        return self._put(key, confirming.beside_gap(self._builder.answers.get(key), gap))

    def still_true(self, key: AnswerKey) -> Change:
        """Say that what came from before in a lane still holds; who said it when stays (TB-04).

        Raises UnknownItemError, RowNotFoundError, WrongValueError when nothing came from before, RecordFrozenError.
        """
        self._at.item(key.link_id, key.path)
        return self.pen.do(*self._confirmed(key))

    def still_true_row(self, link_id: str, row: str, parent: RowPath = ()) -> Change:
        """Say of all that came from before in one row that it still holds: a person on the map, in one step.

        Raises UnknownItemError, RowNotFoundError, RecordFrozenError.
        """
        self._at.repeat(link_id, parent)
        self._at.rows(link_id, row, parent)
        path = (*parent, row)
        waiting = [
            key
            for key, answer in self._builder.answers.items()
            if key.path[: len(path)] == path and is_unconfirmed(answer)
        ]
        return self.pen.do(*(fact for key in sorted(waiting) for fact in self._confirmed(key)))

    def not_sure(self, key: AnswerKey, reason: str = "") -> Change:
        """Say that nobody could tell whether it still holds; the earlier words stay to be seen. As ``still_true``."""
        self._require_earlier(key)
        state, words = AnswerState.COULD_NOT_FIND_OUT, reason or confirming.NOT_SURE
        return self.leave_gap(key.link_id, state, reason=words, voice=key.voice, path=key.path)

    def ask_later(self, key: AnswerKey) -> Change:
        """Put off what came from before; the earlier words stay to be seen. As ``still_true``."""
        self._require_earlier(key)
        return self.leave_gap(key.link_id, AnswerState.COME_BACK, voice=key.voice, path=key.path)

    def do_not_ask_again(self, key: AnswerKey) -> Change:
        """Keep the wish not to be asked this again: later records honour it, except where the law asks (TB-04).

        Raises UnknownItemError, RowNotFoundError, WrongVoiceError, RecordFrozenError.
        """
        self._at.gap_lane(self._at.item(key.link_id, key.path), key.voice)
        provenance = self.pen.provenance()
        blank = Answer(AnswerState.NOT_ASKED, provenance, reason=confirming.ASKED_NOT_TO)
        return self._put(key, confirming.never_again(self._builder.answers.get(key), blank))

    def clear(self, link_id: str, *, voice: Voice | None = None, path: RowPath = ()) -> Change:
        """Make one lane blank again. Raises UnknownItemError, WrongVoiceError, RowNotFoundError, RecordFrozenError."""
        item = self._at.item(link_id, path)
        key = AnswerKey(link_id, path, self._at.gap_lane(item, voice))
        if key not in self._builder.answers:
            return Change()
        return self.pen.do(f.AnswerCleared(self.pen.now(), self.pen.worker_id, key))

    def set_visibility(self, key: AnswerKey, visibility: Visibility | None) -> Change:
        """Say who may see one answer; None returns it to the form's own class.

        Raises UnknownItemError, RecordFrozenError, and WrongValueError when the lane is blank.
        """
        self.state.item(key.link_id)
        answer = self._builder.answers.get(key)
        if answer is None:
            raise WrongValueError(link_id=key.link_id, expected="an answer")
        return self._put(key, msgspec.structs.replace(answer, visibility=visibility))

    def add_row(self, link_id: str, parent: RowPath = (), position: int | None = None) -> Change:
        """Add a row to a repeat, at the end or at ``position``; its id is ``change.facts[0].row``.

        Raises UnknownItemError, RowNotFoundError, WrongValueError (no repeat, or full), RecordFrozenError.
        """
        place = self._at.new_row(link_id, parent, position)
        return self.pen.do(f.RowAdded(self.pen.now(), self.pen.worker_id, link_id, parent, self.pen.new_id(), place))

    def remove_row(self, link_id: str, row: str, parent: RowPath = ()) -> Change:
        """Remove a row with all that is in it. Raises UnknownItemError, RowNotFoundError, RecordFrozenError."""
        self._at.repeat(link_id, parent)
        self._at.rows(link_id, row, parent)
        return self.pen.do(f.RowRemoved(self.pen.now(), self.pen.worker_id, link_id, parent, row))

    def move_row(self, link_id: str, row: str, position: int, parent: RowPath = ()) -> Change:
        """Move a row among its rows. Raises UnknownItemError, RowNotFoundError, RecordFrozenError."""
        self._at.repeat(link_id, parent)
        rows = self._at.rows(link_id, row, parent)
        place = max(0, min(position, len(rows) - 1))
        if rows.index(row) == place:
            return Change()
        return self.pen.do(f.RowMoved(self.pen.now(), self.pen.worker_id, link_id, parent, row, place))

    def put_party(self, party: Party) -> Change:
        """Add a party, or change its particulars. Raises RecordFrozenError."""
        return self.pen.append(f.PartyPut(self.pen.now(), self.pen.worker_id, party))

    def put_visit(self, visit: f.Visit) -> Change:
        """Begin a visit, or change its particulars; it becomes the current one. Raises RecordFrozenError."""
        return self.pen.append(f.VisitPut(self.pen.now(), self.pen.worker_id, visit))

    def choose_route(self, route: f.Route, reason: str = "") -> Change:
        """Choose how deep the conversation goes, and say why (TB-14); nothing that was said goes.

        Where the form asks which kind fits and why, that is answered with it, in one step. Raises RecordFrozenError.
        """
        provenance = self.pen.provenance()
        chosen = f.RouteChosen(provenance.recorded_at, self.pen.worker_id, route, reason)
        return self.pen.do(chosen, *routes.told(self.definition, route, reason, provenance))

    def sign(self, statement: str = "") -> Change:
        """Sign as the worker, which freezes the record. Gaps that are recorded honestly do not stand in the way.

        Raises RecordFrozenError when it is signed already, NotReadyToSignError with the count of open questions,
        and the decisions that do not yet say how, when, why and by whom (TB-06); FullerAssessmentOwedError when an
        urgent answer has no day for the fuller assessment (TB-15).
        """
        self.pen.require_open()
        nothing_else = self._projection.open <= {ItemRef(routes.FULLER_BY)}
        if nothing_else and routes.owes_fuller_assessment(self._projection.standing):
            raise FullerAssessmentOwedError(missing=self.state.missing_count)
        if self.state.missing_count:
            unfinished = {decision.code.value: None for decision in self.state.decisions() if not decision.complete}
            raise NotReadyToSignError(missing=self.state.missing_count, decisions=tuple(unfinished))
        self.pen.history.forget()
        return self.pen.append(f.RecordSigned(self.pen.now(), self.pen.worker_id, statement))

    def add_addendum(self, about: str, words: str, reason: str) -> Change:
        """Add a dated correction to a signed record; ``about`` is a link_id, or empty for the whole.

        Raises UnknownItemError, and WrongValueError when the record is not signed or the words are blank.
        """
        if about:
            self.state.item(about)
        if self.state.signed is None or not words.strip():
            raise WrongValueError(link_id=about, expected="words about a signed record")
        now = self.pen.now()
        return self.pen.append(f.AddendumAdded(now, self.pen.worker_id, self.pen.new_id(), about, words, reason))

    def note(self, fact: f.Note) -> Change:
        """Append something that happened to the record without changing its content. Raises TypeError otherwise."""
        if not isinstance(fact, _NOTES):
            raise TypeError(type(fact).__name__)
        return self.pen.append(fact)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.pen.history.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self.pen.history.undone)

    def undo(self) -> Change | None:
        """Take the last step back, by appending facts; None when there is none."""
        step = self.pen.history.back()
        return None if step is None else self._again(step.backward)

    def redo(self) -> Change | None:
        """Do the last undone step again; None when there is none."""
        step = self.pen.history.forth()
        return None if step is None else self._again(step.forward)

    def freeze(self) -> Record:
        """Return the record as it stands now."""
        return self._builder.freeze()

    # --- what the verbs stand on --------------------------------------------------------------------------------

    def _again(self, facts: Sequence[f.Fact]) -> Change:
        return self.pen.append(*restamped(facts, self.pen.now(), self.pen.worker_id))

    def _put(self, key: AnswerKey, answer: Answer) -> Change:
        self.pen.require_open()
        before = self._builder.answers.get(key)
        if before is not None and _says_the_same(before, answer):
            return Change()
        given = f.AnswerGiven(self.pen.now(), self.pen.worker_id, key, answer)
        return self.pen.do(given, *routes.chosen_by(given, self._builder.route))

    def _confirmed(self, key: AnswerKey) -> tuple[f.Fact, ...]:
        """Return the fact that confirms a lane, or nothing when that has been done."""
        now, before = self.pen.now(), self._builder.answers.get(key)
        if before is not None and before.provenance.confirmed_at is not None:
            return ()
        answer = confirming.confirmed(key, before, now, self.pen.worker_id, self.pen.visit)
        return (f.AnswerGiven(now, self.pen.worker_id, key, answer),)

    def _require_earlier(self, key: AnswerKey) -> None:
        self._at.item(key.link_id, key.path)
        if confirming.held(self._builder.answers.get(key)) is None:
            raise WrongValueError(link_id=key.link_id, expected="an answer from before")


def _says_the_same(before: Answer, answer: Answer) -> bool:
    """Tell whether an answer adds nothing: said before, at the same visit, in the same way."""
    moment = before.provenance.recorded_at
    return before == msgspec.structs.replace(
        answer, provenance=msgspec.structs.replace(answer.provenance, recorded_at=moment)
    )
