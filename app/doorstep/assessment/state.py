"""Read-only questions about an open assessment. A screen asks; only ``AssessmentSession`` changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment import (
    basis,
    completeness,
    confirming,
    decisions,
    disagreements,
    eligibility,
    folding,
    prompts,
    skills,
    tagging,
)
from doorstep.assessment.answer import PERSON, WORKER, AnswerKey, Choices, Voice
from doorstep.assessment.decision_table import SHAPES
from doorstep.assessment.outline import section_key
from doorstep.assessment.people import Carer, Person, Supporter, Worker
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import RecordBuilder
from doorstep.assessment.sharing import class_of, may_stand_in_shared_view
from doorstep.assessment.standing import counts
from doorstep.definition.model import AnswerOption, Speaker
from doorstep.errors import UnknownItemError

if TYPE_CHECKING:
    from datetime import date

    from doorstep.assessment.answer import Answer, RowPath
    from doorstep.assessment.basis import EvidenceNow
    from doorstep.assessment.beside import Jot, Pause
    from doorstep.assessment.change import ItemRef
    from doorstep.assessment.completeness import Missing, TopicProgress
    from doorstep.assessment.confirming import Carried
    from doorstep.assessment.decisions import Decision
    from doorstep.assessment.derived import Derived
    from doorstep.assessment.disagreements import Disagreement
    from doorstep.assessment.eligibility import Eligibility
    from doorstep.assessment.facts import RecordSigned, Route, Visit
    from doorstep.assessment.people import Party
    from doorstep.assessment.prompts import Prompt
    from doorstep.assessment.record import Record, RecordStatus
    from doorstep.assessment.skills import SkillWarning
    from doorstep.assessment.tagging import PlainWords, TaggedWords
    from doorstep.definition.model import FormDefinition, Item, Topic, Visibility

_PRINT_ORDER = (Speaker.PERSON, Speaker.CARER, Speaker.SUPPORTER, Speaker.WORKER)


class AssessmentState:
    """One assessment as it stands. Values are current at each call; nothing here can be changed."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._standing = projection.standing
        self._builder = projection.standing.builder

    @classmethod
    def of(
        cls, definition: FormDefinition, record: Record, today: date, settings: frozenset[str] = frozenset()
    ) -> AssessmentState:
        """Return the state of a frozen record, on a given day."""
        return cls(Projection(definition, RecordBuilder.resume(record), settings, today))

    @property
    def definition(self) -> FormDefinition:
        """The form that the record is made with."""
        return self._standing.definition

    @property
    def record_id(self) -> str:
        """The id of the record."""
        return self._builder.record_id

    @property
    def person(self) -> Person:
        """The person whose assessment it is."""
        return self._builder.person

    @property
    def parties(self) -> tuple[Party, ...]:
        """Carers, supporters and workers, in the order in which they joined."""
        return tuple(self._builder.parties.values())

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits so far; the last one is current."""
        return tuple(self._builder.visits.values())

    @property
    def route(self) -> Route:
        """How deep the conversation goes."""
        return self._builder.route

    @property
    def status(self) -> RecordStatus:
        """In progress, completed or amended."""
        return self._builder.status

    @property
    def signed(self) -> RecordSigned | None:
        """The signature that froze the record, or None."""
        return self._builder.signed

    @property
    def derived(self) -> Derived:
        """All derived values, as an immutable value."""
        return self._projection.derived

    def is_shown(self, link_id: str, path: RowPath = ()) -> bool:
        """Tell whether a place is on the form now. Raises UnknownItemError."""
        self.item(link_id)
        return self._standing.is_shown(link_id, path)

    def topic_shown(self, topic: Topic) -> bool:
        """Tell whether a page has anything to show now."""
        if topic.group is not None:
            return self._standing.is_shown(topic.group.link_id)
        if not self._standing.is_shown(section_key(topic.section)):
            return False
        return any(self._standing.is_shown(item.link_id) for item in topic.items)

    def current(self, key: AnswerKey) -> Answer | None:
        """Return what stands in one lane, or None when it is blank."""
        return self._builder.answers.get(key)

    def carried(self, key: AnswerKey) -> Carried | None:
        """Return what a lane holds from before and who said it when, confirmed or not; None for nothing (TB-04)."""
        return confirming.carried(self._standing, key)

    def to_confirm(self, topic: Topic) -> tuple[Carried, ...]:
        """Return what came from before in a topic and nobody has confirmed or taken back, in form order."""
        return tuple(confirming.to_confirm(self._standing, topic))

    @property
    def not_to_ask(self) -> tuple[str, ...]:
        """What the person asked not to be asked about again, in their words, from this record or before."""
        return tuple(dict.fromkeys(confirming.not_to_ask(self._standing)))

    def visibility_of(self, key: AnswerKey) -> Visibility:
        """Return who may see a lane as it stands, blank or not: its own class, its row's, or the form's."""
        self.item(key.link_id)
        return class_of(self._standing, key, self.current(key))

    def in_shared_view(self, link_id: str, path: RowPath = ()) -> bool:
        """Tell whether the person's lane of a place may stand on the screen that is turned to them (TB-19)."""
        self.item(link_id)
        return may_stand_in_shared_view(self._standing, AnswerKey(link_id, path))

    def answers_of(self, link_id: str, path: RowPath = ()) -> tuple[tuple[Voice, Answer], ...]:
        """Return every lane of one place that holds something, in lane order."""
        lanes = self._standing.lanes(link_id, path)
        return tuple((voice, lanes[voice]) for voice in sorted(lanes, key=self._lane_place))

    def _lane_place(self, voice: Voice) -> tuple[int, int]:
        parties = tuple(self._builder.parties)
        joined = parties.index(voice.party) if voice.party in parties else len(parties)
        return _PRINT_ORDER.index(voice.kind), joined

    def lanes(self, link_id: str) -> tuple[Voice, ...]:
        """Return the lanes of an item: one a speaker, as its voices allow. Raises UnknownItemError.

        The person comes first, then each carer, then each supporter, then the worker.
        """
        voices = self.item(link_id).voices
        return tuple(voice for kind in _PRINT_ORDER if kind in voices for voice in self.voices_of(kind))

    def voices_of(self, kind: Speaker) -> tuple[Voice, ...]:
        """Return the lanes of one kind of speaker: one a known carer or supporter."""
        match kind:
            case Speaker.PERSON:
                return (PERSON,)
            case Speaker.WORKER:
                return (WORKER,)
            case Speaker.CARER:
                return tuple(Voice(kind, party.id) for party in self.parties if isinstance(party, Carer))
            case Speaker.SUPPORTER:
                return tuple(Voice(kind, party.id) for party in self.parties if isinstance(party, Supporter))

    def rows_of(self, link_id: str, parent: RowPath = ()) -> tuple[str, ...]:
        """Return the row ids of a repeat under one path, in order. Raises UnknownItemError."""
        self.item(link_id)
        return self._standing.rows(link_id, parent)

    def options_of(self, link_id: str, path: RowPath = ()) -> tuple[AnswerOption, ...]:
        """Return what can be chosen at one place: the form's options, then one for each answer it draws on.

        A drawn option has its words as text and ``=`` with the words as code. What is ticked at this place stays
        on offer when its source has gone. Raises UnknownItemError.
        """
        item = self.item(link_id)
        if not item.options_from:
            return item.options
        ticked = (code[1:] for code in self._standing.codes(link_id, path) if code.startswith("="))
        drawn = dict.fromkeys((*self._words_from(item), *ticked))
        return (*item.options, *(AnswerOption(f"={words}", words) for words in drawn))

    def shared_options_of(self, link_id: str, path: RowPath = ()) -> tuple[AnswerOption, ...]:
        """Return what can be chosen at one place in the shared view: nothing is drawn from what may not stand there.

        Raises UnknownItemError.
        """
        item = self.item(link_id)
        own = self.current(AnswerKey(link_id, path))
        ticked = own.value.codes if own is not None and isinstance(own.value, Choices) else ()
        places = ((source, at) for source in map(self._source_of, item.options_from) for at in self._paths(source))
        told = (self.current(AnswerKey(source, at)) for source, at in places if self.in_shared_view(source, at))
        drawn = (one.value.strip() for one in told if one is not None and counts(one) and isinstance(one.value, str))
        offered = dict.fromkeys((*drawn, *(code[1:] for code in ticked if code.startswith("="))))
        return (*item.options, *(AnswerOption(f"={words}", words) for words in offered if words))

    def _words_from(self, item: Item) -> tuple[str, ...]:
        """Return the words of the items that supply options."""
        sources = map(self._source_of, item.options_from)
        words = (self._standing.words(source, path) for source in sources for path in self._paths(source))
        return tuple(word for word in words if word)

    def _paths(self, link_id: str) -> list[RowPath]:
        return self._standing.paths(link_id)

    def _source_of(self, name: str) -> str:
        """Return the item whose words stand for a name under ``options_from``: of a repeat, its first column."""
        node = self._standing.outline.nodes[name]
        return node.children[0].key if node.is_repeat and node.children else name

    def opening(self, topic: Topic) -> tuple[ItemRef, ...]:
        """Return what a topic shows at once: its opening questions, and whatever holds something or follows from it."""
        return folding.opening(self._standing, topic)

    def more(self, topic: Topic) -> tuple[ItemRef, ...]:
        """Return what waits under "more" of a topic, in form order; ``opening`` and ``more`` are all that is shown."""
        return folding.more(self._standing, topic)

    def open_legal(self, topic: Topic) -> tuple[ItemRef, ...]:
        """Return the LEGAL questions under "more" of a topic that are still open, so that it can say how many."""
        return folding.open_legal(self._standing, topic)

    @property
    def open_places(self) -> frozenset[ItemRef]:
        """Every place that still stands between this record and a signature; cheap enough for every repaint."""
        return frozenset(self._projection.open)

    def is_reason(self, link_id: str) -> bool:
        """Tell whether an item holds the reason of a decision, which rests on answers (``basis_of``)."""
        return any(link_id in shape.reasons for shape in SHAPES)

    @property
    def jots(self) -> tuple[Jot, ...]:
        """The lines of the jot pad, in the order in which they were written; those that were filed say where."""
        return tuple(sorted(self._builder.beside.jots, key=lambda jot: jot.at))

    def tags_about(self, link_id: str) -> tuple[TaggedWords, ...]:
        """Return the words that were tagged as belonging to an item or group, as they stand now."""
        return tuple(words for words in self.tags if words.about == link_id)

    @property
    def tags(self) -> tuple[TaggedWords, ...]:
        """All tagged words as they stand now, in the order of the answers that hold them."""
        return tuple(tagging.tagged(self._builder.beside.tags, self._builder.answers))

    def plain_words(self, key: AnswerKey) -> tuple[PlainWords, ...]:
        """Return the plain words that were approved for words of one answer, for Easy Read, in their order."""
        return tuple(tagging.plain_words(self._builder.beside.tags, key, self.current(key)))

    @property
    def paused(self) -> Pause | None:
        """The time to think that the person asked for and that lasts, or None (TB-13)."""
        return self._builder.beside.paused

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Every pause so far, in the order in which they began."""
        return self._builder.beside.pauses

    def decisions(self) -> tuple[Decision, ...]:
        """Return each decision that was taken: how, when, why, by whom (TB-06); LEGAL questions left out are some."""
        return tuple(decisions.decisions(self._standing))

    def eligibility(self) -> Eligibility | None:
        """Return the test of eligibility that this form holds, laid out beside what was said; None without one."""
        return eligibility.eligibility(self._standing)

    def prompts(self) -> tuple[Prompt, ...]:
        """Return what the answers give reason to think of, and where to go; never a verdict."""
        return prompts.prompts(self._standing, self.derived)

    def skill_warnings(self, recorded: frozenset[str]) -> tuple[SkillWarning, ...]:
        """Return the skills that this record asks for and the worker has not recorded (TB-27)."""
        return skills.skill_warnings(self._standing, recorded)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return where people disagree, open and closed, in their own words (TB-16)."""
        return tuple(disagreements.disagreements(self._standing))

    def basis_of(self, reason: AnswerKey) -> tuple[EvidenceNow, ...]:
        """Return what a reason rests on and whether each answer has changed since; empty when nobody said."""
        return tuple(basis.evidence_now(self._standing, self._builder.beside.basis(reason)))

    def progress(self, topic: Topic) -> TopicProgress:
        """Return how far a topic has come."""
        return completeness.progress(self._standing, topic, self._projection.open)

    def is_needed(self, link_id: str) -> bool:
        """Tell whether an item may not be left blank on this route, when it is asked (TB-14)."""
        return completeness.is_needed(self.item(link_id), self.route)

    def missing(self) -> tuple[Missing, ...]:
        """Return everything that stands between this record and a signature, in form order (TB-20)."""
        return completeness.in_form_order(self.definition, self._standing)

    @property
    def missing_count(self) -> int:
        """How many places are still open; cheap enough for every repaint."""
        return len(self._projection.open)

    def speaker_name(self, voice: Voice) -> str:
        """Return the name to print for a lane: as the person likes to be called, else the party's name."""
        if voice == PERSON:
            return self.person.called
        if voice.party is None:
            return next((party.name for party in self.parties if isinstance(party, Worker)), "Worker")
        party = self._builder.parties.get(voice.party)
        return party.name if party else voice.party

    def item(self, link_id: str) -> Item:
        """Return an item of the form. Raises UnknownItemError."""
        node = self._standing.outline.nodes.get(link_id)
        if node is None or node.item is None:
            raise UnknownItemError(link_id=link_id)
        return node.item
