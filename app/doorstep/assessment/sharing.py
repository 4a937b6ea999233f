"""Who may see what: the one place that tests a visibility class (TB-07, TB-08, TB-12, TB-21).

Every copy and export asks ``share``; the screen that is turned to the person asks ``may_stand_in_shared_view``. An
answer reaches an audience only when all four doors are open:

1. its question is on the form as it stands (hidden questions are absent, whatever they hold), and somebody stands by
   it: what was carried forward and nobody has confirmed is no answer yet (TB-04);
2. its part is among those that the audience may have, and among those that were chosen;
3. its class may be seen by this audience;
4. its speaker may be heard by this audience.

================  ==============  ==============  ==============  ======
class             person's copy   carer's copy    provider's      office
================  ==============  ==============  ==============  ======
share             yes             with consent    with consent    yes
ask_first         yes             with consent    with consent    yes
private_person    no              no              no              yes
private_carer     no              no              no              yes
worker_only       no              no              no              yes
================  ==============  ==============  ==============  ======

*Consent* is the person's word, part by part. A carer's comes from ``nx_copy_carer_wish`` and
``nx_copy_carer_parts``, anybody's from the rows of the form's ledger (``LEDGERS``) that name them: answered yes or
with limits, not taken back, not run out. Limits name parts; a row that names none allows none. Silence is no.

*Private* answers are in no copy at all, the person's own included: paper lies about in homes (TB-12, CJ-1.1-02).
They are the person's to read on the screen, and travel to the office in the record.

*The class of an answer* is, first found: the class set on that answer; the class that its own row gives
(``visibility_from``); the strictest of the form's classes on the item and on everything it stands in. What the form
makes worker only is worker only, whatever was set on an answer. Two different kinds of private make worker only.

*Speakers.* "Ask first" means: ask whoever said it. The person's copy has every lane of the questions that the person
has a lane on, and the worker's own; what carers and supporters were asked apart from the person comes only when it is
classed share. Others get the lanes of the person and of the worker and, a carer, their own; what any other carer or
supporter said, or the worker noted of it, again only when it is classed share.

Copies for others hold no date of birth, NHS number or phone number, and the logs of copies, exports and receipts stay
in the record for the office.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from doorstep.assessment.answer import PERSON, WORKER, Voice
from doorstep.assessment.beside import Basis, Beside
from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Carer, Party, Person, Supporter, Worker
from doorstep.assessment.projection import Projection
from doorstep.assessment.record import Record, RecordBuilder, RecordedAnswer, Rows
from doorstep.assessment.standing import is_unconfirmed
from doorstep.definition.model import Speaker, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from doorstep.assessment.answer import Answer, AnswerKey, RowPath
    from doorstep.assessment.outline import Node, Outline
    from doorstep.assessment.standing import Standing
    from doorstep.definition.model import FormDefinition, Item


class AudienceKind(StrEnum):
    """For whom a copy is. The office gets the record itself; ``FILE`` is what the council puts into its paper file."""

    PERSON = "person"
    CARER = "carer"
    PROVIDER = "provider"
    FILE = "file"
    OFFICE = "office"


_COUNCIL = frozenset({AudienceKind.FILE, AudienceKind.OFFICE})
"""Those from whom nothing is kept back that belongs to the assessment."""


class Audience(msgspec.Struct, frozen=True):
    """One reader. ``party`` is the party id of a carer, or the name of another as the ledger has it."""

    kind: AudienceKind
    party: str | None = None

    def __str__(self) -> str:
        return self.kind.value if self.party is None else f"{self.kind.value}:{self.party}"


class Part(msgspec.Struct, frozen=True):
    """One part of a copy that can be chosen: the link_id of its section, and its title in the person's words."""

    code: str
    title: str


class SharedRecord(msgspec.Struct, frozen=True):
    """What one audience may see, as a record. ``withheld`` counts answers kept back for their class or speaker.

    ``parts`` names the parts that were let through, in form order.
    """

    record: Record
    audience: Audience
    parts: tuple[str, ...]
    withheld: int


