"""One assessment at work: the verbs of its session, each kept by the vault before the next key is pressed."""

from __future__ import annotations

import threading
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from doorstep.assessment import plain_words
from doorstep.assessment.answer import AttachmentRef, SourceKind
from doorstep.assessment.change import Change
from doorstep.assessment.facts import WordsTagged
from doorstep.assessment.jotting import pad_key
from doorstep.assessment.tagging import plain_drafts, plain_key
from doorstep.copies.easy_words import LONGEST_SENTENCE, sentences_of, word_count
from doorstep.services.worker_profile import kept_profile
from doorstep.vault.interruption import Place
from doorstep.vault.store import Due, Save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from doorstep.assessment.answer import AnswerKey, AnswerState, RowPath, Value, Voice
    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.derived import Promise
    from doorstep.assessment.facts import Note, Route, Visit
    from doorstep.assessment.people import Party
    from doorstep.assessment.plain_words import Reading
    from doorstep.assessment.record import Record
    from doorstep.assessment.session import AssessmentSession
    from doorstep.assessment.skills import SkillWarning
    from doorstep.assessment.state import AssessmentState
    from doorstep.assessment.tagging import PlainWords
    from doorstep.definition.model import FormDefinition, Visibility
    from doorstep.services.photos import Picture
    from doorstep.vault.database import Vault


_DUE_READS: Final = frozenset({"promised_dates", "overdue"})


_KEPT_BY: Final = {
    "na_full_by": "needs-assessment",
    "pl_review_date": "review",
    "rv_next_date": "review",
}
"""Promised dates that the next record of the same person keeps, once it has been begun: by which form."""


