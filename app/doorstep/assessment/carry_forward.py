"""Tell us once: what earlier records of the same person bring to a new one (TB-04).

Each lane is filled with what was said last at the same question, or at a question that the new form names
(``Item.carries_from``), in the same voice. It counts nowhere until somebody confirms it (``assessment/confirming``).
Not carried: what the form asks anew each time (``Item.carries``), gaps, hidden questions, signatures and pictures.
Nothing becomes easier to see on the way: a private answer stays private wherever it goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from doorstep.assessment import facts as f
from doorstep.assessment.answer import (
    PERSON,
    WORKER,
    Answer,
    AnswerKey,
    AnswerState,
    ApproximateDate,
    Choices,
    Contact,
    Earlier,
    Provenance,
    RowPath,
    SourceKind,
    Value,
    Voice,
)
from doorstep.assessment.confirming import ASKED_NOT_TO
from doorstep.assessment.earlier import EarlierRecord, Found, Source
from doorstep.assessment.outline import Outline
from doorstep.assessment.people import Carer, Person, Supporter, Worker
from doorstep.assessment.sharing import form_class, strictest
from doorstep.assessment.values import fitting
from doorstep.definition.model import CANNOT_CARRY, ItemType, Speaker, Visibility
from doorstep.errors import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from doorstep.assessment.outline import Node
    from doorstep.definition.model import FormDefinition, Item

__all__ = ["Beginning", "EarlierRecord", "carry_forward", "from_the_start"]

_WORDS = frozenset({ItemType.TEXT, ItemType.LONG_TEXT})


class Beginning(NamedTuple):
    """Where the carried answers go: the new form, when and by whom the record is begun, and how ids are made."""

    definition: FormDefinition
    at: datetime
    by: str
    new_id: Callable[[], str]


def carry_forward(
    beginning: Beginning, earlier: Sequence[EarlierRecord], settings: frozenset[str] = frozenset()
) -> tuple[f.Fact, ...]:
    """Return the facts that fill a new record with what earlier ones hold, the people who said it first.

    ``earlier`` is nearest first: of two lanes that were talked about at the same moment, the nearer fills in. Rows come
    from the record in which they were last talked about, and keep their ids; a column that its form does not have comes
    from the same row of another. Whoever asked not to be asked something again is not, unless the question is LEGAL:
    then it is asked, and says so.
    """
    carrier = _Carrier(beginning, [Source(each, settings, beginning.at) for each in earlier])
    facts = tuple(carrier.facts())
    return (*_people(facts, earlier, beginning), *facts)


def from_the_start(
    beginning: Beginning, person: Person, record_id: str, contact: Contact | None = None
) -> tuple[f.AnswerGiven, ...]:
    """Return the facts that fill in what was typed about a person when a record of theirs was begun.

    They stand in the person's lane, and nobody may speak for the person there (TB-02): so they count only once the
    person has confirmed them, like all that is carried. ``record_id`` is the record where it was typed, which is the
    new one itself for somebody new; ``contact`` is how to reach a carer, where the form asks for that.
    """
    typed: Mapping[str, Value | None] = {
        "ab_full_name": person.name or None,
        "ab_preferred_name": person.preferred_name or None,
        "ab_dob": ApproximateDate.of(person.born) if person.born else None,
        "ab_nhs_number": person.nhs_number or None,
        "cr_name": contact,
    }
    told = Provenance(beginning.by, beginning.at, source=SourceKind.CARRIED_FORWARD, origin=record_id)
    places = beginning.definition.places
    return tuple(
        f.AnswerGiven(beginning.at, beginning.by, AnswerKey(link_id), Answer(AnswerState.ANSWERED, told, value))
        for link_id, value in typed.items()
        if link_id in places and value is not None and Speaker.PERSON in places[link_id].item.voices
    )


class _Carrier:
    """Walks the new form and looks in the earlier records for what fills it."""

    def __init__(self, beginning: Beginning, sources: Sequence[Source]) -> None:
        self._beginning = beginning
        self._sources = sources
        self._outline = Outline(beginning.definition)
        self._row_ids: set[str] = set()

    def facts(self) -> Iterator[f.Fact]:
        """Yield all facts, in form order."""
        for node in self._outline.nodes.values():
            if not node.repeats and _may_be_filled(node):
                yield from self._rows(node) if node.is_repeat else self._answers(node, self._sources, (), ())

    def _item(self, node: Node) -> Item:
        return self._beginning.definition.item(node.key)

    def _questions(self, node: Node, source: Source) -> Iterator[str]:
        return source.questions(self._item(node), self._beginning.definition.form, len(node.repeats))

    def _answers(self, node: Node, sources: Iterable[Source], path: RowPath, to: RowPath) -> Iterator[f.Fact]:
        best: dict[Voice, Found] = {}
        for source in sources:
            for link_id in self._questions(node, source):
                for said_by, found in source.lanes(link_id, path):
                    voice = _lane(self._item(node), said_by)
                    if voice is not None and (voice not in best or found.at > best[voice].at):
                        best[voice] = found
        for voice, found in best.items():
            answer = _answer(self._item(node), found, form_class(node))
            if answer is not None:
                key = AnswerKey(node.key, to, voice)
                yield f.AnswerGiven(self._beginning.at, self._beginning.by, key, answer)

    def _rows(self, node: Node) -> Iterator[f.Fact]:
        """Yield the rows of one repeat from the record in which they were last talked about."""
        spoken = [(source.last_spoken(self._questions(node, source)), source) for source in self._sources]
        found = [(at, source) for at, source in spoken if at is not None]
        if found:
            _, source = max(found, key=lambda entry: entry[0])
            yield from self._rows_from(source, node, (), ())

    def _rows_from(self, source: Source, node: Node, path: RowPath, to: RowPath) -> Iterator[f.Fact]:
        position = 0
        for link_id in self._questions(node, source):
            if not source.standing.is_shown(link_id, path):
                continue
            for row in source.standing.rows(link_id, path):
                new = self._row_id(row)
                inside = tuple(self._inside(source, node, (*path, row), (*to, new)))
                if inside:
                    yield f.RowAdded(self._beginning.at, self._beginning.by, node.key, to, new, position)
                    yield from inside
                    position += 1

    def _inside(self, source: Source, node: Node, path: RowPath, to: RowPath) -> Iterator[f.Fact]:
        for column in node.children:
            if not _may_be_filled(column):
                continue
            if column.is_repeat:
                yield from self._rows_from(source, column, path, to)
            else:
                yield from self._answers(column, self._knowing(column, source), path, to)

    def _knowing(self, column: Node, source: Source) -> Sequence[Source]:
        """Return where a column of a row is looked up: elsewhere, under the row's own id, when its record lacks it."""
        if any(self._questions(column, source)):
            return (source,)
        return [other for other in self._sources if other is not source]

    def _row_id(self, row: str) -> str:
        """Keep the id of a row, unless another repeat of the new record has taken it: paths are told apart by it."""
        kept = self._beginning.new_id() if row in self._row_ids else row
        self._row_ids.add(kept)
        return kept