_STRICTNESS = (
    Visibility.SHARE,
    Visibility.ASK_FIRST,
    Visibility.PRIVATE_PERSON,
    Visibility.PRIVATE_CARER,
    Visibility.WORKER_ONLY,
)
_AROUND = frozenset({Speaker.CARER, Speaker.SUPPORTER})
_PRIVATE = frozenset({Visibility.PRIVATE_PERSON, Visibility.PRIVATE_CARER})
_AGREED = frozenset({"yes", "with_limits"})
_TOGETHER = frozenset({"together", "part"})
LEDGERS = ("nx_share", "cr_copy", "pl_share", "rv_share")
"""The repeats that say who else may see which parts, a ledger a form; all have the same columns."""


def parts_of(definition: FormDefinition) -> tuple[Part, ...]:
    """Return the parts of a copy, in form order. What only serves to count is in none (TB-29)."""
    return tuple(Part(section.link_id, section.part) for section in definition.sections if not section.monitoring)


def may_see(visibility: Visibility, voice: Voice, audience: Audience, question: Item) -> bool:
    """Tell whether an audience that has a part may see an answer of this class in this lane.

    ``question`` is the item that was asked: of a row, the outermost repeat that it stands in.
    """
    if audience.kind in _COUNCIL:
        return True
    if visibility is not Visibility.ASK_FIRST:
        return visibility is Visibility.SHARE
    if audience.kind is AudienceKind.CARER and voice == Voice(Speaker.CARER, audience.party):
        return True
    asked_apart = Speaker.PERSON not in question.voices
    if voice.kind in _AROUND:
        return audience.kind is AudienceKind.PERSON and not asked_apart
    return not (asked_apart and question.asked_of in _AROUND)


def may_stand_in_shared_view(standing: Standing, key: AnswerKey) -> bool:
    """Tell whether a lane may stand on the screen while it is turned to the person (TB-12, TB-19), blank or not.

    Only the person's own lane does, of what is asked of the person and is on the form as it stands; and of that only
    what the person's copy may hold: somebody else may look at the screen as well.
    """
    item = standing.definition.item(key.link_id)
    asked = key.voice == PERSON and item.asked_of is Speaker.PERSON and Speaker.PERSON in item.voices
    if not (asked and standing.is_shown(key.link_id, key.path)):
        return False
    visibility = class_of(standing, key, standing.builder.answers.get(key))
    return may_see(visibility, PERSON, Audience(AudienceKind.PERSON), _question(standing.outline, key.link_id))


def share(
    record: Record,
    definition: FormDefinition,
    audience: Audience,
    parts: tuple[str, ...] | None = None,
    *,
    settings: frozenset[str] = frozenset(),
    on: date | None = None,
) -> SharedRecord:
    """Return what an audience may see of a record.

    ``parts`` chooses among the parts that the audience may have; None takes them all. ``settings`` are those of the
    session, because they decide what is shown. ``on`` is the day on which consent must hold, by default the day of
    the record's last change. The office gets the whole record; the council's file what counts of it, private words too,
    without what only serves to count people (TB-29).
    """
    day = on or record.changed_at.date()
    standing = Projection(definition, RecordBuilder.resume(record), settings, day).standing
    allowed = _allowed_parts(standing, audience, day)
    let_through = tuple(part for part in allowed if parts is None or part in parts)
    if audience.kind is AudienceKind.OFFICE and parts is None:
        return SharedRecord(record, audience, let_through, 0)
    kept: list[RecordedAnswer] = []
    withheld = 0
    for entry in record.answers:
        if not _on_the_table(standing, entry, let_through, audience):
            continue
        visibility = class_of(standing, entry.key, entry.answer)
        if may_see(visibility, entry.key.voice, audience, _question(standing.outline, entry.key.link_id)):
            kept.append(_without_earlier(entry))
        else:
            withheld += 1
    return SharedRecord(_cut(record, kept, audience, standing, let_through), audience, let_through, withheld)


def class_of(standing: Standing, key: AnswerKey, answer: Answer | None) -> Visibility:
    """Return the class of a lane: its own, else its row's, else the form's; never looser than worker only."""
    node = standing.outline.nodes[key.link_id]
    by_form = form_class(node)
    if by_form is Visibility.WORKER_ONLY:
        return by_form
    own = answer.visibility if answer is not None else None
    return own or _row_class(standing, node, key.path) or by_form


def _question(outline: Outline, link_id: str) -> Item:
    repeats = outline.nodes[link_id].repeats
    return outline.definition.item(repeats[0] if repeats else link_id)


