"""Facts: everything that can happen to a record, each an immutable value.

The journal of the vault is a list of facts; a record is what you get by applying them in order
(``assessment/record.RecordBuilder``). Facts are appended, never edited (TB-09). Times are aware UTC datetimes; ``by``
is the party id of the worker at the keyboard.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

from doorstep.assessment.answer import Answer, AnswerKey, RowPath
from doorstep.assessment.beside import Evidence, Link, PackReference
from doorstep.assessment.people import Party, Person


class Route(StrEnum):
    """How deep the conversation goes (TB-14)."""

    FULL = "full"
    FOCUSED = "focused"
    URGENT_FIRST = "urgent_first"
    JOINT = "joint"
    REASSESSMENT = "reassessment"


class FormReference(msgspec.Struct, frozen=True):
    """Which form, exactly, a record was made with."""

    form: str
    version: str
    digest: str


class Visit(msgspec.Struct, frozen=True):
    """One sitting. Times are local clock times as told, HH:MM; ``present`` holds party ids."""

    id: str
    day: date
    started: str = ""
    ended: str = ""
    present: tuple[str, ...] = ()


class RecordStarted(msgspec.Struct, frozen=True, tag="started"):
    """A record was opened for a person."""

    at: datetime
    by: str
    record: str
    form: FormReference
    person: Person
    route: Route = Route.FULL


class PartyPut(msgspec.Struct, frozen=True, tag="party"):
    """A party was added, or its particulars were changed."""

    at: datetime
    by: str
    party: Party


class VisitPut(msgspec.Struct, frozen=True, tag="visit"):
    """A visit began, or its particulars were changed. The last visit put is the current one."""

    at: datetime
    by: str
    visit: Visit


class RouteChosen(msgspec.Struct, frozen=True, tag="route"):
    """The worker chose a route, and why."""

    at: datetime
    by: str
    route: Route
    reason: str = ""


class AnswerGiven(msgspec.Struct, frozen=True, tag="answer"):
    """A lane now holds this answer; what it held before stays in the journal."""

    at: datetime
    by: str
    key: AnswerKey
    answer: Answer


class AnswerCleared(msgspec.Struct, frozen=True, tag="clear"):
    """A lane is blank again: not yet asked."""

    at: datetime
    by: str
    key: AnswerKey


class RowAdded(msgspec.Struct, frozen=True, tag="row_added"):
    """A row was added to a repeat, at ``position`` among its rows. ``parent`` is the path above the repeat."""

    at: datetime
    by: str
    link_id: str
    parent: RowPath
    row: str
    position: int


class RowRemoved(msgspec.Struct, frozen=True, tag="row_removed"):
    """A row was removed, with all answers below it."""

    at: datetime
    by: str
    link_id: str
    parent: RowPath
    row: str


class RowMoved(msgspec.Struct, frozen=True, tag="row_moved"):
    """A row was moved to another position among its rows."""

    at: datetime
    by: str
    link_id: str
    parent: RowPath
    row: str
    position: int


class RecordSigned(msgspec.Struct, frozen=True, tag="signed"):
    """The worker signed: the record is frozen (``nx_sign_worker``)."""

    at: datetime
    by: str
    statement: str = ""


class AddendumAdded(msgspec.Struct, frozen=True, tag="addendum"):
    """A dated correction or addition to a signed record. ``about`` is a link_id or empty."""

    at: datetime
    by: str
    id: str
    about: str
    words: str
    reason: str


class CopyWay(StrEnum):
    """How a copy reached its reader."""

    SAVED = "saved"
    PRINTED = "printed"
    READ_ALOUD = "read_aloud"


class CopyMade(msgspec.Struct, frozen=True, tag="copy"):
    """A copy was made: for whom, which parts, which profile and format, and the hash of the file.

    ``kind`` is the format by name, empty where only the media type was noted; ``language`` a BCP 47 tag, empty for
    that of the form. ``pages`` are those that were printed ("3-5"), empty for all; ``locked`` tells that the file
    opens by a password only.
    """

    at: datetime
    by: str
    audience: str
    parts: tuple[str, ...]
    profile: str
    media_type: str
    sha256: str
    answers_sha256: str
    kind: str = ""
    language: str = ""
    way: CopyWay = CopyWay.SAVED
    pages: str = ""
    locked: bool = False


class BundleExported(msgspec.Struct, frozen=True, tag="exported"):
    """The record left in a bundle: the device's running number, its hash, and whether it was sent before.

    ``up_to`` is the number of the last journal entry that the bundle holds; 0 where that was not noted.
    """

    at: datetime
    by: str
    number: int
    sha256: str
    resend: bool = False
    up_to: int = 0


class ReceiptAccepted(msgspec.Struct, frozen=True, tag="received"):
    """The office's signed receipt for exactly that bundle was checked."""

    at: datetime
    by: str
    number: int
    sha256: str
    received_at: datetime
    office: str


