"""What stands beside the answers of a record: its links, the jot pad, tagged words, pauses, reasons, packs.

Everything here is a small immutable value, folded from facts (``assessment/facts``) like the answers themselves. Jots
are the worker's notes: no copy holds them (``assessment/sharing``).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from doorstep.assessment.answer import AnswerKey


class LinkKind(StrEnum):
    """How this record stands to another (TB-21): linked, never merged."""

    FOLLOWS = "follows"
    """This record goes on from that one, of the same person: an assessment from its preparation, a plan from both."""
    CARER_OF = "carer_of"
    """The person of this record cares for the person of that one."""
    CARED_FOR_BY = "cared_for_by"
    """The person of this record is cared for by the person of that one."""
    PARENT_OF = "parent_of"
    CHILD_OF = "child_of"


class Link(msgspec.Struct, frozen=True):
    """A way to another record, which may not be on this laptop. ``person`` is the id of that record's person."""

    kind: LinkKind
    record: str
    form: str
    person: str
    name: str = ""


class Jot(msgspec.Struct, frozen=True):
    """A line of the jot pad, kept exactly. ``filed`` are the lanes that it was filed under, oldest first."""

    id: str
    words: str
    by: str
    at: datetime
    visit: str | None = None
    filed: tuple[AnswerKey, ...] = ()


class Tag(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of a long answer that belong to an outcome area or another item as well.

    ``words`` are the tagged words as they stood; ``start`` is their first character in the answer; ``about`` is the
    link_id of the item or group under which they are shown. ``plain`` says the same in plain words for Easy Read, as
    the worker approved them; such a tag is shown under no other item.
    """

    id: str
    key: AnswerKey
    start: int
    words: str
    about: str
    plain: str = ""


class Pause(msgspec.Struct, frozen=True):
    """Time to think, or a break, that the person asked for: promised dates wait (F4, tension 18; TB-13).

    ``until`` is when to ask again; ``ended`` is None while it lasts.
    """

    id: str
    reason: str
    begun: date
    until: date | None = None
    ended: date | None = None


class Evidence(msgspec.Struct, frozen=True):
    """An answer that a reason rests on, with the SHA-256 of the answer as it stood then (64 hex digits)."""

    key: AnswerKey
    sha256: str


class Basis(msgspec.Struct, frozen=True):
    """What a reason rests on (TB-06): out of date as soon as one of the answers differs."""

    reason: AnswerKey
    evidence: tuple[Evidence, ...]


class PackReference(msgspec.Struct, frozen=True):
    """Which pack, exactly, a record was made under (TB-17). ``kind`` is legal, glossary or directory."""

    kind: str
    version: str
    issued: date
    sha256: str


class Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of it. ``pauses`` are in the order in which they began."""

    links: tuple[Link, ...] = ()
    jots: tuple[Jot, ...] = ()
    tags: tuple[Tag, ...] = ()
    pauses: tuple[Pause, ...] = ()
    bases: tuple[Basis, ...] = ()
    packs: tuple[PackReference, ...] = ()

    def basis(self, reason: AnswerKey) -> Basis | None:
        """Return what a reason rests on, or None when nobody said."""
        return next((basis for basis in self.bases if basis.reason == reason), None)

    @property
    def paused(self) -> Pause | None:
        """The pause that lasts, if any."""
        return next((pause for pause in reversed(self.pauses) if pause.ended is None), None)


def parts_that_differ(before: Beside, after: Beside) -> tuple[str, ...]:
    """Return the names of the parts that differ, in the order of ``Beside``."""
    if before is after:
        return ()
    return tuple(name for name in Beside.__struct_fields__ if getattr(before, name) != getattr(after, name))