class OpenAssessment:
    """What a screen holds of an assessment. Each verb changes the session and hands its facts to the vault's writer.

    No verb waits for the disk: ``Workspace.save_state`` tells what has arrived there. The verbs have the names, the
    arguments and the errors of ``AssessmentSession``. One lock keeps an assessment whole when a copy is made beside
    the window; it is held for microseconds.
    """

    def __init__(self, session: AssessmentSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault
        self._drafts = {key: draft.text for key, draft in vault.drafts(session.record_id).items()}
        place = vault.place
        self._place = place if place is not None and place.record == session.record_id else None
        self._lock = threading.RLock()

    @property
    def record_id(self) -> str:
        """The id of the record."""
        return self._session.record_id

    @property
    def definition(self) -> FormDefinition:
        """The form that this assessment was begun with, exactly."""
        return self._session.definition

    @property
    def state(self) -> AssessmentState:
        """What stands, to read."""
        return self._session.state

    def check_words(self, text: str) -> Reading:
        """Return how easy a text is to read: guidance for items whose ``check`` is ``plain_words`` (TB-23)."""
        return plain_words.check(text)

    def longest_sentence(self, text: str) -> tuple[int, int]:
        """Return how many words the longest sentence of a text has, and how many it may have in Easy Read."""
        return max(map(word_count, sentences_of(text)), default=0), LONGEST_SENTENCE

    def skill_warnings(self) -> tuple[SkillWarning, ...]:
        """Return the skills that this record asks for and the worker's own profile does not hold (TB-27)."""
        return self.state.skill_warnings(kept_profile(self._vault).skills)

    def freeze(self) -> Record:
        """Return the record as it stands now."""
        with self._lock:
            return self._session.freeze()

    # answers

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
        """Record what was said in a lane; ``voice`` None is the lane of whoever the item is asked of."""
        with self._lock:
            change = self._session.answer(link_id, value, voice=voice, path=path, visibility=visibility, source=source)
            return self._keep(change, self._drafts_at(link_id, path, voice))

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
        """Record honestly why there is no answer (TB-03)."""
        with self._lock:
            change = self._session.leave_gap(link_id, state, reason=reason, follow_up=follow_up, voice=voice, path=path)
            return self._keep(change, self._drafts_at(link_id, path, voice))

    def clear(self, link_id: str, *, voice: Voice | None = None, path: RowPath = ()) -> Change:
        """Make a lane blank again: not yet asked."""
        with self._lock:
            change = self._session.clear(link_id, voice=voice, path=path)
            return self._keep(change, self._drafts_at(link_id, path, voice))

    def still_true(self, key: AnswerKey) -> Change:
        """Say that what came from before in a lane still holds (TB-04)."""
        with self._lock:
            return self._keep(self._session.still_true(key), (key,))

    def still_true_row(self, link_id: str, row: str, parent: RowPath = ()) -> Change:
        """Say of all that came from before in one row that it still holds, in one step."""
        with self._lock:
            return self._keep(self._session.still_true_row(link_id, row, parent))

    def not_sure(self, key: AnswerKey, reason: str = "") -> Change:
        """Say that nobody could tell whether it still holds; the earlier words stay to be seen."""
        with self._lock:
            return self._keep(self._session.not_sure(key, reason), (key,))

    def ask_later(self, key: AnswerKey) -> Change:
        """Put off what came from before; the earlier words stay to be seen."""
        with self._lock:
            return self._keep(self._session.ask_later(key), (key,))

    def do_not_ask_again(self, key: AnswerKey) -> Change:
        """Keep the wish not to be asked this again."""
        with self._lock:
            return self._keep(self._session.do_not_ask_again(key))

    def set_visibility(self, key: AnswerKey, visibility: Visibility | None) -> Change:
        """Say who may see one answer (TB-12); None leaves it to the form."""
        with self._lock:
            return self._keep(self._session.set_visibility(key, visibility))

    # rows

    def add_row(self, link_id: str, parent: RowPath = (), position: int | None = None) -> Change:
        """Add a row to a repeat; its id is ``change.facts[0].row``."""
        with self._lock:
            return self._keep(self._session.add_row(link_id, parent, position))

    def remove_row(self, link_id: str, row: str, parent: RowPath = ()) -> Change:
        """Remove a row with all below it."""
        with self._lock:
            below = (*parent, row)
            gone = tuple(key for key in self._drafts if key.path[: len(below)] == below)
            return self._keep(self._session.remove_row(link_id, row, parent), gone)

    def move_row(self, link_id: str, row: str, position: int, parent: RowPath = ()) -> Change:
        """Move a row among its rows."""
        with self._lock:
            return self._keep(self._session.move_row(link_id, row, position, parent))

    # the jot pad, tagged words, what reasons rest on

    def jot(self, words: str) -> Change:
        """Write a line on the jot pad; its id is ``change.facts[0].id``. What was typed as the next line has served."""
        with self._lock:
            return self._keep(self._session.asides.jot(words), self._typed(pad_key()))

    def rewrite_jot(self, jot_id: str, words: str) -> Change:
        """Change a line of the jot pad."""
        with self._lock:
            return self._keep(self._session.asides.rewrite_jot(jot_id, words), self._typed(pad_key(jot_id)))

    def drop_jot(self, jot_id: str) -> Change:
        """Take a line off the jot pad."""
        with self._lock:
            return self._keep(self._session.asides.drop_jot(jot_id), self._typed(pad_key(jot_id)))

    def file_jot(self, jot_id: str, key: AnswerKey) -> Change:
        """Put the words of a line into a lane, exactly, below what stands there and below what is being typed there.

        The lane of a column without its row is one in a new row. What is being typed becomes an answer first, as a step
        of its own, so that none of it is lost.
        """
        with self._lock:
            typed = self._drafts.get(key, "")
            before = self.answer(key.link_id, typed, voice=key.voice, path=key.path) if typed.strip() else Change()
            return before.then(self._keep(self._session.asides.file_jot(jot_id, key)))

    def tag_words(self, key: AnswerKey, start: int, end: int, about: str) -> Change:
        """Show words of an answer under another item or group as well; the tag's id is ``change.facts[0].id``."""
        with self._lock:
            return self._keep(self._session.asides.tag_words(key, start, end, about))

    def say_plainly(self, key: AnswerKey, start: int, end: int, plain: str) -> Change:
        """Approve plain words for Easy Read in place of words of an answer; the id is ``change.facts[0].id``.

        What was typed for those words has served.
        """
        with self._lock:
            change = self._session.asides.say_plainly(key, start, end, plain)
            said = [fact.words for fact in change.facts if isinstance(fact, WordsTagged)]
            return self._keep(change, tuple(at for words in said for at in self._typed(plain_key(key, words))))

    def remove_tag(self, tag_id: str) -> Change:
        """Take a tag off; the words stay where they were said."""
        with self._lock:
            return self._keep(self._session.asides.remove_tag(tag_id))

    def choose_basis(self, reason: AnswerKey, evidence: Iterable[AnswerKey]) -> Change:
        """Say which answers a reason rests on, as they stand now (TB-06)."""
        with self._lock:
            return self._keep(self._session.asides.choose_basis(reason, evidence))

    # people, visits, milestones

    def put_party(self, party: Party) -> Change:
        """Add someone, or change their particulars."""
        with self._lock:
            return self._keep(self._session.put_party(party))

    def put_visit(self, visit: Visit) -> Change:
        """Begin a visit, or change its particulars."""
        with self._lock:
            return self._keep(self._session.put_visit(visit))

    def pause_clock(self, reason: str, until: date | None = None) -> Change:
        """Record that the person asked for time: promised dates wait (TB-13)."""
        with self._lock:
            return self._keep(self._session.asides.pause_clock(reason, until))

    def resume_clock(self) -> Change:
        """Go on after a pause."""
        with self._lock:
            return self._keep(self._session.asides.resume_clock())

    def choose_route(self, route: Route, reason: str = "") -> Change:
        """Say how deep the conversation goes, and why (TB-14)."""
        with self._lock:
            return self._keep(self._session.choose_route(route, reason))

    def sign(self, statement: str = "") -> Change:
        """Freeze the record. Raises NotReadyToSignError while required questions are open (TB-20).

        What was typed and never kept goes: it is no part of what was signed, can be kept no more, and would hold the
        record on the laptop for ever (``services/removal``).
        """
        with self._lock:
            return self._keep(self._session.sign(statement), tuple(self._drafts))

    def add_addendum(self, about: str, words: str, reason: str) -> Change:
        """Add a dated correction to a signed record (TB-09)."""
        with self._lock:
            return self._keep(self._session.add_addendum(about, words, reason))

    def note(self, fact: Note) -> Change:
        """Keep what happened to the record from outside: a copy, an export, a receipt, a view."""
        with self._lock:
            return self._keep(self._session.note(fact))

    # undo

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._session.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back that can return."""
        return self._session.can_redo

    def undo(self) -> Change | None:
        """Take back the last change by a new fact; None when there is none."""
        with self._lock:
            change = self._session.undo()
            return None if change is None else self._keep(change)

    def redo(self) -> Change | None:
        """Bring back what was taken back; None when there is nothing."""
        with self._lock:
            change = self._session.redo()
            return None if change is None else self._keep(change)

    # typing

    @property
    def drafts(self) -> Mapping[AnswerKey, str]:
        """Text that was typed and has not become an answer, by lane: found at opening, and typed since."""
        return MappingProxyType(self._drafts)

    def type_draft(self, key: AnswerKey, text: str) -> None:
        """Keep a field as it is being typed, key by key. Constant time, and never a wait for the disk."""
        with self._lock:
            self._drafts[key] = text
            self._vault.writer.submit(Save(self.record_id, drafts={key: text}))

    def drop_draft(self, key: AnswerKey) -> None:
        """Forget what was typed in a field that was put back to what stands. An answer does so by itself."""
        with self._lock:
            if self._drafts.pop(key, None) is not None:
                self._vault.writer.submit(Save(self.record_id, dropped_drafts=(key,)))

    def plain_drafts(self, key: AnswerKey) -> tuple[PlainWords, ...]:
        """Return the plain words that were typed for words of an answer and are not kept, in its order."""
        return plain_drafts(self._drafts, key, self.state.current(key))

    @property
    def place(self) -> Place | None:
        """Where the worker was last in this assessment."""
        return self._place

    def remember_place(
        self,
        link_id: str,
        path: RowPath = (),
        voice: Voice | None = None,
        cursor: int = 0,
        scroll: int = 0,
        in_sight: tuple[str, ...] = (),
    ) -> None:
        """Keep where the worker is, to return there after a break or a flat battery."""
        self._place = Place(self.record_id, link_id, path, voice, cursor, scroll, in_sight)
        self._vault.writer.submit(Save(self.record_id, place=self._place))

    # pictures

    def take_photo(self, photo: Path | bytes, caption: str = "") -> AttachmentRef:
        """Take in a photo as pixels only (``services/photos``) and return what to answer with.

        It is on the disk when this returns. Raises AttachmentError, StorageError.
        """
        from doorstep.services.photos import prepare_photo, read_camera_file  # Pillow, only now

        return self._keep_picture(
            prepare_photo(photo if isinstance(photo, bytes) else read_camera_file(photo)), caption
        )

    def keep_drawing(self, png: bytes, caption: str = "") -> AttachmentRef:
        """Take in a drawing or a signature and return what to answer with. Raises AttachmentError, StorageError."""
        from doorstep.services.photos import prepare_drawing  # Pillow, only now

        return self._keep_picture(prepare_drawing(png), caption)

    def attachment(self, sha256: str) -> bytes:
        """Return a picture that was taken in. Raises KeyError when there is none of that hash."""
        return self._vault.attachment(sha256)

    def _keep_picture(self, picture: Picture, caption: str) -> AttachmentRef:
        sha256 = self._vault.put_attachment(picture.data, picture.media_type)
        return AttachmentRef(sha256, picture.media_type, len(picture.data), picture.width, picture.height, caption)

    def _keep(self, change: Change, settled: tuple[AnswerKey, ...] = ()) -> Change:
        """Hand the facts of a change over, in the order in which they happened, and return the change.

        ``settled`` names drafts that have served, also when the answer turned out to be what stood there before.
        """
        due = due_of(self.state) if _DUE_READS.intersection(change.recalculated) else None
        if change.facts or settled:
            self._vault.writer.submit(Save(self.record_id, change.facts, dropped_drafts=settled, due=due))
        for key in (*change.answered, *settled):
            self._drafts.pop(key, None)
        return change

    def _typed(self, key: AnswerKey) -> tuple[AnswerKey, ...]:
        return (key,) if key in self._drafts else ()

    def _drafts_at(self, link_id: str, path: RowPath, voice: Voice | None) -> tuple[AnswerKey, ...]:
        asked = self.definition.item(link_id).asked_of
        return tuple(
            key
            for key in self._drafts
            if (key.link_id, key.path) == (link_id, path)
            and (key.voice == voice if voice is not None else key.voice.kind is asked)
        )


def due_of(state: AssessmentState) -> tuple[Due, ...]:
    """Return the promises of an assessment that are still to be kept, the earliest first."""
    still = (promise for promise in state.derived.promised_dates if not promise.kept)
    return tuple(
        Due(promise.falls_due, _words(state, promise.ref), promise.ref.link_id, promise.waits)
        for promise in sorted(still, key=_when)
    )


def still_due(due: tuple[Due, ...], form: str) -> tuple[Due, ...]:
    """Return what is still due of a record once the person has another, made with this form."""
    return tuple(each for each in due if _KEPT_BY.get(each.link_id) != form)


def _when(promise: Promise) -> date:
    return promise.falls_due


def _words(state: AssessmentState, ref: ItemRef) -> str:
    """What was promised: of a row, what the row says; else the words of the question that holds the date."""
    place = state.definition.place(ref.link_id)
    if not place.repeats:
        return place.item.text
    row = (answer.value for item in place.repeats[-1].items for _, answer in state.answers_of(item.link_id, ref.path))
    return next((value for value in row if isinstance(value, str)), place.repeats[-1].text)