class RecordRemoved(msgspec.Struct, frozen=True, tag="removed"):
    """The record was taken off this laptop: the office holds the bundle of that number and hash, and said so.

    It is the last fact of its record, and the only one whose words stay. ``received_at`` and ``office`` are those of
    the receipt.
    """

    at: datetime
    by: str
    number: int
    sha256: str
    received_at: datetime
    office: str


class RecordViewed(msgspec.Struct, frozen=True, tag="viewed"):
    """The record was opened on screen."""

    at: datetime
    by: str


class RecordLinked(msgspec.Struct, frozen=True, tag="linked"):
    """The record was linked to another; the same link again changes nothing."""

    at: datetime
    by: str
    link: Link


class JotNoted(msgspec.Struct, frozen=True, tag="jot"):
    """A line was written on the jot pad, or rewritten under the same id.

    ``noted_at`` is when it was first written, where that is not ``at``: a line that comes back is as old as it was.
    """

    at: datetime
    by: str
    id: str
    words: str
    visit: str | None = None
    noted_at: datetime | None = None


class JotFiled(msgspec.Struct, frozen=True, tag="jot_filed"):
    """A line of the jot pad was filed under a question, in that lane."""

    at: datetime
    by: str
    id: str
    key: AnswerKey


class JotUnfiled(msgspec.Struct, frozen=True, tag="jot_unfiled"):
    """The last filing of a line was taken back."""

    at: datetime
    by: str
    id: str
    key: AnswerKey


class JotDropped(msgspec.Struct, frozen=True, tag="jot_dropped"):
    """A line was taken off the jot pad."""

    at: datetime
    by: str
    id: str


class WordsTagged(msgspec.Struct, frozen=True, tag="tagged", omit_defaults=True):
    """Words of an answer were tagged: they are shown under ``about`` too, or said in ``plain`` words for Easy Read."""

    at: datetime
    by: str
    id: str
    key: AnswerKey
    start: int
    words: str
    about: str
    plain: str = ""


class TagRemoved(msgspec.Struct, frozen=True, tag="untagged"):
    """A tag was taken off; the words stay where they were said."""

    at: datetime
    by: str
    id: str


class ClockPaused(msgspec.Struct, frozen=True, tag="paused"):
    """The person asked for time: promised dates wait from ``begun`` on."""

    at: datetime
    by: str
    id: str
    reason: str
    begun: date
    until: date | None = None


class ClockResumed(msgspec.Struct, frozen=True, tag="resumed"):
    """The conversation goes on from ``ended``."""

    at: datetime
    by: str
    id: str
    ended: date


class BasisChosen(msgspec.Struct, frozen=True, tag="basis"):
    """The worker said which answers a reason rests on; no evidence takes the basis away."""

    at: datetime
    by: str
    reason: AnswerKey
    evidence: tuple[Evidence, ...]


class PacksNoted(msgspec.Struct, frozen=True, tag="packs"):
    """The packs that the record is made under, all of them; they replace what was noted before."""

    at: datetime
    by: str
    packs: tuple[PackReference, ...]


Aside: TypeAlias = (
    RecordLinked
    | JotNoted
    | JotFiled
    | JotUnfiled
    | JotDropped
    | WordsTagged
    | TagRemoved
    | ClockPaused
    | ClockResumed
    | BasisChosen
    | PacksNoted
)
"""What stands beside the answers (``assessment/beside``)."""

Fact: TypeAlias = (
    RecordStarted
    | PartyPut
    | VisitPut
    | RouteChosen
    | AnswerGiven
    | AnswerCleared
    | RowAdded
    | RowRemoved
    | RowMoved
    | RecordSigned
    | AddendumAdded
    | CopyMade
    | BundleExported
    | ReceiptAccepted
    | RecordRemoved
    | RecordViewed
    | Aside
)

Note: TypeAlias = CopyMade | BundleExported | ReceiptAccepted | RecordViewed | RecordLinked | PacksNoted
"""What happens to a record from outside and leaves its content alone."""

CHANGES_CONTENT = (
    PartyPut,
    VisitPut,
    RouteChosen,
    AnswerGiven,
    AnswerCleared,
    RowAdded,
    RowRemoved,
    RowMoved,
    JotNoted,
    JotFiled,
    JotUnfiled,
    JotDropped,
    WordsTagged,
    TagRemoved,
    ClockPaused,
    ClockResumed,
    BasisChosen,
)
"""Facts that a signed record refuses."""

_decoder: msgspec.json.Decoder[Fact] = msgspec.json.Decoder(Fact)


def encode_fact(fact: Fact) -> bytes:
    """Return a fact as JSON with its fields in the order of the class; the same fact gives the same bytes."""
    return msgspec.json.encode(fact, order="deterministic")


def decode_fact(data: bytes) -> Fact:
    """Return the fact that ``encode_fact`` wrote. Raises msgspec.ValidationError on anything else."""
    fact: Fact = _decoder.decode(data)
    return fact