def _may_be_filled(node: Node) -> bool:
    here: Node | None = node
    while here is not None:
        if here.item is not None and not here.item.carries:
            return False
        here = here.parent
    return node.item is not None and node.item.type not in CANNOT_CARRY


def _lane(item: Item, said_by: Voice) -> Voice | None:
    """Return the lane that words go to: the speaker's own. A fact is nobody's words, and goes to its one lane."""
    if said_by.kind in item.voices:
        return said_by
    if item.fact and item.voices in ((Speaker.PERSON,), (Speaker.WORKER,)):
        return PERSON if item.voices == (Speaker.PERSON,) else WORKER
    return None


def _answer(item: Item, found: Found, by_form: Visibility) -> Answer | None:
    """Return what the new lane begins with, or None when there is nothing to carry into it."""
    value = None if found.earlier is None else _refitted(found.earlier.value, found.item, item)
    earlier = None if value is None or found.earlier is None else Earlier(value, found.earlier.provenance)
    visibility, wish = _visibility(item, found, by_form), found.answer.not_again
    if wish and not item.legal:
        told = earlier.provenance if earlier else found.answer.provenance
        kept = earlier or msgspec.UNSET
        return Answer(
            AnswerState.NOT_ASKED, told, reason=ASKED_NOT_TO, visibility=visibility, earlier=kept, not_again=True
        )
    if earlier is None:
        return None
    return Answer(AnswerState.ANSWERED, earlier.provenance, value, visibility=visibility, not_again=wish)


def _visibility(item: Item, found: Found, by_form: Visibility) -> Visibility | None:
    """Return the class to set on a carried answer so that nobody sees it who could not see it before."""
    needed = strictest((by_form, found.seen_by))
    if needed is not by_form:
        return needed
    return found.answer.visibility if found.item.link_id == item.link_id else None


def _refitted(value: Value, origin: Item, item: Item) -> Value | None:
    """Return a value as the new question can hold it, or None: options by their codes, else as words."""
    if isinstance(value, Choices):
        if item.type in _WORDS:
            value = ", ".join(_option_words(value, code, origin) for code in value.codes)
        else:
            drawn = bool(item.options_from)
            codes = tuple(code for code in value.codes if item.option(code) or (drawn and code.startswith("=")))
            value = msgspec.structs.replace(value, codes=codes)
    try:
        return fitting(item, value)
    except WrongValueError:
        return None  # the new question asks for something else


def _option_words(value: Choices, code: str, origin: Item) -> str:
    option = origin.option(code)
    words = option.text if option else code.removeprefix("=")
    detail = value.details.get(code, "")
    return f"{words}: {detail}" if detail else words


def _people(facts: Iterable[f.Fact], earlier: Sequence[EarlierRecord], beginning: Beginning) -> Iterator[f.Fact]:
    """Yield every carer who is known, and the supporters and workers whose words or names the facts speak of."""
    given = [fact for fact in facts if isinstance(fact, f.AnswerGiven)]
    wanted = {fact.key.voice.party for fact in given} | {fact.answer.provenance.recorded_by for fact in given}
    known = {beginning.by}
    for record, _definition in earlier:
        for party in record.parties:
            needed = isinstance(party, Carer) or (isinstance(party, Supporter | Worker) and party.id in wanted)
            if needed and party.id not in known:
                known.add(party.id)
                yield f.PartyPut(beginning.at, beginning.by, party)