def form_class(node: Node) -> Visibility:
    """Return the strictest of the form's classes on an item and on everything it stands in."""
    classes: list[Visibility] = []
    here: Node | None = node
    while here is not None:
        if here.item is not None:
            classes.append(here.item.visibility)
        here = here.parent
    return strictest(classes)


def _row_class(standing: Standing, node: Node, path: RowPath) -> Visibility | None:
    """Return the class that the rows around a place give themselves, or None when none does."""
    classes: list[Visibility] = []
    for depth, repeat in enumerate(node.repeats, start=1):
        repeating = standing.outline.nodes[repeat].item
        column = repeating.visibility_from if repeating is not None else None
        if column is not None:
            classes.extend(_as_class(code) for code in standing.codes(column, path[:depth]))
    return strictest(classes) if classes else None


def _as_class(code: str) -> Visibility:
    """Read a class from an option code; one that is not known is treated as private."""
    try:
        return Visibility(code)
    except ValueError:
        return Visibility.PRIVATE_PERSON


def strictest(classes: Iterable[Visibility]) -> Visibility:
    """Return the class that lets the fewest see; two different kinds of private make worker only."""
    found = set(classes)
    return Visibility.WORKER_ONLY if found >= _PRIVATE else max(found, key=_STRICTNESS.index)


def _on_the_table(standing: Standing, entry: RecordedAnswer, parts: tuple[str, ...], audience: Audience) -> bool:
    section = standing.definition.place(entry.key.link_id).section
    if section.link_id not in parts:
        return False
    if audience.kind is AudienceKind.OFFICE:
        return True
    return standing.is_shown(entry.key.link_id, entry.key.path) and not is_unconfirmed(entry.answer)


class Agreement(msgspec.Struct, frozen=True):
    """Whether the assessments of a person and of a carer may be looked at side by side: only when both say so.

    Care Act 2014, section 12(5) and (6); TB-21. Silence is no.
    """

    person: bool
    carer: bool

    @property
    def both(self) -> bool:
        """Whether both agree."""
        return self.person and self.carer


def side_by_side(person: tuple[Record, FormDefinition], carer: tuple[Record, FormDefinition], on: date) -> Agreement:
    """Tell who agrees that two records are shown side by side, on a day.

    The carer agrees by asking for an assessment together, wholly or in part (``cr_separate``); the person by a row of
    the ledger that names the carer, for any part at all (``nx_share``). Each is asked in their own record only.
    """
    theirs, carers = (
        Projection(definition, RecordBuilder.resume(record), frozenset(), on).standing
        for record, definition in (person, carer)
    )
    audience = Audience(AudienceKind.CARER, carer[0].person.id)
    named = Audience(AudienceKind.CARER, carer[0].person.name)
    shared = any(part for who in (audience, named) for part in _ledger_parts(theirs, who, on))
    return Agreement(shared, bool(_TOGETHER.intersection(carers.codes("cr_separate"))))


def _without_earlier(entry: RecordedAnswer) -> RecordedAnswer:
    """A gap keeps what was said before in the worker's sight; whoever gets a copy gets what is said now."""
    if entry.answer.earlier is msgspec.UNSET:
        return entry
    return RecordedAnswer(entry.key, msgspec.structs.replace(entry.answer, earlier=msgspec.UNSET))


# --- consent, from the person's own answers ---------------------------------------------------------------------


def _allowed_parts(standing: Standing, audience: Audience, day: date) -> tuple[str, ...]:
    every = parts_of(standing.definition)
    if audience.kind is AudienceKind.PERSON or audience.kind in _COUNCIL:
        return tuple(part.code for part in every)
    allowed = set(_ledger_parts(standing, audience, day))
    if audience.kind is AudienceKind.CARER and _is_carer(standing, audience.party):
        allowed |= set(_carer_parts(standing, every))
    return tuple(part.code for part in every if part.code in allowed)


def _is_carer(standing: Standing, party: str | None) -> bool:
    return isinstance(standing.builder.parties.get(party or ""), Carer)


def _carer_parts(standing: Standing, every: tuple[Part, ...]) -> Iterator[str]:
    wish = standing.codes("nx_copy_carer_wish")
    if "all" in wish:
        yield from (part.code for part in every)
    elif "some" in wish:
        yield from standing.codes("nx_copy_carer_parts")


