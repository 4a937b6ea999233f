"""An answer: a value or an honest gap, in one speaker's lane, with where it came from.

Sources: TB-02 (voices), TB-03 (states), TB-04 (provenance), TB-12 (visibility) of the requirement matrix.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

from doorstep.definition.model import Speaker, Visibility

RowPath: TypeAlias = tuple[str, ...]
"""Row ids from the outermost repeat inwards; empty outside repeats."""


class Voice(msgspec.Struct, frozen=True, order=True):
    """Whose words a lane holds. ``party`` is the id of the carer or supporter; None for the person and the worker."""

    kind: Speaker
    party: str | None = None

    def __str__(self) -> str:
        return self.kind.value if self.party is None else f"{self.kind.value}:{self.party}"

    @classmethod
    def parse(cls, text: str) -> Voice:
        """Read what ``str`` wrote: ``person``, ``worker``, ``carer:p1``. Raises ValueError on anything else."""
        kind, _, party = text.partition(":")
        return cls(Speaker(kind), party or None)


PERSON = Voice(Speaker.PERSON)
WORKER = Voice(Speaker.WORKER)


class AnswerState(StrEnum):
    """Whether there is an answer, and if not, honestly why (TB-03). Blank is never "no"."""

    ANSWERED = "answered"
    CHOSE_NOT_TO_SAY = "chose_not_to_say"
    NOT_ASKED = "not_asked"
    DOES_NOT_APPLY = "does_not_apply"
    COULD_NOT_FIND_OUT = "could_not_find_out"
    COME_BACK = "come_back"

    @property
    def settles(self) -> bool:
        """Whether this state, with its reason, satisfies a required question. ``come_back`` does not."""
        return self is not AnswerState.COME_BACK


class ApproximateDate(msgspec.Struct, frozen=True, tag="date"):
    """A date as people remember it: any of year, month, day may be missing; ``about`` marks a guess.

    ``words`` keeps what was said when it is not a calendar date ("the summer Mum died").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    about: bool = False
    words: str | None = None

    def calendar(self) -> date | None:
        """Return the calendar date when all three parts are there and real, else None."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @classmethod
    def of(cls, day: date) -> ApproximateDate:
        """Return the exact form of a calendar date."""
        return cls(day.year, day.month, day.day)


class Choices(msgspec.Struct, frozen=True, tag="choices"):
    """Ticked option codes in form order, and the extra words that options asked for, by code.

    A choice from ``options_from`` is stored as its words, prefixed ``=``.
    """

    codes: tuple[str, ...]
    details: Mapping[str, str] = {}


class Contact(msgspec.Struct, frozen=True, tag="contact"):
    """A person or practice to reach; every part but the name may be empty."""

    name: str
    role: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


class AttachmentRef(msgspec.Struct, frozen=True, tag="attachment"):
    """A picture or drawing kept in the vault under its hash. ``sha256`` is 64 hex digits; sizes in pixels, bytes."""

    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    caption: str = ""


Value: TypeAlias = str | int | float | ApproximateDate | Choices | Contact | AttachmentRef
"""text: str; number: int or float; date: ApproximateDate; any choice, yes/no or scale: Choices;
contact: Contact; photo and signature: AttachmentRef."""


class SourceKind(StrEnum):
    """Where a value came from (TB-04)."""

    SAID = "said"
    OBSERVED = "observed"
    RECORD = "record"
    CARRIED_FORWARD = "carried_forward"
    SELF_ASSESSMENT = "self_assessment"


class Provenance(msgspec.Struct, frozen=True):
    """Who recorded an answer, when, at which visit, and where it came from.

    ``recorded_by`` is a party id; ``recorded_at`` an aware datetime (UTC). A carried-forward value is not an answer
    until ``confirmed_at`` is set; ``origin`` is then the record it came from.
    """

    recorded_by: str
    recorded_at: datetime
    visit: str | None = None
    source: SourceKind = SourceKind.SAID
    origin: str | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


class AnswerKey(msgspec.Struct, frozen=True, order=True):
    """The address of an answer: item, repeat path, voice."""

    link_id: str
    path: RowPath = ()
    voice: Voice = PERSON

    def __str__(self) -> str:
        return "/".join((self.link_id, *self.path)) + f"@{self.voice}"


class Earlier(msgspec.Struct, frozen=True):
    """What was known from before and is neither confirmed nor taken back: kept beside a gap, and counting nowhere."""

    value: Value
    provenance: Provenance


class Answer(msgspec.Struct, frozen=True):
    """What stands in one lane of one question.

    ``value`` is set exactly when ``state`` is ANSWERED. ``reason`` explains a gap; ``follow_up`` says who will find
    out and by when. ``visibility`` overrides the item's class, and can be asked of any single answer. ``earlier`` is
    what was carried forward into a lane that is now a gap ("not sure", "ask me later"). ``not_again`` says that the
    person asked not to be asked this another time. The last two are left out of the JSON when there is nothing to
    say, so that records from before they existed keep their bytes.
    """

    state: AnswerState
    provenance: Provenance
    value: Value | None = None
    reason: str | None = None
    follow_up: str | None = None
    visibility: Visibility | None = None
    earlier: Earlier | msgspec.UnsetType = msgspec.UNSET
    not_again: bool | msgspec.UnsetType = msgspec.UNSET
