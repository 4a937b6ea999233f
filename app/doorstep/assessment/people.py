"""The people of a record: the person, their carers and supporters, and the workers (TB-21)."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import msgspec

from doorstep.assessment.answer import PERSON, WORKER, Voice
from doorstep.definition.model import Speaker


class Person(msgspec.Struct, frozen=True, tag="person"):
    """The person whose assessment it is."""

    id: str
    name: str
    preferred_name: str = ""
    born: date | None = None
    nhs_number: str = ""

    @property
    def called(self) -> str:
        """The name to use in speech and headings."""
        return self.preferred_name or self.name


class Carer(msgspec.Struct, frozen=True, tag="carer"):
    """Someone who cares without pay and speaks in a lane of their own."""

    id: str
    name: str
    relationship: str = ""
    phone: str = ""
    email: str = ""


class Supporter(msgspec.Struct, frozen=True, tag="supporter"):
    """Anyone else who speaks: neighbour, friend, advocate, interpreter."""

    id: str
    name: str
    relationship: str = ""
    phone: str = ""
    email: str = ""


class Worker(msgspec.Struct, frozen=True, tag="worker"):
    """The social worker, or a colleague."""

    id: str
    name: str
    job: str = ""
    phone: str = ""
    registration: str = ""


Party: TypeAlias = Person | Carer | Supporter | Worker


def voice_of(party: Party) -> Voice:
    """Return the lane that a party speaks in. All workers share one lane; provenance tells them apart."""
    match party:
        case Person():
            return PERSON
        case Worker():
            return WORKER
        case Carer():
            return Voice(Speaker.CARER, party.id)
        case Supporter():
            return Voice(Speaker.SUPPORTER, party.id)
