"""Packs as immutable values (TB-11, TB-17, TB-22).

A pack is made by ``packs/reading`` from one YAML file, ours or the office's, and never changes afterwards. It is data:
nothing here decides anything, and nothing in the code quotes the law (requirements A2, 8).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

import msgspec

PACK_FILE: Final = "pack.yaml"
"""The one file of a pack's folder."""


class PackKind(StrEnum):
    """What a pack is about. Of each kind one is in use at a time."""

    LEGAL = "legal"
    GLOSSARY = "glossary"
    DIRECTORY = "directory"


class PackHead(msgspec.Struct, frozen=True):
    """What every pack says of itself.

    ``version`` is numbers with dots ("2026.11"); ``issued`` is the day on which it was made. ``sample`` packs are of an
    invented place: any pack of the office counts for more. ``sha256`` is the hash of its YAML text, 64 hex digits.
    """

    kind: PackKind
    version: str
    issued: date
    title: str
    sample: bool = False
    sha256: str = ""

    @property
    def age(self) -> tuple[bool, date, tuple[int, ...]]:
        """What decides which of two packs of one kind is newer: compare with ``<``."""
        return not self.sample, self.issued, tuple(map(int, self.version.split(".")))


class LegalPoint(msgspec.Struct, frozen=True):
    """One line of a list in a text. ``code`` is stable: an option code or link_id of the forms where there is one."""

    code: str
    words: str


class LegalText(msgspec.Struct, frozen=True):
    """One matter of law or guidance, in plain paraphrase.

    ``words`` are paragraphs; ``cites`` name the Act, regulation or guidance. ``caution`` is what to know before relying
    on it. ``sign_off`` is False until a lawyer of the organisation has agreed to the words.
    """

    code: str
    title: str
    words: tuple[str, ...]
    cites: tuple[str, ...]
    points: tuple[LegalPoint, ...] = ()
    caution: str = ""
    sign_off: bool = False

    def point(self, code: str) -> LegalPoint | None:
        """Return the line with that code, or None."""
        return next((point for point in self.points if point.code == code), None)


class ContactLine(msgspec.Struct, frozen=True):
    """A number that everybody in England may ring. ``code`` is stable ("emergency", "ombudsman")."""

    code: str
    name: str
    what: str
    phone: str
    web: str = ""


class LegalPack(msgspec.Struct, frozen=True):
    """Law and guidance: texts by code, and the national numbers that they need."""

    head: PackHead
    texts: tuple[LegalText, ...]
    numbers: tuple[ContactLine, ...]

    def text(self, code: str) -> LegalText | None:
        """Return the text of that code, or None: an older pack may lack it."""
        return next((text for text in self.texts if text.code == code), None)

    def number(self, code: str) -> ContactLine | None:
        """Return the number of that code, or None."""
        return next((line for line in self.numbers if line.code == code), None)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The codes of the texts that still need legal sign-off."""
        return tuple(text.code for text in self.texts if not text.sign_off)


class Term(msgspec.Struct, frozen=True):
    """A professional word and what it means, at a reading age of 9 to 11.

    ``variants`` are other ways to write it; plurals that only add an s need none. ``exact`` terms (AIS, OT) count only
    in exactly these letters.
    """

    word: str
    plain: str
    variants: tuple[str, ...] = ()
    exact: bool = False


class Glossary(msgspec.Struct, frozen=True):
    """The jargon buster; ``packs/glossary`` finds its terms in a text."""

    head: PackHead
    terms: tuple[Term, ...]


class Need(StrEnum):
    """What help may be for. The first ones are the topics of the information given (``in_given.topic``)."""

    KINDS_OF_HELP = "kinds_of_help"
    RIGHTS = "rights"
    MONEY_ADVICE = "money_advice"
    ADVOCACY = "advocacy"
    SAFEGUARDING = "safeguarding"
    COMPLAINTS = "complaints"
    COMMUNITY = "community"
    HOUSING = "housing"
    CARERS = "carers"
    CHILDCARE = "childcare"
    EQUIPMENT = "equipment"
    HEALTH_SERVICES = "health_services"
    URGENT = "urgent"
    FOOD = "food"
    GETTING_ABOUT = "getting_about"
    LONELINESS = "loneliness"
    MEMORY = "memory"
    MENTAL_HEALTH = "mental_health"
    SIGHT_HEARING = "sight_hearing"
    LEARNING_DISABILITY = "learning_disability"
    AUTISM = "autism"
    LONG_TERM_ILLNESS = "long_term_illness"
    LOSS = "loss"
    ADDICTION = "addiction"
    DOMESTIC_ABUSE = "domestic_abuse"
    WORK_LEARNING = "work_learning"
    YOUNG_ADULTS = "young_adults"
    YOUNG_CARERS = "young_carers"
    ARMED_FORCES = "armed_forces"
    FAITH_CULTURE = "faith_culture"
    HOME_SAFETY = "home_safety"


class Provider(StrEnum):
    """What kind of body gives the help (NG86-I09: voluntary, user-led and disabled people's organisations)."""

    COUNCIL = "council"
    NHS = "nhs"
    NATIONAL = "national"
    VOLUNTARY = "voluntary"
    COMMUNITY = "community"
    FAITH = "faith"
    USER_LED = "user_led"
    DISABLED_PEOPLE = "disabled_people"
    ADVOCACY = "advocacy"
    BUSINESS = "business"


EVERYWHERE = "England"
"""The place of help that is there for all of England."""


class Entry(msgspec.Struct, frozen=True):
    """One place to turn to. ``places`` are towns or areas, or ``EVERYWHERE``.

    ``out_of_hours`` marks who answers at night. ``checked_on`` is the day on which somebody last made sure that all of
    this is true; None says that nobody has.
    """

    code: str
    name: str
    what: str
    needs: tuple[Need, ...]
    places: tuple[str, ...]
    provider: Provider
    who_for: str = ""
    how_to_ask: str = ""
    phone: str = ""
    web: str = ""
    email: str = ""
    hours: str = ""
    cost: str = ""
    out_of_hours: bool = False
    checked_on: date | None = None


class Directory(msgspec.Struct, frozen=True):
    """Local and national help. ``council`` is whose area it covers."""

    head: PackHead
    council: str
    entries: tuple[Entry, ...]

    def entry(self, code: str) -> Entry | None:
        """Return the entry of that code, or None."""
        return next((entry for entry in self.entries if entry.code == code), None)


Pack: TypeAlias = LegalPack | Glossary | Directory