def _ledger_parts(standing: Standing, audience: Audience, day: date) -> Iterator[str]:
    names = _names(standing, audience.party)
    for ledger in LEDGERS:
        for row in standing.rows(ledger):
            path = (row,)
            agreed = _AGREED.intersection(standing.codes(f"{ledger}.answer", path))
            taken_back = bool(standing.values(f"{ledger}.taken_back_on", path))
            until = standing.day(f"{ledger}.until", path)
            in_time = until is None or day <= until
            if standing.words(f"{ledger}.who", path).casefold() in names and agreed and not taken_back and in_time:
                yield from standing.codes(f"{ledger}.parts", path)


def _names(standing: Standing, party: str | None) -> frozenset[str]:
    if not party:
        return frozenset()
    known = standing.builder.parties.get(party)
    return frozenset({party.casefold(), known.name.casefold()} if known else {party.casefold()})


# --- cutting the record -----------------------------------------------------------------------------------------


def _cut(
    record: Record, kept: list[RecordedAnswer], audience: Audience, standing: Standing, parts: tuple[str, ...]
) -> Record:
    if audience.kind in _COUNCIL:
        return msgspec.structs.replace(record, answers=tuple(kept), rows=_rows_with(record, kept))
    parties = _parties_for(record, kept, audience)
    ids = {party.id for party in parties} | {record.person.id}
    return msgspec.structs.replace(
        record,
        person=record.person if audience.kind is AudienceKind.PERSON else _name_only(record.person),
        parties=parties,
        visits=tuple(
            msgspec.structs.replace(visit, present=tuple(who for who in visit.present if who in ids))
            for visit in record.visits
        ),
        rows=_rows_with(record, kept),
        answers=tuple(kept),
        addenda=tuple(note for note in record.addenda if _may_read_addendum(standing, note.about, audience, parts)),
        copies=(),
        exports=(),
        receipts=(),
        beside=_beside(record, kept, audience),
    )


def _beside(record: Record, kept: list[RecordedAnswer], audience: Audience) -> Beside:
    """Return what may stand beside a copy: tags and reasons over what is in it. Jots and links never leave."""
    held = {entry.key for entry in kept}
    evidence = (
        Basis(basis.reason, tuple(proof for proof in basis.evidence if proof.key in held))
        for basis in record.beside.bases
        if basis.reason in held
    )
    return Beside(
        tags=tuple(tag for tag in record.beside.tags if tag.key in held),
        pauses=record.beside.pauses if audience.kind is AudienceKind.PERSON else (),
        bases=tuple(basis for basis in evidence if basis.evidence),
        packs=record.beside.packs,
    )


def _name_only(person: Person) -> Person:
    return Person(person.id, person.name, person.preferred_name)


def _parties_for(record: Record, kept: list[RecordedAnswer], audience: Audience) -> tuple[Party, ...]:
    """Return the workers and those whose words are in the copy; others keep their phone numbers to themselves."""
    heard = {entry.key.voice.party for entry in kept}
    present = [party for party in record.parties if isinstance(party, Worker) or party.id in heard]
    return tuple(
        party
        if isinstance(party, Worker) or party.id == audience.party
        else msgspec.structs.replace(party, phone="", email="")
        if isinstance(party, Carer | Supporter)
        else party
        for party in present
    )


def _rows_with(record: Record, kept: list[RecordedAnswer]) -> tuple[Rows, ...]:
    """Keep the rows in which something is left, so that a private row leaves no trace."""
    filled = {entry.key.path[:depth] for entry in kept for depth in range(1, len(entry.key.path) + 1)}
    cut = (
        Rows(rows.link_id, rows.parent, tuple(row for row in rows.rows if (*rows.parent, row) in filled))
        for rows in record.rows
    )
    return tuple(rows for rows in cut if rows.rows)


def _may_read_addendum(standing: Standing, about: str, audience: Audience, parts: tuple[str, ...]) -> bool:
    """An addendum is the worker's word on a question, and has that question's class; on the whole, the person's."""
    if not about:
        return audience.kind is AudienceKind.PERSON
    node = standing.outline.nodes.get(about)
    if node is None or standing.definition.place(about).section.link_id not in parts:
        return False
    shown = any(ItemRef(about, path) in standing.shown for path in standing.paths(about))
    return shown and may_see(form_class(node), WORKER, audience, _question(standing.outline, about))
